#include "operator/cache.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/mem.h"
#include "base/version.h"
#include "kube/watch.h"
#include "operator/diff.h"
#include "operator/object.h"

struct tracked {
    char *key;
    char *set;          /* the label of whose it is, or was when it was there */
    bool there, ending; /* with a deletionTimestamp */
    char *version, *claims;
    char *settled_digest, *settled_claims;
    bool judged;
    enum ready_level level; /* if so */
    char *message;          /* why it is no more than that */
    struct contention contention;
    char *rival; /* what is to be said of it */
};

struct informer {
    struct cache *cache;
    char *api_version, *kind;
    bool whole; /* objects, not only their metadata */
    struct kube_watch *watch;
};

struct cache {
    const struct kube_config *config;
    void (*wake)(void *context);
    void *context;
    pthread_mutex_t lock;
    struct tracked *items;
    size_t n, cap;
    struct informer **informers; /* of the loop's thread */
    size_t n_informers, cap_informers;
};

struct cache *cache_new(const struct kube_config *config, void (*wake)(void *context),
                        void *context)
{
    struct cache *cache = mem_zalloc(sizeof(*cache));

    cache->config = config;
    cache->wake = wake;
    cache->context = context;
    (void)pthread_mutex_init(&cache->lock, NULL);
    return cache;
}

static void tracked_done(struct tracked *t)
{
    free(t->key);
    free(t->set);
    free(t->version);
    free(t->claims);
    free(t->settled_digest);
    free(t->settled_claims);
    free(t->message);
    free(t->rival);
}

void cache_free(struct cache *cache)
{
    if (!cache)
        return;
    for (size_t i = 0; i < cache->n_informers; i++)
        kube_watch_cancel(cache->informers[i]->watch);
    for (size_t i = 0; i < cache->n_informers; i++) {
        kube_watch_stop(cache->informers[i]->watch);
        free(cache->informers[i]->api_version);
        free(cache->informers[i]->kind);
        free(cache->informers[i]);
    }
    for (size_t i = 0; i < cache->n; i++)
        tracked_done(&cache->items[i]);
    free(cache->informers);
    free(cache->items);
    (void)pthread_mutex_destroy(&cache->lock);
    free(cache);
}

static void set_text(char **text, const char *value)
{
    char *copy = value ? mem_strdup(value) : NULL;

    free(*text);
    *text = copy;
}

static bool same_text(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}

/* ---- what is known; the lock is held ---- */

static struct tracked *find(struct cache *cache, const char *key)
{
    for (size_t i = 0; i < cache->n; i++) {
        if (strcmp(cache->items[i].key, key) == 0)
            return &cache->items[i];
    }
    return NULL;
}

static struct tracked *find_or_add(struct cache *cache, const char *key)
{
    struct tracked *t = find(cache, key);

    if (t)
        return t;
    mem_grow(&cache->items, &cache->cap, cache->n, sizeof(*cache->items));
    cache->items[cache->n] = (struct tracked){.key = mem_strdup(key)};
    return &cache->items[cache->n++];
}

/* Versions of one kind can be told apart by age (KEP-5504). Of a server where they are no numbers
 * nothing is known. */
static bool is_older(const char *version, const char *than)
{
    char *end, *than_end;
    unsigned long long a, b;

    if (!version || !than)
        return false;
    a = strtoull(version, &end, 10);
    b = strtoull(than, &than_end, 10);
    return !*end && !*than_end && a < b;
}

/* Metadata do not tell; what has arrived of those of which no more is seen stays so. */
static bool judge(struct tracked *t, const char *kind, bool whole, const json_t *object)
{
    auto_free char *message = NULL;
    enum ready_level level;
    bool news;

    if (!ready_matters(kind))
        return false;
    if (!whole) {
        t->judged &= t->level >= READY_ARRIVED;
        return !t->judged;
    }
    level = ready_level(object, &message);
    news = !t->judged || level != t->level || !same_text(message, t->message);
    t->judged = true;
    t->level = level;
    set_text(&t->message, message);
    return news;
}

/* Is that news for a mesh? */
static bool take(struct tracked *t, const char *kind, bool whole, const json_t *object)
{
    auto_free char *claims = diff_claims(object, OBJECT_MANAGER);
    bool ending = json_dig_text(object, "metadata", "deletionTimestamp") != NULL;
    const char *set = json_dig_text(object, "metadata", "labels", OBJECT_PART_OF);
    bool news = !t->there || ending != t->ending || !same_text(claims, t->claims);

    if (!t->there)
        t->judged = false;
    t->there = true;
    t->ending = ending;
    set_text(&t->version, json_dig_text(object, "metadata", "resourceVersion"));
    set_text(&t->claims, claims);
    set_text(&t->set, set);
    return judge(t, kind, whole, object) || news;
}

