#include "operator/injection.h"

#include "base/mem.h"

enum operator_name { IN, NOT_IN, EXISTS, ABSENT };

static json_t *expression(const char *key, enum operator_name how, const char *value)
{
    static const char *const names[] = {"In", "NotIn", "Exists", "DoesNotExist"};
    json_t *e = json_pack("{s:s,s:s}", "key", key, "operator", names[how]);

    if (value)
        json_put(e, "values", json_pack("[s]", value));
    return e;
}

static json_t *never_here(const char *own_namespace)
{
    return json_pack("{s:s,s:s,s:[s,s,s,s]}", "key", "kubernetes.io/metadata.name", "operator",
                     "NotIn", "values", "kube-system", "kube-public", "kube-node-lease",
                     own_namespace);
}

/* Takes the two lists of expressions. */
static json_t *entry(const struct injection_target *target, const char *prefix, json_t *namespaces,
                     json_t *objects)
{
    auto_free char *name = mem_printf("%s.sidecar-injector.malha.dev", prefix);

    json_array_append_new(namespaces, never_here(target->own_namespace));
    return json_pack(
        "{s:s, s:{s:{s:s,s:s,s:s,s:i}}, s:[{s:[s],s:[s],s:[s],s:[s],s:s}], s:s, s:s, s:s, s:i, s:s, s:[s], s:{s:o}, "
        "s:{s:o}}",
        "name", name, "clientConfig", "service", "name", target->service, "namespace",
        target->namespace, "path", "/inject", "port", 443, "rules", "operations", "CREATE",
        "apiGroups", "", "apiVersions", "v1", "resources", "pods", "scope", "*", "failurePolicy",
        target->failure_policy, "matchPolicy", "Equivalent", "sideEffects", "NoneOnDryRun",
        "timeoutSeconds", 10, "reinvocationPolicy", "Never", "admissionReviewVersions", "v1",
        "namespaceSelector", "matchExpressions", namespaces, "objectSelector", "matchExpressions",
        objects);
}

json_t *injection_configuration(const struct injection_target *target)
{
    const char *inject = "sidecar.istio.io/inject", *rev = "istio.io/rev",
               *injection = "istio-injection";
    json_t *webhooks = json_array(), *configuration;

    json_array_append_new(webhooks, entry(target, "rev.namespace",
                                          json_pack("[o,o]", expression(rev, IN, "default"),
                                                    expression(injection, ABSENT, NULL)),
                                          json_pack("[o]", expression(inject, NOT_IN, "false"))));
    json_array_append_new(webhooks, entry(target, "rev.object",
                                          json_pack("[o,o]", expression(rev, ABSENT, NULL),
                                                    expression(injection, ABSENT, NULL)),
                                          json_pack("[o,o]", expression(inject, NOT_IN, "false"),
                                                    expression(rev, IN, "default"))));
    json_array_append_new(webhooks, entry(target, "namespace",
                                          json_pack("[o]", expression(injection, IN, "enabled")),
                                          json_pack("[o]", expression(inject, NOT_IN, "false"))));
    json_array_append_new(webhooks, entry(target, "object",
                                          json_pack("[o,o]", expression(injection, ABSENT, NULL),
                                                    expression(rev, ABSENT, NULL)),
                                          json_pack("[o,o]", expression(inject, IN, "true"),
                                                    expression(rev, ABSENT, NULL))));
    configuration = json_pack(
        "{s:s,s:s,s:{s:s,s:{s:s,s:s}},s:o}", "apiVersion", "admissionregistration.k8s.io/v1",
        "kind", "MutatingWebhookConfiguration", "metadata", "name", target->name, "labels", "app",
        "sidecar-injector", "app.kubernetes.io/part-of", "istio", "webhooks", webhooks);
    if (target->owner)
        json_put(json_object_get(configuration, "metadata"), "ownerReferences",
                 json_pack("[O]", target->owner));
    return configuration;
}
