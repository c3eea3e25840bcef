/* Does the API server get an answer of istiod when a user's Istio resource is created, and of the
 * injector when a Pod is?
 *
 * A Deployment that is rolled out says nothing about it: right after a change the API server still
 * holds a connection to the pod that went, and the first `kubectl apply` hangs for the webhook's
 * whole time-out. So it is asked the way users ask, by a dry run of a Gateway that is never stored,
 * as istiod itself does before it turns its failurePolicy to Fail (its pkg/webhooks/validation).
 * So is a Pod that asks for a sidecar.
 *
 * `ret_answers` is false while there is none, and `ret_message` (to be freed) then says why: nobody
 * answers, or the operator may not ask. A policy of the user's that refuses is an answer. Either
 * takes as long as the webhook's own time-out, 10 s. */
#ifndef MALHA_OPERATOR_ADMISSION_H
#define MALHA_OPERATOR_ADMISSION_H

#include "kube/client.h"

/* The kinds of objects that make the API server ask istiod, and the injector. */
#define ADMISSION_KIND "ValidatingWebhookConfiguration"
#define INJECTION_KIND "MutatingWebhookConfiguration"

int admission_answers(struct kube *kube, const char *namespace, bool *ret_answers,
                      char **ret_message, struct err *err) ATTR_CHECK;

/* `configurations` are the mesh's as they are, `revision` is the name by which Pods ask for it, or
 * "default"; `account` is a ServiceAccount of the namespace, or NULL for its default one. Where
 * none takes a Pod of the namespace, which may be labelled so, nothing is asked. A Pod that the
 * injector says it passes over is an answer. */
int injection_answers(struct kube *kube, const char *namespace, const json_t *configurations,
                      const char *revision, const char *account, bool *ret_answers,
                      char **ret_message, struct err *err) ATTR_CHECK;

#endif
