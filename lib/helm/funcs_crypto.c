/* sprig: crypto.go and the random texts of strings.go, by OpenSSL and the system's crypt(3). */
#include <crypt.h>
#include <errno.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/kdf.h>
#include <openssl/params.h>
#include <string.h>

#include "base/base64.h"
#include "base/limits.h"
#include "base/random.h"
#include "helm/certificate.h"
#include "helm/funcs.h"

/* No chart wants more random characters than this at once. */
#define RANDOM_MAX_LEN (1 << 20)

static int finish(struct gotmpl_run *run, const struct buf *out, struct value *ret, struct err *err)
{
    if (buf_check(out, "text", err) < 0)
        return -1;
    *ret = gotmpl_make_buf(run, out);
    return 0;
}

/* A number below `n`, all equally likely. */
static int random_below(uint64_t n, uint64_t *ret, struct err *err)
{
    uint64_t v, limit = UINT64_MAX - UINT64_MAX % n;

    do {
        if (random_bytes(&v, sizeof(v), err) < 0)
            return -1;
    } while (v >= limit);
    *ret = v % n;
    return 0;
}

/* ---- random texts ---- */

/* `count` characters of `set` (at most 255), all equally likely: bytes above the largest multiple
 * of their number are not used. */
static int random_text(struct gotmpl_run *run, const struct value *count, const char *set,
                       struct value *ret, struct err *err)
{
    auto_buf struct buf out = BUF_INIT(RANDOM_MAX_LEN);
    unsigned n = (unsigned)strlen(set), limit = 256 - 256 % n;
    int64_t left = count->integer;

    while (left > 0 && !out.overflown) {
        unsigned char bytes[512];

        if (random_bytes(bytes, sizeof(bytes), err) < 0)
            return -1;
        for (size_t i = 0; i < sizeof(bytes) && left > 0; i++) {
            if (bytes[i] < limit) {
                buf_addc(&out, set[bytes[i] % n]);
                left--;
            }
        }
    }
    return finish(run, &out, ret, err);
}

#define DIGITS "0123456789"
#define LETTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define OTHERS " !\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"

HELM_FUNC(fn_rand_alpha)
{
    return random_text(run, &args[0], LETTERS, ret, err);
}

HELM_FUNC(fn_rand_alpha_num)
{
    return random_text(run, &args[0], LETTERS DIGITS, ret, err);
}

HELM_FUNC(fn_rand_numeric)
{
    return random_text(run, &args[0], DIGITS, ret, err);
}

HELM_FUNC(fn_rand_ascii)
{
    return random_text(run, &args[0], LETTERS DIGITS OTHERS, ret, err);
}

HELM_FUNC(fn_rand_int)
{
    int64_t low = args[0].integer, high = args[1].integer;
    uint64_t v;

    if (high <= low)
        return err_set(err, ERR_INVALID, "invalid argument to Intn");
    if (random_below((uint64_t)high - (uint64_t)low, &v, err) < 0)
        return -1;
    *ret = value_int((int64_t)((uint64_t)low + v));
    return 0;
}

HELM_FUNC(fn_rand_bytes)
{
    int64_t count = args[0].integer;

    if (count < 0 || count > RANDOM_MAX_LEN)
        return err_set(err, ERR_INVALID, "runtime error: makeslice: len out of range");
    auto_free unsigned char *bytes = mem_alloc((size_t)count);
    if (random_bytes(bytes, (size_t)count, err) < 0)
        return -1;
    auto_free char *text = base64_encode(bytes, (size_t)count);
    *ret = gotmpl_make_text(run, text, strlen(text));
    return 0;
}

