#include "operator/conditions.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "operator/status.h"

static void put_fault(json_t *conditions, const struct findings *f, int64_t now_ms)
{
    bool invalid = f->fault->class == ERR_INVALID && !f->applied;
    const char *reason = f->clashes   ? "MeshClash"
                         : f->foreign ? "AdoptionNeeded"
                         : invalid    ? "InvalidSpec"
                         : f->applied ? "ApplyRefused"
                                      : "ReconcileError";
    auto_free char *message = f->applied ? mem_printf("%s: %s", f->applied, err_message(f->fault))
                                         : mem_strdup(err_message(f->fault));

    status_set_condition(conditions, "Reconciled", "False", reason, message, f->generation, now_ms);
    /* A spec that is refused as such changes nothing of the mesh that runs. */
    if (!json_find(conditions, "type", "Ready") || !invalid)
        status_set_condition(conditions, "Ready", invalid ? "False" : "Unknown", reason, message,
                             f->generation, now_ms);
}

static void put_contention(json_t *conditions, const struct findings *f, int64_t now_ms)
{
    if (f->contended) {
        auto_free char *message =
            mem_printf("%s, changes again and again what is repaired: it is left alone for a while",
                       f->contended);

        status_set_condition(conditions, "Contended", "True", "RepairedTooOften", message,
                             f->generation, now_ms);
    } else {
        status_set_condition(conditions, "Contended", "False", "NotContended",
                             "nobody else changes what is the mesh's", f->generation, now_ms);
    }
}

static void put_upgrade(json_t *conditions, const struct findings *f, int64_t now_ms)
{
    const json_t *before = json_find(conditions, "type", "Upgrading");
    bool under_way = strcmp(json_text_at(before, "status"), "True") == 0;
    auto_free char *message = under_way ? mem_strdup(json_text_at(before, "message")) : NULL;

    if (f->from) {
        free(message);
        message = mem_printf("from %s to %s", f->from, f->version);
    }
    if (message && !f->complete)
        status_set_condition(conditions, "Upgrading", "True", "VersionChanges", message,
                             f->generation, now_ms);
    else
        status_set_condition(conditions, "Upgrading", "False", "NotUpgrading",
                             "no other version is on its way", f->generation, now_ms);
}

static void put_health(json_t *conditions, const struct findings *f, int64_t now_ms)
{
    if (f->away)
        status_set_condition(conditions, "Healthy", "False", "WorkloadUnavailable", f->away,
                             f->generation, now_ms);
    else
        status_set_condition(conditions, "Healthy", "True", "WorkloadsAvailable",
                             "every workload has pods that are available", f->generation, now_ms);
}

/* A mesh without addons does not say that they are ready. */
static void put_addons(json_t *conditions, const struct findings *f, int64_t now_ms)
{
    if (!f->addons)
        (void)json_array_remove(conditions, json_index(conditions, "type", "AddonsReady"));
    else if (f->addon)
        status_set_condition(conditions, "AddonsReady", "False",
                             f->complete ? "AddonsNotReady" : "MeshNotReady", f->addon,
                             f->generation, now_ms);
    else
        status_set_condition(conditions, "AddonsReady", "True", "AddonsReady",
                             "every addon is ready", f->generation, now_ms);
}

void conditions_put(json_t *conditions, const struct findings *f, int64_t now_ms)
{
    const char *waiting = f->waiting ? f->waiting : "waiting";

    if (f->looked)
        put_health(conditions, f, now_ms);
    if (f->fault->class != ERR_NONE) {
        put_fault(conditions, f, now_ms);
        return;
    }
    if (f->sidecars) {
        status_set_condition(conditions, "Reconciled", "False", "SidecarsRemain", f->sidecars,
                             f->generation, now_ms);
        return;
    }
    if (f->paused) {
        status_set_condition(conditions, "Reconciled", "Unknown", "Paused",
                             "spec.paused is set: nothing is applied and drift is not repaired",
                             f->generation, now_ms);
        return;
    }
    put_contention(conditions, f, now_ms);
    put_upgrade(conditions, f, now_ms);
    put_addons(conditions, f, now_ms);
    if (f->complete && f->contended)
        status_set_condition(conditions, "Reconciled", "False", "Contended", f->contended,
                             f->generation, now_ms);
    else if (f->complete)
        status_set_condition(conditions, "Reconciled", "True", "Applied",
                             "every object is as the charts want it", f->generation, now_ms);
    else
        status_set_condition(conditions, "Reconciled", "False", "Progressing", waiting,
                             f->generation, now_ms);
    if (f->complete)
        status_set_condition(conditions, "Ready", "True", "Ready", "every component is ready",
                             f->generation, now_ms);
    else
        status_set_condition(conditions, "Ready", "False", "ComponentsNotReady", waiting,
                             f->generation, now_ms);
}
