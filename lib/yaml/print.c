#include <ctype.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/base64.h"
#include "base/mem.h"
#include "base/rune.h"
#include "yaml/resolve.h"
#include "yaml/yaml.h"
#include "json/number.h"

/* go-yaml's order of keys; `newer`: that of v3, to which a letter behind a digit is before others.
 */
static int compare_keys(const char *a, const char *b, bool newer)
{
    const unsigned char *x = (const unsigned char *)a, *y = (const unsigned char *)b;
    size_t i = 0, n;

    while (x[i] && x[i] == y[i])
        i++;
    /* back to the start of the character in which they differ */
    while (i > 0 && ((x[i] & 0xc0) == 0x80 || (y[i] & 0xc0) == 0x80))
        i--;
    if (!x[i] || !y[i])
        return x[i] ? 1 : y[i] ? -1 : 0;

    uint32_t cx = rune_decode(a + i, strlen(a + i), &n), cy = rune_decode(b + i, strlen(b + i), &n);
    bool lx = rune_is_letter(cx), ly = rune_is_letter(cy);

    if (lx && ly)
        return cx < cy ? -1 : 1;
    if (lx || ly)
        return (newer && i > 0 && isdigit(x[i - 1]) ? lx : ly) ? -1 : 1;

    long long numx = 0, numy = 0;
    size_t ex = i, ey = i;
    if (cx == '0' || cy == '0') {
        for (size_t j = i; j-- > 0 && isdigit(x[j]);) {
            if (x[j] != '0') {
                numx = numy = 1;
                break;
            }
        }
    }
    for (; isdigit(x[ex]); ex++)
        numx = (long long)((unsigned long long)numx * 10 + (x[ex] - '0'));
    for (; isdigit(y[ey]); ey++)
        numy = (long long)((unsigned long long)numy * 10 + (y[ey] - '0'));
    if (numx != numy)
        return numx < numy ? -1 : 1;
    if (ex != ey)
        return ex < ey ? -1 : 1;
    return cx < cy ? -1 : 1;
}

/* ---- the emitter: go-yaml v2's emitterc.go, for trees ---- */

#define WIDTH 80 /* a blank behind this column may become a line break */
#define SIMPLE_KEY_LEN 128

struct emitter {
    struct buf *out;
    bool pretty; /* go-yaml v3 as Helm's toYamlPretty sets it up */
    size_t column, indent, width;
    bool whitespace; /* the last character was a blank or indicator that needs none before the next
                      */
    bool refused;    /* a text holds what go-yaml cannot read back from JSON */
    bool indention;  /* nothing but indentation and its indicators on this line so far */
};

static void put_break(struct emitter *e)
{
    buf_addc(e->out, '\n');
    e->column = 0;
}

static void put(struct emitter *e, char c)
{
    buf_addc(e->out, c);
    e->column++;
}

static void write_indent(struct emitter *e)
{
    if (!e->indention || e->column > e->indent || (e->column == e->indent && !e->whitespace))
        put_break(e);
    if (e->column < e->indent) {
        buf_fill(e->out, ' ', e->indent - e->column);
        e->column = e->indent;
    }
    e->whitespace = e->indention = true;
}

static void write_indicator(struct emitter *e, const char *text, bool need_whitespace,
                            bool is_indention)
{
    if (need_whitespace && !e->whitespace)
        put(e, ' ');
    buf_adds(e->out, text);
    e->column += strlen(text);
    e->whitespace = false;
    e->indention = e->indention && is_indention;
}

/* ---- what a text allows ---- */

struct analysis {
    bool nel;
    bool multiline, plain, single, literal; /* may be written so */
    size_t characters;
};

static size_t char_width(unsigned char c)
{
    return c < 0x80             ? 1
           : (c & 0xe0) == 0xc0 ? 2
           : (c & 0xf0) == 0xe0 ? 3
           : (c & 0xf8) == 0xf0 ? 4
                                : 1;
}