HELM_FUNC(fn_uuidv4)
{
    auto_buf struct buf out = BUF_INIT(64);
    unsigned char id[16];

    if (random_bytes(id, sizeof(id), err) < 0)
        return -1;
    id[6] = (unsigned char)((id[6] & 0x0f) | 0x40);
    id[8] = (unsigned char)((id[8] & 0x3f) | 0x80);
    for (size_t i = 0; i < sizeof(id); i++)
        buf_addf(&out, i == 4 || i == 6 || i == 8 || i == 10 ? "-%02x" : "%02x", id[i]);
    return finish(run, &out, ret, err);
}

HELM_FUNC(fn_shuffle)
{
    struct value made = gotmpl_make_text(run, args[0].text.s, args[0].text.len);
    char *s = (char *)made.text.s;

    for (size_t i = made.text.len; i > 1; i--) {
        uint64_t at;

        if (random_below(i, &at, err) < 0)
            return -1;
        char c = s[i - 1];

        s[i - 1] = s[at];
        s[at] = c;
    }
    *ret = made;
    return 0;
}

/* ---- passwords ---- */

/* The text behind "$2a$10$...", to be freed; NULL when the password cannot be hashed. */
static char *bcrypt_of(struct text password, struct err *err)
{
    auto_free struct crypt_data *data = mem_zalloc(sizeof(*data));
    auto_free char *plain = mem_strndup(password.s, password.len);
    char random[16], setting[CRYPT_GENSALT_OUTPUT_SIZE];
    const char *hash;

    if (password.len > 72) {
        return mem_strdup(
            "failed to encrypt string with bcrypt: bcrypt: password length exceeds 72 bytes");
    }
    if (random_bytes(random, sizeof(random), err) < 0)
        return NULL;
    if (!crypt_gensalt_rn("$2a$", 10, random, sizeof(random), setting, sizeof(setting)) ||
        !(hash = crypt_rn(plain, setting, data, sizeof(*data))) || *hash == '*') {
        (void)err_set(err, ERR_INTERNAL, "bcrypt failed");
        return NULL;
    }
    return mem_strdup(hash);
}

HELM_FUNC(fn_bcrypt)
{
    auto_free char *hash = bcrypt_of(args[0].text, err);

    if (!hash)
        return -1;
    *ret = gotmpl_make_text(run, hash, strlen(hash));
    return 0;
}

HELM_FUNC(fn_htpasswd)
{
    auto_buf struct buf out = BUF_INIT(LIMIT_TEMPLATE_OUTPUT);
    struct text user = args[0].text;

    if (memchr(user.s, ':', user.len)) {
        buf_adds(&out, "invalid username: ");
        buf_add(&out, user.s, user.len);
        return finish(run, &out, ret, err);
    }
    auto_free char *hash = bcrypt_of(args[1].text, err);
    if (!hash)
        return -1;
    buf_add(&out, user.s, user.len);
    buf_addf(&out, ":%s", hash);
    return finish(run, &out, ret, err);
}

/* Master Password's templates: the kinds of character at each place. */
static const struct {
    const char *name;
    const char *templates[22];
} password_types[] = {
    {"maximum", {"anoxxxxxxxxxxxxxxxxx", "axxxxxxxxxxxxxxxxxno"}},
    {"long",
     {"CvcvnoCvcvCvcv", "CvcvCvcvnoCvcv", "CvcvCvcvCvcvno", "CvccnoCvcvCvcv", "CvccCvcvnoCvcv",
      "CvccCvcvCvcvno", "CvcvnoCvccCvcv", "CvcvCvccnoCvcv", "CvcvCvccCvcvno", "CvcvnoCvcvCvcc",
      "CvcvCvcvnoCvcc", "CvcvCvcvCvccno", "CvccnoCvccCvcv", "CvccCvccnoCvcv", "CvccCvccCvcvno",
      "CvcvnoCvccCvcc", "CvcvCvccnoCvcc", "CvcvCvccCvccno", "CvccnoCvcvCvcc", "CvccCvcvnoCvcc",
      "CvccCvcvCvccno"}},
    {"medium", {"CvcnoCvc", "CvcCvcno"}},
    {"short", {"Cvcn"}},
    {"basic", {"aaanaaan", "aannaaan", "aaannaaa"}},
    {"pin", {"nnnn"}},
};

