#include "operator/target.h"

#include <string.h>

#include "base/api.h"
#include "base/mem.h"

int target_check(const json_t *target, struct err *err)
{
    return json_dig_text(target, "kind") ? 0 : err_set(err, ERR_INVALID, ": it must name a kind");
}

static bool is_or_any(const json_t *target, const char *key, const char *text)
{
    const char *wanted = json_dig_text(target, key);

    return !wanted || strcmp(wanted, text) == 0;
}

bool target_is(const json_t *target, const json_t *object, const char *default_namespace)
{
    const json_t *metadata = json_object_get(object, "metadata");
    const char *api_version = json_text_at(object, "apiVersion");
    const char *namespace = json_dig_text(metadata, "namespace");
    const char *group = json_dig_text(target, "group");

    return (!group || api_is_of(api_version, group)) &&
           is_or_any(target, "kind", json_text_at(object, "kind")) &&
           is_or_any(target, "name", json_text_at(metadata, "name")) &&
           is_or_any(target, "namespace", namespace ? namespace : default_namespace);
}
