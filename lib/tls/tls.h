/* A private CA and the serving certificates it signs, by OpenSSL: ECDSA P-256, PEM in and out.
 *
 * What cert-manager's webhook and OPA's cert-controller do for themselves. Times are parameters
 * (milliseconds since 1970), so that expiry can be tested. Keys never appear in errors. Any thread.
 */
#ifndef MALHA_TLS_TLS_H
#define MALHA_TLS_TLS_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

struct tls_pair {
    char *certificate; /* PEM */
    char *key;         /* PEM, PKCS #8 */
};

void tls_pair_done(struct tls_pair *pair);

/* A self-signed CA, valid from an hour before `now_ms` for `days`. */
int tls_make_ca(const char *common_name, int64_t now_ms, int days, struct tls_pair *ret_ca,
                struct err *err) ATTR_CHECK;

/* A certificate for a server with these DNS names, never valid for longer than the CA is. */
int tls_make_server(const struct tls_pair *ca, const char *const *names, size_t n_names,
                    int64_t now_ms, int days, struct tls_pair *ret_pair, struct err *err)
    ATTR_CHECK;

/* When the (first) certificate in `pem` begins and ends to be valid. */
int tls_validity(const char *pem, int64_t *ret_from_ms, int64_t *ret_to_ms, struct err *err)
    ATTR_CHECK;

/* Is this a CA whose key fits and which is valid at `now_ms`? INVALID says what is wrong. */
int tls_check_ca(const struct tls_pair *ca, int64_t now_ms, struct err *err) ATTR_CHECK;

#endif
