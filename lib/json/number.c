#include "json/number.h"

#include <ctype.h>
#include <errno.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The shortest decimal digits that read back as `v` (v > 0, finite): digits without trailing zeros
 * in `digits`, and the decimal point's place: v = 0.DIGITS * 10^point. `single`: as float32. */
static int shortest_digits(double v, bool single, char digits[20], int *ret_point)
{
    char text[40];
    int n = 0;

    for (int precision = 0; precision <= 16; precision++) {
        (void)snprintf(text, sizeof(text), "%.*e", precision, v);
        if (precision == 16 || (single ? (double)strtof(text, NULL) : strtod(text, NULL)) == v)
            break;
    }
    for (const char *p = text; *p && *p != 'e'; p++) {
        if (*p != '.')
            digits[n++] = *p;
    }
    *ret_point = atoi(strchr(text, 'e') + 1) + 1;
    while (n > 1 && digits[n - 1] == '0')
        n--;
    digits[n] = '\0';
    return n;
}

static size_t print_e(char *out, const char *digits, int n, int point, bool pad)
{
    int exponent = point - 1;
    size_t len = 0;

    out[len++] = digits[0];
    if (n > 1) {
        out[len++] = '.';
        memcpy(out + len, digits + 1, (size_t)n - 1);
        len += (size_t)n - 1;
    }
    len += (size_t)sprintf(out + len, pad ? "e%c%02d" : "e%c%d", exponent < 0 ? '-' : '+',
                           abs(exponent));
    return len;
}

static size_t print_f(char *out, const char *digits, int n, int point)
{
    size_t len = 0;

    if (point <= 0) {
        out[len++] = '0';
        out[len++] = '.';
        for (int i = point; i < 0; i++)
            out[len++] = '0';
        memcpy(out + len, digits, (size_t)n);
        len += (size_t)n;
    } else {
        for (int i = 0; i < point; i++)
            out[len++] = i < n ? digits[i] : '0';
        if (n > point) {
            out[len++] = '.';
            memcpy(out + len, digits + point, (size_t)(n - point));
            len += (size_t)(n - point);
        }
    }
    out[len] = '\0';
    return len;
}

enum form { FORM_G, FORM_G32, FORM_JSON, FORM_F };

static size_t print(double v, char out[NUMBER_TEXT_SIZE], enum form form)
{
    char digits[20];
    size_t len = 0;
    int point, n;
    bool exponent;

    if (isnan(v))
        return (size_t)sprintf(out, "NaN");
    if (isinf(v))
        return (size_t)sprintf(out, v > 0 ? "+Inf" : "-Inf");
    if (v == 0)
        return (size_t)sprintf(out, signbit(v) ? "-0" : "0");
    if (form == FORM_G && v == floor(v) && fabs(v) < 1e6) /* six digits without an exponent */
        return (size_t)sprintf(out, "%lld", (long long)v);
    if (v < 0) {
        out[len++] = '-';
        v = -v;
    }
    n = shortest_digits(v, form == FORM_G32, digits, &point);
    switch (form) {
    case FORM_G:
    case FORM_G32:
        exponent = point - 1 < -4 || point - 1 >= 6;
        break;
    case FORM_JSON:
        exponent = v < 1e-6 || v >= 1e21;
        break;
    default:
        exponent = point > 40 || point < -20;
        break;
    }
    if (exponent)
        return len + print_e(out + len, digits, n, point, form != FORM_JSON);
    return len + print_f(out + len, digits, n, point);
}

size_t number_go_g(double v, char out[NUMBER_TEXT_SIZE])
{
    return print(v, out, FORM_G);
}

size_t number_go_g32(float v, char out[NUMBER_TEXT_SIZE])
{
    return print((double)v, out, FORM_G32);
}

size_t number_go_json(double v, char out[NUMBER_TEXT_SIZE])
{
    return print(v, out, FORM_JSON);
}

size_t number_go_f(double v, char out[NUMBER_TEXT_SIZE])
{
    return print(v, out, FORM_F);
}

enum number_result number_parse_int(const char *text, int64_t *ret, uint64_t *ret_unsigned)
{
    bool negative = *text == '-';
    const char *digits = text + (*text == '-' || *text == '+');
    int base = 10;
    unsigned long long v;
    char *end;

    if (digits[0] == '0' && digits[1]) {
        char c = (char)tolower((unsigned char)digits[1]);

        base = c == 'x' ? 16 : c == 'b' ? 2 : 8;
        if (c == 'x' || c == 'b' || c == 'o')
            digits += 2;
    }
    if (!isxdigit((unsigned char)*digits))
        return NUMBER_NONE;
    errno = 0;
    v = strtoull(digits, &end, base);
    if (*end)
        return NUMBER_NONE;
    if (errno == ERANGE || (negative && v > (unsigned long long)INT64_MAX + 1))
        return NUMBER_OVERFLOW;
    if (!negative && v > INT64_MAX) {
        *ret_unsigned = v;
        return NUMBER_UNSIGNED;
    }
    *ret = negative ? (int64_t)(0 - v) : (int64_t)v;
    return NUMBER_OK;
}

size_t number_print_int(int64_t v, char out[NUMBER_TEXT_SIZE])
{
    uint64_t left = v < 0 ? -(uint64_t)v : (uint64_t)v;
    char digits[20];
    size_t n = 0, len = 0;

    do
        digits[n++] = (char)('0' + left % 10);
    while (left /= 10);
    if (v < 0)
        out[len++] = '-';
    while (n > 0)
        out[len++] = digits[--n];
    return len;
}

unsigned number_parse_port(const char *text)
{
    size_t digits = strspn(text, "0123456789");
    long port = digits > 0 && digits <= 5 && !text[digits] ? strtol(text, NULL, 10) : 0;

    return port <= 65535 ? (unsigned)port : 0;
}
