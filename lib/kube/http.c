#include "kube/http.h"

#include <string.h>
#include <time.h>

#include "base/backoff.h"
#include "base/clock.h"
#include "base/limits.h"
#include "base/mem.h"

static void set_blob(CURL *curl, CURLoption option, char *text)
{
    struct curl_blob blob = {
        .data = text, .len = text ? strlen(text) : 0, .flags = CURL_BLOB_NOCOPY};

    if (text)
        (void)curl_easy_setopt(curl, option, &blob);
}

static int on_progress(void *data, curl_off_t dltotal, curl_off_t dlnow, curl_off_t ultotal,
                       curl_off_t ulnow)
{
    const struct kube *kube = data;

    (void)dltotal;
    (void)dlnow;
    (void)ultotal;
    (void)ulnow;
    return kube->stop && atomic_load(kube->stop);
}

struct curl_slist *kube_http_prepare(struct kube *kube, const char *method, const char *path,
                                     const char *content_type, long timeout_ms,
                                     enum kube_http_kind kind)
{
    static const char plain[] = "Accept: application/json";
    static const char table[] = "Accept: application/json;as=Table;g=meta.k8s.io;v=v1";
    static const char object[] =
        "Accept: application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1,application/json";
    static const char list[] =
        "Accept: application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json";
    const struct kube_config *config = kube->config;
    auto_free char *url = mem_printf("%s%s", config->server, path);
    const char *accept = kube->form == KUBE_WATCH_OBJECTS ? plain
                         : kube->form == KUBE_WATCH_TABLE ? table
                         : kind == KUBE_HTTP_WATCH        ? object
                                                          : list;
    struct curl_slist *headers = curl_slist_append(NULL, accept);

    if (content_type) {
        auto_free char *line = mem_printf("Content-Type: %s", content_type);

        headers = curl_slist_append(headers, line);
    }
    if (kube->token) {
        auto_free char *line = mem_printf("Authorization: Bearer %s", kube->token);

        headers = curl_slist_append(headers, line);
        explicit_bzero(line, strlen(line));
    }
    headers = curl_slist_append(headers, "Expect:");

