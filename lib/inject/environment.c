#include "inject/environment.h"

#include <ctype.h>
#include <string.h>

#include "base/limits.h"
#include "base/mem.h"
#include "inject/pod.h"

static char *unslash(const char *text, size_t len)
{
    static const char mark[] = "--slash--";
    struct buf out = BUF_INIT(LIMIT_MESSAGE);

    for (size_t i = 0; i < len;) {
        if (len - i >= sizeof(mark) - 1 && memcmp(text + i, mark, sizeof(mark) - 1) == 0) {
            buf_addc(&out, '/');
            i += sizeof(mark) - 1;
        } else {
            buf_addc(&out, text[i++]);
        }
    }
    return buf_take(&out);
}

static void put_parameter(json_t *environment, const char *key, size_t key_len, const char *value)
{
    auto_free char *name = mem_strndup(key, key_len);

    for (char *p = name; *p; p++)
        *p = (char)toupper((unsigned char)*p);
    if (strcmp(name, "CLUSTER") == 0 && strncmp(key, "cluster", key_len) == 0)
        json_put_text(environment, "ISTIO_META_CLUSTER_ID", value);
    else if (strcmp(name, "NET") == 0 && strncmp(key, "net", key_len) == 0)
        json_put_text(environment, "ISTIO_META_NETWORK", value);
    else if (*name)
        json_put_text(environment, name, value);
}

/* ":ENV:name=value:ENV:name=value", where values may have slashes. */
static void put_legacy_parameters(json_t *environment, const char *path)
{
    static const char mark[] = ":ENV:";

    while ((path = strstr(path, mark))) {
        const char *start = path + sizeof(mark) - 1, *end = strstr(start, mark);
        size_t len = end ? (size_t)(end - start) : strlen(start);
        const char *equals = memchr(start, '=', len);

        if (equals && equals > start) {
            auto_free char *value = mem_strndup(equals + 1, len - (size_t)(equals + 1 - start));

            put_parameter(environment, start, (size_t)(equals - start), value);
        }
        path = start;
    }
}

/* "name/value/name/value"; a name without a value at the end is none. */
static void put_parameters(json_t *environment, const char *path)
{
    for (;;) {
        size_t key = strcspn(path, "/"), value;

        if (!path[key])
            return;
        value = strcspn(path + key + 1, "/");
        auto_free char *text = unslash(path + key + 1, value);
        put_parameter(environment, path, key, text);
        path += key + 1 + value;
        if (!*path)
            return;
        path++;
    }
}

json_t *environment_of(const struct injector *injector, const json_t *pod, const char *path)
{
    static const char *const names[] = {"ISTIO_META_CLUSTER_ID", "ISTIO_META_NETWORK"};
    const json_t *global = json_object_get(injector->values, "global");
    const char *label = pod_label(pod, "topology.istio.io/network");
    const char *values[] = {json_text_at(json_object_get(global, "multiCluster"), "clusterName"),
                            json_text_at(global, "network")};
    json_t *environment = json_object();
    size_t len = strlen(path);
    auto_free char *parameters = mem_strndup(path, len - (len > 0 && path[len - 1] == '/'));

    if (strncmp(parameters, "/inject/:ENV:", 13) == 0)
        put_legacy_parameters(environment, parameters + 8);
    else if (strncmp(parameters, "/inject/", 8) == 0)
        put_parameters(environment, parameters + 8);
    for (size_t i = 0; i < ARRAY_LEN(names); i++) {
        const char *value = json_text_at(environment, names[i]);

        value = *value ? value : values[i];
        if (i == 1 && label)
            value = label;
        if (*value)
            json_put_text(environment, names[i], value);
    }
    return environment;
}

bool environment_is_own_cluster(const struct injector *injector, const json_t *environment)
{
    const char *own =
        json_text_at(json_dig(injector->values, "global", "multiCluster"), "clusterName");
    const char *asked = json_text_at(environment, "ISTIO_META_CLUSTER_ID");

    return !*asked || strcmp(asked, *own ? own : "Kubernetes") == 0;
}

bool environment_is_native(const struct injector *injector, const json_t *environment, bool nodes)
{
    const json_t *values = injector->values;
    const json_t *told = json_dig(values, "pilot", "env", "ENABLE_NATIVE_SIDECARS");
    const char *text = json_is_string(told) ? json_string_value(told) : "";

    if (json_is_boolean(told) || strcmp(text, "true") == 0 || strcmp(text, "false") == 0)
        return json_truth(told) || strcmp(text, "true") == 0;
    return nodes && environment_is_own_cluster(injector, environment);
}

void environment_apply(const json_t *environment, json_t *pod)
{
    json_t *proxy = json_object_size(environment) > 0 ? pod_own_sidecar(pod) : NULL;
    json_t *env = json_own(proxy, "env");
    size_t n;
    auto_free const char **names = json_sorted_keys(environment, &n);
    const char *network = json_dig_text(environment, "ISTIO_META_NETWORK");

    if (network)
        json_put_text(pod_own_map(pod, "labels"), "topology.istio.io/network", network);
    if (!proxy)
        return;
    for (size_t i = json_array_size(env); i-- > 0;) {
        const char *name = json_dig_text(json_array_get(env, i), "name");

        if (name && json_object_get(environment, name))
            (void)json_array_remove(env, i);
    }
    for (size_t i = 0; i < n; i++)
        pod_append_env(proxy, names[i], json_dig_text(environment, names[i]));
}
