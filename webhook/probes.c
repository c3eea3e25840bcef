#include "webhook/probes.h"

#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/mem.h"
#include "mesh/gotypes.h"
#include "webhook/annotations.h"
#include "webhook/pod.h"

static const struct handler {
    const char *field, *within; /* container.field, or container.lifecycle.field */
    const char *path;           /* /app-health/<container>/readyz */
} handlers[] = {
    {"readinessProbe", NULL, "/app-health/%s/readyz"},
    {"livenessProbe", NULL, "/app-health/%s/livez"},
    {"startupProbe", NULL, "/app-health/%s/startupz"},
    {"preStop", "lifecycle", "/app-lifecycle/%s/prestopz"},
    {"postStart", "lifecycle", "/app-lifecycle/%s/poststartz"},
};

static json_t *handler_of(const json_t *container, const struct handler *handler)
{
    return handler->within ? json_dig(container, handler->within, handler->field)
                           : json_object_get(container, handler->field);
}

static bool is_enabled(const struct inject_input *in)
{
    const char *asked =
        json_dig_text(in->pod, "metadata", "annotations", "sidecar.istio.io/rewriteAppHTTPProbers");
    const json_t *value =
        json_dig(in->injector->values, "sidecarInjectorWebhook", "rewriteAppHTTPProbe");
    bool enabled = value ? json_truth(value) : true;

    if (asked)
        (void)annotations_parse_bool(asked, &enabled);
    return enabled;
}

/* A port by number or by the name of one of the container's own ports; 0 when there is no such
 * port. */
static int64_t resolve_port(const json_t *container, const json_t *port)
{
    if (json_is_string(port))
        return json_number_or(json_object_get(json_find(json_object_get(container, "ports"), "name",
                                                        json_string_value(port)),
                                              "containerPort"),
                              0);
    return json_number_or(port, 0);
}

/* What the sidecar is to ask in place of the kubelet; NULL when that cannot be said or was said
 * before. */
static json_t *describe(const json_t *container, const json_t *probe, bool lifecycle,
                        int64_t status_port)
{
    static const char *const kinds[] = {"httpGet", "tcpSocket", "grpc"};

    for (size_t i = 0; i < ARRAY_LEN(kinds) - lifecycle; i++) {
        const json_t *action = json_object_get(probe, kinds[i]);
        int64_t port = resolve_port(container, json_object_get(action, "port"));
        json_t *description, *copy;
        bool rewritten;

        if (!json_is_object(action))
            continue;
        /* only HTTP and TCP, and only by number: an earlier injection wrote nothing else */
        rewritten = strcmp(kinds[i], "grpc") != 0 &&
                    json_number_or(json_object_get(action, "port"), -1) == status_port;
        if (port == 0 || rewritten)
            return NULL;
        description = json_object();
        copy = json_deep_copy(action);
        json_put(copy, "port", json_integer(port));
        if (strcmp(kinds[i], "grpc") == 0 && !json_object_get(copy, "service"))
            json_put(copy, "service", json_null());
        json_put(description, kinds[i], copy);
        if (!lifecycle && json_number_or(json_object_get(probe, "timeoutSeconds"), 0) != 0)
            json_put(description, "timeoutSeconds",
                     json_incref(json_object_get(probe, "timeoutSeconds")));
        return description;
    }
    return NULL;
}

/* Every handler becomes an HTTP request to the sidecar; an exec handler stays. */
static void point_at_sidecar(json_t *probe, const char *path, int64_t status_port, bool lifecycle)
{
    json_t *http = json_object_get(probe, "httpGet");
    bool other =
        json_object_get(probe, "tcpSocket") || (!lifecycle && json_object_get(probe, "grpc"));
    const char *scheme;

    if (!http && !other)
        return;
    if (!http) {
        (void)json_object_del(probe, "tcpSocket");
        (void)json_object_del(probe, "grpc");
        json_put(probe, "httpGet", http = json_object());
    }
    json_put_text(http, "path", path);
    json_put(http, "port", json_integer(status_port));
    scheme = json_dig_text(http, "scheme");
    if (scheme && strcmp(scheme, "HTTPS") == 0)
        json_put_text(http, "scheme", "HTTP");
}

/* Sets or extends ISTIO_KUBE_APP_PROBERS; entries that an earlier injection made have the last
 * word. */
static void tell_sidecar(json_t *proxy, const json_t *probers, bool injected_before)
{
    json_t *env = json_object_get(proxy, "env"),
           *entry = json_find(env, "name", "ISTIO_KUBE_APP_PROBERS");
    const char *before = json_dig_text(entry, "value");
    auto_json json_t *all = json_copy((json_t *)probers), *old = NULL;
    auto_err struct err ignored = ERR_INIT;

    if (injected_before && before &&
        json_parse_bounded(before, strlen(before), LIMIT_SMALL_NODES, LIMIT_SMALL_DEPTH, &old,
                           &ignored) == 0 &&
        json_is_object(old))
        (void)json_object_update(all, old);
    auto_buf struct buf text = BUF_INIT(LIMIT_FILE);
    go_print(&text, &(const struct go_type){.kind = GO_MAP, .element = go_probe}, all);
    if (entry && injected_before) {
        json_put_text(entry, "value", buf_text(&text));
        return;
    }
    if (!env)
        json_put(proxy, "env", env = json_array());
    entry = json_object();
    json_put_text(entry, "name", "ISTIO_KUBE_APP_PROBERS");
    json_put_text(entry, "value", buf_text(&text));
    json_array_append_new(env, entry);
}

void probes_rewrite(const struct inject_input *in, json_t *pod)
{
    static const char *const kinds[] = {"initContainers", "containers"};
    const char *port_text =
        json_dig_text(pod, "metadata", "annotations", "status.sidecar.istio.io/port");
    int64_t mesh_port =
        json_number_or(json_dig(in->injector->mesh, "defaultConfig", "statusPort"), 15020);
    int64_t status_port = port_text ? strtoll(port_text, NULL, 10) : mesh_port;
    bool injected_before =
        json_dig_text(in->pod, "metadata", "annotations", "sidecar.istio.io/status") != NULL;
    auto_json json_t *probers = json_object();
    json_t *proxy = pod_container(pod, "istio-proxy");

    if (!proxy || !is_enabled(in))
        return;
    for (size_t k = 0; k < ARRAY_LEN(kinds); k++) {
        size_t i;
        json_t *container;

        json_array_foreach (json_dig(pod, "spec", kinds[k]), i, container) {
            const char *name = json_dig_text(container, "name");

            if (!name || strcmp(name, "istio-proxy") == 0)
                continue;
            for (size_t h = 0; h < ARRAY_LEN(handlers); h++) {
                json_t *probe = handler_of(container, &handlers[h]), *description;
                bool lifecycle = handlers[h].within != NULL;
                auto_buf struct buf path = BUF_INIT(LIMIT_MESSAGE);
                const char *hole = strstr(handlers[h].path, "%s");

                if (!json_is_object(probe))
                    continue;
                buf_add(&path, handlers[h].path, (size_t)(hole - handlers[h].path));
                buf_addf(&path, "%s%s", name, hole + 2);
                description = describe(container, probe, lifecycle, mesh_port);
                if (description)
                    json_put(probers, buf_text(&path), description);
                point_at_sidecar(probe, buf_text(&path), status_port, lifecycle);
            }
        }
    }
    if (json_object_size(probers) > 0)
        tell_sidecar(proxy, probers, injected_before);
}
