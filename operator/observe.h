/* How far the objects of a mesh are, by the cache, and by the API server where that does not tell.
 */
#ifndef MALHA_OPERATOR_OBSERVE_H
#define MALHA_OPERATOR_OBSERVE_H

#include "operator/pass.h"

/* Is everything of this step ready that has to be waited for? The status gets a row each, and
 * `p->waiting` is the first thing that is not. */
int observe_step(struct pass *p, const struct wanted_step *step, bool *ret_ready, struct err *err)
    ATTR_CHECK;

/* Is the step's state known without asking for it? */
bool observe_is_known(const struct pass *p, const struct wanted_step *step);
/* Puts the row of an addon's step into `p->addons`: whether all of it is ready, and if not for what
 * cause. `fault` is what kept it from being applied, or NULL. `p->addon` is the first cause. */
int observe_addon(struct pass *p, const struct wanted_step *step, const char *fault,
                  struct err *err) ATTR_CHECK;
/* The cause in that row; "" when it is ready, or there is none. Borrowed. */
const char *observe_told_of(const struct pass *p, const struct wanted_step *step);

/* Does all of the mesh do its work, whatever of it is on its way? `p->away` is the first thing that
 * does not. Addons are not looked at. */
int observe_service(struct pass *p, struct err *err) ATTR_CHECK;

#endif
