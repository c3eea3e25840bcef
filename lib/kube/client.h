/* A thin Kubernetes client: requests and replies are JSON trees, any kind is reached by discovery.
 *
 * kube_request() is the one that talks; everything else is a path and a verb around it. A Status
 * that the server sends becomes a struct err: 404 NOT_FOUND, 409 CONFLICT, 403 FORBIDDEN, 400 and
 * 422 INVALID; no connection, 401, 429 and 5xx TRANSIENT. What is TRANSIENT is tried again a few
 * times with growing pauses (Retry-After honoured) unless the request is a plain POST. A client
 * belongs to one thread. */
#ifndef MALHA_KUBE_CLIENT_H
#define MALHA_KUBE_CLIENT_H

#include <stdatomic.h>

#include "kube/config.h"
#include "json/json.h"

struct kube;

/* `config` is borrowed and must outlive the client. `user_agent` names the program. */
struct kube *kube_new(const struct kube_config *config, const char *user_agent) ATTR_CHECK;
void kube_free(struct kube *kube);
/* When `*stop` becomes true requests end at once, TRANSIENT. */
void kube_set_stop(struct kube *kube, const atomic_bool *stop);
/* How often a TRANSIENT failure is tried again (default 4) and the deadline of one request in ms
 * (default 30000). */
void kube_set_patience(struct kube *kube, unsigned retries, long timeout_ms);

/* Keeps one who leads by a lease from writing when another may lead: set by the thread that renews
 * the lease, asked before each request that is no GET. A write begins before `until_ms` and takes
 * at most `write_ms`, so when the lease is another's at the earliest `write_ms` after `until_ms`,
 * everything that was begun has ended. */
struct kube_fence {
    atomic_llong until_ms; /* by clock_mono_ms(); 0: closed for good, or not opened yet */
    long write_ms;
};
bool kube_fence_is_open(const struct kube_fence *fence);
/* While `fence`, which is borrowed, is closed, a write is not sent but waits as after any TRANSIENT
 * failure, and in the end fails so. */
void kube_set_fence(struct kube *kube, const struct kube_fence *fence);

/* Is told of each request that was sent: the server's host and port, the method, and the reply's
 * status or 0 for none. */
void kube_set_observer(struct kube *kube,
                       void (*observe)(void *context, const char *host, const char *method,
                                       long code),
                       void *context);

#define KUBE_MERGE_PATCH "application/merge-patch+json"
#define KUBE_JSON_PATCH "application/json-patch+json"
#define KUBE_APPLY_PATCH "application/apply-patch+yaml"

/* One request. `path` begins with / and may hold a query; `body` may be NULL; `ret_reply` may be
 * NULL. A success has JSON in its reply, whoever wants it: what has not was not the server's. */
int kube_request(struct kube *kube, const char *method, const char *path, const char *content_type,
                 const json_t *body, json_t **ret_reply, struct err *err) ATTR_CHECK;

/* The HTTP status of the last reply; 0 or less when there was none. */
long kube_status(const struct kube *kube);
/* What the server warned of in the last reply, an array of texts (the header Warning, KEP-1693): of
 * fields that it does not know, of versions that go. Borrowed until the next request; NULL when
 * there was nothing. */
const json_t *kube_warnings(const struct kube *kube);
/* The number of requests that asked the server to change something, since the client was made. */
unsigned long kube_writes(const struct kube *kube);

/* ---- kinds ---- */

/* Where objects of a kind live: "/apis/apps/v1" + "deployments". */
struct kube_resource {
    char *prefix, *plural;
    bool namespaced;
};

/* By discovery; kept after the first time. NOT_FOUND when the server has no such kind. The result
 * is borrowed. */
int kube_resource(struct kube *kube, const char *api_version, const char *kind,
                  const struct kube_resource **ret, struct err *err) ATTR_CHECK;
/* Forgets kinds, after CRDs changed. */
void kube_forget_resources(struct kube *kube);

/* The path of an object by apiVersion, kind, metadata.namespace and metadata.name; to be freed. A
 * namespaced object without a namespace is in `default_namespace`. */
int kube_path_of(struct kube *kube, const json_t *object, const char *default_namespace,
                 char **ret_path, struct err *err) ATTR_CHECK;

/* ---- verbs ---- */

int kube_get(struct kube *kube, const char *path, json_t **ret_object, struct err *err) ATTR_CHECK;
/* The same; what is not there is NULL. */
int kube_find(struct kube *kube, const char *path, json_t **ret_object, struct err *err) ATTR_CHECK;

/* The whole collection in pages of 500, its items as an array; `ret_version` (may be NULL) is the
 * resourceVersion to watch from, to be freed. A page that has expired begins the list again. */
int kube_list(struct kube *kube, const char *path, json_t **ret_items, char **ret_version,
              struct err *err) ATTR_CHECK;

/* Shows each object of the collection, by its metadata alone, page by page: as much as is asked for
 * of what there may be any number of. A page that has expired is TRANSIENT: what was shown is to be
 * forgotten. */
int kube_each(struct kube *kube, const char *path,
              void (*each)(void *context, const json_t *object), void *context, struct err *err)
    ATTR_CHECK;

/* The same as an array, of all namespaces, each with its apiVersion and kind beside its metadata;
 * `query` selects ("labelSelector=…"). NOT_FOUND when the server has no such kind. */
int kube_list_metadata(struct kube *kube, const char *api_version, const char *kind,
                       const char *query, json_t **ret_items, struct err *err) ATTR_CHECK;

struct kube_apply_options {
    const char *manager; /* fieldManager, required */
    bool force;          /* take fields over from other managers */
    bool dry_run;
    const char *default_namespace;
};
/* Server-side apply of any object. CONFLICT names the other manager and the fields. */
int kube_apply(struct kube *kube, const json_t *object, const struct kube_apply_options *options,
               json_t **ret_object, struct err *err) ATTR_CHECK;

/* Deletes; an object that is not there is a success. `propagation` "Background" or "Foreground". */
int kube_delete(struct kube *kube, const char *path, const char *propagation, struct err *err)
    ATTR_CHECK;

/* `text` escaped for a query. To be freed. */
char *kube_escape(const char *text) ATTR_CHECK;

#endif
