#include "operator/contention.h"

#include <string.h>

#include "base/backoff.h"

static int64_t pause_of(unsigned strikes)
{
    return backoff_ms(CONTENTION_PAUSE_MS, CONTENTION_PAUSE_MAX_MS, strikes);
}

void contention_note(struct contention *contention, int64_t now_ms)
{
    int64_t *repairs = contention->repairs, last = repairs[0], first;

    memmove(repairs + 1, repairs, (CONTENTION_REPAIRS - 1) * sizeof(*repairs));
    repairs[0] = now_ms;
    first = repairs[CONTENTION_REPAIRS - 1];
    if (contention->strikes && now_ms - last > pause_of(contention->strikes) + CONTENTION_WINDOW_MS)
        contention->strikes = 0;
    if (contention->strikes || (first && now_ms - first <= CONTENTION_WINDOW_MS))
        contention->until_ms = now_ms + pause_of(++contention->strikes);
}

bool contention_holds(const struct contention *contention, int64_t now_ms)
{
    return contention->strikes && now_ms < contention->until_ms;
}
