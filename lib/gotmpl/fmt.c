#include "gotmpl/fmt.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/limits.h"
#include "base/mem.h"
#include "json/number.h"

uint32_t fmt_decode_rune(const char *text, size_t left, size_t *ret_len)
{
    const unsigned char *s = (const unsigned char *)text;
    size_t n = s[0] < 0x80             ? 1
               : (s[0] & 0xe0) == 0xc0 ? 2
               : (s[0] & 0xf0) == 0xe0 ? 3
               : (s[0] & 0xf8) == 0xf0 ? 4
                                       : 0;
    uint32_t rune;

    *ret_len = 1;
    if (n == 1)
        return s[0];
    if (n == 0 || n > left)
        return 0xfffd;
    rune = s[0] & (0xffu >> (n + 1));
    for (size_t i = 1; i < n; i++) {
        if ((s[i] & 0xc0) != 0x80)
            return 0xfffd;
        rune = rune << 6 | (s[i] & 0x3fu);
    }
    if ((n == 2 && rune < 0x80) || (n == 3 && rune < 0x800) ||
        (n == 4 && (rune < 0x10000 || rune > 0x10ffff)) || (rune >= 0xd800 && rune <= 0xdfff))
        return 0xfffd;
    *ret_len = n;
    return rune;
}

void fmt_encode_rune(struct buf *out, uint32_t rune)
{
    if (rune > 0x10ffff || (rune >= 0xd800 && rune <= 0xdfff))
        rune = 0xfffd;
    if (rune < 0x80) {
        buf_addc(out, (char)rune);
    } else if (rune < 0x800) {
        buf_addc(out, (char)(0xc0 | rune >> 6));
        buf_addc(out, (char)(0x80 | (rune & 0x3f)));
    } else if (rune < 0x10000) {
        buf_addc(out, (char)(0xe0 | rune >> 12));
        buf_addc(out, (char)(0x80 | (rune >> 6 & 0x3f)));
        buf_addc(out, (char)(0x80 | (rune & 0x3f)));
    } else {
        buf_addc(out, (char)(0xf0 | rune >> 18));
        buf_addc(out, (char)(0x80 | (rune >> 12 & 0x3f)));
        buf_addc(out, (char)(0x80 | (rune >> 6 & 0x3f)));
        buf_addc(out, (char)(0x80 | (rune & 0x3f)));
    }
}

/* strconv.IsPrint, exact below U+0100; above it the spaces, controls and unassigned ranges that
 * occur in practice. */
static bool is_print(uint32_t r)
{
    if (r < 0x100)
        return (r >= 0x20 && r < 0x7f) || (r > 0xa0 && r != 0xad);
    if ((r >= 0x2000 && r <= 0x200f) || (r >= 0x2028 && r <= 0x202f) ||
        (r >= 0x205f && r <= 0x206f))
        return false;
    return r != 0x1680 && r != 0x3000 && r != 0xfeff && r != 0x061c && r != 0x180e &&
           !(r >= 0xd800 && r <= 0xf8ff) && !(r >= 0xfff0 && r <= 0xfffb) &&
           (r & 0xfffe) != 0xfffe && !(r >= 0xe0000);
}

static void quote_rune(struct buf *out, uint32_t rune, char quote, const char *raw, size_t raw_len)
{
    static const char escapes[] = "\aa\bb\ff\nn\rr\tt\vv";

    if (rune == (uint32_t)quote || rune == '\\') {
        buf_addc(out, '\\');
        buf_addc(out, (char)rune);
        return;
    }
    if (rune == 0xfffd && raw_len == 1 && (unsigned char)raw[0] >= 0x80) {
        buf_addf(out, "\\x%02x", (unsigned char)raw[0]);
        return;
    }
    if (is_print(rune)) {
        buf_add(out, raw, raw_len);
        return;
    }
    for (size_t i = 0; escapes[i]; i += 2) {
        if (rune == (uint32_t)escapes[i]) {
            buf_addc(out, '\\');
            buf_addc(out, escapes[i + 1]);
            return;
        }
    }
    if (rune < ' ' || rune == 0x7f)
        buf_addf(out, "\\x%02x", rune);
    else
        buf_addf(out, rune < 0x10000 ? "\\u%04x" : "\\U%08x", rune);
}

