#include "operator/telemetry.h"

#include <string.h>

#include "base/limits.h"
#include "base/match.h"
#include "base/mem.h"
#include "operator/addon.h"
#include "yaml/yaml.h"
#include "json/number.h"

#define PATH "spec.addons.tracing"

void telemetry_done(struct telemetry *telemetry)
{
    json_decref(telemetry->providers);
    json_decref(telemetry->externals);
    *telemetry = (struct telemetry){0};
}

static const char *cluster_domain(const json_t *spec)
{
    const char *domain = json_dig_text(spec, "values", "global", "proxy", "clusterDomain");

    return domain && *domain ? domain : "cluster.local";
}

/* ---- who gets the traces ---- */

/* Of no provider's name the only addon there is that takes traces. */
static int find_only(const json_t *spec, const json_t *rows, const json_t **ret_row,
                     struct err *err)
{
    const json_t *found = NULL;
    size_t i;
    json_t *row;

    json_array_foreach ((json_t *)rows, i, row) {
        const char *name = json_text_at(row, "addon");

        if (!json_object_get(row, "traces") || !addon_is_named(addon_find(spec, name)))
            continue;
        if (found)
            return err_set(err, ERR_INVALID,
                           PATH ".provider must say who gets the traces: %s or %s",
                           json_text_at(found, "addon"), name);
        found = row;
    }
    if (!found && addon_find(spec, "tracing"))
        return err_set(err, ERR_INVALID,
                       PATH ".provider must say who gets the traces: no addon is there that does");
    *ret_row = found;
    return 0;
}

/* 1 with the row of the addon that is meant, or of whose kind what is elsewhere is (NULL for
 * opentelemetry, which is no addon); 0 when there is no tracing. */
static int find_row(const json_t *spec, const json_t *rows, const json_t **ret_row, struct err *err)
{
    const json_t *tracing = addon_find(spec, "tracing"), *row, *addon;
    const char *provider = json_dig_text(tracing, "provider");
    bool elsewhere = json_dig_text(tracing, "endpoint");

    *ret_row = NULL;
    if (!provider && !elsewhere) {
        if (find_only(spec, rows, ret_row, err) < 0)
            return -1;
        return *ret_row ? 1 : 0;
    }
    if (!provider || strcmp(provider, "opentelemetry") == 0)
        return 1;
    row = json_find(rows, "addon", provider);
    addon = addon_find(spec, provider);
    if (!json_object_get(row, "traces"))
        return err_set(err, ERR_INVALID, PATH ".provider: \"%s\" does not take traces", provider);
    if (!elsewhere && json_is_object(addon) && !addon_is_named(addon))
        return err_set(err, ERR_INVALID,
                       PATH ".provider is %s, which spec.addons.%s.enabled switches off", provider,
                       provider);
    *ret_row = row;
    return 1;
}

/* ---- where it is ---- */

/* `ret_host` is to be freed. */
static int parse_endpoint(const json_t *said, const char *name, char **ret_host, int64_t *ret_port,
                          struct err *err)
{
    const char *endpoint = json_dig_text(said, "endpoint"),
               *colon = endpoint ? strrchr(endpoint, ':') : NULL;

    *ret_port = colon ? number_parse_port(colon + 1) : 0;
    if (!endpoint)
        return err_set(err, ERR_INVALID,
                       "spec.addons.%s.endpoint must say where the collector is: host:port", name);
    if (colon == endpoint || *ret_port == 0)
        return err_set(err, ERR_INVALID, "spec.addons.%s.endpoint must be host:port", name);
    *ret_host = mem_strndup(endpoint, (size_t)(colon - endpoint));
    return 0;
}

/* Services are known to the mesh by their whole names; whoever is not one has to be made known.
 * Takes `host`. */
static char *as_known(char *host, const char *domain, bool *ret_service)
{
    auto_free char *given = host, *end = mem_printf(".svc.%s", domain);

    *ret_service = true;
    if (match_end(given, ".svc"))
        return mem_printf("%s.%s", given, domain);
    *ret_service = match_end(given, end);
    return STEAL(given);
}

static void add_provider(struct telemetry *to, const char *name, const char *kind, const char *host,
                         int64_t port)
{
    if (!to->providers)
        to->providers = json_array();
    json_array_append_new(to->providers, json_pack("{s:s,s:{s:s,s:I}}", "name", name, kind,
                                                   "service", host, "port", (json_int_t)port));
}

/* Two of one host are one, which has several ports unless they are the same. */
static void add_external(struct telemetry *to, const char *host, int64_t port, const char *protocol)
{
    json_t *external, *ports;
    size_t i;
    json_t *had;

    if (!to->externals)
        to->externals = json_array();
    external = json_find(to->externals, "host", host);
    if (!external) {
        external = json_pack("{s:s,s:[]}", "host", host, "ports");
        json_array_append_new(to->externals, external);
    }
    ports = json_object_get(external, "ports");
    json_array_foreach (ports, i, had) {
        if (json_number_or(json_object_get(had, "port"), 0) == port)
            return;
    }
    json_array_append_new(ports,
                          json_pack("{s:I,s:s}", "port", (json_int_t)port, "protocol", protocol));
}

