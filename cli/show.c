/* malha show: what a chart says of itself, as `helm show` does. */
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/limits.h"
#include "cli/options.h"
#include "cli/verbs.h"
#include "yaml/yaml.h"

static const struct option options[] = {
    CHART_OPTIONS,
    {"help", no_argument, NULL, 'h'},
    {0},
};

static const char usage[] =
    "usage: malha show values|chart|crds|readme|all CHART [flags]\n\n"
    "Prints values.yaml, Chart.yaml, what is in crds/, the README, or all of it.\n" CHART_USAGE;

/* ---- the parts ---- */

/* Chart.yaml with what Helm knows of it, without what is empty. */
static void show_chart(const struct helm_chart *chart, struct buf *out)
{
    static const char *const keys[] = {
        "name",        "home",        "sources",     "version",      "description", "keywords",
        "maintainers", "icon",        "apiVersion",  "condition",    "tags",        "appVersion",
        "deprecated",  "annotations", "kubeVersion", "dependencies", "type"};
    auto_json json_t *known = json_object();

    for (size_t i = 0; i < ARRAY_LEN(keys); i++) {
        json_t *value = json_object_get(chart->metadata, keys[i]);

        if (value && !json_is_null(value) && !json_is_false(value) &&
            !(json_is_string(value) && json_string_length(value) == 0) &&
            !(json_is_array(value) && json_array_size(value) == 0) &&
            !(json_is_object(value) && json_object_size(value) == 0))
            (void)json_object_set_nocheck(known, keys[i], value);
    }
    (void)yaml_print(out, known);
    buf_addc(out, '\n');
}

static void show_values(const struct helm_chart *chart, struct buf *out)
{
    if (!chart->values_text)
        return;
    buf_adds(out, json_string_value(chart->values_text));
    buf_addc(out, '\n');
}

static bool is_manifest(const char *name)
{
    const char *dot = strrchr(name, '.');

    return strncmp(name, "crds/", 5) == 0 && dot &&
           (strcasecmp(dot, ".yaml") == 0 || strcasecmp(dot, ".yml") == 0 ||
            strcasecmp(dot, ".json") == 0);
}

static void show_crds(const struct helm_chart *chart, struct buf *out)
{
    for (size_t i = 0; i < chart->files.n; i++) {
        const struct helm_file *file = &chart->files.items[i];

        if (!is_manifest(file->name))
            continue;
        buf_add(out, helm_file_data(file), helm_file_len(file));
        buf_addc(out, '\n');
    }
    for (size_t i = 0; i < chart->n_dependencies; i++)
        show_crds(chart->dependencies[i], out);
}

static void show_readme(const struct helm_chart *chart, struct buf *out)
{
    static const char *const names[] = {"readme.md", "readme.txt", "readme"};

    for (size_t i = 0; i < ARRAY_LEN(names); i++) {
        for (size_t k = 0; k < chart->files.n; k++) {
            const struct helm_file *file = &chart->files.items[k];

            if (strcasecmp(file->name, names[i]) != 0)
                continue;
            buf_add(out, helm_file_data(file), helm_file_len(file));
            buf_addc(out, '\n');
            return;
        }
    }
}

/* Each part that there is, behind a line of dashes. */
static void show_all(const struct helm_chart *chart, struct buf *out)
{
    static void (*const rest[])(const struct helm_chart *, struct buf *) = {show_values,
                                                                            show_readme, show_crds};

    show_chart(chart, out);
    for (size_t i = 0; i < ARRAY_LEN(rest); i++) {
        auto_buf struct buf part = BUF_INIT(LIMIT_CHART_BYTES);

        rest[i](chart, &part);
        if (part.len && (rest[i] != show_crds || strncmp(part.data, "---", 3) != 0))
            buf_adds(out, "---\n");
        buf_add(out, buf_text(&part), part.len);
    }
}

static const struct {
    const char *name;
    void (*show)(const struct helm_chart *chart, struct buf *out);
} parts[] = {{"values", show_values},
             {"chart", show_chart},
             {"crds", show_crds},
             {"readme", show_readme},
             {"all", show_all}};

/* ---- the command ---- */

static int show(const struct helm_source *source, const char *what, const char *reference,
                struct err *err)
{
    auto_buf struct buf out = BUF_INIT(LIMIT_CHART_BYTES);
    struct helm_chart *chart = NULL;

    for (size_t i = 0; i < ARRAY_LEN(parts); i++) {
        if (strcmp(parts[i].name, what) != 0)
            continue;
        if (helm_source_load(source, reference, &chart, err) < 0)
            return -1;
        parts[i].show(chart, &out);
        helm_chart_free(chart);
        (void)fwrite(buf_text(&out), 1, out.len, stdout);
        return 0;
    }
    return err_set(err, ERR_INVALID, "there is no \"%s\" to show: see 'malha show --help'", what);
}

int verb_show(int argc, char **argv, struct err *err)
{
    struct chart_source source;
    bool help = false;
    int c, rc = 0;

    chart_source_init(&source);
    while (rc == 0 && (c = next_option(argc, argv, "h", options, err)) != -1) {
        if (c == 'h')
            help = true;
        else if (c == -2)
            rc = -1;
        else if (!chart_source_option(&source, c, optarg))
            rc = err_set(err, ERR_INVALID, "see 'malha show --help'");
    }
    if (help)
        (void)fputs(usage, stdout);
    else if (rc == 0 && argc - optind != 2)
        rc = err_set(err, ERR_INVALID, "show needs what and a chart: see 'malha show --help'");
    else if (rc == 0)
        rc = show(&source.source, argv[optind], argv[optind + 1], err);
    chart_source_done(&source);
    return rc;
}
