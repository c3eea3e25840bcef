/* The reader's fast path: block style as Kubernetes manifests and CRDs are written in.
 *
 * Reads mappings and sequences by indentation, plain, quoted and literal scalars over as many lines
 * as they take, comments, lists in brackets, {}. Whatever else there is (anchors, tags, other flow
 * style, folded scalars, tabs, anything that is wrong) it leaves to libyaml, which reads all of
 * YAML and knows what to say of errors: what this accepts means the same there. For yaml/parse.c
 * only. */
#ifndef MALHA_YAML_BLOCK_H
#define MALHA_YAML_BLOCK_H

#include <stdbool.h>

#include "json/json.h"

/* The first document of `text`; false when it is not for this reader. */
bool block_parse(const char *text, size_t len, int flags, json_t **ret_value);

#endif