static bool lose(struct tracked *t)
{
    bool news = t->there;

    t->there = t->ending = t->judged = false;
    return news;
}

/* ---- informers ---- */

static char *key_in(const struct informer *informer, const json_t *object)
{
    const json_t *metadata = json_object_get(object, "metadata");

    return object_key_of(informer->api_version, informer->kind, json_text_at(metadata, "namespace"),
                         json_text_at(metadata, "name"));
}

static void on_change(void *context, enum kube_change change, const json_t *object)
{
    struct informer *informer = context;
    struct cache *cache = informer->cache;
    auto_free char *key = key_in(informer, object);
    const char *version = json_dig_text(object, "metadata", "resourceVersion");
    struct tracked *t;
    bool news = false;

    (void)pthread_mutex_lock(&cache->lock);
    t = find_or_add(cache, key);
    if (!t->there || !is_older(version, t->version)) {
        if (change == KUBE_DELETED)
            news = lose(t);
        else
            news = take(t, informer->kind, informer->whole, object);
    }
    (void)pthread_mutex_unlock(&cache->lock);
    if (news)
        cache->wake(cache->context);
}

/* What is listed counts, whatever is known: after etcd was restored versions are older. */
static void on_replace(void *context, const json_t *items)
{
    struct informer *informer = context;
    struct cache *cache = informer->cache;
    auto_free char *prefix = object_key_of(informer->api_version, informer->kind, "", "");
    auto_json json_t *there = json_object();
    bool news = false;
    json_t *item;
    size_t i;

    prefix[strlen(prefix) - 1] = '\0'; /* "apps|Deployment|" */
    (void)pthread_mutex_lock(&cache->lock);
    json_array_foreach ((json_t *)items, i, item) {
        auto_free char *key = key_in(informer, item);
        struct tracked *t = find_or_add(cache, key);

        json_put(there, key, json_true());
        news |= take(t, informer->kind, informer->whole, item);
    }
    for (i = 0; i < cache->n; i++) {
        struct tracked *t = &cache->items[i];

        if (strncmp(t->key, prefix, strlen(prefix)) == 0 && !json_object_get(there, t->key))
            news |= lose(t);
    }
    (void)pthread_mutex_unlock(&cache->lock);
    if (news)
        cache->wake(cache->context);
}

static void on_failed(void *context, const struct err *err)
{
    const struct informer *informer = context;

    log_warn("watch failed and is tried again", "kind", informer->kind, "error", err_message(err));
}

/* Readiness is in the status; a CRD is too large to be watched whole for the one word in it. */
static bool is_watched_whole(const char *kind)
{
    return ready_matters(kind) && !object_is_crd(kind);
}

int cache_track(struct cache *cache, struct kube *kube, const char *api_version, const char *kind,
                struct err *err)
{
    struct kube_watch_handler handler = {
        .replace = on_replace, .change = on_change, .failed = on_failed};
    const struct kube_resource *resource;
    struct informer *informer;

    for (size_t i = 0; i < cache->n_informers; i++) {
        if (strcmp(cache->informers[i]->api_version, api_version) == 0 &&
            strcmp(cache->informers[i]->kind, kind) == 0)
            return 0;
    }
    if (kube_resource(kube, api_version, kind, &resource, err) < 0)
        return err_forgive(err, ERR_NOT_FOUND);
    auto_free char *path = mem_printf("%s/%s?labelSelector=" OBJECT_PART_OF "%%2C" OBJECT_MANAGED_BY
                                      "%%3D" OBJECT_MANAGED_BY_MALHA,
                                      resource->prefix, resource->plural);
    informer = mem_zalloc(sizeof(*informer));
    informer->cache = cache;
    informer->api_version = mem_strdup(api_version);
    informer->kind = mem_strdup(kind);
    informer->whole = is_watched_whole(kind);
    handler.context = informer;
    mem_grow(&cache->informers, &cache->cap_informers, cache->n_informers, sizeof(informer));
    cache->informers[cache->n_informers++] = informer;
    informer->watch =
        kube_watch_start(cache->config, "malha-operator/" MALHA_VERSION, path,
                         informer->whole ? KUBE_WATCH_OBJECTS : KUBE_WATCH_METADATA, &handler);
    return 0;
}

