#include "kube/recorder.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"
#include "kube/event.h"

#define QUEUE 64
/* How long the API server may take for one, and for those that are left at the end. */
#define PATIENCE_MS 5000

struct entry {
    json_t *object; /* apiVersion, kind and the metadata that name it */
    char *type, *reason, *action, *message;
};

struct recorder {
    struct kube *kube;
    const char *controller;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    bool stopping;
    struct entry queue[QUEUE];
    size_t first, n;
    int64_t tokens_ms; /* the bucket: a second for each Event that may be posted at once */
    int64_t filled_ms; /* when it was last filled */
    pthread_t thread;
};

static void entry_done(struct entry *entry)
{
    json_decref(entry->object);
    free(entry->type);
    free(entry->reason);
    free(entry->action);
    free(entry->message);
    *entry = (struct entry){0};
}

static void write_event(struct recorder *r, const struct entry *entry)
{
    auto_err struct err err = ERR_INIT;

    if (kube_event(r->kube, r->controller, entry->object, entry->type, entry->reason, entry->action,
                   entry->message, clock_wall_ms(), &err) < 0)
        log_warn("event not written", "error", err_message(&err), "reason", entry->reason);
}

static void *run(void *context)
{
    struct recorder *r = context;

    (void)pthread_mutex_lock(&r->lock);
    for (;;) {
        struct entry entry;

        while (r->n == 0 && !r->stopping)
            (void)pthread_cond_wait(&r->changed, &r->lock);
        if (r->n == 0)
            break;
        entry = r->queue[r->first];
        r->first = (r->first + 1) % QUEUE;
        r->n--;
        (void)pthread_mutex_unlock(&r->lock);
        write_event(r, &entry);
        entry_done(&entry);
        (void)pthread_mutex_lock(&r->lock);
    }
    (void)pthread_mutex_unlock(&r->lock);
    return NULL;
}

struct recorder *recorder_start(const struct kube_config *config, const char *user_agent,
                                const char *controller)
{
    struct recorder *r = mem_zalloc(sizeof(*r));

    r->kube = kube_new(config, user_agent);
    kube_set_patience(r->kube, 1, PATIENCE_MS);
    r->controller = controller;
    r->tokens_ms = 1000 * RECORDER_BURST;
    r->filled_ms = clock_mono_ms();
    (void)pthread_mutex_init(&r->lock, NULL);
    (void)pthread_cond_init(&r->changed, NULL);
    if (pthread_create(&r->thread, NULL, run, r) != 0)
        mem_exhausted(0);
    return r;
}

void recorder_stop(struct recorder *r)
{
    if (!r)
        return;
    (void)pthread_mutex_lock(&r->lock);
    r->stopping = true;
    while (r->n >
           1) { /* the last one that was queued is written, the others are too many to wait for */
        entry_done(&r->queue[r->first]);
        r->first = (r->first + 1) % QUEUE;
        r->n--;
    }
    (void)pthread_cond_signal(&r->changed);
    (void)pthread_mutex_unlock(&r->lock);
    (void)pthread_join(r->thread, NULL);
    (void)pthread_cond_destroy(&r->changed);
    (void)pthread_mutex_destroy(&r->lock);
    kube_free(r->kube);
    free(r);
}

/* A second's worth of the bucket; the lock is held. */
static bool take_token(struct recorder *r)
{
    int64_t now = clock_mono_ms(), full = 1000 * RECORDER_BURST;

    r->tokens_ms += now - r->filled_ms;
    r->filled_ms = now;
    if (r->tokens_ms > full)
        r->tokens_ms = full;
    if (r->tokens_ms < 1000)
        return false;
    r->tokens_ms -= 1000;
    return true;
}

static json_t *reference(const json_t *object)
{
    static const char *const names[] = {"name", "namespace", "uid"};
    json_t *copy = json_object(), *metadata = json_object();

    json_put_text(copy, "apiVersion", json_text_at(object, "apiVersion"));
    json_put_text(copy, "kind", json_text_at(object, "kind"));
    for (size_t i = 0; i < ARRAY_LEN(names); i++) {
        const char *text = json_dig_text(object, "metadata", names[i]);

        if (text)
            json_put_text(metadata, names[i], text);
    }
    json_put(copy, "metadata", metadata);
    return copy;
}

bool recorder_post(struct recorder *r, const json_t *object, const char *type, const char *reason,
                   const char *action, const char *message)
{
    bool taken;

    (void)pthread_mutex_lock(&r->lock);
    taken = !r->stopping && r->n < QUEUE && take_token(r);
    if (taken) {
        r->queue[(r->first + r->n++) % QUEUE] = (struct entry){
            .object = reference(object),
            .type = mem_strdup(type),
            .reason = mem_strdup(reason),
            .action = mem_strdup(action),
            .message = mem_strdup(message),
        };
        (void)pthread_cond_signal(&r->changed);
    }
    (void)pthread_mutex_unlock(&r->lock);
    return taken;
}
