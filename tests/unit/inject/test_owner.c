/* Whose a Pod is, and which image its sidecar has. */
#include "inject/image.h"
#include "inject/owner.h"
#include "tests/unit/unit.h"

static const struct {
    const char *metadata, *kind, *api_version, *name;
} rows[] = {
    {"{'name':'p'}", "Pod", "v1", "p"},
    {"{}", "Pod", "v1", ""},
    {"{'name':'p','ownerReferences':[{'controller':true,'kind':'ReplicaSet','name':'r'}]}", "Pod",
     "v1", "p"},
    {"{'generateName':'p-','ownerReferences':[{'kind':'ReplicaSet','name':'r'}]}", "Pod", "v1", ""},
    {"{'generateName':'p-','ownerReferences':[{'controller':true,'apiVersion':'apps/v1','kind':'ReplicaSet','name':'web-5d'}],"
     "'labels':{'pod-template-hash':'5d'}}",
     "Deployment", "apps/v1", "web"},
    {"{'generateName':'p-','ownerReferences':[{'controller':true,'apiVersion':'apps/v1','kind':'ReplicaSet','name':'web-5d'}],"
     "'labels':{'pod-template-hash':'6e'}}",
     "ReplicaSet", "apps/v1", "web-5d"},
    {"{'generateName':'p-','ownerReferences':[{'controller':true,'apiVersion':'apps/v1','kind':'ReplicaSet','name':'web-5d'}],"
     "'labels':{'pod-template-hash':''}}",
     "ReplicaSet", "apps/v1", "web-5d"},
    {"{'generateName':'p-','ownerReferences':[{'controller':true,'apiVersion':'apps/v1','kind':'ReplicaSet','name':'-5d'}],"
     "'labels':{'pod-template-hash':'5d'},'name':'fallback'}",
     "Deployment", "apps/v1", "fallback"},
    {"{'generateName':'p-','ownerReferences':[{'controller':true,'apiVersion':'apps/v1','kind':'ReplicaSet','name':'r-5d'}],"
     "'labels':{'rollouts-pod-template-hash':'5d'}}",
     "Rollout", "v1alpha1", "r"},
    {"{'generateName':'p-','ownerReferences':[{'controller':true,'apiVersion':'v1','kind':'ReplicationController','name':'dc-1'}],"
     "'labels':{'deploymentconfig':'dc'}}",
     "DeploymentConfig", "v1", "dc"},
    {"{'generateName':'p-','ownerReferences':[{'controller':true,'apiVersion':'v1','kind':'ReplicationController','name':'dc-1'}],"
     "'labels':{'deploymentconfig':''}}",
     "ReplicationController", "v1", "dc-1"},
    {"{'generateName':'p-','ownerReferences':[{'controller':true,'apiVersion':'batch/v1','kind':'Job','name':'c-12345678'}]}",
     "CronJob", "batch/v1", "c"},
    {"{'generateName':'p-','ownerReferences':[{'controller':true,'apiVersion':'batch/v1','kind':'Job','name':'c-1234567'}]}",
     "Job", "batch/v1", "c-1234567"},
    {"{'generateName':'p-','ownerReferences':[{'controller':true,'apiVersion':'batch/v1','kind':'Job','name':'c-12345678901'}]}",
     "Job", "batch/v1", "c-12345678901"},
    {"{'generateName':'p-','ownerReferences':[{'kind':'A','name':'a'},{'controller':true,'apiVersion':'b/v1','kind':'B','name':'b'}]}",
     "B", "b/v1", "b"},
};

static void owners_are_guessed_as_istiod_does(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        auto_free char *text = mem_printf("{'metadata':%s}", rows[i].metadata);
        auto_json json_t *pod = unit_json(text);
        struct owner owner = owner_of(pod);

        if (strcmp(owner.kind, rows[i].kind) != 0 ||
            strcmp(owner.api_version, rows[i].api_version) != 0 ||
            strcmp(owner.name, rows[i].name) != 0)
            fail_msg("%s: %s %s %s", text, owner.kind, owner.api_version, owner.name);
        owner_done(&owner);
    }
}

static const struct {
    const char *global, *config, *annotation; /* NULL: none */
    const char *proxy, *init;
} images[] = {
    {"{'hub':'h','tag':'1'}", "{}", NULL, "h/proxyv2:1", "h/proxyv2:1"},
    {"{'hub':'h','tag':1.5}", "{}", NULL, "h/proxyv2:1.5", "h/proxyv2:1.5"},
    {"{'hub':'h','tag':'1','proxy':{'image':'p'},'proxy_init':{'image':'i'}}", "{}", NULL, "h/p:1",
     "h/i:1"},
    {"{'hub':'h','tag':'1','variant':'debug'}", "{}", NULL, "h/proxyv2:1-debug",
     "h/proxyv2:1-debug"},
    {"{'hub':'h','tag':'1-distroless','variant':'debug'}", "{}", NULL, "h/proxyv2:1-debug",
     "h/proxyv2:1-debug"},
    {"{'hub':'h','tag':'1-debug'}", "{'image':{'imageType':'default'}}", NULL, "h/proxyv2:1",
     "h/proxyv2:1-debug"},
    {"{'hub':'h','tag':'1','variant':'debug'}", "{'image':{'imageType':'distroless'}}", NULL,
     "h/proxyv2:1-distroless", "h/proxyv2:1-debug"},
    {"{'hub':'h','tag':'1','variant':'debug'}", "{'image':{'imageType':'x'}}", "distroless",
     "h/proxyv2:1-distroless", "h/proxyv2:1-distroless"},
    {"{'hub':'h','tag':'1','variant':'debug'}", "{'image':{'imageType':'x'}}", "", "h/proxyv2:1",
     "h/proxyv2:1"},
};

static void images_have_a_variant(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(images); i++) {
        auto_free char *text = mem_printf("{'global':%s}", images[i].global);
        auto_json json_t *values = unit_json(text), *config = unit_json(images[i].config);
        auto_json json_t *pod = unit_json("{'metadata':{'annotations':{}}}");
        struct injector injector = {.values = values};
        struct inject_input in = {.injector = &injector, .pod = pod, .proxy_config = config};

        if (images[i].annotation)
            json_put_text(json_dig(pod, "metadata", "annotations"),
                          "sidecar.istio.io/proxyImageType", images[i].annotation);
        auto_free char *proxy = image_of(&in, "proxy"), *init = image_of(&in, "proxy_init");
        assert_string_equal(proxy, images[i].proxy);
        assert_string_equal(init, images[i].init);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(owners_are_guessed_as_istiod_does),
        cmocka_unit_test(images_have_a_variant),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
