/* A connection to a port of a Pod through the API server: pods/portforward by a WebSocket, with the
 * kubelet's protocol v4.channel.k8s.io (pkg/kubelet/.../portforward/websocket.go). Channel 0 is
 * what is sent and received, channel 1 tells what went wrong; each begins with the port. The newer
 * way, SPDY within a WebSocket (KEP-4006), is for many connections in one. */
#ifndef MALHA_KUBE_FORWARD_H
#define MALHA_KUBE_FORWARD_H

#include "kube/config.h"

struct kube_forward_to {
    const struct kube_config *config;
    const char *user_agent, *namespace, *pod;
    unsigned port;
};

struct kube_forward;

/* NOT_FOUND when there is no such Pod, FORBIDDEN without the right to get and create
 * pods/portforward. */
int kube_forward_open(const struct kube_forward_to *to, struct kube_forward **ret, struct err *err)
    ATTR_CHECK;

/* Carries bytes between it and the socket `fd`, which becomes non-blocking, until one of them has
 * ended. Who only stops sending still gets what comes, as long as it comes. TRANSIENT when nobody
 * listens in the Pod, in the kubelet's words, or when the connection was cut. */
int kube_forward_run(struct kube_forward *forward, int fd, struct err *err) ATTR_CHECK;
void kube_forward_free(struct kube_forward *forward);

#endif
