/* Are the fields of a MeshConfig's spec of the types that its schema says? The API server checks
 * that, by the schema that it has, which may be an older one. */
#ifndef MALHA_OPERATOR_SPEC_H
#define MALHA_OPERATOR_SPEC_H

#include "json/json.h"

/* INVALID names the path. Of values only those that are read here are checked; the rest is the
 * charts'. Pure. */
int spec_check(const json_t *mesh_config, struct err *err) ATTR_CHECK;

#endif
