/* Changes of JSON trees for fuzzing: other values, types and places, in place of other bytes. */
#ifndef MALHA_TESTS_FUZZ_TREE_H
#define MALHA_TESTS_FUZZ_TREE_H

#include "json/json.h"

/* Makes one to four changes. `words` are JSON texts, up to a NULL, that are tried beside the usual
 * ones. */
void tree_change(json_t *tree, const char *const *words, unsigned *seed);

#endif
