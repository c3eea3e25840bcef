/* Which entries are asked about a Pod: Istio's four, and label selectors' every form. */
#include "inject/entries.h"
#include "tests/unit/unit.h"

static json_t *parse(const char *text)
{
    auto_err struct err err = ERR_INIT;
    json_t *value;

    if (json_parse(text, strlen(text), &value, &err) < 0)
        fail_msg("%s: %s", text, err_message(&err));
    return value;
}

static void selectors_hold_as_in_kubernetes(void **state)
{
    static const struct {
        const char *selector, *labels, *why; /* NULL: it holds */
    } rows[] = {
        {"{}", "{}", NULL},
        {"{\"matchLabels\":{\"a\":\"1\"}}", "{\"a\":\"1\"}", NULL},
        {"{\"matchLabels\":{\"a\":\"1\"}}", "{\"a\":\"2\"}", "a In [1], which is \"2\""},
        {"{\"matchLabels\":{\"a\":\"1\"}}", "{}", "a In [1], which is missing"},
        {"{\"matchExpressions\":[{\"key\":\"a\",\"operator\":\"In\",\"values\":[\"1\",\"2\"]}]}",
         "{\"a\":\"2\"}", NULL},
        {"{\"matchExpressions\":[{\"key\":\"a\",\"operator\":\"In\",\"values\":[\"1\",\"2\"]}]}",
         "{}", "a In [1, 2], which is missing"},
        {"{\"matchExpressions\":[{\"key\":\"a\",\"operator\":\"NotIn\",\"values\":[\"1\"]}]}", "{}",
         NULL},
        {"{\"matchExpressions\":[{\"key\":\"a\",\"operator\":\"NotIn\",\"values\":[\"1\"]}]}",
         "{\"a\":\"1\"}", "a NotIn [1], which is \"1\""},
        {"{\"matchExpressions\":[{\"key\":\"a\",\"operator\":\"Exists\"}]}", "{\"a\":\"\"}", NULL},
        {"{\"matchExpressions\":[{\"key\":\"a\",\"operator\":\"Exists\"}]}", "{}",
         "a Exists, which is missing"},
        {"{\"matchExpressions\":[{\"key\":\"a\",\"operator\":\"DoesNotExist\"}]}", "{}", NULL},
        {"{\"matchExpressions\":[{\"key\":\"a\",\"operator\":\"DoesNotExist\"}]}", "{\"a\":\"\"}",
         "a DoesNotExist, which is \"\""},
        {"{\"matchLabels\":{\"a\":\"1\"},\"matchExpressions\":[{\"key\":\"b\",\"operator\":\"Exists\"}]}",
         "{\"a\":\"1\"}", "b Exists, which is missing"},
        /* what the API server would not have taken */
        {"{\"matchExpressions\":[{\"key\":\"a\",\"operator\":\"Like\",\"values\":[7]}]}",
         "{\"a\":\"1\"}", "a Like"},
        {"{\"matchExpressions\":[7],\"matchLabels\":[]}", "{}", " "},
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        auto_json json_t *selector = parse(rows[i].selector), *labels = parse(rows[i].labels);
        auto_buf struct buf why = BUF_INIT(1000);
        bool holds = entries_selector_holds(selector, labels, &why);

        if (holds != (rows[i].why == NULL) || (!holds && !strstr(buf_text(&why), rows[i].why)))
            fail_msg("%s of %s: %s", rows[i].selector, rows[i].labels, buf_text(&why));
    }
}

static void entries_about_pods_are_told(void **state)
{
    auto_json json_t *configurations = parse(
        "[{\"metadata\":{\"name\":\"m\"},\"webhooks\":["
        "{\"name\":\"pods\",\"rules\":[{\"operations\":[\"CREATE\"],\"apiGroups\":[\"\"],\"resources\":[\"pods\"]}],"
        "\"clientConfig\":{\"service\":{\"name\":\"s\",\"namespace\":\"n\",\"path\":\"/inject\"}},"
        "\"namespaceSelector\":{\"matchLabels\":{\"istio-injection\":\"enabled\"}}},"
        "{\"name\":\"all\",\"rules\":[{\"operations\":[\"*\"],\"apiGroups\":[\"*\"],\"resources\":[\"*\"]}],"
        "\"clientConfig\":{\"url\":\"https://x\"},"
        "\"objectSelector\":{\"matchLabels\":{\"a\":\"1\"}}},"
        "{\"name\":\"jobs\",\"rules\":[{\"operations\":[\"CREATE\"],\"apiGroups\":[\"batch\"],\"resources\":[\"jobs\"]}]},"
        "{\"name\":\"updates\",\"rules\":[{\"operations\":[\"UPDATE\"],\"apiGroups\":[\"\"],\"resources\":[\"pods\"]}]}]}]");
    auto_json json_t *namespace = parse("{\"istio-injection\":\"enabled\"}");
    auto_json json_t *rows = entries_explain(configurations, namespace, NULL);
    auto_free char *text = json_text(rows);

    (void)state;
    assert_string_equal(
        text,
        "[{\"because\":\"\",\"configuration\":\"m\",\"matches\":true,\"name\":\"pods\",\"path\":\"/inject\","
        "\"target\":\"n/s/inject\"},"
        "{\"because\":\"objectSelector: a In [1], which is missing\",\"configuration\":\"m\",\"matches\":false,"
        "\"name\":\"all\",\"path\":\"\",\"target\":\"https://x\"}]");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(selectors_hold_as_in_kubernetes),
        cmocka_unit_test(entries_about_pods_are_told),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
