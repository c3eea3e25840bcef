/* malha-webhook: serves /inject over TLS. */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/limits.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/version.h"
#include "kube/event.h"
#include "program/program.h"
#include "tls/memory.h"
#include "webhook/requests.h"
#include "webhook/rotation.h"
#include "json/arena.h"

static const struct metric certificate_end = {"malha_webhook_certificate_expiry_timestamp_seconds",
                                              "When the serving certificate ends",
                                              METRIC_GAUGE,
                                              {NULL},
                                              NULL};

struct settings {
    const char *istio_namespace, *revision, *meshes, *service, *secret, *configuration;
    unsigned port, threads, drain_seconds;
};

struct webhook {
    struct program program;
    struct settings settings;
    struct requests requests;
    struct http_server *server;
    struct rotation *rotation;
    json_t *places;         /* of further revisions: revision -> istiod's namespace */
    json_t *configurations; /* names */
};

/* ---- options ---- */

static bool is_name(const char *text)
{
    return *text && strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789-") == strlen(text);
}

/* "REVISION=NAMESPACE,...". */
static int take_meshes(struct webhook *w, struct err *err)
{
    const char *text = w->settings.meshes;

    w->places = json_object();
    while (*text) {
        size_t len = strcspn(text, ",");
        auto_free char *mesh = mem_strndup(text, len);
        char *sign = strchr(mesh, '=');

        text += len + (text[len] == ',');
        if (sign)
            *sign = '\0';
        if (!sign || !is_name(mesh) || !is_name(sign + 1) || json_object_get(w->places, mesh) ||
            strcmp(mesh, w->settings.revision) == 0)
            return err_set(err, ERR_INVALID,
                           "--meshes: want REVISION=NAMESPACE, each revision once, at \"%s\"",
                           mesh);
        json_put_text(w->places, mesh, sign + 1);
    }
    return 0;
}

/* As the operator names them (operator/plan.c). */
static void add_configuration(struct webhook *w, const char *revision)
{
    auto_free char *name =
        mem_printf("%s%s%s", w->settings.configuration, *revision ? "-" : "", revision);

    json_array_append_new(w->configurations, json_string(name));
}

static void name_configurations(struct webhook *w)
{
    const char *revision;
    json_t *ignored;

    w->configurations = json_array();
    add_configuration(w, w->settings.revision);
    json_object_foreach (w->places, revision, ignored)
        add_configuration(w, revision);
}

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
    struct program *program = &w->program;

    if (take_meshes(w, err) < 0 || program_start(program, err) < 0)
        return -1;
    name_configurations(w);
    w->requests.revision = s->revision;
    w->requests.metrics = program->metrics;
    w->requests.recorder = recorder_start(program->config, program->agent, program->name);
    const struct state_options state = {.kube = program->config,
                                        .revisions = {.first = s->revision,
                                                      .namespace = s->istio_namespace,
                                                      .places = w->places,
                                                      .metrics = program->metrics,
                                                      .rejected = on_rejected,
                                                      .context = w}};
    w->requests.state = state_start(&state);
    const struct explainer_options explainer = {.kube = program->config,
                                                .user_agent = program->agent,
                                                .revision = s->revision,
                                                .state = w->requests.state};
    w->requests.explainer = explainer_start(&explainer);
    const struct http_options serve = {.address = program->address,
                                       .port = (uint16_t)s->port,
                                       .threads = s->threads,
                                       .max_body = LIMIT_ADMISSION_BODY,
                                       .tls = true,
                                       .handle = requests_inject,
                                       .context = &w->requests,
                                       .closed = json_arena_rest};
    if (program_serve(program, err) < 0 || http_server_start(&serve, &w->server, err) < 0)
        return -1;
    const struct rotation_options rotation = {.kube = program->config,
                                              .user_agent = program->agent,
                                              .certs = {.namespace = program->namespace,
                                                        .secret = s->secret,
                                                        .service = s->service,
                                                        .ca_days = 3650,
                                                        .server_days = 30},
                                              .configurations = w->configurations,
                                              .serve = on_certificate,
                                              .trusted = on_trusted,
                                              .context = w};
    w->rotation = rotation_start(&rotation);
    log_info("started", "version", MALHA_VERSION, "istioNamespace", s->istio_namespace, "revision",
             s->revision);
    return 0;
}

/* The Service still sends requests here until everybody has heard that this Pod is not ready. */
static void drain(struct webhook *w)
{
    atomic_store(&w->requests.draining, true);
    http_server_drain(w->server);
    clock_sleep(1000LL * w->settings.drain_seconds, NULL);
}

static void stop(struct webhook *w)
{
    rotation_stop(w->rotation);
    explainer_stop(w->requests.explainer);
    http_server_stop(w->server);
    explainer_free(w->requests.explainer);
    program_unserve(&w->program);
    state_stop(w->requests.state);
    recorder_stop(w->requests.recorder);
    json_decref(w->places);
    json_decref(w->configurations);
    program_done(&w->program);
}

int main(int argc, char **argv)
{
    struct webhook w = {.settings = {.istio_namespace = "istio-system",
                                     .revision = "",
                                     .meshes = "",
                                     .service = "malha-webhook",
                                     .secret = "malha-webhook-ca",
                                     .configuration = "malha-sidecar-injector",
                                     .port = 9443,
                                     .threads = 2,
                                     .drain_seconds = 5}};
    struct settings *s = &w.settings;
    const struct program_option options[] = {
        {"istio-namespace", "NAME", "where istiod's ConfigMaps are", &s->istio_namespace, NULL},
        {"revision", "NAME", "whose Pods come to /inject; others', to /revision/NAME/inject",
         &s->revision, NULL},
        {"meshes", "REV=NS,...", "further revisions, whose istiods are in namespaces of their own",
         &s->meshes, NULL},
        {"service", "NAME", "the Service in front", &s->service, NULL},
        {"secret", "NAME", "the CA's Secret", &s->secret, NULL},
        {"configuration", "NAME",
         "the webhook configuration to put the caBundle in; of revisions, NAME-REVISION",
         &s->configuration, NULL},
        {"port", "N", "/inject over TLS", NULL, &s->port},
        {"threads", "N", "of the request pool", NULL, &s->threads},
        {"drain-seconds", "N", "answer for so long after SIGTERM, no longer ready", NULL,
         &s->drain_seconds},
        {0}};
    auto_err struct err err = ERR_INIT;
    int rc;

    w.program = (struct program){.name = "malha-webhook",
                                 .options = options,
                                 .metrics_port = 8080,
                                 .ready = requests_ready,
                                 .context = &w.requests};
    memory_init();
    json_use_arenas();
    rc = program_options(&w.program, argc, argv);
    if (rc >= 0)
        return rc;
    rc = start(&w, &err) < 0;
    if (rc == 0) {
        program_wait();
        drain(&w);
    } else {
        log_error("cannot start", "error", err_message(&err));
    }
    stop(&w);
    return rc;
}
