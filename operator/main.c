/* malha-operator: one loop over the MeshConfigs, led by one replica. */
#include <malloc.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/version.h"
#include "kube/watch.h"
#include "operator/counts.h"
#include "operator/election.h"
#include "operator/goodbye.h"
#include "operator/queue.h"
#include "operator/reconcile.h"
#include "program/program.h"
#include "tls/memory.h"

/* Even when nobody says that something changed, everything is looked at this often. */
#define RESYNC_MS (10 * 60 * 1000)

struct operator
{
    struct program program;
    struct operator_settings settings;
    const char *goodbye; /* the operator's Deployment: let go of all, and end; "": no */
    struct reconciler reconciler;
    struct kube_watch *watch;
    pthread_mutex_t lock;
    pthread_cond_t woken;
    json_t *meshes;     /* MeshConfigs by name */
    struct queue queue; /* of them */
    bool listed;        /* they were seen once */
    atomic_bool stop;
    struct election *election;
    const struct kube_fence *fence; /* open while this replica leads */
    bool looping;
    pthread_t worker;
};

static void wake(void *context)
{
    struct operator* o = context;

    (void)pthread_mutex_lock(&o->lock);
    (void)pthread_cond_signal(&o->woken);
    (void)pthread_mutex_unlock(&o->lock);
}

/* All are due: what was touched may be several meshes', and one that has nothing to do costs
 * nothing. The lock is held. */
static void mark_all(struct operator* o, bool anew)
{
    int64_t now_ms = clock_mono_ms();
    const char *name;
    json_t *mesh;

    json_object_foreach (o->meshes, name, mesh)
        queue_mark(&o->queue, name, anew, now_ms);
    counts_queue(o->reconciler.metrics, json_object_size(o->meshes), queue_due(&o->queue, now_ms));
    (void)pthread_cond_signal(&o->woken);
}

/* Something of a mesh was touched. */
static void on_touched(void *context)
{
    struct operator* o = context;

    (void)pthread_mutex_lock(&o->lock);
    mark_all(o, false);
    (void)pthread_mutex_unlock(&o->lock);
}

/* ---- MeshConfigs ---- */

/* Is there more to it than a status, which is our own word, and the marks of its being written? */
static bool is_news(const json_t *before, const json_t *after)
{
    static const char *const own[] = {"resourceVersion", "managedFields"};
    const char *key;
    json_t *value;

    if (!before || !json_same(json_object_get(before, "spec"), json_object_get(after, "spec")))
        return true;
    if (json_object_size(json_object_get(before, "metadata")) !=
        json_object_size(json_object_get(after, "metadata")))
        return true;
    json_object_foreach (json_object_get(after, "metadata"), key, value) {
        const json_t *old = json_dig(before, "metadata", key);

        if (strcmp(key, own[0]) != 0 && strcmp(key, own[1]) != 0 && !(old && json_same(old, value)))
            return true;
    }
    return false;
}

/* Is it news, for this mesh or one beside it? The lock is held. */
static bool take_mesh(struct operator* o, const json_t *mesh)
{
    const char *name = json_text_at(json_object_get(mesh, "metadata"), "name");
    bool news = is_news(json_object_get(o->meshes, name), mesh);

    json_put(o->meshes, name, json_incref((json_t *)mesh));
    return news;
}

/* The lock is held. */
static void drop_mesh(struct operator* o, const char *name)
{
    (void)json_object_del(o->meshes, name);
    queue_drop(&o->queue, name);
}

static void on_replace(void *context, const json_t *items)
{
    struct operator* o = context;
    auto_json json_t *before = NULL;
    bool news = false;
    const char *name;
    json_t *item;
    size_t i;

    (void)pthread_mutex_lock(&o->lock);
    before = json_copy(o->meshes);
    json_array_foreach ((json_t *)items, i, item) {
        news |= take_mesh(o, item);
        (void)json_object_del(before, json_text_at(json_object_get(item, "metadata"), "name"));
    }
    json_object_foreach (before, name, item) {
        drop_mesh(o, name);
        news = true;
    }
    o->listed = true;
    if (news)
        mark_all(o, true);
    (void)pthread_cond_signal(&o->woken);
    (void)pthread_mutex_unlock(&o->lock);
}

