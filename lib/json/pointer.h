/* JSON Pointer (RFC 6901), step by step. */
#ifndef MALHA_JSON_POINTER_H
#define MALHA_JSON_POINTER_H

#include "json/json.h"

/* The next key of `*rest`, which is "" or begins with a slash, unescaped and to be freed; `*rest`
 * becomes what is behind it. NULL at the end. */
char *pointer_next(const char **rest);

/* The index that `key` names in a list of `size`, at most `size`, which "-" is; SIZE_MAX when it
 * names none. */
size_t pointer_index(const char *key, size_t size);

/* What is there in an object or a list, borrowed; NULL: nothing. */
json_t *pointer_child(const json_t *parent, const char *key);

#endif
