/* Which Pods keep a mesh from being deleted, and what is said of them. */
#include "operator/sidecars.h"
#include "tests/unit/unit.h"

#define STATUS(revision)                                                                           \
    "'annotations':{'sidecar.istio.io/status':'{\\\"revision\\\":\\\"" revision "\\\"}'}"
#define OF_CART                                                                                    \
    "'generateName':'cart-5c-','labels':{'pod-template-hash':'5c'},"                               \
    "'ownerReferences':[{'apiVersion':'apps/v1','kind':'ReplicaSet','name':'cart-5c','controller':true}]"

static const struct {
    const char *what, *pod;
    bool counts;
} rows[] = {
    {"a sidecar",
     "{'metadata':{'namespace':'shop','name':'cart-5c-a'," OF_CART "," STATUS("default") "}}",
     true},
    {"another of the same",
     "{'metadata':{'namespace':'shop','name':'cart-5c-b'," OF_CART "," STATUS("default") "}}",
     true},
    {"nobody's", "{'metadata':{'namespace':'shop','name':'alone'," STATUS("default") "}}", true},
    {"an injector that says no revision",
     "{'metadata':{'namespace':'more','name':'old','annotations':{'sidecar.istio.io/status':'{}'}}}",
     true},
    {"another mesh's", "{'metadata':{'namespace':'shop','name':'x'," STATUS("canary") "}}", false},
    {"a Pod without one", "{'metadata':{'namespace':'shop','name':'y','annotations':{}}}", false},
    {"the mesh's own gateway",
     "{'metadata':{'namespace':'istio-system','name':'gate-5c-a','generateName':'gate-5c-',"
     "'labels':{'pod-template-hash':'5c'},'ownerReferences':[{'apiVersion':'apps/v1','kind':'"
     "ReplicaSet','name':'gate-5c','controller':true}]," STATUS("default") "}}",
     false},
    {"nothing", "{}", false},
};

static void the_mesh_s_own_sidecars_count(void **state)
{
    auto_json json_t *mesh_config = unit_json(
        "{'status':{'revisions':['default','prod'],'components':[{'name':'gate','namespace':'istio-system'}]}}");
    auto_json json_t *want =
        unit_json("[{'kind':'Deployment','namespace':'shop','name':'cart','pods':2},"
                  "{'kind':'Pod','namespace':'shop','name':'alone','pods':1},"
                  "{'kind':'Pod','namespace':'more','name':'old','pods':1}]");
    struct sidecars sidecars = {0};
    size_t counted = 0;

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        auto_json json_t *pod = unit_json(rows[i].pod);

        sidecars_count(&sidecars, mesh_config, pod);
        if ((sidecars.pods > counted) != rows[i].counts)
            fail_msg("%s", rows[i].what);
        counted = sidecars.pods;
    }
    assert_true(json_equal(sidecars.workloads, want));
    auto_free char *text = sidecars_text(&sidecars);
    assert_string_equal(text, "4 pods in 2 namespaces have sidecars of this mesh, of Deployment "
                              "shop/cart first");
    sidecars_done(&sidecars);
}

static void a_mesh_that_was_never_there_has_none(void **state)
{
    auto_json json_t *mesh_config = unit_json("{'status':{}}"), *pod = unit_json(rows[0].pod);
    struct sidecars sidecars = {0};

    (void)state;
    sidecars_count(&sidecars, mesh_config, pod);
    assert_int_equal(sidecars.pods, 0);
}

static void only_the_first_hundred_workloads_are_named(void **state)
{
    auto_json json_t *mesh_config = unit_json("{'status':{'revisions':['default']}}"),
                     *pod = unit_json(rows[2].pod);
    struct sidecars sidecars = {0};

    (void)state;
    for (int i = 0; i < 150; i++) {
        auto_free char *name = mem_printf("pod-%d", i);

        json_put_text(json_object_get(pod, "metadata"), "name", name);
        sidecars_count(&sidecars, mesh_config, pod);
    }
    assert_int_equal(sidecars.pods, 150);
    assert_int_equal(json_array_size(sidecars.workloads), 100);
    sidecars_done(&sidecars);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_mesh_s_own_sidecars_count),
        cmocka_unit_test(a_mesh_that_was_never_there_has_none),
        cmocka_unit_test(only_the_first_hundred_workloads_are_named),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
