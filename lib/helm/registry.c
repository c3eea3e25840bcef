#include "helm/registry.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/base64.h"
#include "base/limits.h"
#include "base/mem.h"
#include "helm/cache.h"
#include "helm/semver.h"
#include "http/client.h"

#define MANIFEST "application/vnd.oci.image.manifest.v1+json"
#define CHART_LAYER "application/vnd.cncf.helm.chart.content.v1.tar+gzip"
#define OLD_CHART_LAYER "application/tar+gzip" /* before Helm 3.7 */

/* An OCI manifest is small; a list of tags may be long. */
#define MANIFEST_SIZE (4u << 20)
#define TAGS_SIZE (16u << 20)

struct registry {
    const struct helm_source *source;
    char *host, *path; /* "localhost:5000", "charts/istiod" */
    char *tag;         /* a version or "sha256:..."; NULL when the reference has none */
    char *username, *password;
    char *token; /* of the registry's token server */
    bool basic;  /* the registry asked for basic authentication */
};

static void registry_done(struct registry *r)
{
    free(r->host);
    free(r->path);
    free(r->tag);
    free(r->username);
    if (r->password)
        explicit_bzero(r->password, strlen(r->password));
    free(r->password);
    free(r->token);
}

static int parse_reference(const char *reference, struct registry *r, struct err *err)
{
    const char *host = reference + strlen("oci://"), *path = strchr(host, '/'), *at, *colon;

    if (!path || path == host || !path[1] || strchr(path, '?') || strchr(path, '#'))
        return err_set(err, ERR_INVALID, "invalid OCI reference \"%s\": want oci://HOST/PATH",
                       reference);
    path++;
    at = strchr(path, '@');
    colon = at ? NULL : strrchr(path, ':');
    r->host = mem_strndup(host, (size_t)(path - 1 - host));
    r->path = at      ? mem_strndup(path, (size_t)(at - path))
              : colon ? mem_strndup(path, (size_t)(colon - path))
                      : mem_strdup(path);
    if (at || colon)
        r->tag = mem_strdup((at ? at : colon) + 1);
    if (r->path[strspn(r->path, "abcdefghijklmnopqrstuvwxyz0123456789/._-")] ||
        strstr(r->path, "..") ||
        (r->tag && r->tag[strspn(r->tag, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                         "0123456789._-+:")]))
        return err_set(err, ERR_INVALID, "invalid OCI reference \"%s\"", reference);
    return 0;
}

/* ---- credentials ---- */

/* "auths" of a Docker config.json. */
static void read_config(struct registry *r)
{
    auto_buf struct buf text = BUF_INIT(LIMIT_FILE);
    auto_err struct err ignored = ERR_INIT;
    auto_json json_t *config = NULL;
    const char *auth, *colon;
    size_t len;

    if (!r->source->registry_config ||
        buf_read_file(&text, r->source->registry_config, &ignored) < 0 ||
        json_parse(buf_text(&text), text.len, &config, &ignored) < 0)
        return;
    auth = json_dig_text(config, "auths", r->host, "auth");
    if (!auth)
        return;
    auto_free char *plain = base64_decode(auth, strlen(auth), &len, NULL);
    colon = plain ? strchr(plain, ':') : NULL;
    if (colon) {
        r->username = mem_strndup(plain, (size_t)(colon - plain));
        r->password = mem_strdup(colon + 1);
    }
}

/* The value of a parameter of a challenge: name="value"; to be freed, NULL when it is not there. */
static char *challenge_value(const char *challenge, const char *name)
{
    size_t n = strlen(name);

    for (const char *p = challenge; (p = strcasestr(p, name)); p += n) {
        const char *end;

        if ((p != challenge && !strchr(" ,", p[-1])) || p[n] != '=' || p[n + 1] != '"')
            continue;
        p += n + 2;
        end = strchr(p, '"');
        return end ? mem_strndup(p, (size_t)(end - p)) : NULL;
    }
    return NULL;
}

static void add_parameter(struct buf *url, const char *name, const char *value)
{
    buf_addf(url, "%c%s=", strchr(buf_text(url), '?') ? '&' : '?', name);
    for (; *value; value++) {
        if (strchr("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~:/,", *value))
            buf_addc(url, *value);
        else
            buf_addf(url, "%%%02X", (unsigned char)*value);
    }
}

