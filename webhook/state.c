#include "webhook/state.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/version.h"
#include "inject/nodes.h"
#include "inject/openshift.h"
#include "kube/watch.h"

static const struct metric config_updates = {"malha_injector_config_updates_total",
                                             "Injector configurations read, by result",
                                             METRIC_COUNTER,
                                             {"result"},
                                             NULL};
static const struct metric config_good = {"malha_injector_config_last_update_timestamp_seconds",
                                          "When the configuration in use was read",
                                          METRIC_GAUGE,
                                          {NULL},
                                          NULL};

enum { WATCH_INJECTOR, WATCH_MESH, WATCH_NODES, WATCH_PROXY_CONFIGS, WATCH_NAMESPACES, N_WATCHES };

struct source {
    struct state *state;
    int index;
    bool listed; /* once */
};

struct state {
    struct state_options options;
    pthread_mutex_t lock;
    struct inject_snapshot *snapshot;
    json_t *injector_map, *mesh_map; /* ConfigMaps as last seen */
    json_t *objects[N_WATCHES];      /* ProxyConfigs by namespace/name, nodes' versions, namespaces'
                                        annotations */
    struct source sources[N_WATCHES];
    struct kube_watch *watches[N_WATCHES];
};

static json_t *values_of(const json_t *object)
{
    json_t *list = json_array(), *value;
    const char *key;

    json_object_foreach ((json_t *)object, key, value)
        json_array_append(list, value);
    return list;
}

static void watch(struct state *state, int index, const char *path);

/* Makes the snapshot anew from what was seen; the lock is held. A new injector configuration is
 * parsed only when `reparse` is set. */