/* The bytes behind the end of a text are NUL: no sequence reads beyond. */
static bool is_break(const unsigned char *s)
{
    return *s == '\r' || *s == '\n' || (*s == 0xc2 && s[1] == 0x85) ||
           (*s == 0xe2 && s[1] == 0x80 && (s[2] == 0xa8 || s[2] == 0xa9));
}

static bool is_printable(const unsigned char *s)
{
    return *s == '\n' || (*s >= 0x20 && *s <= 0x7e) || (*s == 0xc2 && s[1] >= 0xa0) ||
           (*s > 0xc2 && *s < 0xed) || (*s == 0xed && s[1] < 0xa0) || *s == 0xee ||
           (*s == 0xef && !(s[1] == 0xbb && s[2] == 0xbf) &&
            !(s[1] == 0xbf && (s[2] == 0xbe || s[2] == 0xbf)));
}

/* sigs.k8s.io/yaml writes JSON and reads that as YAML, whose reader refuses control characters that
 * are not escaped: DEL, C1 but for NEL, U+FFFE and U+FFFF. */
static bool is_refused(const unsigned char *s)
{
    return *s == 0x7f || (*s == 0xc2 && s[1] < 0xa0 && s[1] != 0x85) ||
           (*s == 0xef && s[1] == 0xbf && s[2] >= 0xbe);
}

static bool is_indicator_first(unsigned char c, bool before_blank)
{
    if (c == '?' || c == ':' || c == '-')
        return before_blank;
    return c && strchr("#,[]{}&*!|>'\"%@`", c);
}

/* Letters, digits and the like: nothing that any rule below looks at. */
static const bool harmless[256] = {
    ['a' ... 'z'] = true, ['A' ... 'Z'] = true, ['0' ... '9'] = true, ['-'] = true,  ['.'] = true,
    ['/'] = true,         ['_'] = true,         ['='] = true,         ['('] = true,  [')'] = true,
    [','] = true,         ['+'] = true,         ['"'] = true,         ['\''] = true, ['`'] = true,
    ['$'] = true,         ['@'] = true,         ['*'] = true,         ['<'] = true,  ['>'] = true,
    ['{'] = true,         ['}'] = true,         ['['] = true,         [']'] = true,  ['\\'] = true,
    [';'] = true,         ['!'] = true,         ['%'] = true,         ['&'] = true,  ['|'] = true,
    ['?'] = true,         ['~'] = true,         ['^'] = true,
};

static struct analysis analyze(struct emitter *e, const char *text, size_t len)
{
    const unsigned char *s = (const unsigned char *)text;
    bool indicators = false, breaks = false, special = false, tabs = false;
    bool edge = false, trailing_space = false, break_space = false, space_break = false;
    bool after_space = false, after_break = false, after_blank = true;
    struct analysis a = {.plain = true, .single = true};

    if (len == 0)
        return a;
    a.literal = true;
    if (len >= 3 && (memcmp(s, "---", 3) == 0 || memcmp(s, "...", 3) == 0))
        indicators = true;
    for (size_t i = 0, w; i < len; i += w) {
        bool before_blank;

        a.characters++;
        if (harmless[s[i]] && i) {
            w = 1;
            after_space = after_break = after_blank = false;
            continue;
        }
        w = char_width(s[i]);
        before_blank = i + w >= len || s[i + w] == ' ' || s[i + w] == '\t';
        if (i == 0 ? is_indicator_first(s[i], before_blank)
                   : (s[i] == ':' && before_blank) || (s[i] == '#' && after_blank))
            indicators = true;
        if (!e->pretty && is_refused(s + i))
            e->refused = true;
        a.nel |= s[i] == 0xc2 && s[i + 1] == 0x85;
        if (e->pretty && s[i] == '\t')
            tabs = true;
        else if (!is_printable(s + i))
            special = true;
        if (s[i] == ' ') {
            edge |= i == 0 || i + w == len;
            trailing_space |= i + w == len;
            break_space |= after_break;
            after_space = true;
            after_break = false;
        } else if (is_break(s + i)) {
            breaks = true;
            edge |= i == 0 || i + w == len;
            space_break |= after_space;
            after_space = false;
            after_break = true;
        } else {
            after_space = after_break = false;
        }
        after_blank = s[i] == ' ' || s[i] == '\t' || s[i] == 0 || is_break(s + i);
    }
    a.multiline = breaks;
    a.plain = !(edge || break_space || space_break || special || tabs || breaks || indicators);
    a.single = !(break_space || space_break || special || tabs);
    a.literal = !(trailing_space || space_break || special);
    return a;
}

