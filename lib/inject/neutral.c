#include "inject/neutral.h"

#include <string.h>

#include "base/mem.h"
#include "inject/pod.h"

/* The length of a line end of YAML 1.1 beyond ASCII: U+0085, U+2028, U+2029; 0 for anything else.
 */
static size_t wide_line_end(const unsigned char *s, size_t left)
{
    if (left >= 2 && s[0] == 0xc2 && s[1] == 0x85)
        return 2;
    return left >= 3 && s[0] == 0xe2 && s[1] == 0x80 && (s[2] & 0xfe) == 0xa8 ? 3 : 0;
}

/* 1: it is structure anywhere; 2: it depends on what is behind it. */
static const unsigned char structure[256] = {
    [0 ... 0x1f] = 1, [0x7f] = 1, ['"'] = 1, ['\''] = 1, ['\\'] = 1, ['{'] = 1,  ['}'] = 1,
    ['['] = 1,        [']'] = 1,  ['#'] = 1, [':'] = 2,  [0xc2] = 2, [0xe2] = 2,
};

/* The bytes of the structure that begins at `i`; 0 when there is none. */
static size_t structure_at(const char *text, size_t i, size_t len)
{
    unsigned char kind = structure[(unsigned char)text[i]];

    if (kind != 2)
        return kind;
    if (text[i] == ':')
        return i + 1 == len || text[i + 1] == ' ';
    return wide_line_end((const unsigned char *)text + i, len - i);
}

/* Where the first character is that would be replaced, from `i` on; `len` when there is none. */
static size_t next_structure(const char *text, size_t i, size_t len, size_t *ret_bytes)
{
    *ret_bytes = 1;
    if (i == 0 && len > 0) {
        if (strchr("&!|>%@`", text[0]) || (strchr("-?", text[0]) && (len == 1 || text[1] == ' ')))
            return 0;
    }
    for (; i < len; i++) {
        if (!structure[(unsigned char)text[i]])
            continue;
        *ret_bytes = structure_at(text, i, len);
        if (*ret_bytes)
            return i;
    }
    return len;
}

char *neutral_text(const char *text, size_t len)
{
    char *copy = mem_strndup(text, len), *to = copy;
    size_t i = 0, bytes;

    while (i < len) {
        size_t at = next_structure(text, i, len, &bytes);

        memcpy(to, text + i, at - i);
        to += at - i;
        i = at;
        if (i < len) {
            *to++ = '_';
            i += bytes;
        }
    }
    *to = '\0';
    return copy;
}

static bool is_neutral(const char *text, size_t len)
{
    size_t bytes;

    return next_structure(text, 0, len, &bytes) == len;
}

static json_t *neutral_list(const json_t *list, bool skip_commands)
{
    json_t *copy = NULL;

    for (size_t i = 0; i < json_array_size(list); i++) {
        json_t *item = json_array_get(list, i), *plain = neutral_tree(item, skip_commands);

        if (plain != item && !copy)
            copy = json_copy((json_t *)list);
        if (plain != item)
            (void)json_array_set_new(copy, i, plain);
        else
            json_decref(plain);
    }
    return copy ? copy : json_incref((json_t *)list);
}

static bool is_command(const char *key)
{
    return strcmp(key, "env") == 0 || strcmp(key, "args") == 0 || strcmp(key, "command") == 0;
}

static json_t *neutral_mapping(const json_t *mapping, bool skip_commands)
{
    json_t *copy = NULL, *value;
    const char *key;

    json_object_foreach ((json_t *)mapping, key, value) {
        bool same_key = is_neutral(key, strlen(key));
        json_t *plain = skip_commands && is_command(key) ? json_incref(value)
                                                         : neutral_tree(value, skip_commands);

        if (plain == value && same_key) {
            json_decref(plain);
            continue;
        }
        if (!copy)
            copy = json_copy((json_t *)mapping);
        if (!same_key) {
            auto_free char *other = neutral_text(key, strlen(key));

            (void)json_object_del(copy, key);
            json_put(copy, other, plain);
        } else {
            json_put(copy, key, plain);
        }
    }
    return copy ? copy : json_incref((json_t *)mapping);
}

