/* What the user wrote in containers of the templates' names. */
#include "inject/overrides.h"
#include "inject/pod.h"
#include "tests/unit/unit.h"

static const struct {
    const char *name;
    const char *user, *templates;              /* specs */
    const char *annotations, *status, *config; /* NULL: none */
    const char *merged;                        /* the spec that the templates made of the Pod */
    const char *after, *kept;                  /* the spec then, and the annotation; NULL: none */
} rows[] = {
    {"the user wins field by field",
     "{'containers':[{'name':'p','image':'auto','tty':true,'args':[]}]}",
     "{'containers':[{'name':'p'}]}", "{}", NULL, "{}",
     "{'containers':[{'name':'p','image':'t','args':['x']}]}",
     "{'containers':[{'name':'p','image':'t','args':['x'],'tty':true,'resources':{}}]}",
     "{'containers':[{'name':'p','resources':{},'tty':true}]}"},
    {"quantities are canonical",
     "{'containers':[{'name':'p','resources':{'limits':{'cpu':'2000m'}}}]}",
     "{'containers':[{'name':'p'}]}", "{}", NULL, "{}", "{'containers':[{'name':'p'}]}",
     "{'containers':[{'name':'p','resources':{'limits':{'cpu':'2'}}}]}",
     "{'containers':[{'name':'p','resources':{'limits':{'cpu':'2'}}}]}"},
    {"containers of other names are left", "{'containers':[{'name':'a','tty':true}]}",
     "{'containers':[{'name':'p'}]}", "{}", NULL, "{}",
     "{'containers':[{'name':'p'},{'name':'a'}]}", "{'containers':[{'name':'p'},{'name':'a'}]}",
     NULL},
    {"a container is meant for an init container, too", "{'containers':[{'name':'p','tty':true}]}",
     "{'initContainers':[{'name':'p'}]}", "{}", NULL, "{}", "{'initContainers':[{'name':'p'}]}",
     "{'initContainers':[{'name':'p','tty':true,'resources':{}}]}",
     "{'initContainers':[{'name':'p','resources':{},'tty':true}]}"},
    {"what an injection added is no override", "{'containers':[{'name':'p','tty':true}]}",
     "{'containers':[{'name':'p'}]}", "{'sidecar.istio.io/status':'s'}", "{'containers':['p']}",
     "{}", "{'containers':[{'name':'p'}]}", "{'containers':[{'name':'p'}]}", NULL},
    {"what was remembered counts", "{'containers':[{'name':'p','image':'x'}]}",
     "{'containers':[{'name':'p'}]}",
     "{'proxy.istio.io/overrides':'{`containers`:[{`name`:`p`,`image`:`y`}]}'}", NULL, "{}",
     "{'containers':[{'name':'p','image':'t'}]}",
     "{'containers':[{'name':'p','image':'y','resources':{}}]}",
     "{'containers':[{'name':'p','image':'y','resources':{}}]}"},
    {"-u follows the user",
     "{'containers':[{'name':'istio-proxy','securityContext':{'runAsUser':7,'runAsGroup':8}}]}",
     "{'containers':[],'initContainers':[]}", "{}", NULL, "{}",
     "{'initContainers':[{'name':'istio-init','args':['-p','1','-u','1337']}]}",
     "{'initContainers':[{'name':'istio-init','args':['-p','1','-u','7']}]}", NULL},
    {"istio-validation runs as the sidecar",
     "{'containers':[{'name':'istio-proxy','securityContext':{'runAsUser':7,'runAsGroup':8}}]}",
     "{}", "{}", NULL, "{}", "{'initContainers':[{'name':'istio-validation','args':['-u']}]}",
     "{'initContainers':[{'name':'istio-validation','args':['-u'],'securityContext':{'runAsUser':7,'runAsGroup':8}}]}",
     NULL},
    {"with TPROXY the sidecar is root",
     "{'containers':[{'name':'istio-proxy','securityContext':{'runAsUser':7}}]}", "{}", "{}", NULL,
     "{'interceptionMode':'TPROXY'}",
     "{'containers':[{'name':'istio-proxy','securityContext':{'runAsUser':7}}],"
     "'initContainers':[{'name':'istio-validation','args':['-u','1337']}]}",
     "{'containers':[{'name':'istio-proxy','securityContext':{'runAsUser':0}}],"
     "'initContainers':[{'name':'istio-validation','args':['-u','7']}]}",
     NULL},
    {"user 0 is not let pass",
     "{'containers':[{'name':'istio-proxy','securityContext':{'runAsUser':0}}]}", "{}", "{}", NULL,
     "{}", "{'initContainers':[{'name':'istio-init','args':['-u','1337']}]}",
     "{'initContainers':[{'name':'istio-init','args':['-u','1337']}]}", NULL},
};

static json_t *pod_of(const char *spec, const char *annotations)
{
    auto_free char *text =
        mem_printf("{'metadata':{'annotations':%s},'spec':%s}", annotations, spec);
    json_t *pod = unit_json(text), *value;
    const char *key;

    json_object_foreach (json_dig(pod, "metadata", "annotations"), key, value) {
        auto_free char *quoted = mem_strdup(json_string_value(value));

        for (char *p = quoted; *p; p++)
            *p = *p == '`' ? '"' : *p;
        (void)json_string_set_nocheck(value, quoted);
    }
    return pod;
}

static void the_users_containers_are_laid_over(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        auto_json json_t *user = pod_of(rows[i].user, rows[i].annotations),
                         *templates = pod_of(rows[i].templates, "{}");
        auto_json json_t *config = unit_json(rows[i].config), *want = unit_json(rows[i].after);
        auto_json json_t *status = rows[i].status ? unit_json(rows[i].status) : NULL,
                         *overrides = NULL;
        json_t *pod = pod_of(rows[i].merged, "{}");
        struct inject_input in = {.pod = user, .proxy_config = config, .status = status};
        auto_free char *kept = rows[i].kept ? mem_strdup(rows[i].kept) : NULL;
        auto_err struct err err = ERR_INIT;
        const char *got;

        assert_int_equal(overrides_read(user, &overrides, &err), 0);
        in.overrides = overrides;
        if (overrides_apply(&in, templates, &pod, &err) < 0)
            fail_msg("%s: %s", rows[i].name, err_message(&err));
        if (!json_equal(json_object_get(pod, "spec"), want))
            fail_msg("%s: %s", rows[i].name, json_text(pod));
        for (char *p = kept; p && *p; p++)
            *p = *p == '\'' ? '"' : *p;
        got = pod_annotation(pod, POD_OVERRIDES);
        if (!got != !kept || (got && strcmp(got, kept) != 0))
            fail_msg("%s: %s", rows[i].name, got ? got : "nothing kept");
        json_decref(pod);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_users_containers_are_laid_over),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
