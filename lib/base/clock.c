#include "base/clock.h"

#include <stdio.h>
#include <time.h>

static int64_t read_clock(clockid_t id)
{
    struct timespec ts = {0};

    (void)clock_gettime(id, &ts);
    return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

int64_t clock_mono_ms(void)
{
    return read_clock(CLOCK_MONOTONIC);
}

int64_t clock_mono_us(void)
{
    struct timespec ts = {0};

    (void)clock_gettime(CLOCK_MONOTONIC, &ts);
    return (int64_t)ts.tv_sec * 1000000 + ts.tv_nsec / 1000;
}

int64_t clock_wall_ms(void)
{
    return read_clock(CLOCK_REALTIME);
}

void clock_cond_init(pthread_cond_t *cond)
{
    pthread_condattr_t attributes;

    (void)pthread_condattr_init(&attributes);
    (void)pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    (void)pthread_cond_init(cond, &attributes);
    (void)pthread_condattr_destroy(&attributes);
}

void clock_cond_wait(pthread_cond_t *cond, pthread_mutex_t *lock, int64_t until_ms)
{
    struct timespec at = {.tv_sec = until_ms / 1000, .tv_nsec = until_ms % 1000 * 1000000};

    (void)pthread_cond_timedwait(cond, lock, &at);
}

void clock_sleep(int64_t ms, const atomic_bool *stop)
{
    int64_t until = clock_mono_ms() + ms, left;

    while ((left = until - clock_mono_ms()) > 0 && !(stop && atomic_load(stop))) {
        struct timespec ts = {.tv_nsec = (left > 50 ? 50 : left) * 1000000};

        (void)nanosleep(&ts, NULL);
    }
}

static const char *print(int64_t wall_ms, const char *fraction, char out[CLOCK_TEXT_SIZE])
{
    time_t seconds = (time_t)(wall_ms / 1000);
    struct tm tm;
    char date[24];

    (void)gmtime_r(&seconds, &tm);
    (void)strftime(date, sizeof(date), "%Y-%m-%dT%H:%M:%S", &tm);
    (void)snprintf(out, CLOCK_TEXT_SIZE, "%s%sZ", date, fraction);
    return out;
}

const char *clock_text(int64_t wall_ms, char out[CLOCK_TEXT_SIZE])
{
    char fraction[8];

    (void)snprintf(fraction, sizeof(fraction), ".%03u", (unsigned)(wall_ms % 1000) % 1000u);
    return print(wall_ms, fraction, out);
}

const char *clock_text_seconds(int64_t wall_ms, char out[CLOCK_TEXT_SIZE])
{
    return print(wall_ms, "", out);
}

const char *clock_text_micro(int64_t wall_ms, char out[CLOCK_TEXT_SIZE])
{
    char fraction[12];

    (void)snprintf(fraction, sizeof(fraction), ".%03u000", (unsigned)(wall_ms % 1000) % 1000u);
    return print(wall_ms, fraction, out);
}
