#include "helm/certificate.h"

#include <arpa/inet.h>
#include <openssl/dsa.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509v3.h>
#include <string.h>
#include <time.h>

#include "base/limits.h"
#include "base/mem.h"
#include "gotmpl/value.h"
#include "tls/pem.h"

static int fail(struct err *err, const char *what)
{
    return pem_fail(err, ERR_INVALID, what);
}

static int bad_key(const char *pem, const char *what, struct err *err)
{
    if (strstr(pem, "-----BEGIN"))
        return fail(err, what);
    ERR_clear_error();
    return err_set(err, ERR_INVALID, "%s: no PEM data in input", what);
}

static char *key_text(EVP_PKEY *key)
{
    auto_bio BIO *bio = BIO_new(BIO_s_mem());
    int kind = EVP_PKEY_get_base_id(key);
    bool own_form = kind == EVP_PKEY_RSA || kind == EVP_PKEY_EC || kind == EVP_PKEY_DSA;

    if (!bio ||
        !(own_form ? PEM_write_bio_PrivateKey_traditional(bio, key, NULL, NULL, 0, NULL, NULL)
                   : PEM_write_bio_PKCS8PrivateKey(bio, key, NULL, NULL, 0, NULL, NULL)))
        return NULL;
    return pem_text(bio);
}

static void context_cleanup(EVP_PKEY_CTX **context)
{
    EVP_PKEY_CTX_free(*context);
}

/* 2048 bits with a subgroup of 256. */
static EVP_PKEY *new_dsa_key(void)
{
    ATTR_CLEANUP(context_cleanup)
    EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_id(EVP_PKEY_DSA, NULL);
    ATTR_CLEANUP(context_cleanup) EVP_PKEY_CTX *generator = NULL;
    auto_key EVP_PKEY *parameters = NULL;
    EVP_PKEY *key = NULL;

    if (!context || EVP_PKEY_paramgen_init(context) <= 0 ||
        EVP_PKEY_CTX_set_dsa_paramgen_bits(context, 2048) <= 0 ||
        EVP_PKEY_CTX_set_dsa_paramgen_q_bits(context, 256) <= 0 ||
        EVP_PKEY_paramgen(context, &parameters) <= 0)
        return NULL;
    generator = EVP_PKEY_CTX_new(parameters, NULL);
    if (!generator || EVP_PKEY_keygen_init(generator) <= 0 || EVP_PKEY_keygen(generator, &key) <= 0)
        return NULL;
    return key;
}

int certificate_new_key(const char *kind, char **ret_key, struct err *err)
{
    auto_key EVP_PKEY *key = NULL;

    if (!*kind || strcmp(kind, "rsa") == 0) {
        key = EVP_RSA_gen(4096);
    } else if (strcmp(kind, "dsa") == 0) {
        key = new_dsa_key();
    } else if (strcmp(kind, "ecdsa") == 0) {
        key = EVP_EC_gen("P-256");
    } else if (strcmp(kind, "ed25519") == 0) {
        key = EVP_PKEY_Q_keygen(NULL, NULL, "ED25519");
    } else {
        *ret_key = mem_printf("Unknown type %s", kind);
        return 0;
    }
    *ret_key = key ? key_text(key) : NULL;
    return *ret_key ? 0 : fail(err, "failed to generate private key");
}

int certificate_check(const struct tls_pair *pair, struct err *err)
{
    auto_certificate X509 *certificate = pem_read_certificate(pair->certificate);
    auto_key EVP_PKEY *key = NULL;

    if (!certificate)
        return strstr(pair->certificate, "-----BEGIN")
                   ? fail(err, "error parsing certificate: decodedCert.Bytes")
                   : err_set(err, ERR_INVALID, "unable to decode certificate");
    key = pem_read_key(pair->key);
    if (!key)
        return bad_key(pair->key, "error parsing private key", err);
    return 0;
}

static int no_string(const char *what, const json_t *item, struct err *err)
{
    auto_buf struct buf text = BUF_INIT(LIMIT_MESSAGE);

    value_print_json(&text, item);
    return err_set(err, ERR_INVALID, "%s: %s is not a string", what, buf_text(&text));
}

/* subjectAltName; empty when there is nothing to put in. */
static int make_names(const struct certificate_spec *spec, GENERAL_NAMES *names, struct err *err)
{
    size_t i;
    json_t *item;

    json_array_foreach ((json_t *)spec->names, i, item) {
        GENERAL_NAME *name;

        if (!json_is_string(item))
            return no_string("error processing alternate dns name", item, err);
        name = GENERAL_NAME_new();
        ASN1_IA5STRING *text = ASN1_IA5STRING_new();
        (void)ASN1_STRING_set(text, json_string_value(item), (int)json_string_length(item));
        GENERAL_NAME_set0_value(name, GEN_DNS, text);
        (void)sk_GENERAL_NAME_push(names, name);
    }
    json_array_foreach ((json_t *)spec->ips, i, item) {
        const char *text = json_string_value(item);
        ASN1_OCTET_STRING *address;
        GENERAL_NAME *name;

        if (!text)
            return no_string("error parsing ip", item, err);
        address = a2i_IPADDRESS(text);
        if (!address)
            return err_set(err, ERR_INVALID, "error parsing ip: %s", text);
        name = GENERAL_NAME_new();
        GENERAL_NAME_set0_value(name, GEN_IPADD, address);
        (void)sk_GENERAL_NAME_push(names, name);
    }
    return 0;
}

