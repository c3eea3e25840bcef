/* spec.patches: which objects they are for, what they make of them, what is refused. */
#include "operator/patches.h"
#include "tests/unit/unit.h"

static const char *const deployment =
    "{'apiVersion':'apps/v1','kind':'Deployment','metadata':{'name':'istiod','labels':{'app':'x'}},"
    "'spec':{'template':{'spec':{'containers':[{'name':'discovery','image':'pilot',"
    "'env':[{'name':'A','value':'1'}]}]}}}}";

static const struct {
    const char *what, *patches, *path, *want; /* the value there; or a word of the refusal */
} rows[] = {
    {"a container is merged by its name",
     "[{'target':{'kind':'Deployment','name':'istiod'},'patch':{'spec':{'template':{'spec':{"
     "'containers':[{'name':'discovery','env':[{'name':'B','value':'2'}]}]}}}}}]",
     "spec.template.spec.containers",
     "[{'name':'discovery','image':'pilot','env':[{'name':'B','value':'2'},"
     "{'name':'A','value':'1'}]}]"},
    {"a null takes away",
     "[{'target':{'kind':'Deployment'},'patch':{'metadata':{'labels':{'app':null,'b':'c'}}}}]",
     "metadata.labels", "{'b':'c'}"},
    {"operations",
     "[{'target':{'group':'apps','kind':'Deployment','namespace':'here'},'jsonPatch':["
     "{'op':'replace','path':'/metadata/labels/app','value':'y'}]}]",
     "metadata.labels", "{'app':'y'}"},
    {"the later sees what the earlier made",
     "[{'target':{'kind':'Deployment'},'patch':{'metadata':{'labels':{'n':'1'}}}},"
     "{'target':{'kind':'Deployment'},'jsonPatch':[{'op':'test','path':'/metadata/labels/n','value':"
     "'1'},{'op':'remove','path':'/metadata/labels/app'}]}]",
     "metadata.labels", "{'n':'1'}"},
    {"another name", "[{'target':{'kind':'Deployment','name':'istio'},'patch':{}}]", NULL,
     "spec.patches[0] matches nothing: there is no Deployment istio"},
    {"another namespace", "[{'target':{'kind':'Deployment','namespace':'there'},'patch':{}}]", NULL,
     "matches nothing"},
    {"another group", "[{'target':{'kind':'Deployment','group':'extensions'},'patch':{}}]", NULL,
     "matches nothing"},
    {"no kind", "[{'target':{'name':'istiod'},'patch':{}}]", NULL,
     "spec.patches[0].target: it must name a kind"},
    {"neither", "[{'target':{'kind':'Deployment'}}]", NULL, "one of patch and jsonPatch"},
    {"a null is neither", "[{'target':{'kind':'Deployment'},'patch':null}]", NULL,
     "spec.patches[0]: it must have one of patch and jsonPatch"},
    {"both", "[{'target':{'kind':'Deployment'},'patch':{},'jsonPatch':[]}]", NULL, "one of patch"},
    {"another name is another object",
     "[{'target':{'kind':'Deployment'},'patch':{'metadata':{'name':'x'}}}]", NULL,
     "Deployment istiod: spec.patches[0]: it would be another object"},
    {"another version is, too",
     "[{'target':{'kind':'Deployment'},'patch':{'apiVersion':'apps/v2'}}]", NULL,
     "it would be another object"},
    {"and nothing", "[{'target':{'kind':'Deployment'},'patch':{'$patch':'delete'}}]", NULL,
     "it would be another object"},
    {"what does not fit",
     "[{'target':{'kind':'Deployment'},'jsonPatch':[{'op':'remove','path':'/spec/x'}]}]", NULL,
     "Deployment istiod: spec.patches[0].jsonPatch[0]: /spec/x: there is nothing"},
    {"a list of no mappings",
     "[{'target':{'kind':'Deployment'},'patch':{'spec':{'template':{'spec':{'containers':[7]}}}}}]",
     NULL, "spec.patches[0].patch.spec.template.spec.containers"},
};

static const json_t *at(const json_t *tree, const char *path)
{
    auto_free char *copy = mem_strdup(path);

    for (char *key = strtok(copy, "."); key; key = strtok(NULL, "."))
        tree = json_object_get(tree, key);
    return tree;
}

static int run(const json_t *mesh_config, const json_t *object, json_t **ret, struct err *err)
{
    struct patches patches;
    int rc;

    if (patches_init(mesh_config, &patches, err) < 0)
        return -1;
    rc = patches_apply(&patches, object, "here", ret, err);
    if (rc == 0)
        rc = patches_end(&patches, err);
    patches_done(&patches);
    return rc;
}

static void every_row_gives_what_it_says(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        auto_json json_t *object = unit_json(deployment), *before = unit_json(deployment),
                         *mesh_config =
                             json_pack("{s:{s:o}}", "spec", "patches", unit_json(rows[i].patches)),
                         *got = NULL, *want = NULL;
        auto_err struct err err = ERR_INIT;
        int rc = run(mesh_config, object, &got, &err);

        assert_true(json_equal(object, before));
        if (!rows[i].path) {
            if (rc == 0 || err.class != ERR_INVALID || !strstr(err_message(&err), rows[i].want))
                fail_msg("%s: %s", rows[i].what, err_message(&err));
            continue;
        }
        if (rc < 0)
            fail_msg("%s: %s", rows[i].what, err_message(&err));
        want = unit_json(rows[i].want);
        if (!json_equal(at(got, rows[i].path), want)) {
            auto_free char *text = json_text(got);

            fail_msg("%s: %s", rows[i].what, text);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_row_gives_what_it_says),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
