/* Admission without a cluster: malformed reviews, hostile Pods, bounds, the URL's parameters. */
#include "base/base64.h"
#include "base/limits.h"
#include "inject/admit.h"
#include "merge/diff.h"
#include "merge/patch.h"
#include "tests/unit/unit.h"
#include "yaml/yaml.h"

static struct inject_snapshot *snapshot_of(const char *template)
{
    struct injector *injector = NULL;
    auto_err struct err err = ERR_INIT;
    auto_json json_t *config =
        json_pack("{s:s,s:{s:s}}", "policy", "enabled", "templates", "sidecar", template);
    auto_free char *text = json_text(config);

    if (injector_parse(text, "{\"global\":{\"hub\":\"h\",\"tag\":\"t\"}}", "{}", &injector, &err) <
        0)
        fail_msg("%s", err_message(&err));
    return inject_snapshot_new(injector, "");
}

static const char plain_template[] =
    "spec:\n  containers:\n  - name: istio-proxy\n    image: \"{{ .ProxyImage }}\"\n"
    "    env:\n    - {name: OWNER, value: \"{{ .DeploymentMeta.Name }}\"}\n";

static const char pod_text[] =
    "{'metadata':{'name':'web','annotations':{'x':'\\\\n'}},'spec':{'containers':[{'name':'web','image':'i'}]}}";

static char *review_text(const char *object)
{
    auto_json json_t *pod = unit_json(object);
    auto_json json_t *review =
        json_pack("{s:s,s:s,s:{s:s,s:s,s:O}}", "kind", "AdmissionReview", "apiVersion",
                  "admission.k8s.io/v1", "request", "uid", "u", "namespace", "app", "object", pod);

    return json_text(review);
}

/* The Pod after the answer's patch; NULL when there is none. */
static json_t *answer(const struct inject_snapshot *snapshot, const char *path, const char *body,
                      struct admit_result *result)
{
    auto_buf struct buf reply = BUF_INIT(LIMIT_FILE);
    auto_err struct err err = ERR_INIT;
    auto_json json_t *review = NULL, *request = NULL, *patch = NULL;
    json_t *pod = NULL;
    const char *encoded;

    admit_review(snapshot, path, body, strlen(body), &reply, result);
    if (result->outcome == ADMIT_MALFORMED) {
        assert_int_equal(reply.len, 0);
        return NULL;
    }
    assert_int_equal(json_parse(buf_text(&reply), reply.len, &review, &err), 0);
    assert_string_equal(json_dig_text(review, "response", "uid"), "u");
    encoded = json_dig_text(review, "response", "patch");
    if (!encoded)
        return NULL;
    size_t len;
    auto_free char *text = base64_decode(encoded, strlen(encoded), &len, NULL);
    assert_int_equal(json_parse(text, len, &patch, &err), 0);
    assert_int_equal(json_parse(body, strlen(body), &request, &err), 0);
    assert_int_equal(patch_apply(json_dig(request, "request", "object"), patch, &pod, &err), 0);
    return pod;
}

static void malformed_reviews_get_no_answer_but_a_reason(void **state)
{
    static const char *const bodies[] = {
        "",
        "{",
        "null",
        "[]",
        "7",
        "{\"kind\":\"Pod\"}",
        "{\"kind\":\"AdmissionReview\"}",
        "{\"kind\":\"AdmissionReview\",\"request\":null}",
        "{\"kind\":\"AdmissionReview\",\"request\":{}}",
    };
    struct inject_snapshot *snapshot = snapshot_of(plain_template);

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(bodies); i++) {
        struct admit_result result;

        assert_null(answer(snapshot, "/inject", bodies[i], &result));
        assert_int_equal(result.outcome, ADMIT_MALFORMED);
        assert_string_equal(result.reason, "MalformedReview");
        assert_true(strlen(result.message) > 0);
        admit_result_done(&result);
    }
    inject_snapshot_unref(snapshot);
}

