#include "inject/openshift.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "inject/pod.h"

bool openshift_is_platform(const struct injector *injector)
{
    return strcmp(json_text_at(json_object_get(injector->values, "global"), "platform"),
                  "openshift") == 0;
}

/* Digits that 32 bits hold, where `*text` then stands behind them. */
static bool parse_id(const char **text, uint32_t *ret)
{
    const char *s = *text;
    uint64_t value = 0;

    while (isspace((unsigned char)*s))
        s++;
    if (!isdigit((unsigned char)*s))
        return false;
    for (; isdigit((unsigned char)*s) && value <= UINT32_MAX; s++)
        value = value * 10 + (uint64_t)(*s - '0');
    *text = s;
    *ret = (uint32_t)value;
    return value <= UINT32_MAX;
}

/* "start/size" or "start-end", of which Go reads no further than it must. */
static bool parse_range(const char *text, size_t len, uint32_t *ret_end)
{
    bool sized = memchr(text, '/', len) != NULL;
    uint32_t start, other;

    if (!parse_id(&text, &start) || *text++ != (sized ? '/' : '-') || !parse_id(&text, &other))
        return false;
    *ret_end = sized ? start + other - 1 : other;
    return true;
}

void openshift_ids(const json_t *annotations, int64_t *uid, int64_t *gid)
{
    const char *users = json_text_at(annotations, OPENSHIFT_UIDS);
    const char *groups = json_object_get(annotations, OPENSHIFT_GROUPS)
                             ? json_text_at(annotations, OPENSHIFT_GROUPS)
                             : users;
    uint32_t end, first = 0;

    if (parse_range(users, strlen(users), &end))
        *uid = end;
    for (bool more = false;; more = true) {
        size_t len = strcspn(groups, ",");

        if (!parse_range(groups, len, &end))
            return;
        first = more ? first : end;
        if (!groups[len])
            break;
        groups += len + 1;
    }
    *gid = first;
}

static bool is_istios(const char *name)
{
    return strcmp(name, "istio-init") == 0 || strcmp(name, "istio-validation") == 0;
}

void openshift_clear_user(json_t *pod)
{
    json_t *security = json_object_get(pod_sidecar(pod), "securityContext");
    int64_t sidecar = 0, app = 0;

    for (size_t k = 0; k < POD_KINDS; k++) {
        size_t i;
        json_t *container;

        json_array_foreach (json_dig(pod, "spec", pod_kinds[k]), i, container) {
            const json_t *user = json_dig(container, "securityContext", "runAsUser");
            const char *name = json_text_at(container, "name");

            if (user && strcmp(name, "istio-proxy") == 0)
                sidecar = json_number_or(user, 0);
            else if (user && !is_istios(name))
                app = json_number_or(user, 0);
        }
    }
    if (sidecar != app)
        return;
    (void)json_object_del(security, "runAsUser");
    (void)json_object_del(security, "runAsGroup");
}
