#include "inject/route.h"

#include <string.h>

#include "base/mem.h"

const char *inject_route(const char *path, char **ret_revision)
{
    static const char prefix[] = "/revision/";

    if (strncmp(path, prefix, sizeof(prefix) - 1) == 0) {
        const char *name = path + sizeof(prefix) - 1;

        path = strchrnul(name, '/');
        *ret_revision = mem_strndup(name, (size_t)(path - name));
    }
    return strcmp(path, "/inject") == 0 || strncmp(path, "/inject/", 8) == 0 ? path : NULL;
}
