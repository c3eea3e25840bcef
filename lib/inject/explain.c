#include "inject/explain.h"

#include <string.h>

#include "inject/decide.h"
#include "inject/templates.h"
#include "inject/warnings.h"

/* The names in `list` that `before` has not. */
static json_t *new_names(const json_t *list, const json_t *before)
{
    json_t *names = json_array(), *item;
    size_t i;

    json_array_foreach ((json_t *)list, i, item) {
        const char *name = json_text_at(item, "name");

        if (!json_find(before, "name", name))
            json_array_append_new(names, json_string_nocheck(name));
    }
    return names;
}

static json_t *new_keys(const json_t *object, const json_t *before)
{
    json_t *keys = json_array(), *value;
    const char *key;

    json_object_foreach ((json_t *)object, key, value) {
        const json_t *old = json_object_get(before, key);

        if (!old || !json_equal(old, value))
            json_array_append_new(keys, json_string_nocheck(key));
    }
    return keys;
}

static json_t *additions(const json_t *pod, const json_t *injected)
{
    static const char *const lists[] = {"initContainers", "containers", "volumes"},
                             *const maps[] = {"labels", "annotations"};
    json_t *adds = json_object();

    for (size_t i = 0; i < ARRAY_LEN(lists); i++)
        json_put(adds, lists[i],
                 new_names(json_dig(injected, "spec", lists[i]), json_dig(pod, "spec", lists[i])));
    for (size_t i = 0; i < ARRAY_LEN(maps); i++)
        json_put(
            adds, maps[i],
            new_keys(json_dig(injected, "metadata", maps[i]), json_dig(pod, "metadata", maps[i])));
    return adds;
}

static void explain_injection(const struct inject_snapshot *snapshot,
                              const struct inject_request *request, json_t *pod, json_t *report)
{
    const struct inject_input in = {.injector = snapshot->injector, .pod = pod};
    auto_err struct err err = ERR_INIT;
    auto_json json_t *injected = NULL;
    json_t *names;

    if (templates_choose(&in, &names, &err) == 0)
        json_put(report, "templates", names);
    err_done(&err);
    if (inject_pod(snapshot, request, pod, &injected, &err) < 0)
        json_put_text(report, "error", err_message(&err));
    else
        json_put(report, "adds", additions(pod, injected));
}

json_t *explain_pod(const struct inject_snapshot *snapshot, const struct inject_request *request,
                    json_t *pod)
{
    const struct decide_input in = {snapshot->injector, pod, request->namespace};
    struct decision decision = decide_injection(&in);
    json_t *report = json_object(), *warnings = json_array();

    json_put(report, "checks", decide_checks(&in));
    json_put(report, "decision",
             json_pack("{s:b,s:s,s:s}", "inject", decision.inject, "reason", decision.reason,
                       "sentence", decision.sentence));
    if (decision.inject)
        explain_injection(snapshot, request, pod, report);
    warnings_of(pod, warnings);
    json_put(report, "warnings", warnings);
    return report;
}

void explain_where(json_t *report, const char *object, const char *namespace,
                   const json_t *webhooks)
{
    json_put_text(report, "object", object);
    json_put_text(report, "namespace", namespace);
    json_put(report, "webhooks", json_incref((json_t *)webhooks));
}

json_t *explain_plain_pod(void)
{
    return json_pack("{s:{},s:{s:[{s:s,s:s}]}}", "metadata", "spec", "containers", "name", "app",
                     "image", "app");
}
