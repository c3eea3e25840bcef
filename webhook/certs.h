/* The webhook's certificates: a CA in a Secret that all replicas share, a serving certificate of
 * each replica's own.
 *
 *   Secret (CA, key) ──► bundle (annotation) ──► caBundle of the configurations ──► serving chain
 *
 * The Secret is created by whichever replica is first; the others take what is there. A CA that is
 * about to end (or is broken) is replaced under optimistic locking; its predecessor stays in the
 * bundle, so that serving certificates it signed keep working. What a new CA signs is served only
 * when the API server has had it in its caBundle for a while: first publish, then serve. The bundle
 * lies in an annotation, too, where it is read without the key; the key is read by who signs, and
 * not kept. A serving certificate is renewed after two thirds of its life; its key never leaves the
 * process. One thread. */
#ifndef MALHA_WEBHOOK_CERTS_H
#define MALHA_WEBHOOK_CERTS_H

#include <stdint.h>

#include "kube/client.h"
#include "tls/tls.h"

/* How long the API servers may take to hear of a new caBundle. */
#define CERTS_SETTLE_MS 10000

struct certs_options {
    const char *namespace, *secret; /* where the CA is kept */
    const char *service; /* DNS names: <service>.<namespace>.svc and its shorter and longer forms */
    int ca_days, server_days;
};

struct certs {
    struct certs_options options;
    struct tls_pair server; /* what to serve; NULL when there is nothing yet */
    char *issuer;           /* the CA's certificate that signed it */
    int64_t server_renew_ms;
    char *published;      /* the newest CA that all configurations have */
    int64_t published_ms; /* since when, as far as this process knows */
};

/* What the watches have seen, borrowed; NULL: it is not there. */
struct certs_seen {
    const json_t *secret;         /* its metadata */
    const json_t *configurations; /* an array of the MutatingWebhookConfigurations that get the
                                     bundle */
};

struct certs_step {
    bool changed;    /* there is a new serving certificate */
    bool good;       /* whoever has a configuration's bundle trusts what is served */
    int64_t next_ms; /* when to go on, if nothing is seen before */
};

/* Does what is to be done at `now_ms`. After a failure nothing is lost: do it again. */
int certs_advance(struct certs *certs, struct kube *kube, const struct certs_seen *seen,
                  int64_t now_ms, struct certs_step *ret_step, struct err *err) ATTR_CHECK;
void certs_done(struct certs *certs);

#endif
