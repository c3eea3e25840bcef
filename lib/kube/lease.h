/* Leader election by a Lease (coordination.k8s.io/v1), as client-go's, with incarnations.
 *
 * The holder's identity (spec.holderIdentity) may outlive a process: a container that is started
 * again in its Pod has the same one. The incarnation (an annotation of the Lease) is one process's
 * own, and a later one sorts after an earlier one by the wall clock. Who may take the lease:
 *   - a later incarnation of its holder, at once;
 *   - anybody else, an earlier incarnation too, when the record has not changed for as long as it
 *     says, by one's own clock since one saw it.
 * Who held the lease and finds a record that is not its own has lost it for good: another may have
 * acted since. As long as the record is its own nobody has, however late a renewal comes.
 *
 * Every write carries the resourceVersion that was read: of two at once one fails and reads again.
 * Not for several threads. */
#ifndef MALHA_KUBE_LEASE_H
#define MALHA_KUBE_LEASE_H

#include <stdbool.h>
#include <stdint.h>

#include "kube/client.h"

enum kube_lease_state {
    KUBE_LEASE_WAITING, /* another holds it */
    KUBE_LEASE_HELD,
    KUBE_LEASE_LOST, /* we held it once and another did since; never held again */
};

struct kube_lease {
    const char *namespace, *name, *identity; /* borrowed */
    int seconds;                             /* how long a renewal counts */
    char *incarnation;
    bool held;    /* once, and not given back */
    json_t *last; /* as our last write left it: the next one need not read it; NULL: read it */
    int64_t renewed_ms; /* by clock_mono_ms(): when the last renewal that succeeded was sent */
    char *seen_record;
    int64_t seen_ms;
};

/* Of this moment and process. To be ended with kube_lease_done(). */
void kube_lease_init(struct kube_lease *lease, const char *namespace, const char *name,
                     const char *identity, int seconds);
/* Takes or renews the lease. An error means "not known". */
int kube_lease_try(struct kube_lease *lease, struct kube *kube, enum kube_lease_state *ret_state,
                   struct err *err) ATTR_CHECK;
/* Gives the lease back, if it is still ours, so that the next one need not wait. */
int kube_lease_release(struct kube_lease *lease, struct kube *kube, struct err *err) ATTR_CHECK;
void kube_lease_done(struct kube_lease *lease);

#endif
