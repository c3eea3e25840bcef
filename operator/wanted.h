/* What a mesh wants, without the objects themselves: enough to see in the cache whether all is as
 * desired. Rendering takes megabytes and a tenth of a second, this is kept. */
#ifndef MALHA_OPERATOR_WANTED_H
#define MALHA_OPERATOR_WANTED_H

#include "kube/client.h"
#include "operator/kinds.h"

struct want {
    char *api_version, *kind, *name;
    char *namespace; /* were the kind one with namespaces */
    char *key;       /* object_key() */
    char *digest;    /* of the object, whichever mesh wants it */
};

struct wanted_step {
    char *component, *release, *namespace;
    char *input;    /* what it is made of, see objects_render(); "": that is not known */
    bool named;     /* the release is what its objects are called */
    bool early;     /* of a new mesh it is applied before all others */
    bool addon;     /* the mesh does not wait for it */
    json_t *secret; /* what is made once with it (secret.h); or NULL */
    struct want *items;
    size_t n;
};

struct wanted {
    struct wanted_step *steps; /* as objects_render() has them, object for object */
    size_t n;
    json_t *digests;    /* key -> digest, of all */
    struct kinds kinds; /* of all, and of the steps' namespaces */
};

/* Of the steps of objects_render(), with what is `known` of those that were not rendered; `kube` is
 * asked which kinds have namespaces. */
int wanted_make(const json_t *steps, const struct wanted *known, struct kube *kube,
                struct wanted *ret, struct err *err) ATTR_CHECK;
/* The step that is made of just that, or NULL. */
const struct wanted_step *wanted_of_input(const struct wanted *wanted, const char *input);
void wanted_done(struct wanted *wanted);

/* The keys of all, and of the steps' namespaces: key -> true. A new tree. */
json_t *wanted_keys(const struct wanted *wanted) ATTR_CHECK;
bool wanted_has_kind(const struct wanted *wanted, const char *kind);

/* The object as it is; NULL when it is not there, or its kind is not. A new tree. */
int want_find(const struct want *want, struct kube *kube, json_t **ret_live, struct err *err)
    ATTR_CHECK;

#endif
