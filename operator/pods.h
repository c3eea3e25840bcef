/* Why Pods do not run. */
#ifndef MALHA_OPERATOR_PODS_H
#define MALHA_OPERATOR_PODS_H

#include "kube/client.h"

/* Of the Pods of a release (app.kubernetes.io/instance) the first fault, to be freed, or NULL when
 * they may yet come up by themselves. */
int pods_fault(struct kube *kube, const char *namespace, const char *release, char **ret,
               struct err *err) ATTR_CHECK;

/* The same of one Pod, in words that stay the same while it stays so; pure. What kubelet says of it
 * goes back and forth and counts seconds. */
char *pod_fault(const json_t *pod);

/* May a fault, of either, come from a Secret of that name that is not there? */
bool pods_may_miss_secret(const char *fault, const char *name);

#endif