/* `said`, which is spec.addons.`of`, is to have an endpoint. */
static int add_elsewhere(struct telemetry *to, const json_t *spec, const json_t *said,
                         const char *of, const char *name, const char *kind, struct err *err)
{
    auto_free char *host = NULL;
    int64_t port = 0;
    bool service;

    if (parse_endpoint(said, of, &host, &port, err) < 0)
        return -1;
    host = as_known(host, cluster_domain(spec), &service);
    add_provider(to, name, kind, host, port);
    if (!service)
        add_external(to, host, port, strcmp(kind, "zipkin") == 0 ? "http" : "grpc");
    return 0;
}

static int find_tracing(const json_t *spec, const json_t *rows, const char *namespace,
                        struct telemetry *ret, struct err *err)
{
    const json_t *tracing = addon_find(spec, "tracing"), *row, *traces;
    const char *kind = "opentelemetry";
    int rc;

    if (json_is_object(tracing) && !addon_is_named(tracing))
        return 0;
    rc = find_row(spec, rows, &row, err);
    if (rc <= 0)
        return rc;
    ret->tracing = true;
    traces = json_object_get(row, "traces");
    if (row)
        kind = json_text_at(traces, "kind");
    if (!row || json_dig_text(tracing, "endpoint"))
        return add_elsewhere(ret, spec, tracing, "tracing", TELEMETRY_TRACING, kind, err);
    ret->addon = json_text_at(row, "addon");
    auto_free char *host =
        mem_printf("%s.%s.svc.%s", json_text_at(traces, "service"),
                   addon_namespace(addon_find(spec, ret->addon), namespace), cluster_domain(spec));
    add_provider(ret, TELEMETRY_TRACING, kind, host,
                 json_number_or(json_object_get(traces, "port"), 0));
    return 0;
}

static int find_access_logs(const json_t *spec, struct telemetry *ret, struct err *err)
{
    const json_t *said = addon_find(spec, "accessLogs");

    if (!addon_is_named(said))
        return 0;
    ret->access_logs = true;
    return add_elsewhere(ret, spec, said, "accessLogs", TELEMETRY_ACCESS_LOGS, "envoyOtelAls", err);
}

int telemetry_find(const json_t *spec, const json_t *rows, const char *namespace,
                   struct telemetry *ret, struct err *err)
{
    *ret = (struct telemetry){0};
    if (find_tracing(spec, rows, namespace, ret, err) < 0 || find_access_logs(spec, ret, err) < 0) {
        telemetry_done(ret);
        return -1;
    }
    return 0;
}

/* ---- the mesh's configuration ---- */

static bool is_mesh_config(const json_t *object, const char *revision)
{
    auto_free char *name = mem_printf("istio%s%s", *revision ? "-" : "", revision);

    return strcmp(json_text_at(object, "kind"), "ConfigMap") == 0 &&
           strcmp(json_text_at(json_object_get(object, "metadata"), "name"), name) == 0 &&
           json_dig_text(object, "data", "mesh");
}

static void put_provider(json_t *mesh, const json_t *provider)
{
    json_t *list = json_object_get(mesh, "extensionProviders");
    size_t i = json_index(list, "name", json_text_at(provider, "name"));

    if (!json_is_array(list)) {
        list = json_array();
        json_put(mesh, "extensionProviders", list);
    }
    if (i < json_array_size(list))
        json_array_set(list, i, (json_t *)provider);
    else
        json_array_append(list, (json_t *)provider);
}

int telemetry_put(const json_t *object, const char *revision, const json_t *providers,
                  json_t **ret_object, struct err *err)
{
    auto_json json_t *mesh = NULL;
    auto_buf struct buf text = BUF_INIT(LIMIT_RENDERED);
    const char *given;
    size_t i;
    json_t *provider;

    if (!providers || !is_mesh_config(object, revision)) {
        *ret_object = json_incref((json_t *)object);
        return 0;
    }
    given = json_dig_text(object, "data", "mesh");
    if (yaml_parse(given, strlen(given), YAML_PLAIN, &mesh, err) < 0)
        return err_wrap(err, "ConfigMap %s", json_dig_text(object, "metadata", "name"));
    if (!json_is_object(mesh))
        return err_set(err, ERR_INVALID, "ConfigMap %s: data.mesh must be a mapping",
                       json_dig_text(object, "metadata", "name"));
    json_array_foreach ((json_t *)providers, i, provider)
        put_provider(mesh, provider);
    if (yaml_print(&text, mesh) < 0)
        return err_set(err, ERR_INVALID, "spec.values.meshConfig is too large");
    *ret_object = json_copy((json_t *)object);
    json_put_text(json_own(*ret_object, "data"), "mesh", buf_text(&text));
    return 0;
}
