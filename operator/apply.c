#include "operator/apply.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"
#include "operator/object.h"

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

/* Is there an autoscaler that scales it? */
static int find_autoscaler(struct kube *kube, const json_t *live, bool *ret_scaled, struct err *err)
{
    auto_free char *path = mem_printf("/apis/autoscaling/v2/namespaces/%s/horizontalpodautoscalers",
                                      json_text_at(json_object_get(live, "metadata"), "namespace"));
    auto_json json_t *items = NULL;
    json_t *item;
    size_t i;

    *ret_scaled = false;
    if (kube_list(kube, path, &items, NULL, err) < 0)
        return err_wrap(err, "autoscalers");
    json_array_foreach (items, i, item) {
        const json_t *target = json_dig(item, "spec", "scaleTargetRef");

        if (strcmp(json_text_at(target, "kind"), json_text_at(live, "kind")) == 0 &&
            strcmp(json_text_at(target, "name"),
                   json_text_at(json_object_get(live, "metadata"), "name")) == 0)
            *ret_scaled = true;
    }
    return 0;
}

/* What is to be applied, and what that would change. */
static int compare(const struct apply_to *to, const json_t *desired, const json_t *live,
                   json_t **ret_wanted, struct diff *ret_diff, struct err *err)
{
    auto_json json_t *wanted = diff_yield(desired, live, OBJECT_MANAGER, false);
    bool scaled = false;

    diff_make(wanted, live, OBJECT_MANAGER, ret_diff);
    if (ret_diff->scaled && find_autoscaler(to->kube, live, &scaled, err) < 0)
        return -1;
    if (scaled) {
        json_decref(wanted);
        wanted = diff_yield(desired, live, OBJECT_MANAGER, true);
        diff_done(ret_diff);
        diff_make(wanted, live, OBJECT_MANAGER, ret_diff);
    }
    *ret_wanted = STEAL(wanted);
    return 0;
}

/* "Deployment istiod: spec.replicas, by kubectl-edit" */
static char *describe(const json_t *desired, const struct diff *diff)
{
    return mem_printf("%s %s%s%s%s%s", json_text_at(desired, "kind"),
                      json_text_at(json_object_get(desired, "metadata"), "name"),
                      diff->path ? ": " : "", diff->path ? diff->path : "",
                      diff->rival ? ", by " : "", diff->rival ? diff->rival : "");
}

/* A field that a chart sets and the server does not know, a version that goes: nobody else reads
 * it. */
static void log_warnings(const struct kube *kube, const char *key)
{
    size_t i;
    json_t *text;

    json_array_foreach ((json_t *)kube_warnings(kube), i, text)
        log_warn("the API server warns", "object", key, "warning", json_string_value(text));
}

static int write_object(const struct apply_to *to, const char *key, const json_t *wanted,
                        const json_t *live, const char *digest, const char *default_namespace,
                        const struct diff *diff, enum apply_change *ret_change, struct err *err)
{
    struct kube_apply_options options = {
        .manager = OBJECT_MANAGER, .force = true, .default_namespace = default_namespace};
    bool repair = cache_was_settled(to->cache, key, digest);
    auto_json json_t *result = NULL;

    if (kube_apply(to->kube, wanted, &options, &result, err) < 0)
        return -1;
    log_warnings(to->kube, key);
    cache_see(to->cache, key, to->set, result, digest);
    if (live && (diff->why == DIFF_UNOWNED || !differs(live, result)))
        return 0;
    *ret_change = repair ? APPLY_REPAIRED : live ? APPLY_CHANGED : APPLY_CREATED;
    if (repair) {
        auto_free char *message = describe(wanted, diff);

        cache_repaired(to->cache, key, clock_mono_ms(), message);
    }
    return 0;
}

int apply_object(const struct apply_to *to, const char *key, const json_t *desired,
                 const char *digest, const char *default_namespace, enum apply_change *ret_change,
                 struct diff *ret_diff, struct err *err)
{
    auto_json json_t *live = NULL, *wanted = NULL;
    auto_free char *path = NULL;
    struct diff diff = {0};

    *ret_change = APPLY_SAME;
    if (kube_path_of(to->kube, desired, default_namespace, &path, err) < 0)
        return err_wrap(err, "%s", key);
    if (kube_get(to->kube, path, &live, err) < 0) {
        if (err->class != ERR_NOT_FOUND)
            return err_wrap(err, "%s", key);
        err_done(err);
        cache_miss(to->cache, key);
    }
    if (compare(to, desired, live, &wanted, &diff, err) < 0 ||
        (diff.why != DIFF_NONE && write_object(to, key, wanted, live, digest, default_namespace,
                                               &diff, ret_change, err) < 0)) {
        diff_done(&diff);
        return err_wrap(err, "%s", key);
    }
    if (diff.why == DIFF_NONE)
        cache_see(to->cache, key, to->set, live, digest);
    *ret_diff = diff;
    return 0;
}
