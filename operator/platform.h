/* On which distribution of Kubernetes the cluster is, where Istio's charts have settings for it
 * (manifests/charts: files/profile-platform-*.yaml). */
#ifndef MALHA_OPERATOR_PLATFORM_H
#define MALHA_OPERATOR_PLATFORM_H

#include "kube/client.h"

struct platform {
    char *name;     /* as spec.platform names it; "none" */
    char *evidence; /* "node a has kubelet v1.33.1+k3s1" */
    bool certain;   /* there was something to tell it by */
};

void platform_done(struct platform *platform);

/* By the groups of the API and one of the nodes. Who may not see a node knows none. */
int platform_detect(struct kube *kube, struct platform *ret, struct err *err) ATTR_CHECK;

/* Pure: `groups` is an APIGroupList, `node` a Node; either may be NULL. */
void platform_judge(const json_t *groups, const json_t *node, struct platform *ret);

#endif
