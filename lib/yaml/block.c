#include "yaml/block.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

#include "base/eight.h"
#include "base/limits.h"
#include "base/mem.h"
#include "yaml/known.h"
#include "yaml/resolve.h"

/* libyaml takes a key for one only within this distance of its colon. */
#define KEY_LEN 1000

struct block {
    const char *p, *end; /* what is left; a line begins at p between nodes */
    const char *content; /* of the line at p, behind its indentation; set by peek_line */
    size_t indent;       /* of that line */
    int flags;
    size_t nodes, depth, max_nodes, max_depth;
    bool drop; /* what is read is not wanted: null stands for it */
    const struct yaml_known *known;
    struct yaml_known *learned; /* by whom what is read becomes known */
    struct buf scratch;
};

static bool read_node(struct block *b, size_t parent, json_t **ret);

/* ---- characters ---- */

enum {
    CHAR_KEY = 1,   /* may be in a plain key */
    CHAR_START = 2, /* may begin a plain scalar */
    CHAR_BAD = 4,   /* not for this reader at all */
};

static const unsigned char class[256] = {
    [0 ... 9] = CHAR_BAD,
    [11 ... 31] = CHAR_BAD,
    [0x7f] = CHAR_BAD,
    ['a' ... 'z'] = CHAR_KEY | CHAR_START,
    ['A' ... 'Z'] = CHAR_KEY | CHAR_START,
    ['0' ... '9'] = CHAR_KEY | CHAR_START,
    ['_'] = CHAR_KEY | CHAR_START,
    ['.'] = CHAR_KEY | CHAR_START,
    ['/'] = CHAR_KEY | CHAR_START,
    ['$'] = CHAR_KEY | CHAR_START,
    ['-'] = CHAR_KEY,
    ['('] = CHAR_START,
    ['<'] = CHAR_START,
    ['='] = CHAR_START,
    ['+'] = CHAR_START,
    ['^'] = CHAR_START,
    ['~'] = CHAR_START,
    ['\\'] = CHAR_START,
};

/* The length of a valid UTF-8 sequence that YAML counts neither as a break nor as unprintable. */
static size_t sequence(const unsigned char *s, size_t left)
{
    size_t n = s[0] >= 0xc2 && s[0] < 0xe0   ? 2
               : (s[0] & 0xf0) == 0xe0       ? 3
               : s[0] >= 0xf0 && s[0] < 0xf5 ? 4
                                             : 0;

    if (n == 0 || n > left)
        return 0;
    for (size_t i = 1; i < n; i++) {
        if ((s[i] & 0xc0) != 0x80)
            return 0;
    }
    if ((n == 2 && s[0] == 0xc2 && s[1] < 0xa0) || (s[0] == 0xe0 && s[1] < 0xa0) ||
        (s[0] == 0xed && s[1] > 0x9f) || (s[0] == 0xf0 && s[1] < 0x90) ||
        (s[0] == 0xf4 && s[1] > 0x8f) || (s[0] == 0xe2 && s[1] == 0x80 && (s[2] & 0xfe) == 0xa8) ||
        (s[0] == 0xef && s[1] == 0xbb && s[2] == 0xbf) ||
        (s[0] == 0xef && s[1] == 0xbf && s[2] >= 0xbe))
        return 0;
    return n;
}

/* The high bit of each byte that is not zero. */
static uint64_t not_zero(uint64_t bytes)
{
    return ((bytes & EIGHT(0x7f)) + EIGHT(0x7f)) | bytes;
}

/* Are the eight bytes there ASCII, and none of them one for which class says CHAR_BAD? */
static bool are_readable(const unsigned char *s)
{
    uint64_t bytes = eight_at((const char *)s), control;

    control = ~((bytes & EIGHT(0x7f)) + EIGHT(0x60)); /* less than a blank */
    return (((control & not_zero(bytes ^ EIGHT('\n'))) | ~not_zero(bytes ^ EIGHT(0x7f)) | bytes) &
            EIGHT(0x80)) == 0;
}

