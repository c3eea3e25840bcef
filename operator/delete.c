#include "operator/delete.h"

#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"
#include "kube/event.h"
#include "operator/inventory.h"
#include "operator/object.h"
#include "operator/plan.h"

static bool asks(const json_t *mesh_config, const char *annotation)
{
    const char *text = json_dig_text(mesh_config, "metadata", "annotations", annotation);

    return text && strcmp(text, "true") == 0;
}

static void tell(struct kube *kube, const json_t *mesh_config, const char *reason,
                 const char *message)
{
    auto_err struct err ignored = ERR_INIT;

    log_info("kept", "reason", reason, "message", message);
    (void)!kube_event(kube, "malha-operator", mesh_config, KUBE_EVENT_NORMAL, reason, "Delete",
                      message, clock_wall_ms(), &ignored);
}

/* ---- namespaces ---- */

/* Takes our label off. */
static int release(struct kube *kube, const char *path, struct err *err)
{
    auto_free char *patched = mem_printf("%s?fieldManager=" OBJECT_MANAGER, path);
    auto_json json_t *patch = json_pack("{s:{s:{s:n}}}", "metadata", "labels", OBJECT_PART_OF);

    if (kube_request(kube, "PATCH", patched, KUBE_MERGE_PATCH, patch, NULL, err) == 0)
        return 0;
    return err_forgive(err, ERR_NOT_FOUND);
}

/* A Pod that runs in the namespace, to be freed; NULL when none does. */
static int find_pod(struct kube *kube, const char *path, char **ret_name, struct err *err)
{
    auto_free char *pods = mem_printf("%s/pods?limit=1", path);
    auto_json json_t *list = NULL;
    const json_t *pod;

    *ret_name = NULL;
    if (kube_get(kube, pods, &list, err) < 0)
        return -1;
    pod = json_array_get(json_object_get(list, "items"), 0);
    if (pod)
        *ret_name = mem_strdup(json_text_at(json_object_get(pod, "metadata"), "name"));
    return 0;
}

static int let_go(struct kube *kube, const json_t *mesh_config, const char *name, bool *ret_deleted,
                  struct err *err)
{
    auto_free char *path = mem_printf("/api/v1/namespaces/%s", name), *pod = NULL, *why = NULL;
    bool purge = asks(mesh_config, DELETE_PURGE);

    *ret_deleted = false;
    if (purge && find_pod(kube, path, &pod, err) < 0)
        return -1;
    if (purge && !pod) {
        *ret_deleted = true;
        return kube_delete(kube, path, "Background", err);
    }
    if (release(kube, path, err) < 0)
        return -1;
    why = pod ? mem_printf("namespace %s stays: Pods run in it, %s for one", name, pod)
              : mem_printf("namespace %s stays, for others may have put something there: "
                           "'kubectl delete namespace %s' deletes it with all that is in it",
                           name, name);
    tell(kube, mesh_config, "NamespaceKept", why);
    return 0;
}

int delete_namespaces(struct kube *kube, const json_t *mesh_config, const char *id,
                      const json_t *wanted, size_t *ret_left, struct err *err)
{
    auto_json json_t *items = NULL;
    size_t i;
    json_t *item;

    *ret_left = 0;
    if (inventory_list(kube, "v1", "Namespace", id, &items, err) < 0)
        return err_wrap(err, "list namespaces");
    json_array_foreach (items, i, item) {
        const char *name = json_text_at(json_object_get(item, "metadata"), "name");
        auto_free char *key = object_key(item, NULL);
        bool deleted = true;

        if (json_object_get(wanted, key))
            continue;
        if (!json_dig_text(item, "metadata", "deletionTimestamp") &&
            let_go(kube, mesh_config, name, &deleted, err) < 0)
            return err_wrap(err, "namespace %s", name);
        *ret_left += deleted;
    }
    return 0;
}

/* ---- what istiod leaves ---- */

static int delete_named(struct kube *kube, const char *namespace, const char *what, struct err *err)
{
    auto_free char *path = mem_printf("/api/v1/namespaces/%s/%s", namespace, what);

    return kube_delete(kube, path, "Background", err);
}

