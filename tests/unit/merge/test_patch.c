/* JSON Patch: RFC 6902's own examples, and what it must refuse. */
#include "merge/patch.h"
#include "tests/unit/unit.h"

static const struct {
    const char *target, *patch, *want;
} rows[] = {
    /* appendix A */
    {"{'foo':'bar'}", "[{'op':'add','path':'/baz','value':'qux'}]", "{'baz':'qux','foo':'bar'}"},
    {"{'foo':['bar','baz']}", "[{'op':'add','path':'/foo/1','value':'qux'}]",
     "{'foo':['bar','qux','baz']}"},
    {"{'baz':'qux','foo':'bar'}", "[{'op':'remove','path':'/baz'}]", "{'foo':'bar'}"},
    {"{'foo':['bar','qux','baz']}", "[{'op':'remove','path':'/foo/1'}]", "{'foo':['bar','baz']}"},
    {"{'baz':'qux','foo':'bar'}", "[{'op':'replace','path':'/baz','value':'boo'}]",
     "{'baz':'boo','foo':'bar'}"},
    {"{'foo':{'bar':'baz','waldo':'fred'},'qux':{'corge':'grault'}}",
     "[{'op':'move','from':'/foo/waldo','path':'/qux/thud'}]",
     "{'foo':{'bar':'baz'},'qux':{'corge':'grault','thud':'fred'}}"},
    {"{'foo':['all','grass','cows','eat']}", "[{'op':'move','from':'/foo/1','path':'/foo/3'}]",
     "{'foo':['all','cows','eat','grass']}"},
    {"{'baz':'qux','foo':['a',2,'c']}",
     "[{'op':'test','path':'/baz','value':'qux'},{'op':'test','path':'/foo/1','value':2}]",
     "{'baz':'qux','foo':['a',2,'c']}"},
    {"{'foo':'bar'}", "[{'op':'add','path':'/child','value':{'grandchild':{}}}]",
     "{'foo':'bar','child':{'grandchild':{}}}"},
    {"{'foo':'bar'}", "[{'op':'add','path':'/baz','value':'qux','xyz':123}]",
     "{'foo':'bar','baz':'qux'}"},
    {"{'/':9,'~1':10}", "[{'op':'test','path':'/~01','value':10}]", "{'/':9,'~1':10}"},
    {"{'foo':['bar']}", "[{'op':'add','path':'/foo/-','value':['abc','def']}]",
     "{'foo':['bar',['abc','def']]}"},
    /* and further */
    {"{'a':1}", "[{'op':'replace','path':'','value':[1]}]", "[1]"},
    {"{'a':[1]}", "[{'op':'copy','from':'/a','path':'/b'},{'op':'add','path':'/b/0','value':0}]",
     "{'a':[1],'b':[0,1]}"},
    {"{'a':1}", "[{'op':'move','from':'/a','path':'/a'}]", "{'a':1}"},
    {"{'a':{}}", "[{'op':'add','path':'/a/','value':1}]", "{'a':{'':1}}"},
    {"{'a':[1,2]}", "[{'op':'replace','path':'/a/1','value':null}]", "{'a':[1,null]}"},
    /* what is refused: the error says why */
    {"{'baz':'qux'}", "[{'op':'test','path':'/baz','value':'bar'}]", "the test does not hold"},
    {"{'/':9,'~1':10}", "[{'op':'test','path':'/~01','value':'10'}]", "the test does not hold"},
    {"{'foo':'bar'}", "[{'op':'add','path':'/baz/bat','value':'qux'}]", "there is no /baz"},
    {"{'foo':'bar'}", "[{'op':'add','path':'/foo/bat','value':'qux'}]", "there is no /foo"},
    {"{'a':[1]}", "[{'op':'add','path':'/a/2','value':1}]", "no such place"},
    {"{'a':[1]}", "[{'op':'add','path':'/a/01','value':1}]", "no such place"},
    {"{'a':[1]}", "[{'op':'remove','path':'/a/1'}]", "there is nothing"},
    {"{'a':1}", "[{'op':'replace','path':'/b','value':1}]", "there is nothing"},
    {"{'a':{'b':1}}", "[{'op':'move','from':'/a','path':'/a/b'}]", "cannot move into itself"},
    {"{'a':1}", "[{'op':'remove','path':''}]", "cannot be removed"},
    {"{'a':1}", "[{'op':'add','path':'a','value':1}]", "begins with a slash"},
    {"{'a':1}", "[{'op':'add','path':'/a'}]", "needs a value"},
    {"{'a':1}", "[{'op':'copy','path':'/a'}]", "needs a from"},
    {"{'a':1}", "[{'op':'spam','path':'/a','value':1}]", "no op spam"},
    {"{'a':1}", "[{'path':'/a','value':1}]", "needs an op and a path"},
    {"{'a':1}", "[{'op':'remove','path':'/a'},[]]", "[1]: an operation"},
};

static void every_row_gives_what_it_says(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        auto_json json_t *target = unit_json(rows[i].target), *patch = unit_json(rows[i].patch);
        auto_json json_t *before = json_deep_copy(target), *got = NULL, *want = NULL;
        auto_err struct err err = ERR_INIT;
        int rc = patch_apply(target, patch, &got, &err);

        assert_true(json_equal(target, before));
        if (rc < 0) {
            assert_null(got);
            assert_int_equal(err.class, ERR_INVALID);
            if (!strstr(err_message(&err), rows[i].want))
                fail_msg("row %zu: %s", i, err_message(&err));
            continue;
        }
        want = unit_json(rows[i].want);
        if (!json_equal(got, want))
            fail_msg("row %zu: not %s", i, rows[i].want);
    }
}

/* {"op": what, ...} so often. */
static void refused_in_the_end(const char *operation, size_t times)
{
    auto_json json_t *target = unit_json("{'a':{'b':[]}}"), *patch = json_array(), *got = NULL,
                     *one = unit_json(operation);
    auto_err struct err err = ERR_INIT;

    for (size_t i = 0; i < times; i++)
        json_array_append(patch, one);
    assert_int_equal(patch_apply(target, patch, &got, &err), -1);
    assert_int_equal(err.class, ERR_INVALID);
}

static void what_doubles_with_each_operation_ends(void **state)
{
    char deep[4096] = "{'op':'add','path':'/a/b', 'value':";

    (void)state;
    refused_in_the_end("{'op':'copy','from':'/a','path':'/a/b'}", 1000);
    refused_in_the_end("{'op':'copy','from':'','path':'/a/b/-'}", 64);
    for (int i = 0; i < 600; i++)
        strcat(deep, "[");
    for (int i = 0; i < 600; i++)
        strcat(deep, "]");
    refused_in_the_end(strcat(deep, "}"), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_row_gives_what_it_says),
        cmocka_unit_test(what_doubles_with_each_operation_ends),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
