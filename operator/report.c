#include "operator/report.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"
#include "kube/event.h"
#include "operator/conditions.h"
#include "operator/counts.h"
#include "operator/delete.h"
#include "operator/plan.h"
#include "operator/status.h"
#include "operator/steps.h"

struct telling {
    const char *type;
    bool warning;
    bool at_first; /* that it is there for the first time is told, too */
};

/* Tells of a condition that is another than before. */
static void tell_change(struct pass *p, const json_t *before, const json_t *after,
                        const struct telling *telling, int64_t now_ms)
{
    const char *type = telling->type;
    const json_t *old = json_find(before, "type", type), *new = json_find(after, "type", type);
    const char *status = json_text_at(new, "status"), *reason = json_text_at(new, "reason");
    const char *message = json_text_at(new, "message");
    auto_err struct err ignored = ERR_INIT;

    if ((!old && !telling->at_first) || (strcmp(json_text_at(old, "status"), status) == 0 &&
                                         strcmp(json_text_at(old, "reason"), reason) == 0))
        return;
    log_info("mesh", "name", p->name, "condition", type, "status", status, "reason", reason,
             "message", message);
    (void)!kube_event(p->r->kube, "malha-operator", p->mesh_config,
                      telling->warning ? KUBE_EVENT_WARNING : KUBE_EVENT_NORMAL, reason,
                      "Reconcile", message, now_ms, &ignored);
}

/* A field that is not there when there is nothing to say. Takes `value`, which may be NULL. */
static void put_or_drop(json_t *status, const char *key, json_t *value)
{
    if (value)
        json_put(status, key, value);
    else
        (void)json_object_del(status, key);
}

/* The version that the mesh had, if it is to have another now. */
static const char *version_before(const struct pass *p)
{
    const char *version = json_dig_text(p->mesh_config, "status", "version");

    return version && p->mesh->version && strcmp(version, p->mesh->version) != 0 ? version : NULL;
}

static json_t *platform_of(const struct pass *p)
{
    const struct platform *found = &p->r->meshes.platform;
    const char *named = plan_platform(p->mesh_config);

    return json_pack("{s:s,s:s}", "name", named ? named : found->name, "evidence",
                     named ? "spec.platform" : found->evidence);
}

/* What the mesh is by its charts. Another version than the one that runs waits until it is asked
 * for. */
static void put_mesh(const struct pass *p, json_t *status)
{
    const char *other = mesh_other_version(&p->r->meshes, p->mesh);

    json_put_text(status, "version", p->mesh->version);
    put_or_drop(status, "availableVersion", other ? json_string(other) : NULL);
    json_put(status, "platform", platform_of(p));
    json_put(status, "revisions", json_incref(p->mesh->revisions));
    json_put(status, "components", json_incref(p->components));
    put_or_drop(status, "addons", json_array_size(p->addons) > 0 ? json_incref(p->addons) : NULL);
}

/* What keeps the mesh from being deleted, for the condition; to be freed. NULL: nothing does. */
static char *deletion_text(const struct pass *p)
{
    auto_free char *text = p->sidecars.pods > 0 ? sidecars_text(&p->sidecars) : NULL;

    return text ? mem_printf("%s: the mesh is deleted when they are gone or restarted without, or "
                             "with the annotation " DELETE_SIDECARS ": \"true\"",
                             text)
                : NULL;
}

static json_t *deletion_of(const struct sidecars *sidecars)
{
    return json_pack("{s:I,s:O}", "pods", (json_int_t)sidecars->pods, "workloads",
                     sidecars->workloads);
}

int report(struct pass *p, const struct err *fault, struct err *err)
{
    const json_t *old = json_object_get(p->mesh_config, "status");
    json_t *before = json_object_get(old, "conditions");
    auto_json json_t *status = old ? json_deep_copy(old) : json_object();
    auto_json json_t *conditions = before ? json_deep_copy(before) : json_array();
    auto_free char *applied = p->refused ? steps_count(p) : NULL, *sidecars = deletion_text(p);
    bool stays = p->paused || sidecars;
    struct findings findings = {.generation = pass_generation(p),
                                .paused = p->paused,
                                .fault = fault,
                                .applied = applied,
                                .clashes = p->clashes,
                                .foreign = p->foreign,
                                .complete = p->complete,
                                .version = p->mesh->version,
                                .from = version_before(p),
                                .waiting = p->waiting,
                                .looked = p->looked,
                                .away = p->away,
                                .addons = json_array_size(p->addons) > 0,
                                .addon = p->addon,
                                .sidecars = sidecars,
                                .contended = p->contended};
    const struct telling tellings[] = {
        {fault->class == ERR_INVALID || stays ? "Reconciled" : "Ready",
         fault->class != ERR_NONE || sidecars, true},
        {"Contended", p->contended, p->contended},
        {"Healthy", p->away, false},
        {"AddonsReady", p->addon && p->complete, p->addon && p->complete},
        {"Upgrading", false, false}};
    int64_t now_ms = clock_wall_ms();
    char now[CLOCK_TEXT_SIZE];

    conditions_put(conditions, &findings, now_ms);
    if (p->wrote)
        json_put_text(status, "lastAppliedTime", clock_text_seconds(now_ms, now));
    json_put(status, "conditions", json_incref(conditions));
    json_put(status, "observedGeneration", json_integer(findings.generation));
    put_or_drop(status, "plan", json_incref(p->plan));
    put_or_drop(status, "deletion", sidecars ? deletion_of(&p->sidecars) : NULL);
    if (!stays && fault->class == ERR_NONE)
        put_mesh(p, status);
    if (status_write(p->r->kube, p->mesh_config, status, err) < 0)
        return -1;
    counts_mesh(p->r->metrics, p->name, status);
    for (size_t i = 0; i < ARRAY_LEN(tellings); i++)
        tell_change(p, before, conditions, &tellings[i], now_ms);
    return 0;
}
