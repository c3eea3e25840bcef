#include "webhook/requests.h"

#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"
#include "inject/admit.h"
#include "inject/route.h"
#include "kube/event.h"
#include "json/arena.h"

static const double seconds[] = {0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025,
                                 0.05,   0.1,   0.25,   1,     5,    0};
static const struct metric admissions = {"malha_admission_requests_total",
                                         "AdmissionReviews answered, by outcome and reason",
                                         METRIC_COUNTER,
                                         {"outcome", "reason"},
                                         NULL};
static const struct metric admission_seconds = {"malha_admission_duration_seconds",
                                                "Time from a whole request to its answer",
                                                METRIC_HISTOGRAM,
                                                {"outcome"},
                                                seconds};
/* The same by the names that istiod's injector has, for dashboards that know those. */
static const struct metric istio_requests = {
    "sidecar_injection_requests_total", "Requests to inject", METRIC_COUNTER, {NULL}, NULL};
static const struct metric istio_outcomes[] = {
    [ADMIT_INJECTED] =
        {"sidecar_injection_success_total", "Pods injected", METRIC_COUNTER, {NULL}, NULL},
    [ADMIT_SKIPPED] =
        {"sidecar_injection_skip_total", "Pods left as they were", METRIC_COUNTER, {NULL}, NULL},
    [ADMIT_DENIED] = {"sidecar_injection_failure_total",
                      "Requests refused or malformed",
                      METRIC_COUNTER,
                      {NULL},
                      NULL},
};
static const double istio_buckets[] = {0.1, 1, 3, 5, 10, 20, 30, 60, 0};
static const struct metric istio_seconds = {
    "sidecar_injection_time_seconds", "Time of a request", METRIC_HISTOGRAM, {NULL}, istio_buckets};

static void count(struct metrics *metrics, const struct admit_result *result, double took)
{
    const char *outcome = admit_outcome_names[result->outcome];
    enum admit_outcome known = result->outcome == ADMIT_MALFORMED ? ADMIT_DENIED : result->outcome;

    metrics_add(metrics, &admissions, 1, outcome, result->reason);
    metrics_observe(metrics, &admission_seconds, took, outcome);
    metrics_add(metrics, &istio_requests, 1);
    metrics_add(metrics, &istio_outcomes[known], 1);
    metrics_observe(metrics, &istio_seconds, took);
}

/* Whoever made a Pod that is refused learns it by an Event of his own. */
static void tell_controller(struct recorder *recorder, const struct admit_result *result)
{
    auto_json json_t *object = json_object();
    json_t *metadata = json_make(object, "metadata");

    json_put_text(object, "apiVersion", result->controller.api_version);
    json_put_text(object, "kind", result->controller.kind);
    json_put_text(metadata, "name", result->controller.name);
    json_put_text(metadata, "namespace", result->namespace);
    json_put_text(metadata, "uid", result->controller_uid);
    (void)recorder_post(recorder, object, KUBE_EVENT_WARNING, result->reason, "Inject",
                        result->message);
}

static void handle_inject(struct requests *r, const char *revision, const char *path,
                          const struct http_request *request, struct http_response *response)
{
    struct inject_snapshot *snapshot = state_snapshot(r->state, revision);
    int64_t started = clock_mono_us();
    struct admit_result result;
    const char *outcome;

    if (!snapshot) {
        response->status = 503;
        buf_addf(&response->body, "no injector configuration yet%s%s\n",
                 *revision ? " of revision " : "", revision);
        return;
    }
    response->content_type = "application/json";
    json_arena_begin();
    admit_review(snapshot, path, request->body, request->body_len, &response->body, &result);
    json_arena_end();
    if (result.outcome == ADMIT_MALFORMED)
        http_refuse(response, 400, result.message);
    outcome = admit_outcome_names[result.outcome];
    if (result.outcome == ADMIT_DENIED && result.controller_uid)
        tell_controller(r->recorder, &result);
    count(r->metrics, &result, (double)(clock_mono_us() - started) / 1e6);
    log_write(result.outcome == ADMIT_DENIED || result.outcome == ADMIT_MALFORMED ? LOG_WARN
                                                                                  : LOG_INFO,
              "admission", "outcome", outcome, "reason", result.reason, "revision",
              *snapshot->revision ? snapshot->revision : "default", "namespace", result.namespace,
              "pod", result.name, "message", result.message, NULL);
    inject_snapshot_unref(snapshot);
    admit_result_done(&result);
}

void requests_inject(void *context, const struct http_request *request,
                     struct http_response *response)
{
    struct requests *r = context;
    auto_free char *revision = NULL;
    const char *path;

    if (explainer_take(r->explainer, request, response))
        return;
    path = inject_route(request->path, &revision);
    if (!path)
        http_refuse(response, 404,
                    "not found; the webhook serves /inject, /revision/NAME/inject and /explain");
    else if (strcmp(request->method, "POST") != 0)
        http_refuse(response, 405, "want POST");
    else if (request->too_large)
        http_refuse(response, 413, "the body is larger than 6 MiB");
    else if (!request->content_type || strcmp(request->content_type, "application/json") != 0)
        http_refuse(response, 415, "want Content-Type: application/json");
    else
        handle_inject(r, revision ? revision : r->revision, path, request, response);
}

bool requests_ready(void *context, const char **ret_why)
{
    struct requests *r = context;

    if (atomic_load(&r->draining))
        *ret_why = "stopping";
    else if (!atomic_load(&r->trusted))
        *ret_why = "no certificate yet that the API server trusts";
    else if (!state_ready(r->state))
        *ret_why =
            "no injector configuration yet: is istiod installed, with the label istio.io/rev "
            "on its ConfigMaps?";
    else
        return true;
    return false;
}
