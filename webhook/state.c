#include "webhook/state.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/mem.h"
#include "base/version.h"
#include "inject/openshift.h"
#include "kube/watch.h"

enum { SEE_NODES, SEE_PROXY_CONFIGS, SEE_NAMESPACES, N_SEEN, SEE_MAPS = N_SEEN };

struct source {
    struct state *state;
    int what;
    char *namespace; /* of ConfigMaps */
    bool listed;     /* once */
    struct kube_watch *watch;
};

struct state {
    struct state_options options;
    pthread_mutex_t lock;
    struct revisions *revisions;
    struct surroundings around;
    json_t *objects[N_SEEN]; /* ProxyConfigs by namespace/name, nodes' versions, namespaces'
                                annotations */
    struct source sources[N_SEEN];
    struct source *maps; /* one for each namespace with ConfigMaps of istiod */
    size_t n_maps;
};

static void watch(struct source *source, const char *path);

/* OpenShift's namespaces are looked at once a revision says that it is OpenShift. */
static void watch_namespaces_if_needed(struct state *state)
{
    if (!state->sources[SEE_NAMESPACES].watch && revisions_need_namespaces(state->revisions))
        watch(&state->sources[SEE_NAMESPACES], "/api/v1/namespaces");
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
                                 .nodes = json_copy(state->objects[SEE_NODES]),
                                 .namespaces = json_copy(state->objects[SEE_NAMESPACES])};
    json_t *value;
    const char *key;

    json_object_foreach (state->objects[SEE_PROXY_CONFIGS], key, value)
        json_array_append(fresh.proxy_configs, value);
    around_done(&state->around);
    state->around = fresh;
    revisions_renew(state->revisions, &state->around);
}

/* Nodes and namespaces are asked by name. */
static char *key_of(int what, const json_t *object)
{
    if (what == SEE_NAMESPACES || what == SEE_NODES)
        return mem_strdup(json_text_at(json_object_get(object, "metadata"), "name"));
    const char *namespace = json_dig_text(object, "metadata", "namespace");
    const char *name = json_dig_text(object, "metadata", "name");

    return mem_printf("%s/%s", namespace ? namespace : "", name ? name : "");
}

/* What is to be known of an object. */
static json_t *kept_of(int what, const json_t *object)
{
    static const char *const annotations[] = {OPENSHIFT_UIDS, OPENSHIFT_GROUPS};
    json_t *version = json_dig(object, "columns", "Version"), *kept;

    if (what == SEE_NODES)
        return version ? json_incref(version) : json_null();
    if (what != SEE_NAMESPACES)
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
static bool remember(struct state *state, int what, const json_t *object)
{
    auto_free char *key = key_of(what, object);
    json_t *kept = kept_of(what, object), *before = json_object_get(state->objects[what], key);
    bool changed = !before || !json_equal(before, kept); /* most events of nodes are heartbeats */

    json_put(state->objects[what], key, kept);
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
    if (source->what == SEE_MAPS) {
        revisions_replace(state->revisions, source->namespace, items, &state->around);
        watch_namespaces_if_needed(state);
    } else {
        (void)json_object_clear(state->objects[source->what]);
        json_array_foreach ((json_t *)items, i, item)
            (void)remember(state, source->what, item);
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
    if (source->what == SEE_MAPS) {
        on_config_map(state, change, object);
    } else if (change != KUBE_DELETED) {
        if (remember(state, source->what, object))
            renew(state);
    } else {
        auto_free char *key = key_of(source->what, object);

        (void)json_object_del(state->objects[source->what], key);
        renew(state);
    }
    (void)pthread_mutex_unlock(&state->lock);
}

static void on_failed(void *context, const struct err *err)
{
    const struct source *source = context;

    /* Istio's CRDs may not be there yet: then there are no ProxyConfigs. */
    if (source->what == SEE_PROXY_CONFIGS && err->class == ERR_NOT_FOUND)
        log_debug("watch", "error", err_message(err));
    else
        log_warn("watch failed and is tried again", "error", err_message(err));
}

static void watch(struct source *source, const char *path)
{
    struct kube_watch_handler handler = {on_replace, on_change, on_failed, source};

    source->watch = kube_watch_start(
        source->state->options.kube, "malha-webhook/" MALHA_VERSION, path,
        source->what == SEE_NODES ? KUBE_WATCH_TABLE : KUBE_WATCH_OBJECTS, &handler);
}

static void add_maps(struct state *state, const char *namespace)
{
    for (size_t i = 0; i < state->n_maps; i++) {
        if (strcmp(state->maps[i].namespace, namespace) == 0)
            return;
    }
    state->maps[state->n_maps++] =
        (struct source){.state = state, .what = SEE_MAPS, .namespace = mem_strdup(namespace)};
}

static void watch_maps(struct state *state)
{
    const struct revisions_options *o = &state->options.revisions;
    const char *revision;
    json_t *namespace;

    state->maps = mem_zalloc((json_object_size(o->places) + 1) * sizeof(*state->maps));
    add_maps(state, o->namespace);
    json_object_foreach ((json_t *)o->places, revision, namespace)
        add_maps(state, json_string_value(namespace));
    for (size_t i = 0; i < state->n_maps; i++) {
        auto_free char *path =
            mem_printf("/api/v1/namespaces/%s/configmaps?labelSelector=istio.io%%2Frev",
                       state->maps[i].namespace);

        watch(&state->maps[i], path);
    }
}

struct state *state_start(const struct state_options *options)
{
    struct state *state = mem_zalloc(sizeof(*state));

    state->options = *options;
    (void)pthread_mutex_init(&state->lock, NULL);
    state->revisions = revisions_new(&options->revisions);
    for (int i = 0; i < N_SEEN; i++) {
        state->objects[i] = json_object();
        state->sources[i] = (struct source){.state = state, .what = i};
    }
    renew(state);
    watch_maps(state);
    watch(&state->sources[SEE_NODES], "/api/v1/nodes?includeObject=None");
    watch(&state->sources[SEE_PROXY_CONFIGS], "/apis/networking.istio.io/v1beta1/proxyconfigs");
    return state;
}

void state_stop(struct state *state)
{
    if (!state)
        return;
    for (size_t i = 0; i < state->n_maps; i++)
        kube_watch_cancel(state->maps[i].watch);
    for (int i = 0; i < SEE_NAMESPACES; i++)
        kube_watch_cancel(state->sources[i].watch);
    for (size_t i = 0; i < state->n_maps; i++) {
        kube_watch_stop(state->maps[i].watch);
        free(state->maps[i].namespace);
    }
    for (int i = 0; i < N_SEEN; i++) { /* namespaces last: the others may have started it */
        kube_watch_stop(state->sources[i].watch);
        json_decref(state->objects[i]);
    }
    free(state->maps);
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
    ready = revisions_good(state->revisions) && state->sources[SEE_NODES].listed &&
            (!revisions_need_namespaces(state->revisions) || state->sources[SEE_NAMESPACES].listed);
    (void)pthread_mutex_unlock(&state->lock);
    return ready;
}