static const char *password_characters(char kind)
{
    switch (kind) {
    case 'V':
        return "AEIOU";
    case 'C':
        return "BCDFGHJKLMNPQRSTVWXYZ";
    case 'v':
        return "aeiou";
    case 'c':
        return "bcdfghjklmnpqrstvwxyz";
    case 'a':
        return "AEIOUaeiouBCDFGHJKLMNPQRSTVWXYZbcdfghjklmnpqrstvwxyz";
    case 'n':
        return DIGITS;
    case 'o':
        return "@&%?,=[]_:-+*$#!'^~;()/.";
    default:
        return "AEIOUaeiouBCDFGHJKLMNPQRSTVWXYZbcdfghjklmnpqrstvwxyz0123456789!@#$%^&*()";
    }
}

static void add_be32(struct buf *out, uint32_t v)
{
    const unsigned char bytes[] = {(unsigned char)(v >> 24), (unsigned char)(v >> 16),
                                   (unsigned char)(v >> 8), (unsigned char)v};

    buf_add(out, bytes, sizeof(bytes));
}

HELM_FUNC(fn_derive_password)
{
    static const char seed_name[] = "com.lyndir.masterpassword";
    auto_buf struct buf salt = BUF_INIT(LIMIT_MESSAGE), message = BUF_INIT(LIMIT_MESSAGE),
                        out = BUF_INIT(64);
    struct text password = args[2].text, user = args[3].text, site = args[4].text;
    unsigned char key[64], seed[EVP_MAX_MD_SIZE];
    const char *const *templates = NULL;
    size_t n_templates = 0;
    unsigned seed_len = 0;

    for (size_t i = 0; i < ARRAY_LEN(password_types); i++) {
        if (strlen(password_types[i].name) == args[1].text.len &&
            memcmp(password_types[i].name, args[1].text.s, args[1].text.len) == 0)
            templates = password_types[i].templates;
    }
    if (!templates) {
        auto_buf struct buf text = BUF_INIT(LIMIT_MESSAGE);

        buf_adds(&text, "cannot find password template ");
        buf_add(&text, args[1].text.s, args[1].text.len);
        return finish(run, &text, ret, err);
    }
    while (n_templates < ARRAY_LEN(password_types[0].templates) && templates[n_templates])
        n_templates++;
    buf_adds(&salt, seed_name);
    add_be32(&salt, (uint32_t)user.len);
    buf_add(&salt, user.s, user.len);
    if (!EVP_PBE_scrypt(password.s, password.len, (const unsigned char *)buf_text(&salt), salt.len,
                        32768, 8, 2, 128u << 20, key, sizeof(key)))
        return err_set(err, ERR_INTERNAL, "scrypt failed");
    buf_adds(&message, seed_name);
    add_be32(&message, (uint32_t)site.len);
    buf_add(&message, site.s, site.len);
    add_be32(&message, (uint32_t)args[0].integer);
    if (!HMAC(EVP_sha256(), key, sizeof(key), (const unsigned char *)buf_text(&message),
              message.len, seed, &seed_len))
        return err_set(err, ERR_INTERNAL, "HMAC failed");
    const char *template = templates[seed[0] % n_templates];
    for (size_t i = 0; template[i]; i++) {
        const char *characters = password_characters(template[i]);

        buf_addc(&out, characters[seed[i + 1] % strlen(characters)]);
    }
    return finish(run, &out, ret, err);
}

/* ---- AES ---- */

static void cipher_cleanup(EVP_CIPHER_CTX **context)
{
    EVP_CIPHER_CTX_free(*context);
}

