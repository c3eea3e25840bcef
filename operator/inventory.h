/* The inventory of a MeshConfig by the ApplySet conventions (KEP-3659): which kinds it made, kept
 * in an annotation of the resource; the objects themselves carry its id as a label. */
#ifndef MALHA_OPERATOR_INVENTORY_H
#define MALHA_OPERATOR_INVENTORY_H

#include "kube/client.h"
#include "operator/kinds.h"

#define INVENTORY_FINALIZER "malha.dev/mesh"

/* "applyset-<hash>-v1" of a MeshConfig by its name; to be freed. */
char *inventory_id(const char *mesh_name) ATTR_CHECK;

/* Makes sure that the resource has its finalizer, id and an inventory that holds `kinds` and what
 * it held before. Written before objects of a kind are applied. */
int inventory_write(struct kube *kube, const json_t *mesh_config, const struct kinds *kinds,
                    struct err *err) ATTR_CHECK;

/* Adds the kinds in the resource's annotation. */
void inventory_kinds(const json_t *mesh_config, struct kinds *add_to);

/* Objects of one kind with our id, by apiVersion, kind and metadata; a kind that is gone has none.
 * A new array, or NULL for none. */
int inventory_list(struct kube *kube, const char *api_version, const char *kind, const char *id,
                   json_t **ret_items, struct err *err) ATTR_CHECK;

/* Deletes every object of these kinds with our id whose key is not in `wanted`. CRDs stay unless
 * `with_crds`, and namespaces, which may hold more than ours (delete.h). `ret_left` counts what
 * still exists. */
int inventory_prune(struct kube *kube, const char *id, const struct kinds *kinds,
                    const json_t *wanted, bool with_crds, size_t *ret_left, struct err *err)
    ATTR_CHECK;

/* Takes the finalizer off. */
int inventory_release(struct kube *kube, const json_t *mesh_config, struct err *err) ATTR_CHECK;

#endif
