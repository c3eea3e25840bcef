/* Pods without what could be structure where a template prints it: see check.h. Pure; any thread.
 */
#ifndef MALHA_INJECT_NEUTRAL_H
#define MALHA_INJECT_NEUTRAL_H

#include "inject/input.h"

/* The text with "_" for each character that YAML could take for structure: quotes, backslashes,
 * line ends and other control characters, brackets, braces, '#', ':' before a blank or the end, and
 * indicators that begin it. To be freed. */
char *neutral_text(const char *text, size_t len) ATTR_CHECK;

/* The tree with such texts and keys; the very same one, with another reference, when there is
 * nothing to replace. What lies under env, args and command stays as it is if they are to
 * be skipped. */
json_t *neutral_tree(const json_t *tree, bool skip_commands) ATTR_CHECK;

/* The Pod so; of annotations that templates parse, what they hold. What templates do not look at
 * stays: env, args and commands of containers mostly. */
json_t *neutral_pod(const struct inject_input *in) ATTR_CHECK;

#endif
