#include "kube/lease.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/mem.h"
#include "base/random.h"

#define INCARNATION "malha.dev/incarnation"

void kube_lease_init(struct kube_lease *lease, const char *namespace, const char *name,
                     const char *identity, int seconds)
{
    auto_err struct err ignored = ERR_INIT;
    uint64_t salt = 0; /* two of one millisecond; without it they are as good as one */

    (void)!random_bytes(&salt, sizeof(salt), &ignored);
    *lease = (struct kube_lease){
        .namespace = namespace, .name = name, .identity = identity, .seconds = seconds};
    lease->incarnation = mem_printf("%016llx-%016llx", (unsigned long long)clock_wall_ms(),
                                    (unsigned long long)salt);
}

void kube_lease_done(struct kube_lease *lease)
{
    free(lease->incarnation);
    free(lease->seen_record);
    json_decref(lease->last);
    *lease = (struct kube_lease){0};
}

static char *lease_path(const struct kube_lease *lease, bool collection)
{
    return mem_printf("/apis/coordination.k8s.io/v1/namespaces/%s/leases%s%s", lease->namespace,
                      collection ? "" : "/", collection ? "" : lease->name);
}

static bool same_identity(const struct kube_lease *lease, const json_t *old)
{
    const char *holder = json_dig_text(old, "spec", "holderIdentity");

    return holder && strcmp(holder, lease->identity) == 0;
}

/* How the incarnation in `old`, which has our identity, compares to ours. */
static int compare_incarnation(const struct kube_lease *lease, const json_t *old)
{
    const char *incarnation = json_dig_text(old, "metadata", "annotations", INCARNATION);

    return strcmp(incarnation ? incarnation : "", lease->incarnation);
}

static bool is_ours(const struct kube_lease *lease, const json_t *old)
{
    return same_identity(lease, old) && compare_incarnation(lease, old) == 0;
}

/* Called with the reply at hand: what is in it was written before now. */
static void see(struct kube_lease *lease, const json_t *old)
{
    const json_t *spec = json_object_get(old, "spec");
    auto_free char *record = spec ? json_text(spec) : mem_strdup("");

    if (lease->seen_record && strcmp(lease->seen_record, record) == 0)
        return;
    free(lease->seen_record);
    lease->seen_record = STEAL(record);
    lease->seen_ms = clock_mono_ms();
}

/* HELD: ours to write. */
static enum kube_lease_state judge(const struct kube_lease *lease, const json_t *old,
                                   int64_t now_ms)
{
    const char *holder = json_dig_text(old, "spec", "holderIdentity");
    int64_t seconds = json_number_or(json_dig(old, "spec", "leaseDurationSeconds"), lease->seconds);

    if (!old || is_ours(lease, old))
        return KUBE_LEASE_HELD;
    if (lease->held)
        return KUBE_LEASE_LOST;
    if (!holder || !*holder)
        return KUBE_LEASE_HELD;
    if (same_identity(lease, old) && compare_incarnation(lease, old) < 0)
        return KUBE_LEASE_HELD;
    return now_ms - lease->seen_ms < seconds * 1000 ? KUBE_LEASE_WAITING : KUBE_LEASE_HELD;
}

