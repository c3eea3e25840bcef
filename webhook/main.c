/* malha-webhook: serves /inject over TLS; health, readiness and metrics on a port of their own. */
#include <getopt.h>
#include <malloc.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/limits.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/version.h"
#include "http/server.h"
#include "inject/admit.h"
#include "kube/event.h"
#include "kube/recorder.h"
#include "tls/memory.h"
#include "webhook/rotation.h"
#include "webhook/state.h"
#include "json/arena.h"

#define AGENT "malha-webhook/" MALHA_VERSION

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

static const struct metric certificate_end = {"malha_webhook_certificate_expiry_timestamp_seconds",
                                              "When the serving certificate ends",
                                              METRIC_GAUGE,
                                              {NULL},
                                              NULL};
static const struct metric build_info = {
    "malha_build_info", "Always 1", METRIC_GAUGE, {"version"}, NULL};

struct settings {
    const char *kubeconfig, *istio_namespace, *namespace, *revision, *service, *secret,
        *configuration, *address;
    unsigned port, metrics_port, threads, drain_seconds;
};

struct webhook {
    struct settings settings;
    struct kube_config *config;
    struct metrics *metrics;
    struct state *state;
    struct recorder *recorder;
    struct http_server *server, *metrics_server;
    struct rotation *rotation;
    atomic_bool trusted;  /* what is served is signed by a CA that the API server knows */
    atomic_bool draining; /* asked to end: others are to be asked instead */
};

/* ---- requests ---- */

static void refuse(struct http_response *response, unsigned status, const char *message)
{
    response->status = status;
    buf_addf(&response->body, "%s\n", message);
}

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

static void handle_inject(struct webhook *w, const struct http_request *request,
                          struct http_response *response)
{
    struct inject_snapshot *snapshot = state_snapshot(w->state);
    int64_t started = clock_mono_us();
    struct admit_result result;
    const char *outcome;

    if (!snapshot) {
        refuse(response, 503, "no injector configuration yet");
        return;
    }
    response->content_type = "application/json";
    json_arena_begin();
    admit_review(snapshot, w->settings.revision, request->path, request->body, request->body_len,
                 &response->body, &result);
    json_arena_end();
    inject_snapshot_unref(snapshot);
    if (result.outcome == ADMIT_MALFORMED) {
        response->content_type = "text/plain";
        refuse(response, 400, result.message);
    }
    outcome = admit_outcome_names[result.outcome];
    count(w->metrics, &result, (double)(clock_mono_us() - started) / 1e6);
    log_write(result.outcome == ADMIT_DENIED || result.outcome == ADMIT_MALFORMED ? LOG_WARN
                                                                                  : LOG_INFO,
              "admission", "outcome", outcome, "reason", result.reason, "namespace",
              result.namespace, "pod", result.name, "message", result.message, NULL);
    admit_result_done(&result);
}

static void on_request(void *context, const struct http_request *request,
                       struct http_response *response)
{
    struct webhook *w = context;

    if (strcmp(request->path, "/inject") != 0 && strncmp(request->path, "/inject/", 8) != 0)
        refuse(response, 404, "not found; the webhook serves /inject");
    else if (strcmp(request->method, "POST") != 0)
        refuse(response, 405, "want POST");
    else if (request->too_large)
        refuse(response, 413, "the body is larger than 6 MiB");
    else if (!request->content_type || strcmp(request->content_type, "application/json") != 0)
        refuse(response, 415, "want Content-Type: application/json");
    else
        handle_inject(w, request, response);
}

static void on_metrics_request(void *context, const struct http_request *request,
                               struct http_response *response)
{
    struct webhook *w = context;

    if (strcmp(request->path, "/metrics") == 0) {
        response->content_type = "text/plain; version=0.0.4";
        metrics_print(w->metrics, &response->body);
    } else if (strcmp(request->path, "/healthz") == 0) {
        buf_adds(&response->body, "ok\n");
    } else if (strcmp(request->path, "/readyz") == 0) {
        if (atomic_load(&w->draining))
            refuse(response, 503, "stopping");
        else if (atomic_load(&w->trusted) && state_ready(w->state))
            buf_adds(&response->body, "ok\n");
        else
            refuse(response, 503,
                   atomic_load(&w->trusted) ? "no injector configuration yet: is istiod installed?"
                                            : "no certificate yet that the API server trusts");
    } else {
        refuse(response, 404, "not found");
    }
}

