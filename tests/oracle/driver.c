/* Answers requests as hack/tools/helm/oracle does, by our engine: a JSON line in, a JSON line out.
 *
 *   {"template": T, "data": D}                          text/template alone
 *   {"templates": {NAME: T}, "values": V, "files": F}   the chart engine; the answer is template
 * "t"
 */
#include <stdio.h>
#include <string.h>

#include "base/limits.h"
#include "base/mem.h"
#include "gotmpl/gotmpl.h"
#include "helm/render.h"
#include "tests/floats.h"

static int execute(const json_t *request, json_t **ret, struct err *err)
{
    auto_buf struct buf out = BUF_INIT(LIMIT_TEMPLATE_OUTPUT);
    const json_t *text = json_object_get(request, "template");
    json_t *data = json_object_get(request, "data");
    struct gotmpl_set *set = gotmpl_set_new(NULL, 0);
    struct value dot = value_of(data);
    struct gotmpl_run run;
    int rc;

    gotmpl_run_init(&run, set, NULL);
    rc = gotmpl_parse(set, "t", json_string_value(text), json_string_length(text), err);
    if (rc == 0)
        rc = gotmpl_execute(&run, "t", &dot, &out, err);
    gotmpl_run_done(&run);
    gotmpl_set_free(set);
    if (rc == 0)
        *ret = json_pack("{s:o}", "output", json_stringn_nocheck(buf_text(&out), out.len));
    return rc;
}

static int render(const json_t *request, json_t **ret, struct err *err)
{
    static const char metadata[] = "apiVersion: v2\nname: c\nversion: 1.2.3\nappVersion: \"4.5\"\n";
    const struct helm_release release = {
        .name = "rel", .namespace = "ns", .kube_version = "v1.36.3"};
    ATTR_CLEANUP(helm_files_done) struct helm_files files = {0};
    auto_json json_t *values = floats(json_object_get(request, "values"));
    struct helm_chart *chart = NULL;
    const char *name;
    struct helm_texts texts = {0};
    json_t *item;
    int rc;

    helm_files_add(&files, "Chart.yaml", metadata, strlen(metadata));
    json_object_foreach (json_object_get(request, "templates"), name, item) {
        auto_free char *path = mem_printf("templates/%s", name);

        helm_files_add(&files, path, json_string_value(item), json_string_length(item));
    }
    json_object_foreach (json_object_get(request, "files"), name, item)
        helm_files_add(&files, name, json_string_value(item), json_string_length(item));
    if (helm_chart_from_files(&files, &chart, err) < 0)
        return -1;
    rc = helm_execute(chart, json_is_object(values) ? values : NULL, &release, &texts, err);
    for (size_t i = 0; i < texts.n; i++) {
        if (strcmp(texts.items[i].path, "c/templates/t") == 0)
            *ret = json_pack("{s:o}", "output",
                             json_stringn_nocheck(texts.items[i].text, texts.items[i].len));
    }
    helm_texts_done(&texts);
    helm_chart_free(chart);
    return rc;
}

int main(void)
{
    char *line = NULL;
    size_t cap = 0;
    ssize_t len;

    while ((len = getline(&line, &cap, stdin)) > 0) {
        auto_err struct err err = ERR_INIT;
        auto_json json_t *request = NULL;
        auto_json json_t *answer = NULL;
        auto_free char *text = NULL;

        if (json_parse(line, (size_t)len, &request, &err) == 0) {
            int rc = json_object_get(request, "template") ? execute(request, &answer, &err)
                                                          : render(request, &answer, &err);

            if (rc == 0 && !answer) /* the output was no UTF-8 */
                (void)err_set(&err, ERR_INTERNAL, "output is no UTF-8");
        }
        if (!answer) {
            answer = json_object();
            json_put(answer, "error", json_string(err_message(&err)));
        }
        text = json_text(answer);
        (void)puts(text);
        (void)fflush(stdout);
    }
    free(line);
    return 0;
}
