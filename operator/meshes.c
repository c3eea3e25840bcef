#include "operator/meshes.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "operator/ignore.h"
#include "operator/inventory.h"
#include "operator/object.h"
#include "operator/objects.h"
#include "operator/plan.h"
#include "operator/spec.h"

static void mesh_free(struct mesh *mesh)
{
    wanted_done(&mesh->wanted);
    free(mesh->name);
    free(mesh->uid);
    free(mesh->id);
    free(mesh->input);
    free(mesh->version);
    record_done(&mesh->record);
    json_decref(mesh->accepted);
    json_decref(mesh->revisions);
    free(mesh);
}

void meshes_done(struct meshes *meshes)
{
    for (size_t i = 0; i < meshes->n; i++)
        mesh_free(meshes->items[i]);
    free(meshes->items);
    source_free(meshes->bundled);
    json_decref(meshes->components);
    json_decref(meshes->owner);
    platform_done(&meshes->platform);
    *meshes = (struct meshes){0};
}

void meshes_drop(struct meshes *meshes, const char *name)
{
    for (size_t i = 0; i < meshes->n; i++) {
        if (strcmp(meshes->items[i]->name, name) == 0) {
            mesh_free(meshes->items[i]);
            meshes->items[i] = meshes->items[--meshes->n];
            return;
        }
    }
}

struct mesh *meshes_find(struct meshes *meshes, const json_t *mesh_config)
{
    const json_t *metadata = json_object_get(mesh_config, "metadata");
    const char *name = json_text_at(metadata, "name"), *uid = json_text_at(metadata, "uid");
    struct mesh *mesh;

    for (size_t i = 0; i < meshes->n; i++) {
        if (strcmp(meshes->items[i]->name, name) == 0 && strcmp(meshes->items[i]->uid, uid) == 0)
            return meshes->items[i];
    }
    meshes_drop(meshes, name);
    mesh = mem_zalloc(sizeof(*mesh));
    mesh->name = mem_strdup(name);
    mesh->uid = mem_strdup(uid);
    mesh->id = inventory_id(name);
    mesh->complete_generation = mesh->pruned_generation = -1;
    mem_grow(&meshes->items, &meshes->cap, meshes->n, sizeof(struct mesh *));
    meshes->items[meshes->n++] = mesh;
    cache_forget(meshes->cache, mesh->id); /* what was as another mesh of the name wanted it */
    return mesh;
}

/* ---- which version ---- */

/* Reads what is kept of it in the cluster, once. */
static int recall(const struct meshes *meshes, struct mesh *mesh, const json_t *mesh_config,
                  struct err *err)
{
    if (mesh->recalled)
        return 0;
    if (record_read(meshes->kube, meshes->settings->namespace, mesh_config, &mesh->record, err) < 0)
        return -1;
    mesh->recalled = true;
    return 0;
}

/* What runs by the record, or by the word of operators that kept none. */
static const char *running_version(const struct mesh *mesh, const json_t *mesh_config)
{
    if (*mesh->record.version)
        return mesh->record.version;
    return json_text_at(json_object_get(mesh_config, "status"), "version");
}

/* `ret_kept` is NULL for the bundled one. */
static int find_source(const struct meshes *meshes, const struct mesh *mesh,
                       const json_t *mesh_config, struct source **ret_kept, struct err *err)
{
    const char *asked = json_dig_text(mesh_config, "spec", "version");
    const char *bundled = source_version(meshes->bundled);
    const char *version = asked ? asked : running_version(mesh, mesh_config);

    *ret_kept = NULL;
    if (!*version || strcmp(version, bundled) == 0 ||
        record_find_charts(meshes->kube, meshes->settings->namespace, version, ret_kept, err) == 0)
        return 0;
    if (err->class != ERR_NOT_FOUND)
        return -1;
    if (asked)
        return err_set(err, ERR_INVALID,
                       "spec.version: %s is not available; the bundled charts are version %s",
                       version, bundled);
    return err_set(err, ERR_INVALID,
                   "spec.version: the mesh runs %s, whose charts are no longer there; the bundled "
                   "charts are version %s, which has to be asked for",
                   version, bundled);
}

/* ---- validate, plan, render ---- */

