/* What nodes can do: DetectNativeSidecar of pkg/kube/inject/webhook.go. Pure; any thread. */
#ifndef MALHA_INJECT_NODES_H
#define MALHA_INJECT_NODES_H

#include "json/json.h"

/* Can a node run native sidecars? Its kubelet is of 1.33 or newer; a version that makes no sense
 * (or NULL) is older. */
bool node_is_native(const char *kubelet_version);

/* Can all of them? `nodes` is an object of their kubelets' versions by name. Where there is none at
 * all it is said to be so, as in istiod. */
bool nodes_are_native(const json_t *nodes);

#endif
