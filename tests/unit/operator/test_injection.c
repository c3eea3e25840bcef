/* The webhook's configuration by revision, tags and default. */
#include "operator/injection.h"
#include "tests/unit/unit.h"

static const struct {
    const char *what, *revision, *names;
    bool is_default, everywhere;
    const char *prefixes, *path;
} rows[] = {
    {"no revision", "", "['default']", true, false, "rev.namespace rev.object namespace object ",
     "/inject"},
    {"everywhere", "", "['default']", true, true, "rev.namespace rev.object namespace object auto ",
     "/inject"},
    {"a revision", "canary", "['canary']", false, true, "rev.namespace rev.object ",
     "/revision/canary/inject"},
    {"a revision with tags", "canary", "['canary','prod','next']", false, false,
     "rev.namespace rev.object ", "/revision/canary/inject"},
    {"the default by a tag", "canary", "['canary','default']", true, true,
     "rev.namespace rev.object namespace object auto ", "/revision/canary/inject"},
};

static void entries_are_those_of_the_revision(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        auto_json json_t *names = unit_json(rows[i].names);
        struct injection_target target = {.name = "n",
                                          .service = "s",
                                          .namespace = "o",
                                          .failure_policy = "Fail",
                                          .reinvocation_policy = "IfNeeded",
                                          .revision = rows[i].revision,
                                          .revisions = names,
                                          .is_default = rows[i].is_default,
                                          .everywhere = rows[i].everywhere};
        auto_json json_t *made = injection_configuration(&target);
        auto_buf struct buf got = BUF_INIT(LIMIT_MESSAGE);
        const json_t *expression;
        size_t k;
        json_t *webhook;

        json_array_foreach (json_object_get(made, "webhooks"), k, webhook) {
            const char *name = json_text_at(webhook, "name"),
                       *end = strstr(name, ".sidecar-injector.malha.dev");

            assert_non_null(end);
            buf_addf(&got, "%.*s ", (int)(end - name), name);
            assert_string_equal(json_dig_text(webhook, "clientConfig", "service", "path"),
                                rows[i].path);
            assert_string_equal(json_text_at(webhook, "reinvocationPolicy"), "IfNeeded");
        }
        if (strcmp(buf_text(&got), rows[i].prefixes) != 0)
            fail_msg("%s: %s", rows[i].what, buf_text(&got));
        webhook = json_array_get(json_object_get(made, "webhooks"), 0);
        expression = json_array_get(json_dig(webhook, "namespaceSelector", "matchExpressions"), 0);
        if (!json_equal(json_object_get(expression, "values"), names))
            fail_msg("%s", rows[i].what);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(entries_are_those_of_the_revision)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
