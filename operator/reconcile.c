#include "operator/reconcile.h"

#include <string.h>

#include "base/clock.h"
#include "base/limits.h"
#include "base/log.h"
#include "base/mem.h"
#include "kube/event.h"
#include "operator/admission.h"
#include "operator/delete.h"
#include "operator/inventory.h"
#include "operator/objects.h"
#include "operator/plan.h"
#include "operator/ready.h"
#include "operator/status.h"
#include "yaml/yaml.h"

#define POLL_MS 1000

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
    const char *name;
    char *id, *version;
    json_t *memory;     /* borrowed: what is kept for this mesh */
    json_t *steps;      /* of objects_render() */
    json_t *kinds;      /* "apiVersion|kind" -> true, of all steps */
    json_t *wanted;     /* keys of all objects */
    json_t *components; /* for the status */
    bool paused;        /* the user wants nothing to be done */
    bool settling; /* the mesh is new, changed or was not ready: Ready takes more than at rest */
    bool complete; /* every step is applied and ready */
    char *waiting; /* the first thing that is not ready */
};

static void pass_done(struct pass *p)
{
    free(p->id);
    free(p->version);
    free(p->waiting);
    json_decref(p->steps);
    json_decref(p->kinds);
    json_decref(p->wanted);
    json_decref(p->components);
}

static int64_t generation_of(const json_t *mesh_config)
{
    return json_number_or(json_dig(mesh_config, "metadata", "generation"), 0);
}

/* ---- validate, plan, render ---- */

static int load_profile(const struct reconciler *r, const json_t *mesh_config, json_t **ret,
                        struct err *err)
{
    const char *name = json_dig_text(mesh_config, "spec", "profile");

    name = name ? name : "default";
    if (strspn(name, "abcdefghijklmnopqrstuvwxyz-") != strlen(name))
        return err_set(err, ERR_INVALID, "spec.profile: \"%s\" is no profile", name);
    auto_free char *path = mem_printf("%s/%s.yaml", r->settings.profiles, name);
    if (yaml_parse_file(path, YAML_PLAIN, ret, err) < 0) {
        err->class = ERR_INVALID;
        return err_wrap(err, "spec.profile");
    }
    return 0;
}

static int check_version(struct pass *p, struct err *err)
{
    const char *wanted = json_dig_text(p->mesh_config, "spec", "version");

    if (objects_bundled_version(p->r->settings.charts, &p->version, err) < 0)
        return -1;
    if (wanted && strcmp(wanted, p->version) != 0)
        return err_set(err, ERR_INVALID,
                       "spec.version: %s is not available; the bundled charts are version %s",
                       wanted, p->version);
    return 0;
}

static void collect(struct pass *p)
{
    size_t i, k;
    json_t *step, *object;

    p->kinds = json_object();
    p->wanted = json_object();
    json_array_foreach (p->steps, i, step) {
        const char *namespace = json_dig_text(step, "namespace");

        json_put(p->kinds, "v1|Namespace", json_true());
        json_array_foreach (json_object_get(step, "objects"), k, object) {
            auto_free char *kind = mem_printf("%s|%s", json_dig_text(object, "apiVersion"),
                                              json_dig_text(object, "kind"));
            auto_free char *key = world_key(object, namespace);
            auto_free char *plain = world_key(object, NULL);

            json_put(p->kinds, kind, json_true());
            json_put(p->wanted, key, json_true());
            json_put(p->wanted, plain, json_true());
        }
        auto_free char *namespace_key = mem_printf("|Namespace||%s", namespace);
        json_put(p->wanted, namespace_key, json_true());
    }
}

/* The webhook's configuration goes when the operator is uninstalled: with failurePolicy Fail and
 * nobody behind it no Pod could be created any more. The ClusterRole is what the chart makes for
 * the whole cluster. */
static int find_owner(struct reconciler *r, struct err *err)
{
    auto_json json_t *role = NULL;
    auto_err struct err inner = ERR_INIT;

    if (r->owner)
        return 0;
    if (kube_get(r->kube, "/apis/rbac.authorization.k8s.io/v1/clusterroles/malha-operator", &role,
                 &inner) == 0)
        r->owner = json_pack("{s:s,s:s,s:s,s:O}", "apiVersion", "rbac.authorization.k8s.io/v1",
                             "kind", "ClusterRole", "name", "malha-operator", "uid",
                             json_dig(role, "metadata", "uid"));
    else if (inner.class == ERR_NOT_FOUND || inner.class == ERR_FORBIDDEN)
        r->owner = json_null();
    else
        return err_set(err, inner.class, "%s", err_message(&inner));
    return 0;
}

