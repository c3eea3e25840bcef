/* The reconcile of one MeshConfig: validate → plan → render → look who is beside → apply in order →
 * observe → prune → status.
 *
 * Level-based: it reads the world and makes it be what the resource says; it may be killed anywhere
 * and run again. An error's class decides: INVALID waits for a new generation, everything else is
 * tried again with back-off. */
#ifndef MALHA_OPERATOR_RECONCILE_H
#define MALHA_OPERATOR_RECONCILE_H

#include "http/metrics.h"
#include "kube/client.h"
#include "operator/cache.h"
#include "operator/meshes.h"

struct reconciler {
    struct kube *kube;
    struct cache *cache;
    struct metrics *metrics;
    struct meshes meshes;
};

/* Makes `mesh_config`, one of all the `mesh_configs` (by name), real. `ret_again_ms` is when to
 * come again without being woken; -1: not needed. */
int reconcile_mesh(struct reconciler *r, const json_t *mesh_configs, const json_t *mesh_config,
                   long *ret_again_ms, struct err *err) ATTR_CHECK;

#endif