/* ---- scalars ---- */

static void write_plain(struct emitter *e, const char *text, size_t len, size_t characters,
                        bool may_fold)
{
    const unsigned char *s = (const unsigned char *)text;
    bool spaces = false;

    if (!e->whitespace)
        put(e, ' ');
    if (!may_fold || e->column + characters <= e->width) {
        buf_add(e->out, text, len);
        e->column += characters;
        e->whitespace = e->indention = false;
        return;
    }
    for (size_t i = 0, w; i < len; i += w) {
        w = char_width(s[i]);
        if (s[i] == ' ' && !spaces && e->column > e->width && s[i + 1] != ' ') {
            write_indent(e);
        } else {
            buf_add(e->out, text + i, w);
            e->column++;
            if (s[i] != ' ')
                e->indention = false;
        }
        spaces = s[i] == ' ';
    }
    e->whitespace = e->indention = false;
}

static void write_single_quoted(struct emitter *e, const char *text, size_t len, bool may_fold)
{
    const unsigned char *s = (const unsigned char *)text;
    bool spaces = false, breaks = false;

    write_indicator(e, "'", true, false);
    for (size_t i = 0, w; i < len; i += w) {
        w = char_width(s[i]);
        if (s[i] == ' ') {
            if (may_fold && !spaces && e->column > e->width && i > 0 && i + 1 < len &&
                s[i + 1] != ' ') {
                write_indent(e);
            } else {
                put(e, ' ');
            }
            spaces = true;
            continue;
        }
        if (is_break(s + i)) {
            if (!breaks && s[i] == '\n')
                put_break(e);
            buf_add(e->out, text + i, w);
            e->column = 0;
            e->indention = breaks = true;
            continue;
        }
        if (breaks)
            write_indent(e);
        if (s[i] == '\'')
            put(e, '\'');
        buf_add(e->out, text + i, w);
        e->column++;
        e->indention = spaces = breaks = false;
    }
    write_indicator(e, "'", false, false);
}

static void write_escape(struct emitter *e, const unsigned char *s, size_t w)
{
    static const struct {
        uint32_t rune;
        char name;
    } names[] = {{0, '0'},     {7, 'a'},    {8, 'b'},    {9, 't'},      {10, 'n'},
                 {11, 'v'},    {12, 'f'},   {13, 'r'},   {0x1b, 'e'},   {'"', '"'},
                 {'\\', '\\'}, {0x85, 'N'}, {0xa0, '_'}, {0x2028, 'L'}, {0x2029, 'P'}};
    uint32_t rune = w == 1   ? s[0] & 0x7fu
                    : w == 2 ? s[0] & 0x1fu
                    : w == 3 ? s[0] & 0xfu
                             : s[0] & 7u;
    char text[16];

    for (size_t k = 1; k < w; k++)
        rune = rune << 6 | (s[k] & 0x3fu);
    for (size_t i = 0; i < ARRAY_LEN(names); i++) {
        if (names[i].rune == rune) {
            put(e, '\\');
            put(e, names[i].name);
            return;
        }
    }
    (void)snprintf(text, sizeof(text),
                   rune <= 0xff     ? "\\x%02X"
                   : rune <= 0xffff ? "\\u%04X"
                                    : "\\U%08X",
                   rune);
    buf_adds(e->out, text);
    e->column += strlen(text);
}

