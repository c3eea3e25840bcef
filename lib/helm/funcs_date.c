/* sprig: date.go. A time.Time is a typed tree {sec, nsec, offset, zone}. */
#include <string.h>
#include <time.h>

#include "base/limits.h"
#include "helm/convert.h"
#include "helm/funcs.h"
#include "helm/gotime.h"
#include "json/number.h"

#define ZERO_TIME (-62135596800ll) /* January 1 of year 1 */
#define SECOND 1000000000ll

static const struct value_type time_type;

static struct gotime time_now(void)
{
    struct timespec now;

    (void)clock_gettime(CLOCK_REALTIME, &now);
    return (struct gotime){.sec = now.tv_sec,
                           .nsec = (int32_t)now.tv_nsec,
                           .zone = gotime_zone_at("Local", now.tv_sec)};
}

static struct value make_time(struct gotmpl_run *run, const struct gotime *t)
{
    json_t *tree = gotmpl_own(run, json_object());

    json_put(tree, "sec", json_integer(t->sec));
    json_put(tree, "nsec", json_integer(t->nsec));
    json_put(tree, "offset", json_integer(t->zone.offset));
    json_put(tree, "zone", json_string_nocheck(t->zone.name));
    gotmpl_set_type(run, tree, &time_type);
    return value_tree(tree, &time_type);
}

static struct gotime time_of(const struct value *v)
{
    struct gotime t = {.sec = json_number_or(json_object_get(v->json, "sec"), 0),
                       .nsec = (int32_t)json_number_or(json_object_get(v->json, "nsec"), 0)};
    const char *zone = json_dig_text(v->json, "zone");

    t.zone.offset = (int)json_number_or(json_object_get(v->json, "offset"), 0);
    (void)snprintf(t.zone.name, sizeof(t.zone.name), "%s", zone ? zone : "");
    return t;
}

static void print_time(struct buf *out, const struct value *self)
{
    struct gotime t = time_of(self);

    gotime_format(out, &t, "2006-01-02 15:04:05.999999999 -0700 MST");
}

static int format(struct gotmpl_run *run, const struct gotime *t, struct text layout,
                  struct value *ret, struct err *err)
{
    auto_buf struct buf out = BUF_INIT(LIMIT_TEMPLATE_OUTPUT);
    auto_free char *text = mem_strndup(layout.s, layout.len);

    gotime_format(&out, t, text);
    *ret = gotmpl_make_buf(run, &out);
    return buf_check(&out, "date", err);
}

/* Whole numbers that methods of time.Time give. */
static bool number_method(const struct gotime *t, const char *name, int64_t *ret)
{
    struct gotime_date d = gotime_date_of(t);
    const struct {
        const char *name;
        int64_t value;
    } rows[] = {{"Unix", t->sec},
                {"UnixMilli", t->sec * 1000 + t->nsec / 1000000},
                {"UnixMicro", t->sec * 1000000 + t->nsec / 1000},
                {"UnixNano", (int64_t)((uint64_t)t->sec * (uint64_t)SECOND + (uint64_t)t->nsec)},
                {"Year", d.year},
                {"Day", d.day},
                {"Hour", d.hour},
                {"Minute", d.minute},
                {"Second", d.second},
                {"Nanosecond", t->nsec},
                {"YearDay", d.yearday}};

    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        if (strcmp(rows[i].name, name) == 0) {
            *ret = rows[i].value;
            return true;
        }
    }
    return false;
}

static bool is_time(const struct value *v)
{
    return v->kind == VALUE_MAP && v->type == &time_type;
}

static int compare_times(const struct gotime *a, const struct gotime *b)
{
    return a->sec != b->sec ? (a->sec < b->sec ? -1 : 1)
                            : (a->nsec > b->nsec) - (a->nsec < b->nsec);
}