static void on_change(void *context, enum kube_change change, const json_t *object)
{
    struct operator* o = context;
    bool news = true;

    (void)pthread_mutex_lock(&o->lock);
    if (change == KUBE_DELETED)
        drop_mesh(o, json_text_at(json_object_get(object, "metadata"), "name"));
    else
        news = take_mesh(o, object);
    if (news)
        mark_all(o, true);
    (void)pthread_mutex_unlock(&o->lock);
}

static void on_failed(void *context, const struct err *err)
{
    (void)context;
    log_warn("watch of MeshConfigs failed and is tried again", "error", err_message(err));
}

/* ---- the loop ---- */

static bool has_listed(struct operator* o)
{
    bool listed;

    (void)pthread_mutex_lock(&o->lock);
    listed = o->listed;
    (void)pthread_mutex_unlock(&o->lock);
    return listed;
}

/* Waits until a MeshConfig is due while this replica leads. New references, to all of them as well;
 * NULL: to end. */
static json_t *next_mesh(struct operator* o, json_t **ret_all)
{
    json_t *mesh = NULL;
    bool rested = false;

    (void)pthread_mutex_lock(&o->lock);
    while (!atomic_load(&o->stop)) {
        int64_t now_ms = clock_mono_ms(), wait_ms = RESYNC_MS;
        bool leads = kube_fence_is_open(o->fence) && o->listed;
        const char *name = leads ? queue_take(&o->queue, now_ms, &wait_ms) : NULL;

        if (name) {
            mesh = json_incref(json_object_get(o->meshes, name));
            *ret_all = json_copy(o->meshes);
            counts_queue(o->reconciler.metrics, 0, queue_due(&o->queue, now_ms));
            break;
        }
        if (!rested)
            (void)malloc_trim(0); /* rendering takes megabytes for a moment, resting takes few */
        rested = true;
        clock_cond_wait(&o->woken, &o->lock, now_ms + (wait_ms < RESYNC_MS ? wait_ms : RESYNC_MS));
    }
    (void)pthread_mutex_unlock(&o->lock);
    return mesh;
}

/* Our copy may be old: then the watch brings the new one. */
static void note_outcome(struct operator* o, const char *name, bool failed, long again_ms,
                         double seconds, const struct err *err)
{
    bool conflict = failed && err->class == ERR_CONFLICT;
    enum counts_result result = conflict        ? COUNTS_CONFLICT
                                : failed        ? COUNTS_ERROR
                                : again_ms >= 0 ? COUNTS_PROGRESSING
                                                : COUNTS_SUCCESS;

    (void)pthread_mutex_lock(&o->lock);
    if (failed)
        queue_failed(&o->queue, name, clock_mono_ms());
    else
        queue_again(&o->queue, name, again_ms >= 0 && again_ms < RESYNC_MS ? again_ms : RESYNC_MS,
                    clock_mono_ms());
    (void)pthread_mutex_unlock(&o->lock);
    counts_reconcile(o->reconciler.metrics, result, seconds);
    if (failed && !conflict)
        log_error("reconcile", "mesh", name, "class", err_class_name(err->class), "error",
                  err_message(err));
}

static void *work(void *context)
{
    struct operator* o = context;

    for (;;) {
        auto_json json_t *all = NULL, *mesh = next_mesh(o, &all);
        auto_err struct err err = ERR_INIT;
        long again_ms = -1;

        if (!mesh)
            return NULL;
        int64_t began_us = clock_mono_us();
        int rc = reconcile_mesh(&o->reconciler, all, mesh, &again_ms, &err);
        note_outcome(o, json_text_at(json_object_get(mesh, "metadata"), "name"), rc < 0, again_ms,
                     (double)(clock_mono_us() - began_us) / 1e6, &err);
    }
}

/* ---- process ---- */

static bool is_ready(void *context, const char **ret_why)
{
    *ret_why = "MeshConfigs are not listed yet";
    return has_listed(context);
}