static void a_review_cut_off_anywhere_is_malformed_or_harmless(void **state)
{
    struct inject_snapshot *snapshot = snapshot_of(plain_template);
    auto_free char *body = review_text(pod_text);

    (void)state;
    for (size_t len = strlen(body); len-- > 0;) {
        auto_buf struct buf reply = BUF_INIT(LIMIT_FILE);
        struct admit_result result;

        admit_review(snapshot, "/inject", body, len, &reply, &result);
        assert_int_equal(result.outcome, ADMIT_MALFORMED);
        admit_result_done(&result);
    }
    inject_snapshot_unref(snapshot);
}

static void a_pod_gets_the_template_and_its_status(void **state)
{
    struct inject_snapshot *snapshot = snapshot_of(plain_template);
    auto_free char *body = review_text(pod_text);
    struct admit_result result;
    auto_json json_t *pod = answer(snapshot, "/inject/cluster/c1/net/n--slash--1", body, &result);
    const json_t *proxy = json_find(json_dig(pod, "spec", "containers"), "name", "istio-proxy");

    (void)state;
    assert_int_equal(result.outcome, ADMIT_INJECTED);
    assert_string_equal(json_dig_text(proxy, "image"), "h/proxyv2:t");
    assert_string_equal(
        json_dig_text(json_find(json_object_get(proxy, "env"), "name", "OWNER"), "value"), "web");
    assert_string_equal(
        json_dig_text(json_find(json_object_get(proxy, "env"), "name", "ISTIO_META_NETWORK"),
                      "value"),
        "n/1");
    assert_string_equal(json_dig_text(pod, "metadata", "labels", "topology.istio.io/network"),
                        "n/1");
    assert_string_equal(
        json_dig_text(pod, "metadata", "annotations", "sidecar.istio.io/status"),
        "{\"initContainers\":null,\"containers\":[\"istio-proxy\"],\"volumes\":null,"
        "\"imagePullSecrets\":null,\"revision\":\"default\"}");
    admit_result_done(&result);
    inject_snapshot_unref(snapshot);
}

/* A user's template may change what it is given; the next Pod does not see it. */
static void what_a_template_changes_ends_with_its_pod(void **state)
{
    static const char template[] =
        "{{ $_ := set .Values.global \"n\" (add1 (.Values.global.n | default 0)) }}"
        "{{ $_ := mergeOverwrite .Values (dict \"global\" (dict \"tag\" \"changed\")) }}"
        "spec:\n  containers:\n  - name: istio-proxy\n    image: i\n    env:\n"
        "    - {name: COUNT, value: \"{{ .Values.global.n }} {{ .Values.global.tag }}\"}\n";
    struct inject_snapshot *snapshot = snapshot_of(template);
    auto_json json_t *values = json_deep_copy(snapshot->injector->values);
    auto_free char *body = review_text(pod_text);

    (void)state;
    for (size_t i = 0; i < 2; i++) {
        struct admit_result result;
        auto_json json_t *pod = answer(snapshot, "/inject", body, &result);
        const json_t *proxy = json_find(json_dig(pod, "spec", "containers"), "name", "istio-proxy");

        assert_int_equal(result.outcome, ADMIT_INJECTED);
        assert_string_equal(
            json_dig_text(json_find(json_object_get(proxy, "env"), "name", "COUNT"), "value"),
            "1 changed");
        admit_result_done(&result);
    }
    assert_true(json_equal(snapshot->injector->values, values));
    inject_snapshot_unref(snapshot);
}

