#include "operator/ignore.h"

#include "base/mem.h"
#include "operator/target.h"

static const json_t *list_of(const json_t *mesh_config)
{
    return json_dig(mesh_config, "spec", "ignoreDifferences");
}

static int check_pointers(const json_t *pointers, struct err *err)
{
    size_t i;
    json_t *pointer;

    if (!json_is_array(pointers))
        return err_set(err, ERR_INVALID, "jsonPointers: it must be a list");
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
    const json_t *list = list_of(mesh_config);
    size_t i;
    json_t *item;

    if (list && !json_is_array(list) && !json_is_null(list))
        return err_set(err, ERR_INVALID, "spec.ignoreDifferences must be a list");
    json_array_foreach ((json_t *)list, i, item) {
        if (target_check(item, err) < 0 ||
            check_pointers(json_object_get(item, "jsonPointers"), err) < 0) {
            auto_free char *place = mem_printf("spec.ignoreDifferences[%zu]", i);

            return err_below(err, place);
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