static int start(struct operator* o, struct err *err)
{
    struct program *program = &o->program;
    struct kube_watch_handler handler = {on_replace, on_change, on_failed, o};

    clock_cond_init(&o->woken);
    o->meshes = json_object();
    if (program_start(program, err) < 0)
        return -1;
    o->settings.namespace = program->namespace;
    o->reconciler.kube = kube_new(program->config, program->agent);
    kube_set_observer(o->reconciler.kube, counts_request, program->metrics);
    o->reconciler.cache = cache_new(program->config, on_touched, o);
    o->reconciler.metrics = program->metrics;
    o->reconciler.meshes = (struct meshes){
        .settings = &o->settings, .kube = o->reconciler.kube, .cache = o->reconciler.cache};
    if (program_serve(program, err) < 0)
        return -1;
    o->watch =
        kube_watch_start(program->config, program->agent, "/apis/malha.dev/v1alpha1/meshconfigs",
                         KUBE_WATCH_OBJECTS, &handler);
    const struct election_options election = {.kube = program->config,
                                              .user_agent = program->agent,
                                              .namespace = program->namespace,
                                              .metrics = program->metrics,
                                              .leading = wake,
                                              .context = o};
    o->election = election_start(&election);
    if (o->election) {
        o->fence = election_fence(o->election);
        kube_set_fence(o->reconciler.kube, o->fence);
        o->looping = pthread_create(&o->worker, NULL, work, o) == 0;
    }
    if (!o->looping)
        return err_set(err, ERR_INTERNAL, "no thread could be made");
    log_info("started", "version", MALHA_VERSION, "charts", o->settings.charts, "namespace",
             o->settings.namespace);
    return 0;
}

static void stop(struct operator* o)
{
    atomic_store(&o->stop, true);
    wake(o);
    election_halt(o->election);
    if (o->watch)
        kube_watch_cancel(o->watch);
    if (o->looping)
        (void)pthread_join(o->worker, NULL);
    election_stop(o->election);
    program_unserve(&o->program);
    kube_watch_stop(o->watch);
    cache_free(o->reconciler.cache);
    kube_free(o->reconciler.kube);
    meshes_done(&o->reconciler.meshes);
    queue_done(&o->queue);
    json_decref(o->meshes);
    program_done(&o->program);
}

static int say_goodbye(struct operator* o, struct err *err)
{
    struct program *program = &o->program;
    int rc = program_start(program, err);

    if (rc == 0) {
        const struct goodbye_options options = {.kube = program->config,
                                                .user_agent = program->agent,
                                                .namespace = program->namespace,
                                                .deployment = o->goodbye};

        rc = goodbye(&options, err);
    }
    if (rc < 0)
        log_error("not all MeshConfigs could be let go", "error", err_message(err));
    program_done(program);
    return rc < 0;
}

int main(int argc, char **argv)
{
    struct operator o = {.settings = {.charts = "/usr/share/malha/charts",
                                      .profiles = "/usr/share/malha/profiles",
                                      .components = "/usr/share/malha/components/istio.yaml",
                                      .addons = "/usr/share/malha/addons",
                                      .webhook_service = "malha-webhook"},
                         .goodbye = "",
                         .lock = PTHREAD_MUTEX_INITIALIZER};
    struct operator_settings *s = &o.settings;
    const struct program_option options[] = {
        {"charts", "FOLDER", "Istio's charts", &s->charts, NULL},
        {"profiles", "FOLDER", "Istio's profiles", &s->profiles, NULL},
        {"components", "FILE", "what a mesh is made of", &s->components, NULL},
        {"addons", "FOLDER", "the addons' charts", &s->addons, NULL},
        {"webhook-service", "NAME", "malha-webhook's Service", &s->webhook_service, NULL},
        {"goodbye", "DEPLOYMENT",
         "before uninstalling: end the operator's Deployment, let go of all MeshConfigs and end",
         &o.goodbye, NULL},
        {0}};
    auto_err struct err err = ERR_INIT;
    int rc;

    o.program = (struct program){.name = "malha-operator",
                                 .options = options,
                                 .metrics_port = 8080,
                                 .ready = is_ready,
                                 .context = &o};
    memory_init();
    rc = program_options(&o.program, argc, argv);
    if (rc >= 0)
        return rc;
    if (*o.goodbye)
        return say_goodbye(&o, &err);
    rc = start(&o, &err) < 0;
    if (rc == 0)
        program_wait();
    else
        log_error("cannot start", "error", err_message(&err));
    stop(&o);
    return rc;
}
