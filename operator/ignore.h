/* spec.ignoreDifferences: fields that are another's as soon as he says something there, as Argo
 * CD's setting of that name has it.
 *
 *   - {group: apps, kind: Deployment, name: istiod, jsonPointers: [/spec/replicas]}
 *
 * Pure. */
#ifndef MALHA_OPERATOR_IGNORE_H
#define MALHA_OPERATOR_IGNORE_H

#include "json/json.h"

/* INVALID names the path in the resource, whose types are right (spec_check()). */
int ignore_check(const json_t *mesh_config, struct err *err) ATTR_CHECK;

/* The pointers for an object, a new array; NULL: there are none. */
json_t *ignore_pointers(const json_t *mesh_config, const json_t *object,
                        const char *default_namespace) ATTR_CHECK;

#endif
