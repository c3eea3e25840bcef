/* What goes with a mesh, and what stays: nothing that may hold another's things is deleted with
 * ours.
 *
 * A namespace that the operator made stays, and is nobody's of ours from then on: others may have
 * put things there that the operator may not even see, as the Secrets of a gateway's certificates.
 * So does the root CA, with which a mesh made again is the same to its workloads. The annotation
 * malha.dev/purge: "true" asks for them, for Istio's CRDs, and for what istiod left in other
 * namespaces; even then a namespace in which Pods run stays.
 *
 * What another mesh wants stays, too (beside.h): CRDs and what istiod left elsewhere while there is
 * any other, a namespace and what istiod left there while one has its own there. */
#ifndef MALHA_OPERATOR_DELETE_H
#define MALHA_OPERATOR_DELETE_H

#include "operator/beside.h"
#include "operator/sidecars.h"

#define DELETE_PURGE "malha.dev/purge"
#define DELETE_SIDECARS "malha.dev/abandon-sidecars"

/* May a mesh go that is being deleted? Not while workloads have its sidecars, unless the annotation
 * malha.dev/abandon-sidecars: "true" lets them go. What is waited for is in `ret_sidecars`, to be
 * freed by sidecars_done(). */
int delete_may_begin(struct kube *kube, const json_t *mesh_config, bool *ret,
                     struct sidecars *ret_sidecars, struct err *err) ATTR_CHECK;

/* Lets namespaces go that no step wants any more (`wanted`: keys of objects), with an Event of each
 * that stays. `ret_left`: those that are being deleted. */
int delete_namespaces(struct kube *kube, const json_t *mesh_config, const char *id,
                      const json_t *wanted, size_t *ret_left, struct err *err) ATTR_CHECK;

/* A MeshConfig that is being deleted: a round of it. `ret_gone` when all has gone; else it is to be
 * called again. */
int delete_mesh(struct kube *kube, const json_t *mesh_config, const char *id,
                const struct beside *beside, bool *ret_gone, struct err *err) ATTR_CHECK;
/* What comes last: its finalizer is taken off. */
int delete_end(struct kube *kube, const json_t *mesh_config, const struct beside *beside,
               struct err *err) ATTR_CHECK;

#endif
