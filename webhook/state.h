/* What the webhook knows of the world, kept current by watches: istiod's injector and mesh
 * ConfigMaps, ProxyConfig resources, nodes. Requests take a snapshot; a configuration that is
 * broken leaves the last good one in use. */
#ifndef MALHA_WEBHOOK_STATE_H
#define MALHA_WEBHOOK_STATE_H

#include "http/metrics.h"
#include "inject/inject.h"
#include "kube/config.h"

struct state;

struct state_options {
    const struct kube_config *kube;
    struct metrics *metrics;
    const char *namespace; /* istiod's */
    const char *revision;  /* "" for none */
    /* A configuration was refused; called from a watch's thread with the ConfigMap it is in. */
    void (*rejected)(void *context, const json_t *config_map, const struct err *err);
    void *context;
};

struct state *state_start(const struct state_options *options) ATTR_CHECK;
void state_stop(struct state *state);

/* The current snapshot with a reference of the caller's; NULL while there is none yet. */
struct inject_snapshot *state_snapshot(struct state *state);
/* Have all watches listed, and is there a good configuration? */
bool state_ready(struct state *state);

#endif
