/* Taking over a mesh that istioctl, Helm or another operator installed.
 *
 * A MeshConfig that was never accepted does not touch Deployments and DaemonSets that somebody else
 * made under the names that it wants, unless its annotation malha.dev/adopt says so: "plan" says in
 * status.plan what would change, "yes" does it. */
#ifndef MALHA_OPERATOR_ADOPT_H
#define MALHA_OPERATOR_ADOPT_H

#include "operator/wanted.h"

#define ADOPT_ANNOTATION "malha.dev/adopt"

/* What a mesh wants and somebody else made. */
struct adopt {
    json_t *workloads; /* [{"kind", "namespace", "name", "maker", "controlled": its controller would
                          change it back}] */
    json_t *releases;  /* component -> the name of the release that their Pods carry, without which
                          they would be replaced; not of gateways, which are called like it */
};
int adopt_look(struct kube *kube, const struct wanted *wanted, struct adopt *ret, struct err *err)
    ATTR_CHECK;
void adopt_done(struct adopt *found);

/* INVALID, with `ret_foreign`, when something is found and the annotation does not say "yes"; also
 * then, when it has a controller. */
int adopt_check(struct kube *kube, const json_t *mesh_config, const struct adopt *found,
                bool *ret_foreign, struct err *err) ATTR_CHECK;

/* Does the resource ask what would change? */
bool adopt_asks_for_plan(const json_t *mesh_config);
/* What would change, by dry runs of all applies of `steps` (objects_render()): {"created",
 * "changed", "unchanged": numbers, "changes": [{"kind", "namespace", "name", "action": "create" or
 * "change", "field": the first, "restarts": its Pods are replaced}]}, of which there are at most
 * ADOPT_CHANGES. A new tree. */
#define ADOPT_CHANGES 100
int adopt_plan(struct kube *kube, const struct wanted *wanted, const json_t *steps,
               json_t **ret_plan, struct err *err) ATTR_CHECK;

/* ---- pure ---- */

/* Who made the object, as far as it tells: "Helm's release istiod"; to be freed. */
char *adopt_maker(const json_t *object) ATTR_CHECK;
/* What an apply that made `after` of `live` changed, but for labels and annotations of the object
 * itself and what the server says: the path of the first field, to be freed, or NULL. */
char *adopt_first_change(const json_t *live, const json_t *after);

#endif
