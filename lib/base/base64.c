#include "base/base64.h"

#include <string.h>

#include "base/mem.h"

static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

char *base64_encode(const void *data, size_t len)
{
    const unsigned char *from = data;
    char *text = mem_alloc((len + 2) / 3 * 4 + 1), *to = text;

    for (size_t i = 0; i < len; i += 3) {
        unsigned bits = (unsigned)from[i] << 16;

        if (i + 1 < len)
            bits |= (unsigned)from[i + 1] << 8;
        if (i + 2 < len)
            bits |= from[i + 2];
        *to++ = digits[bits >> 18];
        *to++ = digits[bits >> 12 & 63];
        *to++ = i + 1 < len ? digits[bits >> 6 & 63] : '=';
        *to++ = i + 2 < len ? digits[bits & 63] : '=';
    }
    *to = '\0';
    return text;
}

char *base64_decode(const char *text, size_t len, size_t *ret_len, size_t *ret_at)
{
    char *data = mem_alloc(len / 4 * 3 + 4), *to = data;
    size_t n = 0, padding = 0, i;
    unsigned bits = 0, have = 0;

    for (i = 0; i < len; i++) {
        const char *digit;

        if (text[i] == '\n' || text[i] == '\r')
            continue;
        if (text[i] == '=') {
            padding++;
            continue;
        }
        digit = text[i] ? strchr(digits, text[i]) : NULL;
        if (!digit || padding)
            break;
        n++;
        bits = bits << 6 | (unsigned)(digit - digits);
        have += 6;
        if (have >= 8) {
            have -= 8;
            *to++ = (char)(bits >> have);
        }
    }
    if (i < len || (n + padding) % 4 != 0 || padding > 2) {
        free(data);
        if (ret_at)
            *ret_at = i;
        return NULL;
    }
    *to = '\0';
    *ret_len = (size_t)(to - data);
    return data;
}