/* AES-256 in CBC mode with PKCS #7 padding; the password, cut or filled with zeros, is the key. */
static int run_aes(bool encrypt, struct text password, const unsigned char *iv, const char *data,
                   size_t len, unsigned char *out, size_t *ret_len)
{
    ATTR_CLEANUP(cipher_cleanup) EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new();
    unsigned char key[32] = {0};
    int n = 0, last = 0;

    memcpy(key, password.s, password.len < sizeof(key) ? password.len : sizeof(key));
    if (!context || !EVP_CipherInit_ex(context, EVP_aes_256_cbc(), NULL, key, iv, encrypt) ||
        !EVP_CipherUpdate(context, out, &n, (const unsigned char *)data, (int)len) ||
        !EVP_CipherFinal_ex(context, out + n, &last))
        return -1;
    *ret_len = (size_t)n + (size_t)last;
    return 0;
}

HELM_FUNC(fn_encrypt_aes)
{
    struct text plain = args[1].text;

    if (plain.len == 0) {
        *ret = value_text("", 0);
        return 0;
    }
    auto_free unsigned char *out = mem_alloc(plain.len + 48);
    size_t len = 0;
    if (plain.len > INT32_MAX - 64 || random_bytes(out, 16, err) < 0 ||
        run_aes(true, args[0].text, out, plain.s, plain.len, out + 16, &len) < 0)
        return err_set(err, ERR_INTERNAL, "encryption failed");
    auto_free char *text = base64_encode(out, len + 16);
    *ret = gotmpl_make_text(run, text, strlen(text));
    return 0;
}

HELM_FUNC(fn_decrypt_aes)
{
    size_t len, at, plain_len = 0;

    if (args[1].text.len == 0) {
        *ret = value_text("", 0);
        return 0;
    }
    auto_free char *data = base64_decode(args[1].text.s, args[1].text.len, &len, &at);
    if (!data)
        return err_set(err, ERR_INVALID, "illegal base64 data at input byte %zu", at);
    auto_free unsigned char *out = mem_alloc(len + 32);
    if (len < 16 || len > INT32_MAX ||
        run_aes(false, args[0].text, (const unsigned char *)data, data + 16, len - 16, out,
                &plain_len) < 0)
        return err_set(err, ERR_INVALID, "the text is not encrypted with this password");
    *ret = gotmpl_make_text(run, (const char *)out, plain_len);
    return 0;
}

/* ---- keys and certificates ---- */

static const struct value_field certificate_fields[] = {
    {.name = "Cert", .json = "Cert", .keep = true},
    {.name = "Key", .json = "Key", .keep = true},
    {0}};

static void print_certificate(struct buf *out, const struct value *self)
{
    buf_addf(out, "{%s %s}", json_dig_text(self->json, "Cert"), json_dig_text(self->json, "Key"));
}

static const struct value_type certificate_type = {.name = "sprig.certificate",
                                                   .is_struct = true,
                                                   .is_comparable = true,
                                                   .fields = certificate_fields,
                                                   .print = print_certificate};

/* Takes the pair. */
static void return_pair(struct gotmpl_run *run, struct tls_pair *pair, struct value *ret)
{
    json_t *tree = gotmpl_own(run, json_object());

    json_put_text(tree, "Cert", pair->certificate);
    json_put_text(tree, "Key", pair->key);
    gotmpl_set_type(run, tree, &certificate_type);
    *ret = value_tree(tree, &certificate_type);
    tls_pair_done(pair);
}

HELM_FUNC(fn_gen_private_key)
{
    auto_free char *kind = mem_strndup(args[0].text.s, args[0].text.len), *key = NULL;

    if (certificate_new_key(kind, &key, err) < 0)
        return -1;
    *ret = gotmpl_make_text(run, key, strlen(key));
    return 0;
}

static char *text_of(struct gotmpl_run *run, const struct value *v)
{
    return arena_strndup(&run->arena, v->text.s, v->text.len);
}

