#include "kube/client.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/api.h"
#include "base/clock.h"
#include "base/limits.h"
#include "base/mem.h"
#include "kube/http.h"
#include "kube/table.h"

#define MAX_WARNINGS 16 /* of one reply are kept */

static pthread_once_t curl_once = PTHREAD_ONCE_INIT;

static void init_curl(void)
{
    (void)curl_global_init(CURL_GLOBAL_DEFAULT);
}

struct kube *kube_new(const struct kube_config *config, const char *user_agent)
{
    struct kube *kube = mem_zalloc(sizeof(*kube));

    (void)pthread_once(&curl_once, init_curl);
    kube->config = config;
    kube->user_agent = mem_strdup(user_agent);
    kube->token = config->token ? mem_strdup(config->token) : NULL;
    kube->curl = curl_easy_init();
    kube->multi = curl_multi_init();
    kube->retries = 4;
    kube->timeout_ms = 30000;
    kube->seed = (unsigned)clock_wall_ms() ^ (unsigned)getpid() ^ (unsigned)(size_t)kube;
    if (!kube->curl)
        mem_exhausted(0);
    return kube;
}

void kube_forget_resources(struct kube *kube)
{
    for (size_t i = 0; i < kube->n_resources; i++) {
        free(kube->resources[i].api_version);
        free(kube->resources[i].kind);
        free(kube->resources[i].resource.prefix);
        free(kube->resources[i].resource.plural);
    }
    kube->n_resources = 0;
}

void kube_free(struct kube *kube)
{
    if (!kube)
        return;
    kube_forget_resources(kube);
    free(kube->resources);
    curl_easy_cleanup(kube->curl);
    (void)curl_multi_cleanup(kube->multi);
    json_decref(kube->columns);
    json_decref(kube->warnings);
    free(kube->user_agent);
    if (kube->token)
        explicit_bzero(kube->token, strlen(kube->token));
    free(kube->token);
    free(kube);
}

void kube_set_stop(struct kube *kube, const atomic_bool *stop)
{
    kube->stop = stop;
}

void kube_set_fence(struct kube *kube, const struct kube_fence *fence)
{
    kube->fence = fence;
}

void kube_set_observer(struct kube *kube,
                       void (*observe)(void *context, const char *host, const char *method,
                                       long code),
                       void *context)
{
    kube->observe = observe;
    kube->observe_context = context;
}

bool kube_fence_is_open(const struct kube_fence *fence)
{
    return clock_mono_ms() < atomic_load(&fence->until_ms);
}

void kube_set_patience(struct kube *kube, unsigned retries, long timeout_ms)
{
    kube->retries = retries;
    kube->timeout_ms = timeout_ms;
}

long kube_status(const struct kube *kube)
{
    return kube->status;
}

const json_t *kube_warnings(const struct kube *kube)
{
    return kube->warnings;
}

unsigned long kube_writes(const struct kube *kube)
{
    return kube->writes;
}

/* ---- one request ---- */

static size_t on_body(char *data, size_t size, size_t n, void *context)
{
    struct buf *body = context;

    buf_add(body, data, size * n);
    return body->overflown ? 0 : size * n;
}

/* Of `299 - "unknown field \\"spec.x\\""` the text between the quotes (RFC 7234 5.5). */
static json_t *warning_text(const char *value)
{
    auto_buf struct buf text = BUF_INIT(LIMIT_MESSAGE);
    const char *p = strchr(value, '"');

    for (p = p ? p + 1 : value; *p && *p != '"'; p++) {
        if (*p == '\\' && p[1])
            p++;
        buf_addc(&text, *p);
    }
    return json_string_nocheck(buf_text(&text));
}

static void take_warnings(struct kube *kube)
{
    struct curl_header *header;

    json_decref(kube->warnings);
    kube->warnings = NULL;
    for (size_t i = 0; i < MAX_WARNINGS && curl_easy_header(kube->curl, "Warning", i, CURLH_HEADER,
                                                            -1, &header) == CURLHE_OK;
         i++) {
        if (!kube->warnings)
            kube->warnings = json_array();
        json_array_append_new(kube->warnings, warning_text(header->value));
    }
}

/* In place of an HTTP status. */
#define NO_REPLY 0L
#define NOT_SENT (-1L)

