/* From an AdmissionReview to its answer: decide, inject, compare.
 *
 * Mirrors istiod's /inject (KEP-492 admission webhooks, admission.k8s.io/v1). Pure but for what it
 * is given; any thread. */
#ifndef MALHA_INJECT_ADMIT_H
#define MALHA_INJECT_ADMIT_H

#include "inject/inject.h"

enum admit_outcome { ADMIT_INJECTED, ADMIT_SKIPPED, ADMIT_DENIED, ADMIT_MALFORMED };
extern const char *const admit_outcome_names[];

struct admit_result {
    enum admit_outcome outcome;
    const char *reason;     /* stable: a decision's, "Injected", "InvalidPod", "MalformedReview" */
    char *message;          /* for people; to be freed */
    char *namespace, *name; /* of the Pod as far as known; to be freed */
    /* Who made the Pod and is to hear of a denial; to be freed, NULL: nobody, or nothing is to be
     * written (a dry run). */
    struct owner controller;
    char *controller_uid;
};

void admit_result_done(struct admit_result *result);

/* Answers one review. `path` is the URL's, with parameters behind /inject; `reply` gets the
 * AdmissionReview. When the outcome is ADMIT_MALFORMED there is no reply and the HTTP status should
 * be 400. */
void admit_review(const struct inject_snapshot *snapshot, const char *path, const char *body,
                  size_t body_len, struct buf *reply, struct admit_result *ret);

#endif
