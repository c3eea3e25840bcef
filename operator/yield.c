#include "operator/yield.h"

#include <string.h>

#include "base/mem.h"
#include "operator/fields.h"
#include "json/pointer.h"

/* ---- what is there ---- */

/* Where a pointer has come to, in what is desired, what is there and what is ours of that. */
struct at {
    json_t *desired;
    const json_t *live, *fields;
};

/* The item of a list in the terms of fieldsV1, among what is ours; else by its name. */
static void enter_item(struct at *at, const json_t *item)
{
    const json_t *live = NULL, *fields = NULL;
    const char *key;
    json_t *below;

    json_object_foreach ((json_t *)at->fields, key, below) {
        auto_json json_t *keys = key[0] == 'k' ? json_loads(key + 2, JSON_DECODE_ANY, NULL) : NULL;
        auto_json json_t *only = json_pack("[O]", item);

        if (keys && fields_item(only, keys)) {
            live = fields_item(at->live, keys);
            fields = below;
        }
    }
    if (!fields)
        live = json_find(at->live, "name", json_text_at(item, "name"));
    *at = (struct at){(json_t *)item, live, fields};
}

/* False when there is no such place, or it is ours as a whole. */
static bool enter(struct at *at, const char *key)
{
    json_t *below = pointer_child(at->desired, key);

    if (!below || (at->fields && !fields_below(at->fields)))
        return false;
    if (json_is_array(at->desired))
        enter_item(at, below);
    else
        *at = (struct at){below, json_object_get(at->live, key),
                          fields_at(at->fields, (struct place){'f', key})};
    return at->live != NULL;
}

static void yield_pointer(json_t *desired, const json_t *live, const json_t *fields,
                          const char *pointer)
{
    struct at at = {desired, live, fields};

    while (*pointer) {
        auto_free char *key = pointer_next(&pointer);
        json_t *parent = at.desired;

        if (!key || !enter(&at, key))
            return;
        if (!*pointer && !at.fields && json_is_object(parent))
            (void)json_object_del(parent, key);
    }
}

/* ---- which places ---- */

static void add_of_webhooks(json_t *pointers, const json_t *desired, const char *place)
{
    size_t n = json_array_size(json_object_get(desired, "webhooks"));

    for (size_t i = 0; i < n; i++) {
        auto_free char *pointer = mem_printf("/webhooks/%zu/%s", i, place);

        json_array_append_new(pointers, json_string(pointer));
    }
}

/* What an object of its kind has that others say. */
static json_t *pointers_of(const json_t *desired, bool scaled)
{
    const char *kind = json_text_at(desired, "kind");
    bool validating = strcmp(kind, "ValidatingWebhookConfiguration") == 0;
    json_t *pointers = scaled ? json_pack("[s]", "/spec/replicas") : json_array();

    if (validating)
        add_of_webhooks(pointers, desired, "failurePolicy");
    if (validating || strcmp(kind, "MutatingWebhookConfiguration") == 0)
        add_of_webhooks(pointers, desired, "clientConfig/caBundle");
    return pointers;
}

json_t *yield(const json_t *desired, const json_t *live, const char *manager, bool scaled,
              const json_t *pointers)
{
    const json_t *fields = json_object_get(fields_entry(live, manager), "fieldsV1");
    auto_json json_t *all = pointers_of(desired, scaled);
    json_t *copy, *pointer;
    size_t i;

    if (json_array_size(pointers) > 0)
        (void)json_array_extend(all, (json_t *)pointers);
    if (!live || json_array_size(all) == 0)
        return json_incref((json_t *)desired);
    copy = json_deep_copy(desired);
    json_array_foreach (all, i, pointer)
        yield_pointer(copy, live, fields, json_string_value(pointer));
    return copy;
}
