/* The formats of JSON Schema as Helm's library has them. */
#include <arpa/inet.h>
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/mem.h"
#include "helm/funcs.h"
#include "helm/gotime.h"
#include "helm/schema_parts.h"

static bool is_date(const char *s)
{
    auto_err struct err ignored = ERR_INIT;
    struct gotime t;

    return gotime_parse("2006-01-02", s, &t, &ignored) == 0;
}

/* Two digits below `limit`; -1 when they are not. */
static int two_digits(const char *s, int limit)
{
    int v = isdigit((unsigned char)s[0]) && isdigit((unsigned char)s[1])
                ? (s[0] - '0') * 10 + s[1] - '0'
                : limit;

    return v < limit ? v : -1;
}

/* hh:mm:ss[.fraction](Z|+hh:mm); a leap second only where it is 23:59 in UTC. */
static bool is_time(const char *s)
{
    int hour, minute, second, minutes;

    if (strlen(s) < 9 || s[2] != ':' || s[5] != ':')
        return false;
    hour = two_digits(s, 24);
    minute = two_digits(s + 3, 60);
    second = two_digits(s + 6, 61);
    if (hour < 0 || minute < 0 || second < 0)
        return false;
    minutes = hour * 60 + minute;
    s += 8;
    if (*s == '.') {
        if (!isdigit((unsigned char)*++s))
            return false;
        while (isdigit((unsigned char)*s))
            s++;
    }
    if (strcmp(s, "z") != 0 && strcmp(s, "Z") != 0) {
        int sign = *s == '+' ? -1 : 1;

        if (strlen(s) != 6 || (*s != '+' && *s != '-') || s[3] != ':' ||
            two_digits(s + 1, 24) < 0 || two_digits(s + 4, 60) < 0)
            return false;
        minutes += sign * (two_digits(s + 1, 24) * 60 + two_digits(s + 4, 60));
        if (minutes < 0)
            minutes += 24 * 60;
    }
    return second < 60 || minutes % (24 * 60) == 23 * 60 + 59;
}

static bool is_date_time(const char *s)
{
    auto_free char *date = mem_strndup(s, 10);

    return strlen(s) >= 20 && (s[10] == 't' || s[10] == 'T') && is_date(date) && is_time(s + 11);
}

static bool is_ipv4(const char *s)
{
    struct in_addr address;

    return inet_pton(AF_INET, s, &address) == 1;
}

static bool is_ipv6(const char *s)
{
    struct in6_addr address;

    return inet_pton(AF_INET6, s, &address) == 1;
}

static bool is_hostname(const char *s)
{
    size_t len = strlen(s);

    len -= len && s[len - 1] == '.';
    if (len > 253)
        return false;
    for (size_t start = 0; start <= len;) {
        size_t n = strcspn(s + start, ".");

        if (start + n > len)
            n = len - start;
        if (n < 1 || n > 63 || s[start] == '-' || s[start + n - 1] == '-')
            return false;
        for (size_t i = start; i < start + n; i++) {
            if (!isalnum((unsigned char)s[i]) && s[i] != '-')
                return false;
        }
        start += n + 1;
    }
    return true;
}

static bool is_local_part(const char *s, size_t len)
{
    if (len > 64)
        return false;
    if (len > 1 && *s == '"')
        return !memchr(s + 1, '\\', len - 2) && !memchr(s + 1, '"', len - 2);
    if (len && (*s == '.' || s[len - 1] == '.'))
        return false;
    for (size_t i = 0; i < len; i++) {
        if ((s[i] == '.' && i + 1 < len && s[i + 1] == '.') ||
            (!isalnum((unsigned char)s[i]) && !strchr(".!#$%&'*+-/=?^_`{|}~", s[i])))
            return false;
    }
    return true;
}

static bool is_email(const char *s)
{
    const char *at = strrchr(s, '@');
    size_t len = strlen(s);

    if (len > 254 || !at || !is_local_part(s, (size_t)(at - s)))
        return false;
    if (at[1] == '[' && s[len - 1] == ']' && at + 1 < s + len - 1) {
        auto_free char *address = mem_strndup(at + 2, (size_t)(s + len - 1 - (at + 2)));

        return strncmp(address, "IPv6:", 5) == 0 ? is_ipv6(address + 5) : is_ipv4(address);
    }
    return is_hostname(at + 1);
}

static bool is_uuid(const char *s)
{
    static const char shape[] = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";

    for (size_t i = 0; i < sizeof(shape); i++) {
        if (shape[i] == 'x' ? !isxdigit((unsigned char)s[i]) : s[i] != shape[i])
            return false;
    }
    return true;
}

static bool is_pointer(const char *s)
{
    if (*s && *s != '/')
        return false;
    for (; *s; s++) {
        if (*s == '~' && s[1] != '0' && s[1] != '1')
            return false;
    }
    return true;
}

static bool is_relative_pointer(const char *s)
{
    size_t digits = strspn(s, "0123456789");

    if (digits == 0 || (digits > 1 && *s == '0'))
        return false;
    return strcmp(s + digits, "#") == 0 || is_pointer(s + digits);
}

/* Numbers with units, each unit at most once and in order: "1Y2M". */
static bool is_amounts(const char *s, size_t len, const char *units)
{
    const char *end = s + len;

    while (s < end) {
        size_t digits = strspn(s, "0123456789");

        s += digits;
        if (digits == 0 || s >= end || !(units = strchr(units, *s)))
            return false;
        units++;
        s++;
    }
    return true;
}

static bool is_duration(const char *s)
{
    size_t len = strlen(s);
    const char *t;

    if (*s != 'P' || len < 2)
        return false;
    if (s[len - 1] == 'W')
        return len > 2 && strspn(s + 1, "0123456789") == len - 2;
    t = strchr(s + 1, 'T');
    if (!t)
        return is_amounts(s + 1, len - 1, "YMD");
    return t[1] && is_amounts(s + 1, (size_t)(t - s - 1), "YMD") &&
           is_amounts(t + 1, strlen(t + 1), "HMS");
}

pcre2_code *schema_pattern(const char *text)
{
    size_t len = strlen(text);
    int fault;

    return regex_foreign(text, len) ? NULL : regex_compile_go(text, len, &fault);
}

static bool is_regex(const char *s)
{
    pcre2_code *code = schema_pattern(s);

    pcre2_code_free(code);
    return code != NULL;
}

static bool is_uri(const char *s)
{
    return helm_url_is_valid(s, true);
}

static bool is_uri_reference(const char *s)
{
    return !strchr(s, '\\') && helm_url_is_valid(s, false);
}

bool schema_format_fits(const char *format, const char *text)
{
    static const struct {
        const char *name;
        bool (*fits)(const char *text);
    } formats[] = {
        {"date", is_date},
        {"date-time", is_date_time},
        {"duration", is_duration},
        {"email", is_email},
        {"hostname", is_hostname},
        {"ipv4", is_ipv4},
        {"ipv6", is_ipv6},
        {"iri", is_uri},
        {"iri-reference", is_uri_reference},
        {"json-pointer", is_pointer},
        {"regex", is_regex},
        {"relative-json-pointer", is_relative_pointer},
        {"time", is_time},
        {"uri", is_uri},
        {"uri-reference", is_uri_reference},
        {"uuid", is_uuid},
    };

    for (size_t i = 0; i < ARRAY_LEN(formats); i++) {
        if (strcmp(format, formats[i].name) == 0)
            return formats[i].fits(text);
    }
    return true;
}
