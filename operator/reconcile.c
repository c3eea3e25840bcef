#include "operator/reconcile.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"
#include "operator/admission.h"
#include "operator/adopt.h"
#include "operator/counts.h"
#include "operator/delete.h"
#include "operator/inventory.h"
#include "operator/observe.h"
#include "operator/pass.h"
#include "operator/report.h"
#include "operator/steps.h"

/* Nobody tells when istiod answers the API server, or when the last of what is deleted has gone. */
#define POLL_MS 500
/* What else is waited for the cache tells; that it is looked at all the same costs nothing. */
#define LOOK_MS 5000
/* What is somebody else's is not watched. */
#define FOREIGN_MS 30000

/* ---- completion ---- */

/* A mesh that has just been changed is ready when its users' resources and Pods are taken, too. */
static int check_admission(struct pass *p, struct err *err)
{
    if (!p->settling)
        return 0;
    if (admission_answers(p->r->kube, p->mesh_config, &p->mesh->wanted, p->mesh->revisions,
                          &p->complete, &p->waiting, err) < 0)
        return -1;
    p->unheard = !p->complete;
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
static int prune(struct pass *p, struct err *err)
{
    auto_kinds struct kinds kinds = {0};
    auto_json json_t *keys = beside_keys(&p->beside), *own = wanted_keys(&p->mesh->wanted);
    int64_t generation = pass_generation(p);
    size_t left;

    if (p->mesh->pruned_generation == generation)
        return 0;
    inventory_kinds(p->mesh_config, &kinds);
    kinds_add_all(&kinds, &p->mesh->wanted.kinds);
    (void)json_object_update(keys, own);
    if (inventory_prune(p->r->kube, p->mesh->id, &kinds, keys, false, &left, err) < 0 ||
        delete_namespaces(p->r->kube, p->mesh_config, p->mesh->id, keys, &left, err) < 0)
        return -1;
    if (sweep_charts(p, p->mesh, err) < 0)
        return -1;
    p->mesh->pruned_generation = generation;
    cache_sweep(p->r->cache, p->mesh->id);
    return 0;
}

/* ---- deletion ---- */

/* What is to be deleted is left as it is, and not repaired, while it has sidecars. */
static int may_go(struct pass *p, struct err *err)
{
    const struct err none = ERR_INIT;

    if (p->mesh->goes)
        return 0;
    if (delete_may_begin(p->r->kube, p->mesh_config, &p->mesh->goes, &p->sidecars, err) < 0)
        return -1;
    return p->mesh->goes ? 0 : report(p, &none, err);
}

static int finalize(struct pass *p, long *ret_again_ms, struct err *err)
{
    bool gone;

    if (may_go(p, err) < 0)
        return -1;
    if (!p->mesh->goes) {
        *ret_again_ms = LOOK_MS;
        return 0;
    }
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
    counts_no_mesh(p->r->metrics, p->name);
    meshes_drop(&p->r->meshes, p->name);
    p->mesh = NULL;
    return 0;
}

/* ---- the driver ---- */

static int make_plan(struct pass *p, struct err *err)
{
    if (pass_render(p, err) < 0)
        return -1;
    return adopt_plan(p->r->kube, &p->mesh->wanted, p->steps, &p->plan, err);
}

/* What somebody else installed is not touched unasked, and has what it was installed as. */
static int check_foreign(struct pass *p, struct err *err)
{
    auto_err struct err fault = ERR_INIT;
    struct adopt found;
    int rc;

    if (adopt_look(p->r->kube, &p->mesh->wanted, &found, err) < 0)
        return -1;
    mesh_take_releases(p->mesh, found.releases);
    rc = pass_refresh(p, err);
    if (rc == 0)
        rc = adopt_check(p->r->kube, p->mesh_config, &found, &p->foreign, err);
    p->fresh = json_array_size(found.workloads) == 0;
    adopt_done(&found);
    if (p->foreign && adopt_asks_for_plan(p->mesh_config) && make_plan(p, &fault) < 0)
        return err_wrap(err, "there is no plan: %s", err_message(&fault));
    return rc;
}

/* Can the resource be made real? */
static int accept_spec(struct pass *p, struct err *err)
{
    if (pass_refresh(p, err) < 0)
        return -1;
    if (beside_check(&p->beside, p->r->kube, p->mesh, p->mesh_config, &p->clashes, err) < 0)
        return -1;
    if (mesh_is_new(p->mesh, p->mesh_config) && check_foreign(p, err) < 0)
        return -1;
    return mesh_accept(&p->r->meshes, p->mesh, p->mesh_config, err);
}

static int repair(struct pass *p, struct err *err)
{
    if (pass_refresh(p, err) < 0)
        return -1;
    for (size_t i = 0; i < p->mesh->wanted.n; i++) {
        if (steps_apply_one(p, i, err) < 0)
            return -1;
    }
    return 0;
}

/* A spec that is refused changes nothing: what runs is kept as it was. */
static void keep_accepted(struct pass *p)
{
    auto_err struct err err = ERR_INIT;

    if (mesh_accepted(&p->r->meshes, p->mesh, p->mesh_config, &p->desired, &err) == 0 &&
        (!p->desired || repair(p, &err) == 0))
        return;
    log_error("repair of a mesh whose spec is refused", "mesh", p->name, "error",
              err_message(&err));
    p->refused = false;
    p->unrepaired = true;
}

static int make_real(struct pass *p, struct err *err)
{
    if (accept_spec(p, err) < 0) {
        if (err->class == ERR_INVALID)
            keep_accepted(p);
        return -1;
    }
    if (inventory_write(p->r->kube, p->mesh_config, &p->mesh->wanted.kinds, err) < 0 ||
        steps_apply(p, err) < 0)
        return -1;
    if (p->complete && check_admission(p, err) < 0)
        return -1;
    if (!p->complete)
        return 0;
    if (prune(p, err) < 0)
        return -1;
    p->mesh->complete_generation = pass_generation(p);
    return 0;
}

/* The mesh is looked at, and nothing done. */
static int rest(struct pass *p, struct err *err)
{
    if (mesh_accepted(&p->r->meshes, p->mesh, p->mesh_config, &p->desired, err) < 0)
        return -1;
    return p->desired ? pass_refresh(p, err) : 0;
}

/* What cannot be seen is not said. */
static void look(struct pass *p)
{
    auto_err struct err err = ERR_INIT;

    if (p->paused && rest(p, &err) < 0)
        log_warn("a paused mesh is not looked at", "mesh", p->name, "error", err_message(&err));
    else if (!p->desired || !mesh_is_current(p->mesh, p->desired))
        return;
    else if (observe_service(p, &err) < 0)
        log_warn("the mesh is not looked at", "mesh", p->name, "error", err_message(&err));
    else
        p->looked = true;
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
    return p->addon ? LOOK_MS : -1; /* why a Pod does not run nobody tells */
}

static int keep_real(struct pass *p, long *ret_again_ms, struct err *err)
{
    auto_err struct err fault = ERR_INIT;

    p->paused = json_truth(json_dig(p->mesh_config, "spec", "paused"));
    if (!p->paused)
        (void)!make_real(p, &fault);
    look(p);
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
                     .components = json_array(),
                     .addons = json_array()};
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
