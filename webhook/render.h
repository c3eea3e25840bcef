/* View, render and merge: what a template sees of a Pod, the templates' texts, and the Pod with
 * them merged in.
 *
 * Mirrors RunTemplate and reapplyOverwrittenContainers of pkg/kube/inject/webhook.go. Pure; any
 * thread. */
#ifndef MALHA_WEBHOOK_RENDER_H
#define MALHA_WEBHOOK_RENDER_H

#include "mesh/injector.h"
#include "json/json.h"

struct render_input {
    const struct injector *injector;
    const json_t *pod;
    const char *namespace;
    const char *revision;       /* "" for none */
    const json_t *proxy_config; /* the effective one */
    bool native_sidecars;       /* what the nodes can do; the Pod's annotation has the last word */
};

struct render_result {
    json_t *pod;       /* merged, the user's overrides on top */
    json_t *templates; /* what the templates alone contain, as a Pod: for the status annotation */
};

int render_pod(const struct render_input *in, struct render_result *ret, struct err *err)
    ATTR_CHECK;

/* The container of this name among containers, then initContainers; NULL if there is none.
 * Borrowed. */
json_t *render_find_container(const json_t *pod, const char *name);

#endif