static bool is_readable(const char *text, size_t len)
{
    const unsigned char *s = (const unsigned char *)text;

    for (size_t i = 0; i < len;) {
        if (len - i >= 8 && are_readable(s + i)) {
            i += 8;
        } else if (s[i] < 0x80) {
            if (class[s[i]] & CHAR_BAD)
                return false;
            i++;
        } else {
            size_t n = sequence(s + i, len - i);

            if (n == 0)
                return false;
            i += n;
        }
    }
    return true;
}

/* ---- lines ---- */

static const char *line_end(const struct block *b, const char *p)
{
    const char *newline = p < b->end ? memchr(p, '\n', (size_t)(b->end - p)) : NULL;

    return newline ? newline : b->end;
}

static bool is_marker(const struct block *b, const char *line)
{
    return b->end - line >= 3 && (memcmp(line, "---", 3) == 0 || memcmp(line, "...", 3) == 0) &&
           (b->end - line == 3 || line[3] == '\n' || line[3] == ' ');
}

/* Moves p to the next line that holds a node; false at the end of the document. */
static bool peek_line(struct block *b)
{
    while (b->p < b->end) {
        const char *c = b->p;

        while (c < b->end && *c == ' ')
            c++;
        if (c < b->end && *c != '\n' && *c != '#') {
            if (c == b->p && is_marker(b, c))
                return false;
            b->content = c;
            b->indent = (size_t)(c - b->p);
            return true;
        }
        c = line_end(b, c);
        b->p = c < b->end ? c + 1 : c;
    }
    return false;
}

/* Is there nothing but blanks or a comment from `c` on? Then p moves behind the line. */
static bool finish_line(struct block *b, const char *c)
{
    const char *start = c;

    while (c < b->end && *c == ' ')
        c++;
    if (c < b->end && *c == '#' && c > start)
        c = line_end(b, c);
    if (c < b->end && *c != '\n')
        return false;
    b->p = c < b->end ? c + 1 : c;
    return true;
}

/* ---- scalars ---- */

static json_t *make_text(const struct block *b, const char *text, size_t len)
{
    return b->drop ? json_null() : json_stringn_nocheck(text, len);
}

static bool make_scalar(struct block *b, const char *text, size_t len, json_t **ret)
{
    struct yaml_scalar scalar = yaml_resolve(text, len);

    switch (scalar.kind) {
    case YAML_KIND_NULL:
        *ret = json_null();
        return true;
    case YAML_KIND_BOOL:
        *ret = json_boolean(scalar.truth);
        return true;
    case YAML_KIND_INT:
        *ret = b->flags & YAML_FLOATS ? json_real((double)scalar.integer)
                                      : json_integer(scalar.integer);
        return true;
    case YAML_KIND_FLOAT:
        if (!isfinite(scalar.real))
            return false;
        *ret = json_real(scalar.real);
        return true;
    default:
        *ret = make_text(b, text, len);
        return true;
    }
}

/* The end of the plain text in one line; NULL when the line holds more than that. */
static const char *plain_end(const char *c, const char *end, bool *ret_comment)
{
    const char *last = c;

    *ret_comment = false;
    for (; c < end; c++) {
        if (*c == ' ')
            continue;
        if (*c == '#' && c[-1] == ' ') {
            *ret_comment = true;
            break;
        }
        if (*c == ':' && (c + 1 == end || c[1] == ' '))
            return NULL;
        last = c + 1;
    }
    return last;
}

/* Lines further right than `parent` go on with a plain scalar: adds them to scratch, which holds
 * its first line. */
