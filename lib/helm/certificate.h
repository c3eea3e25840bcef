/* The keys and certificates that sprig's functions make, by OpenSSL: PEM in, PEM out, in the forms
 * that Go writes (PKCS #1 for RSA, SEC 1 for EC, PKCS #8 for Ed25519). Any thread. */
#ifndef MALHA_HELM_CERTIFICATE_H
#define MALHA_HELM_CERTIFICATE_H

#include <stdbool.h>

#include "tls/tls.h"
#include "json/json.h"

struct certificate_spec {
    const char *common_name;
    const json_t *ips, *names; /* arrays of texts for subjectAltName; may be NULL */
    int64_t days;
    bool is_ca;
    const char *key;                     /* PEM; NULL makes a new RSA key of 2048 bits */
    const char *ca_certificate, *ca_key; /* PEM; NULL signs with the own key */
};

/* Valid from now on. INVALID for a broken key, address or CA. */
int certificate_generate(const struct certificate_spec *spec, struct tls_pair *ret_pair,
                         struct err *err) ATTR_CHECK;

/* `kind`: "" or "rsa" (4096 bits), "dsa", "ecdsa" (P-256), "ed25519". An unknown kind gives a text
 * that says so, as sprig does. */
int certificate_new_key(const char *kind, char **ret_key, struct err *err) ATTR_CHECK;

/* Are both PEM texts what they should be? */
int certificate_check(const struct tls_pair *pair, struct err *err) ATTR_CHECK;

#endif
