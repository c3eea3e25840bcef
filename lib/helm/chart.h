/* A Helm chart in memory: Chart.yaml, default values, templates, other files, charts within it.
 *
 * Mirrors helm.sh/helm/v3 pkg/chart and its loader. Immutable once loaded; may be shared between
 * threads. */
#ifndef MALHA_HELM_CHART_H
#define MALHA_HELM_CHART_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "json/json.h"

struct helm_file {
    char *name; /* relative to the chart, with / */
    char *data; /* NUL-terminated behind `len` bytes */
    size_t len;
};

struct helm_files {
    struct helm_file *items; /* sorted by name */
    size_t n, cap;
};

struct helm_chart {
    json_t *metadata; /* Chart.yaml */
    json_t *values;   /* values.yaml, numbers as reals; an object */
    json_t *schema;   /* values.schema.json, or NULL */
    struct helm_files templates, files;
    struct helm_chart **dependencies;
    size_t n_dependencies, cap_dependencies;
    const struct helm_chart *parent; /* NULL for the root */
};

/* Loads the chart in the folder `path`. INVALID names the file that is wrong. */
int helm_chart_load(const char *path, struct helm_chart **ret_chart, struct err *err) ATTR_CHECK;
void helm_chart_free(struct helm_chart *chart);

const char *helm_chart_name(const struct helm_chart *chart);
/* "parent/charts/child", as template names begin; to be freed. */
char *helm_chart_path(const struct helm_chart *chart) ATTR_CHECK;

#endif
