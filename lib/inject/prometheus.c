#include "inject/prometheus.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/mem.h"
#include "inject/annotations.h"
#include "inject/pod.h"

/* Names of annotations with "_" for all but letters and digits: prometheus.io/port,
 * prometheus-io.port ... */
enum { SCRAPE, PATH, PORT, TARGETS, N_NAMES };
static const char *const names[N_NAMES] = {
    [SCRAPE] = "prometheus_io_scrape",
    [PATH] = "prometheus_io_path",
    [PORT] = "prometheus_io_port",
    [TARGETS] = "prometheus_istio_io_scrape_targets",
};

static bool means(const char *key, const char *name)
{
    for (; *key && *name; key++, name++) {
        char c = isalnum((unsigned char)*key) || *key == '_' ? *key : '_';

        if (c != *name)
            return false;
    }
    return *key == *name;
}

static const char *find_annotation(const json_t *annotations, const char *name)
{
    const char *key, *first = NULL;
    json_t *value, *found = NULL;

    json_object_foreach ((json_t *)annotations, key, value) {
        if (means(key, name) && (!first || strcmp(key, first) < 0)) {
            first = key;
            found = value;
        }
    }
    return json_string_value(found);
}

static void clear_annotations(json_t *annotations)
{
    void *next;
    const char *key;
    json_t *value;

    json_object_foreach_safe (annotations, next, key, value) {
        for (size_t i = 0; i < N_NAMES; i++) {
            if (means(key, names[i])) {
                (void)json_object_del(annotations, key);
                break;
            }
        }
    }
}

/* Whom Prometheus is to ask. */
static int64_t status_port(const struct inject_input *in)
{
    return json_number_or(json_dig(in->injector->mesh, "defaultConfig", "statusPort"), 0);
}

/* Is the annotation the sidecar's own port? */
static bool is_ours(const struct inject_input *in, const char *port)
{
    auto_free char *ours = port ? mem_printf("%lld", (long long)status_port(in)) : NULL;

    return port && strcmp(port, ours) == 0;
}

static int check_port(const char *text, int64_t ours, struct err *err)
{
    static const long reserved[] = {15000, 15001, 15004, 15006, 15008, 15020, 15021, 15053, 15090};
    long port = isdigit((unsigned char)text[*text == '+']) ? strtol(text, NULL, 10) : 0;

    if (text[(*text == '+') + strspn(text + (*text == '+'), "0123456789")] || port < 1 ||
        port > 65535)
        return err_set(err, ERR_INVALID, "invalid prometheus scrape port \"%s\": want 1 to 65535",
                       text);
    for (size_t i = 0; i < ARRAY_LEN(reserved); i++) {
        if (port == reserved[i] || port == ours)
            return err_set(err, ERR_INVALID,
                           "invalid prometheus scrape port %ld: the sidecar itself uses it", port);
    }
    return 0;
}

/* What is between, without white space around it; to be freed. */
static char *trimmed(const char *from, const char *to)
{
    while (from < to && isspace((unsigned char)*from))
        from++;
    while (to > from && isspace((unsigned char)to[-1]))
        to--;
    return mem_strndup(from, (size_t)(to - from));
}

/* "port[:path],..." as an array of {port, path}; NULL when there is none, or one without a port:
 * then there are none. */
static json_t *parse_targets(const char *text)
{
    auto_json json_t *targets = json_array();

    for (;; text++) {
        const char *end = text + strcspn(text, ",");
        const char *colon = memchr(text, ':', (size_t)(end - text));
        auto_free char *whole = trimmed(text, end), *port = trimmed(text, colon ? colon : end);
        auto_free char *path = trimmed(colon ? colon + 1 : end, end);

        if (*whole && !*port)
            return NULL;
        if (*whole) {
            json_t *target = json_object();

            json_put_text(target, "port", port);
            json_put_text(target, "path", *path ? path : "/metrics");
            json_array_append_new(targets, target);
        }
        text = end;
        if (!*text)
            break;
    }
    return json_array_size(targets) ? STEAL(targets) : NULL;
}

/* ---- what the sidecar is told ---- */

static void add_member(struct buf *out, const char *name, const char *value, bool first)
{
    json_print_key(out, name, first, JSON_PRINT_HTML);
    json_print_text(out, value, strlen(value), JSON_PRINT_HTML);
}

