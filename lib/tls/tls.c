#include "tls/tls.h"

#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <string.h>
#include <time.h>

#include "base/buf.h"
#include "base/mem.h"
#include "tls/pem.h"

void tls_pair_done(struct tls_pair *pair)
{
    free(pair->certificate);
    if (pair->key)
        explicit_bzero(pair->key, strlen(pair->key));
    free(pair->key);
    *pair = (struct tls_pair){0};
}

static int write_pair(X509 *certificate, EVP_PKEY *key, struct tls_pair *ret, struct err *err)
{
    auto_bio BIO *certificate_bio = BIO_new(BIO_s_mem());
    auto_bio BIO *key_bio = BIO_new(BIO_s_secmem());

    if (!certificate_bio || !key_bio || !PEM_write_bio_X509(certificate_bio, certificate) ||
        !PEM_write_bio_PKCS8PrivateKey(key_bio, key, NULL, NULL, 0, NULL, NULL))
        return pem_fail(err, ERR_INTERNAL, "certificate: write");
    ret->certificate = pem_text(certificate_bio);
    ret->key = pem_text(key_bio);
    return 0;
}

/* A certificate without extensions; `to_s` is the end of its validity. */
static X509 *new_certificate(const char *common_name, EVP_PKEY *key, const X509 *issuer,
                             time_t from_s, time_t to_s)
{
    X509 *certificate = X509_new();
    X509_NAME *name;

    if (!certificate || !pem_set_serial(certificate))
        goto broken;
    name = X509_get_subject_name(certificate);
    if (!X509_set_version(certificate, X509_VERSION_3) ||
        !X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8, (const unsigned char *)common_name,
                                    -1, -1, 0) ||
        !X509_set_issuer_name(certificate, issuer ? X509_get_subject_name(issuer) : name) ||
        !ASN1_TIME_set(X509_getm_notBefore(certificate), from_s) ||
        !ASN1_TIME_set(X509_getm_notAfter(certificate), to_s) || !X509_set_pubkey(certificate, key))
        goto broken;
    return certificate;

broken:
    X509_free(certificate);
    return NULL;
}

static time_t end_of(const X509 *certificate)
{
    struct tm tm = {0};

    return ASN1_TIME_to_tm(X509_get0_notAfter(certificate), &tm) ? timegm(&tm) : 0;
}

int tls_make_ca(const char *common_name, int64_t now_ms, int days, struct tls_pair *ret_ca,
                struct err *err)
{
    auto_key EVP_PKEY *key = EVP_EC_gen("P-256");
    auto_certificate X509 *certificate = NULL;
    time_t now = (time_t)(now_ms / 1000);

    certificate =
        key ? new_certificate(common_name, key, NULL, now - 3600, now + (time_t)days * 86400)
            : NULL;
    if (!certificate ||
        !pem_add_extension(certificate, certificate, NID_basic_constraints, "critical,CA:TRUE") ||
        !pem_add_extension(certificate, certificate, NID_key_usage,
                           "critical,keyCertSign,cRLSign,digitalSignature") ||
        !pem_add_extension(certificate, certificate, NID_subject_key_identifier, "hash") ||
        !X509_sign(certificate, key, EVP_sha256()))
        return pem_fail(err, ERR_INTERNAL, "certificate: make CA");
    return write_pair(certificate, key, ret_ca, err);
}

int tls_make_server(const struct tls_pair *ca, const char *const *names, size_t n_names,
                    int64_t now_ms, int days, struct tls_pair *ret_pair, struct err *err)
{
    auto_key EVP_PKEY *ca_key = pem_read_key(ca->key);
    auto_key EVP_PKEY *key = EVP_EC_gen("P-256");
    auto_certificate X509 *issuer = pem_read_certificate(ca->certificate);
    auto_certificate X509 *certificate = NULL;
    auto_buf struct buf san = BUF_INIT(16384);
    time_t now = (time_t)(now_ms / 1000), to = now + (time_t)days * 86400;
    char common_name[65];

    if (!issuer || !ca_key || !key || n_names == 0)
        return pem_fail(err, ERR_INTERNAL, "certificate: read CA");
    if (to > end_of(issuer))
        to = end_of(issuer);
    for (size_t i = 0; i < n_names; i++)
        buf_addf(&san, "%sDNS:%s", i ? "," : "", names[i]);
    (void)snprintf(common_name, sizeof(common_name), "%s", names[0]);
    certificate = new_certificate(common_name, key, issuer, now - 3600, to);
    if (!certificate ||
        !pem_add_extension(certificate, issuer, NID_basic_constraints, "critical,CA:FALSE") ||
        !pem_add_extension(certificate, issuer, NID_key_usage, "critical,digitalSignature") ||
        !pem_add_extension(certificate, issuer, NID_ext_key_usage, "serverAuth") ||
        !pem_add_extension(certificate, issuer, NID_authority_key_identifier, "keyid") ||
        !pem_add_extension(certificate, issuer, NID_subject_alt_name, buf_text(&san)) ||
        !X509_sign(certificate, ca_key, EVP_sha256()))
        return pem_fail(err, ERR_INTERNAL, "certificate: make serving certificate");
    return write_pair(certificate, key, ret_pair, err);
}

static int64_t to_ms(const ASN1_TIME *t)
{
    struct tm tm = {0};

    return ASN1_TIME_to_tm(t, &tm) ? (int64_t)timegm(&tm) * 1000 : 0;
}

int tls_validity(const char *pem, int64_t *ret_from_ms, int64_t *ret_to_ms, struct err *err)
{
    auto_certificate X509 *certificate = pem_read_certificate(pem);

    if (!certificate) {
        ERR_clear_error();
        return err_set(err, ERR_INVALID, "no PEM certificate");
    }
    *ret_from_ms = to_ms(X509_get0_notBefore(certificate));
    *ret_to_ms = to_ms(X509_get0_notAfter(certificate));
    return 0;
}

int tls_check_ca(const struct tls_pair *ca, int64_t now_ms, struct err *err)
{
    auto_certificate X509 *certificate = pem_read_certificate(ca->certificate);
    auto_key EVP_PKEY *key = pem_read_key(ca->key);
    int fits;

    ERR_clear_error();
    if (!certificate || !key)
        return err_set(err, ERR_INVALID, "CA: certificate or key is no PEM");
    if (!X509_check_ca(certificate))
        return err_set(err, ERR_INVALID, "CA: the certificate is not one of a CA");
    fits = X509_check_private_key(certificate, key);
    ERR_clear_error();
    if (!fits)
        return err_set(err, ERR_INVALID, "CA: the key does not belong to the certificate");
    if (now_ms < to_ms(X509_get0_notBefore(certificate)) ||
        now_ms > to_ms(X509_get0_notAfter(certificate)))
        return err_set(err, ERR_INVALID, "CA: the certificate is not valid now");
    return 0;
}
