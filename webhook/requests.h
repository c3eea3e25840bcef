/* What is answered over HTTP: reviews at /inject, questions at /explain, and whether more may come.
 */
#ifndef MALHA_WEBHOOK_REQUESTS_H
#define MALHA_WEBHOOK_REQUESTS_H

#include <stdatomic.h>

#include "http/server.h"
#include "kube/recorder.h"
#include "webhook/explain.h"
#include "webhook/state.h"

struct requests {
    const char *revision; /* whose Pods come to /inject; of others, to /revision/NAME/inject */
    struct state *state;
    struct explainer *explainer;
    struct metrics *metrics;
    struct recorder *recorder; /* tells whoever made a Pod that it is refused */
    atomic_bool trusted;       /* what is served is signed by a CA that the API server knows */
    atomic_bool draining;      /* asked to end: others are to be asked instead */
};

/* /explain, and /inject, and below it the cluster and network of the URL (see
 * inject/environment.h). The context of both is a struct requests. */
void requests_inject(void *context, const struct http_request *request,
                     struct http_response *response);
/* A program_ready(). */
bool requests_ready(void *context, const char **ret_why);

#endif
