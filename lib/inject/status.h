/* The annotation sidecar.istio.io/status, which says what an injection added: getInjectionStatus
 * and injectionStatus of pkg/kube/inject. Pure; any thread. */
#ifndef MALHA_INJECT_STATUS_H
#define MALHA_INJECT_STATUS_H

#include "inject/input.h"

/* What an earlier injection left. A new object; NULL where there is none, or one that makes no
 * sense, as in istiod. */
json_t *inject_status_read(const json_t *pod) ATTR_CHECK;

/* Writes what the templates contain, and the annotations that the configuration gives every
 * injected Pod. */
void inject_status_write(const struct inject_input *in, const json_t *templates, json_t *pod);

#endif
