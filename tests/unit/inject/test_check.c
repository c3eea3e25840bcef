/* What texts of a Pod can make of a template's YAML: nothing. */
#include "inject/check.h"
#include "inject/neutral.h"
#include "inject/templates.h"
#include "tests/unit/unit.h"

static void texts_lose_what_could_be_structure(void **state)
{
    static const char *const rows[][2] = {
        {"plain text, 15%, a/b:c@d-1.2_x*", "plain text, 15%, a/b:c@d-1.2_x*"},
        {"*", "*"},
        {"a\"b'c\\d", "a_b_c_d"},
        {"a\nb\tc\x7f", "a_b_c_"},
        {"{a}[b] #c", "_a__b_ _c"},
        {"a: b", "a_ b"},
        {"a:", "a_"},
        {"http://x:80/", "http://x:80/"},
        {"&a", "_a"},
        {"- a", "_ a"},
        {"-a", "-a"},
        {"a\xc2\x85"
         "b\xe2\x80\xa8"
         "c\xe2\x80\xa9",
         "a_b_c_"},
        {"\xc3\xa9\xe2\x82\xac", "\xc3\xa9\xe2\x82\xac"},
        {"", ""},
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        auto_free char *got = neutral_text(rows[i][0], strlen(rows[i][0]));

        assert_string_equal(got, rows[i][1]);
    }
}

static void a_tree_without_them_is_not_copied(void **state)
{
    auto_json json_t *tree = unit_json("{'a':['b',{'c':'d e'}],'n':1}");
    auto_json json_t *same = neutral_tree(tree, false), *other = NULL, *odd = NULL;

    (void)state;
    assert_ptr_equal(same, tree);
    odd = unit_json("{'a':['b',{'c\\n':'d'}],'env':{'x':'#'}}");
    other = neutral_tree(odd, true);
    auto_json json_t *want = unit_json("{'a':['b',{'c_':'d'}],'env':{'x':'#'}}");
    assert_true(json_equal(other, want));
}

#define SHELL "spec:\n  containers:\n  - name: istio-proxy\n    image: i\n"
#define SPLICED(where) SHELL where

