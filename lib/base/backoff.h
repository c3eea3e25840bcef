/* Pauses between failures: each is twice as long as the one before it. */
#ifndef MALHA_BASE_BACKOFF_H
#define MALHA_BASE_BACKOFF_H

#include <stdint.h>

/* The pause behind so many `failures` in a row, in milliseconds: `first` behind one or none, never
 * more than `most`. */
static inline int64_t backoff_ms(int64_t first, int64_t most, unsigned failures)
{
    int64_t pause = first;

    while (failures-- > 1 && pause < most)
        pause *= 2;
    return pause < most ? pause : most;
}

#endif
