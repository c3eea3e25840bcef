/* The reconcile of one MeshConfig: validate → plan → render → apply in order → observe → prune →
 * status.
 *
 * Level-based: it reads the world and makes it be what the resource says; it may be killed anywhere
 * and run again. An error's class decides: INVALID waits for a new generation, everything else is
 * tried again with back-off. */
#ifndef MALHA_OPERATOR_RECONCILE_H
#define MALHA_OPERATOR_RECONCILE_H

#include "http/metrics.h"
#include "kube/client.h"
#include "operator/cache.h"
#include "operator/wanted.h"

struct operator_settings {
    const char *charts, *profiles; /* folders */
    const char *components;        /* file */
    const char *namespace;         /* the operator's own */
    const char *webhook_service;
};

/* What is kept of a MeshConfig between two reconciles. */
struct mesh {
    char *name, *uid;
    char *input; /* a digest of what `wanted` was rendered from; NULL: nothing was yet */
    char *version;
    struct wanted wanted;
    int64_t complete_generation, pruned_generation; /* the newest that was; -1: none */
};

struct reconciler {
    struct operator_settings settings;
    struct kube *kube;
    struct cache *cache;
    struct metrics *metrics;
    struct mesh **meshes;
    size_t n_meshes, cap_meshes;
    json_t *owner; /* an ownerReference to what was installed with the operator; null: nothing */
};

/* Makes `mesh_config` real. `ret_again_ms` is when to come again without being woken; -1: not
 * needed. */
int reconcile_mesh(struct reconciler *r, const json_t *mesh_config, long *ret_again_ms,
                   struct err *err) ATTR_CHECK;
/* Frees what is kept of all, and `owner`; the rest is its maker's. */
void reconcile_done(struct reconciler *r);

#endif
