#include "webhook/overrides.h"

#include <string.h>

#include "base/limits.h"
#include "base/mem.h"
#include "merge/strategic.h"
#include "mesh/gotypes.h"
#include "webhook/pod.h"

/* The container of this name that the user wrote: saved by an earlier injection, or in the Pod.
 * NULL: none. */
static const json_t *user_container(const json_t *pod, const json_t *saved, const char *kind,
                                    const char *name)
{
    const json_t *found = json_find(json_object_get(saved, kind), "name", name);

    if (!found && strcmp(kind, "initContainers") == 0)
        found = json_find(json_object_get(saved, "containers"), "name", name);
    if (!found)
        found = json_find(json_dig(pod, "spec", "containers"), "name", name);
    if (!found && strcmp(kind, "initContainers") == 0)
        found = json_find(json_dig(pod, "spec", "initContainers"), "name", name);
    return found;
}

/* runAsUser that the user set: -u of the init container follows, so that its own traffic is not
 * captured. */
static void follow_user_id(json_t *pod, const json_t *user)
{
    int64_t uid = json_number_or(json_dig(user, "securityContext", "runAsUser"), -1);
    json_t *inits = json_dig(pod, "spec", "initContainers");
    json_t *init = json_find(inits, "name", "istio-init");
    const char *name = json_dig_text(user, "name");
    json_t *args;

    if (uid <= 0 || !name || strcmp(name, "istio-proxy") != 0)
        return;
    if (!init)
        init = json_find(inits, "name", "istio-validation");
    args = json_object_get(init, "args");
    for (size_t i = 0; i + 1 < json_array_size(args); i++) {
        const char *arg = json_string_value(json_array_get(args, i));

        if (arg && strcmp(arg, "-u") == 0) {
            auto_free char *text = mem_printf("%lld", (long long)uid);

            (void)json_array_set_new(args, i + 1, json_string_nocheck(text));
            break;
        }
    }
}

static int replace_container(json_t *pod, const char *name, const json_t *patch, struct err *err)
{
    for (size_t k = 0; k < POD_KINDS; k++) {
        json_t *list = json_dig(pod, "spec", pod_kinds[k]), *container, *merged = NULL;
        size_t i;

        json_array_foreach (list, i, container) {
            const char *other = json_dig_text(container, "name");

            if (!other || strcmp(other, name) != 0)
                continue;
            if (merge_container(container, patch, &merged, err) < 0)
                return -1;
            (void)json_array_set_new(list, i, merged);
            return 0;
        }
    }
    return 0;
}

/* What the user wrote, for a later injection, as Go writes it. */
static void remember(const json_t *kept, json_t *pod)
{
    auto_buf struct buf text = BUF_INIT(LIMIT_FILE);

    for (size_t k = 0; k < POD_KINDS; k++) {
        size_t i;
        json_t *container;

        json_array_foreach (json_object_get(kept, pod_kinds[k]), i, container) {
            if (i == 0)
                buf_addf(&text, "%s\"%s\":[", text.len ? "," : "{", pod_kinds[k]);
            else
                buf_addc(&text, ',');
            go_print(&text, go_container, container);
        }
        buf_adds(&text, i ? "]" : "");
    }
    buf_addc(&text, '}');
    json_put_text(json_make(pod, "metadata", "annotations"), POD_OVERRIDES, buf_text(&text));
}

int overrides_apply(const struct inject_input *in, const json_t *templates, json_t *pod,
                    struct err *err)
{
    auto_json json_t *kept = json_object();

    for (size_t k = 0; k < POD_KINDS; k++) {
        size_t i;
        json_t *container;

        json_array_foreach (json_dig(templates, "spec", pod_kinds[k]), i, container) {
            const char *name = json_dig_text(container, "name");
            const json_t *found;
            const char *image;

            if (!name || pod_was_injected(in->status, pod_kinds[k], name))
                continue;
            found = user_container(in->pod, in->overrides, pod_kinds[k], name);
            if (!found)
                continue;
            auto_json json_t *user = json_copy((json_t *)found);
            image = json_dig_text(user, "image");
            if (image && strcmp(image, "auto") == 0)
                (void)json_object_del(user, "image");
            if (replace_container(pod, name, user, err) < 0)
                return err_wrap(err, "container %s", name);
            follow_user_id(pod, user);
            if (!json_object_get(kept, pod_kinds[k]))
                json_put(kept, pod_kinds[k], json_array());
            json_array_append(json_object_get(kept, pod_kinds[k]), user);
        }
    }
    if (!in->status && json_object_size(kept) > 0)
        remember(kept, pod);
    return 0;
}
