/* Which objects a part of the spec is for: {group, kind, name, namespace}, of which only the kind
 * has to be there, as Argo CD and Kustomize name them. Pure. */
#ifndef MALHA_OPERATOR_TARGET_H
#define MALHA_OPERATOR_TARGET_H

#include "json/json.h"

/* INVALID when it names no kind; the message is of what is at that place (err_below()). Types are
 * spec_check()'s. */
int target_check(const json_t *target, struct err *err) ATTR_CHECK;

/* Is it for the object? One that names no namespace is in `default_namespace`. */
bool target_is(const json_t *target, const json_t *object, const char *default_namespace);

#endif
