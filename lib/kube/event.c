#include "kube/event.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/limits.h"
#include "base/mem.h"

/* FNV-1a: names only have to differ. */
static uint64_t hash(uint64_t h, const char *text)
{
    for (; *text; text++)
        h = (h ^ (unsigned char)*text) * 0x100000001b3ull;
    return h;
}

int kube_event(struct kube *kube, const char *controller, const json_t *object, const char *type,
               const char *reason, const char *action, const char *message, int64_t now_ms,
               struct err *err)
{
    const char *name = json_dig_text(object, "metadata", "name");
    const char *namespace = json_dig_text(object, "metadata", "namespace");
    const char *uid = json_dig_text(object, "metadata", "uid"),
               *kind = json_dig_text(object, "kind");
    const char *api_version = json_dig_text(object, "apiVersion");
    const char *where = namespace ? namespace : "default", *host = getenv("HOSTNAME");
    uint64_t digest = hash(hash(hash(0xcbf29ce484222325ull, uid ? uid : ""), reason), message);
    auto_free char *event_name =
        mem_printf("%.200s.%016llx%llx", name ? name : "unknown", (unsigned long long)digest,
                   (unsigned long long)(now_ms / 3600000));
    auto_free char *short_message = mem_strndup(message, strnlen(message, LIMIT_EVENT_MESSAGE));
    auto_free char *path =
        mem_printf("/apis/events.k8s.io/v1/namespaces/%s/events?fieldManager=malha", where);
    char now[CLOCK_TEXT_SIZE];
    auto_json json_t *event = json_pack(
        "{s:s,s:s,s:{s:s,s:s},s:s,s:s,s:s,s:s,s:s,s:s,s:s,s:{s:s,s:s,s:s}}", "apiVersion",
        "events.k8s.io/v1", "kind", "Event", "metadata", "name", event_name, "namespace", where,
        "eventTime", clock_text_micro(now_ms, now), "reportingController", controller,
        "reportingInstance", host && *host ? host : controller, "action", action, "reason", reason,
        "type", type, "note", short_message, "regarding", "kind", kind ? kind : "", "apiVersion",
        api_version ? api_version : "", "name", name ? name : "");
    json_t *regarding = json_object_get(event, "regarding");
    auto_err struct err inner = ERR_INIT;

    if (namespace)
        json_put_text(regarding, "namespace", namespace);
    if (uid)
        json_put_text(regarding, "uid", uid);
    if (kube_request(kube, "POST", path, NULL, event, NULL, &inner) == 0 ||
        inner.class == ERR_CONFLICT)
        return 0;
    *err = inner;
    inner = ERR_INIT;
    return -1;
}

void kube_lease_done(struct kube_lease *lease)
{
    free(lease->seen_record);
    lease->seen_record = NULL;
}

static json_t *lease_object(const struct kube_lease *lease, const json_t *old, int64_t now_wall_ms)
{
    const char *holder = json_dig_text(old, "spec", "holderIdentity"), *acquired = NULL;
    int64_t transitions = json_number_or(json_dig(old, "spec", "leaseTransitions"), 0);
    bool same = holder && strcmp(holder, lease->identity) == 0;
    char now[CLOCK_TEXT_SIZE];
    json_t *object;

    (void)clock_text_micro(now_wall_ms, now);
    transitions += old && !same;
    if (same)
        acquired = json_dig_text(old, "spec", "acquireTime");
    object = json_pack(
        "{s:s,s:s,s:{s:s,s:s},s:{s:s,s:i,s:s,s:s,s:I}}", "apiVersion", "coordination.k8s.io/v1",
        "kind", "Lease", "metadata", "name", lease->name, "namespace", lease->namespace, "spec",
        "holderIdentity", lease->identity, "leaseDurationSeconds", lease->seconds, "acquireTime",
        acquired ? acquired : now, "renewTime", now, "leaseTransitions", (json_int_t)transitions);
    if (old)
        json_put(json_object_get(object, "metadata"), "resourceVersion",
                 json_incref(json_dig(old, "metadata", "resourceVersion")));
    return object;
}

int kube_lease_try(struct kube_lease *lease, struct kube *kube, int64_t now_mono_ms,
                   int64_t now_wall_ms, bool *ret_held, struct err *err)
{
    auto_free char *collection =
        mem_printf("/apis/coordination.k8s.io/v1/namespaces/%s/leases", lease->namespace);
    auto_free char *path = mem_printf("%s/%s", collection, lease->name);
    auto_json json_t *old = NULL, *wanted = NULL;
    int rc = kube_get(kube, path, &old, err);

    *ret_held = false;
    if (rc < 0 && err->class != ERR_NOT_FOUND)
        return -1;
    err_done(err);
    if (old) {
        const char *holder = json_dig_text(old, "spec", "holderIdentity");
        auto_free char *record = json_text(json_object_get(old, "spec"));
        int64_t duration =
            json_number_or(json_dig(old, "spec", "leaseDurationSeconds"), lease->seconds);

        if (!lease->seen_record || strcmp(lease->seen_record, record) != 0) {
            free(lease->seen_record);
            lease->seen_record = STEAL(record);
            lease->seen_ms = now_mono_ms;
        }
        if (holder && *holder && strcmp(holder, lease->identity) != 0 &&
            now_mono_ms < lease->seen_ms + duration * 1000)
            return 0;
    }
    wanted = lease_object(lease, old, now_wall_ms);
    if (kube_request(kube, old ? "PUT" : "POST", old ? path : collection, NULL, wanted, NULL, err) <
        0) {
        if (err->class != ERR_CONFLICT)
            return -1;
        err_done(err); /* somebody else was quicker */
        return 0;
    }
    *ret_held = true;
    return 0;
}

int kube_lease_release(struct kube_lease *lease, struct kube *kube, int64_t now_wall_ms,
                       struct err *err)
{
    auto_free char *path = mem_printf("/apis/coordination.k8s.io/v1/namespaces/%s/leases/%s",
                                      lease->namespace, lease->name);
    auto_json json_t *old = NULL, *wanted = NULL;
    const char *holder;

    if (kube_get(kube, path, &old, err) < 0)
        return -1;
    holder = json_dig_text(old, "spec", "holderIdentity");
    if (!holder || strcmp(holder, lease->identity) != 0)
        return 0;
    wanted = lease_object(lease, old, now_wall_ms);
    json_put_text(json_object_get(wanted, "spec"), "holderIdentity", "");
    json_put(json_object_get(wanted, "spec"), "leaseDurationSeconds", json_integer(1));
    return kube_request(kube, "PUT", path, NULL, wanted, NULL, err);
}
