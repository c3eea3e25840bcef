/* Has an object arrived where it was going? kstatus' rules for the kinds that charts have. Pure. */
#ifndef MALHA_OPERATOR_READY_H
#define MALHA_OPERATOR_READY_H

#include "json/json.h"

/* Does anything have to be waited for with objects of this kind? */
bool ready_matters(const char *kind);

/* True when ready; else `ret_message` (to be freed) says what is missing. */
bool ready_check(const json_t *object, char **ret_message);

/* False while pods that a Deployment's rollout has replaced still end: the API server and proxies
 * hold connections to them, which hang when they are gone. Servers before 1.35 do not tell
 * (status.terminatingReplicas, KEP-3973). */
bool ready_settled(const json_t *object, char **ret_message);

#endif
