#include "json/json.h"

#include <math.h>
#include <stdarg.h>
#include <string.h>

#include "base/eight.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/rune.h"
#include "json/number.h"
#include "json/plain.h"

json_t *json_dig_(const json_t *root, ...)
{
    const json_t *value = root;
    const char *key;
    va_list ap;

    va_start(ap, root);
    while (value && (key = va_arg(ap, const char *)))
        value = json_object_get(value, key);
    va_end(ap);
    return (json_t *)value;
}

const char *json_dig_text_(const json_t *root, ...)
{
    const json_t *value = root;
    const char *key;
    va_list ap;

    va_start(ap, root);
    while (value && (key = va_arg(ap, const char *)))
        value = json_object_get(value, key);
    va_end(ap);
    return json_string_value(value);
}

const char *json_text_at(const json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));

    return text ? text : "";
}

json_t *json_make_(json_t *root, ...)
{
    json_t *value = root;
    const char *key;
    va_list ap;

    va_start(ap, root);
    while (json_is_object(value) && (key = va_arg(ap, const char *))) {
        json_t *next = json_object_get(value, key);

        if (!next || json_is_null(next)) {
            next = json_object();
            json_put(value, key, next);
        }
        value = next;
    }
    va_end(ap);
    return json_is_object(value) ? value : NULL;
}

json_t *json_own(json_t *object, const char *key)
{
    json_t *value = json_object_get(object, key);

    if (value && value->refcount > 1) {
        value = json_copy(value);
        json_put(object, key, value);
    }
    return value;
}

json_t *json_own_at(json_t *list, size_t i)
{
    json_t *value = json_array_get(list, i);

    if (value && value->refcount > 1) {
        value = json_copy(value);
        (void)json_array_set_new(list, i, value);
    }
    return value;
}

bool json_fix(json_t *tree)
{
    const char *key;
    json_t *value;
    size_t i;
    bool plain = !json_is_null(tree);

    json_object_foreach (tree, key, value) {
        if (!json_fix(value) || key[0] == '$')
            plain = false;
    }
    json_array_foreach (tree, i, value)
        plain &= json_fix(value);
    if (plain && !json_is_boolean(tree)) /* which are jansson's own */
        tree->refcount = (size_t)-1;
    return plain;
}

/* Counts them again. */
static void unfix(json_t *tree)
{
    const char *key;
    json_t *value;
    size_t i;

    json_object_foreach (tree, key, value)
        unfix(value);
    json_array_foreach (tree, i, value)
        unfix(value);
    if (json_is_fixed(tree) && !json_is_boolean(tree))
        tree->refcount = 1;
}

void json_free_fixed(json_t *tree)
{
    unfix(tree);
    json_decref(tree);
}

bool json_truth(const json_t *value)
{
    return json_is_true(value);
}

int64_t json_number_or(const json_t *value, int64_t missing)
{
    if (json_is_integer(value))
        return json_integer_value(value);
    if (json_is_real(value)) {
        double v = json_real_value(value);

        if (v == trunc(v) && fabs(v) < 9e18)
            return (int64_t)v;
    }
    return missing;
}

void json_put_text(json_t *object, const char *key, const char *value)
{
    json_put(object, key, json_string_nocheck(value));
}

/* What could not be set in this thread: the first key, and the values, which their makers may still
 * be using. */
static _Thread_local struct {
    char key[64];
    json_t *values;
} refused;

static void refuse(const char *key, json_t *value)
{
    if (!refused.values) {
        refused.values = json_array();
        (void)snprintf(refused.key, sizeof(refused.key), "%.*s",
                       (int)rune_cut(key, strlen(key), sizeof(refused.key) - 1), key);
    }
    if (value)
        json_array_append_new(refused.values, value);
}

void json_put(json_t *object, const char *key, json_t *value)
{
    if (!json_is_object(object) || !value || value == object)
        refuse(key, value);
    else if (json_object_set_new_nocheck(object, key, value) < 0)
        mem_exhausted(0);
}