static void write_double_quoted(struct emitter *e, const char *text, size_t len, bool may_fold)
{
    const unsigned char *s = (const unsigned char *)text;
    /* go-yaml looks for a byte order mark at the text's start at each character */
    bool spaces = false, marked = len >= 3 && memcmp(s, "\xef\xbb\xbf", 3) == 0;

    write_indicator(e, "\"", true, false);
    for (size_t i = 0, w; i < len; i += w) {
        w = char_width(s[i]);
        if (marked || !is_printable(s + i) || is_break(s + i) || s[i] == '"' || s[i] == '\\') {
            write_escape(e, s + i, w);
            spaces = false;
        } else if (s[i] == ' ') {
            if (may_fold && !spaces && e->column > e->width && i > 0 && i + 1 < len) {
                write_indent(e);
                if (s[i + 1] == ' ')
                    put(e, '\\');
            } else {
                put(e, ' ');
            }
            spaces = true;
        } else {
            buf_add(e->out, text + i, w);
            e->column++;
            spaces = false;
        }
    }
    write_indicator(e, "\"", false, false);
}

/* The start of the last character before `end`. */
static size_t step_back(const unsigned char *s, size_t end)
{
    do
        end--;
    while (end && (s[end] & 0xc0) == 0x80);
    return end;
}

static void write_literal(struct emitter *e, const char *text, size_t len)
{
    const unsigned char *s = (const unsigned char *)text;
    size_t last = step_back(s, len);

    write_indicator(e, "|", true, false);
    if (*s == ' ' || is_break(s))
        write_indicator(e, "2", false, false);
    if (!is_break(s + last))
        write_indicator(e, "-", false, false);
    else if (last == 0 || is_break(s + step_back(s, last)))
        write_indicator(e, "+", false, false);
    put_break(e);
    e->indention = e->whitespace = true;
    for (size_t i = 0; i < len;) {
        size_t end = i;

        while (end < len && !is_break(s + end))
            end += char_width(s[end]);
        if (end > len)
            end = len;
        if (end > i) { /* a line */
            write_indent(e);
            buf_add(e->out, text + i, end - i);
            e->column += end - i;
            e->indention = false;
        }
        if (end < len) {
            size_t w = char_width(s[end]);

            buf_add(e->out, text + end, w);
            e->column = 0;
            e->indention = true;
            end += w;
        }
        i = end;
    }
}

/* What YAML 1.1 takes for a truth value and 1.2 does not. */
static bool is_old_bool(const char *text, size_t len)
{
    static const char *const words[] = {"y", "Y", "yes", "Yes", "YES", "on",  "On",  "ON",
                                        "n", "N", "no",  "No",  "NO",  "off", "Off", "OFF"};

    for (size_t i = 0; i < ARRAY_LEN(words); i++) {
        if (strlen(words[i]) == len && memcmp(words[i], text, len) == 0)
            return true;
    }
    return false;
}

/* go-yaml's choice: literal with a newline in it, double quotes if plain text would read as
 * something else; then what the text allows. */
static void emit_text(struct emitter *e, const char *text, size_t len, const struct analysis *a,
                      bool key)
{
    size_t outer = e->indent;
    bool lines = a->multiline && memchr(text, '\n', len) != NULL;
    bool quote = lines || yaml_resolve(text, len).kind != YAML_KIND_TEXT ||
                 yaml_is_base60(text, len) || (e->pretty && is_old_bool(text, len)) ||
                 (key && a->multiline);

    e->indent = outer == SIZE_MAX ? 2 : outer + 2; /* for lines within it */
    if (lines && a->literal && !key)
        write_literal(e, text, len);
    else if (!quote && a->plain && len)
        write_plain(e, text, len, a->characters, !key);
    else if (!quote && a->single)
        write_single_quoted(e, text, len, !key);
    else
        write_double_quoted(e, text, len, !key);
    e->indent = outer;
}

