/* Admission without a cluster: malformed reviews, the check of additions, the URL's parameters. */
#include "base/base64.h"
#include "merge/diff.h"
#include "tests/unit/unit.h"
#include "webhook/admit.h"
#include "yaml/yaml.h"

static struct admit_snapshot *snapshot_of(const char *template)
{
    struct admit_snapshot *snapshot = mem_zalloc(sizeof(*snapshot));
    auto_err struct err err = ERR_INIT;
    auto_json json_t *config =
        json_pack("{s:s,s:{s:s}}", "policy", "enabled", "templates", "sidecar", template);
    auto_free char *text = json_text(config);

    snapshot->references = 1;
    snapshot->proxy_configs = json_array();
    snapshot->native_sidecars = true;
    if (injector_parse(text, "{\"global\":{\"hub\":\"h\",\"tag\":\"t\"}}", "{}",
                       &snapshot->injector, &err) < 0)
        fail_msg("%s", err_message(&err));
    return snapshot;
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
static json_t *answer(const struct admit_snapshot *snapshot, const char *path, const char *body,
                      struct admit_result *result)
{
    auto_buf struct buf reply = BUF_INIT(LIMIT_FILE);
    auto_err struct err err = ERR_INIT;
    auto_json json_t *review = NULL, *request = NULL, *patch = NULL;
    json_t *pod = NULL;
    const char *encoded;

    admit_review(snapshot, "", path, body, strlen(body), &reply, result);
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
    assert_int_equal(diff_apply(json_dig(request, "request", "object"), patch, &pod, &err), 0);
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
    struct admit_snapshot *snapshot = snapshot_of(plain_template);

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(bodies); i++) {
        struct admit_result result;

        assert_null(answer(snapshot, "/inject", bodies[i], &result));
        assert_int_equal(result.outcome, ADMIT_MALFORMED);
        assert_string_equal(result.reason, "MalformedReview");
        assert_true(strlen(result.message) > 0);
        admit_result_done(&result);
    }
    admit_snapshot_unref(snapshot);
}

static void a_review_cut_off_anywhere_is_malformed_or_harmless(void **state)
{
    struct admit_snapshot *snapshot = snapshot_of(plain_template);
    auto_free char *body = review_text(pod_text);

    (void)state;
    for (size_t len = strlen(body); len-- > 0;) {
        auto_buf struct buf reply = BUF_INIT(LIMIT_FILE);
        struct admit_result result;

        admit_review(snapshot, "", "/inject", body, len, &reply, &result);
        assert_int_equal(result.outcome, ADMIT_MALFORMED);
        admit_result_done(&result);
    }
    admit_snapshot_unref(snapshot);
}

static void a_pod_gets_the_template_and_its_status(void **state)
{
    struct admit_snapshot *snapshot = snapshot_of(plain_template);
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
    admit_snapshot_unref(snapshot);
}

/* A user's template may change what it is given; the next Pod does not see it. */
static void what_a_template_changes_ends_with_its_pod(void **state)
{
    static const char template[] =
        "{{ $_ := set .Values.global \"n\" (add1 (.Values.global.n | default 0)) }}"
        "{{ $_ := mergeOverwrite .Values (dict \"global\" (dict \"tag\" \"changed\")) }}"
        "spec:\n  containers:\n  - name: istio-proxy\n    image: i\n    env:\n"
        "    - {name: COUNT, value: \"{{ .Values.global.n }} {{ .Values.global.tag }}\"}\n";
    struct admit_snapshot *snapshot = snapshot_of(template);
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
    admit_snapshot_unref(snapshot);
}

/* What a template may not do to a Pod, whatever annotations it splices in. */
static const struct {
    const char *template, *words;
} refused[] = {
    {"spec: {hostNetwork: true}", "spec.hostNetwork"},
    {"spec: {hostPID: true}", "spec.hostPID"},
    {"spec: {containers: [{name: evil, image: x}]}", "\"evil\""},
    {"spec: {containers: [{name: istio-proxy, securityContext: {privileged: true}}]}",
     "privileged"},
    {"spec: {volumes: [{name: root, hostPath: {path: /}}]}", "hostPath volume \"root\""},
    {"spec: {containers: [{image: x}]}", "merge key: name"},
    {"{{ .Nope }}", "can't evaluate field Nope"},
    {"a: b: c", "does not render to YAML"},
    {"- 1", "does not render to a mapping"},
};

static void additions_that_nobody_asked_for_are_denied(void **state)
{
    auto_free char *body = review_text(pod_text);

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(refused); i++) {
        struct admit_snapshot *snapshot = snapshot_of(refused[i].template);
        struct admit_result result;

        assert_null(answer(snapshot, "/inject", body, &result));
        assert_int_equal(result.outcome, ADMIT_DENIED);
        assert_string_equal(result.reason, "InvalidPod");
        if (!strstr(result.message, refused[i].words))
            fail_msg("%s: %s", refused[i].template, result.message);
        admit_result_done(&result);
        admit_snapshot_unref(snapshot);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(malformed_reviews_get_no_answer_but_a_reason),
        cmocka_unit_test(a_review_cut_off_anywhere_is_malformed_or_harmless),
        cmocka_unit_test(a_pod_gets_the_template_and_its_status),
        cmocka_unit_test(what_a_template_changes_ends_with_its_pod),
        cmocka_unit_test(additions_that_nobody_asked_for_are_denied),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
