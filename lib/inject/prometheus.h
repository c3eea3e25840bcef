/* Metrics of the application through the sidecar: applyPrometheusMerge of
 * pkg/kube/inject/webhook.go. Pure; any thread. */
#ifndef MALHA_INJECT_PROMETHEUS_H
#define MALHA_INJECT_PROMETHEUS_H

#include "inject/input.h"

/* Sends Prometheus to the sidecar, which is told by ISTIO_PROMETHEUS_ANNOTATIONS what the Pod's
 * annotations had asked for. Changes `pod` in place; INVALID for a port that cannot be scraped. */
int prometheus_merge(const struct inject_input *in, json_t *pod, struct err *err) ATTR_CHECK;

/* Takes away what an earlier injection made of the annotations; nothing when their port is not the
 * sidecar's. */
void prometheus_strip(const struct inject_input *in, json_t *pod);

#endif
