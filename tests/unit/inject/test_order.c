/* The order of containers, and what is written of an injection. */
#include "inject/order.h"
#include "inject/pod.h"
#include "inject/status.h"
#include "tests/unit/unit.h"

static const struct {
    const char *containers, *inits, *mesh, *config, *values; /* NULL: nothing */
    const char *containers_after, *inits_after;
} rows[] = {
    {"istio-proxy a b", "", "{}", NULL, "{}", "a b istio-proxy", ""},
    {"a istio-proxy b", "", "{'defaultConfig':{'holdApplicationUntilProxyStarts':true}}", NULL,
     "{}", "istio-proxy a b", ""},
    {"a istio-proxy b", "", "{'defaultConfig':{'holdApplicationUntilProxyStarts':true}}",
     "{'holdApplicationUntilProxyStarts':false}", "{}", "a b istio-proxy", ""},
    {"a istio-proxy b", "", "{}", "{'holdApplicationUntilProxyStarts':true}", "{}",
     "istio-proxy a b", ""},
    {"a istio-proxy b", "", "{}", "{'holdApplicationUntilProxyStarts':false}",
     "{'global':{'proxy':{'holdApplicationUntilProxyStarts':true}}}", "istio-proxy a b", ""},
    {"a", "istio-init x y enable-core-dump", "{}", NULL, "{}", "a",
     "x y istio-init enable-core-dump"},
    {"a", "x istio-validation y", "{}", NULL, "{}", "a", "istio-validation x y"},
    {"a", "x enable-core-dump istio-proxy y istio-init", "{}", NULL, "{}", "a",
     "istio-init istio-proxy enable-core-dump x y"},
    {"a", "istio-proxy x istio-validation", "{}", NULL, "{}", "a",
     "istio-validation istio-proxy x"},
    {"a", "istio-proxy x istio-proxy", "{}", NULL, "{}", "a", "istio-proxy x"},
    {"a a istio-proxy b istio-proxy", "", "{}", NULL, "{}", "a a b istio-proxy", ""},
};

static json_t *list_of(const char *names)
{
    json_t *list = json_array();

    while (*names) {
        size_t len = strcspn(names, " ");

        json_array_append_new(list, json_pack("{s:s%}", "name", names, len));
        names += len + (names[len] == ' ');
    }
    return list;
}

static void check_names(const json_t *pod, const char *kind, const char *names)
{
    auto_json json_t *want = list_of(names);

    if (!json_equal(json_dig(pod, "spec", kind), want))
        fail_msg("%s: want %s", kind, names);
}

static void containers_have_their_places(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        auto_json json_t *pod = json_object(), *mesh = unit_json(rows[i].mesh),
                         *values = unit_json(rows[i].values);
        auto_json json_t *config = rows[i].config ? unit_json(rows[i].config) : NULL;
        struct injector injector = {.mesh = mesh, .values = values};
        struct inject_input in = {.injector = &injector, .pod = pod, .config = config};

        json_put(json_make(pod, "spec"), "containers", list_of(rows[i].containers));
        json_put(json_make(pod, "spec"), "initContainers", list_of(rows[i].inits));
        order_containers(&in, pod);
        check_names(pod, "containers", rows[i].containers_after);
        check_names(pod, "initContainers", rows[i].inits_after);
    }
}

static void the_status_says_what_templates_add(void **state)
{
    auto_json json_t *templates = unit_json(
        "{'spec':{'initContainers':[{'name':'i'}],'containers':[{'name':'c'},{'name':'<d>'}],"
        "'volumes':[]}}");
    auto_json json_t *annotations = unit_json("{'own':'note'}"), *pod = json_object(), *read = NULL;
    struct injector injector = {.injected_annotations = annotations};
    struct inject_input in = {.injector = &injector, .revision = "r"};

    (void)state;
    inject_status_write(&in, templates, pod);
    assert_string_equal(
        pod_annotation(pod, POD_STATUS),
        "{\"initContainers\":[\"i\"],\"containers\":[\"c\",\"\\u003cd\\u003e\"],\"volumes\":null,"
        "\"imagePullSecrets\":null,\"revision\":\"r\"}");
    assert_string_equal(pod_annotation(pod, "own"), "note");
    read = inject_status_read(pod);
    assert_true(pod_was_injected(read, "containers", "<d>"));
    assert_false(pod_was_injected(read, "initContainers", "c"));
    assert_false(pod_was_injected(read, "volumes", "c"));
}

static void a_status_that_makes_no_sense_is_none(void **state)
{
    static const struct {
        const char *text;
        bool some;
    } texts[] = {
        {"{}", true}, {"null", true}, {"[]", false}, {"x", false}, {"{\"containers\":7}", false}};

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
        auto_json json_t *pod = json_object();

        json_put_text(json_make(pod, "metadata", "annotations"), POD_STATUS, texts[i].text);
        auto_json json_t *status = inject_status_read(pod);
        assert_int_equal(status != NULL, texts[i].some);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(containers_have_their_places),
        cmocka_unit_test(the_status_says_what_templates_add),
        cmocka_unit_test(a_status_that_makes_no_sense_is_none),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
