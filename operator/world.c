#include "operator/world.h"

#include <openssl/evp.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/mem.h"
#include "base/version.h"
#include "kube/watch.h"

struct kind_watch {
    struct world *world;
    char *api_version, *kind, *set;
    struct kube_watch *watch;
};

struct world {
    const struct kube_config *config;
    void (*wake)(void *context);
    void *context;
    pthread_mutex_t lock;
    json_t *applied; /* key -> {hash, version}: what we saw there last */
    json_t *touched; /* key -> true: to be looked at again */
    struct kind_watch **watches;
    size_t n_watches, cap_watches;
};

struct world *world_new(const struct kube_config *config, void (*wake)(void *context),
                        void *context)
{
    struct world *world = mem_zalloc(sizeof(*world));

    world->config = config;
    world->wake = wake;
    world->context = context;
    world->applied = json_object();
    world->touched = json_object();
    (void)pthread_mutex_init(&world->lock, NULL);
    return world;
}

void world_free(struct world *world)
{
    if (!world)
        return;
    for (size_t i = 0; i < world->n_watches; i++)
        kube_watch_cancel(world->watches[i]->watch);
    for (size_t i = 0; i < world->n_watches; i++) {
        kube_watch_stop(world->watches[i]->watch);
        free(world->watches[i]->api_version);
        free(world->watches[i]->kind);
        free(world->watches[i]->set);
        free(world->watches[i]);
    }
    free(world->watches);
    json_decref(world->applied);
    json_decref(world->touched);
    (void)pthread_mutex_destroy(&world->lock);
    free(world);
}

/* The API group: an object is the same whatever version of it a watch shows. */
static int group_length(const char *api_version)
{
    const char *slash = strchr(api_version, '/');

    return slash ? (int)(slash - api_version) : 0;
}

static char *make_key(const char *api_version, const char *kind, const char *namespace,
                      const char *name)
{
    return mem_printf("%.*s|%s|%s|%s", group_length(api_version), api_version, kind,
                      namespace ? namespace : "", name);
}

char *world_key(const json_t *object, const char *default_namespace)
{
    const char *namespace = json_dig_text(object, "metadata", "namespace");
    const char *api_version = json_dig_text(object, "apiVersion"),
               *kind = json_dig_text(object, "kind");
    const char *name = json_dig_text(object, "metadata", "name");

    return make_key(api_version ? api_version : "", kind ? kind : "",
                    namespace ? namespace : default_namespace, name ? name : "");
}

/* ---- comparing ---- */

/* "1500m" -> 1.5, "1Gi" -> 1073741824; false when it is no quantity (apimachinery's
 * resource.Quantity). */
static bool parse_quantity(const json_t *value, double *ret)
{
    static const struct {
        const char *suffix;
        double factor;
    } suffixes[] = {{"", 1},
                    {"m", 1e-3},
                    {"k", 1e3},
                    {"M", 1e6},
                    {"G", 1e9},
                    {"T", 1e12},
                    {"Ki", 1024},
                    {"Mi", 1024.0 * 1024},
                    {"Gi", 1073741824},
                    {"Ti", 1099511627776.0}};
    const char *text = json_string_value(value);
    char *end;

    if (json_is_number(value)) {
        *ret = json_number_value(value);
        return true;
    }
    if (!text || !*text || strspn(text, "0123456789.") == 0)
        return false;
    *ret = strtod(text, &end);
    for (size_t i = 0; i < ARRAY_LEN(suffixes); i++) {
        if (strcmp(end, suffixes[i].suffix) == 0) {
            *ret *= suffixes[i].factor;
            return true;
        }
    }
    return false;
}

/* The server writes quantities in its own way: 2000m comes back as 2. */
static bool same_quantity(const json_t *a, const json_t *b)
{
    double x, y;

    return parse_quantity(a, &x) && parse_quantity(b, &y) && x == y;
}

static bool is_nothing(const json_t *value)
{
    return !value || json_is_null(value) ||
           (json_is_object(value) && json_object_size(value) == 0) ||
           (json_is_array(value) && json_array_size(value) == 0);
}

bool world_matches(const json_t *live, const json_t *wanted)
{
    const char *key;
    json_t *value;

    if (is_nothing(wanted))
        return is_nothing(live) || json_is_object(live);
    if (json_is_object(wanted)) {
        json_object_foreach ((json_t *)wanted, key, value) {
            if (!world_matches(json_object_get(live, key), value))
                return false;
        }
        return true;
    }
    if (json_is_array(wanted)) {
        if (!json_is_array(live) || json_array_size(live) != json_array_size(wanted))
            return false;
        for (size_t i = 0; i < json_array_size(wanted); i++) {
            if (!world_matches(json_array_get(live, i), json_array_get(wanted, i)))
                return false;
        }
        return true;
    }
    return json_same(live, wanted) || same_quantity(live, wanted);
}

