/* Plan and observe: which steps, which values, and when an object is as it was wished. */
#include "operator/plan.h"
#include "operator/source.h"
#include "tests/unit/unit.h"

static const char profile_text[] =
    "{'components':{'base':{'enabled':true},'pilot':{'enabled':true},'cni':{'enabled':false},"
    "'ztunnel':{'enabled':false},'ingressGateways':[{'name':'istio-ingressgateway'}],'egressGateways':[]},"
    "'values':{'profile':'demo','global':{'a':'profile','b':'profile'}},"
    "'accessLogFile':'/dev/stdout'}";

static const struct {
    const char *name, *spec, *steps; /* component/release, ... */
} rows[] = {
    {"the profile alone", "{}",
     "base/istio-base pilot/istiod injection/malha-sidecar-injector "
     "ingressGateways/istio-ingressgateway "},
    {"istiod injects", "{'injection':{'provider':'istiod'}}",
     "base/istio-base pilot/istiod ingressGateways/istio-ingressgateway "},
    {"a revision", "{'values':{'revision':'canary'}}",
     "base/istio-base pilot/istiod injection/malha-sidecar-injector-canary "
     "ingressGateways/istio-ingressgateway "},
    {"components are switched", "{'components':{'cni':{'enabled':true},'pilot':{'enabled':false}}}",
     "base/istio-base cni/istio-cni ingressGateways/istio-ingressgateway "},
    {"a profile's gateway is switched off",
     "{'components':{'ingressGateways':[{'name':'istio-ingressgateway','enabled':false},{'name':'mine'}]}}",
     "base/istio-base pilot/istiod injection/malha-sidecar-injector ingressGateways/mine "},
    {"gateways are added", "{'components':{'egressGateways':[{'name':'out'}]}}",
     "base/istio-base pilot/istiod injection/malha-sidecar-injector "
     "ingressGateways/istio-ingressgateway egressGateways/out "},
    {"an addon comes last",
     "{'components':{'egressGateways':[{'name':'out'}]},'addons':{'prometheus':{}}}",
     "base/istio-base pilot/istiod injection/malha-sidecar-injector "
     "ingressGateways/istio-ingressgateway egressGateways/out prometheus/prometheus "},
    {"an addon that is switched off, is elsewhere, is not known, or is nothing",
     "{'injection':{'provider':'istiod'},'addons':{'prometheus':{'enabled':false},'other':{},'kiali':null}}",
     "base/istio-base pilot/istiod ingressGateways/istio-ingressgateway "},
    {"who gets the traces is there, and what makes proxies send them",
     "{'injection':{'provider':'istiod'},'addons':{'tracing':{'provider':'jaeger'},'prometheus':{}}}",
     "base/istio-base pilot/istiod ingressGateways/istio-ingressgateway prometheus/prometheus "
     "jaeger/jaeger telemetry/telemetry "},
    {"two may be there, and one of them gets the traces",
     "{'injection':{'provider':'istiod'},'addons':{'jaeger':{},'zipkin':{},'tracing':{'provider':'zipkin'}}}",
     "base/istio-base pilot/istiod ingressGateways/istio-ingressgateway jaeger/jaeger "
     "zipkin/zipkin telemetry/telemetry "},
    {"one without tracing",
     "{'injection':{'provider':'istiod'},'addons':{'zipkin':{},'tracing':{'enabled':false,'provider':'jaeger'}}}",
     "base/istio-base pilot/istiod ingressGateways/istio-ingressgateway zipkin/zipkin "},
    {"an addon that is elsewhere",
     "{'injection':{'provider':'istiod'},'addons':{'prometheus':{'enabled':true,'external':{'url':'http://p'}}}}",
     "base/istio-base pilot/istiod ingressGateways/istio-ingressgateway "},
};

/* The real ones. */
static json_t *components_of(void)
{
    auto_err struct err err = ERR_INIT;
    json_t *components = NULL;

    assert_int_equal(
        source_components("manifests/components/istio.yaml", "manifests/addons", &components, &err),
        0);
    return components;
}

static json_t *mesh_of(const char *spec)
{
    json_t *mesh = json_object();

    json_put(mesh, "spec", unit_json(spec));
    return mesh;
}

static void the_steps_follow_profile_and_spec(void **state)
{
    auto_json json_t *profile = unit_json(profile_text), *components = components_of();

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        auto_json json_t *mesh = mesh_of(rows[i].spec);
        auto_buf struct buf got = BUF_INIT(LIMIT_MESSAGE);
        auto_err struct err err = ERR_INIT;
        struct plan plan = {0};

        if (plan_make(mesh, profile, components, "none", &plan, &err) < 0)
            fail_msg("%s: %s", rows[i].name, err_message(&err));
        for (size_t k = 0; k < plan.n; k++)
            buf_addf(&got, "%s/%s ", plan.steps[k].component, plan.steps[k].release);
        if (strcmp(buf_text(&got), rows[i].steps) != 0)
            fail_msg("%s: %s", rows[i].name, buf_text(&got));
        plan_done(&plan);
    }
}