static void tell_sidecar(json_t *proxy, const char *scrape, const char *path, const char *port,
                         const json_t *targets)
{
    auto_buf struct buf config = BUF_INIT(LIMIT_ADMISSION_TEXT);

    buf_addc(&config, '{');
    add_member(&config, "scrape", scrape, true);
    add_member(&config, "path", path, false);
    add_member(&config, "port", port, false);
    for (size_t i = 0; i < json_array_size(targets); i++) {
        const json_t *target = json_array_get(targets, i);

        buf_adds(&config, i ? ",{" : ",\"targets\":[{");
        add_member(&config, "port", json_text_at(target, "port"), true);
        add_member(&config, "path", json_text_at(target, "path"), false);
        buf_addc(&config, '}');
    }
    buf_adds(&config, targets ? "]}" : "}");
    pod_append_env(proxy, "ISTIO_PROMETHEUS_ANNOTATIONS", buf_text(&config));
}

static bool merges(const struct inject_input *in, const json_t *annotations)
{
    const char *asked = json_dig_text(annotations, "prometheus.istio.io/merge-metrics");
    const char *scrape = find_annotation(annotations, names[SCRAPE]);
    bool merge = json_truth(json_object_get(in->injector->mesh, "enablePrometheusMerge"));
    bool wanted = true;

    if (scrape)
        (void)annotations_parse_bool(scrape, &wanted);
    if (asked)
        (void)annotations_parse_bool(asked, &merge);
    return wanted && merge && !is_ours(in, find_annotation(annotations, names[PORT]));
}

static int merge(const struct inject_input *in, json_t *pod, json_t *annotations, struct err *err)
{
    const char *said[N_NAMES];
    auto_json json_t *targets = NULL;
    auto_free char *ours = mem_printf("%lld", (long long)status_port(in));
    const json_t *proxy = pod_sidecar(pod);

    for (size_t i = 0; i < N_NAMES; i++) {
        const char *text = find_annotation(annotations, names[i]);

        said[i] = text ? text : "";
    }
    targets = parse_targets(said[TARGETS]);
    for (size_t i = 0; i < json_array_size(targets); i++) {
        if (check_port(json_text_at(json_array_get(targets, i), "port"), status_port(in), err) < 0)
            return -1;
    }
    if (targets) {
        said[PORT] = json_text_at(json_array_get(targets, 0), "port");
        said[PATH] = json_text_at(json_array_get(targets, 0), "path");
    } else if (*said[PORT] && check_port(said[PORT], status_port(in), err) < 0) {
        return -1;
    }
    if (proxy && (*said[SCRAPE] || *said[PATH] || *said[PORT] || targets))
        tell_sidecar(pod_own_sidecar(pod), said[SCRAPE], said[PATH], said[PORT], targets);
    clear_annotations(annotations);
    json_put_text(annotations, "prometheus.io/port", ours);
    json_put_text(annotations, "prometheus.io/path", "/stats/prometheus");
    json_put_text(annotations, "prometheus.io/scrape", "true");
    return 0;
}

/* Where metrics are served with mTLS is told, too, unless the user did. */
static void set_secure_port(json_t *pod, json_t *annotations)
{
    const json_t *env = json_object_get(pod_sidecar(pod), "env");
    size_t i;
    json_t *entry;

    if (find_annotation(annotations, "prometheus_istio_io_secure_port"))
        return;
    json_array_foreach ((json_t *)env, i, entry) {
        const char *port;

        if (strcmp(json_text_at(entry, "name"), "ENVOY_SECURE_MERGED_METRICS_PORT") != 0)
            continue;
        port = json_text_at(entry, "value");
        if (*port && strcmp(port, "0") != 0) {
            json_put_text(annotations, "prometheus.istio.io/secure-port", port);
            return;
        }
    }
}

int prometheus_merge(const struct inject_input *in, json_t *pod, struct err *err)
{
    json_t *annotations = pod_own_map(pod, "annotations");

    if (merges(in, annotations) && merge(in, pod, annotations, err) < 0)
        return -1;
    set_secure_port(pod, annotations);
    return 0;
}

void prometheus_strip(const struct inject_input *in, json_t *pod)
{
    json_t *annotations = json_dig(pod, "metadata", "annotations");

    if (is_ours(in, find_annotation(annotations, names[PORT])))
        clear_annotations(annotations);
}
