/* What is kept of each MeshConfig between two reconciles, and how it is made of the resource:
 * validate → plan → render. Of the loop's thread. */
#ifndef MALHA_OPERATOR_MESHES_H
#define MALHA_OPERATOR_MESHES_H

#include "kube/client.h"
#include "operator/cache.h"
#include "operator/platform.h"
#include "operator/record.h"
#include "operator/wanted.h"

struct operator_settings {
    const char *charts, *profiles; /* folders */
    const char *components;        /* file */
    const char *addons;            /* folder */
    const char *namespace;         /* the operator's own */
    const char *webhook_service;
};

struct mesh {
    char *name, *uid;
    char *id;    /* inventory_id() */
    char *input; /* a digest of the spec that what follows is of; NULL: there was no valid one */
    char *version;
    bool recalled;        /* `record` has been read */
    struct record record; /* what is kept of it in the cluster */
    json_t *accepted;     /* the resource as its spec was last valid and free of clashes; or NULL */
    json_t *revisions;    /* the names by which it is asked for (plan.h) */
    struct wanted wanted;
    bool goes;                                      /* its deletion has begun */
    int64_t complete_generation, pruned_generation; /* the newest that was; -1: none */
};

struct meshes {
    const struct operator_settings *settings;
    struct kube *kube;
    struct cache *cache;
    struct mesh **items;
    size_t n, cap;
    struct source *bundled;
    json_t *components;       /* the rows of settings->components, and of the addons */
    bool kept;                /* the bundled charts are kept in the cluster, too */
    struct platform platform; /* the cluster's; without a name it has not been asked for */
    json_t *owner; /* an ownerReference to what was installed with the operator; null: nothing */
};

void meshes_done(struct meshes *meshes);

/* What is kept of the resource, which is made when there is nothing: one that was made again under
 * its name is another. Borrowed, until it is dropped. */
struct mesh *meshes_find(struct meshes *meshes, const json_t *mesh_config);
void meshes_drop(struct meshes *meshes, const char *name);

/* Is what is kept of the resource's spec? */
bool mesh_is_current(const struct mesh *mesh, const json_t *mesh_config);
/* Makes it so, with the version of Istio that the spec says, else with the one that runs, else with
 * the bundled one, and gives the objects (objects_render()), `whole` or only those of steps that
 * are not as they were. What is INVALID leaves it as it was. */
int mesh_render(struct meshes *meshes, struct mesh *mesh, const json_t *mesh_config, bool whole,
                json_t **ret_steps, struct err *err) ATTR_CHECK;

/* The spec is valid and free of clashes: what is kept of the mesh is that from now on, and the
 * charts that are needed for it, before it is made real. */
int mesh_accept(struct meshes *meshes, struct mesh *mesh, const json_t *mesh_config,
                struct err *err) ATTR_CHECK;
/* Was none of its specs ever accepted? Of one that was rendered. */
bool mesh_is_new(const struct mesh *mesh, const json_t *mesh_config);
/* The names of the releases that a new mesh takes over (adopt.h): what was rendered under others is
 * no longer current. */
void mesh_take_releases(struct mesh *mesh, json_t *releases);
/* The resource as its spec was last accepted, by this process or one before it; NULL: none was.
 * Borrowed. */
int mesh_accepted(const struct meshes *meshes, struct mesh *mesh, const json_t *mesh_config,
                  const json_t **ret, struct err *err) ATTR_CHECK;
/* Notes the versions whose charts the mesh may need: version -> true. */
void mesh_note_versions(const struct mesh *mesh, json_t *versions);
/* Deletes what is kept of other versions than these. */
int meshes_sweep_charts(struct meshes *meshes, const json_t *used, struct err *err) ATTR_CHECK;
/* The version that is bundled, when the mesh runs another; else NULL. */
const char *mesh_other_version(const struct meshes *meshes, const struct mesh *mesh);

#endif
