/* jansson reads; only what it refuses is gone through here, by the rules of Go's
 * encoding/json/scanner.go, for Go's words or for a text that jansson does read. */
#include "json/read.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/rune.h"

enum { MAX_DEPTH = 10000 }; /* Go's */

struct scan {
    const char *text;
    size_t len, at;
    unsigned depth;
    struct buf clean;    /* what was gone through, without what jansson refuses */
    struct err overflow; /* the first number that is no double: told when nothing else is wrong */
    struct err *err;
};

/* The end is a blank to Go, which is a fault of its own in the middle of a word. */
static char peek(const struct scan *s)
{
    return s->at < s->len ? s->text[s->at] : ' ';
}

static void keep(struct scan *s, size_t n)
{
    buf_add(&s->clean, s->text + s->at, n);
    s->at += n;
}

static int fail(struct scan *s, const char *context)
{
    static const char escapes[] = "\aa\bb\ff\nn\rr\tt\vv\\\\''";
    auto_buf struct buf quoted = BUF_INIT(64);
    unsigned char c = (unsigned char)peek(s);
    const char *escape = NULL;

    for (size_t i = 0; escapes[i] && !escape; i += 2)
        escape = c == (unsigned char)escapes[i] ? escapes + i + 1 : NULL;
    if (escape)
        buf_addf(&quoted, "\\%c", *escape);
    else if (c < ' ' || c == 0x7f)
        buf_addf(&quoted, "\\x%02x", c);
    else if ((c > 0x7f && c <= 0xa0) || c == 0xad)
        buf_addf(&quoted, "\\u%04x", c);
    else
        rune_encode(&quoted, c);
    return err_set(s->err, ERR_INVALID, "invalid character '%s' %s", buf_text(&quoted), context);
}

static int fail_end(struct scan *s)
{
    return err_set(s->err, ERR_INVALID, "unexpected end of JSON input");
}

