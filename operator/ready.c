#include "operator/ready.h"

#include <string.h>

#include "base/mem.h"

static int64_t number(const json_t *object, const char *section, const char *key, int64_t missing)
{
    return json_number_or(json_dig(object, section, key), missing);
}

static bool observed(const json_t *object)
{
    return number(object, "status", "observedGeneration", 0) >=
           number(object, "metadata", "generation", 0);
}

static bool deployment_ready(const json_t *object, char **ret_message)
{
    int64_t want = number(object, "spec", "replicas", 1),
            updated = number(object, "status", "updatedReplicas", 0);
    int64_t all = number(object, "status", "replicas", 0),
            available = number(object, "status", "availableReplicas", 0);

    if (observed(object) && updated >= want && all <= updated && available >= updated)
        return true;
    *ret_message = mem_printf("%lld of %lld replicas updated, %lld available", (long long)updated,
                              (long long)want, (long long)available);
    return false;
}

static bool daemon_set_ready(const json_t *object, char **ret_message)
{
    int64_t want = number(object, "status", "desiredNumberScheduled", 0);
    int64_t updated = number(object, "status", "updatedNumberScheduled", 0);
    int64_t available = number(object, "status", "numberAvailable", 0);

    if (observed(object) && updated >= want && available >= want)
        return true;
    *ret_message = mem_printf("%lld of %lld nodes updated, %lld available", (long long)updated,
                              (long long)want, (long long)available);
    return false;
}

static bool crd_ready(const json_t *object, char **ret_message)
{
    const json_t *condition =
        json_find(json_dig(object, "status", "conditions"), "type", "Established");
    const char *status = json_dig_text(condition, "status");

    if (status && strcmp(status, "True") == 0)
        return true;
    *ret_message = mem_strdup("not established yet");
    return false;
}

/* Every entry needs the caBundle that the webhook puts in once it serves. */
static bool webhook_ready(const json_t *object, char **ret_message)
{
    size_t i;
    json_t *webhook;

    json_array_foreach (json_object_get(object, "webhooks"), i, webhook) {
        const char *bundle = json_dig_text(webhook, "clientConfig", "caBundle");

        if (!bundle || !*bundle) {
            *ret_message = mem_strdup("malha-webhook has not put its caBundle in yet");
            return false;
        }
    }
    return true;
}

static const struct {
    const char *kind;
    bool (*ready)(const json_t *object, char **ret_message);
} rules[] = {
    {"Deployment", deployment_ready},
    {"DaemonSet", daemon_set_ready},
    {"CustomResourceDefinition", crd_ready},
    {"MutatingWebhookConfiguration", webhook_ready},
};

bool ready_matters(const char *kind)
{
    for (size_t i = 0; i < ARRAY_LEN(rules); i++) {
        if (strcmp(rules[i].kind, kind) == 0)
            return true;
    }
    return false;
}

bool ready_check(const json_t *object, char **ret_message)
{
    const char *kind = json_dig_text(object, "kind");

    for (size_t i = 0; kind && i < ARRAY_LEN(rules); i++) {
        if (strcmp(rules[i].kind, kind) == 0)
            return rules[i].ready(object, ret_message);
    }
    return true;
}

bool ready_settled(const json_t *object, char **ret_message)
{
    int64_t ending = number(object, "status", "terminatingReplicas", 0);

    if (ending == 0)
        return true;
    *ret_message = mem_printf("%lld replaced pods still end", (long long)ending);
    return false;
}
