/* What all stages of one injection look at. Borrowed from the caller, and never changed by them. */
#ifndef MALHA_INJECT_INPUT_H
#define MALHA_INJECT_INPUT_H

#include "mesh/injector.h"
#include "json/json.h"

/* The sidecar's user and group, where the platform has no others. */
#define INJECT_UID 1337

struct inject_input {
    const struct injector *injector;
    const json_t *pod; /* of the types that Kubernetes knows: see shape.h */
    const char *namespace;
    const char *revision;      /* "default" for none */
    const struct owner *owner; /* NULL: by the Pod */
    /* What an earlier injection left in annotations (POD_STATUS, POD_OVERRIDES); NULL: nothing. */
    const json_t *status, *overrides;
    const json_t *config;       /* what the Pod's annotation POD_CONFIG says; NULL: nothing */
    const json_t *proxy_config; /* the effective one */
    int64_t uid, gid;           /* the sidecar's */
    bool native_sidecars;       /* what the nodes can do; the Pod's annotation has the last word */
};

#endif
