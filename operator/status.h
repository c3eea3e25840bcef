/* The MeshConfig's status and the Events about it. */
#ifndef MALHA_OPERATOR_STATUS_H
#define MALHA_OPERATOR_STATUS_H

#include "kube/client.h"

/* Sets a condition in `conditions` (an array); lastTransitionTime moves only when the status does.
 */
void status_set_condition(json_t *conditions, const char *type, const char *status,
                          const char *reason, const char *message, int64_t generation,
                          int64_t now_ms);

/* Makes `status` the resource's whole status, if that says something else. */
int status_write(struct kube *kube, const json_t *mesh_config, const json_t *status,
                 struct err *err) ATTR_CHECK;

#endif
