/* Charts within charts that Helm does not survive: an error instead. What it does with others is in
 * test_charts.c. */
#include "helm/render.h"
#include "tests/unit/unit.h"

static void add(struct helm_files *files, const char *name, const char *text)
{
    helm_files_add(files, name, text, strlen(text));
}

/* Renders the chart of `files`, which it empties, and returns the error's words; to be freed. */
static char *render_error(struct helm_files *files)
{
    struct helm_release release = {.name = "rel", .namespace = "ns"};
    struct helm_texts texts = {0};
    struct helm_chart *chart = NULL;
    auto_err struct err err = ERR_INIT;
    char *words;

    assert_int_equal(helm_chart_from_files(files, &chart, &err), 0);
    assert_int_equal(helm_execute(chart, NULL, &release, &texts, &err), -1);
    assert_int_equal(err.class, ERR_INVALID);
    words = mem_strdup(err_message(&err));
    helm_chart_free(chart);
    return words;
}

static void test_a_table_put_into_itself(void **state)
{
    static const char *const parents[][2] = {
        {"q", "chart top: import-values: table q would hold itself"},
        {"q.z", "chart top: import-values: a table would hold itself"},
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(parents); i++) {
        auto_free char *meta = mem_printf(
            "apiVersion: v2\nname: top\nversion: 1.0.0\ndependencies:\n- name: child\n"
            "  version: 1.0.0\n  import-values: [{child: p, parent: .}, {child: p, parent: %s}]\n",
            parents[i][0]);
        struct helm_files files = {0};
        auto_free char *words = NULL;

        add(&files, "Chart.yaml", meta);
        add(&files, "charts/child/Chart.yaml", "apiVersion: v2\nname: child\nversion: 1.0.0\n");
        add(&files, "charts/child/values.yaml", "p: {q: {r: 1}}\n");
        words = render_error(&files);
        assert_string_equal(words, parents[i][1]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_table_put_into_itself),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
