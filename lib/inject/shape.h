/* Are Pods, and what is laid over them, of the types that Kubernetes knows?
 *
 * Admission comes before the API server's validation, annotations hold whatever their author wrote,
 * and templates render what they are told to: of all that injection looks at or changes the types
 * are checked first, once, so that no stage has to. Mirrors the field types of k8s.io/api/core/v1.
 * Pure; any thread. */
#ifndef MALHA_INJECT_SHAPE_H
#define MALHA_INJECT_SHAPE_H

#include "json/json.h"

/* A Pod. Members that are null go, as Go's decoding has it. INVALID names the path:
 * "spec.containers[0].name: want a text". */
int shape_check_pod(json_t *pod, struct err *err) ATTR_CHECK;

/* What is merged into a Pod; there null deletes, and stays. `ret_open`: the result is to be
 * settled, for Go makes something of what the patch does not say (go_settle). */
int shape_check_patch(const json_t *patch, bool *ret_open, struct err *err) ATTR_CHECK;

/* The annotation proxy.istio.io/overrides: {"containers": [...], "initContainers": [...]}. */
int shape_check_overrides(json_t *overrides, struct err *err) ATTR_CHECK;

/* The annotation sidecar.istio.io/status: lists of names, and the revision. */
int shape_check_status(json_t *status, struct err *err) ATTR_CHECK;

#endif
