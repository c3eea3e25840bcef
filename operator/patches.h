/* spec.patches: changes to rendered objects that no chart has a value for.
 *
 *   - target: {kind: Deployment, name: istiod}      # group, namespace too; without a name all
 *     patch: {spec: {...}}                           # a strategic merge, or
 *     jsonPatch: [{op: replace, path: ..., value: ...}]
 *
 * Of several that match an object each sees what those before it made. Pure. */
#ifndef MALHA_OPERATOR_PATCHES_H
#define MALHA_OPERATOR_PATCHES_H

#include "json/json.h"

struct patches {
    const json_t *list; /* borrowed */
    bool *matched;      /* of each: it was for one object at least */
};

/* Of the resource, whose types are right (spec_check()). INVALID names the path in it. */
int patches_init(const json_t *mesh_config, struct patches *ret, struct err *err) ATTR_CHECK;
void patches_done(struct patches *patches);

/* The object as it is after those that are for it, a new reference that shares with it what has not
 * changed. One that names no namespace is in `default_namespace`. INVALID: a patch does not fit, or
 * would make it another object. */
int patches_apply(struct patches *patches, const json_t *object, const char *default_namespace,
                  json_t **ret, struct err *err) ATTR_CHECK;

/* After all objects: INVALID names a patch that was for none. */
int patches_end(const struct patches *patches, struct err *err) ATTR_CHECK;

#endif
