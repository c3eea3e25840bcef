#include "webhook/certs.h"

#include <string.h>

#include "base/base64.h"
#include "base/mem.h"

/* A CA with less than this part of its life left is replaced. */
#define CA_LEFT_PART 3
#define BUNDLE_ANNOTATION "malha.dev/ca-bundle"

static const char end_mark[] = "-----END CERTIFICATE-----\n";

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
    tls_pair_done(&certs->server);
    free(certs->issuer);
    free(certs->published);
}

/* The first certificate of a bundle, which is the newest; "" when there is none. */
static char *newest_of(const char *bundle)
{
    const char *end = strstr(bundle, end_mark);

    return mem_strndup(bundle, end ? (size_t)(end - bundle) + sizeof(end_mark) - 1 : 0);
}

/* When a CA is to be replaced: at once when its certificate is none. */
static int64_t ca_renew_ms(const char *bundle)
{
    auto_err struct err ignored = ERR_INIT;
    int64_t from, to;

    return tls_validity(bundle, &from, &to, &ignored) == 0 ? to - (to - from) / CA_LEFT_PART : 0;
}

static bool is_good(const struct tls_pair *ca, int64_t now_ms)
{
    auto_err struct err ignored = ERR_INIT;

    return tls_check_ca(ca, now_ms, &ignored) == 0 && now_ms < ca_renew_ms(ca->certificate);
}

static void move(struct tls_pair *to, struct tls_pair *from)
{
    *to = *from;
    *from = (struct tls_pair){0};
}

/* ---- the Secret ---- */

static json_t *secret_object(const struct certs *certs, const struct tls_pair *ca)
{
    auto_free char *certificate = encode(ca->certificate);
    auto_free char *key = encode(ca->key);
    json_t *secret =
        json_pack("{s:s,s:s,s:{s:s,s:s,s:{s:s,s:s},s:{s:s}},s:s,s:{s:s,s:s}}", "apiVersion", "v1",
                  "kind", "Secret", "metadata", "name", certs->options.secret, "namespace",
                  certs->options.namespace, "labels", "app.kubernetes.io/name", "malha-webhook",
                  "app.kubernetes.io/managed-by", "malha", "annotations", BUNDLE_ANNOTATION,
                  ca->certificate, "type", "Opaque", "data", "ca.crt", certificate, "ca.key", key);

    explicit_bzero(key, strlen(key));
    return secret;
}

/* A new CA in front of those that may still be in use: the Secret's last one, or, where that is
 * lost, the one that signed what is served. */
static int next_ca(const struct certs *certs, const char *last, int64_t now_ms,
                   struct tls_pair *ret, struct err *err)
{
    auto_err struct err ignored = ERR_INIT;
    auto_free char *newest = newest_of(last);
    const char *kept = *newest ? newest : certs->issuer;
    int64_t from, to;

    if (tls_make_ca("malha-webhook-ca", now_ms, certs->options.ca_days, ret, err) < 0)
        return -1;
    if (kept && tls_validity(kept, &from, &to, &ignored) == 0 && to > now_ms) {
        char *bundle = mem_printf("%s%s", ret->certificate, kept);

        free(ret->certificate);
        ret->certificate = bundle;
    }
    return 0;
}

/* Writes `ca` in place of what was read, `secret`, or anew when that is NULL. */
static int write_ca(const struct certs *certs, struct kube *kube, const json_t *secret,
                    const struct tls_pair *ca, struct err *err)
{
    auto_free char *collection =
        mem_printf("/api/v1/namespaces/%s/secrets", certs->options.namespace);
    auto_free char *path = mem_printf("%s/%s", collection, certs->options.secret);
    auto_json json_t *wanted = secret_object(certs, ca);

    if (secret)
        json_put(json_object_get(wanted, "metadata"), "resourceVersion",
                 json_incref(json_dig(secret, "metadata", "resourceVersion")));
    return kube_request(kube, secret ? "PUT" : "POST", secret ? path : collection, NULL, wanted,
                        NULL, err);
}

/* The CA with its key, made or replaced where needed; to be wiped by the caller. */
static int load_ca(const struct certs *certs, struct kube *kube, int64_t now_ms,
                   struct tls_pair *ret, struct err *err)
{
    auto_free char *path = mem_printf("/api/v1/namespaces/%s/secrets/%s", certs->options.namespace,
                                      certs->options.secret);

    for (unsigned attempt = 0; attempt < 5; attempt++) {
        ATTR_CLEANUP(tls_pair_done) struct tls_pair found = {0}, wanted = {0};
        auto_json json_t *secret = NULL;
        const char *noted;

        if (kube_get(kube, path, &secret, err) < 0 && err->class != ERR_NOT_FOUND)
            return -1;
        err_done(err);
        found.certificate = decode(json_dig_text(secret, "data", "ca.crt"));
        found.key = decode(json_dig_text(secret, "data", "ca.key"));
        noted = json_dig_text(secret, "metadata", "annotations", BUNDLE_ANNOTATION);
        if (is_good(&found, now_ms))
            move(&wanted, &found);
        else if (next_ca(certs, found.certificate, now_ms, &wanted, err) < 0)
            return -1;
        if ((noted && strcmp(noted, wanted.certificate) == 0) ||
            write_ca(certs, kube, secret, &wanted, err) == 0) {
            move(ret, &wanted);
            return 0;
        }
        if (err->class != ERR_CONFLICT)
            return -1;
        err_done(err); /* another replica was first: take its CA */
    }
    return err_set(err, ERR_TRANSIENT, "the CA's Secret %s keeps changing", certs->options.secret);
}

/* ---- the serving certificate ---- */

