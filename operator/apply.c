#include "operator/apply.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"
#include "operator/ignore.h"
#include "operator/object.h"
#include "operator/yield.h"

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
                   const char *default_namespace, json_t **ret_wanted, struct diff *ret_diff,
                   struct err *err)
{
    auto_json json_t *ignored = ignore_pointers(to->mesh_config, desired, default_namespace);
    auto_json json_t *wanted = yield(desired, live, OBJECT_MANAGER, false, ignored);
    bool scaled = false;

    diff_make(wanted, live, OBJECT_MANAGER, ret_diff);
    if (ret_diff->scaled && find_autoscaler(to->kube, live, &scaled, err) < 0)
        return -1;
    if (scaled) {
        json_decref(wanted);
        wanted = yield(desired, live, OBJECT_MANAGER, true, ignored);
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

/* Whose label it is to carry. */
static const char *choose_label(const struct apply_to *to, const struct want *want,
                                const json_t *live)
{
    const char *label = json_dig_text(live, "metadata", "labels", OBJECT_PART_OF);
    auto_json json_t *holders = beside_holders(to->beside, to->set, want);

    return label && json_object_get(holders, label) ? label : to->set;
}

static json_t *with_label(const json_t *desired, const char *label)
{
    json_t *copy = json_copy((json_t *)desired);

    json_put_text(json_own(json_own(copy, "metadata"), "labels"), OBJECT_PART_OF, label);
    return copy;
}

static int write_object(const struct apply_to *to, const struct want *want, const json_t *wanted,
                        const json_t *live, const char *default_namespace, const struct diff *diff,
                        enum apply_change *ret_change, struct err *err)
{
    struct kube_apply_options options = {
        .manager = OBJECT_MANAGER, .force = true, .default_namespace = default_namespace};
    /* What goes over from another mesh is no repair. */
    const char *label = json_dig_text(live, "metadata", "labels", OBJECT_PART_OF);
    bool ours =
        !label || strcmp(label, json_dig_text(wanted, "metadata", "labels", OBJECT_PART_OF)) == 0;
    bool repair = ours && cache_was_settled(to->cache, want->key, want->digest);
    auto_json json_t *result = NULL;

    if (kube_apply(to->kube, wanted, &options, &result, err) < 0)
        return -1;
    log_warnings(to->kube, want->key);
    cache_see(to->cache, want->key, result, want->digest);
    if (live && (diff->why == DIFF_UNOWNED || !differs(live, result)))
        return 0;
    *ret_change = repair ? APPLY_REPAIRED : live ? APPLY_CHANGED : APPLY_CREATED;
    if (repair) {
        auto_free char *message = describe(wanted, diff);

        cache_repaired(to->cache, want->key, clock_mono_ms(), message);
    }
    return 0;
}

static int apply_over(const struct apply_to *to, const struct want *want, const json_t *desired,
                      const json_t *live, const char *default_namespace,
                      enum apply_change *ret_change, struct diff *ret_diff, struct err *err)
{
    const char *label = choose_label(to, want, live), *unknown = beside_unknown(to->beside, label);
    auto_json json_t *labelled = with_label(desired, label), *wanted = NULL;

    if (compare(to, labelled, live, default_namespace, &wanted, ret_diff, err) < 0)
        return -1;
    if (ret_diff->why != DIFF_NONE && unknown)
        return err_set(err, ERR_INVALID,
                       "is that of mesh %s, whose spec has to be valid to see how it wants it",
                       unknown);
    if (ret_diff->why != DIFF_NONE)
        return write_object(to, want, wanted, live, default_namespace, ret_diff, ret_change, err);
    cache_see(to->cache, want->key, live, want->digest);
    return 0;
}

int apply_object(const struct apply_to *to, const struct want *want, const json_t *desired,
                 const char *default_namespace, enum apply_change *ret_change,
                 struct diff *ret_diff, struct err *err)
{
    auto_json json_t *live = NULL;
    struct diff diff = {0};

    *ret_change = APPLY_SAME;
    if (want_find(want, to->kube, &live, err) < 0)
        return -1;
    if (!live)
        cache_miss(to->cache, want->key, to->set);
    if (apply_over(to, want, desired, live, default_namespace, ret_change, &diff, err) < 0) {
        diff_done(&diff);
        return err_wrap(err, "%s", want->key);
    }
    *ret_diff = diff;
    return 0;
}