static int delete_root_certs(struct kube *kube, struct err *err)
{
    auto_json json_t *items = NULL;
    size_t i;
    json_t *item;

    if (kube_list_metadata(kube, "v1", "ConfigMap",
                           "fieldSelector=metadata.name%3Distio-ca-root-cert", &items, err) < 0)
        return -1;
    json_array_foreach (items, i, item) {
        if (delete_named(kube, json_text_at(json_object_get(item, "metadata"), "namespace"),
                         "configmaps/istio-ca-root-cert", err) < 0)
            return -1;
    }
    return 0;
}

static int delete_leftovers(struct kube *kube, const json_t *mesh_config,
                            const struct beside *beside, struct err *err)
{
    static const char *const leftovers[] = {
        "configmaps/istio-ca-root-cert", "configmaps/istio-leader",
        "configmaps/istio-namespace-controller-election", "configmaps/istio-gateway-status-leader"};
    const char *namespace = plan_namespace(mesh_config), *other = beside_in(beside, namespace);

    if (other) {
        log_info("kept what istiod left, for another mesh", "namespace", namespace, "mesh", other);
        return 0;
    }
    for (size_t i = 0; i < ARRAY_LEN(leftovers); i++) {
        if (delete_named(kube, namespace, leftovers[i], err) < 0)
            return -1;
    }
    if (!asks(mesh_config, DELETE_PURGE)) {
        auto_free char *why =
            mem_printf("Secret istio-ca-secret in namespace %s stays, if istiod made one: a mesh "
                       "made again has the same root CA by it",
                       namespace);

        tell(kube, mesh_config, "RootCAKept", why);
        return 0;
    }
    if (delete_named(kube, namespace, "secrets/istio-ca-secret", err) < 0)
        return -1;
    return beside->n > 0 ? 0 : delete_root_certs(kube, err);
}

/* ---- the mesh ---- */

int delete_may_begin(struct kube *kube, const json_t *mesh_config, bool *ret,
                     struct sidecars *ret_sidecars, struct err *err)
{
    *ret_sidecars = (struct sidecars){0};
    if (!asks(mesh_config, DELETE_SIDECARS) &&
        sidecars_find(kube, mesh_config, ret_sidecars, err) < 0)
        return -1;
    *ret = ret_sidecars->pods == 0;
    return 0;
}

static bool asks_for_crds(const json_t *mesh_config)
{
    return asks(mesh_config, DELETE_PURGE) || asks(mesh_config, "malha.dev/delete-crds");
}

int delete_mesh(struct kube *kube, const json_t *mesh_config, const char *id,
                const struct beside *beside, bool *ret_gone, struct err *err)
{
    bool crds = asks_for_crds(mesh_config) && beside->n == 0;
    auto_kinds struct kinds kinds = {0}, webhooks = {0};
    auto_json json_t *theirs = beside_keys(beside);
    size_t left;

    *ret_gone = false;
    /* Webhooks first: they must not hold up pods and configuration of a mesh that is going. */
    kinds_add(&webhooks, "admissionregistration.k8s.io/v1", "MutatingWebhookConfiguration");
    kinds_add(&webhooks, "admissionregistration.k8s.io/v1", "ValidatingWebhookConfiguration");
    inventory_kinds(mesh_config, &kinds);
    if (inventory_prune(kube, id, &webhooks, theirs, false, &left, err) < 0 ||
        inventory_prune(kube, id, &kinds, theirs, crds, &left, err) < 0)
        return -1;
    if (left > 0)
        return 0;
    if (delete_leftovers(kube, mesh_config, beside, err) < 0 ||
        delete_namespaces(kube, mesh_config, id, theirs, &left, err) < 0)
        return -1;
    *ret_gone = left == 0;
    return 0;
}

int delete_end(struct kube *kube, const json_t *mesh_config, const struct beside *beside,
               struct err *err)
{
    if (asks_for_crds(mesh_config) && beside->n > 0) {
        auto_free char *why =
            mem_printf("Istio's CRDs stay, for mesh %s is there, too", beside->items[0].mesh->name);

        tell(kube, mesh_config, "CRDsKept", why);
    }
    return inventory_release(kube, mesh_config, err);
}
