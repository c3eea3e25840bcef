/* One reconcile of one mesh: what it works on and what it finds. Of the loop's thread. */
#ifndef MALHA_OPERATOR_PASS_H
#define MALHA_OPERATOR_PASS_H

#include "operator/beside.h"
#include "operator/reconcile.h"
#include "operator/sidecars.h"

struct pass {
    struct reconciler *r;
    const json_t *mesh_config;
    const json_t *desired; /* the resource that is made real: this one, or the last that could be */
    const char *name;
    struct mesh *mesh;           /* borrowed */
    struct beside beside;        /* the others */
    json_t *steps;               /* of objects_render(); NULL while they are not needed */
    json_t *components, *addons; /* for the status */
    bool paused;                 /* the user wants nothing to be done */
    bool fresh;      /* nothing of the mesh is there yet, nor of somebody else's in its place */
    bool settling;   /* the mesh is new, changed or was not ready: Ready takes more than at rest */
    bool complete;   /* every step is applied and ready */
    bool unheard;    /* what is waited for nobody tells */
    bool refused;    /* the API server will not have an object */
    bool unrepaired; /* of a mesh whose spec is refused */
    bool clashes;    /* another mesh has what this one wants */
    bool wrote;      /* an object */
    bool foreign;    /* somebody else installed what this one wants */
    json_t *plan;    /* of taking that over; NULL: not asked for */
    char *waiting;   /* the first thing that is not ready */
    char *addon;     /* the first thing of an addon that is not */
    bool looked;     /* it was seen whether the mesh does its work */
    char *away;      /* the first thing that does not */
    struct sidecars sidecars; /* that keep the mesh from being deleted */
    char *contended;          /* the first that is fought over */
    int64_t until_ms;         /* when it is tried again */
};

void pass_done(struct pass *p);
int64_t pass_generation(const struct pass *p);
/* Gets the objects of all steps, unless they are at hand, and what is wanted by them. */
int pass_render(struct pass *p, struct err *err) ATTR_CHECK;
/* Gets those of a step, and with them of all, unless they are at hand. Borrowed. */
int pass_objects(struct pass *p, size_t step, const json_t **ret, struct err *err) ATTR_CHECK;
/* Unless what is known of the mesh is of the desired spec, gets what is wanted by it, and the
 * objects of steps that are not as they were. Has what is wanted watched. */
int pass_refresh(struct pass *p, struct err *err) ATTR_CHECK;

#endif
