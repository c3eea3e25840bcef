/* malha-operator: one loop over the MeshConfigs, led by one replica; health and metrics on a port
 * of their own. */
#include <errno.h>
#include <getopt.h>
#include <malloc.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/version.h"
#include "http/server.h"
#include "kube/lease.h"
#include "kube/watch.h"
#include "operator/reconcile.h"
#include "tls/memory.h"

#define AGENT "malha-operator/" MALHA_VERSION
/* The lease is renewed every RENEW_MS. A write begins within FENCE_MS of a renewal and ends within
 * what is left of the lease then: longer than the 10 s for which a webhook that does not answer
 * keeps the API server. */
#define LEASE_SECONDS 20
#define LEASE_RENEW_MS 2000
#define LEASE_REQUEST_MS 5000
#define LEASE_FENCE_MS 6000
#define LEASE_WRITE_MS (LEASE_SECONDS * 1000 - LEASE_FENCE_MS)
/* Even when nobody says that something changed, everything is looked at this often. */
#define RESYNC_MS (10 * 60 * 1000)
#define BACKOFF_MS 500
#define BACKOFF_MAX_MS 60000

static const struct metric reconciles = {
    "malha_reconcile_total", "Reconciles, by result", METRIC_COUNTER, {"result"}, NULL};
static const struct metric leader = {
    "malha_leader", "1 while this replica leads", METRIC_GAUGE, {NULL}, NULL};
static const struct metric build_info = {
    "malha_build_info", "Always 1", METRIC_GAUGE, {"version"}, NULL};

struct operator
{
    struct operator_settings settings;
    const char *kubeconfig, *address;
    unsigned metrics_port;
    struct kube_config *config;
    struct reconciler reconciler;
    struct http_server *server;
    struct kube_watch *watch;
    pthread_mutex_t lock;
    pthread_cond_t woken;
    bool wake;
    json_t *meshes; /* MeshConfigs by name */
    bool listed;    /* they were seen once */
    bool electing;
    atomic_bool stop;
    pthread_t election;
    struct kube_fence fence; /* open while this replica leads */
};

static volatile sig_atomic_t stopping;

static void on_signal(int number)
{
    (void)number;
    stopping = 1;
}

static void wake(void *context)
{
    struct operator* o = context;

    (void)pthread_mutex_lock(&o->lock);
    o->wake = true;
    (void)pthread_cond_signal(&o->woken);
    (void)pthread_mutex_unlock(&o->lock);
}

/* ---- MeshConfigs ---- */

static void on_replace(void *context, const json_t *items)
{
    struct operator* o = context;
    size_t i;
    json_t *item;

    (void)pthread_mutex_lock(&o->lock);
    (void)json_object_clear(o->meshes);
    json_array_foreach ((json_t *)items, i, item)
        json_put(o->meshes, json_dig_text(item, "metadata", "name"), json_incref(item));
    o->listed = true;
    (void)pthread_mutex_unlock(&o->lock);
    wake(o);
}

static void on_change(void *context, enum kube_change change, const json_t *object)
{
    struct operator* o = context;
    const char *name = json_dig_text(object, "metadata", "name");

    (void)pthread_mutex_lock(&o->lock);
    if (change == KUBE_DELETED)
        (void)json_object_del(o->meshes, name);
    else
        json_put(o->meshes, name, json_incref((json_t *)object));
    (void)pthread_mutex_unlock(&o->lock);
    wake(o);
}

static void on_failed(void *context, const struct err *err)
{
    (void)context;
    log_warn("watch of MeshConfigs failed and is tried again", "error", err_message(err));
}

/* ---- election ---- */

/* A container that is started again in its Pod is the same candidate; outside of a Pod each process
 * is another one. */
static char *lease_identity(void)
{
    const char *host = getenv("HOSTNAME"), *uid = getenv("POD_UID");

    host = host ? host : "operator";
    if (uid && *uid)
        return mem_printf("%s_%s", host, uid);
    return mem_printf("%s_%d_%llx", host, (int)getpid(), (unsigned long long)clock_wall_ms());
}

static void open_fence(struct operator* o, const struct kube_lease *lease)
{
    int64_t before = atomic_exchange(&o->fence.until_ms, lease->renewed_ms + LEASE_FENCE_MS);

    /* Read after the exchange: whoever still found the fence closed is woken. */
    if (clock_mono_ms() < before)
        return;
    log_info("leading", "identity", lease->identity, "incarnation", lease->incarnation);
    wake(o);
}

/* A renewal that fails only closes the fence: as long as the Lease's record is ours nobody else
 * acted, and this replica goes on where it was. */
