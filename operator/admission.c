#include "operator/admission.h"

#include <string.h>

#include "base/mem.h"
#include "inject/entries.h"
#include "operator/plan.h"

/* The kinds of objects that make the API server ask istiod, and the injector. */
#define ISTIOD_KIND "ValidatingWebhookConfiguration"
#define INJECTOR_KIND "MutatingWebhookConfiguration"

#define GROUP "networking.istio.io"

static json_t *gateway(const char *api_version, const char *namespace)
{
    return json_pack("{s:s,s:s,s:{s:s,s:s},s:{s:[{s:[s],s:{s:i,s:s,s:s}}]}}", "apiVersion",
                     api_version, "kind", "Gateway", "metadata", "name", "malha-dry-run",
                     "namespace", namespace, "spec", "servers", "hosts", "*", "port", "number", 80,
                     "name", "http", "protocol", "HTTP");
}

/* A refusal may be the user's own policy, which is an answer, or be for want of the operator's
 * right to ask at all: by what the API server says of its rights (authorization.k8s.io, which
 * everybody may ask about oneself). */
static int may_ask(struct kube *kube, const char *group, const char *resource,
                   const char *namespace, bool *ret_may, struct err *err)
{
    auto_json json_t *answer = NULL;
    auto_json json_t *review =
        json_pack("{s:s,s:s,s:{s:{s:s,s:s,s:s,s:s}}}", "apiVersion", "authorization.k8s.io/v1",
                  "kind", "SelfSubjectAccessReview", "spec", "resourceAttributes", "namespace",
                  namespace, "verb", "create", "group", group, "resource", resource);

    if (kube_request(kube, "POST", "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews",
                     "application/json", review, &answer, err) < 0)
        return -1;
    *ret_may = json_is_true(json_dig(answer, "status", "allowed"));
    return 0;
}

static int istiod_answers(struct kube *kube, const char *namespace, bool *ret_answers,
                          char **ret_message, struct err *err)
{
    static const char api_version[] = GROUP "/v1";
    const struct kube_resource *resource;
    auto_json json_t *object = NULL;
    auto_err struct err refusal = ERR_INIT;

    if (kube_resource(kube, api_version, "Gateway", &resource, &refusal) < 0) {
        if (refusal.class != ERR_NOT_FOUND)
            return err_set(err, refusal.class, "%s", err_message(&refusal));
        *ret_answers = true; /* nothing that istiod would be asked about */
        return 0;
    }
    auto_free char *path =
        mem_printf("%s/namespaces/%s/%s?dryRun=All", resource->prefix, namespace, resource->plural);
    object = gateway(api_version, namespace);
    *ret_answers = true;
    if (kube_request(kube, "POST", path, "application/json", object, NULL, &refusal) == 0)
        return 0;
    if (refusal.class == ERR_TRANSIENT) {
        *ret_answers = false;
        *ret_message = mem_printf("the API server cannot ask istiod about Istio's resources: %s",
                                  err_message(&refusal));
    } else if (refusal.class == ERR_FORBIDDEN) {
        if (may_ask(kube, GROUP, resource->plural, namespace, ret_answers, err) < 0)
            return err_wrap(err, "the operator's rights");
        if (!*ret_answers)
            *ret_message = mem_printf("the operator has no right to ask istiod by a dry run, which "
                                      "its ClusterRole should give: %s",
                                      err_message(&refusal));
    }
    return 0;
}

/* ---- injector ---- */

static json_t *pod(const char *namespace, const char *revision, const char *account)
{
    json_t *pod =
        json_pack("{s:s,s:s,s:{s:s,s:s,s:{s:s}},s:{s:b,s:[{s:s,s:s}]}}", "apiVersion", "v1", "kind",
                  "Pod", "metadata", "name", "malha-dry-run", "namespace", namespace, "labels",
                  "sidecar.istio.io/inject", "true", "spec", "automountServiceAccountToken", false,
                  "containers", "name", "app", "image", "malha.invalid/dry-run");

    if (strcmp(revision, "default") != 0)
        json_put_text(json_make(pod, "metadata", "labels"), "istio.io/rev", revision);
    if (account)
        json_put_text(json_make(pod, "spec"), "serviceAccountName", account);
    return pod;
}

