/* What is made once with an addon, and what addons say to each other's charts. */
#include <string.h>

#include "operator/addons.h"
#include "operator/secret.h"
#include "tests/unit/unit.h"

static const char rows_text[] =
    "[{'component':'pilot'},{'addon':'prometheus','port':9090},{'addon':'jaeger','port':16686},{'addon':'zipkin','port':9411},"
    "{'addon':'grafana','needs':'prometheus','reads':['prometheus','jaeger','zipkin'],"
    "'secret':{'unless':'adminSecret','text':{'admin-user':'admin'},'random':['admin-password']}}]";

static const struct {
    const char *what, *spec;
    const char
        *want; /* Grafana's values but for what the mesh is; or the refusal; NULL: no Grafana */
} cases[] = {
    {"nothing", "{}", NULL},
    {"switched off", "{'addons':{'grafana':{'enabled':false}}}", NULL},
    {"with nothing to show", "{'addons':{'grafana':{}}}",
     "spec.addons.grafana shows what prometheus has: name spec.addons.prometheus too, or its external.url"},
    {"with a Prometheus that is switched off",
     "{'addons':{'grafana':{},'prometheus':{'enabled':false}}}",
     "spec.addons.grafana shows what prometheus has: name spec.addons.prometheus too, or its external.url"},
    {"with one elsewhere that is switched off",
     "{'addons':{'grafana':{},'prometheus':{'enabled':false,'external':{'url':'http://far'}}}}",
     "spec.addons.grafana shows what prometheus has: name spec.addons.prometheus too, or its external.url"},
    {"beside a Prometheus", "{'addons':{'grafana':{'access':'login'},'prometheus':{}}}",
     "{'access':'login','prometheus':{'url':'http://prometheus.mesh:9090'}}"},
    {"with all there is, in namespaces of their own",
     "{'addons':{'grafana':{},'prometheus':{'namespace':'seen'},'jaeger':{'namespace':'traced'},'zipkin':{},"
     "'tracing':{'provider':'zipkin'}}}",
     "{'prometheus':{'url':'http://prometheus.seen:9090'},'jaeger':{'url':'http://jaeger.traced:16686'},"
     "'zipkin':{'url':'http://zipkin.mesh:9411'}}"},
    {"with one elsewhere",
     "{'addons':{'grafana':{},'prometheus':{'external':{'url':'https://far/p'}}}}",
     "{'prometheus':{'url':'https://far/p'}}"},
    {"by values of its own over all",
     "{'addons':{'grafana':{'values':{'prometheus':{'url':'http://thanos'},'x':1}},'prometheus':{}}}",
     "{'prometheus':{'url':'http://thanos'},'x':1}"},
};

static void charts_are_told_where_the_others_are(void **state)
{
    auto_json json_t *all = unit_json(rows_text);

    (void)state;
    /* what tracing needs of the rows */
    json_object_set_new(json_array_get(all, 2), "traces",
                        unit_json("{'kind':'opentelemetry','service':'j','port':1}"));
    json_object_set_new(json_array_get(all, 3), "traces",
                        unit_json("{'kind':'zipkin','service':'z','port':1}"));
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        auto_json json_t *spec = unit_json(cases[i].spec), *values = NULL, *want = NULL;
        const json_t *row = json_array_get(all, 4);
        struct addons addons;
        auto_err struct err err = ERR_INIT;

        if (addons_find(spec, all, "mesh", "", &addons, &err) < 0) {
            assert_int_equal(err.class, ERR_INVALID);
            assert_string_equal(err_message(&err), cases[i].want);
            addons_done(&addons);
            continue;
        }
        assert_int_equal(addons_want(&addons, row), cases[i].want != NULL);
        if (cases[i].want) {
            values = addons_values(&addons, row);
            json_object_del(values, "mesh");
            want = unit_json(cases[i].want);
            if (!json_equal(values, want))
                fail_msg("%s: %s", cases[i].what, json_dumps(values, JSON_SORT_KEYS));
        }
        addons_done(&addons);
    }
}

static void a_secret_is_made_unless_another_is_named(void **state)
{
    auto_json json_t *all = unit_json(rows_text), *none = unit_json("{'adminSecret':''}"),
                     *named = unit_json("{'adminSecret':'mine'}");
    const json_t *row = json_array_get(all, 4);
    auto_json json_t *made = addons_secret(row, none);

    (void)state;
    assert_true(json_equal(made, json_object_get(row, "secret")));
    assert_null(addons_secret(row, named));
    assert_null(addons_secret(json_array_get(all, 1), none));
}

static void what_is_random_is_another_each_time(void **state)
{
    auto_json json_t *row = unit_json(
                         "{'text':{'admin-user':'admin'},'random':['admin-password','key']}"),
                     *owner = unit_json("{'metadata':{'name':'grafana','uid':'u-1'}}"),
                     *first = NULL, *second = NULL, *want = NULL;
    auto_err struct err err = ERR_INIT;
    const char *passwords[4];

    (void)state;
    assert_int_equal(secret_make(row, "grafana", owner, &first, &err), 0);
    assert_int_equal(secret_make(row, "grafana", owner, &second, &err), 0);
    passwords[0] = json_dig_text(first, "stringData", "admin-password");
    passwords[1] = json_dig_text(first, "stringData", "key");
    passwords[2] = json_dig_text(second, "stringData", "admin-password");
    passwords[3] = json_dig_text(second, "stringData", "key");
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(strlen(passwords[i]), 32);
        for (size_t k = 0; k < i; k++)
            assert_string_not_equal(passwords[i], passwords[k]);
    }
    assert_null(json_dig(row, "text", "key")); /* which is another addon's as well */
    json_object_set_new(first, "stringData", json_object());
    want = unit_json(
        "{'apiVersion':'v1','kind':'Secret','type':'Opaque','stringData':{},'metadata':{'name':'grafana',"
        "'labels':{'app.kubernetes.io/managed-by':'malha','app.kubernetes.io/instance':'grafana'},"
        "'ownerReferences':[{'apiVersion':'v1','kind':'ServiceAccount','name':'grafana','uid':'u-1'}]}}");
    assert_true(json_equal(first, want));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(charts_are_told_where_the_others_are),
        cmocka_unit_test(a_secret_is_made_unless_another_is_named),
        cmocka_unit_test(what_is_random_is_another_each_time),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
