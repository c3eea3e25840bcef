/* Which workloads have sidecars of a mesh. They lose it when the mesh goes: nobody tells their
 * proxies any more where to go, or renews their certificates, and a Pod that comes anew has none.
 */
#ifndef MALHA_OPERATOR_SIDECARS_H
#define MALHA_OPERATOR_SIDECARS_H

#include "kube/client.h"

struct sidecars {
    json_t *workloads; /* [{kind, namespace, name, pods}], in the order in which they were found */
    size_t pods;       /* all of them */
};

/* Of the resource, by its status: its own gateways do not count. */
int sidecars_find(struct kube *kube, const json_t *mesh_config, struct sidecars *ret,
                  struct err *err) ATTR_CHECK;
void sidecars_done(struct sidecars *sidecars);

/* "5 pods in 2 namespaces have sidecars of this mesh, of Deployment shop/cart first"; to be freed.
 */
char *sidecars_text(const struct sidecars *sidecars) ATTR_CHECK;

/* ---- pure ---- */

/* Counts a Pod, of which the metadata are enough, if it is one of the resource's. */
void sidecars_count(struct sidecars *sidecars, const json_t *mesh_config, const json_t *pod);

#endif
