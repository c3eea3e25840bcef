/* Charts in an OCI registry (distribution specification v1, HIP-6): for source.c only. */
#ifndef MALHA_HELM_REGISTRY_H
#define MALHA_HELM_REGISTRY_H

#include "base/buf.h"
#include "helm/source.h"

/* Fetches the chart that "oci://host/path[:tag|@digest]" names into `out`; `ret_name` becomes its
 * file's name, to be freed. */
int registry_fetch(const struct helm_source *source, const char *reference, struct buf *out,
                   char **ret_name, struct err *err) ATTR_CHECK;

#endif
