#include "tls/tls.h"

#include <openssl/bio.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>
#include <string.h>
#include <time.h>

#include "base/buf.h"
#include "base/mem.h"

static void key_cleanup(EVP_PKEY **key)
{
    EVP_PKEY_free(*key);
}
static void certificate_cleanup(X509 **certificate)
{
    X509_free(*certificate);
}
static void bio_cleanup(BIO **bio)
{
    (void)BIO_free_all(*bio);
}
#define auto_key ATTR_CLEANUP(key_cleanup)
#define auto_certificate ATTR_CLEANUP(certificate_cleanup)
#define auto_bio ATTR_CLEANUP(bio_cleanup)

void tls_pair_done(struct tls_pair *pair)
{
    free(pair->certificate);
    if (pair->key)
        explicit_bzero(pair->key, strlen(pair->key));
    free(pair->key);
    *pair = (struct tls_pair){0};
}

static int fail(struct err *err, const char *what)
{
    char reason[160];

    ERR_error_string_n(ERR_get_error(), reason, sizeof(reason));
    ERR_clear_error();
    return err_set(err, ERR_INTERNAL, "certificate: %s: %s", what, reason);
}

static char *bio_text(BIO *bio)
{
    char *data = NULL;
    long len = BIO_get_mem_data(bio, &data);

    return mem_strndup(data, len > 0 ? (size_t)len : 0);
}

static X509 *read_certificate(const char *pem)
{
    auto_bio BIO *bio = BIO_new_mem_buf(pem, -1);

    return bio ? PEM_read_bio_X509(bio, NULL, NULL, NULL) : NULL;
}

static EVP_PKEY *read_key(const char *pem)
{
    auto_bio BIO *bio = BIO_new_mem_buf(pem, -1);

    return bio ? PEM_read_bio_PrivateKey(bio, NULL, NULL, NULL) : NULL;
}

static int write_pair(X509 *certificate, EVP_PKEY *key, struct tls_pair *ret, struct err *err)
{
    auto_bio BIO *certificate_bio = BIO_new(BIO_s_mem());
    auto_bio BIO *key_bio = BIO_new(BIO_s_secmem());

    if (!certificate_bio || !key_bio || !PEM_write_bio_X509(certificate_bio, certificate) ||
        !PEM_write_bio_PKCS8PrivateKey(key_bio, key, NULL, NULL, 0, NULL, NULL))
        return fail(err, "write");
    ret->certificate = bio_text(certificate_bio);
    ret->key = bio_text(key_bio);
    return 0;
}

static int add_extension(X509 *certificate, X509 *issuer, int nid, const char *value)
{
    X509V3_CTX context;
    X509_EXTENSION *extension;
    int rc;

    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, issuer, certificate, NULL, NULL, 0);
    extension = X509V3_EXT_conf_nid(NULL, &context, nid, value);
    rc = extension && X509_add_ext(certificate, extension, -1);
    X509_EXTENSION_free(extension);
    return rc;
}

/* A certificate without extensions; `to_s` is the end of its validity. */
static X509 *new_certificate(const char *common_name, EVP_PKEY *key, const X509 *issuer,
                             time_t from_s, time_t to_s)
{
    X509 *certificate = X509_new();
    unsigned char serial[16];
    BIGNUM *number = NULL;
    X509_NAME *name;

    if (!certificate || RAND_bytes(serial, sizeof(serial)) != 1)
        goto broken;
    serial[0] &= 0x7f;
    number = BN_bin2bn(serial, sizeof(serial), NULL);
    if (!number || !BN_to_ASN1_INTEGER(number, X509_get_serialNumber(certificate)))
        goto broken;
    name = X509_get_subject_name(certificate);
    if (!X509_set_version(certificate, X509_VERSION_3) ||
        !X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8, (const unsigned char *)common_name,
                                    -1, -1, 0) ||
        !X509_set_issuer_name(certificate, issuer ? X509_get_subject_name(issuer) : name) ||
        !ASN1_TIME_set(X509_getm_notBefore(certificate), from_s) ||
        !ASN1_TIME_set(X509_getm_notAfter(certificate), to_s) || !X509_set_pubkey(certificate, key))
        goto broken;
    BN_free(number);
    return certificate;

broken:
    BN_free(number);
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
        !add_extension(certificate, certificate, NID_basic_constraints, "critical,CA:TRUE") ||
        !add_extension(certificate, certificate, NID_key_usage,
                       "critical,keyCertSign,cRLSign,digitalSignature") ||
        !add_extension(certificate, certificate, NID_subject_key_identifier, "hash") ||
        !X509_sign(certificate, key, EVP_sha256()))
        return fail(err, "make CA");
    return write_pair(certificate, key, ret_ca, err);
}

int tls_make_server(const struct tls_pair *ca, const char *const *names, size_t n_names,
                    int64_t now_ms, int days, struct tls_pair *ret_pair, struct err *err)
{
    auto_key EVP_PKEY *ca_key = read_key(ca->key);
    auto_key EVP_PKEY *key = EVP_EC_gen("P-256");
    auto_certificate X509 *issuer = read_certificate(ca->certificate);
    auto_certificate X509 *certificate = NULL;
    auto_buf struct buf san = BUF_INIT(16384);
    time_t now = (time_t)(now_ms / 1000), to = now + (time_t)days * 86400;
    char common_name[65];

    if (!issuer || !ca_key || !key || n_names == 0)
        return fail(err, "read CA");
    if (to > end_of(issuer))
        to = end_of(issuer);
    for (size_t i = 0; i < n_names; i++)
        buf_addf(&san, "%sDNS:%s", i ? "," : "", names[i]);
    (void)snprintf(common_name, sizeof(common_name), "%s", names[0]);
    certificate = new_certificate(common_name, key, issuer, now - 3600, to);
    if (!certificate ||
        !add_extension(certificate, issuer, NID_basic_constraints, "critical,CA:FALSE") ||
        !add_extension(certificate, issuer, NID_key_usage, "critical,digitalSignature") ||
        !add_extension(certificate, issuer, NID_ext_key_usage, "serverAuth") ||
        !add_extension(certificate, issuer, NID_authority_key_identifier, "keyid") ||
        !add_extension(certificate, issuer, NID_subject_alt_name, buf_text(&san)) ||
        !X509_sign(certificate, ca_key, EVP_sha256()))
        return fail(err, "make serving certificate");
    return write_pair(certificate, key, ret_pair, err);
}

static int64_t to_ms(const ASN1_TIME *t)
{
    struct tm tm = {0};

    return ASN1_TIME_to_tm(t, &tm) ? (int64_t)timegm(&tm) * 1000 : 0;
}

int tls_validity(const char *pem, int64_t *ret_from_ms, int64_t *ret_to_ms, struct err *err)
{
    auto_certificate X509 *certificate = read_certificate(pem);

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
    auto_certificate X509 *certificate = read_certificate(ca->certificate);
    auto_key EVP_PKEY *key = read_key(ca->key);
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
