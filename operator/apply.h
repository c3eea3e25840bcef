/* One object: read when it is not settled, compared, written when it differs. */
#ifndef MALHA_OPERATOR_APPLY_H
#define MALHA_OPERATOR_APPLY_H

#include "operator/cache.h"
#include "operator/diff.h"

enum apply_change {
    APPLY_SAME,
    APPLY_CREATED,
    APPLY_CHANGED,
    APPLY_REPAIRED,
    APPLY_HELD, /* fought over, see contention.h: left as it is for now */
};

struct apply_result {
    enum apply_change change;
    struct diff diff; /* why; of REPAIRED and HELD it names the other manager */
    int64_t until_ms; /* HELD: by clock_mono_ms() */
    char *message;    /* HELD: who and where */
};

/* What is the same for all objects of a mesh. */
struct apply_to {
    struct kube *kube;
    struct cache *cache;
    const char *set; /* inventory_id() */
};

/* Makes the object `key` be as desired by server-side apply, taking its fields over from others.
 * `digest` stands for what is desired and by which mesh. */
int apply_object(const struct apply_to *to, const char *key, const json_t *desired,
                 const char *digest, const char *default_namespace, struct apply_result *ret,
                 struct err *err) ATTR_CHECK;
void apply_result_done(struct apply_result *result);

#endif