static void *elect(void *context)
{
    struct operator* o = context;
    auto_free char *identity = lease_identity();
    struct kube *kube = kube_new(o->config, AGENT);
    struct kube_lease lease;

    kube_lease_init(&lease, o->settings.namespace, "malha-operator", identity, LEASE_SECONDS);
    kube_set_patience(kube, 0, LEASE_REQUEST_MS);
    while (!atomic_load(&o->stop)) {
        auto_err struct err err = ERR_INIT;
        enum kube_lease_state state = KUBE_LEASE_WAITING;
        int64_t began = clock_mono_ms();

        if (kube_lease_try(&lease, kube, &state, &err) < 0)
            log_warn("lease", "error", err_message(&err));
        if (state == KUBE_LEASE_LOST) {
            log_error("lease lost, ending");
            _exit(1);
        }
        if (state == KUBE_LEASE_HELD)
            open_fence(o, &lease);
        metrics_set(o->reconciler.metrics, &leader, kube_fence_is_open(&o->fence));
        clock_sleep(began + LEASE_RENEW_MS - clock_mono_ms(), &o->stop);
    }
    atomic_store(&o->fence.until_ms, 0);
    if (lease.held) {
        auto_err struct err err = ERR_INIT;

        if (kube_lease_release(&lease, kube, &err) < 0)
            log_warn("lease not given back", "error", err_message(&err));
    }
    kube_lease_done(&lease);
    kube_free(kube);
    return NULL;
}

/* ---- the loop ---- */

/* Waits until woken or `ms` have passed; true when woken. */
static bool wait_woken(struct operator* o, int64_t ms)
{
    int64_t until = clock_mono_ms() + ms;
    bool woken;

    (void)pthread_mutex_lock(&o->lock);
    while (!o->wake && !stopping && clock_mono_ms() < until) {
        struct timespec ts;
        int64_t slice = until - clock_mono_ms();

        (void)clock_gettime(CLOCK_REALTIME, &ts);
        slice = slice > 100 ? 100 : slice; /* a signal is noticed soon */
        ts.tv_nsec += (slice % 1000) * 1000000;
        ts.tv_sec += slice / 1000 + ts.tv_nsec / 1000000000;
        ts.tv_nsec %= 1000000000;
        (void)pthread_cond_timedwait(&o->woken, &o->lock, &ts);
    }
    woken = o->wake;
    o->wake = false;
    (void)pthread_mutex_unlock(&o->lock);
    return woken;
}

static bool has_listed(struct operator* o)
{
    bool listed;

    (void)pthread_mutex_lock(&o->lock);
    listed = o->listed;
    (void)pthread_mutex_unlock(&o->lock);
    return listed;
}

/* Reconciles all MeshConfigs; when to come again. */
static int64_t reconcile_all(struct operator* o, unsigned *failures)
{
    auto_json json_t *meshes = NULL;
    int64_t again = RESYNC_MS;
    bool failed = false;
    const char *name;
    json_t *mesh;

    (void)pthread_mutex_lock(&o->lock);
    meshes = json_copy(o->meshes);
    (void)pthread_mutex_unlock(&o->lock);
    json_object_foreach (meshes, name, mesh) {
        auto_err struct err err = ERR_INIT;
        long mesh_again;

        if (reconcile_mesh(&o->reconciler, mesh, &mesh_again, &err) < 0) {
            bool conflict =
                err.class == ERR_CONFLICT; /* our copy is old: the watch brings the new one */

            metrics_add(o->reconciler.metrics, &reconciles, 1, conflict ? "conflict" : "error");
            if (!conflict)
                log_error("reconcile", "mesh", name, "class", err_class_name(err.class), "error",
                          err_message(&err));
            failed = true;
            continue;
        }
        metrics_add(o->reconciler.metrics, &reconciles, 1,
                    mesh_again >= 0 ? "progressing" : "success");
        if (mesh_again >= 0 && mesh_again < again)
            again = mesh_again;
    }
    if (!failed) {
        *failures = 0;
        return again;
    }
    int64_t pause = BACKOFF_MS;
    for (unsigned i = 0; i < *failures && pause < BACKOFF_MAX_MS; i++)
        pause *= 2;
    (*failures)++;
    return pause < again ? pause : again;
}

static void loop(struct operator* o)
{
    unsigned failures = 0;
    int64_t again = RESYNC_MS;

    while (!stopping) {
        (void)wait_woken(o, again);
        if (stopping)
            break;
        if (kube_fence_is_open(&o->fence) && has_listed(o)) {
            again = reconcile_all(o, &failures);
            (void)malloc_trim(0); /* rendering takes megabytes for a moment, resting takes few */
        }
    }
}

/* ---- process ---- */

static void on_request(void *context, const struct http_request *request,
                       struct http_response *response)
{
    struct operator* o = context;

    if (strcmp(request->path, "/metrics") == 0) {
        response->content_type = "text/plain; version=0.0.4";
        metrics_print(o->reconciler.metrics, &response->body);
    } else if (strcmp(request->path, "/healthz") == 0) {
        buf_adds(&response->body, "ok\n");
    } else if (strcmp(request->path, "/readyz") == 0) {
        response->status = has_listed(o) ? 200 : 503;
        buf_adds(&response->body,
                 response->status == 200 ? "ok\n" : "MeshConfigs are not listed yet\n");
    } else {
        response->status = 404;
        buf_adds(&response->body, "not found\n");
    }
}

