#include "yaml/resolve.h"

#include <ctype.h>
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/attr.h"
#include "json/number.h"

static const struct {
    const char *text;
    struct yaml_scalar value;
} words[] = {
#define TRUE_WORD(w)                                                                               \
    {                                                                                              \
        w,                                                                                         \
        {                                                                                          \
            YAML_KIND_BOOL,                                                                        \
            {                                                                                      \
                .truth = true                                                                      \
            }                                                                                      \
        }                                                                                          \
    }
#define FALSE_WORD(w)                                                                              \
    {                                                                                              \
        w,                                                                                         \
        {                                                                                          \
            YAML_KIND_BOOL,                                                                        \
            {                                                                                      \
                .truth = false                                                                     \
            }                                                                                      \
        }                                                                                          \
    }
#define NULL_WORD(w)                                                                               \
    {                                                                                              \
        w,                                                                                         \
        {                                                                                          \
            YAML_KIND_NULL,                                                                        \
            {                                                                                      \
                0                                                                                  \
            }                                                                                      \
        }                                                                                          \
    }
#define FLOAT_WORD(w, v)                                                                           \
    {                                                                                              \
        w,                                                                                         \
        {                                                                                          \
            YAML_KIND_FLOAT,                                                                       \
            {                                                                                      \
                .real = (v)                                                                        \
            }                                                                                      \
        }                                                                                          \
    }
    TRUE_WORD("y"),
    TRUE_WORD("Y"),
    TRUE_WORD("yes"),
    TRUE_WORD("Yes"),
    TRUE_WORD("YES"),
    TRUE_WORD("true"),
    TRUE_WORD("True"),
    TRUE_WORD("TRUE"),
    TRUE_WORD("on"),
    TRUE_WORD("On"),
    TRUE_WORD("ON"),
    FALSE_WORD("n"),
    FALSE_WORD("N"),
    FALSE_WORD("no"),
    FALSE_WORD("No"),
    FALSE_WORD("NO"),
    FALSE_WORD("false"),
    FALSE_WORD("False"),
    FALSE_WORD("FALSE"),
    FALSE_WORD("off"),
    FALSE_WORD("Off"),
    FALSE_WORD("OFF"),
    NULL_WORD("~"),
    NULL_WORD("null"),
    NULL_WORD("Null"),
    NULL_WORD("NULL"),
    FLOAT_WORD(".nan", NAN),
    FLOAT_WORD(".NaN", NAN),
    FLOAT_WORD(".NAN", NAN),
    FLOAT_WORD(".inf", INFINITY),
    FLOAT_WORD(".Inf", INFINITY),
    FLOAT_WORD(".INF", INFINITY),
    FLOAT_WORD("+.inf", INFINITY),
    FLOAT_WORD("+.Inf", INFINITY),
    FLOAT_WORD("+.INF", INFINITY),
    FLOAT_WORD("-.inf", -INFINITY),
    FLOAT_WORD("-.Inf", -INFINITY),
    FLOAT_WORD("-.INF", -INFINITY),
};

static bool is_text(const char *s, size_t len, const char *other)
{
    return strlen(other) == len && memcmp(s, other, len) == 0;
}

/* ^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$ */
static bool looks_like_float(const char *s)
{
    size_t before = 0, after = 0;

    if (*s == '+' || *s == '-')
        s++;
    for (; isdigit((unsigned char)*s); s++)
        before++;
    if (*s == '.') {
        for (s++; isdigit((unsigned char)*s); s++)
            after++;
    }
    if (before == 0 && after == 0)
        return false;
    if (*s == 'e' || *s == 'E') {
        s++;
        if (*s == '+' || *s == '-')
            s++;
        if (!isdigit((unsigned char)*s))
            return false;
        while (isdigit((unsigned char)*s))
            s++;
    }
    return *s == '\0';
}

static const char *skip_digits(const char *s, int min, int max, int *ret)
{
    int n = 0;

    *ret = 0;
    for (; n < max && isdigit((unsigned char)*s); n++)
        *ret = *ret * 10 + (*s++ - '0');
    return n < min ? NULL : s;
}

