/* What is executed ahead, and what is left, told by the steps of the execution; the output stays.
 */
#include "gotmpl/gotmpl.h"
#include "helm/funcs.h"
#include "tests/unit/unit.h"

static const struct gotmpl_table *const tables[] = {HELM_SPRIG_TABLES};
static const char *const known[] = {"Values", NULL};

static json_t *data_of(const char *pod)
{
    return json_pack("{s:{s:i,s:b,s:b,s:s,s:[s,s],s:{s:s}},s:s}", "Values", "port", 15020, "on", 1,
                     "off", 0, "text", "x", "list", "a", "b", "map", "k", "v", "Pod", pod);
}

/* The output, or the error, and the steps it took. */
static char *execute(const char *template, const char *pod, bool fold, uint64_t *ret_steps)
{
    auto_json json_t *first = data_of("first"), *data = data_of(pod);
    struct gotmpl_set *set = gotmpl_set_new(tables, ARRAY_LEN(tables));
    struct value before = value_of(first), dot = value_of(data);
    auto_buf struct buf out = BUF_INIT(1u << 16);
    auto_err struct err err = ERR_INIT;
    struct gotmpl_run run;
    int rc;

    assert_int_equal(gotmpl_parse(set, "t", template, strlen(template), &err), 0);
    if (fold)
        gotmpl_fold(set, "t", &before, known);
    gotmpl_run_init(&run, set, NULL);
    rc = gotmpl_execute(&run, "t", &dot, &out, &err);
    *ret_steps = run.steps;
    gotmpl_run_done(&run);
    gotmpl_set_free(set);
    return mem_strdup(rc == 0 ? buf_text(&out) : err_message(&err));
}

static void what_is_known_takes_no_steps(void **state)
{
    static const struct {
        const char *template;
        unsigned steps;
    } rows[] = {
        {"a {{ .Values.port }} b", 0},
        {"{{ .Pod }} {{ .Values.port }}", 1},
        {"{{ if .Values.on }}{{ .Pod }}{{ else }}{{ .Pod }}no{{ end }}", 1},
        {"{{ if .Values.off }}{{ .Pod }}{{ end }}", 0},
        {"{{ if .Pod }}{{ .Values.text }}{{ end }}", 1},
        {"{{ if and .Values.on (eq .Pod \"x\") }}{{ .Values.text }}{{ end }}", 2},
        {"{{ default (printf \"%v\" .Values.port) .Pod }}", 1},
        {"{{ range .Values.list }}{{ . }},{{ end }}", 0},
        {"{{ range $i, $x := .Values.list }}{{ if $i }}{{ continue }}{{ end }}{{ $x }}{{ end }}",
         0},
        {"{{ range .Values.list }}{{ $.Pod }}{{ $.Values.port }}{{ end }}",
         5}, /* the head, two rounds */
        {"{{ with .Values.map }}{{ .k }}{{ end }}", 0},
        {"{{ with .Pod }}{{ $.Values.text }}{{ . }}{{ end }}", 2},
        {"{{ $x := .Values.text }}{{ if .Values.on }}{{ $x = .Pod }}{{ end }}{{ $x }}", 3},
        {"{{ $x := .Values.text }}{{ if .Values.on }}{{ $x := .Pod }}{{ end }}{{ $x }}", 4},
        {"{{ define \"d\" }}{{ .Values.port }}{{ .Pod }}{{ end }}{{ template \"d\" . }}", 2},
        {"{{ define \"d\" }}{{ .port }}{{ end }}{{ template \"d\" .Values }}", 2},
        /* called with the data and with something else */
        {"{{ define \"d\" }}{{ .Values }}{{ end }}{{ template \"d\" . }}"
         "{{ template \"d\" (dict \"Values\" 7) }}",
         4},
        /* what changes its argument, and what is not the same each time */
        {"{{ $_ := set .Values \"port\" 1 }}{{ .Values.port }}", 2},
        {"{{ if ne .Values.text (randAlpha 5) }}{{ .Pod }}{{ end }}", 3},
        {"{{ $ := .Pod }}{{ .Values.text }}{{ $ }}", 3},
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        uint64_t steps, before;
        auto_free char *got = execute(rows[i].template, "second", true, &steps);
        auto_free char *want = execute(rows[i].template, "second", false, &before);

        if (strcmp(got, want) != 0 || steps != rows[i].steps || steps > before)
            fail_msg("%s: %s, not %s; %llu steps, not %u", rows[i].template, got, want,
                     (unsigned long long)steps, rows[i].steps);
    }
}

static void errors_stay_as_they_were(void **state)
{
    static const char *const rows[] = {
        "{{ .Values.text.more }}",
        "{{ if .Pod }}{{ .Values.text.more }}{{ end }}",
        "{{ index .Values.list .Pod }}",
        "{{ index .Values.list 7 }}",
        "{{ trunc .Values.text .Pod }}",
        "{{ trunc (print .Values.text) .Pod }}",
        "{{ .Pod | trunc (.Values.text) }}",
        "{{ index .Values.text 9 }}",
        "{{ range .Values.list }}{{ .more }}{{ end }}",
        "{{ template \"none\" .Values }}",
        "{{ (.Values.map).k.more }}",
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        uint64_t steps;
        auto_free char *got = execute(rows[i], "second", true, &steps);
        auto_free char *want = execute(rows[i], "second", false, &steps);

        assert_non_null(strstr(want, "template: "));
        assert_string_equal(got, want);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_known_takes_no_steps),
        cmocka_unit_test(errors_stay_as_they_were),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
