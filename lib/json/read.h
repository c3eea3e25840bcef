/* JSON texts as Go's encoding/json reads them into an interface{}. Any thread. */
#ifndef MALHA_JSON_READ_H
#define MALHA_JSON_READ_H

#include <jansson.h>
#include <stddef.h>

#include "base/attr.h"
#include "base/err.h"

/* Numbers become reals, of equal keys the last wins; bytes that are no UTF-8 and halves of
 * surrogate pairs become U+FFFD. INVALID says what Go's package says of a broken text. The caller
 * owns
 * `*ret_value`. */
int json_read(const char *text, size_t len, json_t **ret_value, struct err *err) ATTR_CHECK;

#endif