/* To the next character that is no blank; -1 at the end. */
static int skip_blanks(struct scan *s)
{
    while (s->at < s->len && strchr(" \t\r\n", s->text[s->at]) && s->text[s->at])
        s->at++;
    return s->at < s->len ? 0 : -1;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static int scan_literal(struct scan *s, const char *word)
{
    keep(s, 1);
    for (size_t i = 1; word[i]; i++) {
        if (peek(s) != word[i]) {
            auto_buf struct buf context = BUF_INIT(64);

            buf_addf(&context, "in literal %s (expecting '%c')", word, word[i]);
            return fail(s, buf_text(&context));
        }
        keep(s, 1);
    }
    return 0;
}

static int scan_digits(struct scan *s, const char *context)
{
    if (!is_digit(peek(s)))
        return fail(s, context);
    while (is_digit(peek(s)))
        keep(s, 1);
    return 0;
}

static int scan_number(struct scan *s)
{
    size_t start = s->at;
    auto_free char *number = NULL;

    if (peek(s) == '-')
        keep(s, 1);
    if (peek(s) == '0')
        keep(s, 1);
    else if (scan_digits(s, "in numeric literal") < 0)
        return -1;
    if (peek(s) == '.') {
        keep(s, 1);
        if (scan_digits(s, "after decimal point in numeric literal") < 0)
            return -1;
    }
    if (peek(s) == 'e' || peek(s) == 'E') {
        keep(s, 1);
        if (peek(s) == '+' || peek(s) == '-')
            keep(s, 1);
        if (scan_digits(s, "in exponent of numeric literal") < 0)
            return -1;
    }
    number = mem_strndup(s->text + start, s->at - start);
    if (isinf(strtod(number, NULL)) && !s->overflow.message)
        (void)err_set(&s->overflow, ERR_INVALID,
                      "json: cannot unmarshal number %s into Go value of type float64", number);
    return 0;
}

/* The UTF-16 code unit of "\uXXXX" at `at`; -1 when none is there. */
static long code_unit(const struct scan *s, size_t at)
{
    char digits[5] = "";

    if (at + 6 > s->len || s->text[at] != '\\' || s->text[at + 1] != 'u')
        return -1;
    memcpy(digits, s->text + at + 2, 4);
    return strspn(digits, "0123456789abcdefABCDEF") == 4 ? strtol(digits, NULL, 16) : -1;
}

static bool is_high(long unit)
{
    return unit >= 0xd800 && unit < 0xdc00;
}

static bool is_low(long unit)
{
    return unit >= 0xdc00 && unit < 0xe000;
}

static int scan_escape(struct scan *s)
{
    long unit = code_unit(s, s->at);

    if (is_high(unit) && is_low(code_unit(s, s->at + 6))) {
        keep(s, 12);
    } else if (is_high(unit) || is_low(unit)) {
        buf_adds(&s->clean, "\\ufffd");
        s->at += 6;
    } else {
        keep(s, 1);
        if (peek(s) == 'u') {
            keep(s, 1);
            for (int i = 0; i < 4; i++) {
                if (!isxdigit((unsigned char)peek(s)))
                    return fail(s, "in \\u hexadecimal character escape");
                keep(s, 1);
            }
        } else if (strchr("bfnrt\\/\"", peek(s)) && peek(s)) {
            keep(s, 1);
        } else {
            return fail(s, "in string escape code");
        }
    }
    return 0;
}

static int scan_string(struct scan *s)
{
    keep(s, 1);
    while (s->at < s->len && s->text[s->at] != '"') {
        size_t len = rune_length(s->text + s->at, s->len - s->at);

        if (s->text[s->at] == '\\') {
            if (scan_escape(s) < 0)
                return -1;
        } else if ((unsigned char)s->text[s->at] < ' ') {
            return fail(s, "in string literal");
        } else if (len) {
            keep(s, len);
        } else {
            rune_encode(&s->clean, RUNE_ERROR);
            s->at++;
        }
    }
    if (s->at == s->len)
        return fail_end(s);
    keep(s, 1);
    return 0;
}

static int scan_value(struct scan *s);

static int scan_key(struct scan *s)
{
    if (peek(s) != '"')
        return fail(s, "looking for beginning of object key string");
    if (scan_string(s) < 0)
        return -1;
    if (skip_blanks(s) < 0)
        return fail_end(s);
    if (peek(s) != ':')
        return fail(s, "after object key");
    keep(s, 1);
    return 0;
}

/* An object when `close` is '}', else an array. */
static int scan_container(struct scan *s, char close)
{
    bool object = close == '}';

    if (++s->depth > MAX_DEPTH)
        return fail(s, "exceeded max depth");
    keep(s, 1);
    for (bool first = true;; first = false) {
        if (skip_blanks(s) < 0)
            return fail_end(s);
        if (first && peek(s) == close)
            break;
        if ((object && scan_key(s) < 0) || scan_value(s) < 0)
            return -1;
        if (skip_blanks(s) < 0)
            return fail_end(s);
        if (peek(s) == close)
            break;
        if (peek(s) != ',')
            return fail(s, object ? "after object key:value pair" : "after array element");
        keep(s, 1);
    }
    keep(s, 1);
    s->depth--;
    return 0;
}

static int scan_value(struct scan *s)
{
    if (skip_blanks(s) < 0)
        return fail_end(s);
    switch (peek(s)) {
    case '{':
        return scan_container(s, '}');
    case '[':
        return scan_container(s, ']');
    case '"':
        return scan_string(s);
    case 't':
        return scan_literal(s, "true");
    case 'f':
        return scan_literal(s, "false");
    case 'n':
        return scan_literal(s, "null");
    default:
        if (peek(s) == '-' || is_digit(peek(s)))
            return scan_number(s);
        return fail(s, "looking for beginning of value");
    }
}

static int scan_text(struct scan *s)
{
    if (scan_value(s) < 0)
        return -1;
    if (skip_blanks(s) == 0)
        return fail(s, "after top-level value");
    if (s->overflow.message)
        return err_set(s->err, ERR_INVALID, "%s", err_message(&s->overflow));
    return 0;
}

int json_read(const char *text, size_t len, json_t **ret_value, struct err *err)
{
    const size_t flags = JSON_DECODE_ANY | JSON_DECODE_INT_AS_REAL | JSON_ALLOW_NUL;
    struct scan scan = {
        .text = text, .len = len, .clean = BUF_INIT(LIMIT_TEMPLATE_OUTPUT), .err = err};
    json_error_t fault;
    int rc;

    *ret_value = json_loadb(text, len, flags, &fault);
    if (*ret_value)
        return 0;
    rc = scan_text(&scan);
    if (rc == 0) {
        *ret_value = json_loadb(buf_text(&scan.clean), scan.clean.len, flags, &fault);
        if (!*ret_value)
            rc = err_set(err, ERR_INVALID, "%s", fault.text);
    }
    buf_done(&scan.clean);
    err_done(&scan.overflow);
    return rc;
}
