/* Between client.c and watch.c: one HTTPS exchange with the API server. Not for others. */
#ifndef MALHA_KUBE_HTTP_H
#define MALHA_KUBE_HTTP_H

#include <curl/curl.h>

#include "kube/client.h"
#include "kube/watch.h"

struct kube_resource_entry {
    char *api_version, *kind;
    struct kube_resource resource;
};

struct kube {
    const struct kube_config *config;
    char *user_agent, *token;
    CURL *curl;
    CURLM *multi; /* of that one handle: by it a transfer sleeps until there is something to do */
    const atomic_bool *stop;
    const struct kube_fence *fence;
    void (*observe)(void *context, const char *host, const char *method, long code);
    void *observe_context;
    unsigned retries;
    long timeout_ms, status;
    unsigned long writes;
    json_t *warnings; /* of the last reply, an array of texts; NULL: none */
    struct kube_resource_entry *resources;
    size_t n_resources, cap_resources;
    unsigned seed;             /* of the jitter */
    enum kube_watch_what form; /* of what lists and watches give */
    json_t *columns;           /* of tables, see table.h */
};

enum kube_http_kind { KUBE_HTTP_REQUEST, KUBE_HTTP_WATCH };

/* Sets up kube->curl for one exchange: address, TLS, headers (owned by the caller), deadline 0 =
 * none. */
struct curl_slist *kube_http_prepare(struct kube *kube, const char *method, const char *path,
                                     const char *content_type, long timeout_ms,
                                     enum kube_http_kind kind) ATTR_CHECK;
/* The exchange that was set up, until it is done. Woken by curl_multi_wakeup() it sees at once
 * whether it is to stop. */
CURLcode kube_http_perform(struct kube *kube) ATTR_CHECK;
/* Host and port of the server, to be freed; `ret_prefix` is what its paths begin with, "" or "/…",
 * borrowed from `config`. */
char *kube_http_host(const struct kube_config *config, const char **ret_prefix) ATTR_CHECK;
/* Reads the token file again; true when the token changed. */
bool kube_http_refresh_token(struct kube *kube);
/* A Status reply (or any text) of the server as an error. */
int kube_http_error(long code, const char *text, size_t len, const char *method, const char *path,
                    struct err *err);
/* A pause of `base_ms` * 2^attempt, at most `max_ms`, times 1 to 2. */
long kube_http_pause(struct kube *kube, unsigned attempt, long base_ms, long max_ms);

#endif
