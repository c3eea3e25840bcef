#include "inject/entries.h"

#include <string.h>

#include "base/limits.h"
#include "base/mem.h"
#include "inject/route.h"
#include "mesh/injector.h"

/* One that is broken does not hold. */
static bool requirement_holds(const json_t *expression, const json_t *labels)
{
    auto_err struct err broken = ERR_INIT;
    bool holds;

    return selector_requirement(expression, labels, &holds, &broken) == 0 && holds;
}

static void tell(struct buf *why, const char *key, const char *how, const json_t *values,
                 const char *label)
{
    size_t i;
    json_t *value;

    buf_addf(why, "%s %s", key, how);
    json_array_foreach ((json_t *)values, i, value)
        buf_addf(why, "%s%s", i ? ", " : " [", json_string_value(value));
    buf_adds(why, json_array_size(values) > 0 ? "]" : "");
    if (label)
        buf_addf(why, ", which is \"%s\"", label);
    else
        buf_adds(why, ", which is missing");
}

bool entries_selector_holds(const json_t *selector, const json_t *labels, struct buf *why)
{
    const char *key;
    json_t *value, *expression;
    size_t i;

    json_object_foreach (json_object_get(selector, "matchLabels"), key, value) {
        const char *label = json_dig_text(labels, key);
        auto_json json_t *values = json_pack("[O]", value);

        if (label && json_is_string(value) && strcmp(label, json_string_value(value)) == 0)
            continue;
        tell(why, key, "In", values, label);
        return false;
    }
    json_array_foreach (json_object_get(selector, "matchExpressions"), i, expression) {
        const json_t *values = json_object_get(expression, "values");
        const char *how = json_text_at(expression, "operator"), *label;

        key = json_text_at(expression, "key");
        label = json_dig_text(labels, key);
        if (requirement_holds(expression, labels))
            continue;
        tell(why, key, how, values, label);
        return false;
    }
    return true;
}

static bool is_about_pods(const json_t *webhook)
{
    size_t i;
    json_t *rule;

    json_array_foreach (json_object_get(webhook, "rules"), i, rule) {
        const json_t *resources = json_object_get(rule, "resources"),
                     *groups = json_object_get(rule, "apiGroups"),
                     *operations = json_object_get(rule, "operations");

        if ((json_has_text(resources, "pods") || json_has_text(resources, "*")) &&
            (json_has_text(groups, "") || json_has_text(groups, "*")) &&
            (json_has_text(operations, "CREATE") || json_has_text(operations, "*")))
            return true;
    }
    return false;
}

static char *target_of(const json_t *webhook)
{
    const json_t *config = json_object_get(webhook, "clientConfig"),
                 *service = json_object_get(config, "service");

    if (!service)
        return mem_strdup(json_text_at(config, "url"));
    return mem_printf("%s/%s%s", json_text_at(service, "namespace"), json_text_at(service, "name"),
                      json_text_at(service, "path"));
}

static json_t *explain(const char *configuration, const json_t *webhook,
                       const json_t *namespace_labels, const json_t *pod_labels)
{
    auto_buf struct buf why = BUF_INIT(LIMIT_MESSAGE);
    auto_free char *target = target_of(webhook);
    json_t *row = json_object();
    bool matches;

    buf_adds(&why, "namespaceSelector: ");
    matches = entries_selector_holds(json_object_get(webhook, "namespaceSelector"),
                                     namespace_labels, &why);
    if (matches) {
        buf_reset(&why);
        buf_adds(&why, "objectSelector: ");
        matches =
            entries_selector_holds(json_object_get(webhook, "objectSelector"), pod_labels, &why);
    }
    json_put_text(row, "configuration", configuration);
    json_put_text(row, "name", json_text_at(webhook, "name"));
    json_put_text(row, "target", target);
    json_put_text(row, "path", json_text_at(json_dig(webhook, "clientConfig", "service"), "path"));
    json_put(row, "matches", json_boolean(matches));
    json_put_text(row, "because", matches ? "" : buf_text(&why));
    return row;
}

json_t *entries_explain(const json_t *configurations, const json_t *namespace_labels,
                        const json_t *pod_labels)
{
    json_t *rows = json_array(), *configuration, *webhook;
    size_t i, k;

    json_array_foreach ((json_t *)configurations, i, configuration) {
        const char *name = json_text_at(json_object_get(configuration, "metadata"), "name");

        json_array_foreach (json_object_get(configuration, "webhooks"), k, webhook) {
            if (is_about_pods(webhook))
                json_array_append_new(rows, explain(name, webhook, namespace_labels, pod_labels));
        }
    }
    return rows;
}

char *entries_revision(const json_t *entries)
{
    char *revision = NULL;
    size_t i;
    json_t *entry;

    json_array_foreach ((json_t *)entries, i, entry) {
        if (!revision && json_truth(json_object_get(entry, "matches")))
            (void)inject_route(json_text_at(entry, "path"), &revision);
    }
    return revision;
}
