#include "webhook/finish.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/mem.h"
#include "webhook/annotations.h"
#include "webhook/pod.h"
#include "webhook/probes.h"

static json_t *sidecar(const json_t *pod)
{
    return pod_container(pod, "istio-proxy");
}

static void append_env(json_t *container, const char *name, const char *value)
{
    json_t *env = json_object_get(container, "env"), *entry = json_object();

    if (!env)
        json_put(container, "env", env = json_array());
    json_put_text(entry, "name", name);
    json_put_text(entry, "value", value);
    json_array_append_new(env, entry);
}

/* ---- cluster and network ---- */

static void set_environment(const struct finish_input *in, json_t *pod)
{
    json_t *proxy = sidecar(pod), *env = json_object_get(proxy, "env");
    size_t n;
    auto_free const char **names = json_sorted_keys(in->environment, &n);

    if (!proxy)
        return;
    for (size_t i = json_array_size(env); i-- > 0;) {
        const char *name = json_dig_text(json_array_get(env, i), "name");

        if (name && json_object_get(in->environment, name))
            (void)json_array_remove(env, i);
    }
    for (size_t i = 0; i < n; i++)
        append_env(proxy, names[i], json_dig_text(in->environment, names[i]));
}

/* ---- Prometheus ---- */

/* prometheus.io/port, prometheus-io.port ...: the same once everything but letters and digits is
 * "_". */
static bool means(const char *key, const char *normal)
{
    for (; *key && *normal; key++, normal++) {
        char c = isalnum((unsigned char)*key) || *key == '_' ? *key : '_';

        if (c != *normal)
            return false;
    }
    return *key == *normal;
}

static const char *find_annotation(const json_t *annotations, const char *normal)
{
    size_t n;
    auto_free const char **keys = json_sorted_keys(annotations, &n);

    for (size_t i = 0; i < n; i++) {
        if (means(keys[i], normal))
            return json_dig_text(annotations, keys[i]);
    }
    return NULL;
}

static int check_port(const char *text, int64_t status_port, struct err *err)
{
    static const long reserved[] = {15000, 15001, 15004, 15006, 15008, 15020, 15021, 15053, 15090};
    char *end;
    long port = strtol(text, &end, 10);

    if (*end || !*text || port < 1 || port > 65535)
        return err_set(err, ERR_INVALID, "invalid prometheus scrape port \"%s\": want 1 to 65535",
                       text);
    for (size_t i = 0; i < ARRAY_LEN(reserved); i++) {
        if (port == reserved[i] || port == status_port)
            return err_set(err, ERR_INVALID,
                           "invalid prometheus scrape port %ld: the sidecar itself uses it", port);
    }
    return 0;
}

/* prometheus.istio.io/scrape-targets: "port[:path],..." as an array of {port, path}; NULL when it
 * is broken. */
static json_t *parse_targets(const char *text)
{
    auto_json json_t *targets = json_array();

    while (*text) {
        size_t len = strcspn(text, ","), from = 0, to = len;

        while (from < to && isspace((unsigned char)text[from]))
            from++;
        while (to > from && isspace((unsigned char)text[to - 1]))
            to--;
        auto_free char *element = mem_strndup(text + from, to - from);
        char *colon = strchr(element, ':');
        json_t *target = json_object();

        if (colon)
            *colon++ = '\0';
        json_put_text(target, "port", element);
        json_put_text(target, "path", colon && *colon ? colon : "/metrics");
        json_array_append_new(targets, target);
        if (!*element)
            return NULL;
        text += len + (text[len] == ',');
    }
    return json_array_size(targets) ? STEAL(targets) : NULL;
}

static void add_member(struct buf *out, const char *name, const char *value)
{
    auto_json json_t *text = json_string_nocheck(value);

    buf_addf(out, "%s\"%s\":", out->len > 1 ? "," : "", name);
    json_print(out, text, JSON_PRINT_HTML);
}

static bool merges_metrics(const struct finish_input *in, const json_t *annotations)
{
    const char *asked = json_dig_text(annotations, "prometheus.istio.io/merge-metrics");
    bool merge = json_truth(json_object_get(in->render->injector->mesh, "enablePrometheusMerge"));

    if (asked)
        (void)annotations_parse_bool(asked, &merge);
    return merge;
}

