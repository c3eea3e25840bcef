/* Strategic merge of Pods: keys, order, nulls, directives. */
#include "merge/strategic.h"
#include "tests/unit/unit.h"

static const struct {
    const char *name, *pod, *patch, *want;
} rows[] = {
    {"containers merge by name", "{'spec':{'containers':[{'name':'a','image':'x','tty':true}]}}",
     "{'spec':{'containers':[{'name':'a','image':'y'}]}}",
     "{'spec':{'containers':[{'name':'a','image':'y','tty':true}]}}"},
    {"what is new comes before what was there", "{'spec':{'containers':[{'name':'hello'}]}}",
     "{'spec':{'containers':[{'name':'istio-proxy'}]}}",
     "{'spec':{'containers':[{'name':'istio-proxy'},{'name':'hello'}]}}"},
    {"order in the target is kept around a merged element",
     "{'spec':{'containers':[{'name':'a'},{'name':'istio-proxy'},{'name':'b'}]}}",
     "{'spec':{'containers':[{'name':'istio-proxy','image':'p'}]}}",
     "{'spec':{'containers':[{'name':'a'},{'name':'istio-proxy','image':'p'},{'name':'b'}]}}"},
    {"env of a container merges by name, the patch's first",
     "{'spec':{'containers':[{'name':'a','env':[{'name':'U','value':'1'}]}]}}",
     "{'spec':{'containers':[{'name':'a','env':[{'name':'T1','value':'x'},{'name':'T2','value':'y'}]}]}}",
     "{'spec':{'containers':[{'name':'a','env':[{'name':'T1','value':'x'},{'name':'T2','value':'y'},"
     "{'name':'U','value':'1'}]}]}}"},
    {"ports merge by number",
     "{'spec':{'containers':[{'name':'a','ports':[{'containerPort':80,'name':'x'}]}]}}",
     "{'spec':{'containers':[{'name':'a','ports':[{'containerPort':80,'protocol':'TCP'}]}]}}",
     "{'spec':{'containers':[{'name':'a','ports':[{'containerPort':80,'name':'x','protocol':'TCP'}]}]}}"},
    {"lists without a key are replaced", "{'spec':{'containers':[{'name':'a','args':['1','2']}]}}",
     "{'spec':{'containers':[{'name':'a','args':['3']}]}}",
     "{'spec':{'containers':[{'name':'a','args':['3']}]}}"},
    {"null deletes", "{'metadata':{'labels':{'a':'1','b':'2'}}}",
     "{'metadata':{'labels':{'a':null}}}", "{'metadata':{'labels':{'b':'2'}}}"},
    {"null in a new map is dropped", "{}", "{'spec':{'x':{'a':null,'b':1}}}",
     "{'spec':{'x':{'b':1}}}"},
    {"null in an appended element stays", "{'spec':{'volumes':[]}}",
     "{'spec':{'volumes':[{'name':'v','emptyDir':null}]}}",
     "{'spec':{'volumes':[{'name':'v','emptyDir':null}]}}"},
    {"null in elements of a new list is dropped", "{'spec':{}}",
     "{'spec':{'volumes':[{'name':'v','emptyDir':null,'secret':{'a':null,'items':[{'b':null}]}}]}}",
     "{'spec':{'volumes':[{'name':'v','secret':{'items':[{}]}}]}}"},
    {"null in elements of a list that is replaced stays", "{'spec':{'x':[1]}}",
     "{'spec':{'x':[{'a':null}]}}", "{'spec':{'x':[{'a':null}]}}"},
    {"$patch: replace takes the patch as it is", "{'metadata':{'labels':{'a':'1'}}}",
     "{'metadata':{'labels':{'$patch':'replace','b':'2'}}}", "{'metadata':{'labels':{'b':'2'}}}"},
    {"$patch: delete removes an element", "{'spec':{'containers':[{'name':'a'},{'name':'b'}]}}",
     "{'spec':{'containers':[{'name':'a','$patch':'delete'}]}}",
     "{'spec':{'containers':[{'name':'b'}]}}"},
    {"finalizers are a set", "{'metadata':{'finalizers':['a']}}",
     "{'metadata':{'finalizers':['a','b']}}", "{'metadata':{'finalizers':['a','b']}}"},
    {"a key that is twice in the target moves behind the first",
     "{'spec':{'containers':[{'name':'a','ports':[{'containerPort':1},{'containerPort':2},{'containerPort':1,'name':'x'}]}]}}",
     "{'spec':{'containers':[{'name':'a','ports':[{'containerPort':3}]}]}}",
     "{'spec':{'containers':[{'name':'a','ports':[{'containerPort':3},{'containerPort':1},"
     "{'containerPort':1,'name':'x'},{'containerPort':2}]}]}}"},
    {"a key that is twice in the patch merges into one",
     "{'spec':{'containers':[{'name':'a','env':[]}]}}",
     "{'spec':{'containers':[{'name':'a','env':[{'name':'A','value':'1'},{'name':'B'},{'name':'A','value':'2'}]}]}}",
     "{'spec':{'containers':[{'name':'a','env':[{'name':'A','value':'2'},{'name':'B'}]}]}}"},
    {"a list that the target has not is taken as it is", "{'spec':{'containers':[{'name':'a'}]}}",
     "{'spec':{'containers':[{'name':'a','env':[{'name':'A'},{'name':'A'}]}]}}",
     "{'spec':{'containers':[{'name':'a','env':[{'name':'A'},{'name':'A'}]}]}}"},
    {"pull secrets merge by name", "{'spec':{'imagePullSecrets':[{'name':'foo'}]}}",
     "{'spec':{'imagePullSecrets':[{'name':'bar'}]}}",
     "{'spec':{'imagePullSecrets':[{'name':'bar'},{'name':'foo'}]}}"},
};

static void pods_merge_as_kubernetes_merges_them(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        auto_json json_t *pod = unit_json(rows[i].pod), *patch = unit_json(rows[i].patch);
        auto_json json_t *want = unit_json(rows[i].want), *before = json_deep_copy(pod),
                         *got = NULL;
        auto_err struct err err = ERR_INIT;

        if (merge_pod(pod, patch, &got, &err) < 0)
            fail_msg("%s: %s", rows[i].name, err_message(&err));
        if (!json_equal(got, want)) {
            auto_free char *text = json_text(got);

            fail_msg("%s: got %s", rows[i].name, text);
        }
        assert_true(json_equal(pod, before));
    }
}

static void an_element_without_its_key_is_refused_with_its_path(void **state)
{
    auto_json json_t *pod = unit_json("{'spec':{'containers':[{'name':'a'}]}}");
    auto_json json_t *patch = unit_json("{'spec':{'containers':[{'image':'y'}]}}"), *got = NULL;
    auto_err struct err err = ERR_INIT;

    (void)state;
    assert_int_equal(merge_pod(pod, patch, &got, &err), -1);
    assert_int_equal(err.class, ERR_INVALID);
    assert_non_null(strstr(err_message(&err), "pod.spec.containers[0]"));
    assert_non_null(strstr(err_message(&err), "merge key: name"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pods_merge_as_kubernetes_merges_them),
        cmocka_unit_test(an_element_without_its_key_is_refused_with_its_path),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
