/* The numbers of JSON data as YAML's values reach a template: all are float64. */
#ifndef MALHA_TESTS_FLOATS_H
#define MALHA_TESTS_FLOATS_H

#include "json/json.h"

/* A copy of `value`, the caller's, in which integers are reals. */
static inline json_t *floats(json_t *value)
{
    const char *key;
    json_t *item;
    size_t i;

    if (json_is_integer(value))
        return json_real((double)json_integer_value(value));
    if (json_is_object(value)) {
        json_t *copy = json_object();

        json_object_foreach (value, key, item)
            json_put(copy, key, floats(item));
        return copy;
    }
    if (json_is_array(value)) {
        json_t *copy = json_array();

        json_array_foreach (value, i, item)
            json_array_append_new(copy, floats(item));
        return copy;
    }
    return json_incref(value);
}

#endif
