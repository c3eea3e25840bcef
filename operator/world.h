/* What the operator applied and what the cluster made of it.
 *
 * An object is written only when it differs from what is wanted. To know that without asking again
 * and again, the version that the server had after our last look is kept, and watches of every kind
 * we own say when somebody touched one of them: at rest there are no requests at all. The watches
 * run in threads of their own; everything else belongs to the reconcile loop. */
#ifndef MALHA_OPERATOR_WORLD_H
#define MALHA_OPERATOR_WORLD_H

#include "kube/client.h"

#define WORLD_MANAGER "malha-operator"
#define WORLD_PART_OF "applyset.kubernetes.io/part-of"

struct world;

/* `wake` is called from a watch's thread when an object of ours was touched. */
struct world *world_new(const struct kube_config *config, void (*wake)(void *context),
                        void *context) ATTR_CHECK;
void world_free(struct world *world);

enum world_change { WORLD_SAME, WORLD_CREATED, WORLD_CHANGED, WORLD_REPAIRED };

/* Makes the cluster's object be as `object` says (server-side apply) if it is not. REPAIRED: it was
 * so before and somebody changed it. */
int world_apply(struct world *world, struct kube *kube, const json_t *object,
                const char *default_namespace, enum world_change *ret_change, struct err *err)
    ATTR_CHECK;

/* A mesh is gone: what is seen of objects from now on is asked for anew. */
void world_forget(struct world *world);

/* Watches the kind of `object` among what carries the label part-of=`set`, if that is not done yet.
 */
int world_watch(struct world *world, struct kube *kube, const char *api_version, const char *kind,
                const char *set, struct err *err) ATTR_CHECK;

/* "apps/v1|Deployment|istio-system|istiod": the name under which an object is remembered; to be
 * freed. */
char *world_key(const json_t *object, const char *default_namespace) ATTR_CHECK;

/* Does `live` hold everything that `wanted` says? */
bool world_matches(const json_t *live, const json_t *wanted);

#endif
