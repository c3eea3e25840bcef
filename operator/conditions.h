/* From what a reconcile found to the conditions of a MeshConfig (metav1.Condition). Pure. */
#ifndef MALHA_OPERATOR_CONDITIONS_H
#define MALHA_OPERATOR_CONDITIONS_H

#include "json/json.h"

struct findings {
    int64_t generation;      /* of the resource that was looked at */
    bool paused;             /* nothing was done, and nothing below is known */
    const struct err *fault; /* what ended the reconcile; of class NONE: nothing did */
    const char *applied;     /* with a fault: how much was applied when the API server refused an
                                object; NULL: it refused none */
    bool clashes;            /* the fault: another mesh has what this one wants */
    bool foreign;            /* the fault: somebody else installed what this one wants */
    bool complete;           /* all is applied and ready */
    const char *version;     /* that the mesh is to have */
    const char *from;        /* the one that it had when it was last looked at; NULL: the same */
    const char *waiting;     /* if not: the first thing that is not ready */
    bool looked;             /* what follows is known, whatever else is */
    const char *away;        /* the first thing that does not do its work; NULL: all does */
    bool addons;             /* it has some */
    const char *addon;       /* the first thing of one that is not ready; NULL: all is */
    const char *sidecars;    /* by which the mesh cannot be deleted; NULL: it is not to be */
    const char *contended;   /* what is fought over and by whom; NULL: nothing is */
};

/* Sets Healthy, Reconciled, Ready, Contended, Upgrading and AddonsReady in the array `conditions`;
 * a transition has the time `now_ms`, of the wall. */
void conditions_put(json_t *conditions, const struct findings *findings, int64_t now_ms);

#endif
