/* What Helm's engine makes of each line of tests/oracle/functions.txt (recorded in
 * tests/vectors/functions.json, see hack/vectors). */
#include "base/rune.h"
#include "helm/render.h"
#include "tests/floats.h"
#include "tests/unit/unit.h"

/* What is not the same, and why. */
static const char *const different[] = {
    "call .Values.s", /* the error quotes the argument's source */
    "fromYaml \"1: a\\ntrue: b\\n1.5: c\\nnull: d\\n\"", /* other words, as the next two */
    "fromYaml \"? [a]\\n: b\\n\"",
    "fromYaml \"<<: 5\\n\"",
    "(semver \"1.2.3\").Compare \"x\"",
    "mustRegexReplaceAll \"*\" \"x\" \"y\"", /* PCRE2's words */
    "mustRegexSplit \"[z-a]\" \"x\" 1",
    "decryptAES \"k\" \"AAAA\"", /* a crash in Go */
    "int \"12.7\"",              /* Helm 3's spf13/cast 1.7 says 0, that of Helm 4 says 12 */
};

static bool is_different(const char *text)
{
    for (size_t i = 0; i < ARRAY_LEN(different); i++) {
        if (strcmp(different[i], text) == 0)
            return true;
    }
    return false;
}

/* Values as Helm reads them: every number is a float64. */
static struct helm_chart *make_chart(const json_t *vectors, const char *expression)
{
    static const char metadata[] = "apiVersion: v2\nname: c\nversion: 1.2.3\nappVersion: \"4.5\"\n";
    auto_free char *text = mem_printf("{{ %s }}", expression);
    auto_err struct err err = ERR_INIT;
    struct helm_files files = {0};
    struct helm_chart *chart = NULL;
    const char *name;
    json_t *item;

    helm_files_add(&files, "Chart.yaml", metadata, strlen(metadata));
    helm_files_add(&files, "templates/t", text, strlen(text));
    json_object_foreach (json_object_get(vectors, "files"), name, item)
        helm_files_add(&files, name, json_string_value(item), json_string_length(item));
    assert_int_equal(helm_chart_from_files(&files, &chart, &err), 0);
    return chart;
}

/* The vectors are JSON: what is no UTF-8 became U+FFFD there. */
static char *as_json_holds_it(const char *text)
{
    struct buf out = BUF_INIT(LIMIT_TEMPLATE_OUTPUT);
    size_t len;

    for (; *text; text += len)
        rune_encode(&out, rune_decode(text, strlen(text), &len));
    return buf_take(&out);
}

static char *render(const json_t *vectors, const json_t *values, const char *expression,
                    int *ret_rc)
{
    const struct helm_release release = {
        .name = "rel", .namespace = "ns", .kube_version = "v1.36.3"};
    struct helm_chart *chart = make_chart(vectors, expression);
    auto_err struct err err = ERR_INIT;
    struct helm_texts texts = {0};
    char *got;

    *ret_rc = helm_execute(chart, values, &release, &texts, &err);
    got = as_json_holds_it(*ret_rc == 0 ? texts.items[0].text : err_message(&err));
    helm_texts_done(&texts);
    helm_chart_free(chart);
    return got;
}

static void functions_give_what_helm_gives(void **state)
{
    auto_json json_t *vectors = unit_load_json("tests/vectors/functions.json");
    auto_json json_t *values = floats(json_object_get(vectors, "values"));
    size_t i, failed = 0;
    json_t *row;

    (void)state;
    json_array_foreach (json_object_get(vectors, "rows"), i, row) {
        const char *expression = json_dig_text(row, "expression"),
                   *want = json_dig_text(row, "output"), *want_error = json_dig_text(row, "error");
        int rc;

        auto_free char *got = render(vectors, values, expression, &rc);
        bool same = (rc == 0) == (want != NULL) && strcmp(got, want ? want : want_error) == 0;
        if (same == is_different(expression)) {
            print_message("%s\n  want %s\n  got  %s\n", expression, want ? want : want_error, got);
            failed++;
        }
    }
    assert_true(i > 500);
    assert_int_equal(failed, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(functions_give_what_helm_gives)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
