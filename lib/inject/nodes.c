#include "inject/nodes.h"

#include <stdlib.h>
#include <string.h>

bool node_is_native(const char *kubelet_version)
{
    const char *dot = kubelet_version ? strchr(kubelet_version, '.') : NULL;

    return dot && strtol(dot + 1, NULL, 10) >= 33;
}
