#include "inject/owner.h"

#include <string.h>

#include "base/match.h"
#include "base/mem.h"
#include "inject/pod.h"

/* "name-1234567890" of a CronJob's Job; the length of "name", 0 when it is none. */
static size_t cron_job_name(const char *job)
{
    const char *dash = strrchr(job, '-');
    size_t digits = dash ? strspn(dash + 1, "0123456789") : 0;

    return dash && dash > job && digits >= 8 && digits <= 10 && dash[1 + digits] == '\0'
               ? (size_t)(dash - job)
               : 0;
}

struct owner owner_of(const json_t *pod)
{
    const char *name = json_dig_text(pod, "metadata", "name");
    struct owner owner = {mem_strdup(name ? name : ""), mem_strdup("Pod"), mem_strdup("v1")};
    const char *generate = json_dig_text(pod, "metadata", "generateName");
    const char *kind = owner.kind, *api_version = owner.api_version;
    char *changed = NULL;
    size_t i;
    json_t *reference;

    json_array_foreach (json_dig(pod, "metadata", "ownerReferences"), i, reference) {
        const char *hashes[] = {pod_label(pod, "pod-template-hash"),
                                pod_label(pod, "rollouts-pod-template-hash")};
        const char *who = json_dig_text(reference, "name"),
                   *config = pod_label(pod, "deploymentconfig");

        if (!generate || !*generate || !who ||
            !json_truth(json_object_get(reference, "controller")))
            continue;
        kind = json_dig_text(reference, "kind");
        api_version = json_dig_text(reference, "apiVersion");
        kind = kind ? kind : "";
        api_version = api_version ? api_version : "";
        changed = mem_strdup(who);
        if (strcmp(kind, "ReplicaSet") == 0) {
            for (size_t h = 0; h < ARRAY_LEN(hashes); h++) {
                if (!hashes[h] || !*hashes[h] || !match_end(changed, hashes[h]))
                    continue;
                size_t kept = strlen(changed) - strlen(hashes[h]);
                if (kept > 0 && changed[kept - 1] == '-')
                    changed[kept - 1] = '\0';
                kind = h == 0 ? "Deployment" : "Rollout";
                api_version = h == 0 ? api_version : "v1alpha1";
                break;
            }
        } else if (strcmp(kind, "ReplicationController") == 0 && config && *config) {
            free(changed);
            changed = mem_strdup(config);
            kind = "DeploymentConfig";
        } else if (strcmp(kind, "Job") == 0 && cron_job_name(changed)) {
            changed[cron_job_name(changed)] = '\0';
            kind = "CronJob";
            api_version = "batch/v1";
        }
        break;
    }
    if (changed && !*changed) {
        free(changed);
        changed = mem_strdup(owner.name);
    }
    if (changed) {
        struct owner found = {changed, mem_strdup(kind), mem_strdup(api_version)};

        free(owner.name);
        free(owner.kind);
        free(owner.api_version);
        owner = found;
    }
    return owner;
}

void owner_done(struct owner *owner)
{
    free(owner->name);
    free(owner->kind);
    free(owner->api_version);
}