/* Did our write change anything but what others write all the time (status)? */
static bool differs(const json_t *before, const json_t *after)
{
    static const char *const parts[] = {"generation", "labels", "annotations"};
    const char *version = json_dig_text(before, "metadata", "resourceVersion");
    const char *new_version = json_dig_text(after, "metadata", "resourceVersion");

    if (version && new_version && strcmp(version, new_version) == 0)
        return false;
    if (!json_dig(after, "metadata", "generation"))
        return true;
    for (size_t i = 0; i < ARRAY_LEN(parts); i++) {
        const json_t *a = json_dig(before, "metadata", parts[i]),
                     *b = json_dig(after, "metadata", parts[i]);

        if ((a || b) && !(a && b && json_same(a, b)))
            return true;
    }
    return false;
}

static char *hash_of(const json_t *object)
{
    auto_free char *text = json_text(object);
    unsigned char sum[EVP_MAX_MD_SIZE];
    unsigned len = 0;
    struct buf out = BUF_INIT(2 * EVP_MAX_MD_SIZE + 1);

    (void)EVP_Digest(text, strlen(text), sum, &len, EVP_sha256(), NULL);
    for (unsigned i = 0; i < len; i++)
        buf_addf(&out, "%02x", sum[i]);
    return buf_take(&out);
}

/* ---- applying ---- */

static void remember(struct world *world, const char *key, const char *hash, const json_t *live)
{
    const char *version = json_dig_text(live, "metadata", "resourceVersion");

    (void)pthread_mutex_lock(&world->lock);
    json_put(world->applied, key,
             json_pack("{s:s,s:s}", "hash", hash, "version", version ? version : ""));
    (void)pthread_mutex_unlock(&world->lock);
}

/* Is this what we left there, as far as anybody told us? Takes the key off the touched ones. */
static bool is_settled(struct world *world, const char *key, const char *hash, bool *ret_same_wish)
{
    const char *known;
    bool touched;

    (void)pthread_mutex_lock(&world->lock);
    known = json_dig_text(world->applied, key, "hash");
    *ret_same_wish = known && strcmp(known, hash) == 0;
    touched = json_object_get(world->touched, key) != NULL;
    (void)json_object_del(world->touched, key);
    (void)pthread_mutex_unlock(&world->lock);
    return *ret_same_wish && !touched;
}

/* istiod flips failurePolicy of its validating webhooks from Ignore to Fail once it serves them;
 * from then on it is not ours to say. */
static json_t *without_contested(const json_t *object, const json_t *live)
{
    const char *kind = json_dig_text(object, "kind");
    json_t *copy, *webhook;
    size_t i;

    if (!live || !kind || strcmp(kind, "ValidatingWebhookConfiguration") != 0)
        return json_incref((json_t *)object);
    copy = json_deep_copy(object);
    json_array_foreach (json_object_get(copy, "webhooks"), i, webhook) {
        const json_t *other = json_array_get(json_object_get(live, "webhooks"), i);
        const char *policy = json_dig_text(other, "failurePolicy");

        if (policy)
            json_put_text(webhook, "failurePolicy", policy);
    }
    return copy;
}

int world_apply(struct world *world, struct kube *kube, const json_t *object,
                const char *default_namespace, enum world_change *ret_change, struct err *err)
{
    struct kube_apply_options options = {
        .manager = WORLD_MANAGER, .force = true, .default_namespace = default_namespace};
    const char *api_version = json_dig_text(object, "apiVersion");
    const char *kind = json_dig_text(object, "kind");
    const struct kube_resource *resource;
    auto_free char *hash = hash_of(object);
    auto_free char *path = NULL;
    auto_json json_t *live = NULL, *wanted = NULL, *result = NULL;
    bool same_wish;

    *ret_change = WORLD_SAME;
    if (kube_resource(kube, api_version ? api_version : "", kind ? kind : "", &resource, err) < 0)
        return -1;
    auto_free char *key = world_key(object, resource->namespaced ? default_namespace : NULL);
    if (is_settled(world, key, hash, &same_wish))
        return 0;
    if (kube_path_of(kube, object, default_namespace, &path, err) < 0)
        return err_wrap(err, "%s", key);
    if (kube_get(kube, path, &live, err) < 0) {
        if (err->class != ERR_NOT_FOUND)
            return err_wrap(err, "%s", key);
        err_done(err);
    }
    wanted = without_contested(object, live);
    if (live && world_matches(live, wanted)) {
        remember(world, key, hash, live);
        return 0;
    }
    if (kube_apply(kube, wanted, &options, &result, err) < 0)
        return err_wrap(err, "%s", key);
    remember(world, key, hash, result);
    if (!live)
        *ret_change = same_wish ? WORLD_REPAIRED : WORLD_CREATED;
    else if (differs(live, result))
        *ret_change = same_wish ? WORLD_REPAIRED : WORLD_CHANGED;
    return 0;
}

