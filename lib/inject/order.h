/* The order of containers: reorderPod of pkg/kube/inject/webhook.go. Pure; any thread. */
#ifndef MALHA_INJECT_ORDER_H
#define MALHA_INJECT_ORDER_H

#include "inject/input.h"

/* Puts the sidecar last, or first where it holds the application; among the init containers a
 * native one behind the setup of the network and before all others. */
void order_containers(const struct inject_input *in, json_t *pod);

#endif
