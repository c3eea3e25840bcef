#include "webhook/certs.h"

#include <string.h>

#include "base/base64.h"
#include "base/mem.h"

/* A CA with less than this much of its life left is replaced. */
#define CA_LEFT_PART 3

static char *encode(const char *text)
{
    return base64_encode(text, strlen(text));
}

/* The text of a Secret's entry; empty when it is missing or broken. */
static char *decode(const char *text)
{
    size_t len;
    char *data = text ? base64_decode(text, strlen(text), &len, NULL) : NULL;

    return data ? data : mem_strdup("");
}

void certs_done(struct certs *certs)
{
    tls_pair_done(&certs->ca);
    tls_pair_done(&certs->server);
}

static json_t *secret_object(const struct certs *certs, const struct tls_pair *ca)
{
    auto_free char *certificate = encode(ca->certificate);
    auto_free char *key = encode(ca->key);
    json_t *secret = json_pack(
        "{s:s,s:s,s:{s:s,s:s,s:{s:s,s:s}},s:s,s:{s:s,s:s}}", "apiVersion", "v1", "kind", "Secret",
        "metadata", "name", certs->options.secret, "namespace", certs->options.namespace, "labels",
        "app.kubernetes.io/name", "malha-webhook", "app.kubernetes.io/managed-by", "malha", "type",
        "Opaque", "data", "ca.crt", certificate, "ca.key", key);

    explicit_bzero(key, strlen(key));
    return secret;
}

static bool is_good(const struct tls_pair *ca, int64_t now_ms)
{
    auto_err struct err ignored = ERR_INIT;
    int64_t from, to;

    return tls_check_ca(ca, now_ms, &ignored) == 0 &&
           tls_validity(ca->certificate, &from, &to, &ignored) == 0 &&
           to - now_ms > (to - from) / CA_LEFT_PART;
}

/* A new CA in front of what of the old bundle still parses. */
static int next_ca(const struct certs *certs, const struct tls_pair *old, int64_t now_ms,
                   struct tls_pair *ret, struct err *err)
{
    static const char end[] = "-----END CERTIFICATE-----\n";
    auto_err struct err ignored = ERR_INIT;
    int64_t from, to;
    const char *first_end;

    if (tls_make_ca("malha-webhook-ca", now_ms, certs->options.ca_days, ret, err) < 0)
        return -1;
    if (old->certificate && tls_validity(old->certificate, &from, &to, &ignored) == 0 &&
        to > now_ms && (first_end = strstr(old->certificate, end))) {
        auto_free char *newest =
            mem_strndup(old->certificate, (size_t)(first_end - old->certificate) + sizeof(end) - 1);
        char *bundle = mem_printf("%s%s", ret->certificate, newest);

        free(ret->certificate);
        ret->certificate = bundle;
    }
    return 0;
}

static int load_ca(struct certs *certs, struct kube *kube, int64_t now_ms, struct tls_pair *ret,
                   struct err *err)
{
    auto_free char *path = mem_printf("/api/v1/namespaces/%s/secrets/%s", certs->options.namespace,
                                      certs->options.secret);
    auto_free char *collection =
        mem_printf("/api/v1/namespaces/%s/secrets", certs->options.namespace);

