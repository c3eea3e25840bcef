/* Chart + values + release -> Kubernetes objects, as `helm template` does it (pkg/engine,
 * pkg/releaseutil of v3).
 *
 *   chart ─► coalesce values ─► execute templates ─► split documents ─► parse ─► order of
 * installation
 *
 * Pure: no cluster, no clock, no file is touched. Any thread. */
#ifndef MALHA_HELM_RENDER_H
#define MALHA_HELM_RENDER_H

#include "helm/chart.h"

struct helm_release {
    const char *name, *namespace; /* required */
    bool is_upgrade;
    const char *kube_version;   /* "v1.36.3"; NULL for the default */
    const json_t *api_versions; /* further entries for .Capabilities.APIVersions; may be NULL */
};

struct helm_manifest {
    char *path;     /* "istiod/templates/deployment.yaml" */
    char *content;  /* the document's text */
    json_t *object; /* parsed; NULL for a document that is only comments */
    bool hook;
};

struct helm_manifests {
    struct helm_manifest *items; /* in the order of installation, hooks last */
    size_t n, cap;
    char *notes; /* NOTES.txt of the root chart, or NULL */
};

void helm_manifests_done(struct helm_manifests *manifests);

/* INVALID when values, a template or its output is wrong; the message says where, in Helm's words.
 */
int helm_render(const struct helm_chart *chart, const json_t *values,
                const struct helm_release *release, struct helm_manifests *ret_manifests,
                struct err *err) ATTR_CHECK;

/* The default of helm_release.kube_version. */
#define HELM_KUBE_VERSION "v1.36.0"

#endif