/* ---- the rest of the world ---- */

static void on_rejected(void *context, const json_t *config_map, const struct err *err)
{
    struct webhook *w = context;

    (void)recorder_post(w->recorder, config_map, KUBE_EVENT_WARNING, "InvalidConfiguration", "Load",
                        err_message(err));
}

static bool on_certificate(void *context, const struct tls_pair *server)
{
    struct webhook *w = context;
    auto_err struct err err = ERR_INIT;
    int64_t from, to;

    if (http_server_set_certificate(w->server, server->certificate, server->key, &err) < 0 ||
        tls_validity(server->certificate, &from, &to, &err) < 0) {
        log_error("certificates", "error", err_message(&err));
        return false;
    }
    metrics_set(w->metrics, &certificate_end, (double)to / 1000);
    return true;
}

static void on_trusted(void *context)
{
    struct webhook *w = context;

    atomic_store(&w->trusted, true);
}

static int start(struct webhook *w, struct err *err)
{
    const struct settings *s = &w->settings;
    struct http_options serve = {.address = s->address,
                                 .port = (uint16_t)s->port,
                                 .threads = s->threads,
                                 .max_body = LIMIT_ADMISSION_BODY,
                                 .tls = true,
                                 .handle = on_request,
                                 .context = w};
    struct http_options metrics = {.address = s->address,
                                   .port = (uint16_t)s->metrics_port,
                                   .threads = 1,
                                   .max_body = 4096,
                                   .handle = on_metrics_request,
                                   .context = w};
    struct state_options state = {.namespace = s->istio_namespace,
                                  .revision = s->revision,
                                  .rejected = on_rejected,
                                  .context = w};
    struct rotation_options rotation = {.user_agent = AGENT,
                                        .certs = {.secret = s->secret,
                                                  .service = s->service,
                                                  .configuration = s->configuration,
                                                  .ca_days = 3650,
                                                  .server_days = 30},
                                        .serve = on_certificate,
                                        .trusted = on_trusted,
                                        .context = w};

    if (kube_config_load(s->kubeconfig, &w->config, err) < 0)
        return -1;
    if (!s->namespace)
        w->settings.namespace = w->config->namespace ? w->config->namespace : "malha-system";
    w->metrics = metrics_new();
    metrics_set(w->metrics, &build_info, 1, MALHA_VERSION);
    w->recorder = recorder_start(w->config, AGENT, "malha-webhook");
    state.kube = w->config;
    state.metrics = w->metrics;
    w->state = state_start(&state);
    if (http_server_start(&metrics, &w->metrics_server, err) < 0 ||
        http_server_start(&serve, &w->server, err) < 0)
        return -1;
    rotation.kube = w->config;
    rotation.certs.namespace = w->settings.namespace;
    w->rotation = rotation_start(&rotation);
    log_info("started", "version", MALHA_VERSION, "istioNamespace", s->istio_namespace, "revision",
             s->revision);
    return 0;
}

static void stop(struct webhook *w)
{
    rotation_stop(w->rotation);
    http_server_stop(w->server);
    http_server_stop(w->metrics_server);
    state_stop(w->state);
    recorder_stop(w->recorder);
    metrics_free(w->metrics);
    kube_config_free(w->config);
}

/* The Service still sends requests here until everybody has heard that this Pod is not ready. */
static void drain(struct webhook *w)
{
    atomic_store(&w->draining, true);
    http_server_drain(w->server);
    clock_sleep(1000LL * w->settings.drain_seconds, NULL);
}