static void rebuild(struct state *state, bool reparse)
{
    const char *config = json_dig_text(state->injector_map, "data", "config");
    const char *values = json_dig_text(state->injector_map, "data", "values");
    const char *mesh = json_dig_text(state->mesh_map, "data", "mesh");
    auto_err struct err err = ERR_INIT;
    struct injector *injector = NULL;
    struct inject_snapshot *fresh;

    if (reparse) {
        if (!state->injector_map || !state->mesh_map)
            return;
        if (!config || !values || !mesh)
            (void)err_set(&err, ERR_INVALID,
                          "the ConfigMaps need the keys config, values and mesh");
        else
            (void)!injector_parse(config, values, mesh, &injector, &err);
        metrics_add(state->options.metrics, &config_updates, 1, injector ? "accepted" : "rejected");
        if (!injector) {
            log_error("injector configuration refused, the last good one stays in use", "error",
                      err_message(&err));
            if (state->options.rejected)
                state->options.rejected(state->options.context, state->injector_map, &err);
            return;
        }
        metrics_set(state->options.metrics, &config_good, (double)clock_wall_ms() / 1000);
        log_info("injector configuration in use", "resourceVersion",
                 json_dig_text(state->injector_map, "metadata", "resourceVersion"));
    } else if (state->snapshot) {
        injector = injector_ref(state->snapshot->injector);
    } else {
        return;
    }
    fresh = inject_snapshot_new(injector);
    fresh->proxy_configs = values_of(state->objects[WATCH_PROXY_CONFIGS]);
    fresh->nodes = json_copy(state->objects[WATCH_NODES]);
    fresh->native_sidecars = nodes_are_native(fresh->nodes);
    if (openshift_is_platform(injector)) {
        fresh->namespaces = json_copy(state->objects[WATCH_NAMESPACES]);
        if (!state->watches[WATCH_NAMESPACES])
            watch(state, WATCH_NAMESPACES, "/api/v1/namespaces");
    }
    inject_snapshot_unref(state->snapshot);
    state->snapshot = fresh;
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

/* The ConfigMap, or collection entry, is now `object` (NULL: gone); the lock is held. Was it
 * another? */
static bool remember(struct state *state, int index, const json_t *object)
{
    bool changed = true;

    if (index == WATCH_INJECTOR || index == WATCH_MESH) {
        json_t **slot = index == WATCH_INJECTOR ? &state->injector_map : &state->mesh_map;

        json_decref(*slot);
        *slot = json_incref((json_t *)object);
    } else {
        auto_free char *key = key_of(index, object);
        json_t *kept = kept_of(index, object),
               *before = json_object_get(state->objects[index], key);

        changed = !before || !json_equal(before, kept); /* most events of nodes are heartbeats */
        json_put(state->objects[index], key, kept);
    }
    return changed;
}

static void on_replace(void *context, const json_t *items)
{
    struct source *source = context;
    struct state *state = source->state;
    bool config = source->index == WATCH_INJECTOR || source->index == WATCH_MESH;
    size_t i;
    json_t *item;

    (void)pthread_mutex_lock(&state->lock);
    source->listed = true;
    if (!config)
        (void)json_object_clear(state->objects[source->index]);
    json_array_foreach ((json_t *)items, i, item)
        (void)remember(state, source->index, item);
    if (!config || json_array_size(items) > 0)
        rebuild(state, config);
    (void)pthread_mutex_unlock(&state->lock);
}

static void on_change(void *context, enum kube_change change, const json_t *object)
{
    struct source *source = context;
    struct state *state = source->state;
    bool config = source->index == WATCH_INJECTOR || source->index == WATCH_MESH;

    (void)pthread_mutex_lock(&state->lock);
    if (change != KUBE_DELETED) {
        if (remember(state, source->index, object))
            rebuild(state, config);
    } else if (!config) {
        auto_free char *key = key_of(source->index, object);

        (void)json_object_del(state->objects[source->index], key);
        rebuild(state, false);
    } /* a ConfigMap that is deleted leaves what it said in use: pods are still to be admitted */
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
    const char *dash = *options->revision ? "-" : "";
    char *paths[N_WATCHES];

    paths[WATCH_INJECTOR] = mem_printf(
        "/api/v1/namespaces/%s/configmaps?fieldSelector=metadata.name%%3Distio-sidecar-injector%s%s",
        options->namespace, dash, options->revision);
    paths[WATCH_MESH] =
        mem_printf("/api/v1/namespaces/%s/configmaps?fieldSelector=metadata.name%%3Distio%s%s",
                   options->namespace, dash, options->revision);
    paths[WATCH_NODES] = mem_strdup("/api/v1/nodes?includeObject=None");
    paths[WATCH_PROXY_CONFIGS] = mem_strdup("/apis/networking.istio.io/v1beta1/proxyconfigs");
    state->options = *options;
    (void)pthread_mutex_init(&state->lock, NULL);
    paths[WATCH_NAMESPACES] = NULL; /* once an injector says that it is OpenShift */
    for (int i = 0; i < N_WATCHES; i++) {
        state->objects[i] = json_object();
        state->sources[i] = (struct source){.state = state, .index = i};
    }
    for (int i = 0; i < N_WATCHES; i++) {
        if (paths[i])
            watch(state, i, paths[i]);
        free(paths[i]);
    }
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
    json_decref(state->injector_map);
    json_decref(state->mesh_map);
    inject_snapshot_unref(state->snapshot);
    (void)pthread_mutex_destroy(&state->lock);
    free(state);
}

struct inject_snapshot *state_snapshot(struct state *state)
{
    struct inject_snapshot *snapshot;

    (void)pthread_mutex_lock(&state->lock);
    snapshot = state->snapshot ? inject_snapshot_ref(state->snapshot) : NULL;
    (void)pthread_mutex_unlock(&state->lock);
    return snapshot;
}

bool state_ready(struct state *state)
{
    bool ready;

    (void)pthread_mutex_lock(&state->lock);
    ready = state->snapshot && state->sources[WATCH_NODES].listed &&
            (!state->snapshot->namespaces || state->sources[WATCH_NAMESPACES].listed);
    (void)pthread_mutex_unlock(&state->lock);
    return ready;
}