/* The Lease held by us, over `old`, which may be NULL; what others wrote into metadata stays. */
static json_t *lease_object(const struct kube_lease *lease, const json_t *old)
{
    json_int_t transitions = json_number_or(json_dig(old, "spec", "leaseTransitions"), 0);
    const char *acquired = json_dig_text(old, "spec", "acquireTime");
    const json_t *labels = json_dig(old, "metadata", "labels");
    const json_t *annotations = json_dig(old, "metadata", "annotations");
    bool ours = is_ours(lease, old);
    char now[CLOCK_TEXT_SIZE];
    json_t *object, *metadata;

    (void)clock_text_micro(clock_wall_ms(), now);
    object = json_pack("{s:s,s:s,s:{s:s,s:s},s:{s:s,s:i,s:s,s:s,s:I}}", "apiVersion",
                       "coordination.k8s.io/v1", "kind", "Lease", "metadata", "name", lease->name,
                       "namespace", lease->namespace, "spec", "holderIdentity", lease->identity,
                       "leaseDurationSeconds", lease->seconds, "acquireTime",
                       ours && acquired ? acquired : now, "renewTime", now, "leaseTransitions",
                       transitions + (json_int_t)(old && !ours));
    metadata = json_object_get(object, "metadata");
    if (labels)
        json_put(metadata, "labels", json_deep_copy(labels));
    json_put(metadata, "annotations",
             json_is_object(annotations) ? json_deep_copy(annotations) : json_object());
    json_put_text(json_object_get(metadata, "annotations"), INCARNATION, lease->incarnation);
    if (old)
        json_put_text(metadata, "resourceVersion",
                      json_dig_text(old, "metadata", "resourceVersion"));
    return object;
}

/* The Lease as it is; NULL when there is none. */
static int read_lease(const struct kube_lease *lease, struct kube *kube, json_t **ret_old,
                      struct err *err)
{
    auto_free char *path = lease_path(lease, false);
    auto_json json_t *old = NULL;

    if (kube_find(kube, path, &old, err) < 0)
        return -1;
    if (old && !json_dig_text(old, "metadata", "resourceVersion"))
        return err_set(err, ERR_TRANSIENT, "%s: a reply without resourceVersion", path);
    *ret_old = STEAL(old);
    return 0;
}

static int write_lease(struct kube_lease *lease, struct kube *kube, const json_t *old,
                       struct err *err)
{
    auto_free char *path = lease_path(lease, !old);
    auto_json json_t *wanted = lease_object(lease, old), *reply = NULL;
    int64_t sent_ms = clock_mono_ms();

    if (kube_request(kube, old ? "PUT" : "POST", path, NULL, wanted, &reply, err) < 0)
        return -1;
    lease->renewed_ms = sent_ms;
    lease->held = true;
    if (is_ours(lease, reply) && json_dig_text(reply, "metadata", "resourceVersion"))
        lease->last = STEAL(reply);
    return 0;
}

static int try_once(struct kube_lease *lease, struct kube *kube, enum kube_lease_state *ret_state,
                    struct err *err)
{
    auto_json json_t *old = STEAL(lease->last);
    enum kube_lease_state state;

    if (!old && read_lease(lease, kube, &old, err) < 0)
        return -1;
    if (old)
        see(lease, old);
    state = judge(lease, old, clock_mono_ms());
    if (state == KUBE_LEASE_HELD && write_lease(lease, kube, old, err) < 0)
        return -1;
    *ret_state = state;
    return 0;
}

int kube_lease_try(struct kube_lease *lease, struct kube *kube, enum kube_lease_state *ret_state,
                   struct err *err)
{
    if (try_once(lease, kube, ret_state, err) == 0)
        return 0;
    if (err->class != ERR_CONFLICT && err->class != ERR_NOT_FOUND)
        return -1;
    /* Another was quicker, or it was touched or deleted; or it was a write of ours that we had
     * given up. The record says it. */
    err_done(err);
    return try_once(lease, kube, ret_state, err);
}

int kube_lease_release(struct kube_lease *lease, struct kube *kube, struct err *err)
{
    auto_free char *path = lease_path(lease, false);
    auto_json json_t *old = NULL, *wanted = NULL;

    if (read_lease(lease, kube, &old, err) < 0)
        return -1;
    if (!is_ours(lease, old))
        return 0;
    wanted = lease_object(lease, old);
    json_put_text(json_object_get(wanted, "spec"), "holderIdentity", "");
    json_put(json_object_get(wanted, "spec"), "leaseDurationSeconds", json_integer(1));
    if (kube_request(kube, "PUT", path, NULL, wanted, NULL, err) < 0)
        return -1;
    lease->held = false;
    return 0;
}
