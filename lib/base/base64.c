#include "base/base64.h"

#include <endian.h>
#include <pthread.h>
#include <stdint.h>
#include <string.h>

#include "base/mem.h"

static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/* Of twelve bits each. */
static char pairs[64 * 64][2];
static pthread_once_t pairs_once = PTHREAD_ONCE_INIT;

static void fill_pairs(void)
{
    for (size_t i = 0; i < ARRAY_LEN(pairs); i++) {
        pairs[i][0] = digits[i >> 6];
        pairs[i][1] = digits[i & 63];
    }
}

char *base64_encode(const void *data, size_t len)
{
    const unsigned char *from = data;
    char *text = mem_alloc((len + 2) / 3 * 4 + 1), *to = text;
    size_t i = 0;

    (void)pthread_once(&pairs_once, fill_pairs);
    for (; i + 7 < len; i += 6) { /* eight are read, six are taken */
        uint64_t bits;

        memcpy(&bits, from + i, sizeof(bits));
        bits = be64toh(bits);
        memcpy(to, pairs[bits >> 52], 2);
        memcpy(to + 2, pairs[bits >> 40 & 4095], 2);
        memcpy(to + 4, pairs[bits >> 28 & 4095], 2);
        memcpy(to + 6, pairs[bits >> 16 & 4095], 2);
        to += 8;
    }
    for (; i + 3 <= len; i += 3) {
        unsigned bits = (unsigned)from[i] << 16 | (unsigned)from[i + 1] << 8 | from[i + 2];

        memcpy(to, pairs[bits >> 12], 2);
        memcpy(to + 2, pairs[bits & 4095], 2);
        to += 4;
    }
    if (i < len) { /* one byte or two */
        unsigned bits = (unsigned)from[i] << 16;

        if (i + 1 < len)
            bits |= (unsigned)from[i + 1] << 8;
        *to++ = digits[bits >> 18];
        *to++ = digits[bits >> 12 & 63];
        *to++ = i + 1 < len ? digits[bits >> 6 & 63] : '=';
        *to++ = '=';
    }
    *to = '\0';
    return text;
}

static size_t skip_newlines(const char *text, size_t len, size_t at)
{
    while (at < len && (text[at] == '\n' || text[at] == '\r'))
        at++;
    return at;
}

/* decodeQuantum of Go's encoding/base64, whose offsets are part of messages: 4 digits from `*at`
 * to at most 3 bytes. The number of bytes; -1 when broken at `*at`. */
static int decode_quantum(const char *text, size_t len, size_t *at, char *to)
{
    unsigned bits = 0;
    int n = 0;

    for (; n < 4; n++) {
        const char *digit;
        size_t i = skip_newlines(text, len, *at);

        if (i == len) {
            *at = i - (size_t)n;
            return n == 0 ? 0 : -1;
        }
        if (text[i] == '=' && n >= 2)
            break;
        digit = text[i] ? strchr(digits, text[i]) : NULL;
        *at = i + (digit != NULL);
        if (!digit)
            return -1;
        bits = bits << 6 | (unsigned)(digit - digits);
    }
    if (n < 4) { /* the padding, and nothing behind it */
        size_t first = skip_newlines(text, len, *at), last = first;

        if (n == 2) {
            last = skip_newlines(text, len, first + 1);
            if (last == len || text[last] != '=') {
                *at = last == len ? len : last - 1;
                return -1;
            }
        }
        *at = skip_newlines(text, len, last + 1);
        if (*at < len)
            return -1;
        bits <<= 6 * (4 - n);
    }
    to[0] = (char)(bits >> 16);
    to[1] = (char)(bits >> 8);
    to[2] = (char)bits;
    return n - 1;
}

char *base64_decode(const char *text, size_t len, size_t *ret_len, size_t *ret_at)
{
    char *data = mem_alloc(len / 4 * 3 + 4), *to = data;
    size_t at = 0;

    while (at < len) {
        int n = decode_quantum(text, len, &at, to);

        if (n < 0) {
            free(data);
            if (ret_at)
                *ret_at = at;
            return NULL;
        }
        to += n;
    }
    *to = '\0';
    *ret_len = (size_t)(to - data);
    return data;
}