static bool continue_plain(struct block *b, size_t parent)
{
    for (;;) {
        const char *c = b->p, *end, *text_end;
        size_t breaks = 1;
        bool comment;

        while (c < b->end) { /* empty lines */
            const char *line = c;

            while (c < b->end && *c == ' ')
                c++;
            if (c == b->end || *c != '\n') {
                c = line;
                break;
            }
            breaks++;
            c++;
        }
        const char *line = c;
        while (c < b->end && *c == ' ')
            c++;
        if (c == b->end || *c == '#' ||
            (parent == SIZE_MAX ? is_marker(b, line) : (size_t)(c - line) <= parent))
            return true;
        end = line_end(b, c);
        text_end = plain_end(c, end, &comment);
        if (!text_end)
            return false;
        if (breaks == 1)
            buf_addc(&b->scratch, ' ');
        else
            buf_fill(&b->scratch, '\n', breaks - 1);
        buf_add(&b->scratch, c, (size_t)(text_end - c));
        b->p = end < b->end ? end + 1 : end;
        if (comment)
            return true;
    }
}

static bool read_plain(struct block *b, const char *c, size_t parent, json_t **ret)
{
    const char *end = line_end(b, c), *text_end, *next;
    bool comment;

    if (!(class[(unsigned char)*c] & CHAR_START) && !((unsigned char)*c >= 0x80) &&
        !(*c == '-' && c + 1 < end && c[1] != ' '))
        return false;
    text_end = plain_end(c, end, &comment);
    if (!text_end)
        return false;
    b->p = end < b->end ? end + 1 : end;
    /* most scalars are of one line: the next is not further right */
    next = b->p;
    while (next < b->end && *next == ' ')
        next++;
    if (comment ||
        (next < b->end && *next != '\n' && parent != SIZE_MAX && (size_t)(next - b->p) <= parent))
        return make_scalar(b, c, (size_t)(text_end - c), ret);
    buf_reset(&b->scratch);
    buf_add(&b->scratch, c, (size_t)(text_end - c));
    if (!continue_plain(b, parent))
        return false;
    return make_scalar(b, buf_text(&b->scratch), b->scratch.len, ret);
}

/* The line break at `c` within a quoted scalar, with the blanks around it: a blank, or as many
 * newlines as there are empty lines. NULL at a document's marker. */
static const char *fold_break(struct block *b, const char *c, size_t keep)
{
    size_t breaks = 0;

    while (b->scratch.len > keep && b->scratch.data[b->scratch.len - 1] == ' ')
        b->scratch.data[--b->scratch.len] = '\0';
    for (;;) {
        if (c < b->end && *c == '\n') {
            breaks++;
            c++;
            if (c < b->end && is_marker(b, c))
                return NULL;
        } else if (c < b->end && *c == ' ') {
            c++;
        } else {
            break;
        }
    }
    if (breaks == 1)
        buf_addc(&b->scratch, ' ');
    else
        buf_fill(&b->scratch, '\n', breaks - 1);
    return c;
}

/* A quoted scalar into scratch; the place behind it, or NULL when it is not for this reader. */
static const char *read_quoted(struct block *b, const char *c)
{
    char quote = *c++;
    size_t keep = 0; /* escaped blanks stay at the end of a line */

    buf_reset(&b->scratch);
    while (c && c < b->end) {
        const char *start = c;

        while (c < b->end && *c != quote && *c != '\n' && *c != '\\')
            c++;
        buf_add(&b->scratch, start, (size_t)(c - start));
        if (c >= b->end)
            return NULL;
        if (*c == '\n') {
            c = fold_break(b, c, keep);
        } else if (*c == '\\' && quote == '\'') {
            buf_addc(&b->scratch, *c++);
        } else if (*c == '\\') {
            const char *name = c + 1 < b->end && c[1] ? strchr("\"\\/nt ", c[1]) : NULL;

            if (!name)
                return NULL;
            buf_addc(&b->scratch, "\"\\/\n\t "[name - "\"\\/nt "]);
            keep = b->scratch.len;
            c += 2;
        } else if (quote == '\'' && c + 1 < b->end && c[1] == '\'') {
            buf_addc(&b->scratch, '\'');
            c += 2;
        } else {
            return c + 1;
        }
    }
    return NULL;
}

