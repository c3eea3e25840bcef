/* What the webhook's URL, the values and a label say of the sidecar's environment. */
#include "inject/environment.h"
#include "tests/unit/unit.h"

static const struct {
    const char *path, *values, *pod, *environment;
} rows[] = {
    {"", "{}", "{}", "{}"},
    {"/inject", "{}", "{}", "{}"},
    {"/inject/", "{}", "{}", "{}"},
    {"/other/cluster/c", "{}", "{}", "{}"},
    {"/inject/cluster/c/net/n", "{}", "{}",
     "{'ISTIO_META_CLUSTER_ID':'c','ISTIO_META_NETWORK':'n'}"},
    {"/inject/cluster/c/", "{}", "{}", "{'ISTIO_META_CLUSTER_ID':'c'}"},
    {"/inject/net/n/cluster", "{}", "{}", "{'ISTIO_META_NETWORK':'n'}"},
    {"/inject/a_b/x--slash--y--slash--", "{}", "{}", "{'A_B':'x/y/'}"},
    {"/inject/Cluster/x", "{}", "{}", "{'CLUSTER':'x'}"},
    {"/inject/a--slash--b/c", "{}", "{}", "{'A--SLASH--B':'c'}"},
    {"/inject//x", "{}", "{}", "{}"},
    {"/inject/a//b/c", "{}", "{}", "{'A':'','B':'c'}"},
    {"/inject/:ENV:cluster=c:ENV:net=a/b:ENV:x=y=z", "{}", "{}",
     "{'ISTIO_META_CLUSTER_ID':'c','ISTIO_META_NETWORK':'a/b','X':'y=z'}"},
    {"/inject/:ENV:=x:ENV:y:ENV:z=", "{}", "{}", "{'Z':''}"},
    {"/inject/:ENV:x=a--slash--b/", "{}", "{}", "{'X':'a--slash--b'}"},
    {"", "{'global':{'network':'v','multiCluster':{'clusterName':'w'}}}", "{}",
     "{'ISTIO_META_CLUSTER_ID':'w','ISTIO_META_NETWORK':'v'}"},
    {"/inject/net/n", "{'global':{'network':'v'}}", "{}", "{'ISTIO_META_NETWORK':'n'}"},
    {"/inject/net//x/y", "{'global':{'network':'v'}}", "{}", "{'ISTIO_META_NETWORK':'v','X':'y'}"},
    {"/inject/net/n", "{'global':{'network':'v'}}",
     "{'metadata':{'labels':{'topology.istio.io/network':'l'}}}", "{'ISTIO_META_NETWORK':'l'}"},
    {"", "{'global':{'network':'v'}}", "{'metadata':{'labels':{'topology.istio.io/network':''}}}",
     "{}"},
    {"/inject/net/n", "{}", "{'metadata':{'labels':{'topology.istio.io/network':''}}}",
     "{'ISTIO_META_NETWORK':'n'}"},
};

static void the_environment_is_of_url_values_and_label(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        auto_json json_t *values = unit_json(rows[i].values), *pod = unit_json(rows[i].pod);
        auto_json json_t *want = unit_json(rows[i].environment);
        struct injector injector = {.values = values};
        auto_json json_t *got = environment_of(&injector, pod, rows[i].path);

        if (!json_equal(got, want))
            fail_msg("%s: %s", rows[i].path, json_text(got));
    }
}

static const struct {
    const char *values, *environment;
    bool nodes, native, own;
} natives[] = {
    {"{}", "{}", true, true, true},
    {"{}", "{}", false, false, true},
    {"{}", "{'ISTIO_META_CLUSTER_ID':'Kubernetes'}", true, true, true},
    {"{}", "{'ISTIO_META_CLUSTER_ID':'other'}", true, false, false},
    {"{'global':{'multiCluster':{'clusterName':'other'}}}", "{'ISTIO_META_CLUSTER_ID':'other'}",
     true, true, true},
    {"{'pilot':{'env':{'ENABLE_NATIVE_SIDECARS':'false'}}}", "{}", true, false, true},
    {"{'pilot':{'env':{'ENABLE_NATIVE_SIDECARS':false}}}", "{}", true, false, true},
    {"{'pilot':{'env':{'ENABLE_NATIVE_SIDECARS':'true'}}}", "{'ISTIO_META_CLUSTER_ID':'x'}", false,
     true, false},
    {"{'pilot':{'env':{'ENABLE_NATIVE_SIDECARS':'auto'}}}", "{}", true, true, true},
};

static void native_is_what_istiod_is_told_or_nodes_can(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(natives); i++) {
        auto_json json_t *values = unit_json(natives[i].values),
                         *environment = unit_json(natives[i].environment);
        struct injector injector = {.values = values};

        assert_int_equal(environment_is_native(&injector, environment, natives[i].nodes),
                         natives[i].native);
        assert_int_equal(environment_is_own_cluster(&injector, environment), natives[i].own);
    }
}

static void variables_go_to_the_end_of_the_sidecars(void **state)
{
    auto_json json_t *environment = unit_json("{'B':'2','A':'1','ISTIO_META_NETWORK':'n'}");
    auto_json json_t *pod = unit_json(
        "{'spec':{'containers':[{'name':'a'}],'initContainers':[{'name':'istio-proxy','env':[{'name':'B','value':'x'},"
        "{'name':'C','value':'3'},{'name':'B'}]}]}}");
    auto_json json_t *want =
        unit_json("[{'name':'C','value':'3'},{'name':'A','value':'1'},{'name':'B','value':'2'},"
                  "{'name':'ISTIO_META_NETWORK','value':'n'}]");
    auto_json json_t *bare = unit_json("{'spec':{'containers':[{'name':'a'}]}}");

    (void)state;
    environment_apply(environment, pod);
    assert_true(json_equal(
        json_object_get(json_array_get(json_dig(pod, "spec", "initContainers"), 0), "env"), want));
    environment_apply(environment, bare);
    assert_string_equal(json_dig_text(bare, "metadata", "labels", "topology.istio.io/network"),
                        "n");
    assert_null(json_object_get(json_array_get(json_dig(bare, "spec", "containers"), 0), "env"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_environment_is_of_url_values_and_label),
        cmocka_unit_test(native_is_what_istiod_is_told_or_nodes_can),
        cmocka_unit_test(variables_go_to_the_end_of_the_sidecars),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
