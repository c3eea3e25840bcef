#include "base/rune.h"

#include <ctype.h>
#include <string.h>
#include <utf8proc.h>

size_t rune_length(const char *text, size_t left)
{
    const unsigned char *s = (const unsigned char *)text;
    size_t n = s[0] < 0x80             ? 1
               : (s[0] & 0xe0) == 0xc0 ? 2
               : (s[0] & 0xf0) == 0xe0 ? 3
               : (s[0] & 0xf8) == 0xf0 ? 4
                                       : 0;

    if (n == 0 || n > left || (n == 2 && s[0] < 0xc2) || s[0] > 0xf4)
        return 0;
    for (size_t i = 1; i < n; i++) {
        if ((s[i] & 0xc0) != 0x80)
            return 0;
    }
    if ((s[0] == 0xe0 && s[1] < 0xa0) || (s[0] == 0xed && s[1] > 0x9f) ||
        (s[0] == 0xf0 && s[1] < 0x90) || (s[0] == 0xf4 && s[1] > 0x8f))
        return 0;
    return n;
}

uint32_t rune_decode(const char *text, size_t left, size_t *ret_len)
{
    const unsigned char *s = (const unsigned char *)text;
    size_t n = rune_length(text, left);
    uint32_t rune;

    *ret_len = n ? n : 1;
    if (n <= 1)
        return n ? s[0] : RUNE_ERROR;
    rune = s[0] & (0xffu >> (n + 1));
    for (size_t i = 1; i < n; i++)
        rune = rune << 6 | (s[i] & 0x3fu);
    return rune;
}

size_t rune_cut(const char *text, size_t len, size_t max)
{
    if (len <= max)
        return len;
    for (size_t at = max; at > 0 && max - at < 4; at--) {
        if (((unsigned char)text[at] & 0xc0) != 0x80)
            return at;
    }
    return max; /* no UTF-8 */
}

void rune_encode(struct buf *out, uint32_t rune)
{
    if (rune > 0x10ffff || (rune >= 0xd800 && rune <= 0xdfff))
        rune = RUNE_ERROR;
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

/* Two letters, as Unicode names its categories: "Lu". */
static const char *category(uint32_t rune)
{
    return utf8proc_category_string((utf8proc_int32_t)rune);
}

static bool is_category(uint32_t rune, const char *name)
{
    return strncmp(category(rune), name, strlen(name)) == 0;
}

bool rune_is_upper(uint32_t rune)
{
    return rune < 0x80 ? isupper((int)rune) != 0 : is_category(rune, "Lu");
}

bool rune_is_lower(uint32_t rune)
{
    return rune < 0x80 ? islower((int)rune) != 0 : is_category(rune, "Ll");
}

bool rune_is_title(uint32_t rune)
{
    return is_category(rune, "Lt");
}

bool rune_is_letter(uint32_t rune)
{
    return rune < 0x80 ? isalpha((int)rune) != 0 : is_category(rune, "L");
}

bool rune_is_digit(uint32_t rune)
{
    return rune < 0x80 ? isdigit((int)rune) != 0 : is_category(rune, "Nd");
}

bool rune_is_number(uint32_t rune)
{
    return rune < 0x80 ? isdigit((int)rune) != 0 : is_category(rune, "N");
}

bool rune_is_space(uint32_t rune)
{
    return (rune >= 9 && rune <= 13) || rune == ' ' || rune == 0x85 || is_category(rune, "Z");
}

bool rune_is_punct(uint32_t rune)
{
    return is_category(rune, "P");
}

bool rune_is_print(uint32_t rune)
{
    return rune < 0x80 ? isprint((int)rune) != 0 : strchr("LMNPS", *category(rune)) != NULL;
}

uint32_t rune_upper(uint32_t rune)
{
    if (rune == 0xdf) /* the German sharp s has none of one letter to Go, U+1E9E to utf8proc */
        return rune;
    return rune < 0x80 ? (uint32_t)toupper((int)rune)
                       : (uint32_t)utf8proc_toupper((utf8proc_int32_t)rune);
}

uint32_t rune_lower(uint32_t rune)
{
    return rune < 0x80 ? (uint32_t)tolower((int)rune)
                       : (uint32_t)utf8proc_tolower((utf8proc_int32_t)rune);
}

uint32_t rune_title(uint32_t rune)
{
    if (rune == 0xdf)
        return rune;
    return rune < 0x80 ? (uint32_t)toupper((int)rune)
                       : (uint32_t)utf8proc_totitle((utf8proc_int32_t)rune);
}
