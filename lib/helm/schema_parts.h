/* The parts of schema.c: what a schema may look like, and formats. For it alone. */
#ifndef MALHA_HELM_SCHEMA_PARTS_H
#define MALHA_HELM_SCHEMA_PARTS_H

#include "helm/regex.h"
#include "json/json.h"

enum draft { DRAFT_4 = 4, DRAFT_6 = 6, DRAFT_7 = 7, DRAFT_2019 = 2019, DRAFT_2020 = 2020 };

/* By its $schema; without one the latest. INVALID for one that is not known. */
int schema_draft(const json_t *schema, enum draft *ret_draft, struct err *err) ATTR_CHECK;
/* Does the schema obey the meta-schema of its draft? INVALID names the first keyword that does not.
 */
int schema_obeys(const json_t *schema, enum draft draft, struct err *err) ATTR_CHECK;
/* Does each $ref that the root can come to lead to a schema that obeys, too? */
int schema_reaches(const json_t *root, enum draft draft, struct err *err) ATTR_CHECK;
/* What `reference` means within `root`: "#", "#/pointer", "#anchor", or the $id of a schema in it
 * with any of these. NULL when it leads nowhere. */
const json_t *schema_follow(const json_t *root, enum draft draft, const char *reference);
/* A pattern as Go reads it; NULL when it is broken. */
pcre2_code *schema_pattern(const char *pattern) ATTR_CHECK;

/* Is the text of this format? Formats that are not known always fit. */
bool schema_format_fits(const char *format, const char *text);

#endif
