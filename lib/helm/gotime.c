#include "helm/gotime.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include "base/limits.h"
#include "base/mem.h"

#define SECOND 1000000000ll
#define DAY_SECONDS 86400ll

/* What package time puts around a text in its errors: no strconv.Quote. To be freed. */
static char *quote(const char *s, size_t len)
{
    struct buf out = BUF_INIT(LIMIT_TEMPLATE_OUTPUT);

    buf_addc(&out, '"');
    for (size_t i = 0; i < len; i++) {
        if ((unsigned char)s[i] >= 0x80 || (unsigned char)s[i] < ' ')
            buf_addf(&out, "\\x%02x", (unsigned char)s[i]);
        else if (s[i] == '"' || s[i] == '\\')
            buf_addf(&out, "\\%c", s[i]);
        else
            buf_addc(&out, s[i]);
    }
    buf_addc(&out, '"');
    return buf_take(&out);
}

/* ---- calendar ---- */

/* Days since 1970-01-01 of a date of the proleptic Gregorian calendar, month 1 to 12. */
static int64_t days_of(int64_t year, int64_t month, int64_t day)
{
    int64_t y = month <= 2 ? year - 1 : year, era = (y >= 0 ? y : y - 399) / 400,
            of_era = y - era * 400;
    int64_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;

    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

static int64_t floor_div(int64_t a, int64_t b)
{
    return a / b - (a % b != 0 && (a < 0) != (b < 0));
}

struct gotime_date gotime_date_of(const struct gotime *t)
{
    int64_t local = t->sec + t->zone.offset, days = floor_div(local, DAY_SECONDS),
            rest = local - days * DAY_SECONDS, z = days + 719468, era = floor_div(z, 146097),
            doe = z - era * 146097, yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365,
            doy = doe - (365 * yoe + yoe / 4 - yoe / 100), mp = (5 * doy + 2) / 153;
    struct gotime_date d = {.year = yoe + era * 400};

    d.day = (int)(doy - (153 * mp + 2) / 5 + 1);
    d.month = (int)(mp < 10 ? mp + 3 : mp - 9);
    d.year += d.month <= 2;
    d.hour = (int)(rest / 3600);
    d.minute = (int)(rest / 60 % 60);
    d.second = (int)(rest % 60);
    d.weekday = (int)(((days % 7) + 11) % 7);
    d.yearday = (int)(days - days_of(d.year, 1, 1)) + 1;
    return d;
}

int64_t gotime_unix(int64_t year, int64_t month, int64_t day, int64_t hour, int64_t minute,
                    int64_t second)
{
    int64_t m = month - 1;

    year += floor_div(m, 12);
    m -= floor_div(m, 12) * 12;
    return (days_of(year, m + 1, 1) + day - 1) * DAY_SECONDS + hour * 3600 + minute * 60 + second;
}

/* ---- zones ---- */

static struct gotime_zone make_zone(const char *name, size_t len, int offset)
{
    struct gotime_zone zone = {.offset = offset};

    (void)snprintf(zone.name, sizeof(zone.name), "%.*s", (int)len, name);
    return zone;
}

static struct gotime_zone utc(void)
{
    return make_zone("UTC", 3, 0);
}

static int64_t read_be(const unsigned char *p, size_t n)
{
    uint64_t v = 0;

    for (size_t i = 0; i < n; i++)
        v = v << 8 | p[i];
    return n == 4 ? (int64_t)(int32_t)v : (int64_t)v;
}

/* "CET" or "<+03>" of a POSIX rule. */
static const char *rule_name(const char *p, const char **ret, size_t *ret_len)
{
    if (*p == '<') {
        *ret = ++p;
        *ret_len = strcspn(p, ">");
        return p + *ret_len + (p[*ret_len] == '>');
    }
    *ret = p;
    while (isalpha((unsigned char)*p))
        p++;
    *ret_len = (size_t)(p - *ret);
    return p;
}

/* [+-]hh[:mm[:ss]] in seconds. */
static const char *rule_time(const char *p, int *ret)
{
    int sign = 1, scale = 3600, total = 0;

    if (*p == '-' || *p == '+')
        sign = *p++ == '-' ? -1 : 1;
    for (int i = 0; i < 3 && isdigit((unsigned char)*p); i++) {
        int v = 0;

        while (isdigit((unsigned char)*p) && v < 1000)
            v = v * 10 + (*p++ - '0');
        total += v * scale;
        scale /= 60;
        if (*p != ':')
            break;
        p++;
    }
    *ret = sign * total;
    return p;
}

/* ",Mm.w.d/time": the second of `year` (local standard time) when the change comes. */
static const char *rule_change(const char *p, int64_t year, int64_t *ret)
{
    int month = 1, week = 1, weekday = 0, at = 7200, n = 0;
    int64_t first;

    if (*p != ',' || sscanf(p, ",M%d.%d.%d%n", &month, &week, &weekday, &n) != 3)
        return NULL;
    p += n;
    if (*p == '/')
        p = rule_time(p + 1, &at);
    first = days_of(year, month, 1);
    int64_t day = first + (weekday - ((first % 7 + 11) % 7) + 7) % 7 + 7ll * (week - 1);
    int64_t next_month = month == 12 ? days_of(year + 1, 1, 1) : days_of(year, month + 1, 1);
    while (day >= next_month)
        day -= 7;
    *ret = day * DAY_SECONDS + at;
    return p;
}

/* The footer of a zoneinfo file ("CET-1CEST,M3.5.0,M10.5.0/3") at an instant. */
static struct gotime_zone zone_of_rule(const char *rule, int64_t sec)
{
    const char *name, *summer, *p;
    size_t len, summer_len;
    int offset, summer_offset;
    int64_t begin, end;
    struct gotime t = {.sec = sec};

    p = rule_time(rule_name(rule, &name, &len), &offset);
    if (!len)
        return utc();
    offset = -offset;
    if (!*p)
        return make_zone(name, len, offset);
    p = rule_name(p, &summer, &summer_len);
    summer_offset = offset + 3600;
    if (*p && *p != ',') {
        p = rule_time(p, &summer_offset);
        summer_offset = -summer_offset;
    }
    t.zone.offset = offset;
    int64_t year = gotime_date_of(&t).year;
    p = rule_change(p, year, &begin);
    if (!p || !rule_change(p, year, &end))
        return make_zone(name, len, offset);
    begin -= offset;
    end -= summer_offset;
    bool in_summer = begin < end ? sec >= begin && sec < end : sec >= begin || sec < end;
    return in_summer ? make_zone(summer, summer_len, summer_offset) : make_zone(name, len, offset);
}

/* A zoneinfo file (RFC 9636), its second part with 64-bit times. */
static bool zone_of_file(const struct buf *file, int64_t sec, struct gotime_zone *ret)
{
    const unsigned char *d = (const unsigned char *)buf_text(file);
    size_t counts[6], at = 44, left;

    if (file->len < 88 || memcmp(d, "TZif", 4) != 0 || d[4] < '2')
        return false;
    for (int part = 0;; part++) { /* isutcnt isstdcnt leapcnt timecnt typecnt charcnt */
        const unsigned char *header = d + at - 44;

        if (at > file->len || memcmp(header, "TZif", 4) != 0)
            return false;
        for (int i = 0; i < 6; i++)
            counts[i] = (size_t)read_be(header + 20 + 4 * i, 4) & 0xffffffu;
        if (part == 1)
            break;
        at +=
            counts[3] * 5 + counts[4] * 6 + counts[5] + counts[2] * 8 + counts[1] + counts[0] + 44;
    }
    size_t n = counts[3], n_types = counts[4], chars = counts[5],
           size = n * 9 + n_types * 6 + chars + counts[2] * 12 + counts[1] + counts[0];
    if (at + size > file->len || n_types == 0)
        return false;
    const unsigned char *times = d + at, *indexes = times + n * 8, *types = indexes + n,
                        *names = types + n_types * 6;
    left = file->len - at - size;
    if (left > 2 && (n == 0 || sec >= read_be(times + 8 * (n - 1), 8))) {
        auto_free char *rule = mem_strndup((const char *)d + at + size + 1, left - 2);

        *ret = zone_of_rule(rule, sec);
        return true;
    }
    size_t type = 0;
    for (size_t i = 0; i < n && read_be(times + 8 * i, 8) <= sec; i++)
        type = indexes[i];
    if (type >= n_types || types[6 * type + 5] >= chars)
        return false;
    const char *name = (const char *)names + types[6 * type + 5];
    *ret = make_zone(name, strnlen(name, chars - types[6 * type + 5]),
                     (int)read_be(types + 6 * type, 4));
    return true;
}

struct gotime_zone gotime_zone_at(const char *place, int64_t sec)
{
    auto_buf struct buf file = BUF_INIT(1u << 20);
    auto_err struct err ignored = ERR_INIT;
    struct gotime_zone zone;

    if (!*place || strcmp(place, "UTC") == 0)
        return utc();
    if (strcmp(place, "Local") == 0) {
        time_t when = (time_t)sec;
        struct tm tm;

        if (!localtime_r(&when, &tm))
            return utc();
        return make_zone(tm.tm_zone, strlen(tm.tm_zone), (int)tm.tm_gmtoff);
    }
    if (strstr(place, "..") || *place == '/' || strchr(place, '\\'))
        return utc();
    auto_free char *path = mem_printf("/usr/share/zoneinfo/%s", place);
    if (buf_read_file(&file, path, &ignored) < 0 || !zone_of_file(&file, sec, &zone))
        return utc();
    return zone;
}

/* ---- layouts ---- */

enum chunk {
    CHUNK_NONE,
    LONG_MONTH,
    MONTH,
    NUM_MONTH,
    ZERO_MONTH,
    LONG_WEEKDAY,
    WEEKDAY,
    DAY,
    UNDER_DAY,
    ZERO_DAY,
    UNDER_YEARDAY,
    ZERO_YEARDAY,
    HOUR,
    HOUR12,
    ZERO_HOUR12,
    MINUTE,
    ZERO_MINUTE,
    SECONDS,
    ZERO_SECONDS,
    LONG_YEAR,
    YEAR,
    UPPER_PM,
    LOWER_PM,
    ZONE_NAME,
    ZONE,     /* `colons` and `width` of the row say how */
    FRACTION, /* .000 or .999 */
};

/* The elements of a layout; of two that fit the earlier row. A row that ends in a lower-case word
 * must not be followed by a lower-case letter when `word` is set. */
static const struct element {
    const char *text;
    enum chunk chunk;
    bool word;
    bool iso;            /* ZONE: Z for UTC */
    bool colons;         /* ZONE */
    unsigned char width; /* ZONE: 1 hours, 2 minutes, 3 seconds */
} elements[] = {
    {.text = "January", .chunk = LONG_MONTH},
    {.text = "Jan", .chunk = MONTH, .word = true},
    {.text = "Monday", .chunk = LONG_WEEKDAY},
    {.text = "Mon", .chunk = WEEKDAY, .word = true},
    {.text = "MST", .chunk = ZONE_NAME},
    {.text = "01", .chunk = ZERO_MONTH},
    {.text = "02", .chunk = ZERO_DAY},
    {.text = "03", .chunk = ZERO_HOUR12},
    {.text = "04", .chunk = ZERO_MINUTE},
    {.text = "05", .chunk = ZERO_SECONDS},
    {.text = "06", .chunk = YEAR},
    {.text = "002", .chunk = ZERO_YEARDAY},
    {.text = "15", .chunk = HOUR},
    {.text = "1", .chunk = NUM_MONTH},
    {.text = "2006", .chunk = LONG_YEAR},
    {.text = "2", .chunk = DAY},
    {.text = "_2", .chunk = UNDER_DAY},
    {.text = "__2", .chunk = UNDER_YEARDAY},
    {.text = "3", .chunk = HOUR12},
    {.text = "4", .chunk = MINUTE},
    {.text = "5", .chunk = SECONDS},
    {.text = "PM", .chunk = UPPER_PM},
    {.text = "pm", .chunk = LOWER_PM},
    {.text = "-070000", .chunk = ZONE, .width = 3},
    {.text = "-07:00:00", .chunk = ZONE, .width = 3, .colons = true},
    {.text = "-0700", .chunk = ZONE, .width = 2},
    {.text = "-07:00", .chunk = ZONE, .width = 2, .colons = true},
    {.text = "-07", .chunk = ZONE, .width = 1},
    {.text = "Z070000", .chunk = ZONE, .width = 3, .iso = true},
    {.text = "Z07:00:00", .chunk = ZONE, .width = 3, .colons = true, .iso = true},
    {.text = "Z0700", .chunk = ZONE, .width = 2, .iso = true},
    {.text = "Z07:00", .chunk = ZONE, .width = 2, .colons = true, .iso = true},
    {.text = "Z07", .chunk = ZONE, .width = 1, .iso = true},
};

static const char *const months[] = {"January",   "February", "March",    "April",
                                     "May",       "June",     "July",     "August",
                                     "September", "October",  "November", "December"};
static const char *const weekdays[] = {"Sunday",   "Monday", "Tuesday", "Wednesday",
                                       "Thursday", "Friday", "Saturday"};

/* The element that `layout` begins with, and its length; CHUNK_NONE when it is plain text. */
static struct element element_at(const char *layout, size_t *ret_len)
{
    if ((*layout == '.' || *layout == ',') && (layout[1] == '0' || layout[1] == '9')) {
        size_t n = 1 + strspn(layout + 1, layout[1] == '0' ? "0" : "9");

        if (!isdigit((unsigned char)layout[n])) {
            *ret_len = n;
            return (struct element){.chunk = FRACTION};
        }
    }
    if (strncmp(layout, "_2006", 5) == 0) { /* an underscore, then the year */
        *ret_len = 1;
        return (struct element){.chunk = CHUNK_NONE};
    }
    for (size_t i = 0; i < ARRAY_LEN(elements); i++) {
        size_t len = strlen(elements[i].text);

        if (strncmp(layout, elements[i].text, len) == 0 &&
            !(elements[i].word && islower((unsigned char)layout[len]))) {
            *ret_len = len;
            return elements[i];
        }
    }
    *ret_len = 1;
    return (struct element){.chunk = CHUNK_NONE};
}

static void format_zone(struct buf *out, const struct element *e, int offset)
{
    unsigned seconds = (unsigned)(offset < 0 ? -offset : offset);

    if (e->iso && offset == 0) {
        buf_addc(out, 'Z');
        return;
    }
    buf_addf(out, "%c%02u", offset < 0 ? '-' : '+', seconds / 3600);
    if (e->width > 1)
        buf_addf(out, e->colons ? ":%02u" : "%02u", seconds / 60 % 60);
    if (e->width > 2)
        buf_addf(out, e->colons ? ":%02u" : "%02u", seconds % 60);
}

static void format_fraction(struct buf *out, const char *text, size_t len, int32_t nsec)
{
    char digits[16];
    size_t n = len - 1 < 9 ? len - 1 : 9;

    (void)snprintf(digits, sizeof(digits), "%09d", nsec);
    if (text[1] == '9') {
        while (n && digits[n - 1] == '0')
            n--;
        if (n == 0)
            return;
    }
    buf_addc(out, text[0]);
    buf_add(out, digits, n);
    if (text[1] == '0' && len - 1 > 9)
        buf_fill(out, '0', len - 1 - 9);
}

void gotime_format(struct buf *out, const struct gotime *t, const char *layout)
{
    struct gotime_date d = gotime_date_of(t);
    int hour12 = d.hour % 12 ? d.hour % 12 : 12;

    while (*layout) {
        size_t len;
        struct element e = element_at(layout, &len);

        switch (e.chunk) {
        case CHUNK_NONE:
            buf_addc(out, *layout);
            break;
        case LONG_MONTH:
            buf_adds(out, months[d.month - 1]);
            break;
        case MONTH:
            buf_add(out, months[d.month - 1], 3);
            break;
        case NUM_MONTH:
            buf_addf(out, "%d", d.month);
            break;
        case ZERO_MONTH:
            buf_addf(out, "%02d", d.month);
            break;
        case LONG_WEEKDAY:
            buf_adds(out, weekdays[d.weekday]);
            break;
        case WEEKDAY:
            buf_add(out, weekdays[d.weekday], 3);
            break;
        case DAY:
            buf_addf(out, "%d", d.day);
            break;
        case UNDER_DAY:
            buf_addf(out, "%2d", d.day);
            break;
        case ZERO_DAY:
            buf_addf(out, "%02d", d.day);
            break;
        case UNDER_YEARDAY:
            buf_addf(out, "%3d", d.yearday);
            break;
        case ZERO_YEARDAY:
            buf_addf(out, "%03d", d.yearday);
            break;
        case HOUR:
            buf_addf(out, "%02d", d.hour);
            break;
        case HOUR12:
            buf_addf(out, "%d", hour12);
            break;
        case ZERO_HOUR12:
            buf_addf(out, "%02d", hour12);
            break;
        case MINUTE:
            buf_addf(out, "%d", d.minute);
            break;
        case ZERO_MINUTE:
            buf_addf(out, "%02d", d.minute);
            break;
        case SECONDS:
            buf_addf(out, "%d", d.second);
            break;
        case ZERO_SECONDS:
            buf_addf(out, "%02d", d.second);
            break;
        case LONG_YEAR:
            buf_addf(out, d.year < 0 ? "-%04lld" : "%04lld",
                     (long long)(d.year < 0 ? -d.year : d.year));
            break;
        case YEAR:
            buf_addf(out, "%02lld", (long long)((d.year < 0 ? 0 : d.year) % 100));
            break;
        case UPPER_PM:
            buf_adds(out, d.hour >= 12 ? "PM" : "AM");
            break;
        case LOWER_PM:
            buf_adds(out, d.hour >= 12 ? "pm" : "am");
            break;
        case ZONE_NAME:
            if (*t->zone.name)
                buf_adds(out, t->zone.name);
            else
                format_zone(out, &(struct element){.width = t->zone.offset % 3600 ? 2 : 1},
                            t->zone.offset);
            break;
        case ZONE:
            format_zone(out, &e, t->zone.offset);
            break;
        case FRACTION:
            format_fraction(out, layout, len, t->nsec);
            break;
        }
        layout += len;
    }
}

/* ---- reading ---- */

/* A number of `least` to `most` digits; NULL when there is none. */
static const char *read_digits(const char *p, int least, int most, int *ret)
{
    int n = 0, v = 0;

    while (n < most && isdigit((unsigned char)p[n]))
        v = v * 10 + (p[n++] - '0');
    if (n < least)
        return NULL;
    *ret = v;
    return p + n;
}

static const char *read_name(const char *p, const char *const *names, size_t n, bool whole,
                             int *ret)
{
    for (size_t i = 0; i < n; i++) {
        size_t len = whole ? strlen(names[i]) : 3;

        if (strncasecmp(p, names[i], len) == 0) {
            *ret = (int)i;
            return p + len;
        }
    }
    return NULL;
}

static const char *read_zone(const char *p, const struct element *e, int *ret_offset)
{
    int sign, parts[3] = {0};

    if (e->iso && *p == 'Z') {
        *ret_offset = 0;
        return p + 1;
    }
    if (*p != '+' && *p != '-')
        return NULL;
    sign = *p++ == '-' ? -1 : 1;
    for (int i = 0; i < e->width; i++) {
        if (i && e->colons && *p++ != ':')
            return NULL;
        p = read_digits(p, 2, 2, &parts[i]);
        if (!p)
            return NULL;
    }
    *ret_offset = sign * (parts[0] * 3600 + parts[1] * 60 + parts[2]);
    return p;
}

struct parsed {
    int year, month, day, yearday, hour, minute, second, pm;
    bool pm_set, twelve, has_offset;
    int32_t nsec;
    int offset;
    char zone[GOTIME_ZONE_NAME];
};

static const char *read_fraction(const char *p, struct parsed *d)
{
    int32_t scale = 100000000;

    d->nsec = 0;
    for (p++; isdigit((unsigned char)*p); p++) {
        d->nsec += (*p - '0') * scale;
        scale /= 10;
    }
    return p;
}

static const char *read_element(const struct element *e, const char *layout, size_t len,
                                const char *p, struct parsed *d)
{
    int weekday;

    switch (e->chunk) {
    case CHUNK_NONE:
        if (*layout == ' ') { /* blanks match any number of blanks */
            if (*p && *p != ' ')
                return NULL;
            while (*p == ' ')
                p++;
            return p;
        }
        return *p == *layout ? p + 1 : NULL;
    case LONG_MONTH:
    case MONTH:
        p = read_name(p, months, 12, e->chunk == LONG_MONTH, &d->month);
        d->month++;
        return p;
    case NUM_MONTH:
        return read_digits(p, 1, 2, &d->month);
    case ZERO_MONTH:
        return read_digits(p, 2, 2, &d->month);
    case LONG_WEEKDAY:
    case WEEKDAY:
        return read_name(p, weekdays, 7, e->chunk == LONG_WEEKDAY, &weekday);
    case UNDER_DAY:
        if (*p == ' ')
            p++;
        return read_digits(p, 1, 2, &d->day);
    case DAY:
        return read_digits(p, 1, 2, &d->day);
    case ZERO_DAY:
        return read_digits(p, 2, 2, &d->day);
    case UNDER_YEARDAY:
        while (*p == ' ')
            p++;
        return read_digits(p, 1, 3, &d->yearday);
    case ZERO_YEARDAY:
        return read_digits(p, 3, 3, &d->yearday);
    case HOUR:
        return read_digits(p, 1, 2, &d->hour);
    case HOUR12:
    case ZERO_HOUR12:
        d->twelve = true;
        return read_digits(p, e->chunk == HOUR12 ? 1 : 2, 2, &d->hour);
    case MINUTE:
        return read_digits(p, 1, 2, &d->minute);
    case ZERO_MINUTE:
        return read_digits(p, 2, 2, &d->minute);
    case SECONDS:
    case ZERO_SECONDS: {
        size_t next;

        p = read_digits(p, e->chunk == SECONDS ? 1 : 2, 2, &d->second);
        /* a fraction may follow although the layout has none */
        if (p && (*p == '.' || *p == ',') && isdigit((unsigned char)p[1]) &&
            element_at(layout + len, &next).chunk != FRACTION)
            return read_fraction(p, d);
        return p;
    }
    case LONG_YEAR:
        return read_digits(p, 4, 4, &d->year);
    case YEAR:
        p = read_digits(p, 2, 2, &d->year);
        d->year += d->year >= 69 ? 1900 : 2000;
        return p;
    case UPPER_PM:
    case LOWER_PM:
        if (strncmp(p, e->chunk == UPPER_PM ? "PM" : "pm", 2) != 0 &&
            strncmp(p, e->chunk == UPPER_PM ? "AM" : "am", 2) != 0)
            return NULL;
        d->pm_set = true;
        d->pm = tolower((unsigned char)*p) == 'p';
        return p + 2;
    case ZONE_NAME: {
        size_t n = strspn(p, "ABCDEFGHIJKLMNOPQRSTUVWXYZ");

        if (n < 3 || n >= sizeof(d->zone))
            return NULL;
        (void)snprintf(d->zone, sizeof(d->zone), "%.*s", (int)n, p);
        return p + n;
    }
    case ZONE:
        d->has_offset = true;
        return read_zone(p, e, &d->offset);
    case FRACTION:
        if ((*p != '.' && *p != ',') || !isdigit((unsigned char)p[1]))
            return layout[1] == '9' ? p : NULL;
        return read_fraction(p, d);
    }
    return NULL;
}

static bool in_range(const struct parsed *d, const char **ret_what)
{
    static const unsigned char length[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (d->year % 4 == 0 && d->year % 100 != 0) || d->year % 400 == 0;

    if (d->month < 1 || d->month > 12)
        *ret_what = "month";
    else if (d->day < 1 || d->day > length[d->month - 1] + (d->month == 2 && leap))
        *ret_what = "day";
    else if (d->hour > 23 || (d->twelve && d->hour > 12))
        *ret_what = "hour";
    else if (d->minute > 59)
        *ret_what = "minute";
    else if (d->second > 59)
        *ret_what = "second";
    else if (d->has_offset && (d->offset >= 25 * 3600 || d->offset <= -25 * 3600))
        *ret_what = "time zone offset hour";
    else
        *ret_what = NULL;
    return !*ret_what;
}

int gotime_parse(const char *layout, const char *text, struct gotime *ret, struct err *err)
{
    struct parsed d = {.year = 0, .month = 1, .day = 1, .yearday = -1};
    const char *p = text, *at = layout, *range;
    auto_free char *quoted = quote(text, strlen(text));
    struct gotime t = {0};

    while (*at) {
        size_t len;
        struct element e = element_at(at, &len);
        const char *next = read_element(&e, at, len, p, &d);

        if (!next) {
            auto_free char *whole = quote(layout, strlen(layout)), *rest = quote(p, strlen(p)),
                           *element = quote(at, len);

            return err_set(err, ERR_INVALID, "parsing time %s as %s: cannot parse %s as %s", quoted,
                           whole, rest, element);
        }
        p = next;
        at += len;
    }
    if (*p) {
        auto_free char *rest = quote(p, strlen(p));

        return err_set(err, ERR_INVALID, "parsing time %s: extra text: %s", quoted, rest);
    }
    if (d.yearday >= 0)
        d.month = 1, d.day = 1;
    if (!in_range(&d, &range))
        return err_set(err, ERR_INVALID, "parsing time %s: %s out of range", quoted, range);
    if (d.pm_set)
        d.hour = d.hour % 12 + (d.pm ? 12 : 0);
    t.sec =
        gotime_unix(d.year, d.month, d.yearday > 0 ? d.yearday : d.day, d.hour, d.minute, d.second);
    t.nsec = d.nsec;
    if (d.has_offset) {
        struct gotime_zone local = gotime_zone_at("Local", t.sec - d.offset);

        t.sec -= d.offset;
        t.zone.offset = d.offset;
        if (local.offset == d.offset)
            t.zone = local;
        (void)snprintf(t.zone.name, sizeof(t.zone.name), "%s",
                       *d.zone                    ? d.zone
                       : local.offset == d.offset ? local.name
                                                  : "");
    } else if (*d.zone && strcmp(d.zone, "UTC") != 0) {
        t.zone = make_zone(d.zone, strlen(d.zone), 0);
    } else {
        t.zone = *d.zone ? utc() : gotime_zone_at("Local", t.sec);
        t.sec -= t.zone.offset;
    }
    *ret = t;
    return 0;
}

/* ---- durations ---- */

void gotime_duration_print(struct buf *out, int64_t nanoseconds)
{
    uint64_t u = nanoseconds < 0 ? 0 - (uint64_t)nanoseconds : (uint64_t)nanoseconds;
    char fraction[16];
    const char *unit = "s";
    uint64_t scale = (uint64_t)SECOND;
    unsigned digits = 9;

    if (u == 0) {
        buf_adds(out, "0s");
        return;
    }
    if (nanoseconds < 0)
        buf_addc(out, '-');
    if (u < 1000)
        unit = "ns", scale = 1, digits = 0;
    else if (u < 1000000)
        unit = "\xc2\xb5s", scale = 1000, digits = 3;
    else if (u < (uint64_t)SECOND)
        unit = "ms", scale = 1000000, digits = 6;
    uint64_t whole = u / scale, rest = u % scale;
    if (scale == (uint64_t)SECOND) {
        if (whole >= 3600)
            buf_addf(out, "%lluh", (unsigned long long)(whole / 3600));
        if (whole >= 60)
            buf_addf(out, "%llum", (unsigned long long)(whole / 60 % 60));
        whole %= 60;
    }
    buf_addf(out, "%llu", (unsigned long long)whole);
    if (rest) {
        int n =
            snprintf(fraction, sizeof(fraction), "%0*llu", (int)digits, (unsigned long long)rest);

        while (n > 0 && fraction[n - 1] == '0')
            n--;
        buf_addf(out, ".%.*s", n, fraction);
    }
    buf_adds(out, unit);
}

int gotime_duration_parse(const char *text, int64_t *ret_nanoseconds, struct err *err)
{
    static const struct {
        const char *name;
        int64_t scale;
    } units[] = {{"ns", 1},       {"us", 1000},  {"\xc2\xb5s", 1000}, {"\xce\xbcs", 1000},
                 {"ms", 1000000}, {"s", SECOND}, {"m", 60 * SECOND},  {"h", 3600 * SECOND}};
    auto_free char *quoted = quote(text, strlen(text));
    const char *p = text;
    bool negative = *p == '-';
    long double total = 0;

    if (*p == '-' || *p == '+')
        p++;
    if (strcmp(p, "0") == 0) {
        *ret_nanoseconds = 0;
        return 0;
    }
    if (!*p)
        return err_set(err, ERR_INVALID, "time: invalid duration %s", quoted);
    while (*p) {
        long double v = 0, scale = 1;
        size_t digits = 0, name_len;
        int64_t unit = 0;

        for (; isdigit((unsigned char)*p); p++, digits++)
            v = v * 10 + (*p - '0');
        if (*p == '.') {
            for (p++; isdigit((unsigned char)*p); p++, digits++)
                v += (*p - '0') * (scale /= 10);
        }
        if (!digits)
            return err_set(err, ERR_INVALID, "time: invalid duration %s", quoted);
        name_len = strcspn(p, ".0123456789");
        if (!name_len)
            return err_set(err, ERR_INVALID, "time: missing unit in duration %s", quoted);
        for (size_t i = 0; i < ARRAY_LEN(units); i++) {
            if (strlen(units[i].name) == name_len && memcmp(p, units[i].name, name_len) == 0)
                unit = units[i].scale;
        }
        if (!unit) {
            auto_free char *name = quote(p, name_len);

            return err_set(err, ERR_INVALID, "time: unknown unit %s in duration %s", name, quoted);
        }
        total += v * (long double)unit;
        p += name_len;
    }
    if (total > 9223372036854775807.0L)
        return err_set(err, ERR_INVALID, "time: invalid duration %s", quoted);
    *ret_nanoseconds = negative ? -(int64_t)total : (int64_t)total;
    return 0;
}
