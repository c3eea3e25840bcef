/* The injection decision: each reason, and which of two comes first. */
#include "inject/annotations.h"
#include "inject/decide.h"
#include "tests/unit/unit.h"

static const struct {
    const char *pod, *namespace, *policy, *reason;
    bool inject;
} rows[] = {
    {"{'spec':{}}", "app", "enabled", "PolicyEnabled", true},
    {"{'spec':{}}", "app", "disabled", "PolicyDisabled", false},
    {"{'spec':{}}", "app", "sometimes", "UnknownPolicy", false},
    {"{'spec':{'hostNetwork':true}}", "app", "enabled", "HostNetwork", false},
    {"{'spec':{}}", "kube-system", "enabled", "SystemNamespace", false},
    {"{'metadata':{'labels':{'sidecar.istio.io/inject':'true'}}}", "kube-public", "enabled",
     "SystemNamespace", false},
    {"{'metadata':{'labels':{'sidecar.istio.io/inject':'true'}}}", "app", "disabled", "PodRequests",
     true},
    {"{'metadata':{'labels':{'sidecar.istio.io/inject':'false'}}}", "app", "enabled", "PodRefuses",
     false},
    {"{'metadata':{'annotations':{'sidecar.istio.io/inject':'false'}}}", "app", "enabled",
     "PodRefuses", false},
    /* the label wins, even an empty one */
    {"{'metadata':{'labels':{'sidecar.istio.io/inject':''},'annotations':{'sidecar.istio.io/inject':'false'}}}",
     "app", "enabled", "PolicyEnabled", true},
    {"{'metadata':{'labels':{'sidecar.istio.io/inject':'yes'}}}", "app", "disabled",
     "PolicyDisabled", false},
    {"{'metadata':{'labels':{'never':'1'}}}", "app", "enabled", "NeverInjectSelector", false},
    {"{'metadata':{'labels':{'always':'1'}}}", "app", "disabled", "AlwaysInjectSelector", true},
    {"{'metadata':{'labels':{'always':'1','never':'1'}}}", "app", "enabled", "NeverInjectSelector",
     false},
    {"{'metadata':{'labels':{'never':'1','sidecar.istio.io/inject':'true'}}}", "app", "enabled",
     "PodRequests", true},
};

static void the_first_check_that_applies_decides(void **state)
{
    auto_json json_t *never = unit_json("[{'matchLabels':{'never':'1'}},{}]");
    auto_json json_t *always =
        unit_json("[{'matchExpressions':[{'key':'always','operator':'Exists'}]}]");

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        auto_json json_t *pod = unit_json(rows[i].pod);
        struct injector injector = {
            .policy = (char *)rows[i].policy, .never_inject = never, .always_inject = always};
        struct decide_input in = {
            .injector = &injector, .pod = pod, .namespace = rows[i].namespace};
        struct decision decision = decide_injection(&in);

        assert_string_equal(decision.reason, rows[i].reason);
        assert_int_equal(decision.inject, rows[i].inject);
        assert_true(strlen(decision.sentence) > 10);
    }
}

static const struct {
    const char *key, *value;
    bool good;
} annotations[] = {
    {"sidecar.istio.io/proxyCPU", "100m", true},
    {"sidecar.istio.io/proxyCPU", "0.5", true},
    {"sidecar.istio.io/proxyMemory", "1Gi", true},
    {"sidecar.istio.io/proxyMemory", "1e3", true},
    {"sidecar.istio.io/proxyMemory", "1GiB", false},
    {"sidecar.istio.io/proxyMemory", "", false},
    {"sidecar.istio.io/proxyMemory", "1Gi\"\nprivileged: true", false},
    {"sidecar.istio.io/interceptionMode", "TPROXY", true},
    {"sidecar.istio.io/interceptionMode", "tproxy", false},
    {"status.sidecar.istio.io/port", "15020", true},
    {"status.sidecar.istio.io/port", "65536", false},
    {"status.sidecar.istio.io/port", "-1", false},
    {"traffic.sidecar.istio.io/includeInboundPorts", "*", true},
    {"traffic.sidecar.istio.io/includeInboundPorts", "", true},
    {"traffic.sidecar.istio.io/includeInboundPorts", "80,443", true},
    {"traffic.sidecar.istio.io/includeInboundPorts", "80,,443", false},
    {"traffic.sidecar.istio.io/excludeInboundPorts", "*", false},
    {"traffic.sidecar.istio.io/includeOutboundPorts", "1\" \n x", false},
    {"traffic.sidecar.istio.io/includeOutboundIPRanges", "10.0.0.0/8,2001:db8::/32", true},
    {"traffic.sidecar.istio.io/includeOutboundIPRanges", "10.0.0.0/33", false},
    {"traffic.sidecar.istio.io/includeOutboundIPRanges", "10.0.0.0", false},
    {"traffic.sidecar.istio.io/includeOutboundIPRanges", "10.0.0.0/08", false},
    {"traffic.sidecar.istio.io/includeOutboundIPRanges", "0.0.0.0/0", true},
    {"traffic.sidecar.istio.io/excludeInterfaces", "eth0,net1.5", true},
    {"traffic.sidecar.istio.io/excludeInterfaces", "0eth", false},
    {"readiness.status.sidecar.istio.io/periodSeconds", "15", true},
    {"readiness.status.sidecar.istio.io/periodSeconds", "4294967296", false},
    {"prometheus.istio.io/merge-metrics", "T", true},
    {"prometheus.istio.io/merge-metrics", "maybe", false},
    {"something.else/at-all", "\"", true},
};

static void annotations_are_checked_before_they_reach_a_template(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(annotations); i++) {
        auto_json json_t *object = json_object();
        auto_err struct err err = ERR_INIT;
        int rc;

        json_put_text(object, annotations[i].key, annotations[i].value);
        rc = annotations_check(object, &err);
        if ((rc == 0) != annotations[i].good)
            fail_msg("%s: \"%s\": %s", annotations[i].key, annotations[i].value, err_message(&err));
        if (rc < 0)
            assert_non_null(strstr(err_message(&err), annotations[i].key));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_first_check_that_applies_decides),
        cmocka_unit_test(annotations_are_checked_before_they_reach_a_template),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
