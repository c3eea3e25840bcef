/* A quick reader for JSON as programs write it; jansson reads the rest. */
#ifndef MALHA_JSON_PLAIN_H
#define MALHA_JSON_PLAIN_H

#include <jansson.h>
#include <stddef.h>

/* The tree of `text`, the same as jansson's. NULL where there is more to it than ASCII, whole
 * numbers of some digits and short escapes, where it is broken, and where it has more values or is
 * deeper than that: then jansson, or who counts, says what it is. */
json_t *json_read_plain(const char *text, size_t len, size_t max_nodes, size_t max_depth);

#endif
