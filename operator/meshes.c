#include "operator/meshes.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "operator/inventory.h"
#include "operator/object.h"
#include "operator/objects.h"
#include "operator/plan.h"
#include "yaml/yaml.h"

static void mesh_free(struct mesh *mesh)
{
    wanted_done(&mesh->wanted);
    free(mesh->name);
    free(mesh->uid);
    free(mesh->id);
    free(mesh->input);
    free(mesh->version);
    json_decref(mesh->accepted);
    json_decref(mesh->revisions);
    free(mesh);
}

void meshes_done(struct meshes *meshes)
{
    for (size_t i = 0; i < meshes->n; i++)
        mesh_free(meshes->items[i]);
    free(meshes->items);
    json_decref(meshes->owner);
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

/* ---- validate, plan, render ---- */

static int load_profile(const char *folder, const json_t *mesh_config, json_t **ret,
                        struct err *err)
{
    const char *name = json_dig_text(mesh_config, "spec", "profile");

    name = name ? name : "default";
    if (strspn(name, "abcdefghijklmnopqrstuvwxyz-") != strlen(name))
        return err_set(err, ERR_INVALID, "spec.profile: \"%s\" is no profile", name);
    auto_free char *path = mem_printf("%s/%s.yaml", folder, name);
    if (yaml_parse_file(path, YAML_PLAIN, ret, err) < 0) {
        err->class = ERR_INVALID;
        return err_wrap(err, "spec.profile");
    }
    return 0;
}

static int find_version(const char *charts, const json_t *mesh_config, char **ret, struct err *err)
{
    const char *wanted = json_dig_text(mesh_config, "spec", "version");
    auto_free char *version = NULL;

    if (objects_bundled_version(charts, &version, err) < 0)
        return -1;
    if (wanted && strcmp(wanted, version) != 0)
        return err_set(err, ERR_INVALID,
                       "spec.version: %s is not available; the bundled charts are version %s",
                       wanted, version);
    *ret = STEAL(version);
    return 0;
}

/* The webhook's configuration goes when the operator is uninstalled: with failurePolicy Fail and
 * nobody behind it no Pod could be created any more. The ClusterRole is what the chart makes for
 * the whole cluster. */
static int find_owner(struct meshes *meshes, struct err *err)
{
    auto_json json_t *role = NULL;
    auto_err struct err inner = ERR_INIT;

    if (meshes->owner)
        return 0;
    if (kube_get(meshes->kube, "/apis/rbac.authorization.k8s.io/v1/clusterroles/malha-operator",
                 &role, &inner) == 0)
        meshes->owner = json_pack("{s:s,s:s,s:s,s:O}", "apiVersion", "rbac.authorization.k8s.io/v1",
                                  "kind", "ClusterRole", "name", "malha-operator", "uid",
                                  json_dig(role, "metadata", "uid"));
    else if (inner.class == ERR_NOT_FOUND || inner.class == ERR_FORBIDDEN)
        meshes->owner = json_null();
    else
        return err_set(err, inner.class, "%s", err_message(&inner));
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

static int render_plan(const struct meshes *meshes, const struct mesh *mesh,
                       const struct plan *plan, const json_t *mesh_config, json_t **ret_steps,
                       struct wanted *ret_wanted, struct err *err)
{
    struct objects_input in = {.plan = plan,
                               .charts = meshes->settings->charts,
                               .set = mesh->id,
                               .mesh_config = mesh_config,
                               .webhook_service = meshes->settings->webhook_service,
                               .operator_namespace = meshes->settings->namespace,
                               .injection_owner =
                                   json_is_object(meshes->owner) ? meshes->owner : NULL};
    auto_json json_t *steps = NULL;

    if (objects_render(&in, &steps, err) < 0 ||
        wanted_make(steps, meshes->kube, ret_wanted, err) < 0)
        return -1;
    *ret_steps = STEAL(steps);
    return 0;
}

int mesh_render(struct meshes *meshes, struct mesh *mesh, const json_t *mesh_config,
                json_t **ret_steps, struct err *err)
{
    const struct operator_settings *settings = meshes->settings;
    auto_json json_t *profile = NULL, *components = NULL;
    auto_free char *version = NULL;
    struct plan plan = {0};
    struct wanted wanted;
    int rc;

    if (find_version(settings->charts, mesh_config, &version, err) < 0 ||
        load_profile(settings->profiles, mesh_config, &profile, err) < 0 ||
        yaml_parse_file(settings->components, YAML_PLAIN, &components, err) < 0 ||
        find_owner(meshes, err) < 0 || plan_make(mesh_config, profile, components, &plan, err) < 0)
        return -1;
    rc = render_plan(meshes, mesh, &plan, mesh_config, ret_steps, &wanted, err);
    if (rc == 0) {
        wanted_done(&mesh->wanted);
        mesh->wanted = wanted;
        json_decref(mesh->revisions);
        mesh->revisions = STEAL(plan.revisions);
        free(mesh->version);
        mesh->version = STEAL(version);
        free(mesh->input);
        mesh->input = input_of(mesh_config);
    }
    plan_done(&plan);
    return rc;
}
