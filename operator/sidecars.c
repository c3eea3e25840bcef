#include "operator/sidecars.h"

#include <string.h>

#include "base/mem.h"
#include "inject/owner.h"

/* Rows of the status; what is counted beyond is in the number of pods only. */
#define MAX_WORKLOADS 100

/* What the injector has written that it is: its Pods say so (sidecar.istio.io/status). */
static bool is_of(const json_t *pod, const char *revision)
{
    const char *text = json_dig_text(pod, "metadata", "annotations", "sidecar.istio.io/status");
    auto_json json_t *status = text ? json_loads(text, 0, NULL) : NULL;
    const char *said = json_dig_text(status, "revision");

    return text && strcmp(said && *said ? said : "default", revision) == 0;
}

static bool is_gateway(const json_t *mesh_config, const char *namespace, const char *name)
{
    size_t i;
    json_t *row;

    json_array_foreach (json_dig(mesh_config, "status", "components"), i, row) {
        if (strcmp(json_text_at(row, "namespace"), namespace) == 0 &&
            strcmp(json_text_at(row, "name"), name) == 0)
            return true;
    }
    return false;
}

/* NULL when there is no room for another one. */
static json_t *row_of(json_t *rows, const struct owner *owner, const char *namespace)
{
    size_t i;
    json_t *row;

    json_array_foreach (rows, i, row) {
        if (strcmp(json_text_at(row, "namespace"), namespace) == 0 &&
            strcmp(json_text_at(row, "name"), owner->name) == 0 &&
            strcmp(json_text_at(row, "kind"), owner->kind) == 0)
            return row;
    }
    if (json_array_size(rows) >= MAX_WORKLOADS)
        return NULL;
    row = json_object();
    json_put_text(row, "kind", owner->kind);
    json_put_text(row, "namespace", namespace);
    json_put_text(row, "name", owner->name);
    json_array_append_new(rows, row);
    return row;
}

void sidecars_count(struct sidecars *sidecars, const json_t *mesh_config, const json_t *pod)
{
    const json_t *revisions = json_dig(mesh_config, "status", "revisions");
    const char *revision = json_string_value(json_array_get(revisions, 0));
    const char *namespace = json_text_at(json_object_get(pod, "metadata"), "namespace");
    struct owner owner;
    json_t *row;

    if (!revision || !is_of(pod, revision))
        return;
    owner = owner_of(pod);
    if (!is_gateway(mesh_config, namespace, owner.name)) {
        if (!sidecars->workloads)
            sidecars->workloads = json_array();
        sidecars->pods++;
        row = row_of(sidecars->workloads, &owner, namespace);
        if (row)
            json_put(row, "pods",
                     json_integer(json_number_or(json_object_get(row, "pods"), 0) + 1));
    }
    owner_done(&owner);
}

struct count {
    struct sidecars *sidecars;
    const json_t *mesh_config;
};

static void on_pod(void *context, const json_t *pod)
{
    const struct count *count = context;

    sidecars_count(count->sidecars, count->mesh_config, pod);
}

int sidecars_find(struct kube *kube, const json_t *mesh_config, struct sidecars *ret,
                  struct err *err)
{
    struct sidecars found = {0};
    struct count count = {&found, mesh_config};

    /* The label is what Istio's templates mark a Pod with that has a proxy. */
    if (kube_each(kube,
                  "/api/v1/pods?labelSelector=security.istio.io%2FtlsMode&fieldSelector="
                  "status.phase%21%3DSucceeded%2Cstatus.phase%21%3DFailed",
                  on_pod, &count, err) < 0) {
        sidecars_done(&found);
        return err_wrap(err, "Pods with sidecars");
    }
    *ret = found;
    return 0;
}

void sidecars_done(struct sidecars *sidecars)
{
    json_decref(sidecars->workloads);
    *sidecars = (struct sidecars){0};
}

char *sidecars_text(const struct sidecars *sidecars)
{
    const json_t *first = json_array_get(sidecars->workloads, 0);
    auto_json json_t *namespaces = json_object();
    size_t i, n;
    json_t *row;

    json_array_foreach (sidecars->workloads, i, row)
        json_put(namespaces, json_text_at(row, "namespace"), json_true());
    n = json_object_size(namespaces);
    return mem_printf("%zu pod%s in %zu namespace%s ha%s sidecars of this mesh, of %s %s/%s first",
                      sidecars->pods, sidecars->pods == 1 ? "" : "s", n, n == 1 ? "" : "s",
                      sidecars->pods == 1 ? "s" : "ve", json_text_at(first, "kind"),
                      json_text_at(first, "namespace"), json_text_at(first, "name"));
}
