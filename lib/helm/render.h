/* Chart + values + release -> Kubernetes objects, as `helm template` does it (pkg/engine,
 * pkg/releaseutil of v3).
 *
 *   chart ─► coalesce values ─► execute templates ─► split documents ─► parse ─► order of
 * installation
 *
 * Pure but for the functions of sprig that are not (now, genCA, randAlphaNum): no cluster, no file
 * is touched. Any thread. */
#ifndef MALHA_HELM_RENDER_H
#define MALHA_HELM_RENDER_H

#include "helm/chart.h"

struct helm_release {
    const char *name, *namespace; /* required */
    bool is_upgrade;
    bool text_only;             /* manifests without their objects, for who prints them */
    bool skip_schema;           /* do not check values against values.schema.json */
    const char *kube_version;   /* "v1.36.3"; NULL for the default */
    const json_t *api_versions; /* further entries for .Capabilities.APIVersions; may be NULL */
};

/* What one template gave. */
struct helm_text {
    char *path; /* "istiod/templates/deployment.yaml" */
    char *text;
    size_t len; /* of the text, which may have a NUL in it */
};

struct helm_texts {
    struct helm_text *items; /* sorted by path */
    size_t n, cap;
};

struct helm_manifest {
    char *path;          /* "istiod/templates/deployment.yaml" */
    const char *content; /* the document's text */
    json_t *object;  /* parsed; NULL for a document that is only comments, no more than its kind if
                      * text alone is wanted */
    json_t *file;    /* in crds/: what `content` is the text of */
    bool hook, test; /* helm.sh/hook; for the event "test" */
};

struct helm_manifests {
    struct helm_manifest *items; /* in the order of installation, hooks last */
    size_t n, cap;
    struct helm_manifest *crds; /* the files in crds/: path and content only, not split */
    size_t n_crds, cap_crds;
    bool text_only;
    char *notes;             /* NOTES.txt of the root chart, or NULL */
    struct helm_texts texts; /* what the contents are parts of */
};

void helm_manifests_done(struct helm_manifests *manifests);
void helm_texts_done(struct helm_texts *texts);

/* What a template without a chart gives (--name-template; sprig's functions alone). The caller
 * frees it. */
int helm_release_name(const char *pattern, char **ret_name, struct err *err) ATTR_CHECK;

/* The templates' output as it is. INVALID when values or a template is wrong; the message says
 * where, in Helm's words. */
int helm_execute(const struct helm_chart *chart, const json_t *values,
                 const struct helm_release *release, struct helm_texts *ret_texts, struct err *err)
    ATTR_CHECK;

/* INVALID when values, a template or its output is wrong; the message says where, in Helm's words.
 */
int helm_render(const struct helm_chart *chart, const json_t *values,
                const struct helm_release *release, struct helm_manifests *ret_manifests,
                struct err *err) ATTR_CHECK;

/* The default of helm_release.kube_version. */
#define HELM_KUBE_VERSION "v1.36.0"

#endif
