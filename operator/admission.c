#include "operator/admission.h"

#include "base/log.h"
#include "base/mem.h"

static json_t *gateway(const char *api_version, const char *namespace)
{
    return json_pack("{s:s,s:s,s:{s:s,s:s},s:{s:[{s:[s],s:{s:i,s:s,s:s}}]}}", "apiVersion",
                     api_version, "kind", "Gateway", "metadata", "name", "malha-dry-run",
                     "namespace", namespace, "spec", "servers", "hosts", "*", "port", "number", 80,
                     "name", "http", "protocol", "HTTP");
}

int admission_answers(struct kube *kube, const char *namespace, bool *ret_answers,
                      char **ret_message, struct err *err)
{
    static const char api_version[] = "networking.istio.io/v1";
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
        log_warn("dry run", "error", err_message(&refusal));
    }
    return 0;
}