/* What is behind a literal's "|": its lines are those further right than `parent`. */
static bool read_literal(struct block *b, const char *c, size_t parent, json_t **ret)
{
    char chomp = '\0';
    size_t indent = 0, breaks = 0, leading = 0;
    bool known = false, lines = false;

    for (; c < b->end && (*c == '-' || *c == '+' || (*c >= '1' && *c <= '9')); c++) {
        if (*c == '-' || *c == '+' ? chomp != '\0' : known)
            return false;
        if (*c == '-' || *c == '+') {
            chomp = *c;
        } else {
            known = true;
            indent = (parent == SIZE_MAX ? 0 : parent) + (size_t)(*c - '0');
        }
    }
    if (!finish_line(b, c))
        return false;
    buf_reset(&b->scratch);
    while (b->p < b->end) {
        const char *text = b->p, *end = line_end(b, b->p);
        size_t blanks;

        while (text < end && *text == ' ' && (!known || (size_t)(text - b->p) < indent))
            text++;
        blanks = (size_t)(text - b->p);
        if (text == end) {
            if (!known && blanks > leading)
                leading = blanks;
            if (end == b->end) /* blanks, but no line */
                break;
            breaks++;
            b->p = end + 1;
            continue;
        }
        if (!known) {
            if (parent != SIZE_MAX ? blanks <= parent : blanks == 0)
                break;
            if (leading > blanks)
                return false;
            known = true;
            indent = blanks;
        } else if (blanks < indent) {
            break;
        }
        if (indent == 0 && is_marker(b, text))
            return false;
        lines = true;
        buf_fill(&b->scratch, '\n', breaks);
        buf_add(&b->scratch, text, (size_t)(end - text));
        breaks = end < b->end;
        b->p = end < b->end ? end + 1 : end;
    }
    if (!known && breaks)
        return false;
    if (chomp == '+')
        buf_fill(&b->scratch, '\n', breaks);
    else if (chomp != '-' && breaks && lines)
        buf_addc(&b->scratch, '\n');
    *ret = make_text(b, buf_text(&b->scratch), b->scratch.len);
    return true;
}

/* Blanks and line breaks within a flow sequence; NULL at a document's marker. */
static const char *skip_flow_space(const struct block *b, const char *c)
{
    while (c < b->end && (*c == ' ' || *c == '\n')) {
        if (*c++ == '\n' && c < b->end && is_marker(b, c))
            return NULL;
    }
    return c;
}

/* ---- keys ---- */

/* A plain key lies in the text itself, a quoted one is a copy. */
struct key {
    const char *text;
    size_t len;
    char *copy;
};

static void key_done(struct key *key)
{
    free(key->copy);
}
#define auto_key ATTR_CLEANUP(key_done)

/* The key at `c` of a mapping: its text, and the place behind its colon; NULL when there is none or
 * it is not for this reader. */
static const char *read_key(struct block *b, const char *c, struct key *ret_key)
{
    struct key key = {.text = c};

    if (*c == '"' || *c == '\'') {
        const char *stop = line_end(b, c);

        c = read_quoted(b, c);
        if (!c || c >= stop || *c != ':')
            return NULL;
        key.len = b->scratch.len;
        if (memchr(buf_text(&b->scratch), '\0', key.len))
            return NULL;
    } else {
        while (c < b->end && class[(unsigned char)*c] & CHAR_KEY)
            c++;
        key.len = (size_t)(c - key.text);
        if (c == b->end || *c != ':' || key.len == 0 || *key.text == '-' ||
            yaml_resolve(key.text, key.len).kind != YAML_KIND_TEXT)
            return NULL;
    }
    if ((c + 1 < b->end && c[1] != ' ' && c[1] != '\n') || key.len > KEY_LEN)
        return NULL;
    if (*key.text == '"' || *key.text == '\'')
        key.text = key.copy = mem_strndup(buf_text(&b->scratch), key.len);
    *ret_key = key;
    return c + 1;
}

/* ---- flow collections ---- */

