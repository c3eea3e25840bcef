/* What the user set in containers that a template has, too: reapplyOverwrittenContainers of
 * pkg/kube/inject/webhook.go. Pure; any thread. */
#ifndef MALHA_INJECT_OVERRIDES_H
#define MALHA_INJECT_OVERRIDES_H

#include "inject/input.h"

/* What an earlier injection remembered (POD_OVERRIDES): `*ret_overrides` becomes a new object, or
 * stays where there is nothing. INVALID for what makes no sense: it is what the user wrote, and
 * must not be lost. */
int overrides_read(const json_t *pod, json_t **ret_overrides, struct err *err) ATTR_CHECK;

/* What the user set in a container of the template's name wins in `*pod`, which becomes another
 * tree that shares nothing; it is remembered in an annotation for the next injection. `templates`
 * is what the templates alone contain. */
int overrides_apply(const struct inject_input *in, const json_t *templates, json_t **pod,
                    struct err *err) ATTR_CHECK;

#endif