/* ---- one object ---- */

void cache_see(struct cache *cache, const char *key, const json_t *object, const char *digest)
{
    auto_free char *claims = diff_claims(object, OBJECT_MANAGER);
    struct tracked *t;

    (void)pthread_mutex_lock(&cache->lock);
    t = find_or_add(cache, key);
    if (digest) {
        set_text(&t->settled_digest, digest);
        set_text(&t->settled_claims, claims);
    }
    if (!t->there || !is_older(json_dig_text(object, "metadata", "resourceVersion"), t->version))
        (void)take(t, json_text_at(object, "kind"), true, object);
    (void)pthread_mutex_unlock(&cache->lock);
}

void cache_miss(struct cache *cache, const char *key, const char *set)
{
    struct tracked *t;

    (void)pthread_mutex_lock(&cache->lock);
    t = find_or_add(cache, key);
    (void)lose(t);
    if (!t->set)
        set_text(&t->set, set);
    (void)pthread_mutex_unlock(&cache->lock);
}

bool cache_is_settled(struct cache *cache, const char *key, const char *digest,
                      const json_t *holders)
{
    const struct tracked *t;
    bool settled;

    (void)pthread_mutex_lock(&cache->lock);
    t = find(cache, key);
    settled = t && t->there && same_text(t->settled_digest, digest) &&
              same_text(t->settled_claims, t->claims) && t->set && json_object_get(holders, t->set);
    (void)pthread_mutex_unlock(&cache->lock);
    return settled;
}

bool cache_was_settled(struct cache *cache, const char *key, const char *digest)
{
    const struct tracked *t;
    bool settled;

    (void)pthread_mutex_lock(&cache->lock);
    t = find(cache, key);
    settled = t && same_text(t->settled_digest, digest);
    (void)pthread_mutex_unlock(&cache->lock);
    return settled;
}

bool cache_level(struct cache *cache, const char *key, enum ready_level *ret, char **ret_message)
{
    const char *message = NULL;
    const struct tracked *t;
    bool known;

    (void)pthread_mutex_lock(&cache->lock);
    t = find(cache, key);
    known = t && (!t->there || t->ending || t->judged);
    if (known) {
        bool stands = t->there && !t->ending;

        message = !t->there ? "is not there" : t->ending ? "is being deleted" : t->message;
        *ret = stands ? t->level : READY_NOT;
        *ret_message = message ? mem_strdup(message) : NULL;
    }
    (void)pthread_mutex_unlock(&cache->lock);
    return known;
}

void cache_sweep(struct cache *cache, const char *set)
{
    size_t kept = 0;

    (void)pthread_mutex_lock(&cache->lock);
    for (size_t i = 0; i < cache->n; i++) {
        struct tracked *t = &cache->items[i];

        if (t->there || !same_text(t->set, set))
            cache->items[kept++] = *t;
        else
            tracked_done(t);
    }
    cache->n = kept;
    (void)pthread_mutex_unlock(&cache->lock);
}

void cache_forget(struct cache *cache, const char *set)
{
    (void)pthread_mutex_lock(&cache->lock);
    for (size_t i = 0; i < cache->n; i++) {
        if (!same_text(cache->items[i].set, set))
            continue;
        set_text(&cache->items[i].settled_digest, NULL);
        cache->items[i].contention = (struct contention){0};
    }
    (void)pthread_mutex_unlock(&cache->lock);
}

/* ---- repairs ---- */

bool cache_holds_back(struct cache *cache, const char *key, int64_t now_ms, int64_t *ret_until_ms,
                      char **ret_message)
{
    const struct tracked *t;
    bool holds;

    (void)pthread_mutex_lock(&cache->lock);
    t = find(cache, key);
    holds = t && contention_holds(&t->contention, now_ms);
    if (holds) {
        *ret_until_ms = t->contention.until_ms;
        *ret_message = mem_strdup(t->rival ? t->rival : key);
    }
    (void)pthread_mutex_unlock(&cache->lock);
    return holds;
}

void cache_repaired(struct cache *cache, const char *key, int64_t now_ms, const char *message)
{
    struct tracked *t;

    (void)pthread_mutex_lock(&cache->lock);
    t = find_or_add(cache, key);
    contention_note(&t->contention, now_ms);
    set_text(&t->rival, message);
    (void)pthread_mutex_unlock(&cache->lock);
}
