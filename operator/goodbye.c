#include "operator/goodbye.h"

#include <pthread.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"
#include "kube/client.h"
#include "operator/election.h"
#include "operator/inventory.h"

/* A replica that does not end by itself is killed after half a minute, and its lease is good for 20
 * seconds more. */
#define PATIENCE_MS 90000
#define ATTEMPTS 5
#define DELETIONS_MS 60000
#define POLL_MS 500
#define MESH_CONFIGS "/apis/malha.dev/v1alpha1/meshconfigs"

struct leading {
    pthread_mutex_t lock;
    pthread_cond_t leads;
    bool is_so;
};

static void on_leading(void *context)
{
    struct leading *leading = context;

    (void)pthread_mutex_lock(&leading->lock);
    leading->is_so = true;
    (void)pthread_cond_signal(&leading->leads);
    (void)pthread_mutex_unlock(&leading->lock);
}

static bool wait_leading(struct leading *leading)
{
    int64_t until_ms = clock_mono_ms() + PATIENCE_MS;
    bool leads;

    (void)pthread_mutex_lock(&leading->lock);
    while (!leading->is_so && clock_mono_ms() < until_ms)
        clock_cond_wait(&leading->leads, &leading->lock, until_ms);
    leads = leading->is_so;
    (void)pthread_mutex_unlock(&leading->lock);
    return leads;
}

/* What is being deleted is the operator's to finish, while it can. */
static int wait_deletions(struct kube *kube, struct err *err)
{
    int64_t until_ms = clock_mono_ms() + DELETIONS_MS;

    for (;;) {
        auto_json json_t *meshes = NULL;
        size_t i, left = 0;
        json_t *mesh;

        if (kube_list(kube, MESH_CONFIGS, &meshes, NULL, err) < 0)
            return err_wrap(err, "MeshConfigs");
        json_array_foreach (meshes, i, mesh)
            left += json_dig_text(mesh, "metadata", "deletionTimestamp") != NULL;
        if (left == 0 || clock_mono_ms() > until_ms)
            return 0;
        clock_sleep(POLL_MS, NULL);
    }
}

static int end_deployment(struct kube *kube, const struct goodbye_options *o, struct err *err)
{
    auto_free char *path =
        mem_printf("/apis/apps/v1/namespaces/%s/deployments/%s", o->namespace, o->deployment);
    auto_json json_t *patch = json_pack("{s:{s:i}}", "spec", "replicas", 0);

    if (kube_request(kube, "PATCH", path, KUBE_MERGE_PATCH, patch, NULL, err) == 0)
        return 0;
    return err_forgive(err, ERR_NOT_FOUND) == 0 ? 0 : err_wrap(err, "the operator's Deployment");
}

static int release_all(struct kube *kube, struct err *err)
{
    auto_json json_t *meshes = NULL;
    size_t i;
    json_t *mesh;

    if (kube_list(kube, MESH_CONFIGS, &meshes, NULL, err) < 0)
        return err_wrap(err, "MeshConfigs");
    json_array_foreach (meshes, i, mesh) {
        const char *name = json_dig_text(mesh, "metadata", "name");

        if (inventory_release(kube, mesh, err) < 0)
            return err_wrap(err, "MeshConfig %s", name);
        log_info("mesh is let go: it stays as it is, and its MeshConfig can be deleted", "name",
                 name);
    }
    return 0;
}

/* What was changed since it was listed is listed again. */
static int let_go(const struct goodbye_options *o, const struct kube_fence *fence, struct err *err)
{
    struct kube *kube = kube_new(o->kube, o->user_agent);
    int rc = -1;

    kube_set_fence(kube, fence);
    for (int i = 0; i < ATTEMPTS && rc < 0; i++) {
        err_done(err);
        rc = release_all(kube, err);
        if (rc < 0 && err->class != ERR_CONFLICT)
            break;
    }
    kube_free(kube);
    return rc;
}

int goodbye(const struct goodbye_options *o, struct err *err)
{
    struct leading leading = {.lock = PTHREAD_MUTEX_INITIALIZER};
    const struct election_options options = {.kube = o->kube,
                                             .user_agent = o->user_agent,
                                             .namespace = o->namespace,
                                             .leading = on_leading,
                                             .context = &leading};
    struct kube *kube = kube_new(o->kube, o->user_agent);
    int rc = wait_deletions(kube, err);
    struct election *election;

    if (rc == 0)
        rc = end_deployment(kube, o, err);
    kube_free(kube);
    if (rc < 0)
        return -1;
    clock_cond_init(&leading.leads);
    election = election_start(&options);
    if (!election)
        return err_set(err, ERR_INTERNAL, "no thread could be made");
    if (wait_leading(&leading))
        rc = let_go(o, election_fence(election), err);
    else
        rc = err_set(err, ERR_TRANSIENT, "the operator still holds its lease");
    election_stop(election);
    (void)pthread_cond_destroy(&leading.leads);
    return rc;
}
