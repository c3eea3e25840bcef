/* Desired, live and managedFields: what is to be applied, and why. */
#include "operator/diff.h"
#include "tests/unit/operator/live.h"

static const struct {
    const char *what, *desired, *live, *ours, *theirs;
    enum diff_why why;
    const char *path, *rival;
} rows[] = {
    {"nothing differs", "{'kind':'X','metadata':{'name':'a'},'spec':{'x':1}}",
     "{'kind':'X','spec':{'x':1,'more':2},'status':{'x':9}}", "{'f:spec':{'f:x':{}}}", NULL,
     DIFF_NONE, NULL, NULL},
    {"a value", "{'spec':{'x':1}}", "{'spec':{'x':2}}", "{'f:spec':{'f:x':{}}}", NULL, DIFF_VALUE,
     "spec.x", NULL},
    {"a value that another took over", "{'spec':{'x':1}}", "{'spec':{'x':2}}",
     "{'f:spec':{'f:y':{}}}", "{'f:spec':{'f:x':{}}}", DIFF_VALUE, "spec.x", "rival"},
    {"a value that is not ours any more", "{'spec':{'x':1}}", "{'spec':{'x':1}}", "{}",
     "{'f:spec':{'f:x':{}}}", DIFF_UNOWNED, "spec", "rival"},
    {"no Apply of ours at all", "{'spec':{'x':1}}", "{'spec':{'x':1}}", NULL, NULL, DIFF_UNOWNED,
     "spec", NULL},
    {"what we no longer say", "{'metadata':{'annotations':{'a':'1'}}}",
     "{'metadata':{'annotations':{'a':'1','b':'2'}}}",
     "{'f:metadata':{'f:annotations':{'.':{},'f:a':{},'f:b':{}}}}", NULL, DIFF_REMOVED,
     "metadata.annotations.b", NULL},
    {"the last of it", "{'metadata':{'labels':{}}}", "{'metadata':{'labels':{'b':'2'}}}",
     "{'f:metadata':{'f:labels':{'f:b':{}}}}", NULL, DIFF_REMOVED, "metadata.labels", NULL},
    {"all of it", "{'metadata':{'name':'a'}}", "{'metadata':{'labels':{'b':'2'}}}",
     "{'f:metadata':{'f:labels':{'f:b':{}}}}", NULL, DIFF_REMOVED, "metadata.labels", NULL},
    {"others' annotations beside none of ours", "{'metadata':{'annotations':{}}}",
     "{'metadata':{'annotations':{'b':'2'}}}", "{'f:metadata':{'f:annotations':{}}}",
     "{'f:metadata':{'f:annotations':{'f:b':{}}}}", DIFF_NONE, NULL, NULL},
    {"a mapping that is one value, emptied", "{'spec':{'nodeSelector':{}}}",
     "{'spec':{'nodeSelector':{'a':'b'}}}", "{'f:spec':{'f:nodeSelector':{}}}", NULL, DIFF_VALUE,
     "spec.nodeSelector", NULL},
    {"a mapping that is one value", "{'spec':{'nodeSelector':{'a':'b'}}}",
     "{'spec':{'nodeSelector':{'a':'b'}}}", "{'f:spec':{'f:nodeSelector':{}}}", NULL, DIFF_NONE,
     NULL, NULL},
    {"the worst is told", "{'spec':{'a':1,'b':1}}", "{'spec':{'a':1,'b':2,'c':3}}",
     "{'f:spec':{'f:b':{},'f:c':{}}}", NULL, DIFF_VALUE, "spec.b", NULL},
    {"items in another order, and another's among them",
     "{'spec':{'containers':[{'name':'b','image':'2'},{'name':'a','image':'1'}]}}",
     "{'spec':{'containers':[{'name':'x'},{'name':'a','image':'1'},{'name':'b','image':'2'}]}}",
     "{'f:spec':{'f:containers':{'k:{`name`:`a`}':{'.':{},'f:name':{},'f:image':{}},'k:{`name`:`b`}':{'.':{},'f:name':{},'f:image':{}}}}}",
     NULL, DIFF_NONE, NULL, NULL},
    {"an item's value", "{'spec':{'containers':[{'name':'a','image':'1'}]}}",
     "{'spec':{'containers':[{'name':'a','image':'2'}]}}",
     "{'f:spec':{'f:containers':{'k:{`name`:`a`}':{'.':{},'f:name':{}}}}}",
     "{'f:spec':{'f:containers':{'k:{`name`:`a`}':{'f:image':{}}}}}", DIFF_VALUE,
     "spec.containers[name=a].image", "rival"},
    {"an item that we no longer say", "{'spec':{'containers':[{'name':'a'}]}}",
     "{'spec':{'containers':[{'name':'a'},{'name':'b'}]}}",
     "{'f:spec':{'f:containers':{'k:{`name`:`a`}':{'.':{},'f:name':{}},'k:{`name`:`b`}':{'.':{},'f:name':{}}}}}",
     NULL, DIFF_REMOVED, "spec.containers[name=b]", NULL},
    {"an item that somebody took away", "{'spec':{'containers':[{'name':'a'},{'name':'b'}]}}",
     "{'spec':{'containers':[{'name':'a'}]}}",
     "{'f:spec':{'f:containers':{'k:{`name`:`a`}':{'.':{},'f:name':{}}}}}", NULL, DIFF_VALUE,
     "spec.containers", NULL},
    {"keys that the server put in", "{'spec':{'ports':[{'port':53},{'port':53,'protocol':'UDP'}]}}",
     "{'spec':{'ports':[{'port':53,'protocol':'TCP'},{'port':53,'protocol':'UDP'}]}}",
     "{'f:spec':{'f:ports':{'k:{`port`:53,`protocol`:`TCP`}':{'.':{},'f:port':{}},'k:{`port`:53,`protocol`:`UDP`}':{'.':{},'f:port':{},"
     "'f:protocol':{}}}}}",
     NULL, DIFF_NONE, NULL, NULL},
    {"the keys of an item that goes", "{'spec':{'ports':[{'port':53}]}}",
     "{'spec':{'ports':[{'port':53,'protocol':'TCP'}]}}",
     "{'f:spec':{'f:ports':{'k:{`port`:53,`protocol`:`TCP`}':{'.':{},'f:port':{}},'k:{`port`:53,`protocol`:`UDP`}':{'.':{}}}}}",
     NULL, DIFF_REMOVED, "spec.ports[port=53,protocol=UDP]", NULL},
    {"a set", "{'metadata':{'finalizers':['a']}}", "{'metadata':{'finalizers':['b','a']}}",
     "{'f:metadata':{'f:finalizers':{'v:`a`':{}}}}", NULL, DIFF_NONE, NULL, NULL},
    {"of a set one that goes", "{'metadata':{'finalizers':['a']}}",
     "{'metadata':{'finalizers':['b','a']}}",
     "{'f:metadata':{'f:finalizers':{'v:`a`':{},'v:`b`':{}}}}", NULL, DIFF_REMOVED,
     "metadata.finalizers[`b`]", NULL},
    {"a list that is one value", "{'spec':{'args':['a','b']}}", "{'spec':{'args':['b','a']}}",
     "{'f:spec':{'f:args':{}}}", NULL, DIFF_VALUE, "spec.args", NULL},
    {"quantities", "{'spec':{'limits':{'cpu':'2000m','memory':'1024Mi'}}}",
     "{'spec':{'limits':{'cpu':'2','memory':'1Gi'}}}",
     "{'f:spec':{'f:limits':{'f:cpu':{},'f:memory':{}}}}", NULL, DIFF_NONE, NULL, NULL},
    {"what only looks like quantities", "{'metadata':{'annotations':{'v':'1.10'}}}",
     "{'metadata':{'annotations':{'v':'1.1'}}}", "{'f:metadata':{'f:annotations':{'f:v':{}}}}",
     NULL, DIFF_VALUE, "metadata.annotations.v", NULL},
    {"a variable's empty value", "{'spec':{'env':[{'name':'a','value':''}]}}",
     "{'spec':{'env':[{'name':'a'}]}}",
     "{'f:spec':{'f:env':{'k:{`name`:`a`}':{'.':{},'f:name':{}}}}}", NULL, DIFF_NONE, NULL, NULL},
    {"an annotation's empty value", "{'metadata':{'annotations':{'value':''}}}",
     "{'metadata':{'annotations':{}}}", "{'f:metadata':{'f:annotations':{'f:a':{}}}}", NULL,
     DIFF_VALUE, "metadata.annotations.value", NULL},
    {"nulls and nothing", "{'spec':{'a':null,'b':{},'c':[]}}", "{'spec':{'a':7}}",
     "{'f:spec':{'f:a':{},'f:b':{}}}", NULL, DIFF_NONE, NULL, NULL},
    {"a mapping where a text is", "{'spec':{'a':{'b':1}}}", "{'spec':{'a':'x'}}",
     "{'f:spec':{'f:a':{}}}", NULL, DIFF_VALUE, "spec.a", NULL},
    {"a text where a mapping was", "{'spec':{'a':'x'}}", "{'spec':{'a':{'b':1}}}",
     "{'f:spec':{'f:a':{'f:b':{}}}}", NULL, DIFF_VALUE, "spec.a", NULL},
    {"fields that make no sense", "{'spec':[{'name':'a'}]}", "{'spec':[{'name':'a'}]}",
     "{'f:spec':{'k:nonsense':{},'v:':{}}}", NULL, DIFF_REMOVED, "spec[nonsense]", NULL},
};

