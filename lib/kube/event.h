/* Events (events.k8s.io/v1). */
#ifndef MALHA_KUBE_EVENT_H
#define MALHA_KUBE_EVENT_H

#include <stdint.h>

#include "kube/client.h"

#define KUBE_EVENT_NORMAL "Normal"
#define KUBE_EVENT_WARNING "Warning"

/* Writes an Event about `object`: `reason` is CamelCase and stable, `action` what was being done.
 * The same reason and message about the same object within an hour become one Event (its name is
 * made from them). */
int kube_event(struct kube *kube, const char *controller, const json_t *object, const char *type,
               const char *reason, const char *action, const char *message, int64_t now_ms,
               struct err *err) ATTR_CHECK;

#endif
