/* What the user set in containers that a template has, too: reapplyOverwrittenContainers of
 * pkg/kube/inject/webhook.go. Pure; any thread. */
#ifndef MALHA_WEBHOOK_OVERRIDES_H
#define MALHA_WEBHOOK_OVERRIDES_H

#include "webhook/input.h"

/* What the user set in a container of the template's name wins in `*pod`, which becomes another
 * tree that shares nothing; it is remembered in an annotation for the next injection. `templates`
 * is what the templates alone contain. */
int overrides_apply(const struct inject_input *in, const json_t *templates, json_t **pod,
                    struct err *err) ATTR_CHECK;

#endif
