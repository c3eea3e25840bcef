#include "helm/source.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#include "base/limits.h"
#include "base/mem.h"
#include "helm/cache.h"
#include "helm/registry.h"
#include "helm/semver.h"
#include "http/client.h"
#include "yaml/yaml.h"

void helm_archive_done(struct helm_archive *archive)
{
    free(archive->name);
    free(archive->data);
    *archive = (struct helm_archive){0};
}

static bool is_url(const char *text)
{
    return strncasecmp(text, "https://", 8) == 0 || strncasecmp(text, "http://", 7) == 0;
}

/* ---- index.yaml ---- */

struct choice {
    const json_t *entry;
    struct semver version;
};

/* Takes `entry` when its version is within the range and newer than what there is. */
static void consider(struct choice *best, const json_t *entry, const struct semver_range *range)
{
    auto_err struct err ignored = ERR_INIT;
    auto_semver struct semver version = {0};
    const char *text = json_dig_text(entry, "version");

    if (!text || semver_parse(text, &version, &ignored) < 0 || !semver_range_has(range, &version) ||
        (best->entry && semver_compare(&version, &best->version) <= 0))
        return;
    semver_done(&best->version);
    *best = (struct choice){entry, version};
    version = (struct semver){0};
}

int helm_index_pick(const json_t *index, const char *name, const char *version, bool devel,
                    const json_t **ret_entry, struct err *err)
{
    const json_t *entries = json_object_get(index, "entries"), *list;
    const char *constraint = version && *version ? version : devel ? ">0.0.0-0" : "*";
    struct semver_range *range = NULL;
    struct choice best = {0};
    size_t i;
    json_t *entry;

    if (!json_is_object(index) || !json_is_string(json_object_get(index, "apiVersion")))
        return err_set(err, ERR_INVALID, "index.yaml is no repository index: no apiVersion");
    list = json_object_get(entries, name);
    if (!json_array_size(list))
        return err_set(err, ERR_NOT_FOUND, "chart \"%s\" not found", name);
    json_array_foreach ((json_t *)list, i, entry) { /* the very words come first */
        const char *text = json_dig_text(entry, "version");

        if (version && text && strcmp(text, version) == 0) {
            *ret_entry = entry;
            return 0;
        }
    }
    if (semver_range_parse(constraint, &range, err) < 0)
        return err_wrap(err, "version of chart \"%s\"", name);
    json_array_foreach ((json_t *)list, i, entry)
        consider(&best, entry, range);
    semver_range_free(range);
    semver_done(&best.version);
    if (!best.entry)
        return err_set(err, ERR_NOT_FOUND, "chart \"%s\" has no version within \"%s\"", name,
                       constraint);
    *ret_entry = best.entry;
    return 0;
}

/* A version of 1.0 is a number in YAML, but a text in an index. */
static void make_versions_text(json_t *index)
{
    const char *name;
    json_t *list, *entry;
    size_t i;

    json_object_foreach (json_object_get(index, "entries"), name, list) {
        json_array_foreach (list, i, entry) {
            json_t *version = json_object_get(entry, "version");

            if (json_is_number(version)) {
                auto_free char *text = json_text(version);

                json_put_text(entry, "version", text);
            }
        }
    }
}

/* ---- HTTP ---- */

static int status_error(long status, const char *url, struct err *err)
{
    return err_set(err,
                   status == 404                    ? ERR_NOT_FOUND
                   : status == 401 || status == 403 ? ERR_FORBIDDEN
                   : status >= 500                  ? ERR_TRANSIENT
                                                    : ERR_INVALID,
                   "failed to fetch %s : %ld", url, status);
}

/* Scheme, host and port of a URL: its length. */
static size_t origin(const char *url)
{
    const char *host = strstr(url, "://");

    return host ? (size_t)(host + 3 - url) + strcspn(host + 3, "/?#") : 0;
}

static int get(const struct helm_source *source, const char *url, bool with_credentials,
               struct buf *out, struct err *err)
{
    struct http_reply reply = {.body = BUF_INIT(out->max)};
    const struct http_get request = {.url = url,
                                     .username = with_credentials ? source->username : NULL,
                                     .password = source->password,
                                     .ca_file = source->ca_file,
                                     .insecure = source->insecure};
    int rc = http_client_get(&request, &reply, err);

    if (rc == 0 && reply.status != 200)
        rc = status_error(reply.status, url, err);
    if (rc == 0) {
        buf_done(out);
        *out = reply.body;
        reply.body = BUF_INIT(0);
    }
    http_reply_done(&reply);
    return rc;
}

/* The URL of a chart, which may be relative to the repository; to be freed. */
static char *resolve_url(const char *repository, const char *url)
{
    size_t len = strcspn(repository, "?#"), root = origin(repository);

    if (is_url(url))
        return mem_strdup(url);
    if (*url == '/')
        return mem_printf("%.*s%s%s", (int)root, repository, url,
                          repository[len] == '?' ? repository + len : "");
    while (len > root && repository[len - 1] == '/')
        len--;
    return mem_printf(
        "%.*s/%s%s", (int)len, repository, url,
        repository[strcspn(repository, "?#")] == '?' ? repository + strcspn(repository, "?#") : "");
}

