#include "operator/steps.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"
#include "kube/event.h"
#include "operator/apply.h"
#include "operator/object.h"
#include "operator/observe.h"
#include "operator/pods.h"
#include "operator/secret.h"

static const struct metric writes_total = {"malha_object_writes_total",
                                           "Objects written, by kind and result",
                                           METRIC_COUNTER,
                                           {"kind", "result"},
                                           NULL};

static const char *const change_names[] = {"same", "created", "changed", "repaired"};

static void tell_repair(struct pass *p, const json_t *object, const struct diff *diff)
{
    auto_free char *message = mem_printf(
        "%s %s was changed or deleted by somebody else and is as it was%s%s%s%s%s",
        json_text_at(object, "kind"), json_text_at(json_object_get(object, "metadata"), "name"),
        diff->path ? " (" : "", diff->path ? diff->path : "", diff->rival ? ", by " : "",
        diff->rival ? diff->rival : "", diff->path ? ")" : "");
    auto_err struct err ignored = ERR_INIT;

    (void)!kube_event(p->r->kube, "malha-operator", p->mesh_config, KUBE_EVENT_NORMAL,
                      "DriftRepaired", "Reconcile", message, clock_wall_ms(), &ignored);
}

/* 1: written; 0: it is so. */
static int apply_one(struct pass *p, const struct want *want, const json_t *object,
                     const char *namespace, struct err *err)
{
    struct apply_to to = {.kube = p->r->kube,
                          .cache = p->r->cache,
                          .set = p->mesh->id,
                          .mesh_config = p->desired,
                          .beside = &p->beside};
    enum apply_change change;
    struct diff diff;

    if (apply_object(&to, want, object, namespace, &change, &diff, err) < 0)
        return -1;
    if (change != APPLY_SAME) {
        p->wrote = true;
        metrics_add(p->r->metrics, &writes_total, 1, want->kind, change_names[change]);
        log_info("applied", "result", change_names[change], "kind", want->kind, "namespace",
                 namespace, "name", want->name, "path", diff.path, "by", diff.rival);
    } else if (diff.why != DIFF_NONE) {
        log_debug("applied without a change", "object", want->key, "path", diff.path);
    }
    if (change == APPLY_REPAIRED)
        tell_repair(p, object, &diff);
    diff_done(&diff);
    return change != APPLY_SAME;
}

static bool is_settled(const struct pass *p, const struct want *want)
{
    auto_json json_t *holders = beside_holders(&p->beside, p->mesh->id, want);

    return beside_outruns(&p->beside, p->mesh, want) ||
           cache_is_settled(p->r->cache, want->key, want->digest, holders);
}

/* Is it fought over, and to be left as it is for now? */
static bool holds_back(struct pass *p, const struct want *want)
{
    auto_free char *message = NULL;
    int64_t until_ms;

    if (!cache_holds_back(p->r->cache, want->key, clock_mono_ms(), &until_ms, &message))
        return false;
    if (!p->contended)
        p->contended = STEAL(message);
    if (!p->until_ms || until_ms < p->until_ms)
        p->until_ms = until_ms;
    return true;
}

/* A namespace that is not there is made, and is then ours to delete. Asked for before something is
 * written there. */
static int ensure_namespace(struct pass *p, const char *namespace, struct err *err)
{
    auto_free char *path = mem_printf("/api/v1/namespaces/%s", namespace);
    struct kube_apply_options options = {.manager = OBJECT_MANAGER, .force = true};
    auto_json json_t *wanted = NULL, *live = NULL;

    if (kube_find(p->r->kube, path, &live, err) < 0)
        return -1;
    if (json_dig_text(live, "metadata", "deletionTimestamp"))
        return err_set(err, ERR_TRANSIENT, "namespace %s is being deleted", namespace);
    if (live)
        return 0;
    wanted = json_pack("{s:s,s:s,s:{s:s,s:{s:s}}}", "apiVersion", "v1", "kind", "Namespace",
                       "metadata", "name", namespace, "labels", OBJECT_PART_OF, p->mesh->id);
    if (kube_apply(p->r->kube, wanted, &options, NULL, err) < 0)
        return -1;
    metrics_add(p->r->metrics, &writes_total, 1, "Namespace", change_names[APPLY_CREATED]);
    log_info("applied", "result", change_names[APPLY_CREATED], "kind", "Namespace", "name",
             namespace);
    return 0;
}

static int apply_step(struct pass *p, size_t i, struct err *err)
{
    bool ensured = false;
    int wrote = 0, rc;

    for (size_t k = 0; k < p->mesh->wanted.steps[i].n; k++) {
        const struct want *want = &p->mesh->wanted.steps[i].items[k];
        const json_t *objects;

        if (is_settled(p, want) || holds_back(p, want))
            continue;
        if (pass_objects(p, i, &objects, err) < 0)
            return -1;
        want = &p->mesh->wanted.steps[i].items[k]; /* which may have been made anew */
        if (!ensured && ensure_namespace(p, p->mesh->wanted.steps[i].namespace, err) < 0)
            return -1;
        ensured = true;
        rc =
            apply_one(p, want, json_array_get(objects, k), p->mesh->wanted.steps[i].namespace, err);
        if (rc < 0) {
            p->refused = err->class == ERR_INVALID;
            if (err->class == ERR_NOT_FOUND) /* its namespace has just gone, or its kind comes */
                err->class = ERR_TRANSIENT;
            return -1;
        }
        wrote |= rc;
    }
    return wrote;
}

