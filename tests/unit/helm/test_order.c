/* Helm parses all templates of a chart, then executes: what is seen of that, although most are
 * parsed only when they are executed; and what they may give together. */
#include "helm/render.h"
#include "tests/unit/unit.h"

#define LIBRARY "{{- define \"lib.name\" }}x{{ .missing.more }}{{ end }}"

/* Templates in the order of the table; the deepest path and the last of the alphabet come first. */
#define MANY "{{ repeat 36000000 \"x\" }}"

static const struct row {
    const char *what;
    const char *files[3][2]; /* name below templates/, text */
    const char *path, *want; /* the output of one template, or the error's words */
} rows[] = {
    {"a template is found by its path before its turn",
     {{"a.yaml", "v: 1"},
      {"b.yaml", "{{ include \"c/templates/a.yaml\" . }}/{{ template "
                 "\"c/templates/a.yaml\" . }}"}},
     "c/templates/b.yaml",
     "v: 1/v: 1"},
    {"a template that was asked for has its own output as well",
     {{"a.yaml", "v: {{ .Template.Name }}"}, {"b.yaml", "{{ include \"c/templates/a.yaml\" . }}"}},
     "c/templates/a.yaml",
     "v: c/templates/a.yaml"},
    {"tpl finds it, too",
     {{"a.yaml", "v: 1"}, {"b.yaml", "{{ tpl \"{{ include \\\"c/templates/a.yaml\\\" . }}\" . }}"}},
     "c/templates/b.yaml",
     "v: 1"},
    {"a definition by the path of a template that comes later is replaced by it",
     {{"a.yaml", "v: 1"}, {"b.yaml", "{{ define \"c/templates/a.yaml\" }}v: 2{{ end }}"}},
     "c/templates/a.yaml",
     "v: 1"},
    {"a definition by the path of a template that came earlier replaces it",
     {{"b.yaml", "v: 1"}, {"a.yaml", "{{ define \"c/templates/b.yaml\" }}v: 2{{ end }}"}},
     "c/templates/b.yaml",
     "v: 2"},
    {"a definition behind a trim marker and a line break is seen",
     {{"a.yaml", "{{-\n define \"q\" }}v: 3{{ end }}"}, {"b.yaml", "{{ include \"q\" . }}"}},
     "c/templates/b.yaml",
     "v: 3"},
    {"a block is seen",
     {{"a.yaml", "{{block \"q\" .}}v: 4{{ end }}"}, {"b.yaml", "{{ include \"q\" . }}"}},
     "c/templates/b.yaml",
     "v: 4"},
    {"an error of parsing comes before one of executing",
     {{"a.yaml", "{{ if }}"}, {"b.yaml", "{{ fail \"no\" }}"}},
     NULL,
     "parse error at (c/templates/a.yaml:1): missing value for if"},
    {"of errors of parsing the first in order comes, whoever is parsed first",
     {{"b.yaml", "{{ if }}"}, {"_a.tpl", "{{ with }}"}},
     NULL,
     "parse error at (c/templates/b.yaml:1): missing value for if"},
    {"a template that is asked for and cannot be parsed",
     {{"a.yaml", "{{ end }}"}, {"b.yaml", "{{ include \"c/templates/a.yaml\" . }}"}},
     NULL,
     "parse error at (c/templates/a.yaml:1): unexpected {{end}}"},
    {"of two texts that are the same the last one counts and is named",
     {{"_a.tpl", LIBRARY}, {"_b.tpl", LIBRARY}, {"c.yaml", "{{ include \"lib.name\" . }}"}},
     NULL,
     "template: c/templates/c.yaml:1:3: executing \"c/templates/c.yaml\" at <include \"lib.name\" "
     ".>: error calling include: template: c/templates/_a.tpl:1:36: executing \"lib.name\" at "
     "<.missing.more>: nil pointer evaluating interface {}.more"},
    {"templates that are small enough by themselves are too much together",
     {{"a.yaml", MANY}, {"b.yaml", MANY}, {"c.yaml", MANY}},
     NULL,
     "c/templates/a.yaml: with it the chart renders more than 104857600 bytes"},
};

static void render(const struct row *row, struct buf *out)
{
    struct helm_release release = {.name = "rel", .namespace = "ns"};
    static const char meta[] = "apiVersion: v2\nname: c\nversion: 1.0.0\n";
    struct helm_files files = {0};
    struct helm_texts texts = {0};
    struct helm_chart *chart = NULL;
    auto_err struct err err = ERR_INIT;

    helm_files_add(&files, "Chart.yaml", meta, strlen(meta));
    for (size_t i = 0; i < ARRAY_LEN(row->files) && row->files[i][0]; i++) {
        auto_free char *name = mem_printf("templates/%s", row->files[i][0]);

        helm_files_add(&files, name, row->files[i][1], strlen(row->files[i][1]));
    }
    assert_int_equal(helm_chart_from_files(&files, &chart, &err), 0);
    if (helm_execute(chart, NULL, &release, &texts, &err) < 0)
        buf_adds(out, err_message(&err));
    for (size_t i = 0; i < texts.n; i++) {
        if (row->path && strcmp(texts.items[i].path, row->path) == 0)
            buf_adds(out, texts.items[i].text);
    }
    helm_texts_done(&texts);
    helm_chart_free(chart);
}

static void test_parsing_and_executing(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        auto_buf struct buf out = BUF_INIT(LIMIT_TEMPLATE_OUTPUT);

        render(&rows[i], &out);
        if (strcmp(buf_text(&out), rows[i].want) != 0)
            fail_msg("%s: \"%s\", not \"%s\"", rows[i].what, buf_text(&out), rows[i].want);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_parsing_and_executing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
