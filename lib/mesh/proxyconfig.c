#include "mesh/proxyconfig.h"

#include <ctype.h>
#include <string.h>

#include "base/mem.h"
#include "yaml/yaml.h"

static const char default_text[] =
    "{\"configPath\":\"./etc/istio/proxy\",\"binaryPath\":\"/usr/local/bin/envoy\",\"serviceCluster\":\"istio-proxy\","
    "\"drainDuration\":\"45s\",\"terminationDrainDuration\":\"5s\",\"discoveryAddress\":\"istiod.istio-system.svc:15012\","
    "\"proxyAdminPort\":15000,\"controlPlaneAuthPolicy\":\"MUTUAL_TLS\",\"statNameLength\":189,\"statusPort\":15020}";

static const char mesh_default_text[] =
    "{\"trustDomain\":\"cluster.local\",\"proxyListenPort\":15001,\"proxyInboundListenPort\":15006,"
    "\"enablePrometheusMerge\":true,\"inboundTrafficPolicy\":{\"mode\":\"PASSTHROUGH\"},"
    "\"rootNamespace\":\"istio-system\"}";

/* The proto's declaration order, which is the order of proto-JSON. */
static const char *const field_order[] = {
    "configPath",
    "binaryPath",
    "serviceCluster",
    "tracingServiceName",
    "drainDuration",
    "discoveryAddress",
    "discoveryRefreshDelay",
    "zipkinAddress",
    "statsdUdpAddress",
    "envoyMetricsServiceAddress",
    "proxyAdminPort",
    "availabilityZone",
    "controlPlaneAuthPolicy",
    "customConfigFile",
    "statNameLength",
    "concurrency",
    "proxyBootstrapTemplatePath",
    "interceptionMode",
    "tracing",
    "sds",
    "envoyAccessLogService",
    "envoyMetricsService",
    "proxyMetadata",
    "runtimeValues",
    "statusPort",
    "extraStatTags",
    "gatewayTopology",
    "terminationDrainDuration",
    "meshId",
    "readinessProbe",
    "proxyStatsMatcher",
    "holdApplicationUntilProxyStarts",
    "caCertificatesPem",
    "image",
    "privateKeyProvider",
    "proxyHeaders",
    "fileFlushInterval",
    "fileFlushMinSizeKb",
    "statsCompression",
    "connectionSettings",
};

/* Wrapper types, which carry their zero value. */
static const char *const wrappers[] = {"concurrency", "holdApplicationUntilProxyStarts",
                                       "statsCompression", "fileFlushMinSizeKb"};

/* Fields that protoToJSON leaves out when they equal the default. */
static const char *const elided[] = {
    "configPath",       "binaryPath",     "controlPlaneAuthPolicy",
    "serviceCluster",   "drainDuration",  "terminationDrainDuration",
    "discoveryAddress", "proxyAdminPort", "statNameLength",
    "statusPort",
};

static bool is_in(const char *const *names, size_t n, const char *name)
{
    for (size_t i = 0; i < n; i++) {
        if (strcmp(names[i], name) == 0)
            return true;
    }
    return false;
}

json_t *proxy_config_default(void)
{
    return json_loads(default_text, 0, NULL);
}

/* proxy_metadata -> proxyMetadata; to be freed. */
static char *camel_case(const char *name)
{
    char *out = mem_alloc(strlen(name) + 1), *to = out;

    for (; *name; name++) {
        if (*name == '_' && name[1])
            *to++ = (char)toupper((unsigned char)*++name);
        else
            *to++ = *name;
    }
    *to = '\0';
    return out;
}

static bool is_zero(const char *field, const json_t *value)
{
    if (is_in(wrappers, ARRAY_LEN(wrappers), field))
        return false;
    if (json_is_string(value))
        return json_string_length(value) == 0 ||
               (strcmp(field, "interceptionMode") == 0 &&
                strcmp(json_string_value(value), "REDIRECT") == 0) ||
               (strcmp(field, "controlPlaneAuthPolicy") == 0 &&
                strcmp(json_string_value(value), "NONE") == 0);
    if (json_is_number(value))
        return json_number_value(value) == 0;
    return json_is_false(value) || (json_is_array(value) && json_array_size(value) == 0);
}

void proxy_config_apply(json_t *config, const json_t *over)
{
    const char *key;
    json_t *value;

    json_object_foreach ((json_t *)over, key, value) {
        auto_free char *field = camel_case(key);
        bool by_key = strcmp(field, "proxyMetadata") == 0 || strcmp(field, "proxyHeaders") == 0;

        if (json_is_null(value) || is_zero(field, value))
            continue;
        if (by_key && json_is_object(value) && json_is_object(json_object_get(config, field))) {
            json_t *merged = json_deep_copy(json_object_get(config, field));

            json_merge_values(merged, value, false);
            json_put(config, field, merged);
        } else {
            json_put(config, field, json_deep_copy(value));
        }
    }
}

