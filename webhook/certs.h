/* The webhook's certificates: a CA in a Secret that all replicas share, a serving certificate of
 * each replica's own.
 *
 * The Secret is created by whichever replica is first; the others take what is there. A CA that is
 * about to end (or is broken) is replaced under optimistic locking, its predecessor stays in the
 * bundle so that serving certificates it signed keep working. A serving certificate is renewed
 * after two thirds of its life; its key never leaves the process. One thread. */
#ifndef MALHA_WEBHOOK_CERTS_H
#define MALHA_WEBHOOK_CERTS_H

#include <stdint.h>

#include "kube/client.h"
#include "tls/tls.h"

struct certs_options {
    const char *namespace, *secret; /* where the CA is kept */
    const char *service; /* DNS names: <service>.<namespace>.svc and its shorter and longer forms */
    int ca_days, server_days;
};

struct certs {
    struct certs_options options;
    struct tls_pair ca;     /* its certificate is the bundle: the newest first */
    struct tls_pair server; /* what to serve */
    int64_t server_renew_ms;
};

/* Makes sure that CA and serving certificate are good at `now_ms`; `ret_changed` says that one of
 * them is new. */
int certs_refresh(struct certs *certs, struct kube *kube, int64_t now_ms, bool *ret_changed,
                  struct err *err) ATTR_CHECK;
void certs_done(struct certs *certs);

/* Puts the bundle into every entry of a MutatingWebhookConfiguration whose caBundle differs. Not
 * there: nothing. */
int certs_publish(const struct certs *certs, struct kube *kube, const char *configuration,
                  struct err *err) ATTR_CHECK;

#endif
