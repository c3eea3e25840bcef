/* Strategic merge: a patch laid over a Pod or another object, lists of containers, volumes, env ...
 * by their keys.
 *
 * Mirrors k8s.io/apimachinery/pkg/util/strategicpatch with the merge keys of k8s.io/api: null
 * deletes, $patch: replace and delete are obeyed, merged lists keep the patch's order with the
 * target's other elements where they stood before. Pure; any thread. */
#ifndef MALHA_MERGE_STRATEGIC_H
#define MALHA_MERGE_STRATEGIC_H

#include "json/json.h"

/* `pod` + `patch` as a new tree, which shares what it did not change with both: it is for
 * json_own() to change. INVALID names the path in the patch. */
int merge_pod(const json_t *pod, const json_t *patch, json_t **ret_pod, struct err *err) ATTR_CHECK;

/* The same of any object by its apiVersion and kind: Deployments and their like with their Pod
 * templates, Services, webhook configurations. Lists of other kinds are replaced, as a custom
 * resource's are (RFC 7396). */
int merge_by_kind(const json_t *object, const json_t *patch, json_t **ret, struct err *err)
    ATTR_CHECK;

#endif
