#include "operator/fields.h"

#include <string.h>

#include "base/mem.h"

json_t *fields_entry(const json_t *live, const char *manager)
{
    size_t i;
    json_t *entry;

    json_array_foreach (json_dig(live, "metadata", "managedFields"), i, entry) {
        if (strcmp(json_text_at(entry, "manager"), manager) == 0 &&
            strcmp(json_text_at(entry, "operation"), "Apply") == 0 &&
            !*json_text_at(entry, "subresource"))
            return entry;
    }
    return NULL;
}

json_t *fields_at(const json_t *fields, struct place place)
{
    auto_free char *key = mem_printf("%c:%s", place.how, place.name);

    return json_object_get(fields, key);
}

bool fields_have(const json_t *fields, const struct place *places, size_t n)
{
    for (size_t i = 0; i < n && fields; i++) {
        if (i && json_object_size(fields) == 0)
            return true;
        fields = fields_at(fields, places[i]);
    }
    return fields != NULL;
}

bool fields_below(const json_t *fields)
{
    return json_object_size(fields) > (json_object_get(fields, ".") ? 1u : 0u);
}

/* Of the keys by which Kubernetes knows items one has a default: of a port without a protocol it is
 * TCP. */
static bool has_key(const json_t *item, const char *key, const json_t *value)
{
    const json_t *own = json_object_get(item, key);

    if (!own && strcmp(key, "protocol") == 0)
        return json_is_string(value) && strcmp(json_string_value(value), "TCP") == 0;
    return own && json_same(own, value);
}

json_t *fields_item(const json_t *list, const json_t *keys)
{
    size_t i;
    json_t *item, *value;
    const char *key;

    json_array_foreach ((json_t *)list, i, item) {
        bool is = json_object_size(keys) > 0;

        json_object_foreach ((json_t *)keys, key, value)
            is = is && has_key(item, key, value);
        if (is)
            return item;
    }
    return NULL;
}