/* Pods that nobody should write, and what they are told. NULL: injected all the same. */
static const struct {
    const char *pod, *words;
} hostile[] = {
    {"{'metadata':{'annotations':{'proxy.istio.io/overrides':"
     "'{\\\"initContainers\\\":[{\\\"name\\\":\\\"istio-init\\\",\\\"readinessProbe\\\":{\\\"httpGet\\\":\\\"x\\\"}}]}'}},"
     "'spec':{'containers':[{'name':'web'}]}}",
     "annotation 'proxy.istio.io/overrides': initContainers[0].readinessProbe.httpGet: want a mapping"},
    {"{'metadata':{'annotations':{'proxy.istio.io/overrides':'{\\\"containers\\\":{}}'}}}",
     "containers: want a list"},
    {"{'metadata':{'annotations':{'proxy.istio.io/overrides':'[1'}}}", "JSON line 1"},
    {"{'metadata':{'annotations':{'proxy.istio.io/overrides':'null'}}}", NULL},
    {"{'metadata':{'annotations':{'sidecar.istio.io/status':'{\\\"containers\\\":7}'}}}", NULL},
    {"{'metadata':{'annotations':{'sidecar.istio.io/status':'[[[['}}}", NULL},
    {"{'metadata':7}", "metadata: want a mapping"},
    {"{'metadata':{'labels':['a']}}", "metadata.labels: want a mapping"},
    {"{'metadata':{'annotations':{'a':1}}}", "metadata.annotations.a: want a text"},
    {"{'spec':[]}", "spec: want a mapping"},
    {"{'spec':{'containers':'x'}}", "spec.containers: want a list"},
    {"{'spec':{'containers':[null]}}", "spec.containers[0]: want a mapping"},
    {"{'spec':{'containers':[{'name':'a','env':[{'name':'A','value':1}]}]}}",
     "spec.containers[0].env[0].value: want a text"},
    {"{'spec':{'containers':[{'name':'a','readinessProbe':{'httpGet':null}}]}}", NULL},
    {"{'spec':{'containers':[{'name':'a','lifecycle':{'preStop':{'httpGet':[]}}}]}}",
     "spec.containers[0].lifecycle.preStop.httpGet: want a mapping"},
    {"{'spec':{'initContainers':null,'containers':[{'name':'a'}]}}", NULL},
    {"{'metadata':{'annotations':{'proxy.istio.io/config':"
     "'a: &a [x,x,x,x,x,x,x,x,x]\\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a]\\nc: [*b,*b,*b,*b,*b,*b,*b,*b]'}}}",
     "'proxy.istio.io/config': yaml: line 2: aliases are not allowed"},
    {"{'metadata':{'annotations':{'proxy.istio.io/config':'[1]'}}}", "want a mapping"},
    {"{'metadata':{'annotations':{'proxy.istio.io/config':'text'}}}", "want a mapping"},
    {"{'metadata':{'annotations':{'proxy.istio.io/config':'a: ['}}}", "yaml: line"},
    {"{'metadata':{'annotations':{'proxy.istio.io/config':'concurrency: 2'}}}", NULL},
    {"{'metadata':{'annotations':{'proxy.istio.io/config':''}}}", NULL},
    {"{'metadata':{'annotations':{'proxy.istio.io/config':'nobody_knows: [1]'}}}", NULL},
    {"{'metadata':{'annotations':{'proxy.istio.io/config':'concurrency: x'}}}",
     "concurrency: want a number"},
    {"{'metadata':{'annotations':{'proxy.istio.io/config':'statusPort: 0'}}}",
     "statusPort wants a port"},
};

static void what_nobody_should_write_is_answered(void **state)
{
    struct inject_snapshot *snapshot = snapshot_of(plain_template);

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(hostile); i++) {
        auto_free char *body = review_text(hostile[i].pod);
        struct admit_result result;
        auto_json json_t *pod = answer(snapshot, "/inject", body, &result);

        if (result.outcome != (hostile[i].words ? ADMIT_DENIED : ADMIT_INJECTED) ||
            (hostile[i].words && !strstr(result.message, hostile[i].words)))
            fail_msg("%s: %s: %s", hostile[i].pod, result.reason, result.message);
        assert_true((pod != NULL) == (hostile[i].words == NULL));
        admit_result_done(&result);
    }
    inject_snapshot_unref(snapshot);
}

