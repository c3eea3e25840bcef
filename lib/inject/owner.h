/* Whose Pod it is, as far as its owner reference and labels tell: the Deployment of a ReplicaSet,
 * the CronJob of a Job.
 *
 * Mirrors GetDeployMetaFromPod of pkg/kube/controllers. Pure; any thread. */
#ifndef MALHA_INJECT_OWNER_H
#define MALHA_INJECT_OWNER_H

#include "json/json.h"

struct owner {
    char *name, *kind, *api_version;
};

struct owner owner_of(const json_t *pod);
void owner_done(struct owner *owner);

#endif
