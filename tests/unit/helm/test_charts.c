/* What real helm makes of each chart of tests/oracle/charts.py (recorded in
 * tests/vectors/charts.json, see hack/vectors): the same text, or both refuse, and so a second time
 * from the same chart and values. */
#include <ftw.h>
#include <sys/stat.h>
#include <unistd.h>

#include "helm/render.h"
#include "tests/floats.h"
#include "tests/unit/unit.h"

/* Cases in which both refuse, with other words. */
static const char *const other_words[] = {
    "annotations that are no texts",
    "a kind that is no text",
    "metadata that is a list",
    "an include that includes itself",
    "schema types",
    "schema bounds",
    "schema combinations",
    "schema that is broken",
    "helmignore with two stars",
};

static bool has_other_words(const char *name)
{
    for (size_t i = 0; i < ARRAY_LEN(other_words); i++) {
        if (strcmp(other_words[i], name) == 0)
            return true;
    }
    return false;
}

/* ---- the chart as a folder ---- */

static void write_file(const char *folder, const char *name, const json_t *text)
{
    auto_free char *path = mem_printf("%s/%s", folder, name);
    FILE *file;

    for (char *slash = path + strlen(folder); (slash = strchr(slash + 1, '/'));) {
        *slash = '\0';
        (void)mkdir(path, 0755);
        *slash = '/';
    }
    file = fopen(path, "w");
    assert_non_null(file);
    assert_int_equal(fwrite(json_string_value(text), 1, json_string_length(text), file),
                     json_string_length(text));
    assert_int_equal(fclose(file), 0);
}

static int remove_entry(const char *path, const struct stat *st, int flag, struct FTW *ftw)
{
    (void)st;
    (void)flag;
    (void)ftw;
    return remove(path);
}

/* ---- rendering, as the command prints it ---- */

struct flags {
    bool no_hooks, skip_tests, crds;
};

static void read_flags(const json_t *list, struct flags *flags, struct helm_release *release,
                       json_t *api_versions)
{
    for (size_t i = 0; i < json_array_size(list); i++) {
        const char *flag = json_string_value(json_array_get(list, i));

        flags->no_hooks |= strcmp(flag, "--no-hooks") == 0;
        flags->skip_tests |= strcmp(flag, "--skip-tests") == 0;
        flags->crds |= strcmp(flag, "--include-crds") == 0;
        release->is_upgrade |= strcmp(flag, "--is-upgrade") == 0;
        release->skip_schema |= strcmp(flag, "--skip-schema-validation") == 0;
        if (strcmp(flag, "-a") == 0) {
            auto_free char *text = mem_strdup(json_string_value(json_array_get(list, ++i)));

            for (char *save, *one = strtok_r(text, ",", &save); one;
                 one = strtok_r(NULL, ",", &save))
                json_array_append_new(api_versions, json_string(one));
        }
    }
}

static void add(struct buf *out, const struct helm_manifest *m)
{
    buf_addf(out, "---\n# Source: %s\n%s\n", m->path, m->content);
}

static char *print(const struct helm_manifests *manifests, const struct flags *flags)
{
    auto_buf struct buf out = BUF_INIT(LIMIT_TEMPLATE_OUTPUT);

    for (size_t i = 0; flags->crds && i < manifests->n_crds; i++)
        add(&out, &manifests->crds[i]);
    for (size_t i = 0; i < manifests->n; i++) {
        const struct helm_manifest *m = &manifests->items[i];

        if (!m->hook || (!flags->no_hooks && !(flags->skip_tests && m->test)))
            add(&out, m);
    }
    if (out.len == 0)
        buf_addc(&out, '\n');
    return buf_take(&out);
}

/* What is rendered, or the error's words. */
static char *render(const struct helm_chart *chart, const json_t *values, const json_t *flag_list,
                    int *ret_rc)
{
    auto_json json_t *versions = json_array();
    struct helm_release release = {
        .name = "rel", .namespace = "ns", .kube_version = "v1.36.3", .api_versions = versions};
    auto_err struct err err = ERR_INIT;
    struct helm_manifests manifests = {0};
    struct flags flags = {0};
    char *text;

    read_flags(flag_list, &flags, &release, versions);
    *ret_rc = helm_render(chart, values, &release, &manifests, &err);
    text = *ret_rc == 0 ? print(&manifests, &flags) : mem_strdup(err_message(&err));
    helm_manifests_done(&manifests);
    return text;
}

/* All that templates can reach of a chart and of the user's values; to be freed. */
static char *state_of(const struct helm_chart *chart, const json_t *values)
{
    auto_buf struct buf out = BUF_INIT(LIMIT_TEMPLATE_OUTPUT);
    auto_json json_t *all = json_pack("[O,O,O]", values, chart->metadata, chart->values);
    auto_free char *text = json_dumps(all, 0);

    buf_adds(&out, text);
    for (size_t i = 0; i < chart->files.n; i++)
        buf_addf(&out, "%s %s\n", chart->files.items[i].name,
                 helm_file_data(&chart->files.items[i]));
    for (size_t i = 0; i < chart->n_dependencies; i++) {
        auto_free char *below = state_of(chart->dependencies[i], values);

        buf_adds(&out, below);
    }
    return buf_take(&out);
}

/* Renders twice: what templates change, the next rendering does not see. */
static char *render_twice(const char *folder, const json_t *row, int *ret_rc)
{
    auto_json json_t *values = floats(json_object_get(row, "values"));
    auto_err struct err err = ERR_INIT;
    struct helm_chart *chart = NULL;
    char *text;
    int rc;

    *ret_rc = helm_chart_load(folder, &chart, &err);
    if (*ret_rc < 0)
        return mem_strdup(err_message(&err));
    auto_free char *before = state_of(chart, values);
    text = render(chart, values, json_object_get(row, "flags"), ret_rc);
    auto_free char *after = state_of(chart, values);
    auto_free char *again = render(chart, values, json_object_get(row, "flags"), &rc);
    assert_string_equal(again, text);
    assert_string_equal(after, before);
    helm_chart_free(chart);
    return text;
}

/* Without "chart FOLDER: ", by which ours tells more. */
static const char *shorten(const char *message, const char *folder)
{
    auto_free char *prefix = mem_printf("chart %s: ", folder);

    return strncmp(message, prefix, strlen(prefix)) == 0 ? message + strlen(prefix) : message;
}

static bool holds(const json_t *row)
{
    const char *want = json_dig_text(row, "output"), *want_error = json_dig_text(row, "error"),
               *name = json_dig_text(row, "name"), *file, *got_text;
    char folder[] = "/tmp/malha-chart-XXXXXX";
    json_t *text;
    bool same;
    int rc;

    assert_non_null(mkdtemp(folder));
    json_object_foreach (json_object_get(row, "files"), file, text)
        write_file(folder, file, text);
    auto_free char *got = render_twice(folder, row, &rc);
    (void)nftw(folder, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
    got_text = rc == 0 ? got : shorten(got, folder);
    same = (rc == 0) == (want != NULL) &&
           (strcmp(got_text, want ? want : want_error) == 0 || (!want && has_other_words(name)));
    if (!same)
        print_message("%s\n  want %s\n  got  %s\n", name, want ? want : want_error, got_text);
    return same;
}

static void charts_give_what_helm_gives(void **state)
{
    auto_json json_t *rows = unit_load_json("tests/vectors/charts.json");
    size_t i, failed = 0;
    json_t *row;

    (void)state;
    json_array_foreach (rows, i, row)
        failed += !holds(row);
    assert_true(i > 80);
    assert_int_equal(failed, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(charts_give_what_helm_gives)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
