/* Does the API server get an answer of istiod when a user's Istio resource is created, and of the
 * injector when a Pod is?
 *
 * A Deployment that is rolled out says nothing about it: right after a change the API server still
 * holds a connection to the pod that went, and the first `kubectl apply` hangs for the webhook's
 * whole time-out. So it is asked the way users ask, by a dry run of a Gateway that is never stored,
 * as istiod itself does before it turns its failurePolicy to Fail (its pkg/webhooks/validation).
 * So is a Pod that asks for a sidecar. */
#ifndef MALHA_OPERATOR_ADMISSION_H
#define MALHA_OPERATOR_ADMISSION_H

#include "operator/wanted.h"

/* Asks for what of the two the mesh has webhook configurations for. `revisions` are the names by
 * which Pods ask for the mesh (plan.h).
 *
 * `ret_answers` is false while there is no answer, and `ret_message` (to be freed) then says why:
 * nobody answers, or the operator may not ask. A policy of the user's that refuses is an answer,
 * and so is the injector's word that it passes a Pod over. Either takes as long as the webhook's
 * own time-out, 10 s. */
int admission_answers(struct kube *kube, const json_t *mesh_config, const struct wanted *wanted,
                      const json_t *revisions, bool *ret_answers, char **ret_message,
                      struct err *err) ATTR_CHECK;

#endif