static int merge_prometheus(const struct finish_input *in, json_t *pod, struct err *err)
{
    static const char *const normals[] = {"prometheus_io_scrape", "prometheus_io_path",
                                          "prometheus_io_port",
                                          "prometheus_istio_io_scrape_targets"};
    json_t *annotations = json_make(pod, "metadata", "annotations");
    const char *scrape = find_annotation(annotations, normals[0]),
               *path = find_annotation(annotations, normals[1]);
    const char *port = find_annotation(annotations, normals[2]);
    const char *targets_text = json_dig_text(annotations, "prometheus.istio.io/scrape-targets");
    int64_t status =
        json_number_or(json_dig(in->render->injector->mesh, "defaultConfig", "statusPort"), 15020);
    auto_free char *status_text = mem_printf("%lld", (long long)status);
    auto_json json_t *targets = targets_text ? parse_targets(targets_text) : NULL;
    auto_buf struct buf config = BUF_INIT(LIMIT_MESSAGE * 8);
    bool wanted = true;
    void *next;
    const char *key;
    json_t *value;

    if (scrape && annotations_parse_bool(scrape, &wanted) && !wanted)
        return 0;
    if (!merges_metrics(in, annotations) || (port && strcmp(port, status_text) == 0))
        return 0;
    if (targets) {
        size_t i;
        json_t *target;

        port = json_dig_text(json_array_get(targets, 0), "port");
        path = json_dig_text(json_array_get(targets, 0), "path");
        json_array_foreach (targets, i, target) {
            if (check_port(json_dig_text(target, "port"), status, err) < 0)
                return -1;
        }
    } else if (port && *port && check_port(port, status, err) < 0) {
        return -1;
    }

    if (sidecar(pod) && (scrape || path || port || targets)) {
        buf_addc(&config, '{');
        add_member(&config, "scrape", scrape ? scrape : "");
        add_member(&config, "path", path ? path : "");
        add_member(&config, "port", port ? port : "");
        if (targets) {
            size_t i;
            json_t *target;

            buf_adds(&config, ",\"targets\":[");
            json_array_foreach (targets, i, target) {
                auto_buf struct buf one = BUF_INIT(LIMIT_MESSAGE);

                buf_addc(&one, '{');
                add_member(&one, "port", json_dig_text(target, "port"));
                add_member(&one, "path", json_dig_text(target, "path"));
                buf_addf(&config, "%s%s}", i ? "," : "", buf_text(&one));
            }
            buf_addc(&config, ']');
        }
        buf_addc(&config, '}');
        append_env(sidecar(pod), "ISTIO_PROMETHEUS_ANNOTATIONS", buf_text(&config));
    }
    json_object_foreach_safe (annotations, next, key, value) {
        for (size_t i = 0; i < ARRAY_LEN(normals); i++) {
            if (means(key, normals[i])) {
                (void)json_object_del(annotations, key);
                break;
            }
        }
    }
    json_put_text(annotations, "prometheus.io/port", status_text);
    json_put_text(annotations, "prometheus.io/path", "/stats/prometheus");
    json_put_text(annotations, "prometheus.io/scrape", "true");
    return 0;
}

static void set_secure_metrics(json_t *pod)
{
    json_t *annotations = json_make(pod, "metadata", "annotations");
    const json_t *entry =
        json_find(json_object_get(sidecar(pod), "env"), "name", "ENVOY_SECURE_MERGED_METRICS_PORT");
    const char *port = json_dig_text(entry, "value");

    if (port && *port && strcmp(port, "0") != 0 &&
        !find_annotation(annotations, "prometheus_istio_io_secure_port"))
        json_put_text(annotations, "prometheus.istio.io/secure-port", port);
}

/* ---- metadata ---- */

static void add_names(struct buf *out, const char *key, const json_t *list)
{
    auto_json json_t *names = NULL;
    size_t i;
    json_t *item;

    json_array_foreach ((json_t *)list, i, item) {
        const char *name = json_dig_text(item, "name");

        if (!names)
            names = json_array();
        json_array_append_new(names, json_string_nocheck(name ? name : ""));
    }
    buf_addf(out, "%s\"%s\":", out->len > 1 ? "," : "", key);
    json_print(out, names, JSON_PRINT_HTML);
}