/* What a ProxyConfig resource says: concurrency, environmentVariables and image. */
static void apply_resource(json_t *config, const json_t *resource)
{
    const json_t *spec = json_object_get(resource, "spec");
    auto_json json_t *over = json_object();

    if (json_object_get(spec, "concurrency"))
        json_put(over, "concurrency", json_incref(json_object_get(spec, "concurrency")));
    if (json_object_get(spec, "environmentVariables"))
        json_put(over, "proxyMetadata", json_incref(json_object_get(spec, "environmentVariables")));
    if (json_object_get(spec, "image"))
        json_put(over, "image", json_incref(json_object_get(spec, "image")));
    proxy_config_apply(config, over);
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

/* The oldest resource of the namespace with or without a selector. */
static const json_t *find_resource(const json_t *resources, const char *namespace,
                                   const json_t *labels, bool selector)
{
    const json_t *best = NULL;
    const char *best_time = NULL;
    size_t i;
    json_t *resource;

    json_array_foreach ((json_t *)resources, i, resource) {
        const char *where = json_dig_text(resource, "metadata", "namespace");
        const char *when = json_dig_text(resource, "metadata", "creationTimestamp");
        bool has = json_object_size(json_dig(resource, "spec", "selector", "matchLabels")) > 0;

        if (!where || strcmp(where, namespace) != 0 || has != selector ||
            (selector && !selects(resource, labels)))
            continue;
        if (!best || (when && best_time && strcmp(when, best_time) < 0)) {
            best = resource;
            best_time = when;
        }
    }
    return best;
}

json_t *proxy_config_effective(const json_t *mesh, const json_t *resources,
                               const char *root_namespace, const char *pod_namespace,
                               const json_t *pod_labels, const char *annotation)
{
    json_t *config = proxy_config_default();

    proxy_config_apply(config, json_object_get(mesh, "defaultConfig"));
    apply_resource(config, find_resource(resources, root_namespace, pod_labels, false));
    if (strcmp(root_namespace, pod_namespace) != 0)
        apply_resource(config, find_resource(resources, pod_namespace, pod_labels, false));
    if (annotation) {
        auto_err struct err ignored =
            ERR_INIT; /* a broken annotation is refused when annotations are checked */
        auto_json json_t *over = NULL;

        if (yaml_parse(annotation, strlen(annotation), YAML_NO_ALIASES | YAML_SMALL, &over,
                       &ignored) == 0)
            proxy_config_apply(config, over);
    }
    apply_resource(config, find_resource(resources, pod_namespace, pod_labels, true));
    return config;
}

static bool is_elided(const json_t *fallback, const char *field, const json_t *value)
{
    if (strcmp(field, "proxyMetadata") == 0 && json_object_size(value) == 0)
        return true;
    return is_in(elided, ARRAY_LEN(elided), field) &&
           json_same(value, json_object_get(fallback, field));
}

void proxy_config_print(struct buf *out, const json_t *config)
{
    auto_json json_t *fallback = proxy_config_default();
    bool first = true;

    buf_addc(out, '{');
    for (size_t i = 0; i < ARRAY_LEN(field_order); i++) {
        const json_t *value = json_object_get(config, field_order[i]);

        if (!value || json_is_null(value) || is_zero(field_order[i], value) ||
            is_elided(fallback, field_order[i], value))
            continue;
        buf_addf(out, "%s\"%s\":", first ? "" : ",", field_order[i]);
        json_print(out, value, JSON_PRINT_HTML);
        first = false;
    }
    buf_addc(out, '}');
}

int mesh_config_parse(const char *text, size_t len, json_t **ret_mesh, struct err *err)
{
    auto_json json_t *mesh = json_loads(mesh_default_text, 0, NULL), *over = NULL,
                     *config = proxy_config_default();
    const char *key;
    json_t *value;

    if (yaml_parse(text, len, YAML_PLAIN, &over, err) < 0)
        return err_wrap(err, "mesh configuration");
    if (!json_is_object(over) && !json_is_null(over))
        return err_set(err, ERR_INVALID, "mesh configuration: it is no mapping");
    json_object_foreach (over, key, value) {
        auto_free char *field = camel_case(key);

        if (!json_is_null(value) && strcmp(field, "defaultConfig") != 0)
            json_put(mesh, field, json_incref(value));
        else if (!json_is_null(value))
            proxy_config_apply(config, value);
    }
    json_put(mesh, "defaultConfig", STEAL(config));
    *ret_mesh = STEAL(mesh);
    return 0;
}
