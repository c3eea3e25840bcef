/* Prometheus is sent to the sidecar, which is told whom to ask. */
#include "inject/prometheus.h"
#include "tests/unit/unit.h"

#define OURS                                                                                       \
    "'prometheus.io/port':'15020','prometheus.io/path':'/stats/prometheus','prometheus.io/scrape':'true'"

static const struct {
    const char *annotations, *after; /* NULL: refused */
    const char *told;                /* NULL: nothing */
} rows[] = {
    {"{}", "{" OURS "}", NULL},
    {"{'prometheus.io/scrape':'true','prometheus.io/port':'80','prometheus.io/path':'/m'}",
     "{" OURS "}", "{'scrape':'true','path':'/m','port':'80'}"},
    {"{'prometheus-io.port':'80'}", "{" OURS "}", "{'scrape':'','path':'','port':'80'}"},
    {"{'prometheus.io/path':''}", "{" OURS "}", NULL},
    {"{'prometheus.io/scrape':'false','prometheus.io/port':'x'}",
     "{'prometheus.io/scrape':'false','prometheus.io/port':'x'}", NULL},
    {"{'prometheus.io/scrape':'no'}", "{" OURS "}", "{'scrape':'no','path':'','port':''}"},
    {"{'prometheus.io/port':'15020','a':'b'}", "{'prometheus.io/port':'15020','a':'b'}", NULL},
    {"{'prometheus.io/port':'15090'}", NULL, NULL},
    {"{'prometheus.io/port':'0'}", NULL, NULL},
    {"{'prometheus.io/port':'65536'}", NULL, NULL},
    {"{'prometheus.io/port':' 80'}", NULL, NULL},
    {"{'prometheus.io/port':'8x'}", NULL, NULL},
    {"{'prometheus.io/port':'015090'}", NULL, NULL},
    {"{'prometheus.io/port':'+80'}", "{" OURS "}", "{'scrape':'','path':'','port':'+80'}"},
    {"{'prometheus.istio.io/merge-metrics':'false','prometheus.io/port':'15090'}",
     "{'prometheus.istio.io/merge-metrics':'false','prometheus.io/port':'15090'}", NULL},
    {"{'prometheus.istio.io/scrape-targets':'80, 81 : /<a> ,'}", "{" OURS "}",
     "{'scrape':'','path':'/metrics','port':'80','targets':[{'port':'80','path':'/metrics'},"
     "{'port':'81','path':'/\\u003ca\\u003e'}]}"},
    {"{'prometheus.istio.io/scrape-targets':'80,15090'}", NULL, NULL},
    {"{'prometheus.istio.io/scrape-targets':'80,:/x','prometheus.io/port':'90'}", "{" OURS "}",
     "{'scrape':'','path':'','port':'90'}"},
    {"{'prometheus.istio.io/secure-port':''}", "{'prometheus.istio.io/secure-port':''," OURS "}",
     NULL},
};

static json_t *pod_with(const char *annotations, const char *env)
{
    auto_free char *text = mem_printf(
        "{'metadata':{'annotations':%s},'spec':{'containers':[{'name':'istio-proxy','env':[%s]}]}}",
        annotations, env);

    return unit_json(text);
}

static void annotations_become_the_sidecars(void **state)
{
    auto_json json_t *mesh =
        unit_json("{'enablePrometheusMerge':true,'defaultConfig':{'statusPort':15020}}");
    struct injector injector = {.mesh = mesh};
    struct inject_input in = {.injector = &injector};

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        auto_json json_t *pod = pod_with(rows[i].annotations, "");
        auto_err struct err err = ERR_INIT;
        int rc = prometheus_merge(&in, pod, &err);

        if ((rc == 0) != (rows[i].after != NULL))
            fail_msg("%s: %s", rows[i].annotations, err_message(&err));
        if (rc < 0)
            continue;
        auto_json json_t *after = unit_json(rows[i].after);
        const json_t *env =
            json_object_get(json_array_get(json_dig(pod, "spec", "containers"), 0), "env");
        const char *told = json_dig_text(json_array_get(env, 0), "value");
        auto_free char *want = rows[i].told ? mem_strdup(rows[i].told) : NULL;
        for (char *p = want; p && *p; p++)
            *p = *p == '\'' ? '"' : *p;
        if (!json_equal(json_dig(pod, "metadata", "annotations"), after) || !told != !want ||
            (told && strcmp(told, want) != 0))
            fail_msg("%s: %s", rows[i].annotations, told ? told : "nothing told");
    }
}

static void a_secure_port_is_told(void **state)
{
    auto_json json_t *mesh =
        unit_json("{'enablePrometheusMerge':false,'defaultConfig':{'statusPort':15020}}");
    struct injector injector = {.mesh = mesh};
    struct inject_input in = {.injector = &injector};
    static const char *const ports[][2] = {{"15091", "15091"}, {"0", NULL}, {"", NULL}};

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(ports); i++) {
        auto_free char *env =
            mem_printf("{'name':'ENVOY_SECURE_MERGED_METRICS_PORT','value':'%s'}", ports[i][0]);
        auto_json json_t *pod = pod_with("{}", env);
        auto_err struct err err = ERR_INIT;
        const char *told;

        assert_int_equal(prometheus_merge(&in, pod, &err), 0);
        told = json_dig_text(pod, "metadata", "annotations", "prometheus.istio.io/secure-port");
        assert_int_equal(told == NULL, ports[i][1] == NULL);
        if (told)
            assert_string_equal(told, ports[i][1]);
    }
}

static void what_an_injection_made_is_stripped(void **state)
{
    auto_json json_t *mesh = unit_json("{'defaultConfig':{'statusPort':15020}}");
    struct injector injector = {.mesh = mesh};
    struct inject_input in = {.injector = &injector};
    auto_json json_t *ours = pod_with("{'a':'b'," OURS "}", ""),
                     *theirs = pod_with("{'prometheus.io/port':'80'}", "");

    (void)state;
    prometheus_strip(&in, ours);
    prometheus_strip(&in, theirs);
    assert_int_equal(json_object_size(json_dig(ours, "metadata", "annotations")), 1);
    assert_int_equal(json_object_size(json_dig(theirs, "metadata", "annotations")), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(annotations_become_the_sidecars),
        cmocka_unit_test(a_secure_port_is_told),
        cmocka_unit_test(what_an_injection_made_is_stripped),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
