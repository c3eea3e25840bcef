/* JSON Patch (RFC 6902), applied. Pure; any thread. */
#ifndef MALHA_MERGE_PATCH_H
#define MALHA_MERGE_PATCH_H

#include "json/json.h"

/* `target` after the operations of `patch`, an array, as a new tree. INVALID, beginning with "[i]"
 * where operation i is at fault: it makes no sense, what it names is not there, its test does not
 * hold, or the result would be larger (LIMIT_ADMISSION_NODES copied) or deeper (LIMIT_YAML_DEPTH)
 * than objects are. */
int patch_apply(const json_t *target, const json_t *patch, json_t **ret, struct err *err)
    ATTR_CHECK;

#endif
