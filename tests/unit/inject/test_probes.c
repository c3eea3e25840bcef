/* Probes are sent through the sidecar, which is told what they were. */
#include "inject/probes.h"
#include "tests/unit/unit.h"

#define STATUS_PORT "15020"

static const struct {
    const char *container;    /* without its name, which is a */
    const char *after, *told; /* told NULL: nothing */
} rows[] = {
    {"'livenessProbe':{'httpGet':{'path':'/x','port':80},'periodSeconds':3}",
     "'livenessProbe':{'httpGet':{'path':'/app-health/a/livez','port':15020},'periodSeconds':3}",
     "{'/app-health/a/livez':{'httpGet':{'path':'/x','port':80}}}"},
    {"'readinessProbe':{'httpGet':{'port':80,'scheme':'HTTPS','host':'h'},'timeoutSeconds':2}",
     "'readinessProbe':{'httpGet':{'path':'/app-health/a/readyz','port':15020,'scheme':'HTTP','host':'h'},'timeoutSeconds':2}",
     "{'/app-health/a/readyz':{'httpGet':{'port':80,'host':'h','scheme':'HTTPS'},'timeoutSeconds':2}}"},
    {"'startupProbe':{'tcpSocket':{'port':'p'}},'ports':[{'name':'p','containerPort':1},{'name':'p','containerPort':2}]",
     "'startupProbe':{'httpGet':{'path':'/app-health/a/startupz','port':15020}},"
     "'ports':[{'name':'p','containerPort':1},{'name':'p','containerPort':2}]",
     "{'/app-health/a/startupz':{'tcpSocket':{'port':2}}}"},
    {"'startupProbe':{'grpc':{'port':15020}}",
     "'startupProbe':{'httpGet':{'path':'/app-health/a/startupz','port':15020}}",
     "{'/app-health/a/startupz':{'grpc':{'port':15020,'service':null}}}"},
    {"'livenessProbe':{'exec':{'command':['x']}}", "'livenessProbe':{'exec':{'command':['x']}}",
     NULL},
    /* a port that is not there is pointed at the sidecar all the same, as in istiod */
    {"'livenessProbe':{'httpGet':{'port':'none'}}",
     "'livenessProbe':{'httpGet':{'path':'/app-health/a/livez','port':15020}}", NULL},
    {"'livenessProbe':{'httpGet':{'path':'/app-health/a/livez','port':15020}}",
     "'livenessProbe':{'httpGet':{'path':'/app-health/a/livez','port':15020}}", NULL},
    {"'livenessProbe':{'httpGet':{'port':0}}",
     "'livenessProbe':{'httpGet':{'path':'/app-health/a/livez','port':15020}}",
     "{'/app-health/a/livez':{'httpGet':{'port':0}}}"},
    {"'lifecycle':{'preStop':{'httpGet':{'port':1}},'postStart':{'tcpSocket':{'port':2}}}",
     "'lifecycle':{'preStop':{'httpGet':{'path':'/app-lifecycle/a/prestopz','port':15020}},"
     "'postStart':{'httpGet':{'path':'/app-lifecycle/a/poststartz','port':15020}}}",
     "{'/app-lifecycle/a/poststartz':{'tcpSocket':{'port':2}},'/app-lifecycle/a/prestopz':{'httpGet':{'port':1}}}"},
    /* of two handlers the first counts */
    {"'livenessProbe':{'tcpSocket':{'port':1},'grpc':{'port':2}}",
     "'livenessProbe':{'httpGet':{'path':'/app-health/a/livez','port':15020},'grpc':{'port':2}}",
     "{'/app-health/a/livez':{'tcpSocket':{'port':1}}}"},
};

static json_t *pod_with(const char *annotations, const char *container, const char *env)
{
    auto_free char *text =
        mem_printf("{'metadata':{'annotations':%s},'spec':{'containers':[{'name':'a',%s},"
                   "{'name':'istio-proxy','env':[%s],'livenessProbe':{'httpGet':{'port':1}}}]}}",
                   annotations, container, env);

    return unit_json(text);
}

static const json_t *container_of(const json_t *pod, size_t i)
{
    return json_array_get(json_dig(pod, "spec", "containers"), i);
}

