#include "webhook/state.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/mem.h"
#include "base/version.h"
#include "inject/openshift.h"
#include "kube/watch.h"

enum { WATCH_MAPS, WATCH_NODES, WATCH_PROXY_CONFIGS, WATCH_NAMESPACES, N_WATCHES };

struct source {
    struct state *state;
    int index;
    bool listed; /* once */
};

struct state {
    struct state_options options;
    pthread_mutex_t lock;
    struct revisions *revisions;
    struct surroundings around;
    json_t *objects[N_WATCHES]; /* ProxyConfigs by namespace/name, nodes' versions, namespaces'
                                   annotations */
    struct source sources[N_WATCHES];
    struct kube_watch *watches[N_WATCHES];
};

static void watch(struct state *state, int index, const char *path);

/* OpenShift's namespaces are looked at once a revision says that it is OpenShift. */
static void watch_namespaces_if_needed(struct state *state)
{
    if (!state->watches[WATCH_NAMESPACES] && revisions_need_namespaces(state->revisions))
        watch(state, WATCH_NAMESPACES, "/api/v1/namespaces");
}

static void around_done(struct surroundings *around)
{
    json_decref(around->proxy_configs);
    json_decref(around->nodes);
    json_decref(around->namespaces);
}

/* Makes all snapshots anew from what was seen beside the ConfigMaps; the lock is held. */
static void renew(struct state *state)
{
    struct surroundings fresh = {.proxy_configs = json_array(),
                                 .nodes = json_copy(state->objects[WATCH_NODES]),
                                 .namespaces = json_copy(state->objects[WATCH_NAMESPACES])};
    json_t *value;
    const char *key;

    json_object_foreach (state->objects[WATCH_PROXY_CONFIGS], key, value)
        json_array_append(fresh.proxy_configs, value);
    around_done(&state->around);
    state->around = fresh;
    revisions_renew(state->revisions, &state->around);
}

/* Nodes and namespaces are asked by name. */
static char *key_of(int index, const json_t *object)
{
    if (index == WATCH_NAMESPACES || index == WATCH_NODES)
        return mem_strdup(json_text_at(json_object_get(object, "metadata"), "name"));
    const char *namespace = json_dig_text(object, "metadata", "namespace");
    const char *name = json_dig_text(object, "metadata", "name");

    return mem_printf("%s/%s", namespace ? namespace : "", name ? name : "");
}

/* What is to be known of an object. */
static json_t *kept_of(int index, const json_t *object)
{
    static const char *const annotations[] = {OPENSHIFT_UIDS, OPENSHIFT_GROUPS};
    json_t *version = json_dig(object, "columns", "Version"), *kept;

    if (index == WATCH_NODES)
        return version ? json_incref(version) : json_null();
    if (index != WATCH_NAMESPACES)
        return json_incref((json_t *)object);
    kept = json_object();
    for (size_t i = 0; i < ARRAY_LEN(annotations); i++) {
        const char *text = json_dig_text(object, "metadata", "annotations", annotations[i]);

        if (text)
            json_put_text(kept, annotations[i], text);
    }
    return kept;
}

/* The entry is now `object`; the lock is held. Was it another? */
static bool remember(struct state *state, int index, const json_t *object)
{
    auto_free char *key = key_of(index, object);
    json_t *kept = kept_of(index, object), *before = json_object_get(state->objects[index], key);
    bool changed = !before || !json_equal(before, kept); /* most events of nodes are heartbeats */

    json_put(state->objects[index], key, kept);
    return changed;
}

static void on_replace(void *context, const json_t *items)
{
    struct source *source = context;
    struct state *state = source->state;
    size_t i;
    json_t *item;

    (void)pthread_mutex_lock(&state->lock);
    source->listed = true;
    if (source->index == WATCH_MAPS) {
        revisions_replace(state->revisions, items, &state->around);
        watch_namespaces_if_needed(state);
    } else {
        (void)json_object_clear(state->objects[source->index]);
        json_array_foreach ((json_t *)items, i, item)
            (void)remember(state, source->index, item);
        renew(state);
    }
    (void)pthread_mutex_unlock(&state->lock);
}