static const struct {
    const char *what, *spec, *values; /* of the addon, with Malha's image */
} addons[] = {
    {"nothing is said", "{'addons':{'prometheus':{}}}",
     "{'mesh':{'namespace':'istio-system','revision':''},'image':{'repository':'docker.io/prom/prometheus','tag':'T'}}"},
    {"what is said comes by its name, and values are laid over",
     "{'namespace':'mesh','values':{'revision':'blue'},'addons':{'prometheus':{'enabled':true,'namespace':'seen',"
     "'retention':'1d','storage':{'size':'1Gi'},'external':null,'values':{'retention':'2d','image':{'tag':'mine'}}}}}",
     "{'mesh':{'namespace':'mesh','revision':'blue'},'image':{'repository':'docker.io/prom/prometheus','tag':'mine'},"
     "'retention':'2d','storage':{'size':'1Gi'}}"},
    {"images are the registry's, but for the tag, which is Istio's",
     "{'images':{'registry':'r:5000/a','tag':'1','pullPolicy':'Never','pullSecrets':['s']},"
     "'addons':{'prometheus':{'retention':null}}}",
     "{'mesh':{'namespace':'istio-system','revision':''},'image':{'repository':'r:5000/a/prometheus','tag':'T',"
     "'pullPolicy':'Never','pullSecrets':['s']}}"},
    {"access logs are sent beside those that the profile has",
     "{'addons':{'accessLogs':{'endpoint':'a.b.svc:1','filter':'f','values':{'accessLogging':{'disabled':false}}}}}",
     "{'mesh':{'namespace':'istio-system','revision':''},'accessLogs':{'provider':'malha-access-logs','stdout':true,'filter':'f'},"
     "'accessLogging':{'disabled':false}}"},
    {"or beside none, as the user says; and traces, too",
     "{'values':{'meshConfig':{'accessLogFile':''}},'addons':{'accessLogs':{'endpoint':'a.example:1'},"
     "'tracing':{'endpoint':'a.example:1','sampling':5,'values':{'tracing':{'customTags':{}}}}}}",
     "{'mesh':{'namespace':'istio-system','revision':''},'accessLogs':{'provider':'malha-access-logs','stdout':false},"
     "'provider':'malha-tracing','sampling':5,'tracing':{'customTags':{}},"
     "'externals':[{'host':'a.example','ports':[{'port':1,'protocol':'grpc'}]}]}"},
};

static void an_addon_gets_what_is_said_of_it(void **state)
{
    auto_json json_t *profile = unit_json(profile_text), *components = components_of();
    json_t *image = json_object_get(json_find(components, "addon", "prometheus"), "image");

    (void)state;
    json_put_text(image, "tag", "T");
    for (size_t i = 0; i < ARRAY_LEN(addons); i++) {
        auto_json json_t *mesh = mesh_of(addons[i].spec), *want = unit_json(addons[i].values);
        auto_err struct err err = ERR_INIT;
        struct plan plan = {0};
        const struct plan_step *step;

        if (plan_make(mesh, profile, components, "none", &plan, &err) < 0)
            fail_msg("%s: %s", addons[i].what, err_message(&err));
        step = &plan.steps[plan.n - 1];
        assert_true(step->addon);
        if (!json_equal(step->values, want)) {
            auto_free char *got = json_dumps(step->values, JSON_SORT_KEYS);

            fail_msg("%s: %s", addons[i].what, got);
        }
        plan_done(&plan);
    }
}

static void later_values_win(void **state)
{
    auto_json json_t *profile = unit_json(profile_text), *components = components_of();
    auto_json json_t *mesh = mesh_of(
        "{'namespace':'mesh','images':{'registry':'r','tag':'t','pullSecrets':['s']},'platform':'k3s',"
        "'values':{'global':{'b':'spec','c':'spec'},'meshConfig':{'x':1}},"
        "'components':{'pilot':{'values':{'global':{'c':'pilot'},'env':{'INJECT_ENABLED':'true'}}}}}");
    auto_err struct err err = ERR_INIT;
    struct plan plan = {0};

    (void)state;
    assert_int_equal(plan_make(mesh, profile, components, "none", &plan, &err), 0);
    const json_t *pilot = plan.steps[1].values, *global = json_object_get(pilot, "global");
    assert_string_equal(plan.steps[1].namespace, "mesh");
    assert_string_equal(json_dig_text(global, "a"), "profile");
    assert_string_equal(json_dig_text(global, "b"), "spec");
    assert_string_equal(json_dig_text(global, "c"), "pilot");
    assert_string_equal(json_dig_text(global, "hub"), "r");
    assert_string_equal(json_dig_text(global, "tag"), "t");
    assert_string_equal(json_dig_text(global, "platform"), "k3s");
    assert_string_equal(json_dig_text(global, "istioNamespace"), "mesh");
    assert_string_equal(json_dig_text(pilot, "env", "INJECT_ENABLED"), "true");
    assert_string_equal(json_dig_text(pilot, "env", "INJECTION_WEBHOOK_CONFIG_NAME"), "");
    assert_true(json_truth(json_object_get(global, "operatorManageWebhooks")));
    /* the gateway chart refuses keys it does not know */
    const json_t *gateway = plan.steps[3].values;
    assert_null(json_object_get(gateway, "meshConfig"));
    assert_string_equal(json_dig_text(gateway, "profile"), "demo");
    assert_string_equal(
        json_dig_text(json_array_get(json_object_get(gateway, "imagePullSecrets"), 0), "name"),
        "s");
    plan_done(&plan);
}