void world_forget(struct world *world)
{
    (void)pthread_mutex_lock(&world->lock);
    (void)json_object_clear(world->applied);
    (void)json_object_clear(world->touched);
    (void)pthread_mutex_unlock(&world->lock);
}

/* ---- watching ---- */

/* Something with this key is at `version` now (NULL: gone). Says whether that is news. */
static bool note(struct world *world, const char *key, const char *version)
{
    const char *known;
    bool news;

    (void)pthread_mutex_lock(&world->lock);
    known = json_dig_text(world->applied, key, "version");
    news = known && (!version || strcmp(known, version) != 0);
    if (news)
        json_put(world->touched, key, json_true());
    (void)pthread_mutex_unlock(&world->lock);
    return news;
}

static char *key_in(const struct kind_watch *w, const json_t *object)
{
    const char *name = json_dig_text(object, "metadata", "name");

    return make_key(w->api_version, w->kind, json_dig_text(object, "metadata", "namespace"),
                    name ? name : "");
}

static void on_change(void *context, enum kube_change change, const json_t *object)
{
    struct kind_watch *w = context;
    auto_free char *key = key_in(w, object);
    const char *version = json_dig_text(object, "metadata", "resourceVersion");

    if (note(w->world, key, change == KUBE_DELETED ? NULL : version))
        w->world->wake(w->world->context);
}

static void on_replace(void *context, const json_t *items)
{
    struct kind_watch *w = context;
    auto_free char *prefix =
        mem_printf("%.*s|%s|", group_length(w->api_version), w->api_version, w->kind);
    auto_json json_t *there = json_object(), *gone = json_array();
    bool news = false;
    const char *key;
    json_t *item;
    size_t i;

    json_array_foreach ((json_t *)items, i, item) {
        auto_free char *item_key = key_in(w, item);

        json_put(there, item_key, json_true());
        news |= note(w->world, item_key, json_dig_text(item, "metadata", "resourceVersion"));
    }
    (void)pthread_mutex_lock(&w->world->lock);
    json_object_foreach (w->world->applied, key, item) {
        if (strncmp(key, prefix, strlen(prefix)) == 0 && !json_object_get(there, key))
            json_array_append_new(gone, json_string(key));
    }
    (void)pthread_mutex_unlock(&w->world->lock);
    json_array_foreach (gone, i, item)
        news |= note(w->world, json_string_value(item), NULL);
    if (news)
        w->world->wake(w->world->context);
}

static void on_failed(void *context, const struct err *err)
{
    const struct kind_watch *w = context;

    log_warn("watch failed and is tried again", "kind", w->kind, "error", err_message(err));
}

int world_watch(struct world *world, struct kube *kube, const char *api_version, const char *kind,
                const char *set, struct err *err)
{
    struct kube_watch_handler handler = {
        .replace = on_replace, .change = on_change, .failed = on_failed};
    const struct kube_resource *resource;
    struct kind_watch *w;

    for (size_t i = 0; i < world->n_watches; i++) {
        if (strcmp(world->watches[i]->api_version, api_version) == 0 &&
            strcmp(world->watches[i]->kind, kind) == 0 && strcmp(world->watches[i]->set, set) == 0)
            return 0;
    }
    if (kube_resource(kube, api_version, kind, &resource, err) < 0)
        return -1;
    auto_free char *path = mem_printf("%s/%s?labelSelector=" WORLD_PART_OF "%%3D%s",
                                      resource->prefix, resource->plural, set);
    w = mem_zalloc(sizeof(*w));
    w->world = world;
    w->api_version = mem_strdup(api_version);
    w->kind = mem_strdup(kind);
    w->set = mem_strdup(set);
    handler.context = w;
    w->watch = kube_watch_start(world->config, "malha-operator/" MALHA_VERSION, path,
                                KUBE_WATCH_METADATA, &handler);
    mem_grow(&world->watches, &world->cap_watches, world->n_watches, sizeof(struct kind_watch *));
    world->watches[world->n_watches++] = w;
    return 0;
}
