/* From a Pod to the Pod with its sidecar: the driver of the stages, as in docs/injection.md.
 *
 * Mirrors inject and injectPod of pkg/kube/inject/webhook.go. Pure; any thread. */
#ifndef MALHA_INJECT_INJECT_H
#define MALHA_INJECT_INJECT_H

#include "inject/owner.h"
#include "mesh/injector.h"
#include "json/json.h"

/* What requests are answered from: replaced as a whole when the world changes. */
struct inject_snapshot {
    struct injector *injector;
    char *revision;        /* of istiod; "" for none */
    json_t *proxy_configs; /* ProxyConfig resources of this revision, an array; NULL: none */
    json_t *nodes;         /* name -> version of its kubelet; NULL: none is known */
    json_t *namespaces;    /* name -> annotations of OpenShift; NULL: it is another platform */
    bool native_sidecars;  /* every node can run them: a Pod that is bound to none gets one then */
    int references;
};

/* With one reference of the caller's; takes that of `injector`. No resources, native sidecars. */
struct inject_snapshot *inject_snapshot_new(struct injector *injector, const char *revision)
    ATTR_CHECK;
struct inject_snapshot *inject_snapshot_ref(struct inject_snapshot *snapshot);
void inject_snapshot_unref(struct inject_snapshot *snapshot);

/* Of one Pod. */
struct inject_request {
    const char *path;          /* of the webhook's URL, with parameters behind /inject */
    const char *namespace;     /* the Pod's; "" where it is not known */
    const struct owner *owner; /* whose the Pod is; NULL: by its references */
};

/* Injects a Pod that is to be injected (see decide.h), in `*ret_pod`, a new tree. Of `pod` members
 * that are null go, and what OpenShift set. INVALID says what is wrong with the Pod. */
int inject_pod(const struct inject_snapshot *snapshot, const struct inject_request *request,
               json_t *pod, json_t **ret_pod, struct err *err) ATTR_CHECK;

#endif
