/* Which templates a Pod gets, and what they render for it.
 *
 * Mirrors RunTemplate of pkg/kube/inject/webhook.go up to the merge. Each template is a world of
 * its own: what one defines no other sees, and only those that the configuration names can be asked
 * for. Pure; any thread. */
#ifndef MALHA_INJECT_TEMPLATES_H
#define MALHA_INJECT_TEMPLATES_H

#include "inject/input.h"

/* How what they render is read. */
#define TEMPLATES_YAML_FLAGS YAML_SMALL

/* The names: the annotation's or the default's, aliases followed once. A new array. */
int templates_choose(const struct inject_input *in, json_t **ret_names, struct err *err) ATTR_CHECK;

/* What each of them renders, as texts: a new array. */
int templates_render(const struct inject_input *in, const json_t *names, json_t **ret_texts,
                     struct err *err) ATTR_CHECK;

/* What the template `name` rendered as what is to be merged into the Pod; it lives no longer than
 * the injector. `flags` are further ones of yaml_parse(). */
int templates_parse(const struct inject_input *in, const char *name, const json_t *text, int flags,
                    json_t **ret_patch, struct err *err) ATTR_CHECK;

#endif
