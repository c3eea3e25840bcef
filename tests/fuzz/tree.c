#include "tests/fuzz/tree.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t max_size);

struct place {
    json_t *parent;
    const char *key; /* of an object */
    size_t index;    /* of a list */
    json_t *value;
};

/* The place of the value number `*left`, counted from `tree` down; when there are fewer, how many
 * are missing stays in it. */
static bool find(json_t *tree, size_t *left, struct place *ret)
{
    const char *key;
    json_t *value;
    size_t i;

    json_object_foreach (tree, key, value) {
        *ret = (struct place){.parent = tree, .key = key, .value = value};
        if ((*left)-- == 0 || find(value, left, ret))
            return true;
    }
    json_array_foreach (tree, i, value) {
        *ret = (struct place){.parent = tree, .index = i, .value = value};
        if ((*left)-- == 0 || find(value, left, ret))
            return true;
    }
    return false;
}

static bool pick(json_t *tree, unsigned *seed, struct place *ret)
{
    size_t left = SIZE_MAX, n;

    (void)find(tree, &left, ret);
    n = SIZE_MAX - left;
    if (n == 0)
        return false;
    left = (unsigned)rand_r(seed) % n;
    return find(tree, &left, ret);
}

static void put(const struct place *at, json_t *value)
{
    if (at->key)
        (void)json_object_set_new(at->parent, at->key, value);
    else
        (void)json_array_set_new(at->parent, at->index, value);
}

static json_t *any_value(const char *const *words, unsigned *seed)
{
    static const char *const values[] = {
        "null",   "true",        "0",           "-1",       "1e300",        "65536",
        "\"\"",   "\"x\"",       "\"1\"",       "\"true\"", "[]",           "{}",
        "[null]", "{\"a\":[1]}", "\"{{ . }}\"", "\": [\"",  "\"a\\nb: c\"", "\"\\u00e9\\u0000\""};
    size_t n = 0, i;

    while (words[n])
        n++;
    i = (unsigned)rand_r(seed) % (ARRAY_LEN(values) + n);
    return json_loads(i < n ? words[i] : values[i - n], JSON_DECODE_ANY | JSON_ALLOW_NUL, NULL);
}

static json_t *changed_text(const json_t *text)
{
    uint8_t bytes[4096];
    size_t len = json_string_length(text);
    json_t *changed;

    if (len > sizeof(bytes) / 2)
        return json_incref((json_t *)text);
    memcpy(bytes, json_string_value(text), len);
    len = LLVMFuzzerMutate(bytes, len, sizeof(bytes));
    changed = json_stringn((const char *)bytes, len);
    return changed ? changed : json_string("?"); /* it was no UTF-8 */
}

static void change(json_t *tree, const char *const *words, unsigned *seed)
{
    struct place at, other;

    if (!pick(tree, seed, &at))
        return;
    switch (rand_r(seed) % 6) {
    case 0:
        put(&at, any_value(words, seed));
        break;
    case 1:
        if (pick(tree, seed, &other))
            put(&at, json_deep_copy(other.value));
        break;
    case 2:
        if (at.key)
            (void)json_object_del(at.parent, at.key);
        else
            (void)json_array_remove(at.parent, at.index);
        break;
    case 3:
        if (json_is_array(at.parent))
            json_array_append_new(at.parent, json_deep_copy(at.value));
        else if (pick(tree, seed, &other) && other.key)
            (void)json_object_set_new(at.parent, other.key, json_deep_copy(at.value));
        break;
    default:
        put(&at, json_is_string(at.value) ? changed_text(at.value) : any_value(words, seed));
    }
}

void tree_change(json_t *tree, const char *const *words, unsigned *seed)
{
    for (int n = 1 + rand_r(seed) % 4; n > 0; n--)
        change(tree, words, seed);
}
