/* A reflector: the objects of one collection, listed once and then kept current by a watch, in a
 * thread of its own.
 *
 *   list ─► replace(all) ─► watch from its resourceVersion ─► change(object) ... ─► (cut, 410) ─►
 * ...
 *
 * A watch that is cut resumes where it was; bookmarks move that point on; 410 Gone, a version that
 * the server does not know yet (etcd was restored), both as a reply or as an event, and an event
 * that is no JSON list anew. No stream lasts longer than eleven minutes. Failures wait 0.8 s,
 * doubled up to 30 s with jitter (client-go's reflector). The callbacks run in the reflector's
 * thread and must not block long. */
#ifndef MALHA_KUBE_WATCH_H
#define MALHA_KUBE_WATCH_H

#include "kube/config.h"
#include "json/json.h"

enum kube_change { KUBE_ADDED, KUBE_MODIFIED, KUBE_DELETED };

struct kube_watch_handler {
    /* The whole collection as an array: what is not in it is gone. Who waits for the first list
     * notes it here, under a lock of his own, before he wakes anybody. */
    void (*replace)(void *context, const json_t *items);
    void (*change)(void *context, enum kube_change change, const json_t *object);
    /* A list or watch failed and is tried again; for logs and metrics. May be NULL. */
    void (*failed)(void *context, const struct err *err);
    void *context;
};

struct kube_watch;

enum kube_watch_what {
    KUBE_WATCH_OBJECTS,  /* whole objects */
    KUBE_WATCH_METADATA, /* only their metadata (PartialObjectMetadata): much less to carry and to
                            keep */
    KUBE_WATCH_TABLE, /* what kubectl prints of them, see table.h: less still where status is what
                         counts. `path` needs includeObject=None */
};

/* Starts the thread. `path` is the collection, with labelSelector or fieldSelector if wanted. */
struct kube_watch *kube_watch_start(const struct kube_config *config, const char *user_agent,
                                    const char *path, enum kube_watch_what what,
                                    const struct kube_watch_handler *handler) ATTR_CHECK;
/* Asks the thread to end and does not wait: of many watches, all are asked first. */
void kube_watch_cancel(struct kube_watch *watch);
/* Ends the thread, waits for it (for an idle stream about a second) and frees everything. */
void kube_watch_stop(struct kube_watch *watch);

#endif
