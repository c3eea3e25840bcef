/* Which replica leads: a thread that keeps a Lease, and a fence that every write asks.
 *
 * The lease of 30 s is renewed every 6 s. A write begins within 14 s of a renewal, of which one may
 * fail, and ends within what is left of the lease then: longer than the 10 s for which a webhook
 * that does not answer keeps the API server. Who has lost the lease ends the process. */
#ifndef MALHA_OPERATOR_ELECTION_H
#define MALHA_OPERATOR_ELECTION_H

#include "http/metrics.h"
#include "kube/client.h"
#include "kube/config.h"

struct election_options {
    const struct kube_config *kube;
    const char *user_agent, *namespace; /* of the Lease */
    struct metrics *metrics;            /* NULL: none */
    void (*leading)(void *context);     /* the fence has opened; from the thread */
    void *context;
};

struct election;

/* NULL when no thread could be made. */
struct election *election_start(const struct election_options *options) ATTR_CHECK;
/* Open while this replica leads. */
const struct kube_fence *election_fence(const struct election *election);
/* Closes the fence for good. */
void election_halt(struct election *election);
/* Gives the lease back: when no write is under way any more. */
void election_stop(struct election *election);

#endif
