#include "inject/probes.h"

#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/mem.h"
#include "inject/annotations.h"
#include "inject/pod.h"
#include "mesh/gotypes.h"

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

/* To be changed. */
static json_t *own_handler(json_t *container, const struct handler *handler)
{
    return json_own(handler->within ? json_own(container, handler->within) : container,
                    handler->field);
}

static json_t *handler_of(const json_t *container, const struct handler *handler)
{
    return handler->within ? json_dig(container, handler->within, handler->field)
                           : json_object_get(container, handler->field);
}

/* A template may have set the annotation. */
static bool is_enabled(const struct inject_input *in, const json_t *pod)
{
    const char *asked = pod_annotation(pod, "sidecar.istio.io/rewriteAppHTTPProbers");
    const json_t *value =
        json_dig(in->injector->values, "sidecarInjectorWebhook", "rewriteAppHTTPProbe");
    bool enabled = value ? json_truth(value) : true;

    if (asked)
        (void)annotations_parse_bool(asked, &enabled);
    return enabled;
}

/* A port by number, or by the name of one of the container's own, of which the last of that name
 * counts. Is there one? */
static bool resolve_port(const json_t *container, const json_t *port, int64_t *ret)
{
    const json_t *ports = json_object_get(container, "ports");

    *ret = json_number_or(port, 0);
    if (!json_is_string(port))
        return true;
    for (size_t i = json_array_size(ports); i-- > 0;) {
        const json_t *own = json_array_get(ports, i);
        const char *name = json_text_at(own, "name");

        if (*name && strcmp(name, json_string_value(port)) == 0) {
            *ret = json_number_or(json_object_get(own, "containerPort"), 0);
            return true;
        }
    }
    return false;
}

/* What the sidecar is to ask in place of the kubelet; NULL when that cannot be said or was said
 * before. */
static json_t *describe(const json_t *container, const json_t *probe, bool lifecycle,
                        int64_t status_port)
{
    static const char *const kinds[] = {"httpGet", "tcpSocket", "grpc"};

    for (size_t i = 0; i < ARRAY_LEN(kinds) - lifecycle; i++) {
        const json_t *action = json_object_get(probe, kinds[i]),
                     *asked = json_object_get(action, "port");
        bool is_grpc = strcmp(kinds[i], "grpc") == 0;
        json_t *description, *copy;
        int64_t port;

        if (!json_is_object(action))
            continue;
        /* only HTTP and TCP, and only by number: an earlier injection wrote nothing else */
        if (!is_grpc && (!resolve_port(container, asked, &port) ||
                         (!json_is_string(asked) && port == status_port)))
            return NULL;
        description = json_object();
        copy = json_copy((json_t *)action);
        if (!is_grpc)
            json_put(copy, "port", json_integer(port));
        json_put(description, kinds[i], copy);
        if (!lifecycle && json_number_or(json_object_get(probe, "timeoutSeconds"), 0) != 0)
            json_put(description, "timeoutSeconds",
                     json_incref(json_object_get(probe, "timeoutSeconds")));
        return description;
    }
    return NULL;
}

/* The handler that counts becomes an HTTP request to the sidecar; an exec handler stays. */
static void point_at_sidecar(json_t *probe, const char *path, int64_t status_port, bool lifecycle)
{
    static const char *const others[] = {"tcpSocket", "grpc"};
    json_t *http = json_own(probe, "httpGet");
    const char *scheme;

    for (size_t i = 0; !http && i < ARRAY_LEN(others) - lifecycle; i++) {
        if (json_object_del(probe, others[i]) == 0)
            json_put(probe, "httpGet", http = json_object());
    }
    if (!http)
        return;
    json_put_text(http, "path", path);
    json_put(http, "port", json_integer(status_port));
    scheme = json_dig_text(http, "scheme");
    if (scheme && strcmp(scheme, "HTTPS") == 0)
        json_put_text(http, "scheme", "HTTP");
}

static json_t *print_probers(const json_t *probers)
{
    struct go_type type = {.name = "inject.KubeAppProbers", .kind = GO_MAP, .element = go_probe};
    auto_buf struct buf text = BUF_INIT(LIMIT_FILE);

    go_print(&text, &type, probers);
    return json_string_nocheck(buf_text(&text));
}