static void a_difference_says_what_where_and_by_whom(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        auto_json json_t *desired = json_of(rows[i].desired);
        auto_json json_t *live = live_of(rows[i].live, rows[i].ours, rows[i].theirs, NULL);
        struct diff diff;
        char path[200];

        (void)snprintf(path, sizeof(path), "%s", rows[i].path ? rows[i].path : "(none)");
        for (char *p = path; *p; p++) {
            if (*p == '`')
                *p = '"';
        }
        diff_make(desired, live, MANAGER, &diff);
        if (diff.why != rows[i].why || strcmp(diff.path ? diff.path : "(none)", path) != 0 ||
            strcmp(diff.rival ? diff.rival : "", rows[i].rival ? rows[i].rival : "") != 0)
            fail_msg("%s: %d at %s by %s", rows[i].what, (int)diff.why, diff.path, diff.rival);
        diff_done(&diff);
    }
}

static void what_is_not_there_is_missing(void **state)
{
    auto_json json_t *desired = json_of("{'spec':{}}");
    struct diff diff;

    (void)state;
    diff_make(desired, NULL, MANAGER, &diff);
    assert_int_equal(diff.why, DIFF_MISSING);
    assert_null(diff.path);
    diff_done(&diff);
}

static void claims_change_when_somebody_takes_a_field_over(void **state)
{
    auto_json json_t *all = live_of("{'spec':{}}", "{'f:spec':{'f:a':{},'f:b':{}}}", NULL, NULL);
    auto_json json_t *again =
        live_of("{'spec':{'c':1},'status':{'n':1}}", "{'f:spec':{'f:b':{},'f:a':{}}}",
                "{'f:spec':{'f:c':{}}}", NULL);
    auto_json json_t *fewer =
        live_of("{'spec':{}}", "{'f:spec':{'f:a':{}}}", "{'f:spec':{'f:b':{}}}", NULL);
    auto_json json_t *none = live_of("{'spec':{}}", NULL, "{'f:spec':{'f:a':{}}}", NULL);
    auto_free char *a = diff_claims(all, MANAGER), *b = diff_claims(again, MANAGER);
    auto_free char *c = diff_claims(fewer, MANAGER), *d = diff_claims(none, MANAGER);

    (void)state;
    assert_string_equal(a, b);
    assert_string_not_equal(a, c);
    assert_string_equal(d, "");
}