/* A message that is cut is cut between characters, and the answer is whole. */
static void a_long_value_is_cut_at_a_character(void **state)
{
    struct inject_snapshot *snapshot = snapshot_of(plain_template);

    (void)state;
    for (size_t len = 250; len < 260; len++) {
        char value[300];

        memset(value, 'x', len);
        (void)snprintf(value + len, sizeof(value) - len, "\xc3\xa9\xe2\x82\xac");
        auto_free char *text =
            mem_printf("{'metadata':{'annotations':{'sidecar.istio.io/proxyCPU':'%s'}}}", value);
        auto_free char *body = review_text(text);
        struct admit_result result;

        assert_null(answer(snapshot, "/inject", body, &result));
        assert_int_equal(result.outcome, ADMIT_DENIED);
        assert_non_null(strstr(result.message, "sidecar.istio.io/proxyCPU"));
        admit_result_done(&result);
    }
    inject_snapshot_unref(snapshot);
}

/* Of the bounds of a request: what fits, and what is one too much. */
static void a_request_is_bounded(void **state)
{
    struct inject_snapshot *snapshot = snapshot_of(plain_template);

    (void)state;
    for (size_t extra = 0; extra < 2; extra++) {
        auto_buf struct buf body = BUF_INIT(LIMIT_FILE), deep = BUF_INIT(LIMIT_FILE);
        auto_free char *review = review_text(pod_text);
        struct admit_result result;

        buf_add(&body, review, strlen(review) - 1);
        buf_adds(&body, ",\"x\":[");
        for (size_t i = 0; i < LIMIT_ADMISSION_NODES - 100 + 200 * extra; i++)
            buf_adds(&body, i ? ",0" : "0");
        buf_adds(&body, "]}");
        json_decref(answer(snapshot, "/inject", buf_text(&body), &result));
        assert_int_equal(result.outcome, extra ? ADMIT_MALFORMED : ADMIT_INJECTED);
        admit_result_done(&result);

        buf_add(&deep, review, strlen(review) - 1);
        buf_adds(&deep, ",\"x\":");
        buf_fill(&deep, '[', LIMIT_ADMISSION_DEPTH - 1 + extra);
        buf_fill(&deep, ']', LIMIT_ADMISSION_DEPTH - 1 + extra);
        buf_adds(&deep, "}");
        json_decref(answer(snapshot, "/inject", buf_text(&deep), &result));
        assert_int_equal(result.outcome, extra ? ADMIT_MALFORMED : ADMIT_INJECTED);
        admit_result_done(&result);
    }
    inject_snapshot_unref(snapshot);
}

struct refusal {
    const char *template, *words;
};

/* Each template is refused for this one Pod, with these words. */
static void expect_refusals(const struct refusal *rows, size_t n)
{
    auto_free char *body = review_text(pod_text);

    for (size_t i = 0; i < n; i++) {
        struct inject_snapshot *snapshot = snapshot_of(rows[i].template);
        struct admit_result result;

        assert_null(answer(snapshot, "/inject", body, &result));
        assert_int_equal(result.outcome, ADMIT_DENIED);
        assert_string_equal(result.reason, "InvalidPod");
        if (!strstr(result.message, rows[i].words))
            fail_msg("%s: %s", rows[i].template, result.message);
        admit_result_done(&result);
        inject_snapshot_unref(snapshot);
    }
}

/* Templates that never end, or render without end. */
static void a_template_is_bounded(void **state)
{
    static const struct refusal endless[] = {
        {"{{ range until 3000 }}{{ range until 3000 }}{{ end }}{{ end }}", "steps"},
        {"{{ range until 1000 }}{{ $_ := repeat 100000 \"x\" }}{{ end }}", "bytes of memory"},
        {"spec: {x: '{{ repeat 1100000 \"x\" }}'}", "is larger than 1048576 bytes"},
        {"a:\n{{ range until 11000 }}- 1\n{{ end }}", "more than 10000 nodes"},
        {"a: {{ repeat 40 \"[\" }}{{ repeat 40 \"]\" }}", "nested deeper than 32"},
    };

    (void)state;
    expect_refusals(endless, ARRAY_LEN(endless));
}

