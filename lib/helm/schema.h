/* JSON Schema (draft 7, and what charts use of 2019-09 and 2020-12) for values.schema.json.
 *
 * All keywords but `format`, remote $ref and annotations; references within the schema only. Pure;
 * any thread. */
#ifndef MALHA_HELM_SCHEMA_H
#define MALHA_HELM_SCHEMA_H

#include "json/json.h"

/* INVALID lists each place of `value` that breaks the schema, a line each: "- at '/a/b': ...". */
int schema_check(const json_t *schema, const json_t *value, struct err *err) ATTR_CHECK;

#endif