/* The webhook's configuration goes when the operator is uninstalled: with failurePolicy Fail and
 * nobody behind it no Pod could be created any more. The ClusterRole is what the chart makes for
 * the whole cluster. */
static int find_owner(struct meshes *meshes, struct err *err)
{
    auto_json json_t *role = NULL;

    if (meshes->owner)
        return 0;
    if (kube_find(meshes->kube, "/apis/rbac.authorization.k8s.io/v1/clusterroles/malha-operator",
                  &role, err) < 0 &&
        err_forgive(err, ERR_FORBIDDEN) < 0)
        return -1;
    meshes->owner = role ? json_pack("{s:s,s:s,s:s,s:O}", "apiVersion",
                                     "rbac.authorization.k8s.io/v1", "kind", "ClusterRole", "name",
                                     "malha-operator", "uid", json_dig(role, "metadata", "uid"))
                         : json_null();
    return 0;
}

static char *input_of(const json_t *mesh_config)
{
    auto_json json_t *input = json_pack("{s:O*}", "spec", json_object_get(mesh_config, "spec"));

    return object_digest(input);
}

bool mesh_is_current(const struct mesh *mesh, const json_t *mesh_config)
{
    auto_free char *input = input_of(mesh_config);

    return mesh->input && strcmp(mesh->input, input) == 0;
}

/* A cluster does not change what it is, but may have no node yet: that is asked for with each new
 * spec. */
static int find_platform(struct meshes *meshes, const struct mesh *mesh, const json_t *mesh_config,
                         struct err *err)
{
    struct platform found;

    if (plan_platform(mesh_config) || meshes->platform.certain ||
        (meshes->platform.name && mesh_is_current(mesh, mesh_config)))
        return 0;
    if (platform_detect(meshes->kube, &found, err) < 0)
        return -1;
    platform_done(&meshes->platform);
    meshes->platform = found;
    return 0;
}

static int render_plan(const struct meshes *meshes, const struct mesh *mesh,
                       const struct source *source, const struct plan *plan,
                       const json_t *mesh_config, bool whole, json_t **ret_steps,
                       struct wanted *ret_wanted, struct err *err)
{
    struct objects_input in = {.plan = plan,
                               .source = source,
                               .addons = meshes->settings->addons,
                               .set = mesh->id,
                               .mesh_config = mesh_config,
                               .webhook_service = meshes->settings->webhook_service,
                               .operator_namespace = meshes->settings->namespace,
                               .releases = mesh->record.releases,
                               .injection_owner =
                                   json_is_object(meshes->owner) ? meshes->owner : NULL,
                               .known = whole ? NULL : &mesh->wanted};
    auto_json json_t *steps = NULL;

    if (objects_render(&in, &steps, err) < 0 ||
        wanted_make(steps, in.known, meshes->kube, ret_wanted, err) < 0)
        return -1;
    *ret_steps = STEAL(steps);
    return 0;
}

static int render_version(struct meshes *meshes, struct mesh *mesh, const struct source *source,
                          const json_t *mesh_config, bool whole, json_t **ret_steps,
                          struct err *err)
{
    const char *name = json_dig_text(mesh_config, "spec", "profile");
    auto_json json_t *profile = NULL;
    struct plan plan = {0};
    struct wanted wanted;
    int rc;

    if (ignore_check(mesh_config, err) < 0 ||
        source_profile(source, name ? name : "default", &profile, err) < 0 ||
        find_owner(meshes, err) < 0 || find_platform(meshes, mesh, mesh_config, err) < 0 ||
        plan_make(mesh_config, profile, meshes->components, meshes->platform.name, &plan, err) < 0)
        return -1;
    rc = render_plan(meshes, mesh, source, &plan, mesh_config, whole, ret_steps, &wanted, err);
    if (rc == 0) {
        wanted_done(&mesh->wanted);
        mesh->wanted = wanted;
        json_decref(mesh->revisions);
        mesh->revisions = STEAL(plan.revisions);
        free(mesh->version);
        mesh->version = mem_strdup(source_version(source));
        free(mesh->input);
        mesh->input = input_of(mesh_config);
    }
    plan_done(&plan);
    return rc;
}

