#include "inject/render.h"

#include <string.h>

#include "base/mem.h"
#include "inject/check.h"
#include "inject/overrides.h"
#include "inject/pod.h"
#include "inject/shape.h"
#include "inject/templates.h"
#include "merge/strategic.h"
#include "mesh/gotypes.h"
#include "yaml/yaml.h"

static bool wants_native(const struct inject_input *in, const json_t *pod)
{
    const char *asked = pod_annotation(pod, "sidecar.istio.io/nativeSidecar");

    if (asked && strcmp(asked, "true") == 0)
        return true;
    if (asked && strcmp(asked, "false") == 0)
        return false;
    return in->native_sidecars;
}

/* A user's istio-proxy among the containers goes to where a native sidecar lives, in another tree
 * in `at`. */
static void move_native_proxy(json_t **at, const json_t *templates)
{
    const json_t *containers = json_dig(*at, "spec", "containers");
    json_t *pod, *inits, *proxy = json_find(containers, "name", "istio-proxy");
    size_t i = 0;

    if (!proxy || !json_find(json_dig(templates, "spec", "initContainers"), "name", "istio-proxy"))
        return;
    while (json_array_get(containers, i) != proxy)
        i++;
    pod = json_copy(*at);
    json_incref(proxy);
    (void)json_array_remove(json_own(json_own(pod, "spec"), "containers"), i);
    inits = json_own(json_own(pod, "spec"), "initContainers");
    if (!inits)
        json_put(json_object_get(pod, "spec"), "initContainers", inits = json_array());
    json_array_append_new(inits, proxy);
    json_decref(*at);
    *at = pod;
}

/* Lays `patch` over the tree in `at`, which is replaced, and settles it if the patch is `open`. */
static int lay_over(json_t **at, const json_t *patch, bool open, const char *template,
                    struct err *err)
{
    json_t *merged;

    if (merge_pod(*at, patch, &merged, err) < 0)
        return err_wrap(err, "template %s", template);
    json_decref(*at);
    *at = merged;
    if (open)
        go_settle(go_pod, merged);
    return 0;
}

int render_pod(const struct inject_input *in, struct render_result *ret, struct err *err)
{
    auto_json json_t *names = NULL, *texts = NULL;
    auto_json json_t *pod = json_incref((json_t *)in->pod), *templates = json_object();
    size_t i;
    json_t *text;

    if (templates_choose(in, &names, err) < 0 || templates_render(in, names, &texts, err) < 0 ||
        check_additions(in, names, texts, err) < 0)
        return -1;
    json_array_foreach (texts, i, text) {
        const char *name = json_string_value(json_array_get(names, i));
        auto_json json_t *patch = NULL;
        bool open;

        if (templates_parse(in, name, text, YAML_PLAIN, &patch, err) < 0)
            return -1;
        if (shape_check_patch(patch, &open, err) < 0)
            return err_wrap(err, "template %s", name);
        if (lay_over(&templates, patch, open, name, err) < 0)
            return -1;
        if (wants_native(in, pod))
            move_native_proxy(&pod, templates);
        if (lay_over(&pod, patch, open, name, err) < 0)
            return -1;
    }
    if (overrides_apply(in, templates, &pod, err) < 0)
        return -1;
    ret->pod = STEAL(pod);
    ret->templates = STEAL(templates);
    return 0;
}
