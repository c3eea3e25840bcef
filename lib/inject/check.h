/* Texts of a Pod that templates print must not become structure.
 *
 * Templates splice annotations, labels and names into YAML; a quote, a line end or a bracket in
 * them could add what the configuration does not ask for: a container, a volume, a privilege. So a
 * Pod that has such characters where templates may see them is rendered once more with these
 * characters replaced by "_": that is what the configuration asks for, and the real rendering must
 * have the same mappings, keys and lists, and the same values wherever they give rights. Other
 * Pods, nearly all, cost a look at their texts. Works for any template, as it compares and does not
 * know names. Pure; any thread. */
#ifndef MALHA_INJECT_CHECK_H
#define MALHA_INJECT_CHECK_H

#include "inject/input.h"

/* `texts` is what templates_render() gave for `names`. INVALID names the template and the place. */
int check_additions(const struct inject_input *in, const json_t *names, const json_t *texts,
                    struct err *err) ATTR_CHECK;

#endif