static int start(struct operator* o, struct err *err)
{
    struct http_options options = {.address = o->address,
                                   .port = (uint16_t)o->metrics_port,
                                   .threads = 1,
                                   .max_body = 4096,
                                   .handle = on_request,
                                   .context = o};
    struct kube_watch_handler handler = {on_replace, on_change, on_failed, o};

    if (kube_config_load(o->kubeconfig, &o->config, err) < 0)
        return -1;
    if (!o->settings.namespace)
        o->settings.namespace = o->config->namespace ? o->config->namespace : "malha-system";
    o->meshes = json_object();
    o->reconciler.settings = o->settings;
    o->reconciler.kube = kube_new(o->config, AGENT);
    o->fence.write_ms = LEASE_WRITE_MS;
    kube_set_fence(o->reconciler.kube, &o->fence);
    o->reconciler.world = world_new(o->config, wake, o);
    o->reconciler.metrics = metrics_new();
    o->reconciler.meshes = json_object();
    metrics_set(o->reconciler.metrics, &build_info, 1, MALHA_VERSION);
    if (http_server_start(&options, &o->server, err) < 0)
        return -1;
    o->watch = kube_watch_start(o->config, AGENT, "/apis/malha.dev/v1alpha1/meshconfigs",
                                KUBE_WATCH_OBJECTS, &handler);
    o->electing = pthread_create(&o->election, NULL, elect, o) == 0;
    log_info("started", "version", MALHA_VERSION, "charts", o->settings.charts, "namespace",
             o->settings.namespace);
    return 0;
}

static void stop(struct operator* o)
{
    atomic_store(&o->stop, true);
    if (o->watch)
        kube_watch_cancel(o->watch);
    if (o->electing)
        (void)pthread_join(o->election, NULL);
    kube_watch_stop(o->watch);
    world_free(o->reconciler.world);
    http_server_stop(o->server);
    kube_free(o->reconciler.kube);
    metrics_free(o->reconciler.metrics);
    json_decref(o->reconciler.meshes);
    json_decref(o->meshes);
    kube_config_free(o->config);
}

static int usage(int rc)
{
    (void)fputs("usage: malha-operator [flags]\n\n"
                "  --kubeconfig FILE       default: the Pod's ServiceAccount, or ~/.kube/config\n"
                "  --namespace NAME        the operator's own (the Pod's)\n"
                "  --charts FOLDER         Istio's charts (/usr/share/malha/charts)\n"
                "  --profiles FOLDER       (/usr/share/malha/profiles)\n"
                "  --components FILE       (/usr/share/malha/components/istio.yaml)\n"
                "  --webhook-service NAME  malha-webhook's Service (malha-webhook)\n"
                "  --address IP            listen here only\n"
                "  --metrics-port N        /metrics /healthz /readyz (8080)\n"
                "  --log-level LEVEL       debug, info, warn or error\n",
                rc ? stderr : stdout);
    return rc;
}

int main(int argc, char **argv)
{
    static const struct option options[] = {
        {"kubeconfig", 1, NULL, 'k'},
        {"namespace", 1, NULL, 'n'},
        {"charts", 1, NULL, 'c'},
        {"profiles", 1, NULL, 'p'},
        {"components", 1, NULL, 'C'},
        {"webhook-service", 1, NULL, 's'},
        {"address", 1, NULL, 'a'},
        {"metrics-port", 1, NULL, 'm'},
        {"log-level", 1, NULL, 'l'},
        {"help", 0, NULL, 'h'},
        {0},
    };
    struct operator o = {.settings = {.charts = "/usr/share/malha/charts",
                                      .profiles = "/usr/share/malha/profiles",
                                      .components = "/usr/share/malha/components/istio.yaml",
                                      .webhook_service = "malha-webhook"},
                         .metrics_port = 8080,
                         .lock = PTHREAD_MUTEX_INITIALIZER,
                         .woken = PTHREAD_COND_INITIALIZER};
    struct sigaction action = {.sa_handler = on_signal};
    auto_err struct err err = ERR_INIT;
    int c;

    memory_init();
    while ((c = getopt_long(argc, argv, "h", options, NULL)) != -1) {
        switch (c) {
        case 'k':
            o.kubeconfig = optarg;
            break;
        case 'n':
            o.settings.namespace = optarg;
            break;
        case 'c':
            o.settings.charts = optarg;
            break;
        case 'p':
            o.settings.profiles = optarg;
            break;
        case 'C':
            o.settings.components = optarg;
            break;
        case 's':
            o.settings.webhook_service = optarg;
            break;
        case 'a':
            o.address = optarg;
            break;
        case 'm':
            o.metrics_port = (unsigned)strtoul(optarg, NULL, 10);
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
    (void)mallopt(M_ARENA_MAX, 2); /* a thread a watch, none of which does much */
    (void)sigaction(SIGTERM, &action, NULL);
    (void)sigaction(SIGINT, &action, NULL);
    (void)signal(SIGPIPE, SIG_IGN);
    if (start(&o, &err) < 0) {
        log_error("cannot start", "error", err_message(&err));
        stop(&o);
        return 1;
    }
    loop(&o);
    log_info("stopping");
    stop(&o);
    return 0;
}
