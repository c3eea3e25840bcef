#include "helm/toml.h"

#include <ctype.h>
#include <errno.h>
#include <math.h>
#include <string.h>

#include "base/limits.h"
#include "base/mem.h"
#include "base/rune.h"
#include "gotmpl/fmt.h"
#include "json/number.h"

#define MAX_DEPTH 128

/* ---- writing ---- */

static void print_quoted(struct buf *out, const char *s, size_t len)
{
    buf_addc(out, '"');
    for (size_t i = 0; i < len; i++) {
        unsigned char c = (unsigned char)s[i];
        const char *escape = c == '"'    ? "\\\""
                             : c == '\\' ? "\\\\"
                             : c == '\b' ? "\\b"
                             : c == '\t' ? "\\t"
                             : c == '\n' ? "\\n"
                             : c == '\f' ? "\\f"
                             : c == '\r' ? "\\r"
                                         : NULL;

        if (escape)
            buf_adds(out, escape);
        else if (c < 0x20 || c == 0x7f)
            buf_addf(out, "\\u%04x", c);
        else
            buf_addc(out, s[i]);
    }
    buf_addc(out, '"');
}

static void print_key(struct buf *out, const char *key)
{
    static const char bare[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    if (*key && !key[strspn(key, bare)])
        buf_adds(out, key);
    else
        print_quoted(out, key, strlen(key));
}

/* All of a list's items are maps, and there is one. */
static bool is_table_list(const json_t *value)
{
    for (size_t i = 0; i < json_array_size(value); i++) {
        if (!json_is_object(json_array_get(value, i)))
            return false;
    }
    return json_array_size(value) > 0;
}

static bool is_table(const json_t *value)
{
    return json_is_object(value) || is_table_list(value);
}

static int print_inline(struct buf *out, const json_t *value, struct err *err);

static int print_inline_map(struct buf *out, const json_t *value, struct err *err)
{
    size_t n, left;
    auto_free const char **keys = json_sorted_keys(value, &n);

    left = n;
    buf_addc(out, '{');
    for (int tables = 0; tables < 2; tables++) {
        for (size_t i = 0; i < n; i++) {
            const json_t *item = json_object_get(value, keys[i]);

            if (is_table(item) != tables)
                continue;
            left--;
            if (json_is_null(item)) /* leaves the comma before it, in Go too */
                continue;
            print_key(out, keys[i]);
            buf_adds(out, " = ");
            if (print_inline(out, item, err) < 0)
                return -1;
            if (left)
                buf_adds(out, ", ");
        }
    }
    buf_addc(out, '}');
    return 0;
}

static int print_inline(struct buf *out, const json_t *value, struct err *err)
{
    char number[NUMBER_TEXT_SIZE];
    size_t len;

    switch (json_typeof(value)) {
    case JSON_TRUE:
    case JSON_FALSE:
        buf_adds(out, json_is_true(value) ? "true" : "false");
        return 0;
    case JSON_INTEGER:
        buf_addf(out, "%lld", (long long)json_integer_value(value));
        return 0;
    case JSON_REAL:
        len = number_go_g(json_real_value(value), number);
        buf_add(out, number, len);
        if (!memchr(number, '.', len) && !memchr(number, 'e', len))
            buf_adds(out, ".0");
        return 0;
    case JSON_STRING:
        print_quoted(out, json_string_value(value), json_string_length(value));
        return 0;
    case JSON_ARRAY:
        buf_addc(out, '[');
        for (size_t i = 0; i < json_array_size(value); i++) {
            if (i)
                buf_adds(out, ", ");
            if (print_inline(out, json_array_get(value, i), err) < 0)
                return -1;
        }
        buf_addc(out, ']');
        return 0;
    case JSON_OBJECT:
        return print_inline_map(out, value, err);
    default:
        return err_set(err, ERR_INVALID, "toml: cannot encode array with nil element");
    }
}

static void indent(struct buf *out, unsigned depth)
{
    buf_fill(out, ' ', depth > 1 ? 2ul * (depth - 1) : 0);
}

static int print_table(struct buf *out, const json_t *value, const char *path, unsigned depth,
                       struct err *err);

static int print_entry(struct buf *out, const char *key, const json_t *item, const char *path,
                       unsigned depth, struct err *err)
{
    auto_buf struct buf full = BUF_INIT(LIMIT_TEMPLATE_TEXT);

    if (!is_table(item)) {
        indent(out, depth + 1);
        print_key(out, key);
        buf_adds(out, " = ");
        if (print_inline(out, item, err) < 0)
            return -1;
        buf_addc(out, '\n');
        return 0;
    }
    buf_adds(&full, path);
    if (*path)
        buf_addc(&full, '.');
    print_key(&full, key);
    if (json_is_object(item)) {
        if (depth == 0 && out->len)
            buf_addc(out, '\n');
        indent(out, depth + 1);
        buf_addf(out, "[%s]\n", buf_text(&full));
        return print_table(out, item, buf_text(&full), depth + 1, err);
    }
    for (size_t i = 0; i < json_array_size(item); i++) {
        if (out->len)
            buf_addc(out, '\n');
        indent(out, depth + 1);
        buf_addf(out, "[[%s]]\n", buf_text(&full));
        if (print_table(out, json_array_get(item, i), buf_text(&full), depth + 1, err) < 0)
            return -1;
    }
    return 0;
}

/* What is no table first, then tables; each sorted. */
static int print_table(struct buf *out, const json_t *value, const char *path, unsigned depth,
                       struct err *err)
{
    size_t n;
    auto_free const char **keys = json_sorted_keys(value, &n);

    if (depth > MAX_DEPTH)
        return err_set(err, ERR_INVALID, "toml: nested deeper than %d", MAX_DEPTH);
    for (int tables = 0; tables < 2; tables++) {
        for (size_t i = 0; i < n; i++) {
            const json_t *item = json_object_get(value, keys[i]);

            if (is_table(item) == tables && !json_is_null(item) &&
                print_entry(out, keys[i], item, path, depth, err) < 0)
                return -1;
        }
    }
    return 0;
}

int toml_print(struct buf *out, const json_t *value, struct err *err)
{
    if (json_is_null(value))
        return err_set(err, ERR_INVALID, "toml: cannot encode a nil value");
    if (is_table_list(value))
        return err_set(err, ERR_INVALID, "toml: top-level values must be Go maps or structs");
    if (!json_is_object(value))
        return print_inline(out, value, err);
    return print_table(out, value, "", 0, err);
}

/* ---- reading ---- */

struct reader {
    const char *p, *end;
    unsigned line, depth;
    struct err *err;
};

static int fail(struct reader *r, const char *problem)
{
    return err_set(r->err, ERR_INVALID, "toml: line %u: %s", r->line, problem);
}

static void skip_blanks(struct reader *r)
{
    while (r->p < r->end && (*r->p == ' ' || *r->p == '\t'))
        r->p++;
}

static bool at(const struct reader *r, char c)
{
    return r->p < r->end && *r->p == c;
}

static bool at_text(const struct reader *r, const char *text)
{
    size_t len = strlen(text);

    return (size_t)(r->end - r->p) >= len && memcmp(r->p, text, len) == 0;
}

/* Blanks, newlines and comments. */
static void skip_space(struct reader *r)
{
    while (r->p < r->end) {
        if (*r->p == '#') {
            while (r->p < r->end && *r->p != '\n')
                r->p++;
        } else if (isspace((unsigned char)*r->p)) {
            r->line += *r->p++ == '\n';
        } else {
            break;
        }
    }
}

static int read_escape(struct reader *r, struct buf *out)
{
    static const char names[] = "btnfre\"\\", bytes[] = "\b\t\n\f\r\033\"\\";
    char c = r->p < r->end ? *r->p++ : '\0';
    const char *name = c ? strchr(names, c) : NULL;
    uint32_t rune = 0;

    if (name) {
        buf_addc(out, bytes[name - names]);
        return 0;
    }
    if (c != 'u' && c != 'U')
        return fail(r, "invalid escape character");
    for (int i = 0; i < (c == 'u' ? 4 : 8); i++, r->p++) {
        if (r->p >= r->end || !isxdigit((unsigned char)*r->p))
            return fail(r, "expected hexadecimal digits after \\u");
        rune = rune << 4 |
               (uint32_t)(isdigit((unsigned char)*r->p) ? *r->p - '0' : tolower(*r->p) - 'a' + 10);
    }
    if (rune > 0x10ffff || (rune >= 0xd800 && rune < 0xe000))
        return fail(r, "escape sequence is no Unicode character");
    rune_encode(out, rune);
    return 0;
}

/* "…", '…', """…""" and '''…'''. */
static int read_text(struct reader *r, struct buf *out)
{
    char quote = *r->p;
    bool literal = quote == '\'', many = at_text(r, literal ? "'''" : "\"\"\"");

    r->p += many ? 3 : 1;
    if (many && at(r, '\n')) {
        r->p++;
        r->line++;
    }
    for (;;) {
        if (r->p >= r->end || (*r->p == '\n' && !many))
            return fail(r, "a text does not end");
        if (*r->p == quote) {
            if (!many) {
                r->p++;
                return 0;
            }
            if (at_text(r, literal ? "'''" : "\"\"\"")) {
                r->p += 3;
                for (int i = 0; i < 2 && at(r, quote); i++)
                    buf_addc(out, *r->p++);
                return 0;
            }
        }
        if (*r->p == '\\' && !literal) {
            r->p++;
            if (many && r->p < r->end && isspace((unsigned char)*r->p)) {
                while (r->p < r->end && isspace((unsigned char)*r->p))
                    r->line += *r->p++ == '\n';
            } else if (read_escape(r, out) < 0) {
                return -1;
            }
            continue;
        }
        r->line += *r->p == '\n';
        buf_addc(out, *r->p++);
    }
}

static int read_key(struct reader *r, struct buf *out)
{
    skip_blanks(r);
    if (at(r, '"') || at(r, '\'')) {
        if (read_text(r, out) < 0)
            return -1;
    } else {
        const char *start = r->p;

        while (r->p < r->end && (isalnum((unsigned char)*r->p) || *r->p == '-' || *r->p == '_'))
            buf_addc(out, *r->p++);
        if (r->p == start)
            return fail(r, "expected a key");
    }
    if (memchr(buf_text(out), '\0', out->len))
        return fail(r, "NUL in a key");
    skip_blanks(r);
    return 0;
}

static int read_value(struct reader *r, json_t **ret);

/* The table under `key` of `table`, made where missing; of a list of tables the last. */
static json_t *enter(json_t *table, const char *key)
{
    json_t *next = json_object_get(table, key);

    if (!next) {
        next = json_object();
        json_put(table, key, next);
    }
    if (json_is_array(next))
        next = json_array_get(next, json_array_size(next) - 1);
    return json_is_object(next) ? next : NULL;
}

/* a.b.c = value */
static int read_pair(struct reader *r, json_t *table)
{
    for (;;) {
        auto_buf struct buf key = BUF_INIT(LIMIT_MESSAGE);
        json_t *value = NULL;

        if (read_key(r, &key) < 0)
            return -1;
        if (at(r, '.')) {
            r->p++;
            table = enter(table, buf_text(&key));
            if (!table)
                return fail(r, "a key is no table");
            continue;
        }
        if (!at(r, '='))
            return fail(r, "expected = behind a key");
        r->p++;
        skip_blanks(r);
        if (json_object_get(table, buf_text(&key)))
            return fail(r, "a key has been defined before");
        if (read_value(r, &value) < 0)
            return -1;
        json_put(table, buf_text(&key), value);
        return 0;
    }
}

static int read_list(struct reader *r, json_t **ret)
{
    auto_json json_t *list = json_array();

    for (r->p++;;) {
        json_t *item = NULL;

        skip_space(r);
        if (at(r, ']'))
            break;
        if (read_value(r, &item) < 0)
            return -1;
        json_array_append_new(list, item);
        skip_space(r);
        if (at(r, ','))
            r->p++;
        else if (!at(r, ']'))
            return fail(r, "expected , or ] in a list");
    }
    r->p++;
    *ret = STEAL(list);
    return 0;
}

static int read_inline_table(struct reader *r, json_t **ret)
{
    auto_json json_t *table = json_object();

    for (r->p++;;) {
        skip_space(r);
        if (at(r, '}'))
            break;
        if (read_pair(r, table) < 0)
            return -1;
        skip_space(r);
        if (at(r, ','))
            r->p++;
        else if (!at(r, '}'))
            return fail(r, "expected , or } in a table");
    }
    r->p++;
    *ret = STEAL(table);
    return 0;
}

/* Numbers, dates, true and false. */
static int read_word(struct reader *r, json_t **ret)
{
    char word[64];
    size_t n = 0;
    const char *number = word;
    char *end;
    long long integer;
    double real;

    while (r->p < r->end && n + 1 < sizeof(word) &&
           (isalnum((unsigned char)*r->p) || strchr("+-.:_", *r->p) ||
            (*r->p == ' ' && n == 10 && word[4] == '-' && r->p + 1 < r->end &&
             isdigit((unsigned char)r->p[1]))))
        word[n++] = *r->p++;
    word[n] = '\0';
    if (strcmp(word, "true") == 0 || strcmp(word, "false") == 0) {
        *ret = json_boolean(*word == 't');
        return 0;
    }
    if (strchr(word, ':') || (n >= 10 && word[4] == '-' && word[7] == '-')) {
        *ret = json_string(word);
        return 0;
    }
    size_t plain = 0;
    for (size_t i = 0; i <= n; i++) {
        if (word[i] != '_')
            word[plain++] = word[i];
    }
    if (*number == '+')
        number++;
    errno = 0;
    integer = strncmp(number, "0o", 2) == 0   ? strtoll(number + 2, &end, 8)
              : strncmp(number, "0b", 2) == 0 ? strtoll(number + 2, &end, 2)
              : strncmp(number, "0x", 2) == 0 ? strtoll(number + 2, &end, 16)
                                              : strtoll(number, &end, 10);
    if (*number && !*end && !errno) {
        *ret = json_integer(integer);
        return 0;
    }
    real = strtod(number, &end);
    if (!*number || *end || !isfinite(real))
        return fail(r, "expected a value");
    *ret = json_real(real);
    return 0;
}

static int read_value(struct reader *r, json_t **ret)
{
    int rc;

    if (r->depth >= MAX_DEPTH)
        return fail(r, "nested too deeply");
    r->depth++;
    if (at(r, '"') || at(r, '\'')) {
        auto_buf struct buf text = BUF_INIT(LIMIT_TEMPLATE_TEXT);

        rc = read_text(r, &text);
        if (rc == 0)
            *ret = json_stringn_nocheck(buf_text(&text), text.len);
    } else if (at(r, '[')) {
        rc = read_list(r, ret);
    } else if (at(r, '{')) {
        rc = read_inline_table(r, ret);
    } else {
        rc = read_word(r, ret);
    }
    r->depth--;
    return rc;
}

/* [a.b] or [[a.b]]: the table that the following pairs belong to. */
static int read_header(struct reader *r, json_t *root, json_t **ret_table)
{
    bool list = at_text(r, "[[");
    json_t *table = root;

    r->p += list ? 2 : 1;
    for (;;) {
        auto_buf struct buf key = BUF_INIT(LIMIT_MESSAGE);

        if (read_key(r, &key) < 0)
            return -1;
        if (at(r, '.')) {
            r->p++;
            table = enter(table, buf_text(&key));
        } else if (!at_text(r, list ? "]]" : "]")) {
            return fail(r, "expected ] behind a table's name");
        } else if (list) {
            json_t *items = json_object_get(table, buf_text(&key));

            r->p += 2;
            if (!items)
                json_put(table, buf_text(&key), items = json_array());
            if (!json_is_array(items))
                return fail(r, "a key is no list of tables");
            table = json_object();
            json_array_append_new(items, table);
            break;
        } else {
            r->p++;
            table = enter(table, buf_text(&key));
            break;
        }
        if (!table)
            return fail(r, "a key is no table");
    }
    if (!table)
        return fail(r, "a key is no table");
    *ret_table = table;
    return 0;
}

int toml_parse(const char *text, size_t len, json_t **ret_value, struct err *err)
{
    struct reader r = {.p = text, .end = text + len, .line = 1, .err = err};
    auto_json json_t *root = json_object();
    json_t *table = root;

    for (;;) {
        skip_space(&r);
        if (r.p >= r.end)
            break;
        if ((at(&r, '[') ? read_header(&r, root, &table) : read_pair(&r, table)) < 0)
            return -1;
        skip_blanks(&r);
        if (r.p < r.end && *r.p != '\n' && *r.p != '\r' && *r.p != '#')
            return fail(&r, "expected the end of the line");
    }
    *ret_value = STEAL(root);
    return 0;
}
