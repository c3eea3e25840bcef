/* A Helm chart in memory: Chart.yaml, default values, templates, other files, charts within it.
 *
 * Mirrors helm.sh/helm/v3 pkg/chart and its loaders: a folder (with .helmignore) or a .tgz (read by
 * libarchive; paths that escape, links and what grows too large are refused). Immutable once
 * loaded; may be shared between threads. */
#ifndef MALHA_HELM_CHART_H
#define MALHA_HELM_CHART_H

#include "base/err.h"
#include "helm/filelist.h"
#include "json/json.h"

struct helm_chart {
    json_t *metadata;    /* Chart.yaml (and requirements.yaml), every text a string */
    json_t *values;      /* values.yaml, numbers as reals; an object */
    json_t *values_text; /* values.yaml as it is, a string, or NULL */
    json_t *schema;      /* values.schema.json, or NULL */
    struct helm_files templates, files; /* sorted by name */
    struct helm_chart **dependencies;   /* what lies in charts/, sorted by file name */
    size_t n_dependencies, cap_dependencies;
};

/* Loads the folder or the archive `path`. INVALID names the file that is wrong. */
int helm_chart_load(const char *path, struct helm_chart **ret_chart, struct err *err) ATTR_CHECK;
/* Loads an archive in memory. */
int helm_chart_load_archive(const void *data, size_t len, struct helm_chart **ret_chart,
                            struct err *err) ATTR_CHECK;
/* Makes a chart of files, which it empties. */
int helm_chart_from_files(struct helm_files *files, struct helm_chart **ret_chart, struct err *err)
    ATTR_CHECK;
void helm_chart_free(struct helm_chart *chart);

const char *helm_chart_name(const struct helm_chart *chart);
/* A text of Chart.yaml, "" when it is not there. */
const char *helm_chart_text(const struct helm_chart *chart, const char *key);

/* What is behind the last / of a path. Borrowed. */
const char *helm_base_name(const char *path);

#endif
