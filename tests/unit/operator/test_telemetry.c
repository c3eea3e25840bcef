/* Where proxies send their traces and access logs. */
#include "operator/telemetry.h"
#include "tests/unit/unit.h"

static const char rows_text[] =
    "[{'component':'pilot'},{'addon':'prometheus'},"
    "{'addon':'jaeger','traces':{'kind':'opentelemetry','service':'jaeger-collector','port':4317}},"
    "{'addon':'zipkin','traces':{'kind':'zipkin','service':'zipkin','port':9411}},{'addon':'telemetry'}]";

static const struct {
    const char *what, *spec; /* spec.addons, and spec.values behind it */
    const char *addon, *providers, *externals;
} found[] = {
    {"nothing", "{}", NULL, NULL, NULL},
    {"nothing that takes traces",
     "{'addons':{'prometheus':{},'jaeger':{'enabled':false},'zipkin':null}}", NULL, NULL, NULL},
    {"the one that is there", "{'addons':{'jaeger':{}}}", "jaeger",
     "[{'name':'malha-tracing','opentelemetry':{'service':'jaeger-collector.mesh.svc.cluster.local','port':4317}}]",
     NULL},
    {"the one that is not switched off",
     "{'addons':{'jaeger':{'enabled':false},'zipkin':{},'tracing':{'sampling':5}}}", "zipkin",
     "[{'name':'malha-tracing','zipkin':{'service':'zipkin.mesh.svc.cluster.local','port':9411}}]",
     NULL},
    {"one by its name alone", "{'addons':{'tracing':{'provider':'zipkin'}}}", "zipkin",
     "[{'name':'malha-tracing','zipkin':{'service':'zipkin.mesh.svc.cluster.local','port':9411}}]",
     NULL},
    {"one of two, in a namespace of its own and another domain",
     "{'addons':{'jaeger':{'namespace':'seen'},'zipkin':{},'tracing':{'provider':'jaeger'}},"
     "'values':{'global':{'proxy':{'clusterDomain':'here.test'}}}}",
     "jaeger",
     "[{'name':'malha-tracing','opentelemetry':{'service':'jaeger-collector.seen.svc.here.test','port':4317}}]",
     NULL},
    {"switched off", "{'addons':{'jaeger':{},'zipkin':{},'tracing':{'enabled':false}}}", NULL, NULL,
     NULL},
    {"a collector that is a Service",
     "{'addons':{'tracing':{'provider':'opentelemetry','endpoint':'collector.seen.svc:4317'}}}",
     NULL,
     "[{'name':'malha-tracing','opentelemetry':{'service':'collector.seen.svc.cluster.local','port':4317}}]",
     NULL},
    {"a collector outside, which none else can be",
     "{'addons':{'jaeger':{},'zipkin':{},'tracing':{'endpoint':'otel.example.com:443'}}}", NULL,
     "[{'name':'malha-tracing','opentelemetry':{'service':'otel.example.com','port':443}}]",
     "[{'host':'otel.example.com','ports':[{'port':443,'protocol':'grpc'}]}]"},
    {"a Zipkin outside, whatever is here",
     "{'addons':{'zipkin':{'enabled':false},'tracing':{'provider':'zipkin','endpoint':'zipkin.example:9411'}}}",
     NULL, "[{'name':'malha-tracing','zipkin':{'service':'zipkin.example','port':9411}}]",
     "[{'host':'zipkin.example','ports':[{'port':9411,'protocol':'http'}]}]"},
    {"access logs, and no traces", "{'addons':{'accessLogs':{'endpoint':'logs.seen.svc:4317'}}}",
     NULL,
     "[{'name':'malha-access-logs','envoyOtelAls':{'service':'logs.seen.svc.cluster.local','port':4317}}]",
     NULL},
    {"both to one collector outside",
     "{'addons':{'tracing':{'endpoint':'otel.example:443'},'accessLogs':{'endpoint':'otel.example:443'}}}",
     NULL,
     "[{'name':'malha-tracing','opentelemetry':{'service':'otel.example','port':443}},"
     "{'name':'malha-access-logs','envoyOtelAls':{'service':'otel.example','port':443}}]",
     "[{'host':'otel.example','ports':[{'port':443,'protocol':'grpc'}]}]"},
    {"to two ports of one host",
     "{'addons':{'tracing':{'endpoint':'a.example:1','provider':'zipkin'},'accessLogs':{'endpoint':'a.example:2'}}}",
     NULL,
     "[{'name':'malha-tracing','zipkin':{'service':'a.example','port':1}},"
     "{'name':'malha-access-logs','envoyOtelAls':{'service':'a.example','port':2}}]",
     "[{'host':'a.example','ports':[{'port':1,'protocol':'http'},{'port':2,'protocol':'grpc'}]}]"},
    {"access logs switched off",
     "{'addons':{'jaeger':{},'accessLogs':{'enabled':false,'endpoint':'a:1'}}}", "jaeger",
     "[{'name':'malha-tracing','opentelemetry':{'service':'jaeger-collector.mesh.svc.cluster.local','port':4317}}]",
     NULL},
    {"access logs to nowhere", "{'addons':{'jaeger':{},'accessLogs':{}}}", NULL,
     "spec.addons.accessLogs.endpoint must say where the collector is: host:port", NULL},
    {"access logs without a port", "{'addons':{'accessLogs':{'endpoint':'here'}}}", NULL,
     "spec.addons.accessLogs.endpoint must be host:port", NULL},
    {"both, and none said", "{'addons':{'jaeger':{},'zipkin':{}}}", NULL,
     "spec.addons.tracing.provider must say who gets the traces: jaeger or zipkin", NULL},
    {"none there", "{'addons':{'tracing':{'sampling':5}}}", NULL,
     "spec.addons.tracing.provider must say who gets the traces: no addon is there that does",
     NULL},
    {"none that takes them", "{'addons':{'tracing':{'provider':'prometheus'}}}", NULL,
     "spec.addons.tracing.provider: \"prometheus\" does not take traces", NULL},
    {"none that is known", "{'addons':{'tracing':{'provider':'dapper'}}}", NULL,
     "spec.addons.tracing.provider: \"dapper\" does not take traces", NULL},
    {"one that is switched off",
     "{'addons':{'jaeger':{'enabled':false},'tracing':{'provider':'jaeger'}}}", NULL,
     "spec.addons.tracing.provider is jaeger, which spec.addons.jaeger.enabled switches off", NULL},
    {"a collector that is nowhere", "{'addons':{'tracing':{'provider':'opentelemetry'}}}", NULL,
     "spec.addons.tracing.endpoint must say where the collector is: host:port", NULL},
    {"no port", "{'addons':{'tracing':{'endpoint':'otel'}}}", NULL,
     "spec.addons.tracing.endpoint must be host:port", NULL},
    {"no host", "{'addons':{'tracing':{'endpoint':':80'}}}", NULL,
     "spec.addons.tracing.endpoint must be host:port", NULL},
    {"a port that is none", "{'addons':{'tracing':{'endpoint':'otel:65536'}}}", NULL,
     "spec.addons.tracing.endpoint must be host:port", NULL},
    {"a port that is no number", "{'addons':{'tracing':{'endpoint':'otel:80x'}}}", NULL,
     "spec.addons.tracing.endpoint must be host:port", NULL},
};

