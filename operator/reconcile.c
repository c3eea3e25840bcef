#include "operator/reconcile.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/limits.h"
#include "base/log.h"
#include "base/mem.h"
#include "kube/event.h"
#include "operator/admission.h"
#include "operator/adopt.h"
#include "operator/apply.h"
#include "operator/beside.h"
#include "operator/conditions.h"
#include "operator/delete.h"
#include "operator/inventory.h"
#include "operator/object.h"
#include "operator/plan.h"
#include "operator/ready.h"
#include "operator/status.h"

/* Nobody tells when istiod answers the API server, or when the last of what is deleted has gone. */
#define POLL_MS 500
/* What else is waited for the cache tells; that it is looked at all the same costs nothing. */
#define LOOK_MS 5000
/* What is somebody else's is not watched. */
#define FOREIGN_MS 30000

static const struct metric writes_total = {"malha_object_writes_total",
                                           "Objects written, by kind and result",
                                           METRIC_COUNTER,
                                           {"kind", "result"},
                                           NULL};

static const char *const change_names[] = {"same", "created", "changed", "repaired"};

/* One reconcile's findings. */
struct pass {
    struct reconciler *r;
    const json_t *mesh_config;
    const json_t *desired; /* the resource that is made real: this one, or the last that could be */
    const char *name;
    struct mesh *mesh;    /* borrowed */
    struct beside beside; /* the others */
    json_t *steps;        /* of objects_render(); NULL while they are not needed */
    json_t *components;   /* for the status */
    bool paused;          /* the user wants nothing to be done */
    bool settling;    /* the mesh is new, changed or was not ready: Ready takes more than at rest */
    bool complete;    /* every step is applied and ready */
    bool unheard;     /* what is waited for nobody tells */
    bool refused;     /* the API server will not have an object */
    bool unrepaired;  /* of a mesh whose spec is refused */
    bool clashes;     /* another mesh has what this one wants */
    bool wrote;       /* an object */
    bool foreign;     /* somebody else installed what this one wants */
    json_t *plan;     /* of taking that over; NULL: not asked for */
    char *waiting;    /* the first thing that is not ready */
    char *contended;  /* the first that is fought over */
    int64_t until_ms; /* when it is tried again */
};

static void pass_done(struct pass *p)
{
    beside_done(&p->beside);
    free(p->waiting);
    free(p->contended);
    json_decref(p->steps);
    json_decref(p->components);
    json_decref(p->plan);
}

static int64_t generation_of(const json_t *mesh_config)
{
    return json_number_or(json_dig(mesh_config, "metadata", "generation"), 0);
}

/* The objects, unless they are at hand, and what is wanted by them. */
static int render(struct pass *p, struct err *err)
{
    return p->steps ? 0 : mesh_render(&p->r->meshes, p->mesh, p->desired, &p->steps, err);
}

/* ---- apply ---- */

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

