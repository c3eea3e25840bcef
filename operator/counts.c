#include "operator/counts.h"

#include <string.h>

#include "base/mem.h"

#define CONTROLLER "meshconfig"
#define LEASE "malha-operator"

static const double seconds_buckets[] = {0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5,
                                         1,     2.5,  5,     10,   30,  60,   0};
static const struct metric reconciles = {
    "malha_reconcile_total", "Reconciles, by result", METRIC_COUNTER, {"result"}, NULL};
static const struct metric reconciled = {"controller_runtime_reconcile_total",
                                         "Reconciles, by result",
                                         METRIC_COUNTER,
                                         {"controller", "result"},
                                         NULL};
static const struct metric errors = {"controller_runtime_reconcile_errors_total",
                                     "Reconciles that failed",
                                     METRIC_COUNTER,
                                     {"controller"},
                                     NULL};
static const struct metric times = {"controller_runtime_reconcile_time_seconds",
                                    "Time of a reconcile",
                                    METRIC_HISTOGRAM,
                                    {"controller"},
                                    seconds_buckets};
static const struct metric adds = {
    "workqueue_adds_total", "Meshes put into the queue", METRIC_COUNTER, {"name"}, NULL};
static const struct metric depth = {
    "workqueue_depth", "Meshes that are due", METRIC_GAUGE, {"name"}, NULL};
static const struct metric leader = {
    "malha_leader", "1 while this replica leads", METRIC_GAUGE, {NULL}, NULL};
static const struct metric master = {
    "leader_election_master_status", "1 while this replica leads", METRIC_GAUGE, {"name"}, NULL};
static const struct metric requests = {"rest_client_requests_total",
                                       "Requests to the API server; code <error>: no reply",
                                       METRIC_COUNTER,
                                       {"code", "host", "method"},
                                       NULL};

static const struct metric conditions_of = {"malha_mesh_condition",
                                            "Conditions: 1 True, 0 False, -1 Unknown",
                                            METRIC_GAUGE,
                                            {"mesh", "type"},
                                            NULL};
static const struct metric info = {
    "malha_mesh_info", "What a mesh is", METRIC_GAUGE, {"mesh", "version"}, NULL};

void counts_mesh(struct metrics *metrics, const char *name, const json_t *status)
{
    const char *version = json_dig_text(status, "version");
    size_t i;
    json_t *condition;

    json_array_foreach (json_object_get(status, "conditions"), i, condition) {
        const char *value = json_text_at(condition, "status");

        metrics_set(metrics, &conditions_of,
                    strcmp(value, "True") == 0    ? 1
                    : strcmp(value, "False") == 0 ? 0
                                                  : -1,
                    name, json_text_at(condition, "type"));
    }
    if (version)
        metrics_replace(metrics, &info, 1, name, version);
}

void counts_no_mesh(struct metrics *metrics, const char *name)
{
    metrics_drop(metrics, &conditions_of, name);
    metrics_drop(metrics, &info, name);
}

void counts_reconcile(struct metrics *metrics, enum counts_result result, double seconds)
{
    static const char *const own[] = {"success", "error", "conflict", "progressing"};
    static const char *const theirs[] = {"success", "error", "requeue", "requeue_after"};

    metrics_add(metrics, &reconciles, 1, own[result]);
    metrics_add(metrics, &reconciled, 1, CONTROLLER, theirs[result]);
    metrics_add(metrics, &errors, result == COUNTS_ERROR, CONTROLLER);
    metrics_observe(metrics, &times, seconds, CONTROLLER);
}

void counts_queue(struct metrics *metrics, size_t added, size_t due)
{
    metrics_add(metrics, &adds, (double)added, CONTROLLER);
    metrics_set(metrics, &depth, (double)due, CONTROLLER);
}

void counts_leader(struct metrics *metrics, bool leads)
{
    metrics_set(metrics, &leader, leads);
    metrics_set(metrics, &master, leads, LEASE);
}

void counts_request(void *context, const char *host, const char *method, long code)
{
    auto_free char *text = code > 0 ? mem_printf("%ld", code) : mem_strdup("<error>");

    metrics_add(context, &requests, 1, text, host, method);
}