static void check_tree(const char *what, const json_t *got, const char *wanted)
{
    auto_json json_t *want = wanted ? unit_json(wanted) : NULL;

    if ((got || want) && !json_equal(got, want)) {
        auto_free char *text = json_dumps(got, JSON_SORT_KEYS);

        fail_msg("%s: %s", what, text ? text : "nothing");
    }
}

static void who_is_meant_is_found(void **state)
{
    auto_json json_t *rows = unit_json(rows_text);

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(found); i++) {
        auto_json json_t *spec = unit_json(found[i].spec);
        struct telemetry telemetry = {0};
        auto_err struct err err = ERR_INIT;

        if (telemetry_find(spec, rows, "mesh", &telemetry, &err) < 0) {
            assert_int_equal(err.class, ERR_INVALID);
            assert_string_equal(err_message(&err), found[i].providers);
            continue;
        }
        check_tree(found[i].what, telemetry.providers, found[i].providers);
        check_tree(found[i].what, telemetry.externals, found[i].externals);
        assert_string_equal(telemetry.addon ? telemetry.addon : "",
                            found[i].addon ? found[i].addon : "");
        telemetry_done(&telemetry);
    }
}

static const char providers_text[] = "[{'name':'malha-tracing','zipkin':{'service':'z','port':1}}]";

