/* The Pod with what its templates render merged in, the user's overrides on top: RunTemplate of
 * pkg/kube/inject/webhook.go. Pure; any thread. */
#ifndef MALHA_INJECT_RENDER_H
#define MALHA_INJECT_RENDER_H

#include "inject/input.h"

struct render_result {
    json_t *pod;
    json_t *templates; /* what the templates alone contain, as a Pod: for the status annotation */
};

int render_pod(const struct inject_input *in, struct render_result *ret, struct err *err)
    ATTR_CHECK;

#endif
