#include "kube/lease.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/mem.h"

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