int json_check_puts(struct err *err)
{
    if (!refused.values)
        return 0;
    json_decref(refused.values);
    refused.values = NULL;
    return err_set(err, ERR_INVALID, "\"%s\" cannot be set where there is no mapping", refused.key);
}

size_t json_index(const json_t *list, const char *key, const char *value)
{
    size_t i;
    json_t *item;

    json_array_foreach ((json_t *)list, i, item) {
        const char *text = json_string_value(json_object_get(item, key));

        if (text && strcmp(text, value) == 0)
            break;
    }
    return i;
}

json_t *json_find(const json_t *list, const char *key, const char *value)
{
    return json_array_get(list, json_index(list, key, value));
}

bool json_has_text(const json_t *list, const char *text)
{
    size_t i;
    json_t *item;

    json_array_foreach ((json_t *)list, i, item) {
        if (json_is_string(item) && strcmp(json_string_value(item), text) == 0)
            return true;
    }
    return false;
}

void json_merge_values(json_t *base, const json_t *over, bool drop_null)
{
    const char *key;
    json_t *value;

    json_object_foreach ((json_t *)over, key, value) {
        json_t *old = json_object_get(base, key);

        if (drop_null && json_is_null(value)) {
            (void)json_object_del(base, key);
        } else if (json_is_object(old) && json_is_object(value)) {
            json_merge_values(old, value, drop_null);
        } else if (json_is_object(value)) {
            json_t *fresh = json_object();

            json_merge_values(fresh, value, drop_null);
            json_put(base, key, fresh);
        } else {
            json_put(base, key, json_deep_copy(value));
        }
    }
}

bool json_same(const json_t *a, const json_t *b)
{
    if (json_is_number(a) && json_is_number(b)) {
        if (json_is_integer(a) && json_is_integer(b))
            return json_integer_value(a) == json_integer_value(b);
        return json_number_value(a) == json_number_value(b);
    }
    if (!a || !b || json_typeof(a) != json_typeof(b))
        return a == b;
    if (json_is_object(a)) {
        const char *key;
        json_t *value;

        if (json_object_size(a) != json_object_size(b))
            return false;
        json_object_foreach ((json_t *)a, key, value) {
            json_t *other = json_object_get(b, key);

            if (!other || !json_same(value, other))
                return false;
        }
        return true;
    }
    if (json_is_array(a)) {
        if (json_array_size(a) != json_array_size(b))
            return false;
        for (size_t i = 0; i < json_array_size(a); i++) {
            if (!json_same(json_array_get(a, i), json_array_get(b, i)))
                return false;
        }
        return true;
    }
    return json_equal(a, b);
}

