/* Helm's values: coalescing (pkg/chartutil/coalesce.go of Helm v3) and --set (pkg/strvals). */
#ifndef MALHA_HELM_VALUES_H
#define MALHA_HELM_VALUES_H

#include "helm/chart.h"

/* The user's `values` laid over the chart's defaults, its dependencies' and the globals. `values`
 * is left alone. A null of the user removes a default. */
int helm_values_coalesce(const struct helm_chart *chart, const json_t *values, json_t **ret_values,
                         struct err *err) ATTR_CHECK;

/* Applies one --set text ("a.b=1,c[0]=x,d={e,f}") to `values`; with `as_text` every value stays
 * text. */
int helm_values_set(json_t *values, const char *expression, bool as_text, struct err *err)
    ATTR_CHECK;

/* Puts `value` (taken) where the dotted path says ("a.b.c"), making objects on the way. */
int helm_values_put(json_t *values, const char *path, json_t *value, struct err *err) ATTR_CHECK;

#endif
