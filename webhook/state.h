/* What the webhook knows of the world, kept current by watches: the ConfigMaps of istiod's
 * revisions, ProxyConfig resources, nodes. Requests take a snapshot of their revision. */
#ifndef MALHA_WEBHOOK_STATE_H
#define MALHA_WEBHOOK_STATE_H

#include "kube/config.h"
#include "webhook/revisions.h"

struct state;

struct state_options {
    const struct kube_config *kube;
    struct revisions_options revisions; /* its callback comes from a watch's thread */
};

struct state *state_start(const struct state_options *options) ATTR_CHECK;
void state_stop(struct state *state);

/* The current snapshot of a revision with a reference of the caller's; NULL while it has none. */
struct inject_snapshot *state_snapshot(struct state *state, const char *revision) ATTR_CHECK;
/* Have all watches listed, and is there a good configuration? */
bool state_ready(struct state *state);

#endif
