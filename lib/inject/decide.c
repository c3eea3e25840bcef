#include "inject/decide.h"

#include <string.h>

#define INJECT_NAME "sidecar.istio.io/inject"

/* What the Pod itself says: the label wins over the annotation even when it is empty. NULL:
 * nothing. */
static const char *asked(const struct decide_input *in)
{
    const json_t *metadata = json_object_get(in->pod, "metadata");
    const char *label = json_dig_text(metadata, "labels", INJECT_NAME);

    return label ? label : json_dig_text(metadata, "annotations", INJECT_NAME);
}

static bool asked_is(const struct decide_input *in, const char *value)
{
    const char *text = asked(in);

    return text && strcmp(text, value) == 0;
}

static bool uses_host_network(const struct decide_input *in)
{
    return json_truth(json_dig(in->pod, "spec", "hostNetwork"));
}

static bool is_system_namespace(const struct decide_input *in)
{
    static const char *const names[] = {"kube-system", "kube-public", "kube-node-lease",
                                        "local-path-storage"};

    for (size_t i = 0; i < ARRAY_LEN(names); i++) {
        if (strcmp(in->namespace, names[i]) == 0)
            return true;
    }
    return false;
}

static bool policy_is_unknown(const struct decide_input *in)
{
    return strcmp(in->injector->policy, "enabled") != 0 &&
           strcmp(in->injector->policy, "disabled") != 0;
}

static bool pod_refuses(const struct decide_input *in)
{
    return asked_is(in, "false");
}

static bool pod_requests(const struct decide_input *in)
{
    return asked_is(in, "true");
}

static bool any_selector(const json_t *selectors, const struct decide_input *in)
{
    const json_t *labels = json_dig(in->pod, "metadata", "labels");
    size_t i;
    json_t *selector;

    json_array_foreach ((json_t *)selectors, i, selector) {
        auto_err struct err broken = ERR_INIT; /* a broken selector matches nothing, as in istiod */
        bool matches;

        if (selector_matches(selector, labels, &matches, &broken) == 0 && matches)
            return true;
    }
    return false;
}

static bool never_selected(const struct decide_input *in)
{
    return any_selector(in->injector->never_inject, in);
}

static bool always_selected(const struct decide_input *in)
{
    return any_selector(in->injector->always_inject, in);
}

static bool policy_disabled(const struct decide_input *in)
{
    return strcmp(in->injector->policy, "disabled") == 0;
}

static bool otherwise(const struct decide_input *in)
{
    (void)in;
    return true;
}

static const struct check {
    const char *reason, *sentence;
    bool inject;
    bool (*applies)(const struct decide_input *in);
} checks[] = {
    {"HostNetwork", "the pod uses the host's network, whose traffic cannot be captured", false,
     uses_host_network},
    {"SystemNamespace", "pods of Kubernetes' own namespaces are never injected", false,
     is_system_namespace},
    {"UnknownPolicy",
     "the injector's policy is neither enabled nor disabled: mend global.proxy.autoInject", false,
     policy_is_unknown},
    {"PodRefuses", "the pod's label or annotation sidecar.istio.io/inject is \"false\"", false,
     pod_refuses},
    {"PodRequests", "the pod's label or annotation sidecar.istio.io/inject is \"true\"", true,
     pod_requests},
    {"NeverInjectSelector", "the pod matches one of neverInjectSelector", false, never_selected},
    {"AlwaysInjectSelector", "the pod matches one of alwaysInjectSelector", true, always_selected},
    {"PolicyDisabled", "the policy is disabled and the pod does not ask for a sidecar", false,
     policy_disabled},
    {"PolicyEnabled", "the namespace is injected and the pod does not refuse", true, otherwise},
};

struct decision decide_injection(const struct decide_input *in)
{
    const struct check *check = checks;

    while (!check->applies(in))
        check++;
    return (struct decision){check->inject, check->reason, check->sentence};
}

json_t *decide_checks(const struct decide_input *in)
{
    const struct check *check = checks;
    json_t *rows = json_array();
    bool applies;

    do {
        applies = check->applies(in);
        json_array_append_new(rows,
                              json_pack("{s:s,s:b}", "reason", check->reason, "applies", applies));
        check++;
    } while (!applies);
    return rows;
}
