/* Messages of protobuf: what is read how, what is written, what istiod refuses. */
#include "mesh/protojson.h"
#include "mesh/proxycheck.h"
#include "mesh/proxyconfig.h"
#include "tests/unit/unit.h"

static const struct {
    const char *read, *written; /* as PROXY_CONFIG shows it; NULL: refused */
} rows[] = {
    {"", "{}"},
    {"{}", "{}"},
    {"null", "{}"},
    {"7", NULL},
    {"[]", NULL},
    {"nobody_knows: 1", "{}"},
    {"concurrency: 2", "{'concurrency':2}"},
    {"concurrency: 0", "{'concurrency':0}"},
    {"concurrency: 2.0", "{'concurrency':2}"},
    {"concurrency: '2'", "{'concurrency':2}"},
    {"concurrency: '2.0'", NULL},
    {"concurrency: 2.5", NULL},
    {"concurrency: ''", NULL},
    {"concurrency: x", NULL},
    {"concurrency: null", "{}"},
    {"concurrency: 2147483648", NULL},
    {"fileFlushMinSizeKb: 2147483648", "{'fileFlushMinSizeKb':2147483648}"},
    {"fileFlushMinSizeKb: -1", NULL},
    {"proxy_metadata: {B: '1', A: x}", "{'proxyMetadata':{'A':'x','B':'1'}}"},
    {"proxyMetadata: {A: 1}", NULL},
    {"proxyMetadata: {A: null}", "{'proxyMetadata':{'A':''}}"},
    {"proxyMetadata: {}", "{}"},
    {"proxyMetadata: x", NULL},
    {"configPath: <a>", "{'configPath':'\\u003ca\\u003e'}"},
    {"configPath: ''", "{}"},
    {"interceptionMode: TPROXY", "{'interceptionMode':'TPROXY'}"},
    {"interceptionMode: 1", "{'interceptionMode':'TPROXY'}"},
    {"interceptionMode: 7", "{'interceptionMode':7}"},
    {"interceptionMode: REDIRECT", "{}"},
    {"interceptionMode: tproxy", NULL},
    {"holdApplicationUntilProxyStarts: false", "{'holdApplicationUntilProxyStarts':false}"},
    {"holdApplicationUntilProxyStarts: 'true'", NULL},
    {"drainDuration: 45s", "{}"},
    {"drainDuration: 1m30s", "{'drainDuration':'90s'}"},
    {"drainDuration: 1500ms", "{'drainDuration':'1.500s'}"},
    {"drainDuration: -1us", "{'drainDuration':'-0.000001s'}"},
    {"drainDuration: 1", NULL},
    {"drainDuration: x", NULL},
    {"statusPort: 15020", "{}"},
    {"statusPort: 7", "{'statusPort':7}"},
    {"statusPort: 0", "{}"},
    {"serviceCluster: istio-proxy", "{}"},
    {"serviceCluster: x", "{'serviceCluster':'x'}"},
    {"tracingServiceName: APP_LABEL_AND_NAMESPACE",
     "{'tracingServiceName':'APP_LABEL_AND_NAMESPACE'}"},
    {"tracing: {}", "{'tracing':{}}"},
    {"tracing: {sampling: 0.5, zipkin: {address: 'a:1'}}",
     "{'tracing':{'zipkin':{'address':'a:1'},'sampling':0.5}}"},
    {"tracing: {zipkin: {address: 'a:1'}, datadog: {address: 'b:1'}}",
     "{'tracing':{'datadog':{'address':'b:1'}}}"},
    {"tracing: {customTags: {b: {header: {name: h}}, a: null}}",
     "{'tracing':{'customTags':{'a':{},'b':{'header':{'name':'h'}}}}}"},
    {"tracing: {max_path_tag_length: 3}", "{'tracing':{'maxPathTagLength':3}}"},
    {"tracing: []", NULL},
    {"extraStatTags: [b, a]", "{'extraStatTags':['b','a']}"},
    {"extraStatTags: [null]", "{'extraStatTags':['']}"},
    {"extraStatTags: [1]", NULL},
    {"extraStatTags: []", "{}"},
    {"concurrency: 2\nstatusPort: 7\nbinaryPath: x\nconfigPath: z",
     "{'configPath':'z','binaryPath':'x','concurrency':2,'statusPort':7}"},
};

static void what_is_read_is_written_in_one_form(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        auto_buf struct buf out = BUF_INIT(4096);
        auto_err struct err err = ERR_INIT;
        auto_json json_t *config = NULL;
        int rc = proxy_config_read(rows[i].read, &config, &err);

        if ((rc == 0) != (rows[i].written != NULL))
            fail_msg("%s: %s", rows[i].read, err_message(&err));
        if (rc < 0)
            continue;
        auto_free char *wanted = mem_strdup(rows[i].written);
        for (char *p = wanted; *p; p++)
            *p = *p == '\'' ? '"' : *p;
        proxy_config_print(&out, config);
        assert_string_equal(buf_text(&out), wanted);
    }
}