static int compare_keys(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static const char **kept_keys(const json_t *object, size_t *ret_n)
{
    size_t n = json_object_size(object), i = 0;
    const char **keys = mem_alloc((n + 1) * sizeof(*keys));
    const char *key;
    json_t *value;

    json_object_foreach ((json_t *)object, key, value)
        keys[i++] = key;
    *ret_n = n;
    return keys;
}

const char **json_sorted_keys(const json_t *object, size_t *ret_n)
{
    const char **keys = kept_keys(object, ret_n);

    qsort(keys, *ret_n, sizeof(*keys), compare_keys);
    return keys;
}

/* Characters of a text that do not stand for themselves: always, or (2) with JSON_PRINT_HTML. */
static const unsigned char special[256] = {
    [0 ... 0x1f] = 1, ['"'] = 1, ['\\'] = 1, ['<'] = 2, ['>'] = 2, ['&'] = 2, [0x80 ... 0xff] = 1,
};

/* What is written for the character at `s`, of `*ret_n` bytes, in `escape`,
 * whose length is returned; 0 when the character stands for itself. */
static size_t escape_at(const char *s, size_t len, int flags, size_t *ret_n, char escape[7])
{
    static const char hex[] = "0123456789abcdef",
                      named[256] = {['"'] = '"',  ['\\'] = '\\', ['\n'] = 'n', ['\r'] = 'r',
                                    ['\t'] = 't', ['\b'] = 'b',  ['\f'] = 'f'};
    unsigned char c = (unsigned char)*s;

    *ret_n = 1;
    memcpy(escape, "\\u00xx", 7);
    if (named[c]) {
        escape[1] = named[c];
        return 2;
    }
    if (c < 0x80) {
        escape[4] = hex[c >> 4];
        escape[5] = hex[c & 15];
        return c < 0x20 || (flags & JSON_PRINT_HTML) ? 6 : 0;
    }
    *ret_n = rune_length(s, len);
    if (*ret_n == 0) {
        *ret_n = 1;
        memcpy(escape, "\\ufffd", 7);
        return 6;
    }
    if (*ret_n == 3 && (memcmp(s, "\u2028", 3) == 0 || memcmp(s, "\u2029", 3) == 0)) {
        memcpy(escape, s[2] == '\xa8' ? "\\u2028" : "\\u2029", 7);
        return 6;
    }
    return 0;
}

/* How many of the eight characters there, from the first on, stand for themselves, in HTML too. */
static inline unsigned plain_of_eight(const char *s)
{
    uint64_t bytes = eight_at(s);

    return eight_before(bytes | eight_below(bytes, ' ') | eight_equal(bytes, '"') |
                        eight_equal(bytes, '\\') | eight_equal(bytes, '&') |
                        eight_equal(bytes & ~EIGHT('<' ^ '>'), '<'));
}

/* The same of the whole text, at least. */
static size_t plain_head(const char *text, size_t len)
{
    size_t i = 0;

    while (len - i >= 8) {
        unsigned n = plain_of_eight(text + i);

        i += n;
        if (n < 8)
            return i;
    }
    return i && plain_of_eight(text + len - 8) == 8 ? len : i;
}

void json_print_text(struct buf *out, const char *text, size_t len, int flags)
{
    unsigned char care = flags & JSON_PRINT_HTML ? 3 : 1;
    size_t plain = 0, i = plain_head(text, len), n;

    buf_addc(out, '"');
    while (i < len) {
        char escape[7];

        if (len - i >= 8 && (n = plain_of_eight(text + i)) > 0) {
            i += n;
            continue;
        }
        if (!(special[(unsigned char)text[i]] & care)) {
            i++;
            continue;
        }
        size_t escaped = escape_at(text + i, len - i, flags, &n, escape);

        if (escaped) {
            buf_add(out, text + plain, i - plain);
            buf_add(out, escape, escaped);
            plain = i + n;
        }
        i += n;
    }
    buf_add(out, text + plain, len - plain);
    buf_addc(out, '"');
}

void json_print_key(struct buf *out, const char *key, bool first, int flags)
{
    if (!first)
        buf_addc(out, ',');
    json_print_text(out, key, strlen(key), flags);
    buf_addc(out, ':');
}

static void newline(struct buf *out, int flags, unsigned depth)
{
    if (flags & JSON_PRINT_PRETTY) {
        buf_addc(out, '\n');
        buf_fill(out, ' ', 2ul * depth);
    }
}

static void print(struct buf *out, const json_t *value, int flags, unsigned depth);

static void print_member(struct buf *out, const char *key, const json_t *value, bool first,
                         int flags, unsigned depth)
{
    if (!first)
        buf_addc(out, ',');
    newline(out, flags, depth + 1);
    json_print_text(out, key, strlen(key), flags);
    buf_adds(out, flags & JSON_PRINT_PRETTY ? ": " : ":");
    print(out, value, flags, depth + 1);
}

static void print_members(struct buf *out, const json_t *object, int flags, unsigned depth)
{
    bool first = true;
    const char *key;
    json_t *value;

    json_object_foreach ((json_t *)object, key, value) {
        print_member(out, key, value, first, flags, depth);
        first = false;
    }
}

static void print_sorted(struct buf *out, const json_t *object, int flags, unsigned depth)
{
    size_t n;
    auto_free const char **keys = json_sorted_keys(object, &n);

    for (size_t i = 0; i < n; i++)
        print_member(out, keys[i], json_object_get(object, keys[i]), i == 0, flags, depth);
}

static void print(struct buf *out, const json_t *value, int flags, unsigned depth)
{
    char number[NUMBER_TEXT_SIZE];

    switch (value ? json_typeof(value) : JSON_NULL) {
    case JSON_NULL:
        buf_adds(out, "null");
        return;
    case JSON_TRUE:
        buf_adds(out, "true");
        return;
    case JSON_FALSE:
        buf_adds(out, "false");
        return;
    case JSON_INTEGER:
        buf_add(out, number, number_print_int(json_integer_value(value), number));
        return;
    case JSON_REAL:
        buf_add(out, number, number_go_json(json_real_value(value), number));
        return;
    case JSON_STRING:
        json_print_text(out, json_string_value(value), json_string_length(value), flags);
        return;
    case JSON_ARRAY: {
        size_t n = json_array_size(value);

        buf_addc(out, '[');
        for (size_t i = 0; i < n; i++) {
            if (i)
                buf_addc(out, ',');
            newline(out, flags, depth + 1);
            print(out, json_array_get(value, i), flags, depth + 1);
        }
        if (n)
            newline(out, flags, depth);
        buf_addc(out, ']');
        return;
    }
    case JSON_OBJECT:
        buf_addc(out, '{');
        if (flags & JSON_PRINT_AS_IS)
            print_members(out, value, flags, depth);
        else
            print_sorted(out, value, flags, depth);
        if (json_object_size(value) > 0)
            newline(out, flags, depth);
        buf_addc(out, '}');
        return;
    }
}

void json_print(struct buf *out, const json_t *value, int flags)
{
    print(out, value, flags, 0);
}

char *json_text(const json_t *value)
{
    struct buf out = BUF_INIT(LIMIT_HTTP_REPLY);

    json_print(&out, value, JSON_PRINT_PLAIN);
    return buf_take(&out);
}

/* The text behind a string that begins at `s`. */
static const char *skip_string(const char *s, const char *end)
{
    for (s++; s < end && *s != '"'; s++)
        s += *s == '\\';
    return s + 1;
}

int json_parse_bounded(const char *text, size_t len, size_t max_nodes, size_t max_depth,
                       json_t **ret_value, struct err *err)
{
    const char *end = text + len;
    size_t nodes = 1, depth = 0;

    *ret_value = json_read_plain(text, len, max_nodes, max_depth);
    if (*ret_value)
        return 0;
    for (const char *s = text; s < end; s++) {
        if (*s == '"') {
            s = skip_string(s, end) - 1;
        } else if (*s == '{' || *s == '[') {
            nodes++;
            if (++depth > max_depth)
                return err_set(err, ERR_INVALID, "JSON: nested deeper than %zu", max_depth);
        } else if (*s == '}' || *s == ']') {
            depth -= depth > 0;
        } else {
            nodes += *s == ',';
        }
        if (nodes > max_nodes)
            return err_set(err, ERR_INVALID, "JSON: more than %zu values", max_nodes);
    }
    return json_parse(text, len, ret_value, err);
}

int json_parse(const char *text, size_t len, json_t **ret_value, struct err *err)
{
    json_error_t fault;
    json_t *value = json_loadb(text, len, JSON_DECODE_ANY | JSON_ALLOW_NUL, &fault);

    if (!value)
        return err_set(err, ERR_INVALID, "JSON line %d column %d: %s", fault.line, fault.column,
                       fault.text);
    *ret_value = value;
    return 0;
}
