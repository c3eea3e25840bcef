#include "webhook/revisions.h"

#include <malloc.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"
#include "inject/nodes.h"
#include "inject/openshift.h"
#include "mesh/proxyconfig.h"

static const struct metric config_updates = {"malha_injector_config_updates_total",
                                             "Injector configurations read, by result",
                                             METRIC_COUNTER,
                                             {"revision", "result"},
                                             NULL};
static const struct metric config_good = {"malha_injector_config_last_update_timestamp_seconds",
                                          "When the configuration in use was read",
                                          METRIC_GAUGE,
                                          {"revision"},
                                          NULL};

enum { MAP_INJECTOR, MAP_MESH, N_MAPS };
static const char *const map_names[N_MAPS] = {"istio-sidecar-injector", "istio"};
static const char *const data_keys[N_MAPS][3] = {{"config", "values"}, {"mesh"}};

struct revision {
    char *name;           /* "" for none */
    json_t *maps[N_MAPS]; /* as last seen: what kept_of() leaves of them */
    bool there[N_MAPS], changed;
    struct inject_snapshot *snapshot; /* NULL: there was no good configuration yet */
};

struct revisions {
    struct revisions_options options;
    struct revision *items[REVISIONS_MAX]; /* the first is that of the options */
    size_t n;
};

static struct revision *add(struct revisions *revisions, const char *name)
{
    struct revision *fresh = mem_zalloc(sizeof(*fresh));

    fresh->name = mem_strdup(name);
    revisions->items[revisions->n++] = fresh;
    return fresh;
}

static void revision_free(struct revision *revision)
{
    for (int i = 0; i < N_MAPS; i++)
        json_decref(revision->maps[i]);
    inject_snapshot_unref(revision->snapshot);
    free(revision->name);
    free(revision);
}

struct revisions *revisions_new(const struct revisions_options *options)
{
    struct revisions *revisions = mem_zalloc(sizeof(*revisions));

    revisions->options = *options;
    (void)add(revisions, options->first);
    return revisions;
}

void revisions_free(struct revisions *revisions)
{
    for (size_t i = 0; i < revisions->n; i++)
        revision_free(revisions->items[i]);
    free(revisions);
}

/* ---- names ---- */

static bool is_place_of(const struct revisions *revisions, const char *revision,
                        const char *namespace)
{
    const char *place = json_dig_text(revisions->options.places, revision);

    return strcmp(place ? place : revisions->options.namespace, namespace) == 0;
}

/* Which of the two ConfigMaps it is by its name, and whose; -1 when it is another. The label and
 * the name say the same: one without a name behind is that of istiod without a revision. */
static int kind_of(const json_t *config_map, const char **ret_revision)
{
    const char *name = json_text_at(json_object_get(config_map, "metadata"), "name");
    const char *label = json_dig_text(config_map, "metadata", "labels", "istio.io/rev");

    for (int i = 0; label && i < N_MAPS; i++) {
        size_t len = strlen(map_names[i]);

        if (strncmp(name, map_names[i], len) != 0)
            continue;
        *ret_revision = name + len;
        if (name[len] == '\0')
            return i;
        if (name[len] == '-' && strcmp(name + len + 1, label) == 0) {
            *ret_revision = label;
            return i;
        }
    }
    return -1;
}

/* The same, of one that is where it has to be. */
static int map_of(const struct revisions *revisions, const json_t *config_map,
                  const char **ret_revision)
{
    int map = kind_of(config_map, ret_revision);
    const char *namespace = json_text_at(json_object_get(config_map, "metadata"), "namespace");

    return map >= 0 && is_place_of(revisions, *ret_revision, namespace) ? map : -1;
}

static size_t index_of(const struct revisions *revisions, const char *name)
{
    size_t i = 0;

    while (i < revisions->n && strcmp(revisions->items[i]->name, name) != 0)
        i++;
    return i;
}

static const char *shown(const struct revision *revision)
{
    return *revision->name ? revision->name : "default";
}

/* ---- snapshots ---- */

/* With `injector`, whose reference is taken. */
static void renew(struct revision *revision, struct injector *injector,
                  const struct surroundings *around)
{
    struct inject_snapshot *fresh = inject_snapshot_new(injector, revision->name);

    fresh->proxy_configs = proxy_configs_of_revision(around->proxy_configs, revision->name);
    fresh->nodes = json_incref(around->nodes);
    fresh->native_sidecars = nodes_are_native(fresh->nodes);
    if (openshift_is_platform(injector))
        fresh->namespaces = json_incref(around->namespaces);
    inject_snapshot_unref(revision->snapshot);
    revision->snapshot = fresh;
}

static int parse(const struct revision *revision, struct injector **ret_injector, struct err *err)
{
    const char *config = json_dig_text(revision->maps[MAP_INJECTOR], "data", "config");
    const char *values = json_dig_text(revision->maps[MAP_INJECTOR], "data", "values");
    const char *mesh = json_dig_text(revision->maps[MAP_MESH], "data", "mesh");

    if (!config || !values || !mesh)
        return err_set(err, ERR_INVALID, "the ConfigMaps need the keys config, values and mesh");
    return injector_parse(config, values, mesh, ret_injector, err);
}

