#include "webhook/finish.h"

#include <string.h>

#include "base/limits.h"
#include "base/mem.h"
#include "webhook/pod.h"
#include "webhook/probes.h"
#include "webhook/prometheus.h"

/* ---- cluster and network ---- */

static void set_environment(const struct finish_input *in, json_t *pod)
{
    json_t *proxy = pod_sidecar(pod), *env = json_object_get(proxy, "env");
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
        pod_append_env(proxy, names[i], json_dig_text(in->environment, names[i]));
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
    const json_t *hold = json_object_get(in->render->config, "holdApplicationUntilProxyStarts");

    if (!hold)
        hold = json_dig(injector->mesh, "defaultConfig", "holdApplicationUntilProxyStarts");
    return json_truth(hold) || json_truth(json_dig(injector->values, "global", "proxy",
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

/* Does another of the same name follow? */
static bool comes_again(const json_t *list, size_t i)
{
    const char *name = json_text_at(json_array_get(list, i), "name");

    for (i++; i < json_array_size(list); i++) {
        if (strcmp(json_text_at(json_array_get(list, i), "name"), name) == 0)
            return true;
    }
    return false;
}

/* Of those with a place of their own the last of a name stays. */
static void sort_containers(json_t *spec, const char *kind, bool native, bool hold)
{
    json_t *list = json_object_get(spec, kind), *sorted;
    bool init = strcmp(kind, "initContainers") == 0;

    if (!list)
        return;
    sorted = json_array();
    for (int rank = -10; rank <= 2; rank++) {
        size_t i;
        json_t *container;

        json_array_foreach (list, i, container) {
            if (rank_of(json_text_at(container, "name"), init, native, hold) == rank &&
                (rank == 0 || !comes_again(list, i)))
                json_array_append(sorted, container);
        }
    }
    json_put(spec, kind, sorted);
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
    if (prometheus_merge(in->render, pod, err) < 0)
        return -1;
    probes_rewrite(in->render, pod);
    set_metadata(in, pod);
    set_order(in, pod);
    return 0;
}
