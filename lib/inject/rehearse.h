/* The default templates are rendered once for a plain Pod, and what they print becomes known: most
 * lines are the same for each Pod, and are then read no more (yaml_parse_known()).
 *
 * Nothing depends on it but time. */
#ifndef MALHA_INJECT_REHEARSE_H
#define MALHA_INJECT_REHEARSE_H

#include "mesh/injector.h"

/* Once for an injector, before others have it. `revision` is that of the Pods to come. */
void rehearse(struct injector *injector, const char *revision);

#endif