static int try_request(struct kube *kube, const char *method, const char *path,
                       const char *content_type, const struct buf *body, json_t **ret_reply,
                       long *ret_code, long *ret_retry_after, struct err *err)
{
    auto_buf struct buf reply = BUF_INIT(LIMIT_HTTP_REPLY);
    bool writes = strcmp(method, "GET") != 0;
    const struct kube_fence *fence = writes ? kube->fence : NULL;
    auto_json json_t *json = NULL;
    long timeout_ms = kube->timeout_ms;
    struct curl_slist *headers;
    curl_off_t retry_after = 0;
    CURLcode rc;

    *ret_retry_after = 0;
    *ret_code = NOT_SENT;
    if (fence && fence->write_ms < timeout_ms)
        timeout_ms = fence->write_ms;
    if (fence && !kube_fence_is_open(fence))
        return err_set(err, ERR_TRANSIENT, "%s %s: not sent: another may lead by now", method,
                       path);
    headers = kube_http_prepare(kube, method, path, content_type, timeout_ms, KUBE_HTTP_REQUEST);
    kube->writes += writes;
    *ret_code = NO_REPLY;
    (void)curl_easy_setopt(kube->curl, CURLOPT_WRITEFUNCTION, on_body);
    (void)curl_easy_setopt(kube->curl, CURLOPT_WRITEDATA, &reply);
    if (body) {
        (void)curl_easy_setopt(kube->curl, CURLOPT_POSTFIELDS, buf_text(body));
        (void)curl_easy_setopt(kube->curl, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)body->len);
    }
    rc = kube_http_perform(kube);
    (void)curl_easy_getinfo(kube->curl, CURLINFO_RESPONSE_CODE, ret_code);
    (void)curl_easy_getinfo(kube->curl, CURLINFO_RETRY_AFTER, &retry_after);
    *ret_retry_after = (long)retry_after;
    curl_slist_free_all(headers);
    take_warnings(kube);
    if (reply.overflown)
        return err_set(err, ERR_INVALID, "%s %s: the reply is larger than %u bytes", method, path,
                       LIMIT_HTTP_REPLY);
    if (rc != CURLE_OK) {
        *ret_code = NO_REPLY;
        return err_set(err, ERR_TRANSIENT, "%s %s: %s", method, path, curl_easy_strerror(rc));
    }
    if (*ret_code >= 300)
        return kube_http_error(*ret_code, buf_text(&reply), reply.len, method, path, err);
    if (json_parse(buf_text(&reply), reply.len, &json, err) < 0) {
        err->class = ERR_TRANSIENT; /* cut off on its way, or not the API server's */
        return err_wrap(err, "%s %s", method, path);
    }
    if (ret_reply)
        *ret_reply = STEAL(json);
    return 0;
}

static void tell_observer(const struct kube *kube, const char *method, long code)
{
    const char *prefix;
    auto_free char *host = kube_http_host(kube->config, &prefix);

    kube->observe(kube->observe_context, host, method, code);
}

int kube_request(struct kube *kube, const char *method, const char *path, const char *content_type,
                 const json_t *body, json_t **ret_reply, struct err *err)
{
    auto_buf struct buf text = BUF_INIT(LIMIT_HTTP_REPLY);
    bool repeatable = strcmp(method, "POST") != 0, refreshed = false;

    if (body)
        json_print(&text, body, JSON_PRINT_PLAIN);
    if (buf_check(&text, path, err) < 0)
        return -1;
    for (unsigned attempt = 0;; attempt++) {
        long code, retry_after, pause;
        int rc = try_request(kube, method, path, content_type ? content_type : "application/json",
                             body ? &text : NULL, ret_reply, &code, &retry_after, err);

        kube->status = code;
        if (kube->observe && code != NOT_SENT)
            tell_observer(kube, method, code);
        if (rc == 0)
            return 0;
        if (code == 401 && !refreshed && kube_http_refresh_token(kube)) {
            refreshed = true;
            continue;
        }
        if (err->class != ERR_TRANSIENT || code == 401 || code == 410 || attempt >= kube->retries ||
            (!repeatable && code != 429 && code != NOT_SENT) ||
            (kube->stop && atomic_load(kube->stop)))
            return -1;
        pause = retry_after > 0 && retry_after <= 30 ? retry_after * 1000
                                                     : kube_http_pause(kube, attempt, 100, 5000);
        clock_sleep(pause, kube->stop);
    }
}

/* ---- kinds ---- */

