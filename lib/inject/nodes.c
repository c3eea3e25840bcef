#include "inject/nodes.h"

#include <stdlib.h>
#include <string.h>

bool node_is_native(const char *kubelet_version)
{
    const char *dot = kubelet_version ? strchr(kubelet_version, '.') : NULL;

    return dot && strtol(dot + 1, NULL, 10) >= 33;
}

bool nodes_are_native(const json_t *nodes)
{
    const char *name;
    json_t *version;

    json_object_foreach ((json_t *)nodes, name, version) {
        if (!node_is_native(json_string_value(version)))
            return false;
    }
    return true;
}