static char *name_of_url(const char *url)
{
    size_t len = strcspn(url, "?#"), start = len;

    while (start && url[start - 1] != '/')
        start--;
    return mem_strndup(url + start, len - start);
}

static int read_index(const struct helm_source *source, json_t **ret_index, struct err *err)
{
    auto_free char *url = resolve_url(source->repository, "index.yaml");
    auto_buf struct buf text = BUF_INIT(LIMIT_YAML_TEXT);
    json_t *index = NULL;

    if (get(source, url, true, &text, err) < 0)
        return err_wrap(err,
                        "looks like \"%s\" is not a valid chart repository or cannot be reached",
                        source->repository);
    if (yaml_parse(buf_text(&text), text.len, YAML_PLAIN, &index, err) < 0)
        return err_wrap(err, "%s", url);
    make_versions_text(index);
    *ret_index = index;
    return 0;
}

static int check_digest(const struct buf *data, const char *digest, const char *url,
                        struct err *err)
{
    auto_free char *found = cache_digest(buf_text(data), data->len);

    if (strcmp(found, digest) == 0)
        return 0;
    return err_set(err, ERR_INVALID, "%s: digest mismatch: the index says %s, the archive is %s",
                   url, digest, found);
}

static int fetch_from_repository(const struct helm_source *source, const char *name,
                                 struct buf *out, char **ret_name, struct err *err)
{
    auto_json json_t *index = NULL;
    const json_t *entry;
    const char *digest, *first;

    if (!is_url(source->repository))
        return err_set(err, ERR_INVALID, "repository \"%s\" is no http or https URL",
                       source->repository);
    if (read_index(source, &index, err) < 0)
        return -1;
    if (helm_index_pick(index, name, source->version, source->devel, &entry, err) < 0)
        return err_wrap(err, "repository %s", source->repository);
    first = json_string_value(json_array_get(json_object_get(entry, "urls"), 0));
    if (!first)
        return err_set(err, ERR_INVALID, "repository %s: chart \"%s\" has no downloadable URLs",
                       source->repository, name);
    digest = json_dig_text(entry, "digest");
    if (!digest && json_object_get(entry, "digest"))
        return err_set(err, ERR_INVALID, "repository %s: the digest of chart \"%s\" is no text",
                       source->repository, name);
    if (digest && strncmp(digest, "sha256:", 7) == 0)
        digest += 7;
    auto_free char *url = resolve_url(source->repository, first);
    *ret_name = name_of_url(url);
    if (digest && cache_get(source->cache, digest, out))
        return 0;
    bool same_host = origin(url) == origin(source->repository) &&
                     strncasecmp(url, source->repository, origin(url)) == 0;
    if (strncmp(url, "oci://", 6) == 0)
        return registry_fetch(source, url, out, ret_name, err);
    if (get(source, url, same_host || source->pass_credentials, out, err) < 0)
        return -1;
    if (digest && *digest && check_digest(out, digest, url, err) < 0)
        return -1;
    if (digest)
        cache_put(source->cache, digest, out);
    return 0;
}

int helm_source_fetch(const struct helm_source *source, const char *reference,
                      struct helm_archive *ret_archive, struct err *err)
{
    auto_buf struct buf data = BUF_INIT(LIMIT_CHART_BYTES);
    auto_free char *name = NULL;
    int rc;

    if (strncmp(reference, "oci://", 6) == 0) {
        rc = registry_fetch(source, reference, &data, &name, err);
    } else if (source->repository) {
        rc = fetch_from_repository(source, reference, &data, &name, err);
    } else if (is_url(reference)) {
        name = name_of_url(reference);
        rc = get(source, reference, true, &data, err);
    } else {
        rc = err_set(err, ERR_NOT_FOUND,
                     "chart \"%s\" not found: it is no folder, no file, no URL, and --repo is not "
                     "given",
                     reference);
    }
    if (rc < 0)
        return -1;
    ret_archive->len = data.len;
    ret_archive->data = buf_take(&data);
    ret_archive->name = STEAL(name);
    return 0;
}

int helm_source_load(const struct helm_source *source, const char *reference,
                     struct helm_chart **ret_chart, struct err *err)
{
    ATTR_CLEANUP(helm_archive_done) struct helm_archive archive = {0};
    struct stat st;

    if (!source->repository && stat(reference, &st) == 0)
        return helm_chart_load(reference, ret_chart, err);
    if (helm_source_fetch(source, reference, &archive, err) < 0)
        return -1;
    if (helm_chart_load_archive(archive.data, archive.len, ret_chart, err) < 0)
        return err_wrap(err, "chart %s", reference);
    return 0;
}