static bool is_taken(const json_t *configurations, const json_t *namespace, const json_t *pod)
{
    auto_json json_t *entries =
        entries_explain(configurations, json_dig(namespace, "metadata", "labels"),
                        json_dig(pod, "metadata", "labels"));
    size_t i;
    json_t *entry;

    json_array_foreach (entries, i, entry) {
        if (json_truth(json_object_get(entry, "matches")))
            return true;
    }
    return false;
}

/* The Pod was not admitted. */
static int explain_refusal(struct kube *kube, const char *namespace, const struct err *refusal,
                           bool *ret_answers, char **ret_message, struct err *err)
{
    *ret_answers = false;
    if (refusal->class == ERR_FORBIDDEN &&
        may_ask(kube, "", "pods", namespace, ret_answers, err) < 0)
        return err_wrap(err, "the operator's rights");
    if (*ret_answers)
        return 0;
    *ret_message = mem_printf(refusal->class == ERR_FORBIDDEN
                                  ? "the operator has no right to ask the injector by a dry run, "
                                    "which its ClusterRole should give: %s"
                                  : "the API server cannot have a Pod injected: %s",
                              err_message(refusal));
    return 0;
}

/* `configurations` are the mesh's as they are; `account` is a ServiceAccount of the namespace, or
 * NULL for its default one. Where none takes a Pod of the namespace, which may be labelled so,
 * nothing is asked. */
static int injector_answers(struct kube *kube, const char *namespace, const json_t *configurations,
                            const char *revision, const char *account, bool *ret_answers,
                            char **ret_message, struct err *err)
{
    auto_free char *of_namespace = mem_printf("/api/v1/namespaces/%s", namespace),
                   *path = mem_printf("%s/pods?dryRun=All", of_namespace);
    auto_json json_t *asked = pod(namespace, revision, account), *live = NULL, *admitted = NULL;
    auto_err struct err refusal = ERR_INIT;

    if (kube_get(kube, of_namespace, &live, err) < 0)
        return err_wrap(err, "namespace %s", namespace);
    *ret_answers = true;
    if (!is_taken(configurations, live, asked))
        return 0;
    if (kube_request(kube, "POST", path, "application/json", asked, &admitted, &refusal) < 0)
        return explain_refusal(kube, namespace, &refusal, ret_answers, ret_message, err);
    if (json_dig(admitted, "metadata", "annotations", "sidecar.istio.io/status") ||
        kube_warnings(kube))
        return 0;
    *ret_answers = false;
    *ret_message = mem_printf("a Pod in namespace %s that asks for a sidecar gets none", namespace);
    return 0;
}

/* What the mesh's injection is asked by and with: its webhook configurations as they are, and an
 * account that is there as soon as the mesh is, which the namespace's own may not be. */
static int find_injection(struct kube *kube, const char *namespace, const struct wanted *wanted,
                          json_t **ret_configurations, const char **ret_account, struct err *err)
{
    auto_json json_t *found = json_array();

    for (size_t i = 0; i < wanted->n; i++) {
        for (size_t k = 0; k < wanted->steps[i].n; k++) {
            const struct want *want = &wanted->steps[i].items[k];
            json_t *live;

            if (strcmp(want->kind, "ServiceAccount") == 0 &&
                strcmp(want->namespace, namespace) == 0)
                *ret_account = want->name;
            if (strcmp(want->kind, INJECTOR_KIND) != 0)
                continue;
            if (want_find(want, kube, &live, err) < 0)
                return -1;
            if (!live)
                return err_set(err, ERR_TRANSIENT, "%s has just gone", want->key);
            json_array_append_new(found, live);
        }
    }
    *ret_configurations = STEAL(found);
    return 0;
}

/* ---- both ---- */

int admission_answers(struct kube *kube, const json_t *mesh_config, const struct wanted *wanted,
                      const json_t *revisions, bool *ret_answers, char **ret_message,
                      struct err *err)
{
    const char *namespace = plan_namespace(mesh_config), *account = NULL,
               *revision = json_string_value(json_array_get(revisions, 0));
    auto_json json_t *configurations = NULL;

    *ret_answers = true;
    if (wanted_has_kind(wanted, ISTIOD_KIND) &&
        istiod_answers(kube, namespace, ret_answers, ret_message, err) < 0)
        return -1;
    if (!*ret_answers || !revision)
        return 0;
    if (find_injection(kube, namespace, wanted, &configurations, &account, err) < 0)
        return -1;
    if (json_array_size(configurations) == 0)
        return 0;
    return injector_answers(kube, namespace, configurations, revision, account, ret_answers,
                            ret_message, err);
}