static void who_scaled_is_known(void **state)
{
    auto_json json_t *desired = json_of("{'spec':{'replicas':1}}");
    auto_json json_t *live = live_of("{'spec':{'replicas':5}}", "{'f:spec':{}}",
                                     "{'f:spec':{'f:replicas':{}}}", "scale");
    struct diff diff;

    (void)state;
    diff_make(desired, live, MANAGER, &diff);
    assert_int_equal(diff.why, DIFF_VALUE);
    assert_true(diff.scaled);
    diff_done(&diff);
}

static void no_depth_ends_the_walk_badly(void **state)
{
    json_t *desired = json_integer(1), *fields = json_object();
    auto_json json_t *live = json_object();
    struct diff diff;

    (void)state;
    for (int i = 0; i < 500; i++) {
        desired = json_pack("{s:o}", "a", desired);
        fields = json_pack("{s:o}", "f:a", fields);
    }
    json_put(
        json_make(live, "metadata"), "managedFields",
        json_pack("[{s:s,s:s,s:o}]", "manager", MANAGER, "operation", "Apply", "fieldsV1", fields));
    diff_make(desired, live, MANAGER, &diff);
    assert_int_equal(diff.why, DIFF_VALUE);
    diff_done(&diff);
    json_decref(desired);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_difference_says_what_where_and_by_whom),
        cmocka_unit_test(what_is_not_there_is_missing),
        cmocka_unit_test(claims_change_when_somebody_takes_a_field_over),
        cmocka_unit_test(who_scaled_is_known),
        cmocka_unit_test(no_depth_ends_the_walk_badly),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
