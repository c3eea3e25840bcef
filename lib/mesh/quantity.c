#include "mesh/quantity.h"

#include <ctype.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

enum form { DECIMAL, BINARY, EXPONENT };

static const struct suffix {
    const char *text;
    enum form form;
    int power; /* of 10 or of 2 */
} suffixes[] = {
    {"", DECIMAL, 0},   {"n", DECIMAL, -9}, {"u", DECIMAL, -6}, {"m", DECIMAL, -3},
    {"k", DECIMAL, 3},  {"M", DECIMAL, 6},  {"G", DECIMAL, 9},  {"T", DECIMAL, 12},
    {"P", DECIMAL, 15}, {"E", DECIMAL, 18}, {"Ki", BINARY, 10}, {"Mi", BINARY, 20},
    {"Gi", BINARY, 30}, {"Ti", BINARY, 40}, {"Pi", BINARY, 50}, {"Ei", BINARY, 60},
};

/* A number of billionths is within 2^63 * 10^9. */
typedef __int128 big;
#define BILLION ((big)1000000000)
#define MOST ((big)INT64_MAX * BILLION)

struct parts {
    bool negative;
    const char *whole, *fraction; /* digits */
    size_t n_whole, n_fraction;
    enum form form;
    int power;
};

static const struct suffix *find_suffix(const char *text)
{
    for (size_t i = 0; i < ARRAY_LEN(suffixes); i++) {
        if (strcmp(suffixes[i].text, text) == 0)
            return &suffixes[i];
    }
    return NULL;
}

static int split(const char *text, struct parts *ret)
{
    const struct suffix *suffix;
    char *end;
    long exponent;
    bool digits;

    *ret = (struct parts){.negative = *text == '-'};
    if (!*text || strlen(text) > QUANTITY_TEXT)
        return -1;
    text += *text == '-' || *text == '+';
    ret->whole = text;
    ret->n_whole = strspn(text, "0123456789");
    text += ret->n_whole;
    if (*text == '.') {
        ret->fraction = ++text;
        ret->n_fraction = strspn(text, "0123456789");
        text += ret->n_fraction;
    }
    suffix = find_suffix(text);
    digits = ret->n_whole + ret->n_fraction > 0;
    if (suffix) {
        ret->form = suffix->form;
        ret->power = suffix->power;
        return digits || suffix->form != BINARY || suffix->power < 50
                   ? 0
                   : -1; /* "Mi" is 0 to Go, "Pi" is nothing */
    }
    if ((*text != 'e' && *text != 'E') ||
        !(isdigit((unsigned char)text[1]) || ((text[1] == '-' || text[1] == '+') && text[2])))
        return -1;
    exponent = strtol(text + 1, &end, 10);
    if (*end || exponent < (digits ? -1000000 : -9) || exponent > 1000000)
        return -1;
    ret->form = EXPONENT;
    ret->power = (int)exponent;
    return 0;
}

bool quantity_is_valid(const char *text)
{
    struct parts parts;

    return split(text, &parts) == 0;
}

/* In billionths, rounded away from 0. */
static big amount_of(const struct parts *parts)
{
    int power = (parts->form == BINARY ? 0 : parts->power) + 9;
    /* digits of `whole` and `fraction` times 10^(power - n_fraction), cut at MOST */
    long scale = power - (long)parts->n_fraction;
    size_t n = parts->n_whole + parts->n_fraction;
    big value = 0;
    bool rest = false;

    for (size_t i = 0; i < n; i++) {
        char digit = i < parts->n_whole ? parts->whole[i] : parts->fraction[i - parts->n_whole];
        /* of the digits behind the last billionth only whether there are any */
        if (scale < 0 && (long)(n - i) <= -scale)
            rest |= digit != '0';
        else if (value <= MOST)
            value = value * 10 + (digit - '0');
    }
    for (long i = 0; i < scale && value && value <= MOST; i++)
        value *= 10;
    value = value > MOST ? MOST : value;
    if (parts->form == BINARY) {
        for (int i = 0; i < parts->power && value <= MOST; i++)
            value *= 2;
        value = value > MOST ? MOST : value;
    }
    return value + (rest && value < MOST);
}

static void print_big(struct buf *out, big value)
{
    char digits[48], *p = digits + sizeof(digits);

    *--p = '\0';
    do {
        *--p = (char)('0' + (int)(value % 10));
        value /= 10;
    } while (value);
    buf_adds(out, p);
}

static void print_power(struct buf *out, enum form form, int power)
{
    if (form == EXPONENT && power != 0) {
        buf_addf(out, "e%d", power);
        return;
    }
    for (size_t i = 0; i < ARRAY_LEN(suffixes); i++) {
        if (suffixes[i].form == form && suffixes[i].power == power)
            buf_adds(out, suffixes[i].text);
    }
}

int quantity_print(struct buf *out, const char *text)
{
    struct parts parts;
    big value;
    int power;

    if (split(text, &parts) < 0)
        return -1;
    value = amount_of(&parts);
    buf_adds(out, parts.negative && value ? "-" : "");
    if (parts.form == BINARY && value >= 1024 * BILLION) {
        value = (value + BILLION - 1) / BILLION;
        for (power = 0; value % 1024 == 0; power += 10)
            value /= 1024;
        print_big(out, value);
        print_power(out, power ? BINARY : DECIMAL, power);
        return 0;
    }
    if (parts.form == BINARY)
        parts.form = DECIMAL;
    for (power = -9; value && value % 10 == 0; power++)
        value /= 10;
    if (!value)
        power = 0;
    while (power % 3 != 0) {
        value *= 10;
        power--;
    }
    print_big(out, value);
    print_power(out, parts.form, power);
    return 0;
}