static int make_server(struct certs *certs, const struct tls_pair *ca, int64_t now_ms,
                       struct err *err)
{
    const struct certs_options *o = &certs->options;
    auto_free char *svc = mem_printf("%s.%s.svc", o->service, o->namespace);
    auto_free char *full = mem_printf("%s.%s.svc.cluster.local", o->service, o->namespace);
    auto_free char *partial = mem_printf("%s.%s", o->service, o->namespace);
    const char *names[] = {svc, o->service, partial, full};
    ATTR_CLEANUP(tls_pair_done) struct tls_pair fresh = {0};
    int64_t from, to;

    if (tls_make_server(ca, names, ARRAY_LEN(names), now_ms, o->server_days, &fresh, err) < 0 ||
        tls_validity(fresh.certificate, &from, &to, err) < 0)
        return -1;
    tls_pair_done(&certs->server);
    move(&certs->server, &fresh);
    free(certs->issuer);
    certs->issuer = newest_of(ca->certificate);
    certs->server_renew_ms = now_ms + (to - now_ms) * 2 / 3;
    return 0;
}

/* ---- the configurations ---- */

static bool holds(const json_t *webhook, const char *newest)
{
    auto_free char *bundle = decode(json_dig_text(webhook, "clientConfig", "caBundle"));

    return *newest && strstr(bundle, newest);
}

/* Puts the bundle into every entry that lacks its newest CA; `ret_published` when none does. */
static int publish_in(struct kube *kube, const json_t *configuration, const char *bundle,
                      bool *ret_published, struct err *err)
{
    auto_free char *encoded = encode(bundle), *newest = newest_of(bundle);
    auto_json json_t *patch = json_array();
    size_t i;
    json_t *webhook;

    json_array_foreach (json_object_get(configuration, "webhooks"), i, webhook) {
        auto_free char *name_path = mem_printf("/webhooks/%zu/name", i);
        auto_free char *bundle_path = mem_printf("/webhooks/%zu/clientConfig/caBundle", i);

        if (holds(webhook, newest))
            continue;
        json_array_append_new(patch, json_pack("{s:s,s:s,s:O}", "op", "test", "path", name_path,
                                               "value", json_object_get(webhook, "name")));
        json_array_append_new(
            patch, json_pack("{s:s,s:s,s:s}", "op", "add", "path", bundle_path, "value", encoded));
    }
    *ret_published = json_array_size(patch) == 0;
    if (*ret_published)
        return 0;
    auto_free char *path =
        mem_printf("/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations/%s"
                   "?fieldManager=malha-webhook",
                   json_text_at(json_object_get(configuration, "metadata"), "name"));
    return kube_request(kube, "PATCH", path, KUBE_JSON_PATCH, patch, NULL, err);
}

/* One that cannot be written does not keep the others from it. */
static int publish(struct kube *kube, const json_t *configurations, const char *bundle,
                   bool *ret_published, struct err *err)
{
    size_t i;
    json_t *configuration;
    int rc = 0;

    *ret_published = true;
    json_array_foreach ((json_t *)configurations, i, configuration) {
        auto_err struct err fault = ERR_INIT;
        bool published;

        if (publish_in(kube, configuration, bundle, &published, &fault) == 0) {
            *ret_published &= published;
        } else if (rc == 0) {
            rc = err_set(err, fault.class, "%s: %s",
                         json_text_at(json_object_get(configuration, "metadata"), "name"),
                         err_message(&fault));
        }
    }
    return rc;
}

static void note_published(struct certs *certs, const char *newest, int64_t now_ms)
{
    if (certs->published && strcmp(certs->published, newest) == 0)
        return;
    free(certs->published);
    certs->published = mem_strdup(newest);
    certs->published_ms = now_ms;
}

/* Is it time for a serving certificate of the newest CA? */
static bool is_due(const struct certs *certs, const char *newest, bool published, int64_t now_ms)
{
    bool same = certs->issuer && strcmp(certs->issuer, newest) == 0;

    if (!certs->server.certificate)
        return true;
    if (same)
        return now_ms >= certs->server_renew_ms;
    return published && now_ms >= certs->published_ms + CERTS_SETTLE_MS;
}

int certs_advance(struct certs *certs, struct kube *kube, const struct certs_seen *seen,
                  int64_t now_ms, struct certs_step *ret_step, struct err *err)
{
    const char *noted = json_dig_text(seen->secret, "metadata", "annotations", BUNDLE_ANNOTATION);
    ATTR_CLEANUP(tls_pair_done) struct tls_pair ca = {0};
    struct certs_step step = {0};
    bool published;

    if ((!noted || now_ms >= ca_renew_ms(noted)) && load_ca(certs, kube, now_ms, &ca, err) < 0)
        return err_wrap(err, "CA of the webhook");
    auto_free char *bundle = mem_strdup(ca.certificate ? ca.certificate : noted);
    auto_free char *newest = newest_of(bundle);
    if (publish(kube, seen->configurations, bundle, &published, err) < 0)
        return err_wrap(err, "caBundle");
    if (published)
        note_published(certs, newest, now_ms);
    if (is_due(certs, newest, published, now_ms)) {
        if (!ca.key && load_ca(certs, kube, now_ms, &ca, err) < 0)
            return err_wrap(err, "CA of the webhook");
        if (make_server(certs, &ca, now_ms, err) < 0)
            return -1;
        step.changed = true;
    }
    step.good = published && strstr(bundle, certs->issuer) != NULL;
    step.next_ms = ca_renew_ms(bundle);
    if (certs->server_renew_ms < step.next_ms)
        step.next_ms = certs->server_renew_ms;
    if (published && strcmp(certs->issuer, newest) != 0 &&
        certs->published_ms + CERTS_SETTLE_MS < step.next_ms)
        step.next_ms = certs->published_ms + CERTS_SETTLE_MS;
    *ret_step = step;
    return 0;
}
