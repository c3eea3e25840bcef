#include "mesh/proxyconfig.h"

#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/mem.h"
#include "mesh/protojson.h"
#include "mesh/proxycheck.h"
#include "yaml/yaml.h"

static const char default_text[] =
    "{\"configPath\":\"./etc/istio/proxy\",\"binaryPath\":\"/usr/local/bin/envoy\",\"serviceCluster\":\"istio-proxy\","
    "\"drainDuration\":\"45s\",\"terminationDrainDuration\":\"5s\",\"discoveryAddress\":\"istiod.istio-system.svc:15012\","
    "\"proxyAdminPort\":15000,\"controlPlaneAuthPolicy\":\"MUTUAL_TLS\",\"statNameLength\":189,\"statusPort\":15020}";

/* Without the zeros. */
static const char mesh_default_text[] =
    "{\"enableTracing\":true,\"protocolDetectionTimeout\":\"0s\",\"ingressService\":\"istio-ingressgateway\","
    "\"ingressControllerMode\":\"STRICT\",\"ingressClass\":\"istio\",\"trustDomain\":\"cluster.local\","
    "\"enableAutoMtls\":true,\"outboundTrafficPolicy\":{\"mode\":\"ALLOW_ANY\"},"
    "\"inboundTrafficPolicy\":{\"mode\":\"PASSTHROUGH\"},\"localityLbSetting\":{\"enabled\":true},"
    "\"rootNamespace\":\"istio-system\",\"proxyListenPort\":15001,\"proxyInboundListenPort\":15006,"
    "\"connectTimeout\":\"10s\",\"defaultServiceExportTo\":[\"*\"],\"defaultVirtualServiceExportTo\":[\"*\"],"
    "\"defaultDestinationRuleExportTo\":[\"*\"],\"dnsRefreshRate\":\"60s\",\"enablePrometheusMerge\":true,"
    "\"defaultProviders\":{},\"extensionProviders\":[{\"name\":\"prometheus\",\"prometheus\":{}},"
    "{\"name\":\"stackdriver\",\"stackdriver\":{}},"
    "{\"name\":\"envoy\",\"envoyFileAccessLog\":{\"path\":\"/dev/stdout\"}}]}";

/* Fields that protoToJSON leaves out when they equal the default: a text, or a number. */
static const struct {
    const char *field, *text;
    json_int_t number;
} elided[] = {
    {"configPath", "./etc/istio/proxy", 0},
    {"binaryPath", "/usr/local/bin/envoy", 0},
    {"serviceCluster", "istio-proxy", 0},
    {"drainDuration", "45s", 0},
    {"terminationDrainDuration", "5s", 0},
    {"discoveryAddress", "istiod.istio-system.svc:15012", 0},
    {"controlPlaneAuthPolicy", "MUTUAL_TLS", 0},
    {"proxyAdminPort", NULL, 15000},
    {"statNameLength", NULL, 189},
    {"statusPort", NULL, 15020},
};

json_t *proxy_config_default(void)
{
    return json_loads(default_text, 0, NULL);
}

static int parse(const char *text, json_t **ret_tree, struct err *err)
{
    if (strlen(text) > LIMIT_ANNOTATION)
        return err_set(err, ERR_INVALID, "it is larger than %u bytes", LIMIT_ANNOTATION);
    return yaml_parse(text, strlen(text), YAML_NO_ALIASES | YAML_SMALL, ret_tree, err);
}

int proxy_config_read(const char *text, json_t **ret_config, struct err *err)
{
    auto_json json_t *tree = NULL;

    return parse(text, &tree, err) < 0 ? -1 : proto_read(go_proxy_config, tree, ret_config, err);
}

json_t *proxy_config_unknown(const char *text)
{
    auto_err struct err ignored = ERR_INIT;
    auto_json json_t *tree = NULL;
    json_t *names = json_array();

    if (parse(text, &tree, &ignored) == 0)
        proto_unknown(go_proxy_config, tree, names);
    return names;
}

