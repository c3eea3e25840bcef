#include "inject/inject.h"

#include "base/mem.h"
#include "inject/annotations.h"
#include "inject/environment.h"
#include "inject/nodes.h"
#include "inject/openshift.h"
#include "inject/order.h"
#include "inject/overrides.h"
#include "inject/pod.h"
#include "inject/probes.h"
#include "inject/prometheus.h"
#include "inject/rehearse.h"
#include "inject/render.h"
#include "inject/shape.h"
#include "inject/status.h"
#include "mesh/proxycheck.h"
#include "mesh/proxyconfig.h"

struct inject_snapshot *inject_snapshot_new(struct injector *injector, const char *revision)
{
    struct inject_snapshot *snapshot = mem_zalloc(sizeof(*snapshot));

    *snapshot = (struct inject_snapshot){.injector = injector,
                                         .revision = mem_strdup(revision),
                                         .native_sidecars = true,
                                         .references = 1};
    if (!injector->rehearsed)
        rehearse(injector, *revision ? revision : "default");
    return snapshot;
}

struct inject_snapshot *inject_snapshot_ref(struct inject_snapshot *snapshot)
{
    (void)__atomic_add_fetch(&snapshot->references, 1, __ATOMIC_RELAXED);
    return snapshot;
}

void inject_snapshot_unref(struct inject_snapshot *snapshot)
{
    if (!snapshot || __atomic_sub_fetch(&snapshot->references, 1, __ATOMIC_ACQ_REL) > 0)
        return;
    injector_unref(snapshot->injector);
    json_decref(snapshot->proxy_configs);
    json_decref(snapshot->nodes);
    json_decref(snapshot->namespaces);
    free(snapshot->revision);
    free(snapshot);
}

/* What the Pod's own ProxyConfig says, which must make sense over the defaults. */
static int read_config(const json_t *pod, json_t **ret_config, struct err *err)
{
    const char *text = pod_annotation(pod, POD_CONFIG);
    auto_json json_t *config = NULL, *whole = NULL;

    if (!text)
        return 0;
    if (proxy_config_read(text, &config, err) < 0)
        return err_wrap(err, "invalid value for annotation '" POD_CONFIG "'");
    whole = proxy_config_default();
    proxy_config_apply(whole, config);
    if (proxy_config_check(whole, err) < 0)
        return err_wrap(err, "invalid value for annotation '" POD_CONFIG "'");
    *ret_config = STEAL(config);
    return 0;
}

/* Can the Pod's node, or each it may get, run native sidecars? */
static bool nodes_can(const struct inject_snapshot *snapshot, const json_t *pod)
{
    const char *name = json_dig_text(pod, "spec", "nodeName");
    const json_t *version = name ? json_object_get(snapshot->nodes, name) : NULL;

    return version ? node_is_native(json_string_value(version)) : snapshot->native_sidecars;
}

/* What is done to a Pod once its templates are merged in; each stage stands on those before it. */
static int finish(const struct inject_input *in, const json_t *templates, const json_t *environment,
                  json_t *pod, struct err *err)
{
    environment_apply(environment, pod);
    if (prometheus_merge(in, pod, err) < 0)
        return -1;
    probes_rewrite(in, pod);
    inject_status_write(in, templates, pod);
    order_containers(in, pod);
    return json_check_puts(err);
}

int inject_pod(const struct inject_snapshot *snapshot, const struct inject_request *request,
               json_t *pod, json_t **ret_pod, struct err *err)
{
    auto_json json_t *status = NULL, *overrides = NULL, *config = NULL;
    auto_err struct err earlier =
        ERR_INIT; /* of another request, which failed before it was asked */

    (void)!json_check_puts(&earlier);
    if (shape_check_pod(pod, err) < 0 ||
        annotations_check(json_dig(pod, "metadata", "annotations"), err) < 0 ||
        read_config(pod, &config, err) < 0 || overrides_read(pod, &overrides, err) < 0)
        return -1;
    status = inject_status_read(pod);
    if (snapshot->namespaces)
        openshift_clear_user(pod); /* before it is compared with what is made of it, as in istiod */

    const struct injector *injector = snapshot->injector;
    const char *root = json_dig_text(injector->mesh, "rootNamespace");
    auto_json json_t *environment = environment_of(injector, pod, request->path);
    auto_json json_t *proxy_config = proxy_config_effective(
        injector->proxy_config, snapshot->proxy_configs, root ? root : "istio-system",
        request->namespace, json_dig(pod, "metadata", "labels"), config);
    struct inject_input in = {
        .status = status,
        .overrides = overrides,
        .config = config,
        .injector = injector,
        .pod = pod,
        .namespace = request->namespace,
        .owner = request->owner,
        .revision = *snapshot->revision ? snapshot->revision : "default",
        .proxy_config = proxy_config,
        .native_sidecars = environment_is_native(injector, environment, nodes_can(snapshot, pod)),
        .uid = INJECT_UID,
        .gid = INJECT_UID,
    };
    struct render_result rendered;
    int rc;

    if (snapshot->namespaces && environment_is_own_cluster(injector, environment))
        openshift_ids(json_object_get(snapshot->namespaces, in.namespace), &in.uid, &in.gid);
    if (render_pod(&in, &rendered, err) < 0)
        return -1;
    rc = finish(&in, rendered.templates, environment, rendered.pod, err);
    json_decref(rendered.templates);
    if (rc == 0)
        *ret_pod = rendered.pod;
    else
        json_decref(rendered.pod);
    return rc;
}
