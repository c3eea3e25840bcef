#include "operator/platform.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

void platform_done(struct platform *platform)
{
    free(platform->name);
    free(platform->evidence);
    *platform = (struct platform){0};
}

/* ---- by what a node says ---- */

static const char *kubelet_of(const json_t *node)
{
    return json_text_at(json_dig(node, "status", "nodeInfo"), "kubeletVersion");
}

static bool has_label(const json_t *node, const char *label)
{
    return json_dig(node, "metadata", "labels", label) != NULL;
}

static bool is_k3s(const json_t *node)
{
    return strstr(kubelet_of(node), "+k3s") != NULL;
}

/* k3d calls its nodes k3d-CLUSTER-server-0. */
static bool is_k3d(const json_t *node)
{
    const char *name = json_text_at(json_object_get(node, "metadata"), "name");

    return is_k3s(node) && strncmp(name, "k3d-", 4) == 0;
}

static bool is_gke(const json_t *node)
{
    return strstr(kubelet_of(node), "-gke.") || has_label(node, "cloud.google.com/gke-nodepool");
}

static bool is_minikube(const json_t *node)
{
    return has_label(node, "minikube.k8s.io/name");
}

static bool is_microk8s(const json_t *node)
{
    return has_label(node, "microk8s.io/cluster");
}

static const struct {
    const char *name;
    bool (*is)(const json_t *node);
    const char *label; /* the evidence; NULL: name and kubelet */
} platforms[] = {
    {"gke", is_gke, NULL},
    {"minikube", is_minikube, "minikube.k8s.io/name"},
    {"microk8s", is_microk8s, "microk8s.io/cluster"},
    {"k3d", is_k3d, NULL},
    {"k3s", is_k3s, NULL},
};

static char *evidence_of(const json_t *node, const char *label)
{
    const char *name = json_text_at(json_object_get(node, "metadata"), "name");

    if (label)
        return mem_printf("node %s has the label %s", name, label);
    return mem_printf("node %s has kubelet %s", name, kubelet_of(node));
}

/* ---- all ---- */

static bool is_openshift(const json_t *groups)
{
    return json_find(json_object_get(groups, "groups"), "name", "config.openshift.io") != NULL;
}

void platform_judge(const json_t *groups, const json_t *node, struct platform *ret)
{
    if (is_openshift(groups)) {
        *ret =
            (struct platform){mem_strdup("openshift"),
                              mem_strdup("the API server has the group config.openshift.io"), true};
        return;
    }
    for (size_t i = 0; i < ARRAY_LEN(platforms); i++) {
        if (platforms[i].is(node)) {
            *ret = (struct platform){mem_strdup(platforms[i].name),
                                     evidence_of(node, platforms[i].label), true};
            return;
        }
    }
    *ret = (struct platform){
        mem_strdup("none"),
        node ? evidence_of(node, NULL) : mem_strdup("no node is to be seen"),
        node != NULL,
    };
}

int platform_detect(struct kube *kube, struct platform *ret, struct err *err)
{
    auto_json json_t *groups = NULL, *nodes = NULL;

    if (kube_get(kube, "/apis", &groups, err) < 0)
        return err_wrap(err, "spec.platform: auto");
    if (kube_get(kube, "/api/v1/nodes?limit=1", &nodes, err) < 0 &&
        err_forgive(err, ERR_FORBIDDEN) < 0)
        return err_wrap(err, "spec.platform: auto");
    platform_judge(groups, json_array_get(json_object_get(nodes, "items"), 0), ret);
    return 0;
}
