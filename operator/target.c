#include "operator/target.h"

#include <string.h>

#include "base/mem.h"

int target_check(const json_t *target, struct err *err)
{
    static const char *const keys[] = {"group", "kind", "name", "namespace"};

    if (!json_is_object(target) || !json_object_get(target, "kind"))
        return err_set(err, ERR_INVALID, ": it must name a kind");
    for (size_t i = 0; i < ARRAY_LEN(keys); i++) {
        const json_t *text = json_object_get(target, keys[i]);

        if (text && !json_is_string(text))
            return err_set(err, ERR_INVALID, "%s: it must be a string", keys[i]);
    }
    return 0;
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
    auto_free char *group =
        mem_strndup(api_version, strchr(api_version, '/') ? strcspn(api_version, "/") : 0);

    return is_or_any(target, "group", group) &&
           is_or_any(target, "kind", json_text_at(object, "kind")) &&
           is_or_any(target, "name", json_text_at(metadata, "name")) &&
           is_or_any(target, "namespace", namespace ? namespace : default_namespace);
}
