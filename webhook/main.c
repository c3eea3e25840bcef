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
#include "kube/event.h"
#include "kube/recorder.h"
#include "tls/memory.h"
#include "webhook/requests.h"
#include "webhook/rotation.h"
#include "json/arena.h"

#define AGENT "malha-webhook/" MALHA_VERSION

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
    struct requests requests;
    struct http_server *server, *metrics_server;
    struct rotation *rotation;
};

/* ---- the rest of the world ---- */

static void on_rejected(void *context, const json_t *config_map, const struct err *err)
{
    struct webhook *w = context;

    (void)recorder_post(w->requests.recorder, config_map, KUBE_EVENT_WARNING,
                        "InvalidConfiguration", "Load", err_message(err));
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
    metrics_set(w->requests.metrics, &certificate_end, (double)to / 1000);
    return true;
}

static void on_trusted(void *context)
{
    struct webhook *w = context;

    atomic_store(&w->requests.trusted, true);
}

static int start(struct webhook *w, struct err *err)
{
    const struct settings *s = &w->settings;
    struct http_options serve = {.address = s->address,
                                 .port = (uint16_t)s->port,
                                 .threads = s->threads,
                                 .max_body = LIMIT_ADMISSION_BODY,
                                 .tls = true,
                                 .handle = requests_inject,
                                 .context = &w->requests};
    struct http_options metrics = {.address = s->address,
                                   .port = (uint16_t)s->metrics_port,
                                   .threads = 1,
                                   .max_body = 4096,
                                   .handle = requests_metrics,
                                   .context = &w->requests};
    struct state_options state = {
        .namespace = s->istio_namespace,
        .revisions = {.first = s->revision, .rejected = on_rejected, .context = w}};
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
    w->requests.revision = s->revision;
    w->requests.metrics = state.revisions.metrics = metrics_new();
    metrics_set(w->requests.metrics, &build_info, 1, MALHA_VERSION);
    w->requests.recorder = recorder_start(w->config, AGENT, "malha-webhook");
    state.kube = w->config;
    w->requests.state = state_start(&state);
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
    state_stop(w->requests.state);
    recorder_stop(w->requests.recorder);
    metrics_free(w->requests.metrics);
    kube_config_free(w->config);
}

/* The Service still sends requests here until everybody has heard that this Pod is not ready. */
static void drain(struct webhook *w)
{
    atomic_store(&w->requests.draining, true);
    http_server_drain(w->server);
    clock_sleep(1000LL * w->settings.drain_seconds, NULL);
}

static int usage(int rc)
{
    (void)fputs(
        "usage: malha-webhook [flags]\n\n"
        "  --kubeconfig FILE       default: the Pod's ServiceAccount, or ~/.kube/config\n"
        "  --istio-namespace NAME  where istiod's ConfigMaps are (istio-system)\n"
        "  --revision NAME         whose Pods come to /inject (none); those of others come to\n"
        "                          /revision/NAME/inject\n"
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