static void load(const struct revisions *revisions, struct revision *revision,
                 const struct surroundings *around)
{
    const struct revisions_options *o = &revisions->options;
    const json_t *map = revision->maps[MAP_INJECTOR];
    auto_err struct err err = ERR_INIT;
    struct injector *injector = NULL;

    if (parse(revision, &injector, &err) < 0) {
        metrics_add(o->metrics, &config_updates, 1, shown(revision), "rejected");
        log_error("injector configuration refused, the last good one stays in use", "revision",
                  shown(revision), "error", err_message(&err));
        if (o->rejected)
            o->rejected(o->context, map, &err);
        return;
    }
    metrics_add(o->metrics, &config_updates, 1, shown(revision), "accepted");
    metrics_set(o->metrics, &config_good, (double)clock_wall_ms() / 1000, shown(revision));
    log_info("injector configuration in use", "revision", shown(revision), "resourceVersion",
             json_dig_text(map, "metadata", "resourceVersion"));
    renew(revision, injector, around);
    (void)malloc_trim(0); /* reading takes megabytes for a moment, what is read takes few */
}

/* ---- what is seen ---- */

static void keep(json_t *to, const json_t *from, const char *key)
{
    json_t *value = json_object_get(from, key);

    if (value)
        json_put(to, key, json_incref(value));
}

/* What is read of a ConfigMap, and what an Event about it needs: its other keys are copies of the
 * values for people, as large as these. */
static json_t *kept_of(int map, const json_t *config_map)
{
    static const char *const names[] = {"name", "namespace", "uid", "resourceVersion"};
    json_t *kept = json_pack("{s:s,s:s}", "apiVersion", "v1", "kind", "ConfigMap");

    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        keep(json_make(kept, "metadata"), json_object_get(config_map, "metadata"), names[i]);
    for (size_t i = 0; i < ARRAY_LEN(data_keys[map]) && data_keys[map][i]; i++)
        keep(json_make(kept, "data"), json_object_get(config_map, "data"), data_keys[map][i]);
    return kept;
}

static void note(struct revisions *revisions, const json_t *config_map)
{
    const char *name;
    int map = map_of(revisions, config_map, &name);
    auto_json json_t *kept = NULL;
    struct revision *revision;
    size_t i;

    if (map < 0)
        return;
    i = index_of(revisions, name);
    if (i == REVISIONS_MAX) {
        log_error("too many revisions, this one is not served", "revision", name);
        return;
    }
    revision = i < revisions->n ? revisions->items[i] : add(revisions, name);
    revision->there[map] = true;
    kept = kept_of(map, config_map);
    if (json_equal(json_object_get(revision->maps[map], "data"), json_object_get(kept, "data")))
        return;
    json_decref(revision->maps[map]);
    revision->maps[map] = STEAL(kept);
    revision->changed = true;
}

static void load_changed(struct revisions *revisions, const struct surroundings *around)
{
    for (size_t i = 0; i < revisions->n; i++) {
        struct revision *revision = revisions->items[i];

        if (revision->changed && revision->maps[MAP_INJECTOR] && revision->maps[MAP_MESH]) {
            revision->changed = false;
            load(revisions, revision, around);
        }
    }
}

void revisions_see(struct revisions *revisions, const json_t *config_map,
                   const struct surroundings *around)
{
    note(revisions, config_map);
    load_changed(revisions, around);
}

/* Of those after the first, who has no ConfigMap any more goes. */
static void sweep(struct revisions *revisions)
{
    size_t kept = 1;

    for (size_t i = 1; i < revisions->n; i++) {
        struct revision *revision = revisions->items[i];

        if (revision->there[MAP_INJECTOR] || revision->there[MAP_MESH]) {
            revisions->items[kept++] = revision;
            continue;
        }
        log_info("revision gone", "revision", shown(revision));
        revision_free(revision);
    }
    revisions->n = kept;
}

void revisions_miss(struct revisions *revisions, const json_t *config_map)
{
    const char *name;
    int map = map_of(revisions, config_map, &name);
    size_t i = map < 0 ? revisions->n : index_of(revisions, name);

    if (i == revisions->n)
        return;
    revisions->items[i]->there[map] = false;
    sweep(revisions);
}

void revisions_replace(struct revisions *revisions, const char *namespace,
                       const json_t *config_maps, const struct surroundings *around)
{
    size_t i;
    json_t *config_map;

    for (i = 0; i < revisions->n; i++) {
        if (is_place_of(revisions, revisions->items[i]->name, namespace))
            memset(revisions->items[i]->there, 0, sizeof(revisions->items[i]->there));
    }
    json_array_foreach ((json_t *)config_maps, i, config_map)
        note(revisions, config_map); /* both of a revision, before it is read */
    sweep(revisions);
    load_changed(revisions, around);
}

void revisions_renew(struct revisions *revisions, const struct surroundings *around)
{
    for (size_t i = 0; i < revisions->n; i++) {
        struct revision *revision = revisions->items[i];

        if (revision->snapshot)
            renew(revision, injector_ref(revision->snapshot->injector), around);
    }
}

/* ---- questions ---- */

struct inject_snapshot *revisions_find(const struct revisions *revisions, const char *name)
{
    size_t i = index_of(revisions, name);

    if (i == revisions->n && strcmp(name, "default") == 0)
        i = index_of(revisions, "");
    return i < revisions->n ? revisions->items[i]->snapshot : NULL;
}

bool revisions_good(const struct revisions *revisions)
{
    const struct revision *first = revisions->items[0];

    if ((first->there[MAP_INJECTOR] || first->there[MAP_MESH]) && !first->snapshot)
        return false;
    for (size_t i = 0; i < revisions->n; i++) {
        if (revisions->items[i]->snapshot)
            return true;
    }
    return false;
}

bool revisions_need_namespaces(const struct revisions *revisions)
{
    for (size_t i = 0; i < revisions->n; i++) {
        if (revisions->items[i]->snapshot && revisions->items[i]->snapshot->namespaces)
            return true;
    }
    return false;
}
