/* GET /explain/namespaces/NS/pods/NAME and /explain/namespaces/NS: what `malha explain` tells, of
 * the configuration that this webhook has in use.
 *
 * Pod, namespace and webhook configurations are asked for with the token of who asks
 * ("Authorization: Bearer ..."): whoever may read them may have them explained, and nobody else;
 * who may not read the last is told the rest. A thread of its own does that; admission waits for
 * nothing of it. */
#ifndef MALHA_WEBHOOK_EXPLAIN_H
#define MALHA_WEBHOOK_EXPLAIN_H

#include "http/server.h"
#include "webhook/state.h"

struct explainer;

struct explainer_options {
    const struct kube_config *kube;
    const char *user_agent, *revision; /* that of /inject */
    struct state *state;
};

struct explainer *explainer_start(const struct explainer_options *options) ATTR_CHECK;
/* Before the server stops. What waits is answered, and what still comes is refused. */
void explainer_stop(struct explainer *explainer);
/* After the server has stopped. */
void explainer_free(struct explainer *explainer);

/* Is it a path below /explain? Then it is answered, now or later. */
bool explainer_take(struct explainer *explainer, const struct http_request *request,
                    struct http_response *response);

#endif
