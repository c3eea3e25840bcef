/* Does the API server get an answer of istiod when a user's Istio resource is created?
 *
 * A Deployment that is rolled out says nothing about it: right after a change the API server still
 * holds a connection to the pod that went, and the first `kubectl apply` hangs for the webhook's
 * whole time-out. So it is asked the way users ask, by a dry run of a Gateway that is never stored,
 * as istiod itself does before it turns its failurePolicy to Fail (its pkg/webhooks/validation). */
#ifndef MALHA_OPERATOR_ADMISSION_H
#define MALHA_OPERATOR_ADMISSION_H

#include "kube/client.h"

/* The kind of object that makes the API server ask istiod. */
#define ADMISSION_KIND "ValidatingWebhookConfiguration"

/* `ret_answers` is false while it does not, and `ret_message` (to be freed) then says why: nobody
 * answers, or the operator may not ask. A policy of the user's that refuses is an answer. Takes as
 * long as the webhook's own time-out, 10 s. */
int admission_answers(struct kube *kube, const char *namespace, bool *ret_answers,
                      char **ret_message, struct err *err) ATTR_CHECK;

#endif
