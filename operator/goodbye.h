/* Before the operator is uninstalled: nobody would serve the finalizers of the MeshConfigs any
 * more.
 *
 * Waits a minute for those that are being deleted, ends the operator's Deployment, takes the lease,
 * by which no other replica writes, and takes the finalizers off. The meshes go on as they are; an
 * operator that is installed again takes them up.
 */
#ifndef MALHA_OPERATOR_GOODBYE_H
#define MALHA_OPERATOR_GOODBYE_H

#include "kube/config.h"

struct goodbye_options {
    const struct kube_config *kube;
    const char *user_agent;
    const char *namespace, *deployment; /* the operator's */
};

int goodbye(const struct goodbye_options *options, struct err *err) ATTR_CHECK;

#endif