static void a_mesh_is_asked_for_by_its_revision_and_tags(void **state)
{
    static const struct {
        const char *spec, *revision, *revisions;
        bool is_default;
        const char *validates; /* defaultRevision of the base chart; NULL: as the chart has it */
    } named[] = {
        {"{}", "", "['default']", true, NULL},
        {"{'values':{'revision':'a'}}", "a", "['a']", false, ""},
        {"{'values':{'revision':'a','revisionTags':['b','default']}}", "a", "['a','b','default']",
         true, "a"},
        {"{'values':{'revisionTags':['b']}}", "", "['default','b']", true, NULL},
        {"{'values':{'revision':'a','defaultRevision':'c'}}", "a", "['a']", false, "c"},
        {"{'components':{'pilot':{'values':{'revision':'a'}}}}", "a", "['a']", false, ""},
        {"{'components':{'pilot':{'enabled':false}},'values':{'revision':'a'}}", "a", "[]", false,
         ""},
    };
    auto_json json_t *profile = unit_json(profile_text), *components = components_of();

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(named); i++) {
        auto_json json_t *mesh = mesh_of(named[i].spec), *wanted = unit_json(named[i].revisions);
        auto_err struct err err = ERR_INIT;
        struct plan plan = {0};
        const char *validates;

        assert_int_equal(plan_make(mesh, profile, components, "none", &plan, &err), 0);
        validates = json_dig_text(plan.steps[0].values, "defaultRevision");
        assert_string_equal(plan.steps[0].component, "base");
        if (strcmp(plan.revision, named[i].revision) != 0 || !json_equal(plan.revisions, wanted) ||
            plan.is_default != named[i].is_default || !validates != !named[i].validates ||
            (validates && strcmp(validates, named[i].validates) != 0))
            fail_msg("%s", named[i].spec);
        plan_done(&plan);
    }
}

static void the_injector_knows_of_the_cni(void **state)
{
    static const struct {
        const char *spec, *told; /* pilot of the control plane's values */
    } cases[] = {
        {"{}", NULL},
        {"{'components':{'cni':{'enabled':true}}}", "{'cni':{'enabled':true}}"},
        {"{'components':{'cni':{'enabled':true}},'values':{'pilot':{'cni':{'enabled':false},'x':1}}}",
         "{'cni':{'enabled':false},'x':1}"},
        {"{'components':{'cni':{'enabled':true},'pilot':{'values':{'pilot':{'cni':{'enabled':false}}}}}}",
         "{'cni':{'enabled':false}}"},
        {"{'components':{'cni':{'enabled':true}},'values':{'pilot':{'cni':{'provider':'p'}}}}",
         "{'cni':{'enabled':true,'provider':'p'}}"},
    };
    auto_json json_t *profile = unit_json(profile_text), *components = components_of();

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        auto_json json_t *mesh = mesh_of(cases[i].spec),
                         *want = cases[i].told ? unit_json(cases[i].told) : NULL;
        auto_err struct err err = ERR_INIT;
        struct plan plan = {0};
        const struct plan_step *step = NULL;
        const json_t *got;

        assert_int_equal(plan_make(mesh, profile, components, "none", &plan, &err), 0);
        for (size_t k = 0; k < plan.n; k++) {
            if (plan.steps[k].control_plane)
                step = &plan.steps[k];
        }
        got = json_object_get(step->values, "pilot");
        if (want ? !json_equal(got, want) : got != NULL)
            fail_msg("%s", cases[i].spec);
        plan_done(&plan);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_steps_follow_profile_and_spec),
        cmocka_unit_test(later_values_win),
        cmocka_unit_test(an_addon_gets_what_is_said_of_it),
        cmocka_unit_test(the_injector_knows_of_the_cni),
        cmocka_unit_test(a_mesh_is_asked_for_by_its_revision_and_tags),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