/* Asks the token server that a "Bearer" challenge names. */
static int get_token(struct registry *r, const char *challenge, struct err *err)
{
    auto_free char *realm = challenge_value(challenge, "realm"),
                   *service = challenge_value(challenge, "service"),
                   *scope = challenge_value(challenge, "scope");
    auto_buf struct buf url = BUF_INIT(LIMIT_MESSAGE);
    ATTR_CLEANUP(http_reply_done) struct http_reply reply = {.body = BUF_INIT(1u << 20)};
    auto_json json_t *answer = NULL;
    const char *token;

    if (!realm || (strncmp(realm, "https://", 8) != 0 && strncmp(realm, "http://", 7) != 0))
        return err_set(err, ERR_INVALID, "%s asks for a token without saying where: %s", r->host,
                       challenge);
    if (strncmp(realm, "http://", 7) == 0 && !r->source->plain_http)
        return err_set(err, ERR_INVALID, "%s sends to a token server without TLS: %s", r->host,
                       realm);
    buf_adds(&url, realm);
    if (service)
        add_parameter(&url, "service", service);
    if (scope)
        add_parameter(&url, "scope", scope);
    const struct http_get get = {.url = buf_text(&url),
                                 .username = r->username,
                                 .password = r->password,
                                 .ca_file = r->source->ca_file,
                                 .insecure = r->source->insecure};
    if (http_client_get(&get, &reply, err) < 0)
        return -1;
    if (reply.status != 200)
        return err_set(err, ERR_FORBIDDEN, "%s: the token server answers %ld", r->host,
                       reply.status);
    if (json_parse(buf_text(&reply.body), reply.body.len, &answer, err) < 0)
        return err_wrap(err, "the token server of %s", r->host);
    token = json_dig_text(answer, "token");
    if (!token)
        token = json_dig_text(answer, "access_token");
    if (!token)
        return err_set(err, ERR_INVALID, "the token server of %s gives no token", r->host);
    free(r->token);
    r->token = mem_strdup(token);
    return 0;
}

/* ---- requests ---- */

static int ask(struct registry *r, const char *what, const char *accept, struct http_reply *reply,
               struct err *err)
{
    auto_free char *url = mem_printf("%s://%s/v2/%s/%s", r->source->plain_http ? "http" : "https",
                                     r->host, r->path, what);
    const struct http_get get = {.url = url,
                                 .accept = accept,
                                 .bearer = r->token,
                                 .username = r->basic ? r->username : NULL,
                                 .password = r->password,
                                 .ca_file = r->source->ca_file,
                                 .insecure = r->source->insecure};

    return http_client_get(&get, reply, err);
}

/* GET, with the authentication the registry asks for. */
static int get_from(struct registry *r, const char *what, const char *accept,
                    struct http_reply *reply, struct err *err)
{
    size_t max = reply->body.max;

    if (ask(r, what, accept, reply, err) < 0)
        return -1;
    if (reply->status == 401 && reply->authenticate) {
        if (strncasecmp(reply->authenticate, "Bearer", 6) == 0) {
            if (get_token(r, reply->authenticate, err) < 0)
                return -1;
        } else {
            r->basic = r->username != NULL;
        }
        if (r->token || r->basic) {
            http_reply_done(reply);
            *reply = (struct http_reply){.body = BUF_INIT(max)};
            if (ask(r, what, accept, reply, err) < 0)
                return -1;
        }
    }
    switch (reply->status) {
    case 200:
        return 0;
    case 404:
        return err_set(err, ERR_NOT_FOUND, "%s/%s: not found", r->host, r->path);
    case 401:
    case 403:
        return err_set(err, ERR_FORBIDDEN,
                       "%s/%s: access denied (%ld); give --username and "
                       "--password",
                       r->host, r->path, reply->status);
    default:
        return err_set(err, reply->status >= 500 ? ERR_TRANSIENT : ERR_INVALID,
                       "%s/%s: the registry answers %ld", r->host, r->path, reply->status);
    }
}

/* ---- versions ---- */

/* A tag has _ where its version has +. */
static char *version_of_tag(const char *tag)
{
    char *version = mem_strdup(tag);

    for (char *p = version; (p = strchr(p, '_')); p++)
        *p = '+';
    return version;
}

static char *tag_of_version(const char *version)
{
    char *tag = mem_strdup(version);

    for (char *p = tag; (p = strchr(p, '+')); p++)
        *p = '_';
    return tag;
}

/* The newest tag within the constraint. */
static int pick_tag(struct registry *r, const char *constraint, struct err *err)
{
    ATTR_CLEANUP(http_reply_done) struct http_reply reply = {.body = BUF_INIT(TAGS_SIZE)};
    auto_json json_t *answer = NULL;
    auto_semver struct semver best = {0};
    struct semver_range *range = NULL;
    size_t i;
    json_t *tag;

    if (get_from(r, "tags/list", NULL, &reply, err) < 0 ||
        json_parse(buf_text(&reply.body), reply.body.len, &answer, err) < 0 ||
        semver_range_parse(constraint, &range, err) < 0)
        return err_wrap(err, "tags of %s/%s", r->host, r->path);
    json_array_foreach (json_object_get(answer, "tags"), i, tag) {
        auto_err struct err ignored = ERR_INIT;
        auto_semver struct semver version = {0};
        auto_free char *text = version_of_tag(json_is_string(tag) ? json_string_value(tag) : "");

        if (semver_parse(text, &version, &ignored) < 0 || !semver_range_has(range, &version) ||
            (best.original && semver_compare(&version, &best) <= 0))
            continue;
        semver_done(&best);
        best = version;
        version = (struct semver){0};
    }
    semver_range_free(range);
    if (!best.original)
        return err_set(err, ERR_NOT_FOUND, "%s/%s has no version within \"%s\"", r->host, r->path,
                       constraint);
    r->tag = tag_of_version(best.original);
    return 0;
}

