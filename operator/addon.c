#include "operator/addon.h"

const json_t *addon_find(const json_t *spec, const char *name)
{
    return json_dig(spec, "addons", name);
}

bool addon_is_named(const json_t *addon)
{
    const json_t *enabled = json_object_get(addon, "enabled");

    return json_is_object(addon) && (!json_is_boolean(enabled) || json_truth(enabled));
}

const char *addon_namespace(const json_t *addon, const char *mesh_namespace)
{
    const char *own = json_dig_text(addon, "namespace");

    return own ? own : mesh_namespace;
}
