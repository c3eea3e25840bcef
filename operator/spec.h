/* Are the fields of a MeshConfig's spec of the types that its schema says? The API server checks
 * that, by the schema that it has, which may be an older one. */
#ifndef MALHA_OPERATOR_SPEC_H
#define MALHA_OPERATOR_SPEC_H

#include "json/json.h"

/* INVALID names the path. Values, patches and what is to be ignored are checked by who reads them.
 * Pure. */
int spec_check(const json_t *mesh_config, struct err *err) ATTR_CHECK;

#endif