static int time_method(struct gotmpl_run *run, const struct value *self, const char *name,
                       const struct value *args, size_t n, struct value *ret, struct err *err)
{
    struct gotime t = time_of(self);
    int64_t number;

    if (n == 0 && number_method(&t, name, &number)) {
        *ret = value_int(number);
        if (strncmp(name, "Unix", 4) == 0)
            ret->type = &value_type_int64;
        return 1;
    }
    if (strcmp(name, "Format") == 0) {
        if (n != 1 || args[0].kind != VALUE_TEXT)
            return err_set(err, ERR_INVALID, "wrong number of args for Format: want 1 got %zu", n);
        return format(run, &t, args[0].text, ret, err) < 0 ? -1 : 1;
    }
    if (n == 0 && (strcmp(name, "String") == 0 || strcmp(name, "Month") == 0 ||
                   strcmp(name, "Weekday") == 0)) {
        const char *layout = *name == 'M'   ? "January"
                             : *name == 'W' ? "Monday"
                                            : "2006-01-02 15:04:05.999999999 -0700 MST";

        return format(run, &t, (struct text){layout, strlen(layout)}, ret, err) < 0 ? -1 : 1;
    }
    if (n == 0 && (strcmp(name, "UTC") == 0 || strcmp(name, "Local") == 0)) {
        t.zone = gotime_zone_at(name, t.sec);
        *ret = make_time(run, &t);
        return 1;
    }
    if (n == 0 && strcmp(name, "IsZero") == 0) {
        *ret = value_bool(t.sec == ZERO_TIME && t.nsec == 0);
        return 1;
    }
    if (n == 1 && is_time(&args[0]) &&
        (strcmp(name, "Before") == 0 || strcmp(name, "After") == 0 || strcmp(name, "Equal") == 0)) {
        struct gotime other = time_of(&args[0]);
        int order = compare_times(&t, &other);

        *ret = value_bool(*name == 'B' ? order < 0 : *name == 'A' ? order > 0 : order == 0);
        return 1;
    }
    if (strcmp(name, "AddDate") == 0 && n == 3) {
        struct gotime_date d = gotime_date_of(&t);

        t.sec = gotime_unix(d.year + convert_int(&args[0]), d.month + convert_int(&args[1]),
                            d.day + convert_int(&args[2]), d.hour, d.minute, d.second) -
                t.zone.offset;
        *ret = make_time(run, &t);
        return 1;
    }
    return 0;
}

static const struct value_type time_type = {.name = "time.Time",
                                            .is_struct = true,
                                            .is_comparable = true,
                                            .method = time_method,
                                            .print = print_time};

/* What dates may be given as: a time, seconds since 1970; anything else is now. */
static struct gotime date_of(const struct value *v)
{
    if (is_time(v))
        return time_of(v);
    if (v->kind == VALUE_INT)
        return (struct gotime){.sec = v->integer, .zone = gotime_zone_at("Local", v->integer)};
    return time_now();
}

static int date_in(struct gotmpl_run *run, struct text layout, const struct value *date,
                   struct text zone, struct value *ret, struct err *err)
{
    auto_free char *place = mem_strndup(zone.s, zone.len);
    struct gotime t = date_of(date);

    t.zone = gotime_zone_at(place, t.sec);
    return format(run, &t, layout, ret, err);
}

static const struct text local = {"Local", 5}, html = {"2006-01-02", 10};

HELM_FUNC(fn_now)
{
    struct gotime t = time_now();

    *ret = make_time(run, &t);
    return 0;
}

HELM_FUNC(fn_date)
{
    return date_in(run, args[0].text, &args[1], local, ret, err);
}

HELM_FUNC(fn_date_in_zone)
{
    return date_in(run, args[0].text, &args[1], args[2].text, ret, err);
}

HELM_FUNC(fn_html_date)
{
    return date_in(run, html, &args[0], local, ret, err);
}

HELM_FUNC(fn_html_date_in_zone)
{
    return date_in(run, html, &args[0], args[1].text, ret, err);
}

static int modify(struct gotmpl_run *run, const struct value *args, struct value *ret,
                  struct err *err)
{
    auto_free char *text = mem_strndup(args[0].text.s, args[0].text.len);
    struct gotime t = time_of(&args[1]);
    int64_t by, nsec;

    if (gotime_duration_parse(text, &by, err) < 0)
        return -1;
    nsec = t.nsec + by % SECOND;
    t.sec += by / SECOND + (nsec >= SECOND) - (nsec < 0);
    t.nsec = (int32_t)(nsec + (nsec < 0 ? SECOND : nsec >= SECOND ? -SECOND : 0));
    *ret = make_time(run, &t);
    return 0;
}

HELM_FUNC(fn_must_date_modify)
{
    return modify(run, args, ret, err);
}

HELM_FUNC(fn_date_modify)
{
    auto_err struct err ignored = ERR_INIT;

    if (modify(run, args, ret, &ignored) < 0)
        *ret = args[1];
    return 0;
}

static int print_duration(struct gotmpl_run *run, int64_t nanoseconds, struct value *ret)
{
    auto_buf struct buf out = BUF_INIT(64);

    gotime_duration_print(&out, nanoseconds);
    *ret = gotmpl_make_buf(run, &out);
    return 0;
}