/* What templates render that is no part of a Pod. */
static void a_template_that_renders_no_pod_is_refused(void **state)
{
    static const struct refusal broken[] = {
        {"spec: {containers: [{image: x}]}", "merge key: name"},
        {"spec: {containers: {name: x}}", "spec.containers: want a list"},
        {"spec: {containers: [{name: 7}]}", "spec.containers[0].name: want a text"},
        {"metadata: {annotations: {a: 1}}", "metadata.annotations.a: want a text"},
        {"{{ .Nope }}", "can't evaluate field Nope"},
        {"a: b: c", "does not render to YAML"},
        {"- 1", "does not render to a mapping"},
    };

    (void)state;
    expect_refusals(broken, ARRAY_LEN(broken));
}

static const struct {
    const char *pod, *warnings; /* JSON; NULL: none */
} told[] = {
    {"{'spec':{'containers':[]}}", NULL},
    {"{'metadata':{'annotations':{'sidecar.istio.io/inject':'true','proxy.istio.io/config':'concurrency: 1'}}}",
     NULL},
    {"{'spec':{'hostNetwork':true}}",
     "['no sidecar: the pod uses the host`s network, whose traffic cannot be captured']"},
    {"{'metadata':{'labels':{'sidecar.istio.io/inject':'yes'},'annotations':{'sidecar.istio.io/inject':''}}}",
     "['label sidecar.istio.io/inject is \\\"yes\\\", which says nothing: want \\\"true\\\" or \\\"false\\\"',"
     "'annotation sidecar.istio.io/inject is \\\"\\\", which says nothing: want \\\"true\\\" or \\\"false\\\"']"},
    {"{'metadata':{'annotations':{'sidecar.istio.io/rewriteAppHTTPProbers':'1','sidecar.istio.io/nativeSidecar':'1'}}}",
     "['annotation sidecar.istio.io/nativeSidecar is \\\"1\\\", which says nothing: want \\\"true\\\" or \\\"false\\\"']"},
    {"{'metadata':{'annotations':{'proxy.istio.io/config':'{concurency: 1, tracing: {zipkins: 1}, proxyMetadata: {a: b}}'}}}",
     "['annotation proxy.istio.io/config: there is no field concurency',"
     "'annotation proxy.istio.io/config: there is no field tracing.zipkins']"},
};

static void what_is_not_understood_is_told(void **state)
{
    struct inject_snapshot *snapshot = snapshot_of(plain_template);

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(told); i++) {
        auto_free char *body = review_text(told[i].pod);
        auto_buf struct buf reply = BUF_INIT(LIMIT_FILE);
        auto_json json_t *answered = NULL,
                         *want = told[i].warnings ? unit_json(told[i].warnings) : NULL;
        auto_err struct err err = ERR_INIT;
        struct admit_result result;
        const json_t *got;

        admit_review(snapshot, "/inject", body, strlen(body), &reply, &result);
        assert_int_equal(json_parse(buf_text(&reply), reply.len, &answered, &err), 0);
        got = json_dig(answered, "response", "warnings");
        for (size_t k = 0; k < json_array_size(want); k++) {
            auto_free char *text = mem_strdup(json_string_value(json_array_get(want, k)));

            for (char *p = text; *p; p++)
                *p = *p == '`' ? '\'' : *p;
            (void)json_array_set_new(want, k, json_string(text));
        }
        if (!want != !got || (want && !json_equal(want, got)))
            fail_msg("%s: %s", told[i].pod, buf_text(&reply));
        admit_result_done(&result);
    }
    inject_snapshot_unref(snapshot);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_not_understood_is_told),
        cmocka_unit_test(malformed_reviews_get_no_answer_but_a_reason),
        cmocka_unit_test(a_review_cut_off_anywhere_is_malformed_or_harmless),
        cmocka_unit_test(a_pod_gets_the_template_and_its_status),
        cmocka_unit_test(what_a_template_changes_ends_with_its_pod),
        cmocka_unit_test(what_nobody_should_write_is_answered),
        cmocka_unit_test(a_long_value_is_cut_at_a_character),
        cmocka_unit_test(a_request_is_bounded),
        cmocka_unit_test(a_template_is_bounded),
        cmocka_unit_test(a_template_that_renders_no_pod_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
