/* What others are to say of an object once it is there, and they have. Pure. */
#ifndef MALHA_OPERATOR_YIELD_H
#define MALHA_OPERATOR_YIELD_H

#include "json/json.h"

/* `desired` without that: the failure policy of a validating webhook, which istiod turns to Fail
 * when it serves it, caBundles, of what is `scaled` by an autoscaler spec.replicas, and what
 * `pointers` (an array of RFC 6901 texts, or NULL) name of a mapping. What nobody else has said is
 * still ours, by the last Apply of `manager`. A new reference. */
json_t *yield(const json_t *desired, const json_t *live, const char *manager, bool scaled,
              const json_t *pointers) ATTR_CHECK;

#endif
