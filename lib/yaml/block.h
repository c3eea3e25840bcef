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

#include "yaml/yaml.h"

/* The first document of `text`, with the help of what is known (NULL: nothing); false when it is
 * not for this reader. */
bool block_parse(const char *text, size_t len, int flags, const struct yaml_known *known,
                 json_t **ret_value);
/* The same, and each entry and item is told to `known`; false also when a key is there twice. */
bool block_learn(const char *text, size_t len, int flags, struct yaml_known *known,
                 json_t **ret_value);

#endif