static const char *read_flow(struct block *b, const char *c, json_t **ret);

/* What stands between commas, a key's value too; the place behind it, or NULL when there is more to
 * it. */
static const char *read_flow_item(struct block *b, const char *c, json_t **ret)
{
    const char *start = c;

    if (*c == '[' || *c == '{')
        return read_flow(b, c, ret);
    if (*c == '"' || *c == '\'') {
        c = read_quoted(b, c);
        if (c)
            *ret = json_stringn_nocheck(buf_text(&b->scratch), b->scratch.len);
        return c;
    }
    while (c < b->end && class[(unsigned char)*c] & CHAR_KEY)
        c++;
    if (c == start || !(class[(unsigned char)*start] & CHAR_START) ||
        !make_scalar(b, start, (size_t)(c - start), ret))
        return NULL;
    return c;
}

/* "key: item" into `object`. */
static const char *read_flow_entry(struct block *b, const char *c, json_t *object)
{
    auto_key struct key key = {0};
    json_t *value = NULL;

    c = read_key(b, c, &key);
    c = c ? skip_flow_space(b, c) : NULL;
    if (!c || c >= b->end ||
        ((b->flags & YAML_REPEATED) && json_object_getn(object, key.text, key.len)))
        return NULL;
    c = read_flow_item(b, c, &value);
    if (!value)
        return NULL;
    if (json_object_setn_new_nocheck(object, key.text, key.len, value) < 0)
        mem_exhausted(0);
    return c;
}

/* [a, "b", [c]] and {a: b, "c": [d],} with plain items of letters and the like; the place behind
 * it, or NULL when there is more to it. */
static const char *read_flow(struct block *b, const char *c, json_t **ret)
{
    auto_json json_t *collection = *c == '[' ? json_array() : json_object();
    char end = *c == '[' ? ']' : '}';

    if (++b->depth >= b->max_depth)
        return NULL;
    for (c++;;) {
        json_t *item = NULL;

        c = skip_flow_space(b, c);
        if (!c || c >= b->end)
            return NULL;
        if (*c == end)
            break;
        if (end == '}') {
            c = read_flow_entry(b, c, collection);
        } else {
            c = read_flow_item(b, c, &item);
            if (item)
                json_array_append_new(collection, item);
        }
        c = c ? skip_flow_space(b, c) : NULL;
        if (!c || c >= b->end || ++b->nodes > b->max_nodes)
            return NULL;
        if (*c == ',')
            c++;
        else if (*c != end)
            return NULL;
    }
    b->depth--;
    *ret = STEAL(collection);
    return c + 1;
}

static bool read_flow_value(struct block *b, const char *c, json_t **ret)
{
    *ret = NULL;
    c = read_flow(b, c, ret);
    if (c && finish_line(b, c))
        return true;
    json_decref(*ret);
    *ret = NULL;
    return false;
}

/* The value at `c`, which begins a scalar or a flow collection. */
static bool read_value(struct block *b, const char *c, size_t parent, json_t **ret)
{
    switch (*c) {
    case '"':
    case '\'':
        c = read_quoted(b, c);
        if (!c || !finish_line(b, c))
            return false;
        *ret = make_text(b, buf_text(&b->scratch), b->scratch.len);
        return true;
    case '|':
        return read_literal(b, c + 1, parent, ret);
    case '[':
    case '{':
        return read_flow_value(b, c, ret);
    default:
        return read_plain(b, c, parent, ret);
    }
}

/* ---- collections ---- */

static bool is_item(const struct block *b, const char *c)
{
    return *c == '-' && (c + 1 == b->end || c[1] == ' ' || c[1] == '\n');
}

static bool read_mapping(struct block *b, const char *c, size_t indent, json_t **ret);
static bool read_sequence(struct block *b, const char *c, size_t indent, json_t **ret);

/* What is behind a key's colon or an item's dash at `c`: on this line, on those below, or nothing.
 * `dash` tells that a mapping's value may be a sequence in the mapping's own column. */
