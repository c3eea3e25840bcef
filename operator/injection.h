/* The MutatingWebhookConfiguration that sends Pods to malha-webhook: Istio's selectors (helm chart
 * istiod, mutatingwebhook.yaml and revision-tags-mwc.yaml), all in one configuration. Of a revision
 * and its tags the entries rev.namespace and rev.object; namespace and object for the one that is
 * the default, by having no name or by the tag "default"; auto for all namespaces without a label.
 */
#ifndef MALHA_OPERATOR_INJECTION_H
#define MALHA_OPERATOR_INJECTION_H

#include "json/json.h"

struct injection_target {
    const char *name;                /* of the configuration */
    const char *service, *namespace; /* the webhook's; where it is itself nothing is injected */
    const char *failure_policy, *reinvocation_policy;
    const char *revision;    /* "" for none */
    const json_t *revisions; /* what istio.io/rev may say to mean it */
    bool is_default;         /* what asks for no revision is its */
    bool everywhere;         /* namespaces and Pods without any label, too */
    const json_t *owner;     /* an ownerReference; NULL: none */
};

/* A new object without caBundle, which the webhook itself puts in. */
json_t *injection_configuration(const struct injection_target *target) ATTR_CHECK;

#endif
