/* Probes and lifecycle hooks of the application, sent through the sidecar:
 * pkg/kube/inject/app_probe.go. */
#ifndef MALHA_INJECT_PROBES_H
#define MALHA_INJECT_PROBES_H

#include "inject/input.h"

/* Points every HTTP, TCP and gRPC handler at the sidecar's status port and tells it by
 * ISTIO_KUBE_APP_PROBERS what to ask instead. Changes `pod` in place; nothing when rewriting is off
 * or there is no sidecar. */
void probes_rewrite(const struct inject_input *in, json_t *pod);

#endif
