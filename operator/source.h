/* Where the charts and profiles of one version of Istio come from: what is bundled with the
 * operator, or what an operator that had it bundled has kept in the cluster, so that a mesh goes on
 * with the version it runs whatever comes with the next operator.
 *
 * Kept is a ConfigMap of the operator's namespace: each chart as helm_package() makes it, each
 * profile as it is. */
#ifndef MALHA_OPERATOR_SOURCE_H
#define MALHA_OPERATOR_SOURCE_H

#include "helm/chart.h"
#include "json/json.h"

struct source;

/* The folders are borrowed. */
int source_of_folders(const char *charts, const char *profiles, struct source **ret,
                      struct err *err) ATTR_CHECK;
/* The version in what source_pack() made; "" when it is something else. Borrowed. */
const char *source_kept_version(const json_t *config_map);
int source_of_config_map(const json_t *config_map, struct source **ret, struct err *err) ATTR_CHECK;
void source_free(struct source *source);

const char *source_version(const struct source *source);
/* A chart by its path in the rows of manifests/components, "istio-control/istio-discovery". */
int source_chart(const struct source *source, const char *path, struct helm_chart **ret,
                 struct err *err) ATTR_CHECK;
/* INVALID for a name that is no profile. */
int source_profile(const struct source *source, const char *name, json_t **ret, struct err *err)
    ATTR_CHECK;

/* "malha-charts-1.30.0"; to be freed. */
char *source_kept_name(const char *version) ATTR_CHECK;
/* What the rows `components` use, as "data" and "binaryData" of a ConfigMap; only of folders. A new
 * tree. */
int source_pack(const struct source *source, const json_t *components, json_t **ret_content,
                struct err *err) ATTR_CHECK;

/* What a mesh can be made of: the rows of a file as manifests/components/istio.yaml, and after them
 * those of the addons' folder. A new array. */
int source_components(const char *file, const char *addons, json_t **ret, struct err *err)
    ATTR_CHECK;

#endif