static void emit_word(struct emitter *e, const char *text, size_t len)
{
    write_plain(e, text, len, len, false);
}

static bool is_nel(const char *text, size_t len)
{
    return len > 1 && text[0] == '\xc2' && text[1] == '\x85';
}

/* That reader folds a NEL as the line break it is in a quoted text: one is a blank, of many each
 * but the first is a newline, and blanks around them go (not tabs: JSON escapes them). */
static void fold_nel(struct buf *out, const char *text, size_t len)
{
    for (size_t i = 0; i < len;) {
        size_t breaks = 0, blanks = i;

        while (blanks < len && text[blanks] == ' ')
            blanks++;
        if (!is_nel(text + blanks, len - blanks)) {
            if (blanks == i)
                blanks++;
            buf_add(out, text + i, blanks - i);
            i = blanks;
            continue;
        }
        for (i = blanks; i < len; i += text[i] == ' ' ? 1 : 2) {
            if (is_nel(text + i, len - i))
                breaks++;
            else if (text[i] != ' ')
                break;
        }
        if (breaks == 1)
            buf_addc(out, ' ');
        else
            buf_fill(out, '\n', breaks - 1);
    }
}

static bool is_valid(const char *text, size_t len)
{
    for (size_t i = 0, n; i < len; i += n) {
        n = (unsigned char)text[i] < 0x80 ? 1 : rune_length(text + i, len - i);
        if (n == 0)
            return false;
    }
    return true;
}

/* What is no UTF-8 becomes U+FFFD, as encoding/json has it. */
static void make_valid(struct buf *out, const char *text, size_t len)
{
    for (size_t i = 0, n; i < len; i += n) {
        n = rune_length(text + i, len - i);
        if (n)
            buf_add(out, text + i, n);
        else
            buf_adds(out, "\xef\xbf\xbd");
        n += n == 0;
    }
}

static void emit_string(struct emitter *e, const char *text, size_t len)
{
    auto_buf struct buf valid = BUF_INIT(SIZE_MAX), folded = BUF_INIT(SIZE_MAX);
    struct analysis a;

    if (!is_valid(text, len)) {
        if (e->pretty) { /* go-yaml v3 writes it as bytes */
            auto_free char *bytes = base64_encode(text, len);

            write_indicator(e, "!!binary", true, false);
            emit_word(e, bytes, strlen(bytes));
            return;
        }
        make_valid(&valid, text, len);
        text = buf_text(&valid);
        len = valid.len;
    }
    a = analyze(e, text, len);

    if (!e->pretty && a.nel) {
        fold_nel(&folded, text, len);
        text = buf_text(&folded);
        len = folded.len;
        a = analyze(e, text, len);
    }
    emit_text(e, text, len, &a, false);
}

static void emit_real(struct emitter *e, double v)
{
    char text[NUMBER_TEXT_SIZE];
    size_t len;

    if (!e->pretty && v == trunc(v) && fabs(v) < 1.8446744073709552e19) {
        len = number_go_json(v == 0 ? 0 : v, text); /* -0 reads as the integer 0 */
        if (v < -9.2233720368547758e18)
            len = number_go_g(v, text);
    } else {
        len = number_go_g(v, text);
    }
    emit_word(e, text, len);
}

/* ---- trees ---- */

static void emit(struct emitter *e, const json_t *value, bool in_mapping);

static void emit_sequence(struct emitter *e, const json_t *value, bool in_mapping)
{
    size_t outer = e->indent;

    if (e->pretty || !(in_mapping && !e->indention))
        e->indent += outer == SIZE_MAX ? 1 : 2;
    for (size_t i = 0; i < json_array_size(value); i++) {
        write_indent(e);
        write_indicator(e, "-", true, true);
        emit(e, json_array_get(value, i), false);
    }
    e->indent = outer;
}

