/* From an AdmissionReview to its answer: decide → view, render, merge → finish → check → patch.
 *
 * Mirrors istiod's /inject (KEP-492 admission webhooks, admission.k8s.io/v1). Pure but for what it
 * is given; any thread. */
#ifndef MALHA_WEBHOOK_ADMIT_H
#define MALHA_WEBHOOK_ADMIT_H

#include "mesh/injector.h"
#include "json/json.h"

/* What requests are answered from: replaced as a whole when the world changes. */
struct admit_snapshot {
    struct injector *injector;
    json_t *proxy_configs; /* ProxyConfig resources, an array */
    json_t *namespaces;    /* name -> annotations of OpenShift; NULL: it is another platform */
    bool native_sidecars;  /* every node can run them */
    int references;
};

struct admit_snapshot *admit_snapshot_ref(struct admit_snapshot *snapshot);
void admit_snapshot_unref(struct admit_snapshot *snapshot);

enum admit_outcome { ADMIT_INJECTED, ADMIT_SKIPPED, ADMIT_DENIED, ADMIT_MALFORMED };
extern const char *const admit_outcome_names[];

struct admit_result {
    enum admit_outcome outcome;
    const char *reason;     /* stable: a decision's, "Injected", "InvalidPod", "MalformedReview" */
    char *message;          /* for people; to be freed */
    char *namespace, *name; /* of the Pod as far as known; to be freed */
};

void admit_result_done(struct admit_result *result);

/* Answers one review. `path` is the URL's, with parameters behind /inject; `reply` gets the
 * AdmissionReview. When the outcome is ADMIT_MALFORMED there is no reply and the HTTP status should
 * be 400. */
void admit_review(const struct admit_snapshot *snapshot, const char *revision, const char *path,
                  const char *body, size_t body_len, struct buf *reply, struct admit_result *ret);

#endif
