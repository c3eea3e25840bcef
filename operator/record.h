/* What is kept of a mesh in the cluster, for operators that come later: the spec that was last
 * valid and free of clashes, and the version of Istio it was made real with; and the charts of that
 * version (source.h). A ConfigMap each, in the operator's namespace. */
#ifndef MALHA_OPERATOR_RECORD_H
#define MALHA_OPERATOR_RECORD_H

#include "kube/client.h"
#include "operator/source.h"

#define RECORD_LABEL "malha.dev/kept" /* of the ConfigMaps, with one of the values */
#define RECORD_MESH "mesh"
#define RECORD_CHARTS "charts"

struct record {
    json_t *spec;     /* NULL: none is known */
    char *version;    /* "": none is known */
    char *previous;   /* the version before that, to which one may go back; "" */
    json_t *releases; /* component -> the name of the release it was taken over from (adopt.h) */
};

void record_done(struct record *record);

/* Of the resource, not of one that had its name before; of nothing known when there is none. What
 * cannot be read counts as nothing known. */
int record_read(struct kube *kube, const char *namespace, const json_t *mesh_config,
                struct record *ret, struct err *err) ATTR_CHECK;
/* Writes what `record` does not say yet, and updates it. */
int record_write(struct kube *kube, const char *namespace, const json_t *mesh_config,
                 const char *version, struct record *record, struct err *err) ATTR_CHECK;
int record_delete(struct kube *kube, const char *namespace, const json_t *mesh_config,
                  struct err *err) ATTR_CHECK;

/* ---- charts ---- */

/* Keeps the charts that the rows `components` use of a version that is bundled, unless they are. */
int record_keep_charts(struct kube *kube, const char *namespace, const struct source *source,
                       const json_t *components, struct err *err) ATTR_CHECK;
/* NOT_FOUND when none are kept of the version. */
int record_find_charts(struct kube *kube, const char *namespace, const char *version,
                       struct source **ret, struct err *err) ATTR_CHECK;
/* Deletes those whose version is not among `used` (version -> true). */
int record_sweep_charts(struct kube *kube, const char *namespace, const json_t *used,
                        struct err *err) ATTR_CHECK;

#endif