static int render(struct pass *p, struct err *err)
{
    auto_json json_t *profile = NULL, *components = NULL;
    struct objects_input in = {.charts = p->r->settings.charts,
                               .set = p->id,
                               .mesh_config = p->mesh_config,
                               .webhook_service = p->r->settings.webhook_service,
                               .operator_namespace = p->r->settings.namespace};
    struct plan plan = {0};
    int rc;

    if (check_version(p, err) < 0 || load_profile(p->r, p->mesh_config, &profile, err) < 0 ||
        yaml_parse_file(p->r->settings.components, YAML_PLAIN, &components, err) < 0 ||
        find_owner(p->r, err) < 0 || plan_make(p->mesh_config, profile, components, &plan, err) < 0)
        return -1;
    in.plan = &plan;
    in.injection_owner = json_is_object(p->r->owner) ? p->r->owner : NULL;
    rc = objects_render(&in, &p->steps, err);
    plan_done(&plan);
    if (rc == 0)
        collect(p);
    return rc;
}

/* ---- apply ---- */

static int apply_object(struct pass *p, const json_t *object, const char *namespace,
                        struct err *err)
{
    enum world_change change;
    const char *kind = json_dig_text(object, "kind");

    if (world_apply(p->r->world, p->r->kube, object, namespace, &change, err) < 0)
        return -1;
    if (change == WORLD_SAME)
        return 0;
    metrics_add(p->r->metrics, &writes_total, 1, kind, change_names[change]);
    log_info("applied", "result", change_names[change], "kind", kind, "namespace", namespace,
             "name", json_dig_text(object, "metadata", "name"));
    if (change == WORLD_REPAIRED) {
        auto_free char *message =
            mem_printf("%s %s was changed or deleted by somebody else and is as it was", kind,
                       json_dig_text(object, "metadata", "name"));
        auto_err struct err ignored = ERR_INIT;

        (void)!kube_event(p->r->kube, "malha-operator", p->mesh_config, KUBE_EVENT_NORMAL,
                          "DriftRepaired", "Reconcile", message, clock_wall_ms(), &ignored);
    }
    return 0;
}