static const struct {
    const char *what, *revision, *name, *mesh, *want; /* want NULL: as it is; "": refused */
} meshes[] = {
    {"none is there", "", "istio", "accessLogFile: /dev/stdout\n",
     "accessLogFile: /dev/stdout\nextensionProviders:\n- name: malha-tracing\n  zipkin:\n    port: 1\n    service: z\n"},
    {"the others stay", "blue", "istio-blue",
     "extensionProviders:\n- name: otel\n  envoyOtelAls:\n    port: 2\n",
     "extensionProviders:\n- envoyOtelAls:\n    port: 2\n  name: otel\n- name: malha-tracing\n  zipkin:\n    port: 1\n    service: z\n"},
    {"one of that name goes", "", "istio",
     "extensionProviders:\n- name: malha-tracing\n  opentelemetry: {}\n",
     "extensionProviders:\n- name: malha-tracing\n  zipkin:\n    port: 1\n    service: z\n"},
    {"a list that is none", "", "istio", "extensionProviders: 5\n",
     "extensionProviders:\n- name: malha-tracing\n  zipkin:\n    port: 1\n    service: z\n"},
    {"another ConfigMap", "", "istio-blue", "a: b\n", NULL},
    {"of the revision alone", "blue", "istio", "a: b\n", NULL},
    {"no mapping", "", "istio", "[a]", ""},
    {"no YAML", "", "istio", "{", ""},
};

static void the_providers_come_into_the_meshs_configuration(void **state)
{
    auto_json json_t *providers = unit_json(providers_text);

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(meshes); i++) {
        auto_json json_t *object =
            json_pack("{s:s,s:{s:s},s:{s:s}}", "kind", "ConfigMap", "metadata", "name",
                      meshes[i].name, "data", "mesh", meshes[i].mesh);
        auto_json json_t *before = json_deep_copy(object), *got = NULL;
        auto_err struct err err = ERR_INIT;
        const char *want = meshes[i].want ? meshes[i].want : meshes[i].mesh;

        if (telemetry_put(object, meshes[i].revision, providers, &got, &err) < 0) {
            if (*want || err.class != ERR_INVALID)
                fail_msg("%s: %s", meshes[i].what, err_message(&err));
            continue;
        }
        if (strcmp(json_dig_text(got, "data", "mesh"), want) != 0)
            fail_msg("%s: %s", meshes[i].what, json_dig_text(got, "data", "mesh"));
        assert_true(json_equal(object, before));
    }
}

static void without_any_nothing_is_touched(void **state)
{
    auto_json json_t *object =
        unit_json("{'kind':'ConfigMap','metadata':{'name':'istio'},'data':{'mesh':'{'}}");
    auto_json json_t *got = NULL;
    auto_err struct err err = ERR_INIT;

    (void)state;
    assert_int_equal(telemetry_put(object, "", NULL, &got, &err), 0);
    assert_ptr_equal(got, object);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_is_meant_is_found),
        cmocka_unit_test(the_providers_come_into_the_meshs_configuration),
        cmocka_unit_test(without_any_nothing_is_touched),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