void fmt_quote(struct buf *out, struct text text)
{
    buf_addc(out, '"');
    for (size_t i = 0; i < text.len;) {
        size_t n;
        uint32_t rune = fmt_decode_rune(text.s + i, text.len - i, &n);

        quote_rune(out, rune, '"', text.s + i, n);
        i += n;
    }
    buf_addc(out, '"');
}

static int hex_value(const char *s, size_t digits, uint32_t *ret)
{
    *ret = 0;
    for (size_t i = 0; i < digits; i++) {
        if (!isxdigit((unsigned char)s[i]))
            return -1;
        *ret = *ret * 16 + (uint32_t)(isdigit((unsigned char)s[i])
                                          ? s[i] - '0'
                                          : tolower((unsigned char)s[i]) - 'a' + 10);
    }
    return 0;
}

int fmt_unquote(struct buf *out, struct text literal)
{
    static const char escapes[] = "a\ab\bf\fn\nr\rt\tv\v\\\\'\'\"\"";
    char quote = literal.s[0];
    const char *s = literal.s + 1, *end = literal.s + literal.len - 1;

    if (literal.len < 2 || *end != quote)
        return -1;
    if (quote == '`') {
        for (; s < end; s++) {
            if (*s != '\r')
                buf_addc(out, *s);
        }
        return 0;
    }
    while (s < end) {
        const char *known;
        uint32_t rune;

        if (*s != '\\') {
            buf_addc(out, *s++);
            continue;
        }
        if (++s >= end)
            return -1;
        known = NULL;
        for (size_t i = 0; escapes[i]; i += 2) {
            if (escapes[i] == *s)
                known = escapes + i + 1;
        }
        if (known) {
            if ((*s == '\'' || *s == '"') && *s != quote)
                return -1;
            buf_addc(out, *known);
            s++;
        } else if (*s == 'x' || *s == 'u' || *s == 'U') {
            size_t digits = *s == 'x' ? 2 : *s == 'u' ? 4 : 8;

            if ((size_t)(end - s) < digits + 1 || hex_value(s + 1, digits, &rune) < 0)
                return -1;
            if (digits == 2)
                buf_addc(out, (char)rune);
            else if (rune > 0x10ffff || (rune >= 0xd800 && rune <= 0xdfff))
                return -1;
            else
                fmt_encode_rune(out, rune);
            s += digits + 1;
        } else if (*s >= '0' && *s <= '7') {
            if (end - s < 3 || s[1] < '0' || s[1] > '7' || s[2] < '0' || s[2] > '7')
                return -1;
            rune = (uint32_t)((s[0] - '0') * 64 + (s[1] - '0') * 8 + (s[2] - '0'));
            if (rune > 255)
                return -1;
            buf_addc(out, (char)rune);
            s += 3;
        } else {
            return -1;
        }
    }
    return 0;
}

struct spec {
    bool minus, plus, sharp, space, zero;
    int width, precision; /* -1: not given */
    char verb;
};

static size_t rune_count(const char *s, size_t len)
{
    size_t n = 0;

    for (size_t i = 0; i < len; i++)
        n += ((unsigned char)s[i] & 0xc0) != 0x80;
    return n;
}

static void pad(struct buf *out, const struct spec *spec, const char *s, size_t len)
{
    size_t width = spec->width > 0 ? (size_t)spec->width : 0, n = rune_count(s, len);
    size_t fill = width > n ? width - n : 0;
    bool zeros = spec->zero && !spec->minus;

    if (spec->minus) {
        buf_add(out, s, len);
        buf_fill(out, ' ', fill);
        return;
    }
    if (zeros && len && (s[0] == '-' || s[0] == '+')) {
        buf_addc(out, *s++);
        len--;
    }
    buf_fill(out, zeros ? '0' : ' ', fill);
    buf_add(out, s, len);
}

