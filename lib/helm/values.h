/* Helm's values: coalescing (pkg/chartutil/coalesce.go of Helm v3). */
#ifndef MALHA_HELM_VALUES_H
#define MALHA_HELM_VALUES_H

#include "helm/tree.h"

/* The user's `values` (may be NULL) laid over the defaults of the node, of those below and the
 * globals. `values` is left alone. A null of the user removes a default. */
int helm_values_coalesce(const struct helm_node *node, const json_t *values, json_t **ret_values,
                         struct err *err) ATTR_CHECK;
/* The defaults of the node and those below in one tree, nulls kept. */
int helm_values_merge(const struct helm_node *node, json_t **ret_values, struct err *err)
    ATTR_CHECK;
/* Fills `values` with what `more` has and it lacks: tables of `more` become part of it. INVALID
 * when that has no end. */
int helm_values_merge_tables(json_t *values, json_t *more, struct err *err) ATTR_CHECK;
/* The value, but no map, at a dotted path; NULL when there is none. Borrowed. */
json_t *helm_values_at(const json_t *values, const char *path);
/* The map at a dotted path, borrowed; NULL when there is none, and then `ret_missing` (may be NULL)
 * is where in `path` the key stands that is no map. */
json_t *helm_values_table(json_t *values, const char *path, const char **ret_missing);

#endif
