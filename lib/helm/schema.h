/* JSON Schema for values.schema.json: drafts 4, 6, 7, 2019-09 and 2020-12, which is what a schema
 * without $schema has. References within the schema only; formats count up to draft 7, as in Helm.
 * Pure; any thread. */
#ifndef MALHA_HELM_SCHEMA_H
#define MALHA_HELM_SCHEMA_H

#include "json/json.h"

/* INVALID lists each place of `value` that breaks the schema, a line each: "- at '/a/b': ...". */
int schema_check(const json_t *schema, const json_t *value, struct err *err) ATTR_CHECK;

#endif