/* Metadata merges by key; of headers these five stay unless they are said anew. */
static void merge_within(json_t *over, const json_t *base)
{
    static const char *const headers[] = {"forwardedClientCert", "requestId", "attemptCount",
                                          "server", "envoyDebugHeaders"};
    json_t *metadata = json_object_get(over, "proxyMetadata"),
           *said = json_object_get(over, "proxyHeaders");

    if (metadata)
        (void)json_object_update_missing(metadata, json_object_get(base, "proxyMetadata"));
    for (size_t i = 0; said && i < ARRAY_LEN(headers); i++) {
        json_t *before = json_dig(base, "proxyHeaders", headers[i]);

        if (before && !json_object_get(said, headers[i]))
            json_put(said, headers[i], json_incref(before));
    }
}

void proxy_config_apply(json_t *config, const json_t *over)
{
    auto_json json_t *merged = json_deep_copy(over);

    merge_within(merged, config);
    proto_apply(go_proxy_config, config, merged);
}

/* A level of its own, which istiod writes and reads again before it is laid over another: what is
 * unset says nothing. */
static void apply_level(json_t *config, const json_t *over)
{
    auto_json json_t *said = json_copy((json_t *)over);

    for (const struct go_field *f = go_proxy_config->fields; f->name; f++) {
        if (proto_is_unset(f, json_object_get(said, f->json)))
            (void)json_object_del(said, f->json);
    }
    proxy_config_apply(config, said);
}

/* The same in another tree, for one that others have. */
static void apply_over(json_t **config, const json_t *over)
{
    json_t *own = json_copy(*config);

    json_decref(*config);
    apply_level(own, over);
    *config = own;
}

/* What a ProxyConfig resource says, in `*config`, which becomes another tree then: concurrency,
 * environmentVariables and image. */
static void apply_resource(json_t **config, const json_t *resource)
{
    const json_t *spec = json_object_get(resource, "spec");
    auto_json json_t *tree = NULL, *over = NULL;
    auto_err struct err ignored = ERR_INIT; /* the API server has checked it */

    if (!spec)
        return;
    tree = json_object();
    if (json_object_get(spec, "concurrency"))
        json_put(tree, "concurrency", json_incref(json_object_get(spec, "concurrency")));
    if (json_object_get(spec, "environmentVariables"))
        json_put(tree, "proxyMetadata", json_incref(json_object_get(spec, "environmentVariables")));
    if (json_object_get(spec, "image"))
        json_put(tree, "image", json_incref(json_object_get(spec, "image")));
    if (proto_read(go_proxy_config, tree, &over, &ignored) == 0)
        apply_over(config, over);
}

static bool selects(const json_t *resource, const json_t *labels)
{
    const json_t *wanted = json_dig(json_object_get(resource, "spec"), "selector", "matchLabels");
    const char *key;
    json_t *value;

    json_object_foreach ((json_t *)wanted, key, value) {
        const json_t *has = json_object_get(labels, key);

        if (!has || !json_equal(has, value))
            return false;
    }
    return true;
}

/* Is `a` older than `b`? Those of the same second go by their names. */
static bool is_older(const json_t *a, const json_t *b)
{
    int order = strcmp(json_text_at(json_object_get(a, "metadata"), "creationTimestamp"),
                       json_text_at(json_object_get(b, "metadata"), "creationTimestamp"));

    return order < 0 ||
           (order == 0 && strcmp(json_text_at(json_object_get(a, "metadata"), "name"),
                                 json_text_at(json_object_get(b, "metadata"), "name")) < 0);
}

/* The oldest resource of the namespace without a selector, or with one that selects the labels. */
static const json_t *find_resource(const json_t *resources, const char *namespace,
                                   const json_t *labels, bool selector)
{
    const json_t *best = NULL;
    size_t i;
    json_t *resource;

    json_array_foreach ((json_t *)resources, i, resource) {
        const char *where = json_dig_text(resource, "metadata", "namespace");
        bool any = json_dig(resource, "spec", "selector") != NULL;
        bool some = json_object_size(json_dig(resource, "spec", "selector", "matchLabels")) > 0;

        if (!where || strcmp(where, namespace) != 0)
            continue;
        if (selector ? !some || !selects(resource, labels) : any)
            continue;
        if (!best || is_older(resource, best))
            best = resource;
    }
    return best;
}

json_t *proxy_config_of_mesh(const json_t *mesh)
{
    json_t *config = proxy_config_default();

    apply_level(config, json_object_get(mesh, "defaultConfig"));
    return config;
}

