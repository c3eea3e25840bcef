/* What certificates and keys need of OpenSSL, for those who make or read them: cleanups, PEM in and
 * out, errors. Any thread. */
#ifndef MALHA_TLS_PEM_H
#define MALHA_TLS_PEM_H

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

#include "base/err.h"
#include "base/mem.h"

static inline void pem_key_cleanup(EVP_PKEY **key)
{
    EVP_PKEY_free(*key);
}
static inline void pem_certificate_cleanup(X509 **certificate)
{
    X509_free(*certificate);
}
static inline void pem_bio_cleanup(BIO **bio)
{
    (void)BIO_free_all(*bio);
}
#define auto_key ATTR_CLEANUP(pem_key_cleanup)
#define auto_certificate ATTR_CLEANUP(pem_certificate_cleanup)
#define auto_bio ATTR_CLEANUP(pem_bio_cleanup)

/* The first one in a PEM text, owned by the caller; NULL when there is none, and OpenSSL has the
 * reason. */
X509 *pem_read_certificate(const char *pem);
EVP_PKEY *pem_read_key(const char *pem);

/* All that was written to a BIO of memory, owned by the caller. */
char *pem_text(BIO *bio);

/* Adds the extension `nid` as OpenSSL's configuration files write it. */
bool pem_add_extension(X509 *certificate, X509 *issuer, int nid, const char *value);

/* Gives the certificate a random serial number of 127 bits. */
bool pem_set_serial(X509 *certificate);

/* An error of this class: `what`, and the reason that OpenSSL has for it. Returns -1. */
int pem_fail(struct err *err, enum err_class class, const char *what);

#endif