    for (unsigned attempt = 0; attempt < 5; attempt++) {
        struct tls_pair found = {0}, fresh = {0};
        auto_json json_t *secret = NULL, *wanted = NULL;
        int rc = kube_get(kube, path, &secret, err);

        if (rc < 0 && err->class != ERR_NOT_FOUND)
            return -1;
        if (rc == 0) {
            found.certificate = decode(json_dig_text(secret, "data", "ca.crt"));
            found.key = decode(json_dig_text(secret, "data", "ca.key"));
            if (is_good(&found, now_ms)) {
                *ret = found;
                return 0;
            }
        }
        err_done(err);
        if (next_ca(certs, &found, now_ms, &fresh, err) < 0) {
            tls_pair_done(&found);
            return -1;
        }
        wanted = secret_object(certs, &fresh);
        if (secret) /* replace just what was read */
            json_put(json_object_get(wanted, "metadata"), "resourceVersion",
                     json_incref(json_dig(secret, "metadata", "resourceVersion")));
        rc = kube_request(kube, secret ? "PUT" : "POST", secret ? path : collection, NULL, wanted,
                          NULL, err);
        tls_pair_done(&found);
        if (rc == 0) {
            *ret = fresh;
            return 0;
        }
        tls_pair_done(&fresh);
        if (err->class != ERR_CONFLICT)
            return -1;
        err_done(err); /* another replica was first: take its CA */
    }
    return err_set(err, ERR_TRANSIENT, "the CA's Secret %s keeps changing", certs->options.secret);
}

static int make_server(struct certs *certs, int64_t now_ms, struct err *err)
{
    const struct certs_options *o = &certs->options;
    auto_free char *svc = mem_printf("%s.%s.svc", o->service, o->namespace);
    auto_free char *full = mem_printf("%s.%s.svc.cluster.local", o->service, o->namespace);
    auto_free char *partial = mem_printf("%s.%s", o->service, o->namespace);
    const char *names[] = {svc, o->service, partial, full};
    struct tls_pair fresh = {0};
    int64_t from, to;

    if (tls_make_server(&certs->ca, names, ARRAY_LEN(names), now_ms, o->server_days, &fresh, err) <
        0)
        return -1;
    if (tls_validity(fresh.certificate, &from, &to, err) < 0) {
        tls_pair_done(&fresh);
        return -1;
    }
    tls_pair_done(&certs->server);
    certs->server = fresh;
    certs->server_renew_ms = now_ms + (to - now_ms) * 2 / 3;
    return 0;
}

int certs_refresh(struct certs *certs, struct kube *kube, int64_t now_ms, bool *ret_changed,
                  struct err *err)
{
    struct tls_pair ca = {0};
    bool changed;

    if (load_ca(certs, kube, now_ms, &ca, err) < 0)
        return err_wrap(err, "CA of the webhook");
    changed = !certs->ca.certificate || strcmp(certs->ca.certificate, ca.certificate) != 0;
    tls_pair_done(&certs->ca);
    certs->ca = ca;
    if (changed || now_ms >= certs->server_renew_ms) {
        if (make_server(certs, now_ms, err) < 0)
            return -1;
        changed = true;
    }
    *ret_changed = changed;
    return 0;
}

int certs_publish(const struct certs *certs, struct kube *kube, const char *configuration,
                  struct err *err)
{
    auto_free char *path = mem_printf(
        "/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations/%s", configuration);
    auto_free char *bundle = encode(certs->ca.certificate);
    auto_json json_t *object = NULL, *patch = json_array();
    size_t i;
    json_t *webhook;

    if (kube_get(kube, path, &object, err) < 0) {
        if (err->class != ERR_NOT_FOUND)
            return -1;
        err_done(err);
        return 0;
    }
    json_array_foreach (json_object_get(object, "webhooks"), i, webhook) {
        const char *has = json_dig_text(webhook, "clientConfig", "caBundle");
        auto_free char *name_path = mem_printf("/webhooks/%zu/name", i);
        auto_free char *bundle_path = mem_printf("/webhooks/%zu/clientConfig/caBundle", i);

        if (has && strcmp(has, bundle) == 0)
            continue;
        json_array_append_new(patch, json_pack("{s:s,s:s,s:O}", "op", "test", "path", name_path,
                                               "value", json_object_get(webhook, "name")));
        json_array_append_new(
            patch, json_pack("{s:s,s:s,s:s}", "op", "add", "path", bundle_path, "value", bundle));
    }
    if (json_array_size(patch) == 0)
        return 0;
    auto_free char *query = mem_printf("%s?fieldManager=malha-webhook", path);
    return kube_request(kube, "PATCH", query, KUBE_JSON_PATCH, patch, NULL, err);
}
