/* The MutatingWebhookConfiguration that sends Pods to malha-webhook: Istio's selectors (helm chart
 * istiod, mutatingwebhook.yaml), without a revision the four entries rev.namespace, rev.object,
 * namespace, object. */
#ifndef MALHA_OPERATOR_INJECTION_H
#define MALHA_OPERATOR_INJECTION_H

#include "json/json.h"

struct injection_target {
    const char *name; /* of the configuration */
    const char *service, *namespace;
    const char *failure_policy;
    const char *own_namespace; /* never injected: the webhook cannot wait for itself */
    const json_t *owner;       /* an ownerReference; NULL: none */
};

/* A new object without caBundle, which the webhook itself puts in. */
json_t *injection_configuration(const struct injection_target *target) ATTR_CHECK;

#endif