static int discover(struct kube *kube, const char *api_version, struct err *err)
{
    auto_free char *prefix =
        mem_printf(api_group_length(api_version) > 0 ? "/apis/%s" : "/api/%s", api_version);
    auto_json json_t *reply = NULL;
    json_t *resource;
    size_t i;

    if (kube_request(kube, "GET", prefix, NULL, NULL, &reply, err) < 0)
        return -1;
    json_array_foreach (json_object_get(reply, "resources"), i, resource) {
        const char *name = json_dig_text(resource, "name"), *kind = json_dig_text(resource, "kind");

        if (!name || !kind || strchr(name, '/'))
            continue;
        mem_grow(&kube->resources, &kube->cap_resources, kube->n_resources,
                 sizeof(*kube->resources));
        kube->resources[kube->n_resources++] = (struct kube_resource_entry){
            .api_version = mem_strdup(api_version),
            .kind = mem_strdup(kind),
            .resource = {mem_strdup(prefix), mem_strdup(name),
                         json_truth(json_object_get(resource, "namespaced"))},
        };
    }
    return 0;
}

static const struct kube_resource *find_resource(const struct kube *kube, const char *api_version,
                                                 const char *kind, bool *ret_group_known)
{
    *ret_group_known = false;
    for (size_t i = 0; i < kube->n_resources; i++) {
        if (strcmp(kube->resources[i].api_version, api_version) != 0)
            continue;
        *ret_group_known = true;
        if (strcmp(kube->resources[i].kind, kind) == 0)
            return &kube->resources[i].resource;
    }
    return NULL;
}

int kube_resource(struct kube *kube, const char *api_version, const char *kind,
                  const struct kube_resource **ret, struct err *err)
{
    bool known;
    const struct kube_resource *found = find_resource(kube, api_version, kind, &known);

    if (!found) {
        if (known)
            kube_forget_resources(kube); /* the kind may be new */
        if (discover(kube, api_version, err) < 0)
            return err_wrap(err, "find kind %s of %s", kind, api_version);
        found = find_resource(kube, api_version, kind, &known);
    }
    if (!found)
        return err_set(err, ERR_NOT_FOUND, "the server has no kind %s in %s", kind, api_version);
    *ret = found;
    return 0;
}

int kube_path_of(struct kube *kube, const json_t *object, const char *default_namespace,
                 char **ret_path, struct err *err)
{
    const char *api_version = json_dig_text(object, "apiVersion"),
               *kind = json_dig_text(object, "kind");
    const char *name = json_dig_text(object, "metadata", "name");
    const char *namespace = json_dig_text(object, "metadata", "namespace");
    const struct kube_resource *resource;

    if (!api_version || !kind || !name)
        return err_set(err, ERR_INVALID, "an object without apiVersion, kind or metadata.name");
    if (kube_resource(kube, api_version, kind, &resource, err) < 0)
        return -1;
    if (!resource->namespaced)
        *ret_path = mem_printf("%s/%s/%s", resource->prefix, resource->plural, name);
    else
        *ret_path = mem_printf("%s/namespaces/%s/%s/%s", resource->prefix,
                               namespace           ? namespace
                               : default_namespace ? default_namespace
                                                   : "default",
                               resource->plural, name);
    return 0;
}

/* ---- verbs ---- */

int kube_get(struct kube *kube, const char *path, json_t **ret_object, struct err *err)
{
    return kube_request(kube, "GET", path, NULL, NULL, ret_object, err);
}

int kube_find(struct kube *kube, const char *path, json_t **ret_object, struct err *err)
{
    *ret_object = NULL;
    return kube_get(kube, path, ret_object, err) == 0 ? 0 : err_forgive(err, ERR_NOT_FOUND);
}

char *kube_escape(const char *text)
{
    char *escaped = curl_easy_escape(NULL, text, 0), *copy = mem_strdup(escaped ? escaped : "");

    curl_free(escaped);
    return copy;
}

/* The kind of a list's items, which the items of a list do not say themselves. */
static void name_items(const json_t *list, json_t *items)
{
    const char *list_kind = json_dig_text(list, "kind"),
               *api_version = json_dig_text(list, "apiVersion");
    size_t i, len = list_kind ? strlen(list_kind) : 0;
    json_t *item;

    if (len <= 4 || !api_version)
        return;
    auto_free char *kind = mem_strndup(list_kind, len - 4);
    json_array_foreach (items, i, item) {
        if (!json_object_get(item, "kind"))
            json_put_text(item, "kind", kind);
        if (!json_object_get(item, "apiVersion"))
            json_put_text(item, "apiVersion", api_version);
    }
}

