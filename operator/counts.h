/* The operator's metrics, those of every controller by the names that controller-runtime gives them
 * (pkg/internal/controller/metrics, pkg/metrics of v0.21), so that dashboards and alerts fit. */
#ifndef MALHA_OPERATOR_COUNTS_H
#define MALHA_OPERATOR_COUNTS_H

#include <stdbool.h>
#include <stddef.h>

#include "http/metrics.h"
#include "json/json.h"

enum counts_result {
    COUNTS_SUCCESS,
    COUNTS_ERROR,
    COUNTS_CONFLICT,    /* our copy of the resource was old */
    COUNTS_PROGRESSING, /* it comes again */
};

void counts_reconcile(struct metrics *metrics, enum counts_result result, double seconds);
/* So many were put into the queue, and so many are due now. */
void counts_queue(struct metrics *metrics, size_t added, size_t due);
void counts_leader(struct metrics *metrics, bool leads);
/* A mesh as its status says it is, and no longer. */
void counts_mesh(struct metrics *metrics, const char *name, const json_t *status);
void counts_no_mesh(struct metrics *metrics, const char *name);
/* A request to the API server, by kube_set_observer(); `context` is the metrics. */
void counts_request(void *context, const char *host, const char *method, long code);

#endif