/* Over the default. */
static const struct {
    const char *config, *fault; /* NULL: none */
} checked[] = {
    {"{}", NULL},
    {"configPath: ''", "configPath"},
    {"binaryPath: ''", "binaryPath"},
    {"serviceCluster: ''", "serviceCluster"},
    {"tracingServiceName: CANONICAL_NAME_ONLY", NULL},
    {"drainDuration: 0s", "drainDuration"},
    {"drainDuration: 1500ms", "drainDuration"},
    {"drainDuration: 1s", NULL},
    {"discoveryAddress: ''", "discoveryAddress"},
    {"discoveryAddress: istiod", "discoveryAddress"},
    {"discoveryAddress: istiod:0", "discoveryAddress"},
    {"discoveryAddress: istiod:65536", "discoveryAddress"},
    {"discoveryAddress: istiod:x", "discoveryAddress"},
    {"discoveryAddress: istiod.:15012", NULL},
    {"discoveryAddress: a..b:15012", "discoveryAddress"},
    {"discoveryAddress: -a:15012", "discoveryAddress"},
    {"discoveryAddress: a.7:15012", "discoveryAddress"},
    {"discoveryAddress: 10.0.0.1:15012", NULL},
    {"discoveryAddress: '[2001:db8::1]:15012'", NULL},
    {"discoveryAddress: '2001:db8::1:15012'", "discoveryAddress"},
    {"discoveryAddress: '[::1'", "discoveryAddress"},
    {"tracing: {zipkin: {}}", "tracing.zipkin"},
    {"tracing: {zipkin: {address: '$(HOST_IP):9411'}}", NULL},
    {"tracing: {datadog: {address: '$(HOST_IP):8126'}}", NULL},
    {"tracing: {datadog: {address: x}}", "tracing.datadog"},
    {"tracing: {lightstep: {address: 'a:1'}}", "accessToken"},
    {"tracing: {lightstep: {address: 'a:1', accessToken: x}}", NULL},
    {"tracing: {tlsSettings: {mode: MUTUAL}}", "clientCertificate"},
    {"tracing: {tlsSettings: {mode: SIMPLE, credentialName: a, caCertificates: b}}",
     "credentialName"},
    {"tracing: {tlsSettings: {credentialName: 'configmap://a'}}", "ConfigMap"},
    {"tracing: {tlsSettings: {mode: SIMPLE, insecureSkipVerify: true, caCertificates: b}}",
     "verifies"},
    {"statsdUdpAddress: x", "statsdUdpAddress"},
    {"statsdUdpAddress: 'x:1'", NULL},
    {"envoyAccessLogService: {address: x}", "envoyAccessLogService"},
    {"envoyMetricsService: {}", NULL},
    {"proxyAdminPort: 65536", "proxyAdminPort"},
    {"statusPort: 0", "statusPort"},
    {"controlPlaneAuthPolicy: 7", "controlPlaneAuthPolicy"},
    {"controlPlaneAuthPolicy: NONE", NULL},
    {"privateKeyProvider: {}", "privateKeyProvider"},
    {"privateKeyProvider: {cryptomb: {}}", "pollDelay"},
    {"privateKeyProvider: {qat: {pollDelay: 1ms}}", NULL},
    {"connectionSettings: {httpIdleTimeout: -1s}", "httpIdleTimeout"},
    {"connectionSettings: {httpMaxConcurrentStreams: 0}", "httpMaxConcurrentStreams"},
    {"connectionSettings: {http2InitialStreamWindowSize: 65535}", NULL},
};

static void what_makes_no_sense_is_refused(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(checked); i++) {
        auto_json json_t *whole = proxy_config_default(), *config = NULL;
        auto_err struct err err = ERR_INIT;
        int rc;

        assert_int_equal(proxy_config_read(checked[i].config, &config, &err), 0);
        proxy_config_apply(whole, config);
        rc = proxy_config_check(whole, &err);
        if ((rc == 0) != !checked[i].fault ||
            (rc < 0 && !strstr(err_message(&err), checked[i].fault)))
            fail_msg("%s: %s", checked[i].config, err_message(&err));
    }
}