static const struct {
    const char *template, *annotation;
    const char *words; /* of the refusal; NULL: it is taken */
} rows[] = {
    /* quoted, unquoted, as a name, in a list, in flow style */
    {SPLICED("    workingDir: \"{{ index .ObjectMeta.Annotations `x` }}\"\n"),
     "a\\\"\\n    securityContext: {privileged: true}\\n    tty: \\\"x", "spec.containers[0]"},
    {SPLICED("    workingDir: {{ index .ObjectMeta.Annotations `x` }}\n"),
     "a\\n    securityContext:\\n      privileged: true", "spec.containers[0]"},
    {SPLICED("    workingDir: {{ index .ObjectMeta.Annotations `x` }}\n"), "a\\u2028    tty: true",
     "spec.containers[0]"},
    {SPLICED("    workingDir: {{ index .ObjectMeta.Annotations `x` }}\n"), "a\\u0085    tty: true",
     "spec.containers[0]"},
    {SPLICED("    args:\n    - {{ index .ObjectMeta.Annotations `x` }}\n"), "a\\n    - b",
     "spec.containers[0].args"},
    {SPLICED("    args: [{{ index .ObjectMeta.Annotations `x` }}]\n"), "a], tty: true, command: [b",
     "YAML"},
    {SHELL "  volumes: [{name: {{ index .ObjectMeta.Annotations `x` }}}]\n",
     "a, hostPath: {path: /}", "spec.volumes[0]"},
    {SHELL "  serviceAccountName: {{ index .ObjectMeta.Annotations `x` }}\n", "a\\n  hostPID: true",
     "at spec a text"},
    /* the same keys, each once more: the last would win */
    {SPLICED("    securityContext: {privileged: false}\n"
             "    workingDir: {{ index .ObjectMeta.Annotations `x` }}\n"),
     "a\\n    securityContext: {privileged: true}", "at spec.containers[0] a text"},
    /* a document that ends early */
    {SPLICED("    workingDir: {{ index .ObjectMeta.Annotations `x` }}\n    tty: false\n"),
     "a\\n---\\n", "spec.containers[0]"},
    /* what is quoted as it should be may hold anything */
    {SPLICED("    workingDir: {{ index .ObjectMeta.Annotations `x` | quote }}\n"),
     "a\\\"\\n    tty: true", NULL},
    {SPLICED("    workingDir: |\n      {{ toJson .ObjectMeta.Annotations }}\n"),
     "a\\\"\\n    tty: true", NULL},
    {SPLICED("    workingDir: {{ index .ObjectMeta.Annotations `x` }}\n"), "plain", NULL},
    /* what a template parses is a tree, whose texts may hold anything but are no structure either
     */
    {SHELL "  volumes:\n{{ range $k, $v := fromJson (index .ObjectMeta.Annotations `x`) }}"
           "  - name: \"{{ $k }}\"\n{{ toYaml $v | indent 4 }}\n{{ end }}",
     "{\\\"v\\\":{\\\"hostPath\\\":{\\\"path\\\":\\\"/#\\\"}}}", NULL},
    {SHELL "  volumes:\n{{ range $k, $v := fromJson (index .ObjectMeta.Annotations `x`) }}"
           "  - name: \"{{ $k }}\"\n{{ toYaml $v | indent 4 }}\n{{ end }}",
     "{\\\"v\\\\\\\"\\\\n  - name: \\\\\\\"w\\\":{\\\"emptyDir\\\":{}}}", "spec.volumes"},
    /* the configuration asks for it: an administrator's own template */
    {SHELL "    securityContext: {privileged: true}\n  hostNetwork: true\n"
           "  volumes: [{name: r, hostPath: {path: /}}]\n",
     "\\\"#", NULL},
};

static void what_a_pod_splices_in_is_refused_and_what_is_configured_is_not(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        auto_json json_t *config = json_pack("{s:s,s:{s:s}}", "policy", "enabled", "templates",
                                             "sidecar", rows[i].template);
        auto_free char *config_text = json_text(config);
        auto_free char *pod_text = mem_printf(
            "{\"metadata\":{\"annotations\":{\"x\":\"%s\"}},\"spec\":{}}", rows[i].annotation);
        auto_json json_t *pod = NULL, *names = NULL, *texts = NULL;
        auto_json json_t *proxy_config = json_object(), *patch = NULL;
        auto_err struct err err = ERR_INIT;
        struct injector *injector;
        int rc;

        assert_int_equal(injector_parse(config_text, "{}", "{}", &injector, &err), 0);
        if (json_parse(pod_text, strlen(pod_text), &pod, &err) < 0)
            fail_msg("%s: %s", pod_text, err_message(&err));
        struct inject_input in = {.injector = injector,
                                  .pod = pod,
                                  .namespace = "app",
                                  .revision = "",
                                  .proxy_config = proxy_config};
        assert_int_equal(templates_choose(&in, &names, &err), 0);
        assert_int_equal(templates_render(&in, names, &texts, &err), 0);
        rc = check_additions(&in, names, texts, &err);
        if (rc == 0)
            rc = templates_parse(&in, "sidecar", json_array_get(texts, 0), 0, &patch, &err);
        if ((rc == 0) != (rows[i].words == NULL) ||
            (rc < 0 && !strstr(err_message(&err), rows[i].words)))
            fail_msg("row %zu: %s: %s", i, rows[i].annotation,
                     rc < 0 ? err_message(&err) : "taken");
        injector_unref(injector);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_lose_what_could_be_structure),
        cmocka_unit_test(a_tree_without_them_is_not_copied),
        cmocka_unit_test(what_a_pod_splices_in_is_refused_and_what_is_configured_is_not),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