json_t *neutral_tree(const json_t *tree, bool skip_commands)
{
    if (json_is_object(tree))
        return neutral_mapping(tree, skip_commands);
    if (json_is_array(tree))
        return neutral_list(tree, skip_commands);
    if (!json_is_string(tree) || is_neutral(json_string_value(tree), json_string_length(tree)))
        return json_incref((json_t *)tree);
    auto_free char *text = neutral_text(json_string_value(tree), json_string_length(tree));
    return json_string_nocheck(text);
}

/* An annotation that is parsed, with what it holds made neutral; NULL when it holds no tree. */
static json_t *neutral_content(const json_t *pod, const char *name)
{
    auto_err struct err ignored = ERR_INIT;
    auto_json json_t *tree = NULL, *plain = NULL;

    if (pod_annotation_tree(pod, name, true, &tree, &ignored) < 0 ||
        !(json_is_object(tree) || json_is_array(tree)))
        return NULL;
    plain = neutral_tree(tree, false);
    if (plain == tree)
        return json_incref(json_dig(pod, "metadata", "annotations", name));
    auto_free char *text = json_text(plain);
    return json_string_nocheck(text);
}

static json_t *neutral_annotations(const struct inject_input *in, const json_t *annotations)
{
    json_t *copy = NULL, *value;
    const char *key;

    json_object_foreach ((json_t *)annotations, key, value) {
        bool parsed = strcmp(key, POD_CONFIG) == 0 || strcmp(key, POD_OVERRIDES) == 0 ||
                      strcmp(key, POD_STATUS) == 0 ||
                      json_object_get(in->injector->parsed_annotations, key);
        bool same_key = is_neutral(key, strlen(key));
        auto_free char *other = same_key ? NULL : neutral_text(key, strlen(key));
        json_t *plain = parsed ? neutral_content(in->pod, key) : NULL;

        if (!plain)
            plain = neutral_tree(value, false);
        if (plain == value && same_key) {
            json_decref(plain);
            continue;
        }
        if (!copy)
            copy = json_copy((json_t *)annotations);
        (void)json_object_del(copy, key);
        json_put(copy, other ? other : key, plain);
    }
    return copy ? copy : json_incref((json_t *)annotations);
}

/* Sets `key` of the copy `*copy` of `from`, which is made when there is none; takes `value`. */
static void change(json_t **copy, const json_t *from, const char *key, json_t *value)
{
    if (value == json_object_get(from, key)) {
        json_decref(value);
        return;
    }
    if (!*copy)
        *copy = json_copy((json_t *)from);
    json_put(*copy, key, value);
}

static json_t *neutral_metadata(const struct inject_input *in, const json_t *metadata)
{
    const char *key;
    json_t *value, *copy = NULL;

    json_object_foreach ((json_t *)metadata, key, value) {
        if (strcmp(key, "managedFields") == 0)
            continue;
        change(&copy, metadata, key,
               strcmp(key, "annotations") == 0 ? neutral_annotations(in, value)
                                               : neutral_tree(value, false));
    }
    return copy ? copy : json_incref((json_t *)metadata);
}

json_t *neutral_pod(const struct inject_input *in)
{
    bool skip_commands = !in->injector->templates_read_commands;
    const json_t *metadata = json_object_get(in->pod, "metadata"),
                 *spec = json_object_get(in->pod, "spec");
    json_t *copy = NULL;

    if (metadata)
        change(&copy, in->pod, "metadata", neutral_metadata(in, metadata));
    if (spec)
        change(&copy, in->pod, "spec", neutral_tree(spec, skip_commands));
    return copy ? copy : json_incref((json_t *)in->pod);
}
