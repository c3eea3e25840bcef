#include "operator/injection.h"

#include <string.h>

#include "base/mem.h"

enum operator_name { IN, NOT_IN, EXISTS, ABSENT };

/* Takes `values`, which may be NULL. */
static json_t *expression_of(const char *key, enum operator_name how, json_t *values)
{
    static const char *const names[] = {"In", "NotIn", "Exists", "DoesNotExist"};
    json_t *e = json_pack("{s:s,s:s}", "key", key, "operator", names[how]);

    if (values)
        json_put(e, "values", values);
    return e;
}

static json_t *expression(const char *key, enum operator_name how, const char *value)
{
    return expression_of(key, how, value ? json_pack("[s]", value) : NULL);
}

/* The webhook cannot wait for itself. */
static json_t *never_here(const char *own_namespace)
{
    return json_pack("{s:s,s:s,s:[s,s,s,s,s]}", "key", "kubernetes.io/metadata.name", "operator",
                     "NotIn", "values", "kube-system", "kube-public", "kube-node-lease",
                     "local-path-storage", own_namespace);
}

/* Takes the two lists of expressions. */
static json_t *entry(const struct injection_target *target, const char *prefix, json_t *namespaces,
                     json_t *objects)
{
    auto_free char *name = mem_printf("%s.sidecar-injector.malha.dev", prefix);
    auto_free char *path = *target->revision ? mem_printf("/revision/%s/inject", target->revision)
                                             : mem_strdup("/inject");

    json_array_append_new(namespaces, never_here(target->namespace));
    return json_pack(
        "{s:s, s:{s:{s:s,s:s,s:s,s:i}}, s:[{s:[s],s:[s],s:[s],s:[s],s:s}], s:s, s:s, s:s, s:i, s:s, s:[s], s:{s:o}, "
        "s:{s:o}}",
        "name", name, "clientConfig", "service", "name", target->service, "namespace",
        target->namespace, "path", path, "port", 443, "rules", "operations", "CREATE", "apiGroups",
        "", "apiVersions", "v1", "resources", "pods", "scope", "*", "failurePolicy",
        target->failure_policy, "matchPolicy", "Equivalent", "sideEffects", "NoneOnDryRun",
        "timeoutSeconds", 10, "reinvocationPolicy", target->reinvocation_policy,
        "admissionReviewVersions", "v1", "namespaceSelector", "matchExpressions", namespaces,
        "objectSelector", "matchExpressions", objects);
}

static const char inject[] = "sidecar.istio.io/inject", rev[] = "istio.io/rev",
                  injection[] = "istio-injection";

static json_t *no_labels(void)
{
    return json_pack("[o,o]", expression(injection, ABSENT, NULL), expression(rev, ABSENT, NULL));
}

static void add_revision(json_t *webhooks, const struct injection_target *target)
{
    json_array_append_new(
        webhooks,
        entry(target, "rev.namespace",
              json_pack("[o,o]", expression_of(rev, IN, json_deep_copy(target->revisions)),
                        expression(injection, ABSENT, NULL)),
              json_pack("[o]", expression(inject, NOT_IN, "false"))));
    json_array_append_new(
        webhooks, entry(target, "rev.object", no_labels(),
                        json_pack("[o,o]", expression(inject, NOT_IN, "false"),
                                  expression_of(rev, IN, json_deep_copy(target->revisions)))));
}

static void add_default(json_t *webhooks, const struct injection_target *target)
{
    json_array_append_new(webhooks, entry(target, "namespace",
                                          json_pack("[o]", expression(injection, IN, "enabled")),
                                          json_pack("[o]", expression(inject, NOT_IN, "false"))));
    json_array_append_new(webhooks, entry(target, "object", no_labels(),
                                          json_pack("[o,o]", expression(inject, IN, "true"),
                                                    expression(rev, ABSENT, NULL))));
    if (target->everywhere)
        json_array_append_new(webhooks, entry(target, "auto", no_labels(),
                                              json_pack("[o,o]", expression(inject, ABSENT, NULL),
                                                        expression(rev, ABSENT, NULL))));
}

json_t *injection_configuration(const struct injection_target *target)
{
    json_t *webhooks = json_array(), *configuration;

    add_revision(webhooks, target);
    if (target->is_default)
        add_default(webhooks, target);
    configuration = json_pack(
        "{s:s,s:s,s:{s:s,s:{s:s,s:s}},s:o}", "apiVersion", "admissionregistration.k8s.io/v1",
        "kind", "MutatingWebhookConfiguration", "metadata", "name", target->name, "labels", "app",
        "sidecar-injector", "app.kubernetes.io/part-of", "istio", "webhooks", webhooks);
    if (target->owner)
        json_put(json_object_get(configuration, "metadata"), "ownerReferences",
                 json_pack("[O]", target->owner));
    return configuration;
}
