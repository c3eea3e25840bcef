/* What spec.addons says of one addon, whichever. Pure. */
#ifndef MALHA_OPERATOR_ADDON_H
#define MALHA_OPERATOR_ADDON_H

#include "json/json.h"

/* By its name in spec.addons; NULL: nothing. Borrowed. */
const json_t *addon_find(const json_t *spec, const char *name);
/* Is it named, and not switched off? */
bool addon_is_named(const json_t *addon);
/* Where it is, which is with the mesh as a rule. Borrowed from either. */
const char *addon_namespace(const json_t *addon, const char *mesh_namespace);

#endif
