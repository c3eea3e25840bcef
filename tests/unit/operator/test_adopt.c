/* Whose an object is, and what an apply changes of it. */
#include "operator/adopt.h"
#include "tests/unit/unit.h"

static const struct {
    const char *object, *maker;
} makers[] = {
    {"{'metadata':{'annotations':{'meta.helm.sh/release-name':'istiod'},"
     "'labels':{'operator.istio.io/component':'Pilot'}}}",
     "Helm's release istiod"},
    {"{'metadata':{'labels':{'install.operator.istio.io/owning-resource':'unknown'}}}", "istioctl"},
    {"{'metadata':{'annotations':{'meta.helm.sh/release-name':'default-istiod'},'ownerReferences':"
     "[{'kind':'A','name':'b'},{'kind':'IstioRevision','name':'default','controller':true}]}}",
     "IstioRevision default"},
    {"{'metadata':{'managedFields':[{'manager':'kubectl'},{'manager':'other'}]}}", "kubectl"},
    {"{'metadata':{'managedFields':[1]}}", ""},
    {"{'metadata':{}}", "somebody else"},
    {"{}", "somebody else"},
};

static void who_made_it_is_told(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(makers); i++) {
        auto_json json_t *object = unit_json(makers[i].object);
        auto_free char *maker = adopt_maker(object);

        assert_string_equal(maker, makers[i].maker);
    }
}

static const struct {
    const char *live, *after, *field;
} changes[] = {
    {"{'metadata':{'labels':{}},'data':{'a':'1'},'status':{'x':1}}",
     "{'metadata':{'labels':{'ours':'1'}},'data':{'a':'1'},'status':{'x':2}}", NULL},
    {"{'data':{'a':'1','b':'2'}}", "{'data':{'a':'1','b':'3'}}", "/data/b"},
    {"{'spec':{'replicas':1}}", "{'spec':{'replicas':1.0}}", NULL},
    {"{'spec':{'ports':[{'port':80}]}}", "{'spec':{'ports':[{'port':80},{'port':81}]}}",
     "/spec/ports/1"},
    {"{'spec':{}}", "{}", "/spec"},
};

static void the_first_change_is_told_but_for_labels_and_status(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(changes); i++) {
        auto_json json_t *live = unit_json(changes[i].live), *after = unit_json(changes[i].after);
        auto_free char *field = adopt_first_change(live, after);

        if (!changes[i].field)
            assert_null(field);
        else
            assert_string_equal(field, changes[i].field);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_made_it_is_told),
        cmocka_unit_test(the_first_change_is_told_but_for_labels_and_status),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