static void names_cleanup(GENERAL_NAMES **names)
{
    GENERAL_NAMES_free(*names);
}

static int add_extensions(const struct certificate_spec *spec, X509 *certificate, X509 *issuer,
                          struct err *err)
{
    ATTR_CLEANUP(names_cleanup) GENERAL_NAMES *names = GENERAL_NAMES_new();

    if (make_names(spec, names, err) < 0)
        return -1;
    if (!pem_add_extension(certificate, issuer, NID_key_usage,
                           spec->is_ca ? "critical,digitalSignature,keyEncipherment,keyCertSign"
                                       : "critical,digitalSignature,keyEncipherment") ||
        !pem_add_extension(certificate, issuer, NID_ext_key_usage, "serverAuth,clientAuth") ||
        !pem_add_extension(certificate, issuer, NID_basic_constraints,
                           spec->is_ca ? "critical,CA:TRUE" : "critical,CA:FALSE") ||
        (spec->is_ca &&
         !pem_add_extension(certificate, issuer, NID_subject_key_identifier, "hash")) ||
        (X509_get0_subject_key_id(issuer) && issuer != certificate &&
         !pem_add_extension(certificate, issuer, NID_authority_key_identifier, "keyid:always")) ||
        (sk_GENERAL_NAME_num(names) > 0 &&
         !X509_add1_ext_i2d(certificate, NID_subject_alt_name, names, 0, 0)))
        return fail(err, "error creating certificate");
    return 0;
}

static bool fill(X509 *certificate, const struct certificate_spec *spec, EVP_PKEY *key,
                 const X509 *issuer)
{
    X509_NAME *subject = X509_get_subject_name(certificate);
    time_t now = time(NULL);

    return pem_set_serial(certificate) && X509_set_version(certificate, X509_VERSION_3) &&
           (!*spec->common_name || /* given its type, so that it may be longer than 64 bytes */
            X509_NAME_add_entry_by_NID(subject, NID_commonName, V_ASN1_UTF8STRING,
                                       (const unsigned char *)spec->common_name, -1, -1, 0)) &&
           X509_set_issuer_name(certificate,
                                issuer == certificate ? subject : X509_get_subject_name(issuer)) &&
           ASN1_TIME_set(X509_getm_notBefore(certificate), now) &&
           ASN1_TIME_adj(X509_getm_notAfter(certificate), now, (int)spec->days, 0) &&
           X509_set_pubkey(certificate, key);
}

int certificate_generate(const struct certificate_spec *spec, struct tls_pair *ret_pair,
                         struct err *err)
{
    auto_certificate X509 *certificate = X509_new();
    auto_certificate X509 *ca = NULL;
    auto_key EVP_PKEY *key = NULL;
    auto_key EVP_PKEY *ca_key = NULL;
    auto_bio BIO *bio = BIO_new(BIO_s_mem());
    X509 *issuer = certificate;
    EVP_PKEY *signer;

    if (spec->days < -365000 || spec->days > 365000)
        return err_set(err, ERR_INVALID, "error creating certificate: %lld days of validity",
                       (long long)spec->days);
    if (spec->ca_certificate) {
        issuer = ca = pem_read_certificate(spec->ca_certificate);
        if (!ca)
            return fail(err, "unable to decode certificate");
        ca_key = pem_read_key(spec->ca_key);
        if (!ca_key)
            return fail(err, "error parsing private key");
    }
    key = spec->key ? pem_read_key(spec->key) : EVP_RSA_gen(2048);
    if (!key)
        return spec->key ? bad_key(spec->key, "parsing private key", err)
                         : fail(err, "error generating rsa key");
    signer = ca_key ? ca_key : key;
    if (!certificate || !bio || !fill(certificate, spec, key, issuer))
        return fail(err, "error creating certificate");
    if (add_extensions(spec, certificate, issuer, err) < 0)
        return -1;
    if (!X509_sign(certificate, signer,
                   EVP_PKEY_get_base_id(signer) == EVP_PKEY_ED25519 ? NULL : EVP_sha256()) ||
        !PEM_write_bio_X509(bio, certificate))
        return fail(err, "error creating certificate");
    ret_pair->key = key_text(key);
    if (!ret_pair->key)
        return fail(err, "error creating certificate");
    ret_pair->certificate = pem_text(bio);
    return 0;
}