/* What comes with the operator. */
static int load_bundle(struct meshes *meshes, struct err *err)
{
    const struct operator_settings *settings = meshes->settings;

    if (!meshes->components &&
        source_components(settings->components, settings->addons, &meshes->components, err) < 0)
        return -1;
    if (!meshes->bundled &&
        source_of_folders(settings->charts, settings->profiles, &meshes->bundled, err) < 0)
        return -1;
    return 0;
}

int mesh_render(struct meshes *meshes, struct mesh *mesh, const json_t *mesh_config, bool whole,
                json_t **ret_steps, struct err *err)
{
    struct source *kept;
    int rc;

    if (spec_check(mesh_config, err) < 0 || load_bundle(meshes, err) < 0 ||
        recall(meshes, mesh, mesh_config, err) < 0 ||
        find_source(meshes, mesh, mesh_config, &kept, err) < 0)
        return -1;
    rc = render_version(meshes, mesh, kept ? kept : meshes->bundled, mesh_config, whole, ret_steps,
                        err);
    source_free(kept);
    return rc;
}

/* ---- what is accepted ---- */

static bool runs_bundled(const struct meshes *meshes, const struct mesh *mesh)
{
    return strcmp(mesh->version, source_version(meshes->bundled)) == 0;
}

static bool ignores_the_same(const json_t *a, const json_t *b)
{
    const json_t *of_a = json_dig(a, "spec", "ignoreDifferences"),
                 *of_b = json_dig(b, "spec", "ignoreDifferences");

    return of_a && of_b ? json_same(of_a, of_b) : of_a == of_b;
}

int mesh_accept(struct meshes *meshes, struct mesh *mesh, const json_t *mesh_config,
                struct err *err)
{
    const char *namespace = meshes->settings->namespace;

    if (!meshes->kept && runs_bundled(meshes, mesh)) {
        if (record_keep_charts(meshes->kube, namespace, meshes->bundled, meshes->components, err) <
            0)
            return -1;
        meshes->kept = true;
    }
    if (record_write(meshes->kube, namespace, mesh_config, mesh->version, &mesh->record, err) < 0)
        return -1;
    /* That decides whether an object is as desired: all are looked at again. */
    if (mesh->accepted && !ignores_the_same(mesh->accepted, mesh_config))
        cache_forget(meshes->cache, mesh->id);
    json_decref(mesh->accepted);
    mesh->accepted = json_incref((json_t *)mesh_config);
    return 0;
}

bool mesh_is_new(const struct mesh *mesh, const json_t *mesh_config)
{
    return !*running_version(mesh, mesh_config);
}

void mesh_take_releases(struct mesh *mesh, json_t *releases)
{
    const json_t *known = mesh->record.releases;

    if (known ? json_same(known, releases) : json_object_size(releases) == 0)
        return;
    json_decref(mesh->record.releases);
    mesh->record.releases = json_incref(releases);
    free(STEAL(mesh->input));
}

int mesh_accepted(const struct meshes *meshes, struct mesh *mesh, const json_t *mesh_config,
                  const json_t **ret, struct err *err)
{
    if (recall(meshes, mesh, mesh_config, err) < 0)
        return -1;
    if (!mesh->accepted && mesh->record.spec) {
        mesh->accepted = json_copy((json_t *)mesh_config);
        json_put(mesh->accepted, "spec", json_incref(mesh->record.spec));
    }
    *ret = mesh->accepted;
    return 0;
}

void mesh_note_versions(const struct mesh *mesh, json_t *versions)
{
    const char *const both[] = {mesh->record.version, mesh->record.previous};

    for (size_t i = 0; i < ARRAY_LEN(both); i++) {
        if (both[i] && *both[i])
            json_put(versions, both[i], json_true());
    }
}

const char *mesh_other_version(const struct meshes *meshes, const struct mesh *mesh)
{
    return runs_bundled(meshes, mesh) ? NULL : source_version(meshes->bundled);
}

int meshes_sweep_charts(struct meshes *meshes, const json_t *used, struct err *err)
{
    if (record_sweep_charts(meshes->kube, meshes->settings->namespace, used, err) < 0)
        return -1;
    meshes->kept = meshes->bundled && json_object_get(used, source_version(meshes->bundled));
    return 0;
}
