/* Go's time package as far as sprig's date functions reach it: layouts ("2006-01-02"), durations
 * ("1h30m"), zones by name from the system's zoneinfo. Instants are seconds and nanoseconds since
 * 1970 UTC. Any thread. */
#ifndef MALHA_HELM_GOTIME_H
#define MALHA_HELM_GOTIME_H

#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"

#define GOTIME_ZONE_NAME 16

/* A place's offset at one instant. */
struct gotime_zone {
    char name[GOTIME_ZONE_NAME]; /* "UTC", "CET" */
    int offset;                  /* seconds east of UTC */
};

struct gotime {
    int64_t sec;
    int32_t nsec;
    struct gotime_zone zone;
};

/* What clocks in `place` ("UTC", "Local", "Europe/Berlin") show at `sec`. Like sprig UTC for a
 * place that is not known. */
struct gotime_zone gotime_zone_at(const char *place, int64_t sec);

/* time.Format. */
void gotime_format(struct buf *out, const struct gotime *t, const char *layout);
/* time.ParseInLocation with the local zone; INVALID: "parsing time ... as ...: cannot parse ...".
 */
int gotime_parse(const char *layout, const char *text, struct gotime *ret, struct err *err)
    ATTR_CHECK;

/* The fields of the date in the time's zone. */
struct gotime_date {
    int64_t year;
    int month, day, hour, minute, second, weekday, yearday;
};
struct gotime_date gotime_date_of(const struct gotime *t);
/* The instant of a date in UTC, out of range fields carried over as time.Date does. */
int64_t gotime_unix(int64_t year, int64_t month, int64_t day, int64_t hour, int64_t minute,
                    int64_t second);

/* Nanoseconds to "1h2m3s" and back. */
void gotime_duration_print(struct buf *out, int64_t nanoseconds);
int gotime_duration_parse(const char *text, int64_t *ret_nanoseconds, struct err *err) ATTR_CHECK;

#endif
