#include "operator/pods.h"

#include <string.h>

#include "base/buf.h"
#include "base/mem.h"

/* Whoever writes a Pod says how many volumes it has. */
#define FAULT_MAX 1024

/* Nobody but the user can change these: what kubelet says (k8s.io/kubernetes/pkg/kubelet/images,
 * kuberuntime) -> what it comes to. */
static const struct {
    const char *reason, *text;
} faults[] = {
    {"ErrImagePull", "cannot be pulled"},
    {"ImagePullBackOff", "cannot be pulled"},
    {"ErrImageNeverPull", "is not on the node, and may not be pulled"},
    {"InvalidImageName", "is no name of an image"},
};

static char *container_fault(const json_t *status)
{
    const json_t *waiting = json_dig(status, "state", "waiting"),
                 *ended = json_dig(status, "lastState", "terminated");
    const char *name = json_text_at(status, "name"), *reason = json_text_at(waiting, "reason");

    for (size_t i = 0; i < ARRAY_LEN(faults); i++) {
        if (strcmp(faults[i].reason, reason) == 0)
            return mem_printf("the image %s %s", json_text_at(status, "image"), faults[i].text);
    }
    if (strcmp(reason, "CreateContainerConfigError") == 0)
        return mem_printf("container %s: %s", name, json_text_at(waiting, "message"));
    if (strcmp(reason, "CrashLoopBackOff") == 0)
        return mem_printf("container %s ends again and again, with %s (exit code %lld)", name,
                          json_text_at(ended, "reason"),
                          (long long)json_number_or(json_object_get(ended, "exitCode"), 0));
    return NULL;
}

/* The condition, if it is there and False. */
static const json_t *find_failed(const json_t *pod, const char *type)
{
    const json_t *found = json_find(json_dig(pod, "status", "conditions"), "type", type);

    return strcmp(json_text_at(found, "status"), "False") == 0 ? found : NULL;
}

/* Without its sandbox, as one is, too, that ends or has ended. */
static bool waits_for_sandbox(const json_t *pod)
{
    return strcmp(json_text_at(json_object_get(pod, "status"), "phase"), "Pending") == 0 &&
           !json_dig(pod, "metadata", "deletionTimestamp") &&
           find_failed(pod, "PodReadyToStartContainers");
}

/* kubelet says in events alone which of its volumes a Pod lacks: these are all that may be. */
static char *volumes_fault(const json_t *pod)
{
    static const struct {
        const char *field, *name, *kind;
    } sources[] = {{"secret", "secretName", "Secret"}, {"configMap", "name", "ConfigMap"}};
    auto_buf struct buf out = BUF_INIT(FAULT_MAX);
    const char *before = ": are these there? ";
    size_t i;
    json_t *volume;

    buf_adds(&out, "it waits for its volumes or its network");
    json_array_foreach (json_dig(pod, "spec", "volumes"), i, volume) {
        for (size_t k = 0; k < ARRAY_LEN(sources); k++) {
            const json_t *source = json_object_get(volume, sources[k].field);
            const char *name = json_text_at(source, sources[k].name);

            if (!*name || json_truth(json_object_get(source, "optional")))
                continue;
            buf_addf(&out, "%s%s \"%s\"", before, sources[k].kind, name);
            before = ", ";
        }
    }
    return mem_strdup(buf_text(&out));
}

char *pod_fault(const json_t *pod)
{
    static const char *const lists[] = {"initContainerStatuses", "containerStatuses"};
    const json_t *status = json_object_get(pod, "status"),
                 *unscheduled = find_failed(pod, "PodScheduled");
    size_t i;
    json_t *container;

    if (unscheduled)
        return mem_strdup(json_text_at(unscheduled, "message"));
    if (waits_for_sandbox(pod))
        return volumes_fault(pod);
    for (size_t k = 0; k < ARRAY_LEN(lists); k++) {
        json_array_foreach (json_object_get(status, lists[k]), i, container) {
            char *fault = container_fault(container);

            if (fault)
                return fault;
        }
    }
    return NULL;
}

bool pods_may_miss_secret(const char *fault, const char *name)
{
    auto_free char *missed = mem_printf("secret \"%s\" not found", name),
                   *volume = mem_printf("Secret \"%s\"", name);

    return strstr(fault, missed) || strstr(fault, volume);
}

int pods_fault(struct kube *kube, const char *namespace, const char *release, char **ret,
               struct err *err)
{
    auto_free char *path =
        mem_printf("/api/v1/namespaces/%s/pods?labelSelector=app.kubernetes.io%%2Finstance%%3D%s",
                   namespace, release);
    auto_json json_t *pods = NULL;
    size_t i;
    json_t *pod;

    *ret = NULL;
    if (kube_list(kube, path, &pods, NULL, err) < 0)
        return -1;
    json_array_foreach (pods, i, pod) {
        auto_free char *fault = pod_fault(pod);

        if (!fault)
            continue;
        *ret =
            mem_printf("Pod %s: %s", json_text_at(json_object_get(pod, "metadata"), "name"), fault);
        return 0;
    }
    return 0;
}
