/* The revisions of istiod, each by its two ConfigMaps (istio-sidecar-injector and
 * istio, with "-" and the revision's name behind) in the namespace that is its, and the snapshot
 * that its Pods are injected from.
 *
 * A configuration that is broken leaves the last good one of its revision in use, and so does one
 * ConfigMap that is deleted; a revision goes with both, but for the first, which is asked for by
 * who says no revision. Not for several threads at once. */
#ifndef MALHA_WEBHOOK_REVISIONS_H
#define MALHA_WEBHOOK_REVISIONS_H

#include "http/metrics.h"
#include "inject/inject.h"

/* More revisions than that are not looked at: a mesh has two or three. */
#define REVISIONS_MAX 32

/* What is the same for all revisions, borrowed. */
struct surroundings {
    json_t *proxy_configs; /* of all revisions, an array */
    json_t *nodes;         /* name -> version of its kubelet */
    json_t *namespaces;    /* name -> annotations of OpenShift */
};

struct revisions_options {
    const char *first;     /* "" for istiod without a revision */
    const char *namespace; /* of all but those in `places` */
    const json_t
        *places; /* revision -> namespace; what a ConfigMap elsewhere says does not count */
    struct metrics *metrics;
    /* A configuration was refused: the ConfigMap it is in. */
    void (*rejected)(void *context, const json_t *config_map, const struct err *err);
    void *context;
};

struct revisions;

struct revisions *revisions_new(const struct revisions_options *options) ATTR_CHECK;
void revisions_free(struct revisions *revisions);

/* A ConfigMap is there, or has changed; any that is none of a revision's is passed over. */
void revisions_see(struct revisions *revisions, const json_t *config_map,
                   const struct surroundings *around);
/* It was deleted. */
void revisions_miss(struct revisions *revisions, const json_t *config_map);
/* All that there are in a namespace, an array: what is not in it was deleted. */
void revisions_replace(struct revisions *revisions, const char *namespace,
                       const json_t *config_maps, const struct surroundings *around);
/* The surroundings have changed: all snapshots are made anew. */
void revisions_renew(struct revisions *revisions, const struct surroundings *around);

/* That of a revision, borrowed; "default" is also the one without a name; NULL: it has none. */
struct inject_snapshot *revisions_find(const struct revisions *revisions, const char *name);
/* Is there one to answer with, and one of the first revision if its ConfigMaps are there? */
bool revisions_good(const struct revisions *revisions);
/* Is one of them on OpenShift? */
bool revisions_need_namespaces(const struct revisions *revisions);

#endif
