/* Time: monotonic for waits, wall for people. Stages never call these; drivers pass the time in. */
#ifndef MALHA_BASE_CLOCK_H
#define MALHA_BASE_CLOCK_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>

#define CLOCK_TEXT_SIZE 40

/* Milliseconds since an arbitrary start; never goes back. */
int64_t clock_mono_ms(void);
/* The same in microseconds. */
int64_t clock_mono_us(void);
/* Milliseconds since 1970 UTC. */
int64_t clock_wall_ms(void);
/* Waits for `ms`; less when `stop`, which may be NULL, becomes true (noticed within 50 ms). */
void clock_sleep(int64_t ms, const atomic_bool *stop);
/* A condition whose timed waits go by the monotonic clock. */
void clock_cond_init(pthread_cond_t *cond);
/* One wait for it, until `until_ms` of clock_mono_ms() at the longest; may end sooner. */
void clock_cond_wait(pthread_cond_t *cond, pthread_mutex_t *lock, int64_t until_ms);
/* RFC 3339 with milliseconds, UTC, written to `out`, which is returned. */
const char *clock_text(int64_t wall_ms, char out[CLOCK_TEXT_SIZE]);
/* RFC 3339 with whole seconds, as metav1.Time has it. */
const char *clock_text_seconds(int64_t wall_ms, char out[CLOCK_TEXT_SIZE]);
/* RFC 3339 with microseconds, as metav1.MicroTime (Lease) has it. */
const char *clock_text_micro(int64_t wall_ms, char out[CLOCK_TEXT_SIZE]);

#endif
