#include "helm/chart.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/limits.h"
#include "base/mem.h"
#include "yaml/yaml.h"

struct loader {
    size_t files, bytes;
};

static int load(struct loader *l, const char *path, const struct helm_chart *parent, unsigned depth,
                struct helm_chart **ret_chart, struct err *err);

static int compare_files(const void *a, const void *b)
{
    return strcmp(((const struct helm_file *)a)->name, ((const struct helm_file *)b)->name);
}

static bool begins(const char *s, const char *prefix)
{
    return strncmp(s, prefix, strlen(prefix)) == 0;
}

static void add_file(struct helm_files *files, const char *name, struct buf *data)
{
    struct helm_file file = {.name = mem_strdup(name), .len = data->len};

    file.data = buf_take(data);
    mem_grow(&files->items, &files->cap, files->n, sizeof(*files->items));
    files->items[files->n++] = file;
}

static void files_done(struct helm_files *files)
{
    for (size_t i = 0; i < files->n; i++) {
        free(files->items[i].name);
        free(files->items[i].data);
    }
    free(files->items);
}

static int read_object(const char *what, const char *text, size_t len, int flags, json_t **ret,
                       struct err *err)
{
    auto_json json_t *value = NULL;

    if (yaml_parse(text, len, flags, &value, err) < 0)
        return err_wrap(err, "cannot load %s", what);
    if (json_is_null(value)) {
        *ret = json_object();
        return 0;
    }
    if (!json_is_object(value))
        return err_set(err, ERR_INVALID, "cannot load %s: it is no mapping", what);
    *ret = STEAL(value);
    return 0;
}

/* One file of the chart goes to where Helm's loader puts it. */
static int take_file(struct helm_chart *chart, const char *name, struct buf *data, struct err *err)
{
    const char *text = buf_text(data);

    if (data->len >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0)
        text += 3;
    size_t len = data->len - (size_t)(text - buf_text(data));

    if (strcmp(name, "Chart.yaml") == 0)
        return read_object(name, text, len, YAML_PLAIN, &chart->metadata, err);
    if (strcmp(name, "values.yaml") == 0)
        return read_object(name, text, len, YAML_FLOATS, &chart->values, err);
    if (strcmp(name, "values.schema.json") == 0)
        return json_parse(text, len, &chart->schema, err) < 0
                   ? err_wrap(err, "cannot load %s", name)
                   : 0;
    if (strcmp(name, "Chart.lock") == 0 || strcmp(name, ".helmignore") == 0)
        return 0;
    if (begins(name, "templates/"))
        add_file(&chart->templates, name, data);
    else if (!begins(name, "charts/"))
        add_file(&chart->files, name, data);
    return 0;
}

static int read_file(struct loader *l, struct helm_chart *chart, const char *path, const char *name,
                     struct err *err)
{
    auto_buf struct buf data = BUF_INIT(LIMIT_CHART_FILE);

    if (++l->files > LIMIT_CHART_FILES)
        return err_set(err, ERR_INVALID, "chart has more than %u files", LIMIT_CHART_FILES);
    if (buf_read_file(&data, path, err) < 0)
        return -1;
    l->bytes += data.len;
    if (l->bytes > LIMIT_CHART_BYTES)
        return err_set(err, ERR_INVALID, "chart is larger than %u bytes", LIMIT_CHART_BYTES);
    return take_file(chart, name, &data, err);
}

static int add_dependency(struct loader *l, struct helm_chart *chart, const char *path,
                          unsigned depth, struct err *err)
{
    struct helm_chart *child = NULL;

    if (load(l, path, chart, depth + 1, &child, err) < 0)
        return -1;
    mem_grow(&chart->dependencies, &chart->cap_dependencies, chart->n_dependencies,
             sizeof(struct helm_chart *));
    chart->dependencies[chart->n_dependencies++] = child;
    return 0;
}

