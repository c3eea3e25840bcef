/* Pods as injection meets them: their annotations, labels and containers. Borrowed values. */
#ifndef MALHA_INJECT_POD_H
#define MALHA_INJECT_POD_H

#include "json/json.h"

#define POD_STATUS "sidecar.istio.io/status"
#define POD_OVERRIDES "proxy.istio.io/overrides"
#define POD_CONFIG "proxy.istio.io/config"

/* "containers", "initContainers" */
enum { POD_KINDS = 2 };
extern const char *const pod_kinds[POD_KINDS];

/* NULL when there is none. */
const char *pod_annotation(const json_t *pod, const char *name);
const char *pod_label(const json_t *pod, const char *name);

/* The tree that an annotation holds as JSON (or YAML), of at most LIMIT_ANNOTATION bytes, small and
 * without aliases; NULL when the Pod has no such annotation. INVALID names the annotation. */
int pod_annotation_tree(const json_t *pod, const char *name, bool yaml, json_t **ret_tree,
                        struct err *err) ATTR_CHECK;

/* The container of this name among containers, then initContainers; NULL if there is none. */
json_t *pod_container(const json_t *pod, const char *name);

/* The container istio-proxy; NULL if there is none. */
json_t *pod_sidecar(const json_t *pod);

/* To change them, in a Pod whose tree is nobody else's but shares what is below (json_own):
 * "labels" or "annotations", made where missing; a container; the sidecar, NULL if there is none.
 */
json_t *pod_own_map(json_t *pod, const char *name);
json_t *pod_own_container(json_t *pod, const char *kind, size_t i);
json_t *pod_own_sidecar(json_t *pod);

/* Appends a variable of this value to those of a container, which is nobody else's. */
void pod_append_env(json_t *container, const char *name, const char *value);

/* Is `name` in the list of this kind of the status that an earlier injection left? */
bool pod_was_injected(const json_t *status, const char *kind, const char *name);

#endif