static void set_metadata(const struct finish_input *in, json_t *pod)
{
    const json_t *spec = json_object_get(in->templates, "spec");
    const char *network = json_dig_text(in->environment, "ISTIO_META_NETWORK");
    json_t *annotations = json_make(pod, "metadata", "annotations");
    auto_buf struct buf status = BUF_INIT(LIMIT_FILE);
    auto_json json_t *revision = json_string_nocheck(in->render->revision);

    if (network)
        json_put_text(json_make(pod, "metadata", "labels"), "topology.istio.io/network", network);
    buf_addc(&status, '{');
    add_names(&status, "initContainers", json_object_get(spec, "initContainers"));
    add_names(&status, "containers", json_object_get(spec, "containers"));
    add_names(&status, "volumes", json_object_get(spec, "volumes"));
    add_names(&status, "imagePullSecrets", json_object_get(spec, "imagePullSecrets"));
    buf_adds(&status, ",\"revision\":");
    json_print(&status, revision, JSON_PRINT_HTML);
    buf_addc(&status, '}');
    json_put_text(annotations, "sidecar.istio.io/status", buf_text(&status));
    (void)json_object_update(annotations, in->render->injector->injected_annotations);
}

/* ---- order ---- */

static bool holds_application(const struct finish_input *in)
{
    const struct injector *injector = in->render->injector;
    bool hold =
        json_truth(json_dig(injector->mesh, "defaultConfig", "holdApplicationUntilProxyStarts"));
    auto_err struct err ignored = ERR_INIT;
    auto_json json_t *config = NULL;
    const json_t *asked;

    if (pod_annotation_tree(in->render->pod, POD_CONFIG, true, &config, &ignored) == 0) {
        asked = json_object_get(config, "holdApplicationUntilProxyStarts");
        if (json_is_boolean(asked))
            hold = json_truth(asked);
    }
    return hold || json_truth(json_dig(injector->values, "global", "proxy",
                                       "holdApplicationUntilProxyStarts"));
}

/* The rank of a container in its list; containers of the same rank keep their order. */
static int rank_of(const char *name, bool init, bool native, bool hold)
{
    static const char *const first_native[] = {"istio-init", "istio-validation", "istio-proxy",
                                               "enable-core-dump"};

    if (!init)
        return strcmp(name, "istio-proxy") != 0 ? 0 : hold ? -1 : 1;
    if (native) {
        for (size_t i = 0; i < ARRAY_LEN(first_native); i++) {
            if (strcmp(name, first_native[i]) == 0)
                return (int)i - 10;
        }
        return 0;
    }
    return strcmp(name, "istio-validation") == 0   ? -1
           : strcmp(name, "istio-init") == 0       ? 1
           : strcmp(name, "enable-core-dump") == 0 ? 2
                                                   : 0;
}

static void sort_containers(json_t *spec, const char *kind, bool native, bool hold)
{
    json_t *list = json_object_get(spec, kind), *sorted = json_array();
    bool init = strcmp(kind, "initContainers") == 0;

    for (int rank = -10; rank <= 2; rank++) {
        size_t i;
        json_t *container;

        json_array_foreach (list, i, container) {
            const char *name = json_dig_text(container, "name");

            if (rank_of(name ? name : "", init, native, hold) == rank)
                json_array_append(sorted, container);
        }
    }
    if (list)
        json_put(spec, kind, sorted);
    else
        json_decref(sorted);
}

static void set_order(const struct finish_input *in, json_t *pod)
{
    json_t *spec = json_object_get(pod, "spec");
    bool native = json_find(json_object_get(spec, "initContainers"), "name", "istio-proxy") != NULL;

    sort_containers(spec, "containers", native, holds_application(in));
    sort_containers(spec, "initContainers", native, false);
}

int finish_pod(const struct finish_input *in, json_t *pod, struct err *err)
{
    set_environment(in, pod);
    if (merge_prometheus(in, pod, err) < 0)
        return -1;
    set_secure_metrics(pod);
    probes_rewrite(in->render, pod);
    set_metadata(in, pod);
    set_order(in, pod);
    return 0;
}
