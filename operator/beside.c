#include "operator/beside.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "helm/semver.h"
#include "operator/object.h"
#include "operator/plan.h"

void beside_done(struct beside *beside)
{
    free(beside->items);
    *beside = (struct beside){0};
}

/* ---- what they want ---- */

/* Makes it known what the resource wants, if it says so. */
static int render(struct meshes *meshes, struct mesh *mesh, const json_t *mesh_config,
                  struct err *err)
{
    auto_json json_t *steps = NULL;

    if (mesh_is_current(mesh, mesh_config) ||
        mesh_render(meshes, mesh, mesh_config, false, &steps, err) == 0)
        return 0;
    if (err->class != ERR_INVALID)
        return err_wrap(err, "mesh %s", mesh->name);
    err_done(err);
    return 0;
}

/* A spec that is not valid leaves what was wanted before. */
static int learn(struct meshes *meshes, const json_t *mesh_config, struct neighbour *ret,
                 struct err *err)
{
    struct mesh *mesh = meshes_find(meshes, mesh_config);
    const json_t *accepted = NULL;

    if (render(meshes, mesh, mesh_config, err) < 0)
        return -1;
    if (!mesh->input && mesh_accepted(meshes, mesh, mesh_config, &accepted, err) < 0)
        return err_wrap(err, "mesh %s", mesh->name);
    if (accepted && render(meshes, mesh, accepted, err) < 0)
        return -1;
    *ret = (struct neighbour){mesh_config, mesh, mesh->input != NULL};
    return 0;
}

int beside_look(struct meshes *meshes, const json_t *mesh_configs, const json_t *mesh_config,
                struct beside *ret, struct err *err)
{
    const char *own = json_dig_text(mesh_config, "metadata", "name"), *name;
    struct beside beside = {
        .items = mem_zalloc((json_object_size(mesh_configs) + 1) * sizeof(*beside.items))};
    json_t *other;

    json_object_foreach ((json_t *)mesh_configs, name, other) {
        if (strcmp(name, own) == 0 || json_dig_text(other, "metadata", "deletionTimestamp"))
            continue;
        if (learn(meshes, other, &beside.items[beside.n++], err) < 0) {
            beside_done(&beside);
            return -1;
        }
    }
    *ret = beside;
    return 0;
}

static const char *digest_at(const struct mesh *mesh, const char *key)
{
    return json_string_value(json_object_get(mesh->wanted.digests, key));
}

json_t *beside_holders(const struct beside *beside, const char *own_id, const struct want *want)
{
    json_t *holders = json_pack("{s:b}", own_id, true);

    for (size_t i = 0; i < beside->n; i++) {
        const struct mesh *mesh = beside->items[i].mesh;
        const char *digest = digest_at(mesh, want->key);

        if (!beside->items[i].known || (digest && strcmp(digest, want->digest) == 0))
            json_put(holders, mesh->id, json_true());
    }
    return holders;
}

static int compare_versions(const char *a, const char *b)
{
    auto_semver struct semver of_a = {0}, of_b = {0};
    auto_err struct err ignored = ERR_INIT;

    if (!a || !b || semver_parse(a, &of_a, &ignored) < 0 || semver_parse(b, &of_b, &ignored) < 0)
        return 0;
    return semver_compare(&of_a, &of_b);
}

bool beside_outruns(const struct beside *beside, const struct mesh *mesh, const struct want *want)
{
    for (size_t i = 0; object_is_crd(want->kind) && i < beside->n; i++) {
        const struct mesh *other = beside->items[i].mesh;

        if (digest_at(other, want->key) &&
            compare_versions(other->record.version, mesh->version) > 0)
            return true;
    }
    return false;
}

const char *beside_unknown(const struct beside *beside, const char *id)
{
    for (size_t i = 0; i < beside->n; i++) {
        if (!beside->items[i].known && strcmp(beside->items[i].mesh->id, id) == 0)
            return beside->items[i].mesh->name;
    }
    return NULL;
}

json_t *beside_keys(const struct beside *beside)
{
    json_t *all = json_object();

    for (size_t i = 0; i < beside->n; i++) {
        auto_json json_t *keys = wanted_keys(&beside->items[i].mesh->wanted);

        (void)json_object_update(all, keys);
    }
    return all;
}

