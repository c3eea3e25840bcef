/* Desired and live: what an apply would change, by the values and by the server's record of who
 * said them (managedFields of server-side apply, fieldsV1 of structured-merge-diff). Pure.
 *
 * An object needs no apply when all desired values are there, all of them are ours by our last
 * Apply, and nothing else is: what we said once and no longer say would stay for ever. */
#ifndef MALHA_OPERATOR_DIFF_H
#define MALHA_OPERATOR_DIFF_H

#include "json/json.h"

/* From the least to the most: what is found of the most is told. */
enum diff_why {
    DIFF_NONE,
    DIFF_UNOWNED, /* all is there, but not all of it by our Apply */
    DIFF_REMOVED, /* our last Apply said what is no longer desired */
    DIFF_VALUE,   /* another value, or none */
    DIFF_MISSING, /* there is no such object */
};

struct diff {
    enum diff_why why;
    char *path;  /* the first: "spec.ports[port=80,protocol=TCP].targetPort"; NULL: the whole */
    char *rival; /* the manager who says something else there; NULL when none does */
    bool scaled; /* he wrote by the subresource scale */
};

/* `live` may be NULL; `manager` is the field manager of our applies. */
void diff_make(const json_t *desired, const json_t *live, const char *manager, struct diff *ret);
void diff_done(struct diff *diff);

/* A digest of what is ours of the object by our Apply, "" for nothing; to be freed. Whoever changes
 * a value of ours takes it over, so while this is the same the values are. */
char *diff_claims(const json_t *live, const char *manager) ATTR_CHECK;

/* Does `live` hold everything that `desired` says? */
bool diff_holds(const json_t *live, const json_t *desired);

#endif
