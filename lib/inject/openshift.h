/* What OpenShift asks of sidecars: users of the namespace's own range, and none that the platform
 * gave all containers alike.
 *
 * Mirrors pkg/kube/inject/openshift.go and isSidecarUserMatchingAppUser of webhook.go. Pure; any
 * thread. */
#ifndef MALHA_INJECT_OPENSHIFT_H
#define MALHA_INJECT_OPENSHIFT_H

#include "mesh/injector.h"
#include "json/json.h"

#define OPENSHIFT_UIDS "openshift.io/sa.scc.uid-range"
#define OPENSHIFT_GROUPS "openshift.io/sa.scc.supplemental-groups"

/* Is that where the injector's mesh is? */
bool openshift_is_platform(const struct injector *injector);

/* The last user and the last group of the first range that the namespace's annotations give; each
 * stays as it is where they are missing or make no sense. */
void openshift_ids(const json_t *annotations, int64_t *uid, int64_t *gid);

/* Takes the user and group of the Pod's own sidecar away where the user is that of the last other
 * container: then the platform set it, not the Pod's author, and traffic of the one would pass as
 * that of the other. */
void openshift_clear_user(json_t *pod);

#endif
