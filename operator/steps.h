/* The steps of a mesh: applied in their order, and looked at whether they are ready. */
#ifndef MALHA_OPERATOR_STEPS_H
#define MALHA_OPERATOR_STEPS_H

#include "operator/pass.h"

/* Applies what is not settled of a step: 1 when something was written, 0 when not. With an error of
 * class INVALID and `p->refused` the API server will not have an object. */
int steps_apply_one(struct pass *p, size_t i, struct err *err) ATTR_CHECK;
/* Applies step by step. A mesh that is being installed or changed waits for each step to be ready
 * before the next, but for gateways, which come all at once, and for what of a new mesh is applied
 * early; one that was complete before is only kept as it is, all of it. */
int steps_apply(struct pass *p, struct err *err) ATTR_CHECK;
/* "120 of 150 objects are as the charts want them"; to be freed. */
char *steps_count(const struct pass *p) ATTR_CHECK;

#endif
