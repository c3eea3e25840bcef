/* Injection of what makes Pods, ahead of the cluster: Deployments, Jobs and so on, as files have
 * them.
 *
 * Mirrors IntoObject of pkg/kube/inject/inject.go (istioctl kube-inject). Pure; any thread. */
#ifndef MALHA_INJECT_RESOURCE_H
#define MALHA_INJECT_RESOURCE_H

#include "inject/inject.h"

/* Is it of a kind that makes Pods, or a List, which may hold some? */
bool resource_makes_pods(const json_t *object);

/* The Pod that an object makes (itself, if it is one), which shares what is in it; whose it is; and
 * its namespace, "" where the object does not say. The texts are borrowed. INVALID when it makes
 * none. */
int resource_pod(json_t *object, json_t **ret_pod, struct owner *ret_owner,
                 const char **ret_namespace, struct err *err) ATTR_CHECK;

/* Injects the Pod, or the template of Pods, of `object` in place; of a List each item. What is
 * skipped for its sake is told, a sentence each, in `warnings` (an array). INVALID says what is
 * wrong and where. */
int resource_inject(const struct inject_snapshot *snapshot, json_t *object, json_t *warnings,
                    struct err *err) ATTR_CHECK;

#endif
