/* Render: the objects of a plan, step by step, labelled as ours. Pure but for reading charts. */
#ifndef MALHA_OPERATOR_OBJECTS_H
#define MALHA_OPERATOR_OBJECTS_H

#include "operator/plan.h"
#include "operator/source.h"
#include "operator/wanted.h"

struct objects_input {
    const struct plan *plan;
    const struct source *source;
    const char *addons; /* the folder of their charts */
    const char *set;    /* value of the part-of label */
    const json_t *mesh_config;
    const char *webhook_service, *operator_namespace;
    const json_t *releases; /* component -> another name for its release than the plan's; or NULL */
    const json_t *injection_owner; /* an ownerReference for the webhook's configuration, or NULL */
    const struct wanted *known;    /* what is known of the same mesh, or NULL */
};

/* An array with, for each step of the plan, {component, release, named, early, addon, namespace,
 * input, objects: [...]}. `input` is a digest of all that a chart's objects are made of; a step of
 * which `known` has it is not rendered again, its objects are null. Nothing is applied, so a chart
 * that fails to render changes nothing. */
int objects_render(const struct objects_input *in, json_t **ret_steps, struct err *err) ATTR_CHECK;
#endif
