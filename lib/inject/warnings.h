/* What a Pod says that is not understood, though it is not refused for that: sentences that the API
 * server shows whoever sent it (admission warnings, KEP-1693). Pure; any thread. */
#ifndef MALHA_INJECT_WARNINGS_H
#define MALHA_INJECT_WARNINGS_H

#include "json/json.h"

/* Appends them to `warnings`, an array: a few, and short. */
void warnings_of(const json_t *pod, json_t *warnings);

#endif
