/* JSON Patch (RFC 6902): the operations that turn one tree into another. Pure; any thread. */
#ifndef MALHA_MERGE_DIFF_H
#define MALHA_MERGE_DIFF_H

#include "json/json.h"

/* Appends an array of operations as JSON text, sorted by path within an object. Lists that grew or
 * shrank at one place get the elements inserted or removed there instead of being rewritten behind
 * it. Add, replace and remove only. */
void diff_patch(const json_t *from, const json_t *to, struct buf *patch);

#endif
