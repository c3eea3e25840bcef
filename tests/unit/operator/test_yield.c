/* What others are to say of an object once it is there. */
#include "operator/yield.h"
#include "tests/unit/operator/live.h"

static const struct {
    const char *what, *desired, *live, *ours, *want;
    bool scaled;
    const char *pointers;
} rows[] = {
    {"the policy that istiod flipped, by name and not by place",
     "{'kind':'ValidatingWebhookConfiguration','webhooks':[{'name':'a','failurePolicy':'Ignore'},{'name':'b','failurePolicy':'Ignore'}]}",
     "{'webhooks':[{'name':'b','failurePolicy':'Fail'},{'name':'a','failurePolicy':'Ignore'}]}",
     "{'f:webhooks':{'k:{`name`:`a`}':{'f:failurePolicy':{}},'k:{`name`:`b`}':{'f:name':{}}}}",
     "{'kind':'ValidatingWebhookConfiguration','webhooks':[{'name':'a','failurePolicy':'Ignore'},{'name':'b'}]}",
     false, NULL},
    {"a policy that is still ours and has been edited in the spec",
     "{'kind':'ValidatingWebhookConfiguration','webhooks':[{'name':'a','failurePolicy':'Fail'}]}",
     "{'webhooks':[{'name':'a','failurePolicy':'Ignore'}]}",
     "{'f:webhooks':{'k:{`name`:`a`}':{'f:failurePolicy':{}}}}",
     "{'kind':'ValidatingWebhookConfiguration','webhooks':[{'name':'a','failurePolicy':'Fail'}]}",
     false, NULL},
    {"the policy of a mutating one is ours",
     "{'kind':'MutatingWebhookConfiguration','webhooks':[{'name':'a','failurePolicy':'Fail','clientConfig':{'caBundle':'','url':'u'}}]}",
     "{'webhooks':[{'name':'a','failurePolicy':'Ignore','clientConfig':{'caBundle':'x','url':'u'}}]}",
     "{'f:webhooks':{}}",
     "{'kind':'MutatingWebhookConfiguration','webhooks':[{'name':'a','failurePolicy':'Fail','clientConfig':{'caBundle':'','url':'u'}}]}",
     false, NULL},
    {"a caBundle",
     "{'kind':'MutatingWebhookConfiguration','webhooks':[{'name':'a','clientConfig':{'caBundle':'','url':'u'}}]}",
     "{'webhooks':[{'name':'a','clientConfig':{'caBundle':'x','url':'u'}}]}",
     "{'f:webhooks':{'k:{`name`:`a`}':{'f:clientConfig':{'f:url':{}}}}}",
     "{'kind':'MutatingWebhookConfiguration','webhooks':[{'name':'a','clientConfig':{'url':'u'}}]}",
     false, NULL},
    {"replicas under an autoscaler", "{'kind':'Deployment','spec':{'replicas':1,'x':1}}",
     "{'spec':{'replicas':5,'x':1}}", "{'f:spec':{'f:x':{}}}",
     "{'kind':'Deployment','spec':{'x':1}}", true, NULL},
    {"replicas that nobody scales", "{'kind':'Deployment','spec':{'replicas':1}}",
     "{'spec':{'replicas':5}}", "{'f:spec':{}}", "{'kind':'Deployment','spec':{'replicas':1}}",
     false, NULL},
    {"what is not there yet",
     "{'kind':'ValidatingWebhookConfiguration','webhooks':[{'name':'a','failurePolicy':'Ignore'}]}",
     NULL, NULL,
     "{'kind':'ValidatingWebhookConfiguration','webhooks':[{'name':'a','failurePolicy':'Ignore'}]}",
     false, NULL},
    {"what is to be ignored and another said", "{'kind':'X','spec':{'a':1,'b':1}}",
     "{'spec':{'a':2,'b':2}}", "{'f:spec':{'f:b':{}}}", "{'kind':'X','spec':{'b':1}}", false,
     "['/spec/a']"},
    {"what is to be ignored and is ours", "{'kind':'X','spec':{'a':1}}", "{'spec':{'a':2}}",
     "{'f:spec':{'f:a':{}}}", "{'kind':'X','spec':{'a':1}}", false, "['/spec/a']"},
    {"and is ours with all that is around it", "{'kind':'X','spec':{'a':{'b':1}}}",
     "{'spec':{'a':{'b':2}}}", "{'f:spec':{'f:a':{}}}", "{'kind':'X','spec':{'a':{'b':1}}}", false,
     "['/spec/a/b']"},
    {"and is not there", "{'kind':'X','spec':{'a':1}}", "{'spec':{}}", "{'f:spec':{'f:b':{}}}",
     "{'kind':'X','spec':{'a':1}}", false, "['/spec/a','/spec/none','/none/a','/','']"},
    {"a mapping as a whole", "{'kind':'X','metadata':{'labels':{'a':'1'}}}",
     "{'metadata':{'labels':{'a':'2'}}}", "{'f:spec':{}}", "{'kind':'X','metadata':{}}", false,
     "['/metadata/labels']"},
    {"a key with slashes", "{'kind':'X','metadata':{'labels':{'a/b~c':'1','d':'1'}}}",
     "{'metadata':{'labels':{'a/b~c':'2','d':'2'}}}", "{'f:metadata':{'f:labels':{'f:d':{}}}}",
     "{'kind':'X','metadata':{'labels':{'d':'1'}}}", false,
     "['/metadata/labels/a~1b~0c','/metadata/labels/d']"},
    {"in an item of a list, which is elsewhere in what is there",
     "{'kind':'X','ports':[{'port':80,'nodePort':1},{'port':443,'nodePort':2}]}",
     "{'ports':[{'port':443,'protocol':'TCP','nodePort':9},{'port':80,'protocol':'TCP','nodePort':8}]}",
     "{'f:ports':{'k:{`port`:80,`protocol`:`TCP`}':{'.':{},'f:nodePort':{}},"
     "'k:{`port`:443,`protocol`:`TCP`}':{'.':{},'f:port':{}}}}",
     "{'kind':'X','ports':[{'port':80,'nodePort':1},{'port':443}]}", false,
     "['/ports/0/nodePort','/ports/1/nodePort','/ports/7/nodePort']"},
    {"in an item that nothing is ours of, by its name",
     "{'kind':'X','list':[{'name':'a','x':1},{'x':1}]}",
     "{'list':[{'name':'b'},{'name':'a','x':2}]}", "{'f:spec':{}}",
     "{'kind':'X','list':[{'name':'a'},{'x':1}]}", false, "['/list/0/x','/list/1/x']"},
    {"not an item itself", "{'kind':'X','list':[{'name':'a'}]}", "{'list':[{'name':'a'}]}",
     "{'f:spec':{}}", "{'kind':'X','list':[{'name':'a'}]}", false, "['/list/0']"},
};

static void every_row_leaves_what_it_says(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        auto_json json_t *desired = json_of(rows[i].desired), *want = json_of(rows[i].want);
        auto_json json_t *live =
            rows[i].live ? live_of(rows[i].live, rows[i].ours, NULL, NULL) : NULL;
        auto_json json_t *before = json_deep_copy(desired);
        auto_json json_t *pointers = rows[i].pointers ? unit_json(rows[i].pointers) : NULL;
        auto_json json_t *got = yield(desired, live, MANAGER, rows[i].scaled, pointers);

        if (!json_equal(got, want))
            fail_msg("%s", rows[i].what);
        assert_true(json_equal(desired, before));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_row_leaves_what_it_says),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
