#include "gotmpl/fmt.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/limits.h"
#include "base/mem.h"
#include "base/rune.h"
#include "json/number.h"

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
    if (rune_is_print(rune)) {
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
        uint32_t rune = rune_decode(text.s + i, text.len - i, &n);

        quote_rune(out, rune, '"', text.s + i, n);
        i += n;
    }
    buf_addc(out, '"');
}

char *fmt_quoted(const char *s, size_t len)
{
    struct buf out = BUF_INIT(LIMIT_TEMPLATE_OUTPUT);

    fmt_quote(&out, (struct text){s, len});
    return buf_take(&out);
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

static int unquote_escape(const char *s, size_t len, char quote, struct unquoted *ret)
{
    static const char escapes[] = "a\ab\bf\fn\nr\rt\tv\v\\\\\'\'\"\"";
    size_t digits;

    if (len < 2)
        return -1;
    if ((s[1] == '\'' || s[1] == '"') && s[1] != quote)
        return -1;
    for (size_t i = 0; escapes[i]; i += 2) {
        if (escapes[i] == s[1]) {
            *ret = (struct unquoted){.rune = (uint32_t)escapes[i + 1], .len = 2};
            return 0;
        }
    }
    if (s[1] >= '0' && s[1] <= '7') {
        if (len < 4 || s[2] < '0' || s[2] > '7' || s[3] < '0' || s[3] > '7')
            return -1;
        ret->rune = (uint32_t)((s[1] - '0') * 64 + (s[2] - '0') * 8 + (s[3] - '0'));
        ret->len = 4;
        ret->byte = true;
        return ret->rune > 255 ? -1 : 0;
    }
    digits = s[1] == 'x' ? 2 : s[1] == 'u' ? 4 : s[1] == 'U' ? 8 : 0;
    if (!digits || len < digits + 2 || hex_value(s + 2, digits, &ret->rune) < 0)
        return -1;
    ret->len = digits + 2;
    ret->byte = digits == 2;
    return ret->rune > 0x10ffff || (ret->rune >= 0xd800 && ret->rune <= 0xdfff) ? -1 : 0;
}

int fmt_unquote_char(struct text text, char quote, struct unquoted *ret)
{
    *ret = (struct unquoted){0};
    if (text.len == 0 || *text.s == quote)
        return -1;
    if (*text.s == '\\')
        return unquote_escape(text.s, text.len, quote, ret);
    ret->rune = rune_decode(text.s, text.len, &ret->len);
    return 0;
}

/* How much of the text stands for itself: ASCII up to a quote or an escape. */
static size_t plain_length(struct text text, char quote)
{
    size_t n = 0;

    while (n < text.len && text.s[n] != quote && text.s[n] != '\\' &&
           (unsigned char)text.s[n] < 0x80)
        n++;
    return n;
}

int fmt_unquote(struct buf *out, struct text literal)
{
    char quote = literal.s[0];
    struct text rest = {literal.s + 1, literal.len - 2};

    if (literal.len < 2 || literal.s[literal.len - 1] != quote)
        return -1;
    while (rest.len && quote == '`') {
        if (*rest.s != '\r')
            buf_addc(out, *rest.s);
        rest = (struct text){rest.s + 1, rest.len - 1};
    }
    while (rest.len) {
        size_t plain = plain_length(rest, quote);
        struct unquoted c;

        buf_add(out, rest.s, plain);
        rest = (struct text){rest.s + plain, rest.len - plain};
        if (rest.len == 0)
            break;
        if (fmt_unquote_char(rest, quote, &c) < 0)
            return -1;
        if (c.byte)
            buf_addc(out, (char)c.rune);
        else
            rune_encode(out, c.rune);
        rest = (struct text){rest.s + c.len, rest.len - c.len};
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

/* The digits in front of the point of the largest float64, the precision, sign and exponent. */
#define MAX_PRECISION 300
#define FLOAT_TEXT_SIZE (310 + MAX_PRECISION + 16)

/* %b: 4503599627370496p-52. %x: 0x1.8p+00, C's %a with two digits of exponent. */
static size_t print_binary_float(char *text, size_t size, const struct spec *spec, double v)
{
    char exponent_sign, *p;
    int exponent, n;

    if (spec->verb == 'b') {
        double fraction = frexp(v, &exponent);

        n = snprintf(text, size, "%lldp%+d", (long long)ldexp(fraction, 53),
                     v == 0 ? -1074 : exponent - 53);
        return (size_t)n;
    }
    n = spec->precision < 0
            ? snprintf(text, size, "%a", v)
            : snprintf(text, size, "%.*a",
                       spec->precision > MAX_PRECISION ? MAX_PRECISION : spec->precision, v);
    p = memchr(text, 'p', (size_t)n);
    if (p && strlen(p) == 3) { /* p+0 */
        exponent_sign = p[1];
        n = (int)(p - text) + snprintf(p, size - (size_t)(p - text), "p%c0%c", exponent_sign, p[2]);
    }
    for (int i = 0; spec->verb == 'X' && i < n; i++)
        text[i] = (char)toupper((unsigned char)text[i]);
    return (size_t)n;
}

static void print_float(struct buf *out, const struct spec *spec, double v)
{
    char text[FLOAT_TEXT_SIZE], format[16], *number = text + 1; /* room for a sign in front */
    size_t len;

    if (strchr("bxX", spec->verb)) {
        len = print_binary_float(number, sizeof(text) - 1, spec, v);
    } else if (spec->precision < 0 &&
               (spec->verb == 'v' || spec->verb == 'g' || spec->verb == 'G')) {
        len = number_go_g(v, number);
        for (size_t i = 0; spec->verb == 'G' && i < len; i++)
            number[i] = (char)toupper((unsigned char)number[i]);
    } else {
        char verb = spec->verb == 'v' ? 'g' : spec->verb == 'F' ? 'f' : spec->verb;
        int precision = spec->precision < 0               ? 6
                        : spec->precision > MAX_PRECISION ? MAX_PRECISION
                                                          : spec->precision;
        int n;

        (void)snprintf(format, sizeof(format), "%%.%d%c", precision, verb);
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
        n = snprintf(number, sizeof(text) - 1, format, v);
#pragma GCC diagnostic pop
        len = n < 0 ? 0 : (size_t)n < sizeof(text) - 1 ? (size_t)n : sizeof(text) - 2;
    }
    if ((spec->plus || spec->space) && *number != '-') {
        *--number = spec->plus ? '+' : ' ';
        len++;
    }
    pad(out, spec, number, len);
}

/* %+q: what is not ASCII is escaped. */
static void quote_ascii(struct buf *out, struct text text)
{
    auto_buf struct buf quoted = BUF_INIT(LIMIT_TEMPLATE_OUTPUT);

    fmt_quote(&quoted, text);
    for (size_t i = 0; i < quoted.len;) {
        size_t n;
        uint32_t rune = rune_decode(quoted.data + i, quoted.len - i, &n);

        if (rune < 0x80)
            buf_addc(out, (char)rune);
        else
            buf_addf(out, rune < 0x10000 ? "\\u%04x" : "\\U%08x", rune);
        i += n;
    }
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
    } else if (spec->verb == 'q' && spec->plus) {
        quote_ascii(&made, text);
    } else if (spec->verb == 'q' || (spec->verb == 'v' && spec->sharp)) {
        fmt_quote(&made, text);
    } else if (spec->verb == 'x' || spec->verb == 'X') {
        for (size_t i = 0; i < text.len; i++) {
            if (i && spec->space)
                buf_addc(&made, ' ');
            buf_addf(&made, spec->verb == 'x' ? "%02x" : "%02X", (unsigned char)text.s[i]);
        }
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
    case VALUE_COMPLEX:
        verbs = "vbgGxXfFeE";
        break;
    case VALUE_TEXT:
        if (v->type && v->type->print && spec->verb == 'v') {
            v->type->print(out, v);
            return;
        }
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

            rune_encode(&rune, (uint32_t)v->integer);
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
    case VALUE_COMPLEX: {
        struct spec part = *spec;

        buf_addc(out, '(');
        print_float(out, &part, v->complex.re);
        part.plus = true;
        print_float(out, &part, v->complex.im);
        buf_adds(out, "i)");
        break;
    }
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
        if (spec.verb == 'v')
            spec.plus = false; /* it asks for the names of fields */
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