static int64_t since(const struct gotime *t)
{
    struct gotime now = time_now();

    return (now.sec - t->sec) * SECOND + now.nsec - t->nsec;
}

HELM_FUNC(fn_ago)
{
    struct gotime t = date_of(&args[0]);
    int64_t passed = since(&t), rounded = (passed + (passed < 0 ? -SECOND : SECOND) / 2) / SECOND;

    return print_duration(run, rounded * SECOND, ret);
}

HELM_FUNC(fn_duration)
{
    int64_t seconds = 0;

    if (args[0].kind == VALUE_INT && args[0].type == &value_type_int64)
        seconds = args[0].integer;
    else if (args[0].kind == VALUE_TEXT)
        seconds = convert_atoi(args[0].text);
    return print_duration(run, (int64_t)((uint64_t)seconds * (uint64_t)SECOND), ret);
}

HELM_FUNC(fn_duration_round)
{
    static const struct {
        uint64_t seconds;
        const char *unit;
    } units[] = {{365 * 86400, "y"}, {30 * 86400, "mo"}, {86400, "d"},
                 {3600, "h"},        {60, "m"},          {1, "s"}};
    auto_buf struct buf out = BUF_INIT(64);
    auto_err struct err ignored = ERR_INIT;
    int64_t d = 0;
    uint64_t u;

    if (is_time(&args[0])) {
        struct gotime t = time_of(&args[0]);

        d = since(&t);
    } else if (args[0].kind == VALUE_INT && args[0].type == &value_type_int64) {
        d = args[0].integer;
    } else if (args[0].kind == VALUE_TEXT) {
        auto_free char *text = mem_strndup(args[0].text.s, args[0].text.len);

        if (gotime_duration_parse(text, &d, &ignored) < 0)
            d = 0;
    }
    u = d < 0 ? 0 - (uint64_t)d : (uint64_t)d;
    for (size_t i = 0; i < ARRAY_LEN(units) && !out.len; i++) {
        if (u > units[i].seconds * (uint64_t)SECOND)
            buf_addf(&out, "%llu%s",
                     (unsigned long long)(u / (units[i].seconds * (uint64_t)SECOND)),
                     units[i].unit);
    }
    if (!out.len)
        buf_adds(&out, "0s");
    *ret = gotmpl_make_buf(run, &out);
    return 0;
}

static int to_date(struct gotmpl_run *run, const struct value *args, struct value *ret,
                   struct err *err)
{
    auto_free char *layout = mem_strndup(args[0].text.s, args[0].text.len),
                   *text = mem_strndup(args[1].text.s, args[1].text.len);
    struct gotime t = {.sec = ZERO_TIME, .zone = {.name = "UTC"}};

    if (gotime_parse(layout, text, &t, err) < 0)
        return -1;
    *ret = make_time(run, &t);
    return 0;
}

HELM_FUNC(fn_must_to_date)
{
    return to_date(run, args, ret, err);
}

HELM_FUNC(fn_to_date)
{
    auto_err struct err ignored = ERR_INIT;
    struct gotime zero = {.sec = ZERO_TIME, .zone = {.name = "UTC"}};

    if (to_date(run, args, ret, &ignored) < 0)
        *ret = make_time(run, &zero);
    return 0;
}

HELM_FUNC(fn_unix_epoch)
{
    auto_buf struct buf out = BUF_INIT(32);

    buf_addf(&out, "%lld", (long long)time_of(&args[0]).sec);
    *ret = gotmpl_make_buf(run, &out);
    return 0;
}

static const struct gotmpl_func funcs[] = {
    {"ago", "a", fn_ago},
    {"date", "sa", fn_date},
    {"dateInZone", "sas", fn_date_in_zone},
    {"dateModify", "sD", fn_date_modify},
    {"date_in_zone", "sas", fn_date_in_zone},
    {"date_modify", "sD", fn_date_modify},
    {"duration", "a", fn_duration},
    {"durationRound", "a", fn_duration_round},
    {"htmlDate", "a", fn_html_date},
    {"htmlDateInZone", "as", fn_html_date_in_zone},
    {"mustDateModify", "sD", fn_must_date_modify},
    {"mustToDate", "ss", fn_must_to_date},
    {"must_date_modify", "sD", fn_must_date_modify},
    {"now", "", fn_now},
    {"toDate", "ss", fn_to_date},
    {"unixEpoch", "D", fn_unix_epoch},
};

const struct gotmpl_table helm_funcs_date = {funcs, ARRAY_LEN(funcs)};
