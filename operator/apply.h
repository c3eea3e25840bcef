/* One object: read when it is not settled, compared, written when it differs. */
#ifndef MALHA_OPERATOR_APPLY_H
#define MALHA_OPERATOR_APPLY_H

#include "operator/beside.h"
#include "operator/cache.h"
#include "operator/diff.h"

enum apply_change { APPLY_SAME, APPLY_CREATED, APPLY_CHANGED, APPLY_REPAIRED };

/* What is the same for all objects of a mesh. */
struct apply_to {
    struct kube *kube;
    struct cache *cache;
    const char *set; /* inventory_id() */
    const json_t *mesh_config;
    const struct beside *beside;
};

/* Makes `desired`, which is what `want` stands for, so by server-side apply, taking its fields over
 * from others. The label of a mesh that wants just the same stays. REPAIRED: it was so before and
 * somebody changed it. `ret_diff` says why; to be freed with diff_done(). */
int apply_object(const struct apply_to *to, const struct want *want, const json_t *desired,
                 const char *default_namespace, enum apply_change *ret_change,
                 struct diff *ret_diff, struct err *err) ATTR_CHECK;

#endif