static int usage(int rc)
{
    (void)fputs(
        "usage: malha-webhook [flags]\n\n"
        "  --kubeconfig FILE       default: the Pod's ServiceAccount, or ~/.kube/config\n"
        "  --istio-namespace NAME  where istiod's ConfigMaps are (istio-system)\n"
        "  --revision NAME         istiod's revision (none)\n"
        "  --namespace NAME        where the CA's Secret and the Service are (the Pod's)\n"
        "  --service NAME          the Service in front (malha-webhook)\n"
        "  --secret NAME           the CA's Secret (malha-webhook-ca)\n"
        "  --configuration NAME    the MutatingWebhookConfiguration to put the caBundle in\n"
        "                          (malha-sidecar-injector)\n"
        "  --address IP            listen here only\n"
        "  --port N                /inject over TLS (9443)\n"
        "  --metrics-port N        /metrics /healthz /readyz (8080)\n"
        "  --threads N             of the request pool (2)\n"
        "  --drain-seconds N       answer for so long after SIGTERM, no longer ready (5)\n"
        "  --log-level LEVEL       debug, info, warn or error\n",
        rc ? stderr : stdout);
    return rc;
}

int main(int argc, char **argv)
{
    static const struct option options[] = {
        {"kubeconfig", 1, NULL, 'k'},
        {"istio-namespace", 1, NULL, 'i'},
        {"revision", 1, NULL, 'r'},
        {"namespace", 1, NULL, 'n'},
        {"service", 1, NULL, 's'},
        {"secret", 1, NULL, 'c'},
        {"configuration", 1, NULL, 'w'},
        {"address", 1, NULL, 'a'},
        {"port", 1, NULL, 'p'},
        {"metrics-port", 1, NULL, 'm'},
        {"threads", 1, NULL, 't'},
        {"log-level", 1, NULL, 'l'},
        {"drain-seconds", 1, NULL, 'd'},
        {"help", 0, NULL, 'h'},
        {0},
    };
    struct webhook w = {.settings = {.istio_namespace = "istio-system",
                                     .revision = "",
                                     .service = "malha-webhook",
                                     .secret = "malha-webhook-ca",
                                     .configuration = "malha-sidecar-injector",
                                     .port = 9443,
                                     .metrics_port = 8080,
                                     .threads = 2,
                                     .drain_seconds = 5}};
    sigset_t ends;
    auto_err struct err err = ERR_INIT;
    int c;

    memory_init();
    json_use_arenas();
    while ((c = getopt_long(argc, argv, "h", options, NULL)) != -1) {
        switch (c) {
        case 'k':
            w.settings.kubeconfig = optarg;
            break;
        case 'i':
            w.settings.istio_namespace = optarg;
            break;
        case 'r':
            w.settings.revision = optarg;
            break;
        case 'n':
            w.settings.namespace = optarg;
            break;
        case 's':
            w.settings.service = optarg;
            break;
        case 'c':
            w.settings.secret = optarg;
            break;
        case 'w':
            w.settings.configuration = optarg;
            break;
        case 'a':
            w.settings.address = optarg;
            break;
        case 'p':
            w.settings.port = (unsigned)strtoul(optarg, NULL, 10);
            break;
        case 'm':
            w.settings.metrics_port = (unsigned)strtoul(optarg, NULL, 10);
            break;
        case 't':
            w.settings.threads = (unsigned)strtoul(optarg, NULL, 10);
            break;
        case 'd':
            w.settings.drain_seconds = (unsigned)strtoul(optarg, NULL, 10);
            break;
        case 'l':
            if (log_level_parse(optarg) < 0)
                return usage(2);
            log_set_level((enum log_level)log_level_parse(optarg));
            break;
        case 'h':
            return usage(0);
        default:
            return usage(2);
        }
    }
    (void)mallopt(M_ARENA_MAX, 2);
    (void)sigemptyset(&ends);
    (void)sigaddset(&ends, SIGTERM);
    (void)sigaddset(&ends, SIGINT);
    (void)pthread_sigmask(SIG_BLOCK, &ends, NULL); /* for all threads: they are waited for below */
    (void)signal(SIGPIPE, SIG_IGN);
    if (start(&w, &err) < 0) {
        log_error("cannot start", "error", err_message(&err));
        stop(&w);
        return 1;
    }
    (void)sigwait(&ends, &c);
    log_info("stopping");
    drain(&w);
    stop(&w);
    return 0;
}
