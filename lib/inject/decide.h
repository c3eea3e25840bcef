/* Is this Pod to be injected? A chain of named checks over gathered inputs; the first that applies
 * decides.
 *
 * Mirrors istiod's injectRequired (pkg/kube/inject/inject.go). The names are the same in logs,
 * metrics, events, responses and docs/injection.md. Pure; any thread. */
#ifndef MALHA_INJECT_DECIDE_H
#define MALHA_INJECT_DECIDE_H

#include "mesh/injector.h"
#include "json/json.h"

struct decide_input {
    const struct injector *injector;
    const json_t *pod;
    const char *namespace;
};

struct decision {
    bool inject;
    const char *reason;   /* stable, CamelCase */
    const char *sentence; /* for people */
};

struct decision decide_injection(const struct decide_input *in);

/* The checks up to the one that decides, a new array of {"reason", "applies": bool}. */
json_t *decide_checks(const struct decide_input *in) ATTR_CHECK;

#endif
