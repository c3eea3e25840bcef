/* Has an object arrived where it was going? kstatus' rules for the kinds that charts have. Pure. */
#ifndef MALHA_OPERATOR_READY_H
#define MALHA_OPERATOR_READY_H

#include "json/json.h"

/* Does anything have to be waited for with objects of this kind? */
bool ready_matters(const char *kind);

/* How far it is, each of them more than the one before. */
enum ready_level {
    READY_NOT,
    READY_SERVES,  /* it does its work, be it an older one: some of its pods are available */
    READY_ARRIVED, /* all of it is as it was last desired, and available */
    READY_SETTLED, /* and nothing of what was before ends any more: the API server and proxies hold
                      connections to a replaced pod, which hang when it is gone. Servers before 1.35
                      do not tell (status.terminatingReplicas, KEP-3973) */
};
/* `ret_message` (to be freed) says what is missing to be settled; NULL: nothing. */
enum ready_level ready_level(const json_t *object, char **ret_message);

#endif
