/* Which nodes run native sidecars, and whose Pods get them. */
#include "inject/inject.h"
#include "inject/nodes.h"
#include "tests/unit/unit.h"

static const struct {
    const char *version;
    bool native;
} versions[] = {
    {"v1.33.0", true}, {"v1.34.1+k3s1", true}, {"v1.32.9", false},
    {"1.33", true},    {"v2", false},          {"", false},
    {NULL, false},     {"v1.x", false},        {"v1.100.0", true},
};

static void the_minor_version_decides(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(versions); i++)
        assert_int_equal(node_is_native(versions[i].version), versions[i].native);
}

static void all_nodes_must(void **state)
{
    auto_json json_t *none = json_object(), *new = unit_json("{'a':'v1.33.0','b':'v1.34.0'}");
    auto_json json_t *mixed = unit_json("{'a':'v1.33.0','b':'v1.32.0'}"),
                     *odd = unit_json("{'a':null}");

    (void)state;
    assert_true(nodes_are_native(NULL));
    assert_true(nodes_are_native(none));
    assert_true(nodes_are_native(new));
    assert_false(nodes_are_native(mixed));
    assert_false(nodes_are_native(odd));
}

/* Injected with these values and nodes, a Pod bound to `node` sees this as .NativeSidecars. */
static void check_pod(const char *values, const char *nodes, const char *node, const char *want)
{
    static const char config[] = "{\"policy\":\"enabled\",\"templates\":{\"sidecar\":"
                                 "\"metadata: {annotations: {o: '{{ .NativeSidecars }}'}}\"}}";
    struct inject_request request = {.path = "", .namespace = "app"};
    auto_json json_t *pod = unit_json("{'spec':{'containers':[]}}"), *injected = NULL;
    struct injector *injector = NULL;
    auto_err struct err err = ERR_INIT;

    assert_int_equal(injector_parse(config, values, "{}", &injector, &err), 0);
    struct inject_snapshot *snapshot = inject_snapshot_new(injector, "");
    snapshot->nodes = unit_json(nodes);
    snapshot->native_sidecars = nodes_are_native(snapshot->nodes);
    json_put_text(json_object_get(pod, "spec"), "nodeName", node);
    assert_int_equal(inject_pod(snapshot, &request, pod, &injected, &err), 0);
    assert_string_equal(json_dig_text(injected, "metadata", "annotations", "o"), want);
    inject_snapshot_unref(snapshot);
}

static void a_bound_pod_gets_what_its_node_can(void **state)
{
    static const char *const rows[][2] = {
        {"new", "true"}, {"old", "false"}, {"gone", "false"}, {"", "false"}};

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++)
        check_pod("{}", "{'new':'v1.33.0','old':'v1.32.0'}", rows[i][0], rows[i][1]);
}

/* The rows of Istio's TestDetectNativeSidecar: what istiod is told, the nodes, and the outcome. */
static const char *const detected[][3] = {
    {"false", "{'node-1':'1.33.0','node-2':'1.34.0'}", "false"},
    {"auto", "{'node-1':'1.33.0','node-2':'1.34.0'}", "true"},
    {"auto", "{'node-1':'1.28.0','node-2':'1.29.0'}", "false"},
    {"auto", "{'node-1':'1.33.0','node-2':'1.28.0'}", "false"},
    {"auto", "{'node-1':''}", "false"},
    {"true", "{'node-1':'1.33.0','node-2':'1.28.0'}", "true"},
};

static void istiod_is_told_or_asks_the_nodes(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(detected); i++) {
        auto_free char *values =
            mem_printf("{\"pilot\":{\"env\":{\"ENABLE_NATIVE_SIDECARS\":\"%s\"}}}", detected[i][0]);

        check_pod(values, detected[i][1], "", detected[i][2]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_minor_version_decides),
        cmocka_unit_test(all_nodes_must),
        cmocka_unit_test(a_bound_pod_gets_what_its_node_can),
        cmocka_unit_test(istiod_is_told_or_asks_the_nodes),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
