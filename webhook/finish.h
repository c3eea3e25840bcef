/* What happens to a Pod after its templates are merged in: environment, Prometheus, probes,
 * metadata, order.
 *
 * Mirrors postProcessPod of pkg/kube/inject/webhook.go and app_probe.go. Pure; any thread. */
#ifndef MALHA_WEBHOOK_FINISH_H
#define MALHA_WEBHOOK_FINISH_H

#include "webhook/input.h"

struct finish_input {
    const struct inject_input *render;
    const json_t *templates;   /* render_result.templates */
    const json_t *environment; /* name -> value for istio-proxy: cluster, network; an object */
};

/* Changes `pod` in place. INVALID when an annotation asks for something impossible. */
int finish_pod(const struct finish_input *in, json_t *pod, struct err *err) ATTR_CHECK;

#endif