static void print_integer(struct buf *out, const struct spec *spec, int64_t v)
{
    unsigned long long magnitude = v < 0 ? 0 - (unsigned long long)v : (unsigned long long)v;
    char digits[72], text[160];
    size_t n = 0, len = 0;
    unsigned base = spec->verb == 'b'                        ? 2
                    : spec->verb == 'o' || spec->verb == 'O' ? 8
                    : spec->verb == 'x' || spec->verb == 'X' ? 16
                                                             : 10;
    const char *alphabet = spec->verb == 'X' ? "0123456789ABCDEF" : "0123456789abcdef";
    struct spec padded = *spec;

    do {
        digits[n++] = alphabet[magnitude % base];
        magnitude /= base;
    } while (magnitude);
    if (spec->precision >= 0) {
        padded.zero = false;
        while (n < (size_t)spec->precision && n < sizeof(digits))
            digits[n++] = '0';
    }
    if (v < 0)
        text[len++] = '-';
    else if (spec->plus)
        text[len++] = '+';
    else if (spec->space)
        text[len++] = ' ';
    if (spec->verb == 'O' || (spec->sharp && base != 10)) {
        text[len++] = '0';
        if (base != 8 || spec->verb == 'O')
            text[len++] = base == 16 ? spec->verb : base == 2 ? 'b' : 'o';
    }
    while (n)
        text[len++] = digits[--n];
    pad(out, &padded, text, len);
}

static void print_float(struct buf *out, const struct spec *spec, double v)
{
    char text[512], format[16];
    size_t len;

    if (spec->precision < 0 && (spec->verb == 'v' || spec->verb == 'g' || spec->verb == 'G')) {
        len = number_go_g(v, text);
    } else {
        char verb = spec->verb == 'v' ? 'g' : spec->verb == 'F' ? 'f' : spec->verb;
        int precision = spec->precision < 0 ? 6 : spec->precision > 300 ? 300 : spec->precision;

        (void)snprintf(format, sizeof(format), "%%.%d%c", precision, verb);
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
        len = (size_t)snprintf(text + 1, sizeof(text) - 1, format, v) + 1;
#pragma GCC diagnostic pop
        if (len > sizeof(text))
            len = sizeof(text) - 1;
        memmove(text, text + 1, len);
        len--;
    }
    if (spec->plus && text[0] != '-') {
        memmove(text + 1, text, len++);
        text[0] = '+';
    } else if (spec->space && text[0] != '-') {
        memmove(text + 1, text, len++);
        text[0] = ' ';
    }
    pad(out, spec, text, len);
}

static void print_text(struct buf *out, const struct spec *spec, struct text text)
{
    auto_buf struct buf made = BUF_INIT(LIMIT_TEMPLATE_OUTPUT);

    if (spec->precision >= 0) {
        size_t runes = 0, i = 0;

        for (; i < text.len; i++) {
            if (((unsigned char)text.s[i] & 0xc0) != 0x80 && runes++ == (size_t)spec->precision)
                break;
        }
        text.len = i;
    }
    if (spec->verb == 'q' && spec->sharp && !memchr(text.s, '`', text.len)) {
        buf_addc(&made, '`');
        buf_add(&made, text.s, text.len);
        buf_addc(&made, '`');
    } else if (spec->verb == 'q' || (spec->verb == 'v' && spec->sharp)) {
        fmt_quote(&made, text);
    } else if (spec->verb == 'x' || spec->verb == 'X') {
        for (size_t i = 0; i < text.len; i++)
            buf_addf(&made, spec->verb == 'x' ? "%02x" : "%02X", (unsigned char)text.s[i]);
    } else {
        buf_add(&made, text.s, text.len);
    }
    pad(out, spec, buf_text(&made), made.len);
}

static void print_value(struct buf *out, const struct spec *spec, const struct value *v);