/* One page; `next`, NULL for the first, becomes the token of the one after it, NULL at the end. */
static int list_page(struct kube *kube, const char *path, char **next, json_t **ret,
                     struct err *err)
{
    auto_free char *page = mem_printf("%s%climit=500%s%s", path, strchr(path, '?') ? '&' : '?',
                                      *next ? "&continue=" : "", *next ? *next : "");
    const char *token;

    if (kube_request(kube, "GET", page, NULL, NULL, ret, err) < 0)
        return -1;
    token = json_dig_text(*ret, "metadata", "continue");
    free(STEAL(*next));
    if (token && *token)
        *next = kube_escape(token);
    return 0;
}

int kube_each(struct kube *kube, const char *path,
              void (*each)(void *context, const json_t *object), void *context, struct err *err)
{
    enum kube_watch_what form = kube->form;
    auto_free char *next = NULL;
    int rc;

    kube->form = KUBE_WATCH_METADATA;
    do {
        auto_json json_t *list = NULL;
        size_t i;
        json_t *item;

        rc = list_page(kube, path, &next, &list, err);
        json_array_foreach (json_object_get(list, "items"), i, item)
            each(context, item);
    } while (rc == 0 && next);
    kube->form = form;
    if (rc < 0 && kube->status == 410)
        err->class = ERR_TRANSIENT;
    return rc;
}

struct named_list {
    json_t *items;
    const char *api_version, *kind;
};

static void take_named(void *context, const json_t *object)
{
    const struct named_list *list = context;
    json_t *item = json_copy((json_t *)object);

    json_put_text(item, "apiVersion", list->api_version);
    json_put_text(item, "kind", list->kind);
    json_array_append_new(list->items, item);
}

int kube_list_metadata(struct kube *kube, const char *api_version, const char *kind,
                       const char *query, json_t **ret_items, struct err *err)
{
    auto_json json_t *items = json_array();
    struct named_list list = {items, api_version, kind};
    const struct kube_resource *resource;

    if (kube_resource(kube, api_version, kind, &resource, err) < 0)
        return -1;
    auto_free char *path = mem_printf("%s/%s?%s", resource->prefix, resource->plural, query);
    if (kube_each(kube, path, take_named, &list, err) < 0)
        return -1;
    *ret_items = STEAL(items);
    return 0;
}

int kube_list(struct kube *kube, const char *path, json_t **ret_items, char **ret_version,
              struct err *err)
{
    auto_json json_t *items = json_array();
    auto_free char *next = NULL;
    unsigned restarts = 0;

    for (;;) {
        auto_json json_t *list = NULL;
        const char *version;

        if (list_page(kube, path, &next, &list, err) < 0) {
            if (next && kube->status == 410 && restarts++ < 3) {
                free(STEAL(next));
                (void)json_array_clear(items);
                err_done(err);
                continue;
            }
            return -1;
        }
        if (kube->form == KUBE_WATCH_TABLE) {
            auto_json json_t *rows = table_items(list, &kube->columns);

            (void)json_array_extend(items, rows);
        } else {
            name_items(list, json_object_get(list, "items"));
            (void)json_array_extend(items, json_object_get(list, "items"));
        }
        version = json_dig_text(list, "metadata", "resourceVersion");
        if (next)
            continue;
        if (ret_version)
            *ret_version = mem_strdup(version ? version : "");
        *ret_items = STEAL(items);
        return 0;
    }
}

int kube_apply(struct kube *kube, const json_t *object, const struct kube_apply_options *options,
               json_t **ret_object, struct err *err)
{
    auto_free char *path = NULL;

    if (kube_path_of(kube, object, options->default_namespace, &path, err) < 0)
        return -1;
    auto_free char *query =
        mem_printf("%s?fieldManager=%s%s%s&fieldValidation=Warn", path, options->manager,
                   options->force ? "&force=true" : "", options->dry_run ? "&dryRun=All" : "");
    return kube_request(kube, "PATCH", query, KUBE_APPLY_PATCH, object, ret_object, err);
}

int kube_delete(struct kube *kube, const char *path, const char *propagation, struct err *err)
{
    auto_json json_t *options = json_pack("{s:s,s:s,s:s}", "apiVersion", "v1", "kind",
                                          "DeleteOptions", "propagationPolicy", propagation);

    if (kube_request(kube, "DELETE", path, NULL, options, NULL, err) == 0)
        return 0;
    return err_forgive(err, ERR_NOT_FOUND);
}
