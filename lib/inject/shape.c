#include "inject/shape.h"

#include <string.h>

#include "base/mem.h"
#include "mesh/gotypes.h"

/* `what` is for faults of the value itself. */
static int check(const struct go_type *type, json_t *value, bool *ret_open, const char *what,
                 struct err *err)
{
    if (go_check(type, value, ret_open, err) == 0)
        return 0;
    if (err_message(err)[0] != ':')
        return -1;
    auto_free char *message = mem_strdup(err_message(err));
    return err_set(err, ERR_INVALID, "%s%s", what, message);
}

int shape_check_pod(json_t *pod, struct err *err)
{
    return check(go_pod, pod, NULL, "the Pod", err);
}

int shape_check_patch(const json_t *patch, bool *ret_open, struct err *err)
{
    *ret_open = false;
    return check(go_pod, (json_t *)patch, ret_open, "it", err);
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

    return check(&type, overrides, NULL, "it", err);
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

    return check(&type, status, NULL, "it", err);
}