/* %!verb(type=value) */
static void print_bad_verb(struct buf *out, const struct spec *spec, const struct value *v)
{
    if (value_is_nil(v)) {
        buf_addf(out, "%%!%c(<nil>)", spec->verb);
        return;
    }
    buf_addf(out, "%%!%c(%s=", spec->verb, value_inner_type_name(v));
    value_print(out, v, false);
    buf_addc(out, ')');
}

static void print_tree(struct buf *out, const struct spec *spec, const struct value *v)
{
    bool is_map = v->kind == VALUE_MAP;
    size_t n;
    auto_free const char **keys = is_map ? json_sorted_keys(v->json, &n) : NULL;

    if (!is_map)
        n = json_array_size(v->json);
    if (spec->verb == 'v' && spec->sharp)
        buf_addf(out, "%s{", value_inner_type_name(v));
    else
        buf_adds(out, is_map ? "map[" : "[");
    for (size_t i = 0; i < n; i++) {
        struct value item =
            value_of(is_map ? json_object_get(v->json, keys[i]) : json_array_get(v->json, i));

        if (i)
            buf_adds(out, spec->sharp && spec->verb == 'v' ? ", " : " ");
        if (is_map) {
            struct value key = value_text(keys[i], strlen(keys[i]));

            print_value(out, spec, &key);
            buf_addc(out, ':');
        }
        if (value_is_nil(&item))
            buf_adds(out, "<nil>"); /* inside of a tree whatever the verb */
        else
            print_value(out, spec, &item);
    }
    buf_addc(out, spec->sharp && spec->verb == 'v' ? '}' : ']');
}

static void print_value(struct buf *out, const struct spec *spec, const struct value *v)
{
    const char *verbs;

    switch (v->kind) {
    case VALUE_BOOL:
        verbs = "tv";
        break;
    case VALUE_INT:
        verbs = "vdbooOxXcqU";
        break;
    case VALUE_FLOAT:
        verbs = "vbgGxXfFeE";
        break;
    case VALUE_TEXT:
        verbs = "vsxXq";
        break;
    case VALUE_LIST:
    case VALUE_MAP:
        print_tree(out, spec, v);
        return;
    default:
        if (spec->verb == 'v')
            pad(out, spec, "<nil>", 5);
        else
            print_bad_verb(out, spec, v);
        return;
    }
    if (!strchr(verbs, spec->verb)) {
        print_bad_verb(out, spec, v);
        return;
    }
    switch (v->kind) {
    case VALUE_BOOL:
        pad(out, spec, v->truth ? "true" : "false", v->truth ? 4 : 5);
        break;
    case VALUE_INT:
        if (spec->verb == 'c' || spec->verb == 'q') {
            auto_buf struct buf rune = BUF_INIT(16);

            fmt_encode_rune(&rune, (uint32_t)v->integer);
            if (spec->verb == 'q') {
                auto_buf struct buf quoted = BUF_INIT(32);

                buf_addc(&quoted, '\'');
                quote_rune(&quoted, (uint32_t)v->integer, '\'', rune.data, rune.len);
                buf_addc(&quoted, '\'');
                pad(out, spec, buf_text(&quoted), quoted.len);
            } else {
                pad(out, spec, buf_text(&rune), rune.len);
            }
        } else if (spec->verb == 'U') {
            buf_addf(out, "U+%04llX", (unsigned long long)v->integer);
        } else {
            print_integer(out, spec, v->integer);
        }
        break;
    case VALUE_FLOAT:
        print_float(out, spec, v->real);
        break;
    default:
        print_text(out, spec, v->text);
        break;
    }
}

static int parse_count(const char **p, const char *end)
{
    int n = -1;

    for (; *p < end && isdigit((unsigned char)**p); (*p)++) {
        n = (n < 0 ? 0 : n) * 10 + (**p - '0');
        if (n > 1000000)
            n = 1000000;
    }
    return n;
}