/* A namespace that is not there is made, and is then ours to delete. */
static int ensure_namespace(struct pass *p, const char *namespace, struct err *err)
{
    auto_free char *path = mem_printf("/api/v1/namespaces/%s", namespace);
    auto_json json_t *wanted = NULL, *live = NULL;
    auto_err struct err inner = ERR_INIT;

    if (json_object_get(p->memory, path))
        return 0;
    if (kube_get(p->r->kube, path, &live, &inner) < 0 && inner.class != ERR_NOT_FOUND)
        return err_set(err, inner.class, "%s", err_message(&inner));
    if (json_dig_text(live, "metadata", "deletionTimestamp"))
        return err_set(err, ERR_TRANSIENT, "namespace %s is being deleted", namespace);
    if (!live) {
        wanted = json_pack("{s:s,s:s,s:{s:s,s:{s:s}}}", "apiVersion", "v1", "kind", "Namespace",
                           "metadata", "name", namespace, "labels", WORLD_PART_OF, p->id);
        if (apply_object(p, wanted, NULL, err) < 0)
            return -1;
    }
    json_put(p->memory, path, json_true());
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

/* Everything of this step that has to be waited for: true when it is all ready; the status gets a
 * row each. */
static int observe(struct pass *p, const json_t *step, bool *ret_ready, struct err *err)
{
    const char *namespace = json_dig_text(step, "namespace"),
               *component = json_dig_text(step, "component");
    auto_free char *first = NULL;
    bool ready = true, rowed = false;
    size_t i;
    json_t *object;

    json_array_foreach (json_object_get(step, "objects"), i, object) {
        const char *kind = json_dig_text(object, "kind"),
                   *name = json_dig_text(object, "metadata", "name");
        auto_json json_t *live = NULL;
        auto_free char *path = NULL, *message = NULL;
        bool one;

        if (!ready_matters(kind))
            continue;
        if (kube_path_of(p->r->kube, object, namespace, &path, err) < 0 ||
            kube_get(p->r->kube, path, &live, err) < 0)
            return -1;
        one = ready_check(live, &message) && (!p->settling || ready_settled(live, &message));
        if (!one && !first)
            first = mem_printf("%s %s: %s", kind, name, message);
        ready &= one;
        if (strcmp(kind, "CustomResourceDefinition") == 0)
            continue;
        rowed = true;
        add_row(p->components, name, component, namespace, one, message);
    }
    if (!rowed)
        add_row(p->components, json_dig_text(step, "release"), component, namespace, ready, first);
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

/* A mesh that has just been changed is ready when its users' resources are taken, too. */
static int check_admission(struct pass *p, struct err *err)
{
    if (!p->settling || !json_object_get(p->kinds, ADMISSION_KIND))
        return 0;
    return admission_answers(p->r->kube, plan_namespace(p->mesh_config), &p->complete, &p->waiting,
                             err);
}

/* Applies step by step. A mesh that is being installed or changed waits for each step to be ready
 * before the next; one that was complete before is only kept as it is, all of it. */
static int apply_steps(struct pass *p, struct err *err)
{
    const json_t *done = json_object_get(p->memory, "completeGeneration");
    bool gated = json_number_or(done, -1) != generation_of(p->mesh_config);
    size_t i, k;
    json_t *step, *object;

    p->settling = gated || !was_ready(p->mesh_config);
    p->complete = true;
    json_array_foreach (p->steps, i, step) {
        const char *namespace = json_dig_text(step, "namespace");
        bool ready = true;

        if (ensure_namespace(p, namespace, err) < 0)
            return -1;
        json_array_foreach (json_object_get(step, "objects"), k, object) {
            if (apply_object(p, object, namespace, err) < 0)
                return err_wrap(err, "component %s", json_dig_text(step, "component"));
        }
        if (observe(p, step, &ready, err) < 0)
            return -1;
        p->complete &= ready;
        if (!ready && gated)
            return 0;
    }
    return 0;
}

static int watch_kinds(struct pass *p, struct err *err)
{
    const char *key;
    json_t *ignored;

    json_object_foreach (p->kinds, key, ignored) {
        const char *bar = strchr(key, '|');
        auto_free char *api_version = mem_strndup(key, (size_t)(bar - key));

        if (world_watch(p->r->world, p->r->kube, api_version, bar + 1, p->id, err) < 0)
            return -1;
    }
    return 0;
}

/* What an earlier generation made and this one does not want; asked for once per generation and
 * process. */
static int prune(struct pass *p, struct err *err)
{
    auto_json json_t *kinds = inventory_kinds(p->mesh_config);
    int64_t generation = generation_of(p->mesh_config);
    size_t left;

    if (json_number_or(json_object_get(p->memory, "prunedGeneration"), -1) == generation)
        return 0;
    (void)json_object_update(kinds, p->kinds);
    if (inventory_prune(p->r->kube, p->id, kinds, p->wanted, false, &left, err) < 0 ||
        delete_namespaces(p->r->kube, p->mesh_config, p->id, p->wanted, &left, err) < 0)
        return -1;
    json_put(p->memory, "prunedGeneration", json_integer(generation));
    return 0;
}

/* ---- status ---- */

static void put_conditions(struct pass *p, json_t *conditions, const struct err *fault,
                           int64_t now_ms)
{
    int64_t generation = generation_of(p->mesh_config);
    bool invalid = fault->class == ERR_INVALID;

    if (fault->class != ERR_NONE) {
        const char *reason = invalid ? "InvalidSpec" : "ReconcileError";

        status_set_condition(conditions, "Reconciled", "False", reason, err_message(fault),
                             generation, now_ms);
        /* A spec that is refused changes nothing of the mesh that runs. */
        if (!json_find(conditions, "type", "Ready") || !invalid)
            status_set_condition(conditions, "Ready", invalid ? "False" : "Unknown", reason,
                                 err_message(fault), generation, now_ms);
        return;
    }
    if (p->paused) {
        status_set_condition(conditions, "Reconciled", "Unknown", "Paused",
                             "spec.paused is set: nothing is applied and drift is not repaired",
                             generation, now_ms);
        return;
    }
    if (p->complete) {
        status_set_condition(conditions, "Reconciled", "True", "Applied",
                             "every object is as the charts want it", generation, now_ms);
        status_set_condition(conditions, "Ready", "True", "Ready", "every component is ready",
                             generation, now_ms);
        return;
    }
    status_set_condition(conditions, "Reconciled", "False", "Progressing",
                         p->waiting ? p->waiting : "waiting", generation, now_ms);
    status_set_condition(conditions, "Ready", "False", "ComponentsNotReady",
                         p->waiting ? p->waiting : "waiting", generation, now_ms);
}

static int report(struct pass *p, const struct err *fault, struct err *err)
{
    const json_t *old = json_object_get(p->mesh_config, "status");
    json_t *old_conditions = json_object_get(old, "conditions");
    auto_json json_t *status = old ? json_deep_copy(old) : json_object();
    auto_json json_t *conditions = old_conditions ? json_deep_copy(old_conditions) : json_array();
    int64_t now_ms = clock_wall_ms();
    const json_t *ready;
    const char *before, *after, *before_reason, *reason, *message;

    put_conditions(p, conditions, fault, now_ms);
    json_put(status, "conditions", json_incref(conditions));
    json_put(status, "observedGeneration", json_integer(generation_of(p->mesh_config)));
    if (p->steps && fault->class == ERR_NONE) {
        json_put_text(status, "version", p->version);
        json_put(status, "components", json_incref(p->components));
    }
    if (status_write(p->r->kube, p->mesh_config, status, err) < 0)
        return -1;

    ready = json_find(conditions, "type",
                      fault->class == ERR_INVALID || p->paused ? "Reconciled" : "Ready");
    before =
        json_dig_text(json_find(old_conditions, "type", json_dig_text(ready, "type")), "status");
    before_reason =
        json_dig_text(json_find(old_conditions, "type", json_dig_text(ready, "type")), "reason");
    after = json_dig_text(ready, "status");
    reason = json_dig_text(ready, "reason");
    message = json_dig_text(ready, "message");
    if (!before || strcmp(before, after) != 0 || strcmp(before_reason, reason) != 0) {
        auto_err struct err ignored = ERR_INIT;

        log_info("mesh", "name", p->name, "condition", json_dig_text(ready, "type"), "status",
                 after, "reason", reason, "message", message);
        (void)!kube_event(p->r->kube, "malha-operator", p->mesh_config,
                          fault->class == ERR_NONE ? KUBE_EVENT_NORMAL : KUBE_EVENT_WARNING, reason,
                          "Reconcile", message, now_ms, &ignored);
    }
    return 0;
}

/* ---- deletion ---- */

static int finalize(struct pass *p, long *ret_again_ms, struct err *err)
{
    bool gone;

    if (delete_mesh(p->r->kube, p->mesh_config, p->id, &gone, err) < 0)
        return -1;
    if (!gone) {
        *ret_again_ms = POLL_MS;
        return 0;
    }
    log_info("mesh is gone", "name", p->name);
    (void)json_object_del(p->r->meshes, p->name);
    world_forget(p->r->world);
    return 0;
}

/* ---- the driver ---- */

static int make_real(struct pass *p, struct err *err)
{
    if (render(p, err) < 0)
        return -1;
    if (inventory_write(p->r->kube, p->mesh_config, p->kinds, false, err) < 0)
        return -1;
    if (apply_steps(p, err) < 0)
        return -1;
    if (p->complete && check_admission(p, err) < 0)
        return -1;
    if (!p->complete)
        return 0;
    if (watch_kinds(p, err) < 0 || prune(p, err) < 0)
        return -1;
    json_put(p->memory, "completeGeneration", json_integer(generation_of(p->mesh_config)));
    return 0;
}

int reconcile_mesh(struct reconciler *r, const json_t *mesh_config, long *ret_again_ms,
                   struct err *err)
{
    struct pass p = {.r = r,
                     .mesh_config = mesh_config,
                     .name = json_dig_text(mesh_config, "metadata", "name"),
                     .components = json_array()};
    auto_err struct err fault = ERR_INIT;
    int rc = 0;

    *ret_again_ms = -1;
    p.id = inventory_id(p.name);
    p.memory = json_object_get(r->meshes, p.name);
    if (!p.memory)
        json_put(r->meshes, p.name, p.memory = json_object());

    if (json_dig_text(mesh_config, "metadata", "deletionTimestamp")) {
        rc = finalize(&p, ret_again_ms, err);
    } else {
        p.paused = json_truth(json_dig(mesh_config, "spec", "paused"));
        if (!p.paused)
            (void)!make_real(&p, &fault);
        rc = report(&p, &fault, err);
        if (fault.class != ERR_NONE && fault.class != ERR_INVALID && rc == 0) {
            *err = fault;
            fault = ERR_INIT;
            rc = -1;
        } else if (fault.class == ERR_NONE && !p.complete && !p.paused) {
            *ret_again_ms = POLL_MS;
        }
    }
    pass_done(&p);
    return rc;
}