/* The sidecar's variable, to be changed; NULL: there is none. */
static json_t *own_variable(json_t *proxy, const char *name)
{
    json_t *env = json_own(proxy, "env");

    return json_own_at(env, json_index(env, "name", name));
}

/* Sets or extends ISTIO_KUBE_APP_PROBERS; entries that an earlier injection made have the last
 * word, and what it made that is none stays as it is. */
static void tell_sidecar(json_t *proxy, const json_t *probers, bool injected_before)
{
    json_t *entry = injected_before ? own_variable(proxy, "ISTIO_KUBE_APP_PROBERS") : NULL;
    const char *before = json_text_at(entry, "value");
    auto_json json_t *all = NULL, *old = NULL, *text = NULL;
    auto_err struct err ignored = ERR_INIT;

    if (!entry) {
        text = print_probers(probers);
        pod_append_env(proxy, "ISTIO_KUBE_APP_PROBERS", json_string_value(text));
        return;
    }
    if (json_parse_bounded(before, strlen(before), LIMIT_SMALL_NODES, LIMIT_SMALL_DEPTH, &old,
                           &ignored) < 0 ||
        !json_is_object(old))
        return;
    all = json_copy((json_t *)probers);
    (void)json_object_update(all, old);
    text = print_probers(all);
    (void)json_object_clear(entry);
    json_put_text(entry, "name", "ISTIO_KUBE_APP_PROBERS");
    json_put_text(entry, "value", json_string_value(text));
}

/* Digits only, as Go's strconv.Atoi has it; 0 for anything else, as istiod goes on then. */
static int64_t plain_number(const char *text)
{
    return *text && !text[strspn(text, "0123456789")] ? strtoll(text, NULL, 10) : 0;
}

/* What the sidecar is asked about a container's handler. */
static void print_path(struct buf *out, const char *container, const struct handler *handler)
{
    const char *hole = strstr(handler->path, "%s");

    buf_add(out, handler->path, (size_t)(hole - handler->path));
    buf_addf(out, "%s%s", container, hole + 2);
}

/* Of one container; the ports are the mesh's, and the Pod's own. */
static void rewrite(json_t *pod, const char *kind, size_t i, int64_t mesh_port, int64_t status_port,
                    json_t *probers)
{
    const json_t *container = json_array_get(json_dig(pod, "spec", kind), i);
    const char *name = json_dig_text(container, "name");

    if (!name || strcmp(name, "istio-proxy") == 0)
        return;
    for (size_t h = 0; h < ARRAY_LEN(handlers); h++) {
        const json_t *probe = handler_of(container, &handlers[h]);
        bool lifecycle = handlers[h].within != NULL;
        auto_buf struct buf path = BUF_INIT(LIMIT_MESSAGE);
        json_t *description, *own;

        if (!json_is_object(probe))
            continue;
        print_path(&path, name, &handlers[h]);
        description = describe(container, probe, lifecycle, mesh_port);
        if (description)
            json_put(probers, buf_text(&path), description);
        own = pod_own_container(pod, kind, i);
        point_at_sidecar(own_handler(own, &handlers[h]), buf_text(&path), status_port, lifecycle);
        container = own;
    }
}

void probes_rewrite(const struct inject_input *in, json_t *pod)
{
    static const char *const kinds[] = {"initContainers", "containers"};
    const char *port_text = pod_annotation(pod, "status.sidecar.istio.io/port");
    int64_t mesh_port =
        json_number_or(json_dig(in->injector->mesh, "defaultConfig", "statusPort"), 15020);
    int64_t status_port = port_text ? plain_number(port_text) : mesh_port;
    bool injected_before = pod_annotation(in->pod, POD_STATUS) != NULL;
    auto_json json_t *probers = json_object();

    if (!pod_sidecar(pod) || !is_enabled(in, pod))
        return;
    for (size_t k = 0; k < ARRAY_LEN(kinds); k++) {
        for (size_t i = 0; i < json_array_size(json_dig(pod, "spec", kinds[k])); i++)
            rewrite(pod, kinds[k], i, mesh_port, status_port, probers);
    }
    if (json_object_size(probers) > 0)
        tell_sidecar(pod_own_sidecar(pod), probers, injected_before);
}
