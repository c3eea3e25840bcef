#include "webhook/check.h"

#include <string.h>

#include "base/mem.h"

/* What the shipped templates add; other names are fine only when a template of the user's own is in
 * use. */
static const char *const known_containers[] = {"istio-init", "istio-validation", "istio-proxy",
                                               "enable-core-dump", "grpc-bootstrap-init"};
static const char *const shipped_templates[] = {"sidecar", "gateway", "grpc-simple", "grpc-agent"};
static const char *const host_fields[] = {"hostNetwork", "hostPID", "hostIPC"};

static bool is_in(const char *const *names, size_t n, const char *name)
{
    for (size_t i = 0; i < n; i++) {
        if (strcmp(names[i], name) == 0)
            return true;
    }
    return false;
}

/* Do only Istio's own templates have a hand in this Pod? */
static bool only_shipped(const struct render_input *in)
{
    const char *asked =
        json_dig_text(in->pod, "metadata", "annotations", "inject.istio.io/templates");
    size_t i;
    json_t *name;

    if (asked) {
        while (*asked) {
            size_t len;

            asked += strspn(asked, " ,");
            len = strcspn(asked, " ,");
            auto_free char *one = mem_strndup(asked, len);
            if (len && !is_in(shipped_templates, ARRAY_LEN(shipped_templates), one))
                return false;
            asked += len;
        }
        return true;
    }
    json_array_foreach (in->injector->default_templates, i, name) {
        if (!is_in(shipped_templates, ARRAY_LEN(shipped_templates), json_string_value(name)))
            return false;
    }
    return true;
}

static int check_containers(const struct render_input *in, const json_t *pod, const char *kind,
                            bool shipped, struct err *err)
{
    bool may_be_privileged =
        json_truth(json_dig(in->injector->values, "global", "proxy", "privileged"));
    const char *trace = json_dig_text(in->proxy_config, "proxyMetadata", "IPTABLES_TRACE_LOGGING");
    size_t i;
    json_t *container;

    may_be_privileged |= trace && strcmp(trace, "true") == 0;
    json_array_foreach (json_dig(pod, "spec", kind), i, container) {
        const char *name = json_dig_text(container, "name");
        const json_t *before = name ? render_find_container(in->pod, name) : NULL;

        if (!name)
            return err_set(err, ERR_INVALID, "injection would add a container without a name");
        if (!before && shipped && !is_in(known_containers, ARRAY_LEN(known_containers), name))
            return err_set(
                err, ERR_INVALID,
                "injection would add the container \"%s\", which no template of Istio has", name);
        if (json_truth(json_dig(container, "securityContext", "privileged")) &&
            !json_truth(json_dig(before, "securityContext", "privileged")) && shipped &&
            !may_be_privileged)
            return err_set(err, ERR_INVALID, "injection would make the container \"%s\" privileged",
                           name);
    }
    return 0;
}

static int check_volumes(const struct render_input *in, const json_t *pod, bool shipped,
                         struct err *err)
{
    const char *text =
        json_dig_text(in->pod, "metadata", "annotations", "sidecar.istio.io/userVolume");
    auto_json json_t *asked = text ? json_loads(text, 0, NULL) : NULL;
    size_t i;
    json_t *volume;

    json_array_foreach (json_dig(pod, "spec", "volumes"), i, volume) {
        const char *name = json_dig_text(volume, "name");
        const json_t *before =
            name ? json_find(json_dig(in->pod, "spec", "volumes"), "name", name) : NULL;

        if (shipped && json_object_get(volume, "hostPath") &&
            !json_object_get(before, "hostPath") && !(name && json_dig(asked, name, "hostPath")))
            return err_set(err, ERR_INVALID, "injection would add the hostPath volume \"%s\"",
                           name ? name : "");
    }
    return 0;
}

int check_additions(const struct render_input *in, const json_t *pod, struct err *err)
{
    bool shipped = only_shipped(in);

    for (size_t i = 0; i < ARRAY_LEN(host_fields); i++) {
        if (json_truth(json_dig(pod, "spec", host_fields[i])) &&
            !json_truth(json_dig(in->pod, "spec", host_fields[i])))
            return err_set(err, ERR_INVALID, "injection would set spec.%s", host_fields[i]);
    }
    if (check_containers(in, pod, "containers", shipped, err) < 0 ||
        check_containers(in, pod, "initContainers", shipped, err) < 0)
        return -1;
    return check_volumes(in, pod, shipped, err);
}
