#include "operator/ready.h"

#include <stdlib.h>
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

/* The controller gave up: what it says of it. */
static const char *stuck(const json_t *object)
{
    const json_t *progressing =
        json_find(json_dig(object, "status", "conditions"), "type", "Progressing");

    return strcmp(json_text_at(progressing, "status"), "False") == 0
               ? json_text_at(progressing, "message")
               : NULL;
}

static bool deployment_ready(const json_t *object, char **ret_message)
{
    int64_t want = number(object, "spec", "replicas", 1),
            updated = number(object, "status", "updatedReplicas", 0);
    int64_t all = number(object, "status", "replicas", 0),
            available = number(object, "status", "availableReplicas", 0);
    const char *why = stuck(object);

    if (observed(object) && updated >= want && all <= updated && available >= updated)
        return true;
    *ret_message =
        mem_printf("%lld of %lld replicas updated, %lld available%s%s", (long long)updated,
                   (long long)want, (long long)available, why ? ": " : "", why ? why : "");
    return false;
}

static bool stateful_set_ready(const json_t *object, char **ret_message)
{
    int64_t want = number(object, "spec", "replicas", 1),
            updated = number(object, "status", "updatedReplicas", 0),
            available = number(object, "status", "availableReplicas", 0);

    if (observed(object) && updated >= want && available >= want)
        return true;
    *ret_message = mem_printf("%lld of %lld replicas updated, %lld available", (long long)updated,
                              (long long)want, (long long)available);
    return false;
}

/* How many nodes may be without their pod: spec.updateStrategy.rollingUpdate.maxUnavailable, of
 * which a part is rounded up (apps/v1 DaemonSet). */
static int64_t tolerated(const json_t *object, int64_t want)
{
    const json_t *value =
        json_dig(object, "spec", "updateStrategy", "rollingUpdate", "maxUnavailable");
    const char *text = json_string_value(value);
    char *end = NULL;
    long long percent = text ? strtoll(text, &end, 10) : 0;

    if (!text || strcmp(end, "%") != 0 || percent < 0 || percent > 100)
        return json_number_or(value, 1);
    return (want * percent + 99) / 100;
}

/* A node that is down is no reason to wait, but there has to be one that is not. */
static int64_t enough_of(const json_t *object, int64_t want)
{
    int64_t enough = want - tolerated(object, want);

    return enough < 1 && want > 0 ? 1 : enough;
}

static bool daemon_set_ready(const json_t *object, char **ret_message)
{
    int64_t want = number(object, "status", "desiredNumberScheduled", 0);
    int64_t updated = number(object, "status", "updatedNumberScheduled", 0);
    int64_t available = number(object, "status", "numberAvailable", 0);

    if (observed(object) && updated >= want && available >= enough_of(object, want))
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

/* Every entry needs the caBundle that the webhook, or istiod, puts in once it serves. */
static bool webhook_ready(const json_t *object, char **ret_message)
{
    size_t i;
    json_t *webhook;

    json_array_foreach (json_object_get(object, "webhooks"), i, webhook) {
        const char *bundle = json_dig_text(webhook, "clientConfig", "caBundle");

        if (!bundle || !*bundle) {
            *ret_message = mem_strdup("nobody has put its caBundle in yet");
            return false;
        }
    }
    return true;
}

/* ---- serving ---- */

static bool deployment_serves(const json_t *object)
{
    const json_t *available =
        json_find(json_dig(object, "status", "conditions"), "type", "Available");

    return strcmp(json_text_at(available, "status"), "False") != 0 &&
           (number(object, "spec", "replicas", 1) == 0 ||
            number(object, "status", "availableReplicas", 0) > 0);
}

static bool stateful_set_serves(const json_t *object)
{
    return number(object, "spec", "replicas", 1) == 0 ||
           number(object, "status", "availableReplicas", 0) > 0;
}

static bool daemon_set_serves(const json_t *object)
{
    int64_t want = number(object, "status", "desiredNumberScheduled", 0);

    return number(object, "status", "numberAvailable", 0) >= enough_of(object, want);
}

/* ---- all kinds ---- */

static const struct {
    const char *kind;
    bool (*arrived)(const json_t *object, char **ret_message);
    bool (*serves)(const json_t *object); /* NULL: when it has arrived */
} rules[] = {
    {"Deployment", deployment_ready, deployment_serves},
    {"StatefulSet", stateful_set_ready, stateful_set_serves},
    {"DaemonSet", daemon_set_ready, daemon_set_serves},
    {"CustomResourceDefinition", crd_ready, NULL},
    {"MutatingWebhookConfiguration", webhook_ready, NULL},
};

bool ready_matters(const char *kind)
{
    for (size_t i = 0; i < ARRAY_LEN(rules); i++) {
        if (strcmp(rules[i].kind, kind) == 0)
            return true;
    }
    return false;
}

enum ready_level ready_level(const json_t *object, char **ret_message)
{
    const char *kind = json_text_at(object, "kind");
    int64_t ending = number(object, "status", "terminatingReplicas", 0);

    for (size_t i = 0; i < ARRAY_LEN(rules); i++) {
        if (strcmp(rules[i].kind, kind) == 0 && !rules[i].arrived(object, ret_message))
            return rules[i].serves && rules[i].serves(object) ? READY_SERVES : READY_NOT;
    }
    if (ending == 0)
        return READY_SETTLED;
    *ret_message = mem_printf("%lld replaced pods still end", (long long)ending);
    return READY_ARRIVED;
}