static int find_tag(struct registry *r, struct err *err)
{
    const char *version = r->source->version;
    auto_err struct err ignored = ERR_INIT;
    auto_semver struct semver exact = {0};

    if (r->tag && version && *version && strncmp(r->tag, "sha256:", 7) != 0 &&
        strcmp(r->tag, version) != 0)
        return err_set(err, ERR_INVALID, "chart reference and version mismatch: %s is not %s",
                       r->tag, version);
    if (r->tag) {
        char *tag = tag_of_version(r->tag);

        free(r->tag);
        r->tag = tag;
        return 0;
    }
    if (version && semver_parse(version, &exact, &ignored) == 0) {
        r->tag = tag_of_version(version);
        return 0;
    }
    return pick_tag(r, version && *version ? version : r->source->devel ? ">0.0.0-0" : "*", err);
}

/* ---- content ---- */

static int check_digest(const struct buf *data, const char *digest, const char *what,
                        struct err *err)
{
    auto_free char *found = cache_digest(buf_text(data), data->len);

    if (strncmp(digest, "sha256:", 7) == 0 && strcmp(digest + 7, found) == 0)
        return 0;
    return err_set(err, ERR_INVALID, "%s: digest mismatch: want %s, got sha256:%s", what, digest,
                   found);
}

static int read_manifest(struct registry *r, json_t **ret_manifest, struct err *err)
{
    ATTR_CLEANUP(http_reply_done) struct http_reply reply = {.body = BUF_INIT(MANIFEST_SIZE)};
    auto_free char *what = mem_printf("manifests/%s", r->tag);

    if (get_from(r, what, MANIFEST, &reply, err) < 0)
        return err_wrap(err, "manifest of version %s", r->tag);
    if (reply.digest && check_digest(&reply.body, reply.digest, "manifest", err) < 0)
        return -1;
    if (strncmp(r->tag, "sha256:", 7) == 0 &&
        check_digest(&reply.body, r->tag, "manifest", err) < 0)
        return -1;
    if (json_parse(buf_text(&reply.body), reply.body.len, ret_manifest, err) < 0)
        return err_wrap(err, "manifest of %s/%s", r->host, r->path);
    return 0;
}

static const json_t *chart_layer(const json_t *manifest)
{
    size_t i;
    json_t *layer;

    json_array_foreach (json_object_get(manifest, "layers"), i, layer) {
        const char *type = json_dig_text(layer, "mediaType");

        if (type && (strcmp(type, CHART_LAYER) == 0 || strcmp(type, OLD_CHART_LAYER) == 0))
            return layer;
    }
    return NULL;
}

static int read_layer(struct registry *r, const char *digest, struct buf *out, struct err *err)
{
    struct http_reply reply = {.body = BUF_INIT(LIMIT_CHART_BYTES)};
    auto_free char *what = mem_printf("blobs/%s", digest);
    int rc = -1;

    if (cache_get(r->source->cache, digest + strlen("sha256:"), out))
        return 0;
    if (get_from(r, what, NULL, &reply, err) == 0 &&
        check_digest(&reply.body, digest, "chart", err) == 0) {
        cache_put(r->source->cache, digest + strlen("sha256:"), &reply.body);
        buf_add(out, buf_text(&reply.body), reply.body.len);
        rc = buf_check(out, "chart", err);
    }
    http_reply_done(&reply);
    return rc;
}

int registry_fetch(const struct helm_source *source, const char *reference, struct buf *out,
                   char **ret_name, struct err *err)
{
    ATTR_CLEANUP(registry_done) struct registry r = {.source = source};
    auto_json json_t *manifest = NULL;
    const char *digest, *base;

    if (parse_reference(reference, &r, err) < 0)
        return -1;
    if (source->username) {
        r.username = mem_strdup(source->username);
        r.password = mem_strdup(source->password ? source->password : "");
    } else {
        read_config(&r);
    }
    if (find_tag(&r, err) < 0 || read_manifest(&r, &manifest, err) < 0)
        return err_wrap(err, "%s", reference);
    digest = json_dig_text(chart_layer(manifest), "digest");
    if (!digest)
        return err_set(err, ERR_INVALID, "%s: the manifest holds no Helm chart", reference);
    if (strncmp(digest, "sha256:", 7) != 0 || strlen(digest) != 71 ||
        digest[7 + strspn(digest + 7, "0123456789abcdef")])
        return err_set(err, ERR_INVALID, "%s: digest \"%s\" is no SHA-256", reference, digest);
    if (read_layer(&r, digest, out, err) < 0)
        return err_wrap(err, "%s", reference);
    base = strrchr(r.path, '/');
    auto_free char *version = version_of_tag(r.tag);
    *ret_name = mem_printf("%s-%s.tgz", base ? base + 1 : r.path, version);
    return 0;
}