json_t *proxy_config_effective(const json_t *base, const json_t *resources,
                               const char *root_namespace, const char *pod_namespace,
                               const json_t *pod_labels, const json_t *annotation)
{
    json_t *config = json_incref((json_t *)base);

    apply_resource(&config, find_resource(resources, root_namespace, pod_labels, false));
    if (strcmp(root_namespace, pod_namespace) != 0)
        apply_resource(&config, find_resource(resources, pod_namespace, pod_labels, false));
    if (annotation)
        apply_over(&config, annotation);
    apply_resource(&config, find_resource(resources, pod_namespace, pod_labels, true));
    return config;
}

json_t *proxy_configs_of_revision(const json_t *resources, const char *revision)
{
    const char *wanted = *revision ? revision : "default";
    json_t *list = json_array(), *resource;
    size_t i;

    json_array_foreach ((json_t *)resources, i, resource) {
        const char *label = json_dig_text(resource, "metadata", "labels", "istio.io/rev");

        if (!label || strcmp(label, wanted) == 0)
            json_array_append(list, resource);
    }
    return list;
}

void proxy_config_print(struct buf *out, const json_t *config)
{
    auto_json json_t *said = json_copy((json_t *)config);

    for (size_t i = 0; i < ARRAY_LEN(elided); i++) {
        const json_t *value = json_object_get(said, elided[i].field);
        const char *text = elided[i].text;

        if (text ? json_is_string(value) && strcmp(json_string_value(value), text) == 0
                 : json_is_number(value) && json_number_or(value, -1) == elided[i].number)
            (void)json_object_del(said, elided[i].field);
    }
    proto_print(out, go_proxy_config, said);
}

/* What the mesh's ConfigMap says replaces the default, but these: providers are known by their
 * names. */
static void merge_providers(json_t *mesh, const json_t *over)
{
    json_t *providers = json_object_get(mesh, "extensionProviders"), *item;
    size_t i;

    json_array_foreach (json_object_get(over, "extensionProviders"), i, item) {
        json_t *known = json_find(providers, "name", json_text_at(item, "name"));

        if (!known) {
            json_array_append(providers, item);
        } else {
            (void)json_object_clear(known);
            (void)json_object_update(known, item);
        }
    }
    if (json_object_get(over, "defaultProviders"))
        (void)json_object_update(json_make(mesh, "defaultProviders"),
                                 json_object_get(over, "defaultProviders"));
}

static int compare_texts(const void *a, const void *b)
{
    return strcmp(json_string_value(*(json_t *const *)a), json_string_value(*(json_t *const *)b));
}

/* As a set, sorted. */
static json_t *sorted_set(const json_t *list)
{
    size_t n = json_array_size(list);
    auto_free json_t **items = mem_alloc((n + 1) * sizeof(json_t *));
    json_t *sorted = json_array();

    for (size_t i = 0; i < n; i++)
        items[i] = json_array_get(list, i);
    qsort(items, n, sizeof(json_t *), compare_texts);
    for (size_t i = 0; i < n; i++) {
        if (i == 0 || compare_texts(&items[i - 1], &items[i]) != 0)
            json_array_append(sorted, items[i]);
    }
    return sorted;
}

int mesh_config_parse(const char *text, size_t len, json_t **ret_mesh, struct err *err)
{
    static const char *const merged[] = {"defaultConfig", "extensionProviders", "defaultProviders"};
    auto_json json_t *mesh = json_loads(mesh_default_text, 0, NULL), *tree = NULL, *over = NULL,
                     *config = proxy_config_default();
    auto_json json_t *plain = NULL;

    if (yaml_parse(text, len, YAML_PLAIN, &tree, err) < 0 ||
        proto_read(go_mesh_config, tree, &over, err) < 0)
        return err_wrap(err, "mesh configuration");
    plain = json_copy(over);
    for (size_t i = 0; i < ARRAY_LEN(merged); i++)
        (void)json_object_del(plain, merged[i]);
    proto_apply(go_mesh_config, mesh, plain);
    merge_providers(mesh, over);
    json_put(mesh, "trustDomainAliases", sorted_set(json_object_get(mesh, "trustDomainAliases")));
    if (json_object_get(over, "defaultConfig"))
        proxy_config_apply(config, json_object_get(over, "defaultConfig"));
    if (proxy_config_check(config, err) < 0)
        return err_wrap(err, "mesh configuration: defaultConfig");
    json_put(mesh, "defaultConfig", STEAL(config));
    *ret_mesh = STEAL(mesh);
    return 0;
}