/* A number for * in width or precision; -1 when the operand is none. */
static bool take_star(const struct value *args, size_t n, size_t *next, int *ret)
{
    if (*next >= n || args[*next].kind != VALUE_INT || args[*next].integer > 1000000 ||
        args[*next].integer < -1000000) {
        if (*next < n)
            (*next)++;
        return false;
    }
    *ret = (int)args[(*next)++].integer;
    return true;
}

void fmt_printf(struct buf *out, struct text format, const struct value *args, size_t n)
{
    const char *p = format.s, *end = p + format.len;
    size_t next = 0;
    bool reordered = false;

    while (p < end) {
        const char *percent = memchr(p, '%', (size_t)(end - p));
        struct spec spec = {.width = -1, .precision = -1};
        bool bad_index = false;

        if (!percent) {
            buf_add(out, p, (size_t)(end - p));
            break;
        }
        buf_add(out, p, (size_t)(percent - p));
        for (p = percent + 1; p < end && strchr("+-# 0", *p) && *p; p++) {
            spec.plus |= *p == '+';
            spec.minus |= *p == '-';
            spec.sharp |= *p == '#';
            spec.space |= *p == ' ';
            spec.zero |= *p == '0';
        }
        for (int part = 0; part < 3; part++) {
            if (p < end && *p == '[') { /* an explicit argument index */
                const char *q = p + 1;
                int index = parse_count(&q, end);

                reordered = true;
                if (q < end && *q == ']' && index >= 1 && (size_t)index <= n) {
                    next = (size_t)index - 1;
                    p = q + 1;
                } else {
                    bad_index = true;
                    while (p < end && *p != ']')
                        p++;
                    p += p < end;
                }
            }
            if (part == 0) {
                if (p < end && *p == '*') {
                    p++;
                    if (!take_star(args, n, &next, &spec.width))
                        buf_adds(out, "%!(BADWIDTH)");
                    else if (spec.width < 0) {
                        spec.width = -spec.width;
                        spec.minus = true;
                    }
                } else {
                    spec.width = parse_count(&p, end);
                }
            } else if (part == 1 && p < end && *p == '.') {
                p++;
                if (p < end && *p == '*') {
                    p++;
                    if (!take_star(args, n, &next, &spec.precision))
                        buf_adds(out, "%!(BADPREC)");
                } else {
                    spec.precision = parse_count(&p, end);
                    if (spec.precision < 0)
                        spec.precision = 0;
                }
            }
        }
        if (p >= end) {
            buf_adds(out, "%!(NOVERB)");
            break;
        }
        spec.verb = *p++;
        if (spec.verb == '%') {
            buf_addc(out, '%');
        } else if (bad_index) {
            buf_addf(out, "%%!%c(BADINDEX)", spec.verb);
        } else if (next >= n) {
            buf_addf(out, "%%!%c(MISSING)", spec.verb);
        } else if (spec.verb == 'T') {
            const char *name =
                value_is_nil(&args[next]) ? "<nil>" : value_inner_type_name(&args[next]);

            pad(out, &spec, name, strlen(name));
            next++;
        } else {
            print_value(out, &spec, &args[next++]);
        }
    }
    if (!reordered && next < n) {
        buf_adds(out, "%!(EXTRA ");
        for (size_t i = next; i < n; i++) {
            if (i > next)
                buf_adds(out, ", ");
            if (value_is_nil(&args[i])) {
                buf_adds(out, "<nil>");
                continue;
            }
            buf_addf(out, "%s=", value_inner_type_name(&args[i]));
            value_print(out, &args[i], false);
        }
        buf_addc(out, ')');
    }
}

void fmt_print(struct buf *out, const struct value *args, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (i && args[i].kind != VALUE_TEXT && args[i - 1].kind != VALUE_TEXT)
            buf_addc(out, ' ');
        value_print(out, &args[i], false);
    }
}

void fmt_println(struct buf *out, const struct value *args, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (i)
            buf_addc(out, ' ');
        value_print(out, &args[i], false);
    }
    buf_addc(out, '\n');
}