const char *beside_in(const struct beside *beside, const char *namespace)
{
    for (size_t i = 0; i < beside->n; i++) {
        if (strcmp(plan_namespace(beside->items[i].mesh_config), namespace) == 0)
            return beside->items[i].mesh->name;
    }
    return NULL;
}

/* ---- what only one can have ---- */

static bool is_older(const json_t *mesh_config, const json_t *than)
{
    const json_t *a = json_object_get(mesh_config, "metadata"),
                 *b = json_object_get(than, "metadata");
    int order = strcmp(json_text_at(a, "creationTimestamp"), json_text_at(b, "creationTimestamp"));

    return order < 0 ||
           (order == 0 && strcmp(json_text_at(a, "name"), json_text_at(b, "name")) < 0);
}

static bool has_revision(const json_t *mesh_config, const char *revision)
{
    return json_has_text(json_dig(mesh_config, "status", "revisions"), revision);
}

static bool wants_revision(const struct neighbour *other, const char *revision)
{
    return other->known ? json_has_text(other->mesh->revisions, revision)
                        : has_revision(other->mesh_config, revision);
}

static int check_revisions(const struct neighbour *other, const struct mesh *mesh,
                           const json_t *mesh_config, bool *ret_clash, struct err *err)
{
    size_t i;
    json_t *item;

    json_array_foreach (mesh->revisions, i, item) {
        const char *revision = json_string_value(item);
        bool theirs = has_revision(other->mesh_config, revision),
             ours = has_revision(mesh_config, revision);

        if (!wants_revision(other, revision) || (ours && !theirs) ||
            (ours == theirs && is_older(mesh_config, other->mesh_config)))
            continue;
        *ret_clash = true;
        return err_set(err, ERR_INVALID,
                       "revision %s is that of mesh %s: another mesh needs a spec.values.revision, "
                       "and tags, of its own",
                       revision, other->mesh->name);
    }
    return 0;
}

/* Is an object that both want, each in its own way, the other's? */
static int is_theirs(const struct neighbour *other, struct kube *kube, const struct mesh *mesh,
                     const json_t *mesh_config, const struct want *want, bool *ret, struct err *err)
{
    auto_json json_t *live = NULL;
    const char *holder;

    if (want_find(want, kube, &live, err) < 0)
        return -1;
    holder = json_dig_text(live, "metadata", "labels", OBJECT_PART_OF);
    if (holder && strcmp(holder, mesh->id) == 0)
        *ret = false;
    else
        *ret = (holder && strcmp(holder, other->mesh->id) == 0) ||
               is_older(other->mesh_config, mesh_config);
    return 0;
}

static int check_objects(const struct neighbour *other, struct kube *kube, const struct mesh *mesh,
                         const json_t *mesh_config, bool *ret_clash, struct err *err)
{
    for (size_t i = 0; i < mesh->wanted.n; i++) {
        const struct wanted_step *step = &mesh->wanted.steps[i];

        for (size_t k = 0; k < step->n; k++) {
            const struct want *want = &step->items[k];
            const char *digest = digest_at(other->mesh, want->key);
            bool theirs;

            if (!digest || strcmp(digest, want->digest) == 0 ||
                (object_is_crd(want->kind) &&
                 compare_versions(mesh->version, other->mesh->version) != 0))
                continue;
            if (is_theirs(other, kube, mesh, mesh_config, want, &theirs, err) < 0)
                return -1;
            if (!theirs)
                continue;
            *ret_clash = true;
            return err_set(err, ERR_INVALID,
                           "component %s: %s %s is that of mesh %s, which wants it otherwise: "
                           "another mesh needs another name or namespace, or goes without the "
                           "component",
                           step->component, want->kind, want->name, other->mesh->name);
        }
    }
    return 0;
}

int beside_check(const struct beside *beside, struct kube *kube, const struct mesh *mesh,
                 const json_t *mesh_config, bool *ret_clash, struct err *err)
{
    *ret_clash = false;
    for (size_t i = 0; i < beside->n; i++) {
        const struct neighbour *other = &beside->items[i];

        if (check_revisions(other, mesh, mesh_config, ret_clash, err) < 0 ||
            check_objects(other, kube, mesh, mesh_config, ret_clash, err) < 0)
            return -1;
    }
    return 0;
}
