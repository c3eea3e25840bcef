/* What Kubernetes writes an apiVersion as: "group/version", of the core group the version alone. */
#ifndef MALHA_BASE_API_H
#define MALHA_BASE_API_H

#include <stdbool.h>
#include <string.h>

/* How many of its first bytes are the group; 0: it is of the core. */
static inline size_t api_group_length(const char *api_version)
{
    const char *slash = strchr(api_version, '/');

    return slash ? (size_t)(slash - api_version) : 0;
}

/* Is it of the group, "" being the core? */
static inline bool api_is_of(const char *api_version, const char *group)
{
    size_t length = api_group_length(api_version);

    return strlen(group) == length && strncmp(group, api_version, length) == 0;
}

#endif
