#include "inject/view.h"

#include <string.h>

#include "base/mem.h"
#include "inject/image.h"
#include "inject/owner.h"
#include "inject/pod.h"
#include "inject/prometheus.h"

/* Takes containers away that an earlier injection added, and puts those back that it replaced. */
static void strip_containers(const struct inject_input *in, json_t *pod, const char *kind)
{
    const json_t *saved = json_object_get(in->overrides, kind);
    json_t *list = json_own(json_own(pod, "spec"), kind), *item;
    size_t i;

    for (i = json_array_size(list); in->status && i-- > 0;) {
        if (pod_was_injected(in->status, kind, json_dig_text(json_array_get(list, i), "name")))
            (void)json_array_remove(list, i);
    }
    json_array_foreach ((json_t *)saved, i, item) {
        const char *name = json_dig_text(item, "name");

        if (!name || json_find(list, "name", name))
            continue;
        if (!list)
            json_put(json_make(pod, "spec"), kind, list = json_array());
        json_array_append(list, item);
    }
}

/* The Pod as its user wrote it: without what an earlier injection added, with the containers it
 * replaced. */
static json_t *strip(const struct inject_input *in)
{
    json_t *pod = in->injector->templates_change_data ? json_deep_copy(in->pod)
                                                      : json_copy((json_t *)in->pod);

    for (size_t k = 0; k < POD_KINDS && (in->status || in->overrides); k++)
        strip_containers(in, pod, pod_kinds[k]);
    if (in->status) {
        json_t *annotations = pod_own_map(pod, "annotations");

        prometheus_strip(in, pod);
        (void)json_object_del(annotations, POD_STATUS);
    }
    (void)json_own(pod, "metadata");
    json_put_text(json_make(pod, "metadata"), "namespace", in->namespace);
    return pod;
}

/* What requests share, in the hands of the templates: a copy if they might change it. */
static json_t *shared(const struct inject_input *in, const json_t *tree)
{
    return in->injector->templates_change_data ? json_deep_copy(tree) : json_incref((json_t *)tree);
}

json_t *view_make(const struct inject_input *in)
{
    auto_json json_t *stripped = strip(in);
    json_t *data = json_object(), *meta = json_object(), *type = json_object();
    const char *mode = json_dig_text(in->injector->mesh, "inboundTrafficPolicy", "mode");
    const char *compliance =
        json_dig_text(in->injector->values, "pilot", "env", "COMPLIANCE_POLICY");
    auto_free char *proxy_image = image_of(in, "proxy");
    auto_free char *init_image = image_of(in, "proxy_init");
    struct owner found = owner_of(in->pod);
    const struct owner *owner = in->owner ? in->owner : &found;

    json_put_text(meta, "name", owner->name);
    json_put_text(meta, "namespace", in->namespace);
    json_put_text(type, "kind", owner->kind);
    json_put_text(type, "apiVersion", owner->api_version);
    json_put(data, "TypeMeta", type);
    json_put(data, "DeploymentMeta", meta);
    json_put(data, "ObjectMeta", json_incref(json_make(stripped, "metadata")));
    json_put(data, "Spec", json_incref(json_make(stripped, "spec")));
    json_put(data, "ProxyConfig", shared(in, in->proxy_config));
    json_put(data, "MeshConfig", shared(in, in->injector->mesh));
    json_put(data, "Values", shared(in, in->injector->values));
    json_put_text(data, "Revision", in->revision);
    json_put(data, "NativeSidecars", json_boolean(in->native_sidecars));
    json_put_text(data, "ProxyImage", proxy_image);
    json_put_text(data, "ProxyInitImage", init_image);
    json_put(data, "ProxyUID", json_integer(in->uid));
    json_put(data, "ProxyGID", json_integer(in->gid));
    json_put_text(data, "InboundTrafficPolicyMode",
                  mode && strcmp(mode, "LOCALHOST") == 0 ? "localhost" : "passthrough");
    json_put_text(data, "CompliancePolicy", compliance ? compliance : "");
    owner_done(&found);
    return data;
}