    curl_easy_reset(kube->curl);
    (void)curl_easy_setopt(kube->curl, CURLOPT_URL, url);
    (void)curl_easy_setopt(kube->curl, CURLOPT_CUSTOMREQUEST, method);
    (void)curl_easy_setopt(kube->curl, CURLOPT_HTTPHEADER, headers);
    (void)curl_easy_setopt(kube->curl, CURLOPT_USERAGENT, kube->user_agent);
    (void)curl_easy_setopt(kube->curl, CURLOPT_NOSIGNAL, 1L);
    (void)curl_easy_setopt(kube->curl, CURLOPT_NOPROXY,
                           "*"); /* the API server is never behind a proxy */
    (void)curl_easy_setopt(kube->curl, CURLOPT_PROTOCOLS_STR, "https,http");
    /* one request at a time: HTTP/2 would cost memory for many */
    (void)curl_easy_setopt(kube->curl, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
    (void)curl_easy_setopt(kube->curl, CURLOPT_CONNECTTIMEOUT_MS, 10000L);
    (void)curl_easy_setopt(kube->curl, CURLOPT_TIMEOUT_MS, timeout_ms);
    (void)curl_easy_setopt(kube->curl, CURLOPT_TCP_KEEPALIVE, 1L);
    (void)curl_easy_setopt(kube->curl, CURLOPT_TCP_KEEPIDLE, 30L);
    (void)curl_easy_setopt(kube->curl, CURLOPT_TCP_KEEPINTVL, 10L);
    (void)curl_easy_setopt(kube->curl, CURLOPT_NOPROGRESS, 0L);
    (void)curl_easy_setopt(kube->curl, CURLOPT_XFERINFOFUNCTION, on_progress);
    (void)curl_easy_setopt(kube->curl, CURLOPT_XFERINFODATA, kube);
    (void)curl_easy_setopt(kube->curl, CURLOPT_ACCEPT_ENCODING, "");
    set_blob(kube->curl, CURLOPT_CAINFO_BLOB, config->ca);
    set_blob(kube->curl, CURLOPT_SSLCERT_BLOB, config->certificate);
    set_blob(kube->curl, CURLOPT_SSLKEY_BLOB, config->key);
    if (config->insecure) {
        (void)curl_easy_setopt(kube->curl, CURLOPT_SSL_VERIFYPEER, 0L);
        (void)curl_easy_setopt(kube->curl, CURLOPT_SSL_VERIFYHOST, 0L);
    }
    return headers;
}

/* Every call of curl_multi_perform() asks on_progress(), so a wake is enough to stop. libcurl's own
 * timers (connecting, the deadline) end a pause sooner. */
#define POLL_MS 3600000

/* curl_easy_perform() does the same, but wakes up every second. */
CURLcode kube_http_perform(struct kube *kube)
{
    CURLMcode fault = curl_multi_add_handle(kube->multi, kube->curl);
    CURLcode result = CURLE_FAILED_INIT;
    CURLMsg *message;
    int running = 1, left;

    while (fault == CURLM_OK && running) {
        fault = curl_multi_perform(kube->multi, &running);
        if (fault == CURLM_OK && running)
            fault = curl_multi_poll(kube->multi, NULL, 0, POLL_MS, NULL);
    }
    while ((message = curl_multi_info_read(kube->multi, &left))) {
        if (message->msg == CURLMSG_DONE)
            result = message->data.result;
    }
    (void)curl_multi_remove_handle(kube->multi, kube->curl);
    return result;
}

char *kube_http_host(const struct kube_config *config, const char **ret_prefix)
{
    const char *scheme = strstr(config->server, "://");
    const char *host = scheme ? scheme + 3 : config->server;
    size_t len = strcspn(host, "/");

    *ret_prefix = host + len;
    return mem_strndup(host, len);
}

bool kube_http_refresh_token(struct kube *kube)
{
    auto_buf struct buf text = BUF_INIT(1u << 20);
    auto_err struct err ignored = ERR_INIT;

    if (!kube->config->token_file || buf_read_file(&text, kube->config->token_file, &ignored) < 0)
        return false;
    while (text.len && strchr("\r\n \t", text.data[text.len - 1]))
        text.data[--text.len] = '\0';
    if (kube->token && strcmp(kube->token, buf_text(&text)) == 0)
        return false;
    free(kube->token);
    kube->token = buf_take(&text);
    return true;
}

static enum err_class class_of(long code)
{
    switch (code) {
    case 404:
        return ERR_NOT_FOUND;
    case 409:
        return ERR_CONFLICT;
    case 403:
        return ERR_FORBIDDEN;
    case 401:
    case 408:
    case 410:
    case 429:
        return ERR_TRANSIENT;
    default:
        return code >= 500 ? ERR_TRANSIENT : ERR_INVALID;
    }
}

int kube_http_error(long code, const char *text, size_t len, const char *method, const char *path,
                    struct err *err)
{
    auto_err struct err ignored = ERR_INIT;
    auto_json json_t *status = NULL;
    const char *query = strchr(path, '?'), *message = NULL;
    int path_len = query ? (int)(query - path) : (int)strlen(path);

    if (len && json_parse(text, len, &status, &ignored) == 0)
        message = json_dig_text(status, "message");
    return err_set(err, class_of(code), "%s %.*s: %ld %s", method, path_len, path, code,
                   message ? message : "(no message)");
}

long kube_http_pause(struct kube *kube, unsigned attempt, long base_ms, long max_ms)
{
    long pause = (long)backoff_ms(base_ms, max_ms, attempt + 1);

    return pause + (long)((double)pause * rand_r(&kube->seed) / RAND_MAX);
}