static int walk(struct loader *l, struct helm_chart *chart, const char *folder, const char *prefix,
                unsigned depth, struct err *err)
{
    struct dirent **entries = NULL;
    int n = scandir(folder, &entries, NULL, alphasort), rc = 0;

    if (n < 0)
        return err_set(err, errno == ENOENT ? ERR_NOT_FOUND : ERR_INVALID, "%s: %s", folder,
                       strerror(errno));
    for (int i = 0; i < n; i++) {
        const char *entry = entries[i]->d_name;
        auto_free char *path = mem_printf("%s/%s", folder, entry);
        auto_free char *name = mem_printf("%s%s", prefix, entry);
        struct stat st;

        if (rc < 0 || strcmp(entry, ".") == 0 || strcmp(entry, "..") == 0 || stat(path, &st) < 0) {
            free(entries[i]);
            continue;
        }
        if (S_ISDIR(st.st_mode) && strcmp(prefix, "charts/") == 0) {
            if (entry[0] != '_' && entry[0] != '.')
                rc = add_dependency(l, chart, path, depth, err);
        } else if (S_ISDIR(st.st_mode)) {
            auto_free char *below = mem_printf("%s/", name);

            if (strlen(below) > 4096)
                rc = err_set(err, ERR_INVALID, "%s: folders are nested too deeply", path);
            else
                rc = walk(l, chart, path, below, depth, err);
        } else if (S_ISREG(st.st_mode) && !begins(name, "templates/.")) {
            rc = read_file(l, chart, path, name, err);
        }
        free(entries[i]);
    }
    free(entries);
    return rc;
}

static int check(const struct helm_chart *chart, struct err *err)
{
    if (!chart->metadata)
        return err_set(err, ERR_INVALID, "Chart.yaml file is missing");
    if (!json_dig_text(chart->metadata, "name"))
        return err_set(err, ERR_INVALID, "Chart.yaml: chart.metadata.name is required");
    if (!json_dig_text(chart->metadata, "version"))
        return err_set(err, ERR_INVALID,
                       "Chart.yaml: chart.metadata.version is required and must be a string");
    return 0;
}

static int load(struct loader *l, const char *path, const struct helm_chart *parent, unsigned depth,
                struct helm_chart **ret_chart, struct err *err)
{
    struct helm_chart *chart;

    if (depth > LIMIT_CHART_DEPTH)
        return err_set(err, ERR_INVALID, "%s: charts are nested deeper than %d", path,
                       LIMIT_CHART_DEPTH);
    chart = mem_zalloc(sizeof(*chart));
    chart->parent = parent;
    if (walk(l, chart, path, "", depth, err) < 0 || check(chart, err) < 0) {
        helm_chart_free(chart);
        return err_wrap(err, "chart %s", path);
    }
    if (!chart->values)
        chart->values = json_object();
    qsort(chart->templates.items, chart->templates.n, sizeof(struct helm_file), compare_files);
    qsort(chart->files.items, chart->files.n, sizeof(struct helm_file), compare_files);
    *ret_chart = chart;
    return 0;
}

int helm_chart_load(const char *path, struct helm_chart **ret_chart, struct err *err)
{
    struct loader l = {0};

    return load(&l, path, NULL, 0, ret_chart, err);
}

void helm_chart_free(struct helm_chart *chart)
{
    if (!chart)
        return;
    for (size_t i = 0; i < chart->n_dependencies; i++)
        helm_chart_free(chart->dependencies[i]);
    free(chart->dependencies);
    files_done(&chart->templates);
    files_done(&chart->files);
    json_decref(chart->metadata);
    json_decref(chart->values);
    json_decref(chart->schema);
    free(chart);
}

const char *helm_chart_name(const struct helm_chart *chart)
{
    const char *name = json_dig_text(chart->metadata, "name");

    return name ? name : "";
}

char *helm_chart_path(const struct helm_chart *chart)
{
    if (!chart->parent)
        return mem_strdup(helm_chart_name(chart));
    auto_free char *parent = helm_chart_path(chart->parent);
    return mem_printf("%s/charts/%s", parent, helm_chart_name(chart));
}
