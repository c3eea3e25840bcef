#include "operator/yield.h"

#include <string.h>

#include "base/mem.h"
#include "operator/fields.h"
#include "json/pointer.h"

/* ---- by kind ---- */

static void yield_webhooks(json_t *desired, const json_t *live, const json_t *fields)
{
    static const char *const paths[][2] = {{"failurePolicy"}, {"clientConfig", "caBundle"}};
    bool validating = strcmp(json_text_at(desired, "kind"), "ValidatingWebhookConfiguration") == 0;
    size_t i;
    json_t *webhook;

    json_array_foreach (json_object_get(desired, "webhooks"), i, webhook) {
        const char *name = json_text_at(webhook, "name");
        const json_t *other = json_find(json_object_get(live, "webhooks"), "name", name);
        auto_json json_t *keys = json_pack("{s:s}", "name", name);
        auto_free char *item = json_text(keys);

        for (size_t k = validating ? 0 : 1; k < ARRAY_LEN(paths); k++) {
            const char *outer = paths[k][1] ? paths[k][0] : NULL;
            const char *key = outer ? paths[k][1] : paths[k][0];
            const struct place places[] = {
                {'f', "webhooks"}, {'k', item}, {'f', paths[k][0]}, {'f', key}};
            json_t *holder = outer ? json_object_get(webhook, outer) : webhook;
            const json_t *theirs = outer ? json_object_get(other, outer) : other;

            if (json_object_get(theirs, key) && !fields_have(fields, places, outer ? 4 : 3))
                (void)json_object_del(holder, key);
        }
    }
}

static void yield_replicas(json_t *desired, const json_t *live, const json_t *fields)
{
    const struct place places[] = {{'f', "spec"}, {'f', "replicas"}};

    if (json_dig(live, "spec", "replicas") && !fields_have(fields, places, 2))
        (void)json_object_del(json_object_get(desired, "spec"), "replicas");
}

/* ---- by pointers ---- */

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

/* ---- all ---- */

json_t *yield(const json_t *desired, const json_t *live, const char *manager, bool scaled,
              const json_t *pointers)
{
    const json_t *fields = json_object_get(fields_entry(live, manager), "fieldsV1");
    const char *kind = json_text_at(desired, "kind");
    bool webhooks = strcmp(kind, "ValidatingWebhookConfiguration") == 0 ||
                    strcmp(kind, "MutatingWebhookConfiguration") == 0;
    json_t *copy, *pointer;
    size_t i;

    if (!live || (!webhooks && !scaled && json_array_size(pointers) == 0))
        return json_incref((json_t *)desired);
    copy = json_deep_copy(desired);
    if (webhooks)
        yield_webhooks(copy, live, fields);
    if (scaled)
        yield_replicas(copy, live, fields);
    json_array_foreach ((json_t *)pointers, i, pointer)
        yield_pointer(copy, live, fields, json_string_value(pointer));
    return copy;
}
