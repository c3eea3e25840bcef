#include "json/plain.h"

#include <stdbool.h>
#include <string.h>

#include "base/buf.h"
#include "base/eight.h"
#include "base/limits.h"
#include "base/mem.h"

/* More digits may not fit. */
#define DIGITS 15

struct plain {
    const char *at, *end;
    size_t nodes, max_nodes, depth, max_depth;
    struct buf scratch; /* a text with escapes */
};

/* Within a string: what ends a run of characters that stand for themselves. */
static const bool stops[256] = {
    [0 ... 0x1f] = true,
    ['"'] = true,
    ['\\'] = true,
    [0x7f ... 0xff] = true,
};

static json_t *read_value(struct plain *p);

static void skip_space(struct plain *p)
{
    while (p->at < p->end && (*p->at == ' ' || *p->at == '\n' || *p->at == '\t' || *p->at == '\r'))
        p->at++;
}

static bool take(struct plain *p, char c)
{
    skip_space(p);
    if (p->at == p->end || *p->at != c)
        return false;
    p->at++;
    return true;
}

/* What a short escape stands for; 0 for any other. */
static char escaped(char c)
{
    static const char *const escapes = "\"\"\\\\//b\bf\fn\nr\rt\t";

    for (const char *e = escapes; *e; e += 2) {
        if (*e == c)
            return e[1];
    }
    return 0;
}

/* The first character from `c` on that does not stand for itself. */
static const char *run_end(const char *c, const char *end)
{
    while (end - c >= 8) {
        uint64_t bytes = eight_at(c);
        unsigned n = eight_before(bytes | eight_below(bytes, ' ') | eight_equal(bytes, '"') |
                                  eight_equal(bytes, '\\') | eight_equal(bytes, 0x7f));

        c += n;
        if (n < 8)
            return c;
    }
    while (c < end && !stops[(unsigned char)*c])
        c++;
    return c;
}

/* The string at the quote: in the text itself, or in `scratch`. */
static bool read_string(struct plain *p, const char **ret, size_t *ret_len)
{
    const char *start = ++p->at, *run = start;

    buf_reset(&p->scratch);
    for (;;) {
        char meant;

        p->at = run_end(p->at, p->end);
        if (p->at == p->end)
            return false;
        if (*p->at == '"')
            break;
        meant = *p->at == '\\' && p->at + 1 < p->end ? escaped(p->at[1]) : 0;
        if (!meant)
            return false;
        buf_add(&p->scratch, run, (size_t)(p->at - run));
        buf_addc(&p->scratch, meant);
        run = p->at += 2;
    }
    if (p->scratch.len > 0) {
        buf_add(&p->scratch, run, (size_t)(p->at - run));
        start = buf_text(&p->scratch);
    }
    *ret = start;
    *ret_len = p->scratch.len > 0 ? p->scratch.len : (size_t)(p->at - start);
    p->at++;
    return true;
}

static json_t *read_text(struct plain *p)
{
    const char *text;
    size_t len;

    return read_string(p, &text, &len) ? json_stringn_nocheck(text, len) : NULL;
}

static json_t *read_number(struct plain *p)
{
    bool negative = *p->at == '-';
    const char *digits = p->at += negative;
    json_int_t value = 0;

    while (p->at < p->end && *p->at >= '0' && *p->at <= '9' && p->at - digits <= DIGITS)
        value = value * 10 + (*p->at++ - '0');
    if (p->at == digits || p->at - digits > DIGITS ||
        (*digits == '0' && (p->at - digits > 1 || negative)) ||
        (p->at < p->end && (*p->at == '.' || *p->at == 'e' || *p->at == 'E')))
        return NULL;
    return json_integer(negative ? -value : value);
}

static json_t *read_word(struct plain *p)
{
    size_t left = (size_t)(p->end - p->at);

    if (left >= 4 && memcmp(p->at, "true", 4) == 0) {
        p->at += 4;
        return json_true();
    }
    if (left >= 4 && memcmp(p->at, "null", 4) == 0) {
        p->at += 4;
        return json_null();
    }
    if (left >= 5 && memcmp(p->at, "false", 5) == 0) {
        p->at += 5;
        return json_false();
    }
    return NULL;
}

/* "key": value */
static bool read_member(struct plain *p, json_t *object)
{
    const char *key;
    size_t len;
    json_t *value;

    skip_space(p);
    if (p->at == p->end || *p->at != '"' || !read_string(p, &key, &len))
        return false;
    auto_free char *copy = p->scratch.len > 0 ? mem_strndup(key, len) : NULL;
    if (!take(p, ':'))
        return false;
    value = read_value(p);
    if (!value)
        return false;
    if (json_object_setn_new_nocheck(object, copy ? copy : key, len, value) < 0)
        mem_exhausted(0);
    return true;
}

static bool read_item(struct plain *p, json_t *list)
{
    json_t *value = read_value(p);

    if (value)
        json_array_append_new(list, value);
    return value != NULL;
}

static json_t *read_collection(struct plain *p, char end)
{
    json_t *collection = end == '}' ? json_object() : json_array();
    bool (*read)(struct plain *, json_t *) = end == '}' ? read_member : read_item;

    p->at++;
    if (++p->depth > p->max_depth || ++p->nodes > p->max_nodes)
        goto more;
    if (!take(p, end)) {
        do {
            if (!read(p, collection))
                goto more;
        } while (take(p, ',') && ++p->nodes <= p->max_nodes);
        if (!take(p, end))
            goto more;
    }
    p->depth--;
    return collection;

more:
    json_decref(collection);
    return NULL;
}

static json_t *read_value(struct plain *p)
{
    skip_space(p);
    if (p->at == p->end)
        return NULL;
    switch (*p->at) {
    case '{':
        return read_collection(p, '}');
    case '[':
        return read_collection(p, ']');
    case '"':
        return read_text(p);
    case '-':
    case '0' ... '9':
        return read_number(p);
    default:
        return read_word(p);
    }
}

json_t *json_read_plain(const char *text, size_t len, size_t max_nodes, size_t max_depth)
{
    struct plain p = {.at = text,
                      .end = text + len,
                      .nodes = 1,
                      .max_nodes = max_nodes,
                      .max_depth = max_depth,
                      .scratch = BUF_INIT(LIMIT_HTTP_REPLY)};
    json_t *value = read_value(&p);

    skip_space(&p);
    if (value && p.at != p.end) {
        json_decref(value);
        value = NULL;
    }
    buf_done(&p.scratch);
    return value;
}