/* time.Parse of "2006-1-2", with "T15:4:5.999Z07:00" (or t) or " 15:4:5.999" behind it. */
static bool is_timestamp(const char *s)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int year, month, day, hour, minute, second, limit;
    bool zoned;

    if (!(s = skip_digits(s, 4, 4, &year)) || *s++ != '-' || !(s = skip_digits(s, 1, 2, &month)) ||
        *s++ != '-' || !(s = skip_digits(s, 1, 2, &day)))
        return false;
    if (month < 1 || month > 12)
        return false;
    limit =
        days[month - 1] + (month == 2 && (year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)));
    if (day < 1 || day > limit)
        return false;
    if (*s == '\0')
        return true;
    if (*s != 'T' && *s != 't' && *s != ' ')
        return false;
    zoned = *s++ != ' ';
    if (!(s = skip_digits(s, 1, 2, &hour)) || *s++ != ':' || !(s = skip_digits(s, 1, 2, &minute)) ||
        *s++ != ':' || !(s = skip_digits(s, 1, 2, &second)) || hour > 23 || minute > 59 ||
        second > 59)
        return false;
    if ((*s == '.' || *s == ',') && isdigit((unsigned char)s[1])) {
        for (s++; isdigit((unsigned char)*s); s++)
            ;
    }
    if (!zoned)
        return *s == '\0';
    if (*s == 'Z')
        return s[1] == '\0';
    if (*s != '+' && *s != '-')
        return false;
    return (s = skip_digits(s + 1, 2, 2, &hour)) && *s++ == ':' &&
           (s = skip_digits(s, 2, 2, &minute)) && *s == '\0';
}

/* How long the words are that begin so, a bit for each length: most scalars are none of them. */
static const unsigned char lengths[256] = {
    ['y'] = 1 << 1 | 1 << 3,
    ['Y'] = 1 << 1 | 1 << 3,
    ['t'] = 1 << 4,
    ['T'] = 1 << 4,
    ['o'] = 1 << 2 | 1 << 3,
    ['O'] = 1 << 2 | 1 << 3,
    ['n'] = 1 << 1 | 1 << 2 | 1 << 4,
    ['f'] = 1 << 5,
    ['N'] = 1 << 1 | 1 << 2 | 1 << 4,
    ['F'] = 1 << 5,
    ['~'] = 1 << 1,
    ['.'] = 1 << 4,
    ['+'] = 1 << 5,
    ['-'] = 1 << 5,
};

/* What a scalar that is no text may begin with. */
static const bool hints[256] = {
    ['+'] = true, ['-'] = true, ['0' ... '9'] = true, ['y'] = true, ['Y'] = true,
    ['n'] = true, ['N'] = true, ['t'] = true,         ['T'] = true, ['f'] = true,
    ['F'] = true, ['o'] = true, ['O'] = true,         ['~'] = true, ['.'] = true,
};

struct yaml_scalar yaml_resolve(const char *text, size_t len)
{
    struct yaml_scalar result = {.kind = YAML_KIND_TEXT};
    unsigned char first = len ? (unsigned char)text[0] : 0;
    char plain[128];
    size_t n = 0;
    uint64_t large;

    if (len == 0)
        return (struct yaml_scalar){.kind = YAML_KIND_NULL};
    if (!hints[first] || len >= sizeof(plain))
        return result;
    for (size_t i = 0; len < 8 && lengths[first] >> len & 1 && i < ARRAY_LEN(words); i++) {
        if ((unsigned char)words[i].text[0] == first && is_text(text, len, words[i].text))
            return words[i].value;
    }
    if (first != '.' && first != '+' && first != '-' && !isdigit(first))
        return result;
    if (memchr(text, '\0', len))
        return result;

    if (first != '.') {
        memcpy(plain, text, len);
        plain[len] = '\0';
        if (is_timestamp(plain))
            return (struct yaml_scalar){.kind = YAML_KIND_TIME};
        for (size_t i = 0; i < len; i++) {
            if (text[i] != '_')
                plain[n++] = text[i];
        }
        plain[n] = '\0';
        switch (number_parse_int(plain, &result.integer, &large)) {
        case NUMBER_OK:
            result.kind = YAML_KIND_INT;
            return result;
        case NUMBER_UNSIGNED: /* JSON's float keeps it as well as Go's does */
            return (struct yaml_scalar){YAML_KIND_FLOAT, {.real = (double)large}};
        default:
            break;
        }
    } else {
        memcpy(plain, text, len);
        plain[len] = '\0';
    }
    if (looks_like_float(plain)) {
        double v = strtod(plain, NULL);

        if (isfinite(v))
            return (struct yaml_scalar){YAML_KIND_FLOAT, {.real = v}};
    }
    result.kind = YAML_KIND_TEXT;
    return result;
}

bool yaml_is_base60(const char *text, size_t len)
{
    size_t i = 0;

    if (i < len && (text[i] == '+' || text[i] == '-'))
        i++;
    if (i >= len || !isdigit((unsigned char)text[i]))
        return false;
    while (i < len && (isdigit((unsigned char)text[i]) || text[i] == '_'))
        i++;
    if (i >= len || text[i] != ':')
        return false;
    while (i < len && text[i] == ':') {
        size_t digits = 0;

        for (i++; i < len && isdigit((unsigned char)text[i]) && digits < 2; i++)
            digits++;
        if (digits == 0 || (digits == 2 && text[i - 2] > '5'))
            return false;
    }
    if (i < len && text[i] == '.') {
        for (i++; i < len && (isdigit((unsigned char)text[i]) || text[i] == '_'); i++)
            ;
    }
    return i == len;
}
