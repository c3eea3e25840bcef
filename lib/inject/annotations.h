/* Checks of the annotations that steer injection: pkg/kube/inject/validate.go. Annotations are user
 * input. */
#ifndef MALHA_INJECT_ANNOTATIONS_H
#define MALHA_INJECT_ANNOTATIONS_H

#include "json/json.h"

/* INVALID lists every annotation that is wrong, with its value and why. */
int annotations_check(const json_t *annotations, struct err *err) ATTR_CHECK;

/* strconv.ParseBool: 1 t T TRUE true True and their opposites. */
bool annotations_parse_bool(const char *text, bool *ret);

#endif
