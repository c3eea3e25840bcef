/* Objects that make Pods. */
#include "inject/resource.h"
#include "tests/unit/unit.h"

static const char template[] =
    "metadata: {annotations: {o: \"{{ .TypeMeta.Kind }}/{{ .TypeMeta.APIVersion }}/{{ .DeploymentMeta.Name }}\"}}";

static struct inject_snapshot *snapshot(void)
{
    auto_json json_t *config =
        json_pack("{s:s,s:{s:s}}", "policy", "disabled", "templates", "sidecar", template);
    auto_free char *text = json_text(config);
    struct injector *injector = NULL;
    auto_err struct err err = ERR_INIT;

    if (injector_parse(text, "{\"global\":{}}", "{}", &injector, &err) < 0)
        fail_msg("%s", err_message(&err));
    return inject_snapshot_new(injector, "");
}

#define POD "'spec':{'containers':[{'name':'a'}]}"
#define NAMED "'metadata':{'name':'n','namespace':'s'}"

static const struct {
    const char *object;
    const char *path[4];       /* of the metadata that get the annotation; none: nothing happens */
    const char *owner, *words; /* of a warning or an error; NULL: none */
    bool fails;
} rows[] = {
    {"{'apiVersion':'v1','kind':'Pod'," NAMED "," POD "}", {"metadata"}, "Pod/v1/n", NULL, false},
    {"{'apiVersion':'apps/v1','kind':'Deployment'," NAMED ",'spec':{'template':{" POD "}}}",
     {"spec", "template", "metadata"},
     "Deployment/apps/v1/n",
     NULL,
     false},
    {"{'apiVersion':'batch/v1','kind':'CronJob'," NAMED
     ",'spec':{'jobTemplate':{'spec':{'template':{" POD "}}}}}",
     {"spec", "jobTemplate", "metadata"},
     "CronJob/batch/v1/n",
     NULL,
     false},
    {"{'apiVersion':'v1','kind':'Service'," NAMED ",'spec':{}}", {NULL}, NULL, NULL, false},
    {"{'apiVersion':'apps/v1beta1','kind':'Deployment'," NAMED ",'spec':{'template':{" POD "}}}",
     {NULL},
     NULL,
     NULL,
     false},
    {"{'apiVersion':'apps/v1','kind':'Deployment'," NAMED
     ",'spec':{'template':{'spec':{'hostNetwork':true}}}}",
     {NULL},
     NULL,
     "Skipping injection because Deployment \"s/n\" has host networking enabled",
     false},
    {"{'apiVersion':'apps/v1','kind':'Deployment','metadata':{'name':'n'},'spec':{'template':{'metadata':{'annotations':"
     "{'sidecar.istio.io/inject':'false'}}," POD "}}}",
     {NULL},
     NULL,
     "Skipping injection because Deployment \"n\" has sidecar injection disabled",
     false},
    {"{'apiVersion':'apps/v1','kind':'Deployment'," NAMED ",'spec':{}}",
     {NULL},
     NULL,
     "Deployment n: it has no template of Pods",
     true},
    {"{'apiVersion':'apps/v1','kind':'Deployment'," NAMED ",'spec':7}",
     {NULL},
     NULL,
     "Deployment n: it has no template of Pods",
     true},
    {"{'apiVersion':'apps/v1','kind':'Deployment'," NAMED
     ",'spec':{'template':{'spec':{'containers':7}}}}",
     {NULL},
     NULL,
     "Deployment n: spec.containers: want a list",
     true},
};

static void templates_of_pods_are_injected(void **state)
{
    struct inject_snapshot *shared = snapshot();

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        auto_json json_t *object = unit_json(rows[i].object), *before = json_deep_copy(object),
                         *warnings = json_array();
        auto_err struct err err = ERR_INIT;
        int rc = resource_inject(shared, object, warnings, &err);
        const char *said =
            rc < 0 ? err_message(&err) : json_string_value(json_array_get(warnings, 0));
        const json_t *at = object;

        assert_int_equal(rc < 0, rows[i].fails);
        if (rows[i].words)
            assert_string_equal(said, rows[i].words);
        assert_int_equal(json_array_size(warnings), rows[i].words && !rows[i].fails ? 1 : 0);
        for (size_t k = 0; rows[i].path[k]; k++)
            at = json_object_get(at, rows[i].path[k]);
        if (rows[i].owner)
            assert_string_equal(json_dig_text(at, "annotations", "o"), rows[i].owner);
        else
            assert_true(json_equal(object, before));
    }
    inject_snapshot_unref(shared);
}

static void each_of_a_list_is_injected(void **state)
{
    struct inject_snapshot *shared = snapshot();
    auto_json json_t *list =
        unit_json("{'apiVersion':'v1','kind':'List','items':[{'kind':'Service'},"
                  "{'apiVersion':'v1','kind':'Pod'," NAMED "," POD "},7]}");
    auto_json json_t *warnings = json_array();
    auto_err struct err err = ERR_INIT;

    (void)state;
    assert_true(resource_makes_pods(list));
    assert_int_equal(resource_inject(shared, list, warnings, &err), 0);
    assert_string_equal(json_dig_text(json_array_get(json_object_get(list, "items"), 1), "metadata",
                                      "annotations", "o"),
                        "Pod/v1/n");
    inject_snapshot_unref(shared);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(templates_of_pods_are_injected),
        cmocka_unit_test(each_of_a_list_is_injected),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
