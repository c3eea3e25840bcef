#include "inject/overrides.h"

#include <string.h>

#include "base/limits.h"
#include "base/mem.h"
#include "inject/pod.h"
#include "inject/shape.h"
#include "merge/strategic.h"
#include "mesh/gotypes.h"

/* The container of this name that the user wrote: saved by an earlier injection, or in the Pod.
 * Borrowed; NULL: none. */
static const json_t *user_container(const struct inject_input *in, const char *kind,
                                    const char *name)
{
    const json_t *saved = json_find(json_object_get(in->overrides, kind), "name", name);

    if (saved)
        return saved;
    return strcmp(kind, "initContainers") == 0
               ? pod_container(in->pod, name)
               : json_find(json_dig(in->pod, "spec", kind), "name", name);
}

/* What Go would write of it: without what is empty, which says nothing then. A new tree. */
static int said_by(const json_t *container, json_t **ret_said, struct err *err)
{
    auto_buf struct buf text = BUF_INIT(LIMIT_FILE);

    go_print(&text, go_container, container);
    if (buf_check(&text, "the container", err) < 0 ||
        json_parse_bounded(buf_text(&text), text.len, LIMIT_ADMISSION_NODES, LIMIT_ADMISSION_DEPTH,
                           ret_said, err) < 0)
        return -1;
    if (strcmp(json_text_at(*ret_said, "image"), "auto") == 0)
        (void)json_object_del(*ret_said, "image");
    return 0;
}

/* Lays `container` over that of its name in the list of this kind, in place of the Pod in `at`. */
static int lay_over(json_t **at, const char *kind, json_t *container, struct err *err)
{
    auto_json json_t *patch = json_object(), *spec = json_object(), *list = json_array();
    json_t *merged;

    json_array_append(list, container);
    json_put(spec, kind, json_incref(list));
    json_put(patch, "spec", json_incref(spec));
    if (merge_pod(*at, patch, &merged, err) < 0)
        return err_wrap(err, "container %s", json_text_at(container, "name"));
    json_decref(*at);
    *at = merged;
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
    json_put_text(pod_own_map(pod, "annotations"), POD_OVERRIDES, buf_text(&text));
}

/* ---- the sidecar's user ---- */

static bool is_tproxy(const struct inject_input *in, const json_t *pod)
{
    const char *annotation = pod_annotation(pod, "sidecar.istio.io/interceptionMode");

    return strcmp(json_text_at(in->proxy_config, "interceptionMode"), "TPROXY") == 0 ||
           (annotation && strcmp(annotation, "TPROXY") == 0);
}

/* Whose traffic istio-iptables lets pass. */
static void set_passing_user(json_t *init, int64_t uid)
{
    json_t *args = json_own(init, "args");

    for (size_t i = 0; i + 1 < json_array_size(args); i++) {
        const char *arg = json_string_value(json_array_get(args, i));

        if (arg && strcmp(arg, "-u") == 0) {
            auto_free char *text = mem_printf("%lld", (long long)uid);

            (void)json_array_set_new(args, i + 1, json_string_nocheck(text));
            return;
        }
    }
}

static json_t *own_security(json_t *container)
{
    (void)json_own(container, "securityContext");
    return json_make(container, "securityContext");
}

/* istio-init, or istio-validation, to be changed; NULL: neither. */
static json_t *own_init(json_t *pod, bool *ret_validates)
{
    static const char *const names[] = {"istio-init", "istio-validation"};
    const json_t *inits = json_dig(pod, "spec", "initContainers");

    for (size_t n = 0; n < ARRAY_LEN(names); n++) {
        size_t i = json_index(inits, "name", names[n]);

        *ret_validates = n > 0;
        if (i < json_array_size(inits))
            return pod_own_container(pod, "initContainers", i);
    }
    return NULL;
}

/* The user and group that the user gave the sidecar: istio-validation runs as the same, and its
 * traffic is not captured. With TPROXY the sidecar stays root. */
static void follow_user(const struct inject_input *in, json_t *pod)
{
    static const char *const ids[] = {"runAsUser", "runAsGroup"};
    const json_t *asked = json_object_get(pod_sidecar(in->pod), "securityContext");
    const json_t *user = json_object_get(asked, "runAsUser");
    json_t *init;
    bool validates;

    if (!user && !json_object_get(asked, "runAsGroup"))
        return;
    init = own_init(pod, &validates);
    if (!init)
        return;
    if (is_tproxy(in, pod)) {
        if (user)
            json_put(own_security(pod_own_sidecar(pod)), "runAsUser", json_integer(0));
    } else if (validates) {
        for (size_t i = 0; i < ARRAY_LEN(ids); i++) {
            if (json_object_get(asked, ids[i]))
                json_put(own_security(init), ids[i], json_incref(json_object_get(asked, ids[i])));
        }
    }
    if (json_number_or(user, 0) != 0)
        set_passing_user(init, json_number_or(user, 0));
}

int overrides_read(const json_t *pod, json_t **ret_overrides, struct err *err)
{
    auto_json json_t *overrides = NULL;

    if (pod_annotation_tree(pod, POD_OVERRIDES, false, &overrides, err) < 0)
        return -1;
    if (!overrides || json_is_null(overrides))
        return 0;
    if (shape_check_overrides(overrides, err) < 0)
        return err_wrap(err, "annotation '" POD_OVERRIDES "'");
    *ret_overrides = STEAL(overrides);
    return 0;
}

int overrides_apply(const struct inject_input *in, const json_t *templates, json_t **pod,
                    struct err *err)
{
    auto_json json_t *kept = json_object();

    for (size_t k = 0; k < POD_KINDS; k++) {
        size_t i;
        json_t *container;

        json_array_foreach (json_dig(templates, "spec", pod_kinds[k]), i, container) {
            const char *name = json_dig_text(container, "name");
            const json_t *found;
            json_t *said;

            if (!name || pod_was_injected(in->status, pod_kinds[k], name))
                continue;
            found = user_container(in, pod_kinds[k], name);
            if (!found)
                continue;
            if (said_by(found, &said, err) < 0)
                return -1;
            if (!json_object_get(kept, pod_kinds[k]))
                json_put(kept, pod_kinds[k], json_array());
            json_array_append_new(json_object_get(kept, pod_kinds[k]), said);
            if (lay_over(pod, pod_kinds[k], said, err) < 0)
                return -1;
        }
    }
    /* the tree is to be nobody else's */
    json_t *own = json_copy(*pod);
    json_decref(*pod);
    *pod = own;
    if (!pod_annotation(in->pod, POD_STATUS) && json_object_size(kept) > 0)
        remember(kept, own);
    follow_user(in, own);
    return 0;
}