static int apply_one(struct pass *p, const struct want *want, const json_t *object,
                     const char *namespace, struct err *err)
{
    struct apply_to to = {
        .kube = p->r->kube, .cache = p->r->cache, .set = p->mesh->id, .beside = &p->beside};
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
    return 0;
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

    if (kube_get(p->r->kube, path, &live, err) < 0) {
        if (err->class != ERR_NOT_FOUND)
            return -1;
        err_done(err);
    }
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

/* Applies what is not settled of a step. */
static int apply_step(struct pass *p, size_t i, struct err *err)
{
    bool ensured = false;

    for (size_t k = 0; k < p->mesh->wanted.steps[i].n; k++) {
        const struct want *want = &p->mesh->wanted.steps[i].items[k];
        const json_t *object;

        if (is_settled(p, want) || holds_back(p, want))
            continue;
        if (render(p, err) < 0)
            return -1;
        want = &p->mesh->wanted.steps[i].items[k];
        object = json_array_get(json_object_get(json_array_get(p->steps, i), "objects"), k);
        if (!ensured && ensure_namespace(p, p->mesh->wanted.steps[i].namespace, err) < 0)
            return -1;
        ensured = true;
        if (apply_one(p, want, object, p->mesh->wanted.steps[i].namespace, err) < 0) {
            p->refused = err->class == ERR_INVALID;
            if (err->class == ERR_NOT_FOUND) /* its namespace has just gone, or its kind comes */
                err->class = ERR_TRANSIENT;
            return -1;
        }
    }
    return 0;
}

/* A row of status.components. */
static void add_row(json_t *rows, const char *name, const char *kind, const char *namespace,
                    bool ready, const char *message)
{
    json_t *row = json_object();

    json_put_text(row, "name", name);
    json_put_text(row, "kind", kind);
    json_put_text(row, "namespace", namespace);
    json_put(row, "ready", json_boolean(ready));
    json_put_text(row, "message", message ? message : "");
    json_array_append_new(rows, row);
}

static int look_at(struct pass *p, const struct want *want, enum cache_readiness *ret_readiness,
                   char **ret_message, struct err *err)
{
    auto_json json_t *live = NULL;

    if (want_get(want, p->r->kube, &live, err) < 0) {
        if (err->class != ERR_NOT_FOUND)
            return -1;
        err_done(err);
        cache_miss(p->r->cache, want->key);
    } else {
        cache_see(p->r->cache, want->key, live, NULL);
    }
    *ret_readiness = cache_readiness(p->r->cache, want->key, p->settling, ret_message);
    return 0;
}

/* Everything of this step that has to be waited for: true when it is all ready; the status gets a
 * row each. */
static int observe(struct pass *p, const struct wanted_step *step, bool *ret_ready, struct err *err)
{
    auto_free char *first = NULL;
    bool ready = true, rowed = false;

    for (size_t i = 0; i < step->n; i++) {
        const struct want *want = &step->items[i];
        auto_free char *message = NULL;
        enum cache_readiness readiness;

        if (!ready_matters(want->kind))
            continue;
        readiness = cache_readiness(p->r->cache, want->key, p->settling, &message);
        if (readiness == CACHE_UNKNOWN && look_at(p, want, &readiness, &message, err) < 0)
            return -1;
        if (readiness != CACHE_READY && !first)
            first = mem_printf("%s %s: %s", want->kind, want->name, message ? message : "");
        ready &= readiness == CACHE_READY;
        if (strcmp(want->kind, "CustomResourceDefinition") == 0)
            continue;
        rowed = true;
        add_row(p->components, want->name, step->component, step->namespace,
                readiness == CACHE_READY, message);
    }
    if (!rowed)
        add_row(p->components, step->release, step->component, step->namespace, ready, first);
    if (first && !p->waiting)
        p->waiting = STEAL(first);
    *ret_ready = ready;
    return 0;
}

static bool was_ready(const json_t *mesh_config)
{
    const json_t *conditions = json_dig(mesh_config, "status", "conditions");
    const char *status = json_dig_text(json_find(conditions, "type", "Ready"), "status");

    return status && strcmp(status, "True") == 0;
}

/* What the mesh's injection is asked by and with: its webhook configurations as they are, and an
 * account that is there as soon as the mesh is, which the namespace's own may not be. */
static int find_injection(const struct pass *p, json_t **ret_configurations,
                          const char **ret_account, struct err *err)
{
    auto_json json_t *found = json_array();
    const char *namespace = plan_namespace(p->mesh_config);

    for (size_t i = 0; i < p->mesh->wanted.n; i++) {
        for (size_t k = 0; k < p->mesh->wanted.steps[i].n; k++) {
            const struct want *want = &p->mesh->wanted.steps[i].items[k];
            json_t *live;

            if (strcmp(want->kind, "ServiceAccount") == 0 &&
                strcmp(want->namespace, namespace) == 0)
                *ret_account = want->name;
            if (strcmp(want->kind, INJECTION_KIND) != 0)
                continue;
            if (want_get(want, p->r->kube, &live, err) < 0) {
                if (err->class == ERR_NOT_FOUND) /* it has just gone, and will come back */
                    err->class = ERR_TRANSIENT;
                return err_wrap(err, "%s", want->key);
            }
            json_array_append_new(found, live);
        }
    }
    *ret_configurations = STEAL(found);
    return 0;
}

static int check_injection(struct pass *p, struct err *err)
{
    const char *revision = json_string_value(json_array_get(p->mesh->revisions, 0));
    auto_json json_t *configurations = NULL;
    const char *account = NULL;

    if (find_injection(p, &configurations, &account, err) < 0)
        return -1;
    if (json_array_size(configurations) == 0 || !revision)
        return 0;
    return injection_answers(p->r->kube, plan_namespace(p->mesh_config), configurations, revision,
                             account, &p->complete, &p->waiting, err);
}

/* A mesh that has just been changed is ready when its users' resources and Pods are taken, too. */
static int check_admission(struct pass *p, struct err *err)
{
    if (!p->settling)
        return 0;
    if (wanted_has_kind(&p->mesh->wanted, ADMISSION_KIND) &&
        admission_answers(p->r->kube, plan_namespace(p->mesh_config), &p->complete, &p->waiting,
                          err) < 0)
        return -1;
    if (p->complete && check_injection(p, err) < 0)
        return -1;
    p->unheard = !p->complete;
    return 0;
}

/* Applies step by step. A mesh that is being installed or changed waits for each step to be ready
 * before the next; one that was complete before is only kept as it is, all of it. */
static int apply_steps(struct pass *p, struct err *err)
{
    bool gated = p->mesh->complete_generation != generation_of(p->mesh_config);

    p->settling = gated || !was_ready(p->mesh_config);
    p->complete = true;
    for (size_t i = 0; i < p->mesh->wanted.n; i++) {
        bool ready = true;

        if (apply_step(p, i, err) < 0)
            return err_wrap(err, "component %s", p->mesh->wanted.steps[i].component);
        if (observe(p, &p->mesh->wanted.steps[i], &ready, err) < 0)
            return -1;
        p->complete &= ready;
        if (!ready && gated)
            return 0;
    }
    return 0;
}

static int track_kinds(struct pass *p, const json_t *kinds, struct err *err)
{
    const char *key;
    json_t *ignored;

    json_object_foreach ((json_t *)kinds, key, ignored) {
        const char *bar = strchr(key, '|');
        auto_free char *api_version = mem_strndup(key, (size_t)(bar - key));

        if (strcmp(bar + 1, "Namespace") != 0 &&
            cache_track(p->r->cache, p->r->kube, api_version, bar + 1, err) < 0)
            return -1;
    }
    return 0;
}

/* Of the versions that neither `mesh`, which may be NULL, nor another one runs or ran before. */
static int sweep_charts(struct pass *p, const struct mesh *mesh, struct err *err)
{
    auto_json json_t *used = json_object();

    if (mesh)
        mesh_note_versions(mesh, used);
    for (size_t i = 0; i < p->beside.n; i++)
        mesh_note_versions(p->beside.items[i].mesh, used);
    return meshes_sweep_charts(&p->r->meshes, used, err);
}

/* What an earlier generation made and this one does not want; asked for once per generation and
 * process. */
static int prune(struct pass *p, const json_t *now_kinds, struct err *err)
{
    auto_json json_t *kinds = inventory_kinds(p->mesh_config);
    auto_json json_t *keys = beside_keys(&p->beside), *own = wanted_keys(&p->mesh->wanted);
    int64_t generation = generation_of(p->mesh_config);
    size_t left;

    if (p->mesh->pruned_generation == generation)
        return 0;
    (void)json_object_update(kinds, (json_t *)now_kinds);
    (void)json_object_update(keys, own);
    if (inventory_prune(p->r->kube, p->mesh->id, kinds, keys, false, &left, err) < 0 ||
        delete_namespaces(p->r->kube, p->mesh_config, p->mesh->id, keys, &left, err) < 0)
        return -1;
    if (sweep_charts(p, p->mesh, err) < 0)
        return -1;
    p->mesh->pruned_generation = generation;
    cache_sweep(p->r->cache, p->mesh->id);
    return 0;
}

/* ---- status ---- */

/* How much of a mesh is as desired: when the API server refuses an object others are applied. */
static char *count_settled(const struct pass *p)
{
    const struct wanted *wanted = &p->mesh->wanted;
    size_t settled = 0, all = 0;

    for (size_t i = 0; i < wanted->n; i++) {
        for (size_t k = 0; k < wanted->steps[i].n; k++, all++)
            settled += is_settled(p, &wanted->steps[i].items[k]);
    }
    return mem_printf("%zu of %zu objects are as the charts want them", settled, all);
}

/* Tells of a condition that is another than before. */
static void tell_change(struct pass *p, const json_t *before, const json_t *after, const char *type,
                        bool warning, int64_t now_ms)
{
    const json_t *old = json_find(before, "type", type), *new = json_find(after, "type", type);
    const char *status = json_text_at(new, "status"), *reason = json_text_at(new, "reason");
    const char *message = json_text_at(new, "message");
    auto_err struct err ignored = ERR_INIT;

    if (strcmp(json_text_at(old, "status"), status) == 0 &&
        strcmp(json_text_at(old, "reason"), reason) == 0)
        return;
    log_info("mesh", "name", p->name, "condition", type, "status", status, "reason", reason,
             "message", message);
    (void)!kube_event(p->r->kube, "malha-operator", p->mesh_config,
                      warning ? KUBE_EVENT_WARNING : KUBE_EVENT_NORMAL, reason, "Reconcile",
                      message, now_ms, &ignored);
}

/* Another version than the one that runs waits until it is asked for. */
static void put_version(const struct pass *p, json_t *status)
{
    const char *other = mesh_other_version(&p->r->meshes, p->mesh);

    json_put_text(status, "version", p->mesh->version);
    if (other)
        json_put_text(status, "availableVersion", other);
    else if (json_object_get(status, "availableVersion"))
        json_put(status, "availableVersion", json_null()); /* takes it away */
}

static int report(struct pass *p, const struct err *fault, struct err *err)
{
    const json_t *old = json_object_get(p->mesh_config, "status");
    json_t *before = json_object_get(old, "conditions");
    auto_json json_t *status = old ? json_deep_copy(old) : json_object();
    auto_json json_t *conditions = before ? json_deep_copy(before) : json_array();
    auto_free char *applied = p->refused ? count_settled(p) : NULL;
    struct findings findings = {.generation = generation_of(p->mesh_config),
                                .paused = p->paused,
                                .fault = fault,
                                .applied = applied,
                                .clashes = p->clashes,
                                .foreign = p->foreign,
                                .complete = p->complete,
                                .waiting = p->waiting,
                                .contended = p->contended};
    const char *type = fault->class == ERR_INVALID || p->paused ? "Reconciled" : "Ready";
    int64_t now_ms = clock_wall_ms();
    char now[CLOCK_TEXT_SIZE];

    conditions_put(conditions, &findings, now_ms);
    if (p->wrote)
        json_put_text(status, "lastAppliedTime", clock_text_seconds(now_ms, now));
    json_put(status, "conditions", json_incref(conditions));
    json_put(status, "observedGeneration", json_integer(findings.generation));
    if (p->plan)
        json_put(status, "plan", json_incref(p->plan));
    else if (json_object_get(status, "plan"))
        json_put(status, "plan", json_null()); /* takes it away */
    if (!p->paused && fault->class == ERR_NONE) {
        put_version(p, status);
        json_put(status, "revisions", json_incref(p->mesh->revisions));
        json_put(status, "components", json_incref(p->components));
    }
    if (status_write(p->r->kube, p->mesh_config, status, err) < 0)
        return -1;
    tell_change(p, before, conditions, type, fault->class != ERR_NONE, now_ms);
    if (p->contended || json_find(before, "type", "Contended"))
        tell_change(p, before, conditions, "Contended", p->contended != NULL, now_ms);
    return 0;
}

/* ---- deletion ---- */

static int finalize(struct pass *p, long *ret_again_ms, struct err *err)
{
    bool gone;

    if (delete_mesh(p->r->kube, p->mesh_config, p->mesh->id, &p->beside, &gone, err) < 0)
        return -1;
    if (!gone) {
        *ret_again_ms = POLL_MS;
        return 0;
    }
    if (record_delete(p->r->kube, p->r->meshes.settings->namespace, p->mesh_config, err) < 0 ||
        sweep_charts(p, NULL, err) < 0 ||
        delete_end(p->r->kube, p->mesh_config, &p->beside, err) < 0)
        return -1;
    log_info("mesh is gone", "name", p->name);
    cache_sweep(p->r->cache, p->mesh->id);
    meshes_drop(&p->r->meshes, p->name);
    p->mesh = NULL;
    return 0;
}

/* ---- the driver ---- */

/* What somebody else installed is not touched unasked. */
static int check_foreign(struct pass *p, struct err *err)
{
    auto_err struct err fault = ERR_INIT;

    if (adopt_check(p->r->kube, p->mesh_config, &p->mesh->wanted, &p->foreign, err) == 0)
        return 0;
    if (p->foreign && adopt_asks_for_plan(p->mesh_config) &&
        (render(p, &fault) < 0 ||
         adopt_plan(p->r->kube, &p->mesh->wanted, p->steps, &p->plan, &fault) < 0))
        return err_wrap(err, "there is no plan: %s", err_message(&fault));
    return -1;
}

/* Can the resource be made real? */
static int accept_spec(struct pass *p, struct err *err)
{
    if (!mesh_is_current(p->mesh, p->mesh_config) && render(p, err) < 0)
        return -1;
    if (beside_check(&p->beside, p->r->kube, p->mesh, p->mesh_config, &p->clashes, err) < 0)
        return -1;
    if (mesh_is_new(p->mesh, p->mesh_config) && check_foreign(p, err) < 0)
        return -1;
    return mesh_accept(&p->r->meshes, p->mesh, p->mesh_config, err);
}

static int repair(struct pass *p, struct err *err)
{
    if (!mesh_is_current(p->mesh, p->desired)) {
        json_decref(p->steps);
        p->steps = NULL;
        if (render(p, err) < 0)
            return -1;
    }
    for (size_t i = 0; i < p->mesh->wanted.n; i++) {
        if (apply_step(p, i, err) < 0)
            return -1;
    }
    return 0;
}

/* A spec that is refused changes nothing: what runs is kept as it was. */
static void keep_accepted(struct pass *p)
{
    auto_err struct err err = ERR_INIT;

    p->desired = mesh_accepted(p->mesh, p->mesh_config);
    if (!p->desired || repair(p, &err) == 0)
        return;
    log_error("repair of a mesh whose spec is refused", "mesh", p->name, "error",
              err_message(&err));
    p->refused = false;
    p->unrepaired = true;
}

static int make_real(struct pass *p, struct err *err)
{
    auto_json json_t *kinds = NULL;

    if (accept_spec(p, err) < 0) {
        if (err->class == ERR_INVALID)
            keep_accepted(p);
        return -1;
    }
    kinds = wanted_kinds(&p->mesh->wanted);
    if (inventory_write(p->r->kube, p->mesh_config, kinds, false, err) < 0 ||
        track_kinds(p, kinds, err) < 0 || apply_steps(p, err) < 0)
        return -1;
    if (p->complete && check_admission(p, err) < 0)
        return -1;
    if (!p->complete)
        return 0;
    if (prune(p, kinds, err) < 0)
        return -1;
    p->mesh->complete_generation = generation_of(p->mesh_config);
    return 0;
}

/* When to come again of what nobody tells; -1: not needed. */
static long come_again(const struct pass *p)
{
    if (!p->complete && !p->paused)
        return p->unheard ? POLL_MS : LOOK_MS;
    if (p->contended) {
        int64_t left = p->until_ms - clock_mono_ms();

        return left > 0 ? (long)left : 0;
    }
    return -1;
}

static int keep_real(struct pass *p, long *ret_again_ms, struct err *err)
{
    auto_err struct err fault = ERR_INIT;

    p->paused = json_truth(json_dig(p->mesh_config, "spec", "paused"));
    if (!p->paused)
        (void)!make_real(p, &fault);
    if (report(p, &fault, err) < 0) {
        if (fault.class != ERR_NONE)
            log_error("reconcile", "mesh", p->name, "class", err_class_name(fault.class), "error",
                      err_message(&fault));
        return err_wrap(err, "status");
    }
    if (fault.class == ERR_NONE) {
        *ret_again_ms = come_again(p);
        return 0;
    }
    if (fault.class == ERR_INVALID && !p->refused) {
        *ret_again_ms = p->unrepaired ? LOOK_MS : p->foreign ? FOREIGN_MS : -1;
        return 0;
    }
    *err = fault;
    fault = ERR_INIT;
    return -1;
}

int reconcile_mesh(struct reconciler *r, const json_t *mesh_configs, const json_t *mesh_config,
                   long *ret_again_ms, struct err *err)
{
    struct pass p = {.r = r,
                     .mesh_config = mesh_config,
                     .desired = mesh_config,
                     .name = json_text_at(json_object_get(mesh_config, "metadata"), "name"),
                     .mesh = meshes_find(&r->meshes, mesh_config),
                     .components = json_array()};
    int rc;

    *ret_again_ms = -1;
    if (beside_look(&r->meshes, mesh_configs, mesh_config, &p.beside, err) < 0)
        rc = -1;
    else if (json_dig_text(mesh_config, "metadata", "deletionTimestamp"))
        rc = finalize(&p, ret_again_ms, err);
    else
        rc = keep_real(&p, ret_again_ms, err);
    pass_done(&p);
    return rc;
}