static bool read_below(struct block *b, const char *c, size_t parent, bool mapping, json_t **ret)
{
    const char *at = c;

    while (at < b->end && *at == ' ')
        at++;
    if (at < b->end && *at != '\n' && !(*at == '#' && at > c))
        return read_value(b, at, parent, ret);
    if (!finish_line(b, c))
        return false;
    if (peek_line(b)) {
        if (b->indent > parent)
            return read_node(b, parent, ret);
        if (mapping && b->indent == parent && is_item(b, b->content))
            return read_sequence(b, b->content, b->indent, ret);
    }
    *ret = json_null();
    return true;
}

static bool enter(struct block *b)
{
    return ++b->nodes <= b->max_nodes && ++b->depth < b->max_depth;
}

/* ---- what is known ---- */

/* The value of the entry or item at `c`, without reading it; the key comes along. */
static bool take_known(struct block *b, const char *c, size_t indent, struct key *ret_key,
                       json_t **ret)
{
    const struct piece *piece =
        b->known ? known_find(b->known, c, b->end, indent, ret_key == NULL) : NULL;

    if (!piece || b->nodes + piece->nodes > b->max_nodes || b->depth > piece->depth)
        return false;
    b->nodes += piece->nodes;
    b->p = c + piece->len;
    if (ret_key)
        *ret_key = (struct key){.text = piece->key, .len = piece->key_len};
    *ret = piece->value;
    return true;
}

/* What was read from `c` on; `nodes` were counted before. A key that was copied is not kept. */
static void learn(struct block *b, const char *c, size_t indent, size_t nodes,
                  const struct key *key, json_t *value)
{
    if (!b->learned || (key && key->copy))
        return;
    known_add(b->learned, &(struct piece){.text = c,
                                          .len = (size_t)(b->p - c),
                                          .indent = indent,
                                          .nodes = b->nodes - nodes,
                                          .depth = b->depth,
                                          .key = key ? key->text : NULL,
                                          .key_len = key ? key->len : 0,
                                          .value = value});
}

static bool is_head(const struct key *key)
{
    static const char *const head[] = {"apiVersion", "kind", "metadata"};

    for (size_t i = 0; i < ARRAY_LEN(head); i++) {
        if (strlen(head[i]) == key->len && memcmp(head[i], key->text, key->len) == 0)
            return true;
    }
    return false;
}

/* "key:" at `c` and what is behind it. */
static bool read_entry(struct block *b, const char *c, size_t indent, struct key *ret_key,
                       json_t **ret)
{
    bool outermost = b->depth == 1 && b->flags & YAML_HEAD;
    size_t nodes = b->nodes;
    const char *value;

    if (take_known(b, c, indent, ret_key, ret))
        return true;
    value = ++b->nodes > b->max_nodes ? NULL : read_key(b, c, ret_key);
    if (outermost)
        b->drop = value && !is_head(ret_key);
    if (!value || !read_below(b, value, indent, true, ret))
        return false;
    learn(b, c, indent, nodes, ret_key, *ret);
    return true;
}

/* `c` is at the first key; the mapping's column is `indent`. */
static bool read_mapping(struct block *b, const char *c, size_t indent, json_t **ret)
{
    json_t *object = b->drop ? json_null() : json_object();

    if (!enter(b))
        goto broken;
    for (;;) {
        auto_key struct key key = {0};
        json_t *value = NULL;

        if (!read_entry(b, c, indent, &key, &value))
            goto broken;
        if (!json_is_object(object)) {
            json_decref(value);
        } else if ((b->flags & YAML_REPEATED) && json_object_getn(object, key.text, key.len)) {
            json_decref(value); /* left to the slow path */
            goto broken;
        } else if (json_object_setn_new_nocheck(object, key.text, key.len, value) < 0) {
            mem_exhausted(0);
        }
        if (!peek_line(b) || b->indent < indent)
            break;
        if (b->indent > indent || is_item(b, b->content))
            goto broken;
        c = b->content;
    }
    b->depth--;
    *ret = object;
    return true;

broken:
    json_decref(object);
    return false;
}