int steps_apply_one(struct pass *p, size_t i, struct err *err)
{
    int rc = apply_step(p, i, err);

    return rc < 0 ? err_wrap(err, "component %s", p->mesh->wanted.steps[i].component) : rc;
}

/* ---- all of them ---- */

static bool was_ready(const json_t *mesh_config)
{
    const json_t *conditions = json_dig(mesh_config, "status", "conditions");
    const char *status = json_dig_text(json_find(conditions, "type", "Ready"), "status");

    return status && strcmp(status, "True") == 0;
}

/* Gateways need what comes before them, and nothing of each other. */
static bool may_go_on(const struct wanted *wanted, size_t i)
{
    return i + 1 < wanted->n && wanted->steps[i].named && wanted->steps[i + 1].named;
}

/* istiod comes up while the API server is busy with Istio's CRDs, and waits for those that are not
 * there yet. What runs already gets its CRDs first. */
static int apply_early(struct pass *p, struct err *err)
{
    for (size_t i = 0; i < p->mesh->wanted.n; i++) {
        if (p->mesh->wanted.steps[i].early && steps_apply_one(p, i, err) < 0)
            return -1;
    }
    return 0;
}

static void tell_addon(struct pass *p, size_t i, const char *fault)
{
    auto_err struct err err = ERR_INIT;

    if (observe_addon(p, &p->mesh->wanted.steps[i], fault, &err) < 0)
        log_warn("addon is not looked at", "mesh", p->name, "error", err_message(&err));
}

static int ensure_secret(struct pass *p, const struct wanted_step *step, struct err *err)
{
    return step->secret
               ? secret_ensure(p->r->kube, step->secret, step->namespace, step->release, err)
               : 0;
}

/* Applies it; with whatever was written comes the Secret that is made once. */
static int apply_with_secret(struct pass *p, size_t i, struct err *err)
{
    int rc = steps_apply_one(p, i, err);

    return rc > 0 ? ensure_secret(p, &p->mesh->wanted.steps[i], err) : rc;
}

/* One that was lost is missed by a Pod, and made anew. */
static void mend_secret(struct pass *p, const struct wanted_step *step)
{
    auto_err struct err err = ERR_INIT;

    if (pods_may_miss_secret(observe_told_of(p, step), step->release) &&
        ensure_secret(p, step, &err) < 0)
        log_warn("addon", "mesh", p->name, "error", err_message(&err));
}

/* What goes wrong with an addon is told of it, and holds up nothing else. */
static void apply_addon(struct pass *p, size_t i)
{
    auto_err struct err err = ERR_INIT;

    if (apply_with_secret(p, i, &err) == 0) {
        tell_addon(p, i, NULL);
        mend_secret(p, &p->mesh->wanted.steps[i]);
        return;
    }
    log_warn("addon", "mesh", p->name, "error", err_message(&err));
    p->refused = false;
    tell_addon(p, i, err_message(&err));
}

static void apply_addons(struct pass *p, bool hold)
{
    const struct wanted *wanted = &p->mesh->wanted;

    for (size_t i = 0; i < wanted->n; i++) {
        if (!wanted->steps[i].addon)
            continue;
        if (!hold)
            apply_addon(p, i);
        else if (observe_is_known(p, &wanted->steps[i]))
            tell_addon(p, i, NULL);
        else
            tell_addon(p, i, "comes when the mesh is ready");
    }
}

static int apply_mesh(struct pass *p, bool gated, struct err *err)
{
    for (size_t i = 0; i < p->mesh->wanted.n; i++) {
        bool ready = true;

        if (p->mesh->wanted.steps[i].addon)
            continue;
        if (steps_apply_one(p, i, err) < 0)
            return -1;
        if (observe_step(p, &p->mesh->wanted.steps[i], &ready, err) < 0)
            return -1;
        p->complete &= ready;
        if (!ready && gated && !may_go_on(&p->mesh->wanted, i))
            return 0;
    }
    return 0;
}

int steps_apply(struct pass *p, struct err *err)
{
    bool gated = p->mesh->complete_generation != pass_generation(p);

    p->settling = gated || !was_ready(p->mesh_config);
    p->complete = true;
    if (p->fresh && apply_early(p, err) < 0)
        return -1;
    if (apply_mesh(p, gated, err) < 0)
        return -1;
    apply_addons(p, gated && !p->complete);
    return 0;
}

char *steps_count(const struct pass *p)
{
    const struct wanted *wanted = &p->mesh->wanted;
    size_t settled = 0, all = 0;

    for (size_t i = 0; i < wanted->n; i++) {
        for (size_t k = 0; k < wanted->steps[i].n; k++, all++)
            settled += is_settled(p, &wanted->steps[i].items[k]);
    }
    return mem_printf("%zu of %zu objects are as the charts want them", settled, all);
}