struct pair {
    const char *key;
    const json_t *value;
};

static int compare_pairs(const void *a, const void *b)
{
    return compare_keys(((const struct pair *)a)->key, ((const struct pair *)b)->key, false);
}

static int compare_pairs_newer(const void *a, const void *b)
{
    return compare_keys(((const struct pair *)a)->key, ((const struct pair *)b)->key, true);
}

static void emit_mapping(struct emitter *e, const json_t *value)
{
    struct pair few[32];
    auto_free struct pair *many = NULL;
    struct pair *pairs = few;
    size_t outer = e->indent, n = 0, size = json_object_size(value);
    const char *key;
    json_t *item;

    if (size > ARRAY_LEN(few))
        many = mem_alloc(size * sizeof(*pairs));
    if (many)
        pairs = many;
    json_object_foreach ((json_t *)value, key, item)
        pairs[n++] = (struct pair){key, item};
    qsort(pairs, n, sizeof(*pairs), e->pretty ? compare_pairs_newer : compare_pairs);
    e->indent += outer == SIZE_MAX ? 1 : 2;
    for (size_t i = 0; i < n; i++) {
        auto_buf struct buf valid = BUF_INIT(SIZE_MAX);
        const char *key_text = pairs[i].key;

        if (!is_valid(key_text, strlen(key_text))) {
            make_valid(&valid, key_text, strlen(key_text));
            key_text = buf_text(&valid);
        }
        size_t len = strlen(key_text);
        struct analysis a = analyze(e, key_text, len);

        e->refused |= !e->pretty && a.nel;

        write_indent(e);
        if (!a.multiline && len <= SIMPLE_KEY_LEN) {
            emit_text(e, key_text, len, &a, true);
            write_indicator(e, ":", false, false);
        } else {
            write_indicator(e, "?", true, true);
            emit_text(e, key_text, len, &a, false);
            write_indent(e);
            write_indicator(e, ":", true, true);
        }
        emit(e, pairs[i].value, true);
    }
    e->indent = outer;
}

static void emit(struct emitter *e, const json_t *value, bool in_mapping)
{
    char integer[24];

    switch (value ? json_typeof(value) : JSON_NULL) {
    case JSON_NULL:
        emit_word(e, "null", 4);
        break;
    case JSON_TRUE:
        emit_word(e, "true", 4);
        break;
    case JSON_FALSE:
        emit_word(e, "false", 5);
        break;
    case JSON_INTEGER:
        emit_word(e, integer,
                  (size_t)snprintf(integer, sizeof(integer), "%lld",
                                   (long long)json_integer_value(value)));
        break;
    case JSON_REAL:
        emit_real(e, json_real_value(value));
        break;
    case JSON_STRING:
        emit_string(e, json_string_value(value), json_string_length(value));
        break;
    case JSON_ARRAY:
        if (json_array_size(value))
            emit_sequence(e, value, in_mapping);
        else
            write_indicator(e, "[]", true, false);
        break;
    case JSON_OBJECT:
        if (json_object_size(value))
            emit_mapping(e, value);
        else
            write_indicator(e, "{}", true, false);
        break;
    }
}

static int print(struct buf *out, const json_t *value, bool pretty)
{
    /* SIZE_MAX is the indentation outside of everything: one more is column 0 */
    struct emitter e = {.out = out,
                        .pretty = pretty,
                        .indent = SIZE_MAX,
                        .width = pretty ? SIZE_MAX : WIDTH,
                        .whitespace = true,
                        .indention = true};
    size_t before = out->len;

    emit(&e, value, false);
    e.indent = 0;
    write_indent(&e);
    if (!e.refused)
        return 0;
    out->len = before;
    if (out->data)
        out->data[before] = '\0';
    return -1;
}

int yaml_print(struct buf *out, const json_t *value)
{
    return print(out, value, false);
}

void yaml_print_pretty(struct buf *out, const json_t *value)
{
    (void)print(out, value, true);
}
