/* Leases (coordination.k8s.io/v1). */
#ifndef MALHA_KUBE_LEASE_H
#define MALHA_KUBE_LEASE_H

#include <stdint.h>

#include "kube/client.h"

/* Leader election by a Lease, as client-go's: held for `seconds`, taken over when its holder's last
 * renewal, by our own clock, is older than that. */
struct kube_lease {
    const char *namespace, *name, *identity;
    int seconds;
    /* the rest is kept by kube_lease_try() */
    char *seen_record;
    int64_t seen_ms;
};

/* Takes or renews the lease: `ret_held` says whether it is ours now. An error means "not known". */
int kube_lease_try(struct kube_lease *lease, struct kube *kube, int64_t now_mono_ms,
                   int64_t now_wall_ms, bool *ret_held, struct err *err) ATTR_CHECK;
/* Gives the lease back, so that the next one need not wait. */
int kube_lease_release(struct kube_lease *lease, struct kube *kube, int64_t now_wall_ms,
                       struct err *err) ATTR_CHECK;
void kube_lease_done(struct kube_lease *lease);

#endif
