#include "operator/ignore.h"

#include "base/mem.h"
#include "operator/target.h"

static const json_t *list_of(const json_t *mesh_config)
{
    return json_dig(mesh_config, "spec", "ignoreDifferences");
}

static int check(const json_t *item, struct err *err)
{
    const json_t *pointers = json_object_get(item, "jsonPointers");
    size_t i;
    json_t *pointer;

    if (target_check(item, err) < 0)
        return -1;
    if (json_array_size(pointers) == 0)
        return err_set(err, ERR_INVALID, "jsonPointers: there must be one at least");
    json_array_foreach ((json_t *)pointers, i, pointer) {
        const char *text = json_string_value(pointer);

        if (!text || *text != '/')
            return err_set(err, ERR_INVALID,
                           "jsonPointers[%zu]: it must be a path that begins with a slash", i);
    }
    return 0;
}

int ignore_check(const json_t *mesh_config, struct err *err)
{
    size_t i;
    json_t *item;

    json_array_foreach ((json_t *)list_of(mesh_config), i, item) {
        if (check(item, err) < 0) {
            (void)err_below_index(err, i);
            return err_below(err, "spec.ignoreDifferences");
        }
    }
    return 0;
}

json_t *ignore_pointers(const json_t *mesh_config, const json_t *object,
                        const char *default_namespace)
{
    json_t *pointers = NULL, *item;
    size_t i;

    json_array_foreach ((json_t *)list_of(mesh_config), i, item) {
        if (!target_is(item, object, default_namespace))
            continue;
        if (!pointers)
            pointers = json_array();
        (void)json_array_extend(pointers, json_object_get(item, "jsonPointers"));
    }
    return pointers;
}
