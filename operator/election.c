#include "operator/election.h"

#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"
#include "kube/lease.h"
#include "operator/counts.h"

#define LEASE "malha-operator"
#define LEASE_SECONDS 30
#define RENEW_MS 6000 /* each is a write of the API server's, and most of what is done at rest */
#define REQUEST_MS 5000
#define FENCE_MS 14000
#define WRITE_MS (LEASE_SECONDS * 1000 - FENCE_MS)

struct election {
    struct election_options options;
    struct kube *kube;
    char *identity;
    struct kube_lease lease;
    struct kube_fence fence;
    pthread_mutex_t lock;
    pthread_cond_t halted;
    bool halting, running;
    pthread_t thread;
};

/* A container that is started again in its Pod is the same candidate; outside of a Pod each process
 * is another one. */
static char *make_identity(void)
{
    const char *host = getenv("HOSTNAME"), *uid = getenv("POD_UID");

    host = host ? host : "operator";
    if (uid && *uid)
        return mem_printf("%s_%s", host, uid);
    return mem_printf("%s_%d_%llx", host, (int)getpid(), (unsigned long long)clock_wall_ms());
}

static void open_fence(struct election *e)
{
    int64_t before = atomic_exchange(&e->fence.until_ms, e->lease.renewed_ms + FENCE_MS);

    /* Read after the exchange: whoever still found the fence closed is woken. */
    if (clock_mono_ms() < before)
        return;
    log_info("leading", "identity", e->lease.identity, "incarnation", e->lease.incarnation);
    e->options.leading(e->options.context);
}

/* A renewal that fails only closes the fence: as long as the Lease's record is ours nobody else
 * acted, and this replica goes on where it was. */
static void renew(struct election *e)
{
    auto_err struct err err = ERR_INIT;
    enum kube_lease_state state = KUBE_LEASE_WAITING;

    if (kube_lease_try(&e->lease, e->kube, &state, &err) < 0)
        log_warn("lease", "error", err_message(&err));
    if (state == KUBE_LEASE_LOST) {
        log_error("lease lost, ending");
        _exit(1);
    }
    if (state == KUBE_LEASE_HELD)
        open_fence(e);
    if (e->options.metrics)
        counts_leader(e->options.metrics, kube_fence_is_open(&e->fence));
}

/* Until then, or until it is to end; was it that? */
static bool pause_until(struct election *e, int64_t until_ms)
{
    bool halting;

    (void)pthread_mutex_lock(&e->lock);
    while (!e->halting && clock_mono_ms() < until_ms)
        clock_cond_wait(&e->halted, &e->lock, until_ms);
    halting = e->halting;
    (void)pthread_mutex_unlock(&e->lock);
    return halting;
}

static void *run(void *context)
{
    struct election *e = context;
    int64_t began;

    do {
        began = clock_mono_ms();
        renew(e);
    } while (!pause_until(e, began + RENEW_MS));
    return NULL;
}

struct election *election_start(const struct election_options *options)
{
    struct election *e = mem_zalloc(sizeof(*e));

    e->options = *options;
    e->identity = make_identity();
    e->kube = kube_new(options->kube, options->user_agent);
    kube_set_patience(e->kube, 0, REQUEST_MS);
    if (options->metrics)
        kube_set_observer(e->kube, counts_request, options->metrics);
    kube_lease_init(&e->lease, options->namespace, LEASE, e->identity, LEASE_SECONDS);
    e->fence.write_ms = WRITE_MS;
    (void)pthread_mutex_init(&e->lock, NULL);
    clock_cond_init(&e->halted);
    e->running = pthread_create(&e->thread, NULL, run, e) == 0;
    if (e->running)
        return e;
    election_stop(e);
    return NULL;
}

const struct kube_fence *election_fence(const struct election *e)
{
    return &e->fence;
}

void election_halt(struct election *e)
{
    if (!e || !e->running)
        return;
    (void)pthread_mutex_lock(&e->lock);
    e->halting = true;
    (void)pthread_cond_signal(&e->halted);
    (void)pthread_mutex_unlock(&e->lock);
    (void)pthread_join(e->thread, NULL);
    e->running = false;
    atomic_store(&e->fence.until_ms, 0);
}

void election_stop(struct election *e)
{
    auto_err struct err err = ERR_INIT;

    if (!e)
        return;
    election_halt(e);
    if (e->lease.held && kube_lease_release(&e->lease, e->kube, &err) < 0)
        log_warn("lease not given back", "error", err_message(&err));
    kube_lease_done(&e->lease);
    kube_free(e->kube);
    free(e->identity);
    (void)pthread_cond_destroy(&e->halted);
    (void)pthread_mutex_destroy(&e->lock);
    free(e);
}
