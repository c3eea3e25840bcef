/* The meshes beside one: several may live in a cluster (Istio's "multiple control planes": their
 * own revisions and namespaces, told apart by discoverySelectors), and none may harm another.
 *
 * What two want alike, as CRDs, is both's: it carries the label of the one that made it, each
 * repairs it, it goes over to the other when that one no longer wants it, and goes with the last.
 * What two want otherwise, or a name of a revision that two have, only one can have: it is refused
 * to the one that does not have it in the cluster, and when neither has to the younger. */
#ifndef MALHA_OPERATOR_BESIDE_H
#define MALHA_OPERATOR_BESIDE_H

#include "operator/meshes.h"

struct neighbour {
    const json_t *mesh_config;
    const struct mesh *mesh;
    bool known; /* it is known what it wants: its spec is, or was, valid */
};

struct beside {
    struct neighbour *items;
    size_t n;
};

/* All of `mesh_configs` (by name) but `mesh_config` that are not being deleted. What is in `ret`
 * is borrowed but for the list itself. */
int beside_look(struct meshes *meshes, const json_t *mesh_configs, const json_t *mesh_config,
                struct beside *ret, struct err *err) ATTR_CHECK;
void beside_done(struct beside *beside);

/* INVALID, with `ret_clash`, when another mesh has what this one wants; asks the API server only
 * who has what both want. */
int beside_check(const struct beside *beside, struct kube *kube, const struct mesh *mesh,
                 const json_t *mesh_config, bool *ret_clash, struct err *err) ATTR_CHECK;

/* ---- pure ---- */

/* Whose label an object may carry that a mesh wants: its own, that of those who want just the same,
 * and of those of whom that is not known. A new tree, inventory_id() -> true. */
json_t *beside_holders(const struct beside *beside, const char *own_id, const struct want *want)
    ATTR_CHECK;

/* Is it a CRD that a mesh of a newer version, which was accepted, wants, too? That one's is had:
 * Istio's CRDs take the resources of the versions before theirs. */
bool beside_outruns(const struct beside *beside, const struct mesh *mesh, const struct want *want);

/* The name of the mesh with this inventory_id() when it is not known what it wants, else NULL. */
const char *beside_unknown(const struct beside *beside, const char *id);

/* What the others want: key -> true, with namespaces. A new tree. */
json_t *beside_keys(const struct beside *beside) ATTR_CHECK;

/* One whose istiod is in the namespace; NULL: none. */
const char *beside_in(const struct beside *beside, const char *namespace);

#endif
