/* Cluster, network and whatever else the webhook's URL says of a Pod's sidecar: parseInjectEnvs,
 * extractClusterAndNetwork and overwriteClusterInfo of pkg/kube/inject. Pure; any thread. */
#ifndef MALHA_INJECT_ENVIRONMENT_H
#define MALHA_INJECT_ENVIRONMENT_H

#include "mesh/injector.h"
#include "json/json.h"

/* What istio-proxy's environment is to have, name -> value, a new object: of the URL's path
 * ("/inject/cluster/c1/net/n1",
 * "/inject/:ENV:name=value"), of the values where it says nothing, and the network of the Pod's
 * label, where an empty one says no to that of the values. */
json_t *environment_of(const struct injector *injector, const json_t *pod, const char *path)
    ATTR_CHECK;

/* Is it a Pod of the cluster whose nodes and namespaces are known? */
bool environment_is_own_cluster(const struct injector *injector, const json_t *environment);

/* Can the sidecar be a native one? What the cluster's nodes can do, unless istiod is told. */
bool environment_is_native(const struct injector *injector, const json_t *environment, bool nodes);

/* Puts the variables at the end of the sidecar's, in place of those of their names, and labels the
 * Pod with its network. */
void environment_apply(const json_t *environment, json_t *pod);

#endif
