#include "operator/admission.h"

#include "base/mem.h"

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
static int may_ask(struct kube *kube, const struct kube_resource *resource, const char *namespace,
                   bool *ret_may, struct err *err)
{
    auto_json json_t *answer = NULL;
    auto_json json_t *review =
        json_pack("{s:s,s:s,s:{s:{s:s,s:s,s:s,s:s}}}", "apiVersion", "authorization.k8s.io/v1",
                  "kind", "SelfSubjectAccessReview", "spec", "resourceAttributes", "namespace",
                  namespace, "verb", "create", "group", GROUP, "resource", resource->plural);

    if (kube_request(kube, "POST", "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews",
                     "application/json", review, &answer, err) < 0)
        return -1;
    *ret_may = json_is_true(json_dig(answer, "status", "allowed"));
    return 0;
}

int admission_answers(struct kube *kube, const char *namespace, bool *ret_answers,
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
        if (may_ask(kube, resource, namespace, ret_answers, err) < 0)
            return err_wrap(err, "the operator's rights");
        if (!*ret_answers)
            *ret_message = mem_printf("the operator has no right to ask istiod by a dry run, which "
                                      "its ClusterRole should give: %s",
                                      err_message(&refusal));
    }
    return 0;
}