static void check(const char *annotations, const char *container, const char *after,
                  const char *told, bool enabled)
{
    auto_json json_t *mesh = unit_json("{'defaultConfig':{'statusPort':" STATUS_PORT "}}");
    auto_json json_t *values =
        json_pack("{s:{s:b}}", "sidecarInjectorWebhook", "rewriteAppHTTPProbe", enabled);
    auto_json json_t *pod = pod_with(annotations, container, ""),
                     *want = pod_with(annotations, after, "");
    struct injector injector = {.mesh = mesh, .values = values};
    struct inject_input in = {.injector = &injector, .pod = pod};
    auto_free char *words = told ? mem_strdup(told) : NULL;
    const char *got;

    for (char *p = words; p && *p; p++)
        *p = *p == '\'' ? '"' : *p;
    probes_rewrite(&in, pod);
    if (!json_equal(container_of(pod, 0), container_of(want, 0)))
        fail_msg("%s: %s", container, json_text(container_of(pod, 0)));
    got = json_dig_text(json_array_get(json_object_get(container_of(pod, 1), "env"), 0), "value");
    if (!got != !words || (got && strcmp(got, words) != 0))
        fail_msg("%s: %s", container, got ? got : "nothing told");
    assert_int_equal(
        json_number_or(json_dig(container_of(pod, 1), "livenessProbe", "httpGet", "port"), 0), 1);
}

static void probes_go_through_the_sidecar(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++)
        check("{}", rows[i].container, rows[i].after, rows[i].told, true);
}

static void annotations_turn_it_and_say_the_port(void **state)
{
    static const char probe[] = "'livenessProbe':{'httpGet':{'path':'/','port':1}}";
    static const char told[] = "{'/app-health/a/livez':{'httpGet':{'path':'/','port':1}}}";

    (void)state;
    check("{}", probe, probe, NULL, false);
    check("{'sidecar.istio.io/rewriteAppHTTPProbers':'false'}", probe, probe, NULL, true);
    check("{'sidecar.istio.io/rewriteAppHTTPProbers':'maybe'}", probe, probe, NULL, false);
    check("{'sidecar.istio.io/rewriteAppHTTPProbers':'true','status.sidecar.istio.io/port':'7'}",
          probe, "'livenessProbe':{'httpGet':{'path':'/app-health/a/livez','port':7}}", told,
          false);
    check("{'status.sidecar.istio.io/port':' 7 '}", probe,
          "'livenessProbe':{'httpGet':{'path':'/app-health/a/livez','port':0}}", told, true);
}

/* What an earlier injection told: the old entries have the last word; what makes no sense stays. */
static void what_was_told_before_is_extended(void **state)
{
    static const char *const texts[][2] = {
        {"{'/old':{'httpGet':{'port':9}},'/app-health/a/livez':{'httpGet':{'port':8}}}",
         "{'/app-health/a/livez':{'httpGet':{'port':8}},'/old':{'httpGet':{'port':9}}}"},
        {"nonsense", "nonsense"},
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
        auto_json json_t *mesh = unit_json("{'defaultConfig':{'statusPort':" STATUS_PORT "}}"),
                         *values = json_object();
        auto_json json_t *pod = pod_with("{'sidecar.istio.io/status':'{}'}",
                                         "'livenessProbe':{'httpGet':{'port':1}}", "{'name':'X'}");
        struct injector injector = {.mesh = mesh, .values = values};
        struct inject_input in = {.injector = &injector, .pod = pod};
        json_t *entry = json_pack("{s:s}", "name", "ISTIO_KUBE_APP_PROBERS");
        auto_free char *before = mem_strdup(texts[i][0]), *after = mem_strdup(texts[i][1]);

        for (size_t k = 0; k < 2; k++) {
            for (char *p = k ? after : before; *p; p++)
                *p = *p == '\'' ? '"' : *p;
        }
        json_put_text(entry, "value", before);
        json_array_append_new(json_object_get(container_of(pod, 1), "env"), entry);
        probes_rewrite(&in, pod);
        assert_int_equal(json_array_size(json_object_get(container_of(pod, 1), "env")), 2);
        assert_string_equal(json_text_at(entry, "value"), after);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(probes_go_through_the_sidecar),
        cmocka_unit_test(annotations_turn_it_and_say_the_port),
        cmocka_unit_test(what_was_told_before_is_extended),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
