#include "inject/shape.h"

#include <string.h>

#include "base/mem.h"
#include "mesh/gotypes.h"

/* `what` is for faults of the value itself. */
static int check(const struct go_type *type, json_t *value, bool drop, const char *what,
                 struct err *err)
{
    if (go_check(type, value, drop, err) == 0)
        return 0;
    if (err_message(err)[0] != ':')
        return -1;
    auto_free char *message = mem_strdup(err_message(err));
    return err_set(err, ERR_INVALID, "%s%s", what, message);
}

int shape_check_pod(json_t *pod, struct err *err)
{
    return check(go_pod, pod, true, "the Pod", err);
}

int shape_check_patch(const json_t *patch, struct err *err)
{
    return check(go_pod, (json_t *)patch, false, "it", err);
}

static bool is_unsettled(const json_t *value)
{
    const char *key;
    json_t *item;
    size_t i;

    json_object_foreach ((json_t *)value, key, item) {
        if (json_is_null(item) || is_unsettled(item) ||
            (strcmp(key, "resourceFieldRef") == 0 && !json_object_get(item, "divisor")))
            return true;
    }
    json_array_foreach ((json_t *)value, i, item) {
        if (is_unsettled(item))
            return true;
    }
    return false;
}

void shape_settle(const json_t *patch, json_t *pod)
{
    if (is_unsettled(patch))
        go_settle(go_pod, pod);
}

int shape_check_overrides(json_t *overrides, struct err *err)
{
    const struct go_type list = {
        .name = "[]v1.Container", .kind = GO_LIST, .element = go_container};
    const struct go_field fields[] = {{"Containers", "containers", &list, 0, NULL},
                                      {"InitContainers", "initContainers", &list, 0, NULL},
                                      {0}};
    const struct go_type type = {
        .name = "inject.ParsedContainers", .kind = GO_STRUCT, .fields = fields};

    return check(&type, overrides, true, "it", err);
}

int shape_check_status(json_t *status, struct err *err)
{
    static const struct go_type text = {.name = "string", .kind = GO_TEXT};
    static const struct go_type list = {.name = "[]string", .kind = GO_LIST, .element = &text};
    static const struct go_field fields[] = {
        {"InitContainers", "initContainers", &list, 0, NULL},
        {"Containers", "containers", &list, 0, NULL},
        {"Volumes", "volumes", &list, 0, NULL},
        {"ImagePullSecrets", "imagePullSecrets", &list, 0, NULL},
        {"Revision", "revision", &text, 0, NULL},
        {0}};
    static const struct go_type type = {
        .name = "inject.SidecarInjectionStatus", .kind = GO_STRUCT, .fields = fields};

    return check(&type, status, true, "it", err);
}
