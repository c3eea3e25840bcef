#include "operator/status.h"

#include <string.h>

#include "base/clock.h"
#include "base/limits.h"
#include "base/mem.h"

void status_set_condition(json_t *conditions, const char *type, const char *status,
                          const char *reason, const char *message, int64_t generation,
                          int64_t now_ms)
{
    json_t *condition = json_find(conditions, "type", type);
    const char *before = json_dig_text(condition, "status");
    auto_free char *bounded = mem_strndup(message, strnlen(message, LIMIT_MESSAGE));
    char now[CLOCK_TEXT_SIZE];

    if (!condition) {
        condition = json_object();
        json_put_text(condition, "type", type);
        json_array_append_new(conditions, condition);
    }
    if (!before || strcmp(before, status) != 0)
        json_put_text(condition, "lastTransitionTime", clock_text_seconds(now_ms, now));
    json_put_text(condition, "status", status);
    json_put_text(condition, "reason", reason);
    json_put_text(condition, "message", bounded);
    json_put(condition, "observedGeneration", json_integer(generation));
}

int status_write(struct kube *kube, const json_t *mesh_config, const json_t *status,
                 struct err *err)
{
    const char *name = json_dig_text(mesh_config, "metadata", "name");
    auto_free char *path = mem_printf(
        "/apis/malha.dev/v1alpha1/meshconfigs/%s/status?fieldManager=malha-operator", name);
    json_t *old = json_object_get(mesh_config, "status"), *ignored;
    auto_json json_t *patch = NULL;
    const char *key;

    if (old && json_same(old, status))
        return 0;
    patch = json_pack("{s:o}", "status", json_copy((json_t *)status));
    json_object_foreach (old, key, ignored) {
        if (!json_object_get(status, key)) /* a null takes it away (RFC 7396) */
            json_put(json_object_get(patch, "status"), key, json_null());
    }
    return kube_request(kube, "PATCH", path, KUBE_MERGE_PATCH, patch, NULL, err);
}
