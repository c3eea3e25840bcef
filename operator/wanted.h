/* What a mesh wants, without the objects themselves: enough to see in the cache whether all is as
 * desired. Rendering takes megabytes and a tenth of a second, this is kept. */
#ifndef MALHA_OPERATOR_WANTED_H
#define MALHA_OPERATOR_WANTED_H

#include "kube/client.h"

struct want {
    char *api_version, *kind, *name;
    char *key;    /* object_key() */
    char *digest; /* of the object and of the mesh */
};

struct wanted_step {
    char *component, *release, *namespace;
    struct want *items;
    size_t n;
};

struct wanted {
    struct wanted_step *steps; /* as objects_render() has them, object for object */
    size_t n;
};

/* Of the steps of objects_render(); `kube` is asked which kinds have namespaces, `mesh` (its uid)
 * makes the same object another when another mesh wants it. */
int wanted_make(const json_t *steps, struct kube *kube, const char *mesh, struct wanted *ret,
                struct err *err) ATTR_CHECK;
void wanted_done(struct wanted *wanted);

/* "apiVersion|kind" -> true of all, and of the steps' namespaces. A new tree. */
json_t *wanted_kinds(const struct wanted *wanted) ATTR_CHECK;
/* The keys of all, and of the steps' namespaces: key -> true. A new tree. */
json_t *wanted_keys(const struct wanted *wanted) ATTR_CHECK;
bool wanted_has_kind(const struct wanted *wanted, const char *kind);

#endif