/* genSelfSignedCert, genSignedCert: cn, ips, names, days; then the CA, then the key. */
static int generate(struct gotmpl_run *run, const struct value *args, bool is_ca,
                    const struct value *ca, const struct value *key, struct value *ret,
                    struct err *err)
{
    struct certificate_spec spec = {
        .common_name = text_of(run, &args[0]), .is_ca = is_ca, .days = args[is_ca ? 1 : 3].integer};
    struct tls_pair pair = {0};

    if (!is_ca) {
        spec.ips = args[1].kind == VALUE_LIST ? args[1].json : NULL;
        spec.names = args[2].kind == VALUE_LIST ? args[2].json : NULL;
    }
    if (ca) {
        spec.ca_certificate = json_dig_text(ca->json, "Cert");
        spec.ca_key = json_dig_text(ca->json, "Key");
    }
    if (key)
        spec.key = text_of(run, key);
    if (certificate_generate(&spec, &pair, err) < 0)
        return -1;
    return_pair(run, &pair, ret);
    return 0;
}

HELM_FUNC(fn_gen_ca)
{
    return generate(run, args, true, NULL, NULL, ret, err);
}

HELM_FUNC(fn_gen_ca_with_key)
{
    return generate(run, args, true, NULL, &args[2], ret, err);
}

HELM_FUNC(fn_gen_self_signed)
{
    return generate(run, args, false, NULL, NULL, ret, err);
}

HELM_FUNC(fn_gen_self_signed_with_key)
{
    return generate(run, args, false, NULL, &args[4], ret, err);
}

HELM_FUNC(fn_gen_signed)
{
    return generate(run, args, false, &args[4], NULL, ret, err);
}

HELM_FUNC(fn_gen_signed_with_key)
{
    return generate(run, args, false, &args[4], &args[5], ret, err);
}

HELM_FUNC(fn_build_custom_cert)
{
    struct tls_pair pair = {0};
    size_t len;

    pair.certificate = base64_decode(args[0].text.s, args[0].text.len, &len, NULL);
    if (!pair.certificate)
        return err_set(err, ERR_INVALID, "unable to decode base64 certificate");
    pair.key = base64_decode(args[1].text.s, args[1].text.len, &len, NULL);
    if (!pair.key) {
        tls_pair_done(&pair);
        return err_set(err, ERR_INVALID, "unable to decode base64 private key");
    }
    if (certificate_check(&pair, err) < 0) {
        tls_pair_done(&pair);
        return -1;
    }
    return_pair(run, &pair, ret);
    return 0;
}

static const struct gotmpl_func funcs[] = {
    {"bcrypt", "s", fn_bcrypt},
    {"buildCustomCert", "ss", fn_build_custom_cert},
    {"decryptAES", "ss", fn_decrypt_aes},
    {"derivePassword", "issss", fn_derive_password},
    {"encryptAES", "ss", fn_encrypt_aes},
    {"genCA", "si", fn_gen_ca},
    {"genCAWithKey", "sis", fn_gen_ca_with_key},
    {"genPrivateKey", "s", fn_gen_private_key},
    {"genSelfSignedCert", "slli", fn_gen_self_signed},
    {"genSelfSignedCertWithKey", "sllis", fn_gen_self_signed_with_key},
    {"genSignedCert", "slliC", fn_gen_signed},
    {"genSignedCertWithKey", "slliCs", fn_gen_signed_with_key},
    {"htpasswd", "ss", fn_htpasswd},
    {"randAlpha", "i", fn_rand_alpha},
    {"randAlphaNum", "i", fn_rand_alpha_num},
    {"randAscii", "i", fn_rand_ascii},
    {"randBytes", "i", fn_rand_bytes},
    {"randInt", "ii", fn_rand_int},
    {"randNumeric", "i", fn_rand_numeric},
    {"shuffle", "s", fn_shuffle},
    {"uuidv4", "", fn_uuidv4},
};

const struct gotmpl_table helm_funcs_crypto = {funcs, ARRAY_LEN(funcs)};
