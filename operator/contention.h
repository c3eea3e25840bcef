/* Whether an object is fought over: who repairs what another manager changes at once makes load and
 * no progress. Three repairs in a minute are a fight; from then on the pauses grow, until it has
 * been quiet. Pure: the time is handed in. */
#ifndef MALHA_OPERATOR_CONTENTION_H
#define MALHA_OPERATOR_CONTENTION_H

#include <stdbool.h>
#include <stdint.h>

#define CONTENTION_REPAIRS 3
#define CONTENTION_WINDOW_MS 60000
#define CONTENTION_PAUSE_MS 10000
#define CONTENTION_PAUSE_MAX_MS 600000

struct contention {
    int64_t repairs[CONTENTION_REPAIRS]; /* when, the newest first; 0: never */
    unsigned strikes;                    /* 0: it is not fought over */
    int64_t until_ms;                    /* it is not written before */
};

/* A change by somebody else was repaired. Times in milliseconds that never go back, not 0. */
void contention_note(struct contention *contention, int64_t now_ms);
/* Is it left as it is for now? */
bool contention_holds(const struct contention *contention, int64_t now_ms);

#endif
