/* What the templates gave, cut into documents, in the order of installation: for render.c only
 * (pkg/releaseutil of Helm v3). */
#ifndef MALHA_HELM_MANIFESTS_H
#define MALHA_HELM_MANIFESTS_H

#include "helm/render.h"
#include "helm/tree.h"

/* INVALID names the template whose output is no YAML or no object. `texts` is taken. */
int manifests_make(const struct helm_node *root, struct helm_texts *texts, bool text_only,
                   struct helm_manifests *ret_manifests, struct err *err) ATTR_CHECK;

#endif