static void on_config_map(struct state *state, enum kube_change change, const json_t *object)
{
    if (change == KUBE_DELETED)
        revisions_miss(state->revisions, object);
    else
        revisions_see(state->revisions, object, &state->around);
    watch_namespaces_if_needed(state);
}

static void on_change(void *context, enum kube_change change, const json_t *object)
{
    struct source *source = context;
    struct state *state = source->state;

    (void)pthread_mutex_lock(&state->lock);
    if (source->index == WATCH_MAPS) {
        on_config_map(state, change, object);
    } else if (change != KUBE_DELETED) {
        if (remember(state, source->index, object))
            renew(state);
    } else {
        auto_free char *key = key_of(source->index, object);

        (void)json_object_del(state->objects[source->index], key);
        renew(state);
    }
    (void)pthread_mutex_unlock(&state->lock);
}

static void on_failed(void *context, const struct err *err)
{
    const struct source *source = context;

    /* Istio's CRDs may not be there yet: then there are no ProxyConfigs. */
    if (source->index == WATCH_PROXY_CONFIGS && err->class == ERR_NOT_FOUND)
        log_debug("watch", "error", err_message(err));
    else
        log_warn("watch failed and is tried again", "error", err_message(err));
}

static void watch(struct state *state, int index, const char *path)
{
    struct kube_watch_handler handler = {on_replace, on_change, on_failed, &state->sources[index]};

    state->watches[index] =
        kube_watch_start(state->options.kube, "malha-webhook/" MALHA_VERSION, path,
                         index == WATCH_NODES ? KUBE_WATCH_TABLE : KUBE_WATCH_OBJECTS, &handler);
}

struct state *state_start(const struct state_options *options)
{
    struct state *state = mem_zalloc(sizeof(*state));
    auto_free char *maps = mem_printf(
        "/api/v1/namespaces/%s/configmaps?labelSelector=istio.io%%2Frev", options->namespace);

    state->options = *options;
    (void)pthread_mutex_init(&state->lock, NULL);
    state->revisions = revisions_new(&options->revisions);
    for (int i = 0; i < N_WATCHES; i++) {
        state->objects[i] = json_object();
        state->sources[i] = (struct source){.state = state, .index = i};
    }
    renew(state);
    watch(state, WATCH_MAPS, maps);
    watch(state, WATCH_NODES, "/api/v1/nodes?includeObject=None");
    watch(state, WATCH_PROXY_CONFIGS, "/apis/networking.istio.io/v1beta1/proxyconfigs");
    return state;
}

void state_stop(struct state *state)
{
    if (!state)
        return;
    for (int i = 0; i < WATCH_NAMESPACES; i++)
        kube_watch_cancel(state->watches[i]);
    for (int i = 0; i < N_WATCHES; i++)
        kube_watch_stop(
            state->watches[i]); /* that of namespaces last: the others may have started it */
    for (int i = 0; i < N_WATCHES; i++)
        json_decref(state->objects[i]);
    around_done(&state->around);
    revisions_free(state->revisions);
    (void)pthread_mutex_destroy(&state->lock);
    free(state);
}

struct inject_snapshot *state_snapshot(struct state *state, const char *revision)
{
    struct inject_snapshot *snapshot;

    (void)pthread_mutex_lock(&state->lock);
    snapshot = revisions_find(state->revisions, revision);
    if (snapshot)
        (void)inject_snapshot_ref(snapshot);
    (void)pthread_mutex_unlock(&state->lock);
    return snapshot;
}

bool state_ready(struct state *state)
{
    bool ready;

    (void)pthread_mutex_lock(&state->lock);
    ready =
        revisions_good(state->revisions) && state->sources[WATCH_NODES].listed &&
        (!revisions_need_namespaces(state->revisions) || state->sources[WATCH_NAMESPACES].listed);
    (void)pthread_mutex_unlock(&state->lock);
    return ready;
}
