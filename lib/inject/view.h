/* What a template sees of a Pod and of the configuration: SidecarTemplateData of
 * pkg/kube/inject/webhook.go. Pure; any thread. */
#ifndef MALHA_INJECT_VIEW_H
#define MALHA_INJECT_VIEW_H

#include "inject/input.h"

/* Everything a template can ask for, under Go's field names (mesh/view.h): the Pod as its user
 * wrote it, without what an earlier injection added, with the containers that it replaced. What
 * requests share is copied where templates might change it. A new tree. */
json_t *view_make(const struct inject_input *in) ATTR_CHECK;

#endif