/* One item, at its dash in column `indent`: a collection may begin on the same line. */
static bool read_item(struct block *b, const char *c, size_t indent, json_t **ret)
{
    const char *at = c + 1;
    auto_key struct key key = {0};
    size_t column;

    while (at < b->end && *at == ' ')
        at++;
    if (at >= b->end || *at == '\n' || *at == '#')
        return read_below(b, c + 1, indent, false, ret);
    column = indent + (size_t)(at - c);
    if (is_item(b, at))
        return read_sequence(b, at, column, ret);
    if (read_key(b, at, &key))
        return read_mapping(b, at, column, ret);
    return read_value(b, at, indent, ret);
}

static bool read_sequence(struct block *b, const char *c, size_t indent, json_t **ret)
{
    json_t *list = b->drop ? json_null() : json_array();

    if (!enter(b))
        goto broken;
    for (;;) {
        json_t *item = NULL;
        size_t nodes = b->nodes;

        if (!take_known(b, c, indent, NULL, &item)) {
            if (++b->nodes > b->max_nodes || !read_item(b, c, indent, &item))
                goto broken;
            learn(b, c, indent, nodes, NULL, item);
        }
        if (json_is_array(list))
            json_array_append_new(list, item);
        else
            json_decref(item);
        if (!peek_line(b) || b->indent < indent)
            break;
        if (b->indent > indent)
            goto broken;
        if (!is_item(b, b->content)) /* the next key of a mapping in the same column */
            break;
        c = b->content;
    }
    b->depth--;
    *ret = list;
    return true;

broken:
    json_decref(list);
    return false;
}

/* The node that begins on the line at p; `parent` is the column of what holds it. */
static bool read_node(struct block *b, size_t parent, json_t **ret)
{
    const char *c = b->content;
    auto_key struct key key = {0};

    if (is_item(b, c))
        return read_sequence(b, c, b->indent, ret);
    if (read_key(b, c, &key))
        return read_mapping(b, c, b->indent, ret);
    return read_value(b, c, parent, ret);
}

static bool read_document(struct block *b, json_t **ret)
{
    json_t *value = NULL;

    bool found = peek_line(b);

    if (!found && b->p < b->end) { /* a marker: only --- alone may stand in front */
        if (memcmp(b->p, "---", 3) != 0 || !finish_line(b, b->p + 3))
            return false;
        found = peek_line(b);
        if (!found && b->p < b->end)
            return false;
    } else if (found && *b->content == '%') {
        return false;
    }
    if (!found) { /* nothing but comments */
        *ret = json_null();
        return true;
    }
    if (!read_node(b, SIZE_MAX, &value))
        return false;
    if (peek_line(b) || (b->p < b->end && *b->p == '.')) {
        json_decref(value);
        return false;
    }
    *ret = value;
    return true;
}

static bool parse(const char *text, size_t len, int flags, const struct yaml_known *known,
                  struct yaml_known *learned, json_t **ret_value)
{
    struct block b = {.p = text,
                      .end = text + len,
                      .flags = flags,
                      .max_nodes = yaml_max_nodes(flags),
                      .max_depth = yaml_max_depth(flags),
                      .known = known,
                      .learned = learned,
                      .scratch = BUF_INIT(LIMIT_YAML_TEXT)};
    bool read;

    if (!is_readable(text, len))
        return false;
    read = read_document(&b, ret_value);
    buf_done(&b.scratch);
    return read;
}

bool block_parse(const char *text, size_t len, int flags, const struct yaml_known *known,
                 json_t **ret_value)
{
    return parse(text, len, flags, known, NULL, ret_value);
}

bool block_learn(const char *text, size_t len, int flags, struct yaml_known *known,
                 json_t **ret_value)
{
    return parse(text, len, flags | YAML_REPEATED, NULL, known, ret_value);
}