static const struct {
    const char *mesh, *annotation, *resources, *effective;
} levels[] = {
    {"defaultConfig: {concurrency: 1}", "concurrency: 2", "[]", "{'concurrency':2}"},
    /* a zero says nothing */
    {"defaultConfig: {interceptionMode: TPROXY, statusPort: 7}",
     "{interceptionMode: REDIRECT, statusPort: 0}", "[]",
     "{'interceptionMode':'TPROXY','statusPort':7}"},
    {"defaultConfig: {proxyMetadata: {A: '1', B: '1'}}", "proxyMetadata: {B: '2'}", "[]",
     "{'proxyMetadata':{'A':'1','B':'2'}}"},
    {"defaultConfig: {proxyHeaders: {requestId: {disabled: true}, preserveHttp1HeaderCase: true}}",
     "proxyHeaders: {server: {disabled: true}}", "[]",
     "{'proxyHeaders':{'requestId':{'disabled':true},'server':{'disabled':true}}}"},
    {"defaultConfig: {serviceCluster: x}", "tracingServiceName: CANONICAL_NAME_ONLY", "[]",
     "{'tracingServiceName':'CANONICAL_NAME_ONLY'}"},
    {"", NULL,
     "[{'metadata':{'namespace':'app','name':'b','creationTimestamp':'1'},'spec':{'concurrency':3}},"
     "{'metadata':{'namespace':'app','name':'a','creationTimestamp':'1'},'spec':{'concurrency':4}},"
     "{'metadata':{'namespace':'app','name':'0','creationTimestamp':'2'},'spec':{'concurrency':5}},"
     "{'metadata':{'namespace':'app','name':'1'},'spec':{'selector':{},'concurrency':6}},"
     "{'metadata':{'namespace':'istio-system'},'spec':{'environmentVariables':{'A':'1'}}}]",
     "{'concurrency':4,'proxyMetadata':{'A':'1'}}"},
    {"", "concurrency: 9",
     "[{'metadata':{'namespace':'app'},'spec':{'selector':{'matchLabels':{'app':'x'}},'concurrency':3}}]",
     "{'concurrency':3}"},
    {"", "concurrency: 9",
     "[{'metadata':{'namespace':'app'},'spec':{'selector':{'matchLabels':{'app':'y'}},'concurrency':3}}]",
     "{'concurrency':9}"},
};

static void levels_lie_over_one_another(void **state)
{
    auto_json json_t *labels = unit_json("{'app':'x'}");

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(levels); i++) {
        auto_json json_t *mesh = NULL, *annotation = NULL, *effective = NULL, *base = NULL;
        auto_json json_t *resources = unit_json(levels[i].resources ? levels[i].resources : "[]");
        auto_free char *wanted = mem_strdup(levels[i].effective);
        auto_buf struct buf out = BUF_INIT(4096);
        auto_err struct err err = ERR_INIT;

        assert_int_equal(mesh_config_parse(levels[i].mesh, strlen(levels[i].mesh), &mesh, &err), 0);
        if (levels[i].annotation)
            assert_int_equal(proxy_config_read(levels[i].annotation, &annotation, &err), 0);
        base = proxy_config_of_mesh(mesh);
        effective =
            proxy_config_effective(base, resources, "istio-system", "app", labels, annotation);
        proxy_config_print(&out, effective);
        for (char *p = wanted; *p; p++)
            *p = *p == '\'' ? '"' : *p;
        assert_string_equal(buf_text(&out), wanted);
    }
}

static void a_mesh_lies_over_its_defaults(void **state)
{
    static const char text[] =
        "trustDomainAliases: [b, a, b]\ntrust_domain: td\ndefaultProviders: {metrics: [prometheus]}\n"
        "extensionProviders:\n- name: envoy\n  envoyFileAccessLog: {path: /x}\n- name: o\n  opentelemetry: {port: 1}\n";
    static const char *const broken[] = {"a: [",
                                         "[]",
                                         "trustDomain: 7",
                                         "defaultConfig: {statusPort: 0}",
                                         "defaultConfig: 7",
                                         "inboundTrafficPolicy: {mode: x}"};
    auto_err struct err err = ERR_INIT;
    auto_json json_t *mesh = NULL;
    auto_free char *aliases = NULL, *providers = NULL;

    (void)state;
    assert_int_equal(mesh_config_parse(text, strlen(text), &mesh, &err), 0);
    aliases = json_text(json_object_get(mesh, "trustDomainAliases"));
    providers = json_text(json_object_get(mesh, "extensionProviders"));
    assert_string_equal(aliases, "[\"a\",\"b\"]");
    assert_string_equal(
        providers,
        "[{\"name\":\"prometheus\",\"prometheus\":{}},{\"name\":\"stackdriver\",\"stackdriver\":{}},"
        "{\"envoyFileAccessLog\":{\"path\":\"/x\"},\"name\":\"envoy\"},"
        "{\"name\":\"o\",\"opentelemetry\":{\"port\":1}}]");
    assert_string_equal(json_dig_text(mesh, "trustDomain"), "td");
    assert_string_equal(json_dig_text(mesh, "ingressClass"), "istio");
    for (size_t i = 0; i < ARRAY_LEN(broken); i++) {
        json_t *none = NULL;

        if (mesh_config_parse(broken[i], strlen(broken[i]), &none, &err) == 0)
            fail_msg("%s", broken[i]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_read_is_written_in_one_form),
        cmocka_unit_test(what_makes_no_sense_is_refused),
        cmocka_unit_test(levels_lie_over_one_another),
        cmocka_unit_test(a_mesh_lies_over_its_defaults),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
