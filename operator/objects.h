/* Render: the objects of a plan, step by step, labelled as ours. Pure but for reading charts. */
#ifndef MALHA_OPERATOR_OBJECTS_H
#define MALHA_OPERATOR_OBJECTS_H

#include "operator/plan.h"

struct objects_input {
    const struct plan *plan;
    const char *charts; /* folder */
    const char *set;    /* value of the part-of label */
    const json_t *mesh_config;
    const char *webhook_service, *operator_namespace;
    const json_t *injection_owner; /* an ownerReference for the webhook's configuration, or NULL */
};

/* An array with, for each step of the plan, {component, release, namespace, objects: [...]}.
 * Nothing is applied, so a chart that fails to render changes nothing. */
int objects_render(const struct objects_input *in, json_t **ret_steps, struct err *err) ATTR_CHECK;

/* The version of the istiod chart in the folder; to be freed. */
int objects_bundled_version(const char *charts, char **ret_version, struct err *err) ATTR_CHECK;

#endif
