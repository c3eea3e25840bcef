#include "webhook/rotation.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/backoff.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"
#include "kube/watch.h"

#define PAUSE_MS 500
#define PAUSE_MAX_MS 30000
/* However far the next date is: clocks are set. */
#define LOOK_MS 3600000

/* One object that is watched. */
struct source {
    struct rotation *rotation;
    bool listed;
    json_t *seen; /* NULL: it is not there */
    struct kube_watch *watch;
};

struct rotation {
    struct rotation_options options;
    struct kube *kube;
    struct certs certs;
    bool trusted;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    bool stopping, dirty;
    struct source *sources; /* the Secret, then the configurations */
    size_t n_sources;
    pthread_t thread;
};

/* ---- what the watches see ---- */

static void see(struct source *source, const json_t *object)
{
    struct rotation *r = source->rotation;

    (void)pthread_mutex_lock(&r->lock);
    json_decref(source->seen);
    source->seen = json_incref((json_t *)object);
    source->listed = r->dirty = true;
    (void)pthread_cond_signal(&r->changed);
    (void)pthread_mutex_unlock(&r->lock);
}

static void on_replace(void *context, const json_t *items)
{
    see(context, json_array_get(items, 0));
}

static void on_change(void *context, enum kube_change change, const json_t *object)
{
    see(context, change == KUBE_DELETED ? NULL : object);
}

static void on_failed(void *context, const struct err *err)
{
    (void)context;
    log_warn("watch failed and is tried again", "error", err_message(err));
}

/* ---- the thread ---- */

/* Waits until something is seen or `until_ms` (of the monotonic clock); the lock is held. */
static void wait_until(struct rotation *r, int64_t until_ms)
{
    while (!r->stopping && !r->dirty && clock_mono_ms() < until_ms)
        clock_cond_wait(&r->changed, &r->lock, until_ms);
}

static void take(struct rotation *r, const struct certs_step *step)
{
    if (step->changed && r->options.serve(r->options.context, &r->certs.server))
        log_info("serving with a new certificate");
    if (step->good && !r->trusted) {
        r->trusted = true;
        r->options.trusted(r->options.context);
    }
}

/* How long there is nothing to do, in milliseconds. */
static int64_t advance(struct rotation *r, const struct certs_seen *seen, unsigned *failures)
{
    int64_t now = clock_wall_ms();
    auto_err struct err err = ERR_INIT;
    struct certs_step step;

    if (certs_advance(&r->certs, r->kube, seen, now, &step, &err) == 0) {
        *failures = 0;
        take(r, &step);
        int64_t pause = step.next_ms - now;

        return pause < 0 ? 0 : pause > LOOK_MS ? LOOK_MS : pause;
    }
    log_error("certificates", "error", err_message(&err));
    return backoff_ms(PAUSE_MS, PAUSE_MAX_MS, ++*failures);
}

static bool has_listed(const struct rotation *r)
{
    bool listed = true;

    for (size_t i = 0; i < r->n_sources; i++)
        listed &= r->sources[i].listed;
    return listed;
}

/* The configurations that are there; the lock is held. A new tree. */
static json_t *configurations_of(const struct rotation *r)
{
    json_t *configurations = json_array();

    for (size_t i = 1; i < r->n_sources; i++) {
        if (r->sources[i].seen)
            json_array_append(configurations, r->sources[i].seen);
    }
    return configurations;
}

static void *run(void *context)
{
    struct rotation *r = context;
    int64_t until = 0;
    unsigned failures = 0;

    (void)pthread_mutex_lock(&r->lock);
    while (!r->stopping) {
        wait_until(r, until);
        until = clock_mono_ms() + LOOK_MS;
        r->dirty = false;
        if (r->stopping || !has_listed(r))
            continue;
        auto_json json_t *secret = json_incref(r->sources[0].seen);
        auto_json json_t *configurations = configurations_of(r);
        const struct certs_seen seen = {secret, configurations};

        (void)pthread_mutex_unlock(&r->lock);
        until = clock_mono_ms() + advance(r, &seen, &failures);
        (void)pthread_mutex_lock(&r->lock);
    }
    (void)pthread_mutex_unlock(&r->lock);
    return NULL;
}

static void watch(struct source *source, const char *path, enum kube_watch_what what)
{
    const struct rotation_options *o = &source->rotation->options;
    struct kube_watch_handler handler = {on_replace, on_change, on_failed, source};

    source->watch = kube_watch_start(o->kube, o->user_agent, path, what, &handler);
}

static void start_watches(struct rotation *r)
{
    const struct certs_options *o = &r->options.certs;
    auto_free char *secret = mem_printf(
        "/api/v1/namespaces/%s/secrets?fieldSelector=metadata.name%%3D%s", o->namespace, o->secret);
    size_t i;
    json_t *name;

    r->n_sources = 1 + json_array_size(r->options.configurations);
    r->sources = mem_zalloc(r->n_sources * sizeof(*r->sources));
    for (i = 0; i < r->n_sources; i++)
        r->sources[i].rotation = r;
    watch(&r->sources[0], secret, KUBE_WATCH_METADATA);
    json_array_foreach ((json_t *)r->options.configurations, i, name) {
        auto_free char *path =
            mem_printf("/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations"
                       "?fieldSelector=metadata.name%%3D%s",
                       json_string_value(name));

        watch(&r->sources[1 + i], path, KUBE_WATCH_OBJECTS);
    }
}

struct rotation *rotation_start(const struct rotation_options *options)
{
    struct rotation *r = mem_zalloc(sizeof(*r));

    r->options = *options;
    r->certs.options = options->certs;
    r->kube = kube_new(options->kube, options->user_agent);
    (void)pthread_mutex_init(&r->lock, NULL);
    clock_cond_init(&r->changed);
    start_watches(r);
    if (pthread_create(&r->thread, NULL, run, r) != 0)
        mem_exhausted(0);
    return r;
}

void rotation_stop(struct rotation *r)
{
    if (!r)
        return;
    for (size_t i = 0; i < r->n_sources; i++)
        kube_watch_cancel(r->sources[i].watch);
    (void)pthread_mutex_lock(&r->lock);
    r->stopping = true;
    (void)pthread_cond_signal(&r->changed);
    (void)pthread_mutex_unlock(&r->lock);
    (void)pthread_join(r->thread, NULL);
    for (size_t i = 0; i < r->n_sources; i++) {
        kube_watch_stop(r->sources[i].watch);
        json_decref(r->sources[i].seen);
    }
    free(r->sources);
    certs_done(&r->certs);
    kube_free(r->kube);
    (void)pthread_cond_destroy(&r->changed);
    (void)pthread_mutex_destroy(&r->lock);
    free(r);
}
