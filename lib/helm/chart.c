#include "helm/chart.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#include "base/limits.h"
#include "base/match.h"
#include "base/mem.h"
#include "helm/loader.h"
#include "helm/metadata.h"
#include "yaml/yaml.h"

static int from_files(struct helm_files *files, unsigned depth, struct helm_chart **ret_chart,
                      struct err *err);

static bool begins(const char *s, const char *prefix)
{
    return strncmp(s, prefix, strlen(prefix)) == 0;
}

/* ---- the files of one chart ---- */

static int read_object(const char *what, const struct helm_file *file, int flags, json_t **ret,
                       struct err *err)
{
    auto_json json_t *value = NULL;

    if (yaml_parse(helm_file_data(file), helm_file_len(file), flags, &value, err) < 0)
        return err_wrap(err, "cannot load %s: error converting YAML to JSON", what);
    if (!json_is_null(value) && !json_is_object(value))
        return err_set(err, ERR_INVALID,
                       "cannot load %s: error unmarshaling JSON: while decoding JSON: json: cannot "
                       "unmarshal %s into Go value of type %s",
                       what,
                       json_is_array(value)    ? "array"
                       : json_is_string(value) ? "string"
                       : json_is_number(value) ? "number"
                                               : "bool",
                       match_end(what, ".lock")           ? "chart.Lock"
                       : strcmp(what, "values.yaml") == 0 ? "map[string]interface {}"
                                                          : "chart.Metadata");
    json_decref(*ret);
    *ret = json_is_null(value) ? json_object() : STEAL(value);
    return 0;
}

/* Charts of apiVersion v1 have their dependencies in a file of their own. */
static int read_requirements(struct helm_chart *chart, const struct helm_file *file,
                             struct err *err)
{
    auto_json json_t *requirements = NULL;

    if (read_object(file->name, file, YAML_PLAIN, &requirements, err) < 0)
        return -1;
    if (metadata_fill(chart->metadata, requirements, err) < 0)
        return err_wrap(err, "cannot load %s", file->name);
    return 0;
}

static int read_lock(const struct helm_file *file, struct err *err)
{
    auto_json json_t *lock = NULL;

    if (read_object(file->name, file, YAML_PLAIN, &lock, err) < 0)
        return -1;
    if (metadata_check_lock(lock, err) < 0)
        return err_wrap(err, "cannot load %s", file->name);
    return 0;
}

static int read_schema(struct helm_chart *chart, const struct helm_file *file, struct err *err)
{
    if (json_parse(helm_file_data(file), helm_file_len(file), &chart->schema, err) < 0)
        return err_wrap(err, "cannot load %s", file->name);
    return 0;
}

static void move_file(struct helm_files *to, struct helm_file *file)
{
    helm_files_take(to, STEAL(file->name), STEAL(file->text));
}

/* One file goes to where Helm's loader puts it; what is in charts/ is collected in `below`. */
static int place_file(struct helm_chart *chart, struct helm_files *below, struct helm_file *file,
                      struct err *err)
{
    const char *name = file->name;
    bool v1 = strcmp(helm_chart_text(chart, "apiVersion"), "v1") == 0;

    if (strcmp(name, "Chart.yaml") == 0)
        return 0;
    if (strcmp(name, "Chart.lock") == 0)
        return read_lock(file, err);
    if (strcmp(name, "values.yaml") == 0) {
        if (read_object(name, file, YAML_FLOATS, &chart->values, err) < 0)
            return -1;
        json_decref(chart->values_text);
        chart->values_text = STEAL(file->text);
        return 0;
    }
    if (strcmp(name, "values.schema.json") == 0)
        return read_schema(chart, file, err);
    if (strcmp(name, "requirements.yaml") == 0 && read_requirements(chart, file, err) < 0)
        return -1;
    if (strcmp(name, "requirements.lock") == 0 && read_lock(file, err) < 0)
        return -1;
    if (begins(name, "requirements.") && (match_end(name, ".yaml") || match_end(name, ".lock")) &&
        strlen(name) == 17 && !v1)
        return 0;
    if (begins(name, "templates/"))
        move_file(&chart->templates, file);
    else if (begins(name, "charts/") && !match_end(name, ".prov"))
        move_file(below, file);
    else
        move_file(&chart->files, file);
    return 0;
}

/* The chart that the files charts/NAME or charts/NAME/... make up. */
static int read_dependency(struct helm_chart *chart, const char *name, struct helm_file *files,
                           size_t n, unsigned depth, struct err *err)
{
    ATTR_CLEANUP(helm_files_done) struct helm_files own = {0};
    struct helm_chart *child = NULL;
    size_t skip = strlen("charts/") + strlen(name) + 1;

    if (match_end(name, ".tgz")) {
        if (strlen(files[0].name) >= skip)
            return err_set(err, ERR_INVALID, "error unpacking subchart tar in %s: expected %s",
                           helm_chart_name(chart), name);
        if (loader_read_archive(helm_file_data(&files[0]), helm_file_len(&files[0]), &own, err) < 0)
            return err_wrap(err, "error unpacking subchart %s in %s", name, helm_chart_name(chart));
    } else {
        for (size_t i = 0; i < n; i++) {
            if (strlen(files[i].name) < skip)
                continue;
            helm_files_take(&own, mem_strdup(files[i].name + skip), STEAL(files[i].text));
        }
    }
    if (from_files(&own, depth + 1, &child, err) < 0)
        return err_wrap(err, "error unpacking subchart %s in %s", name, helm_chart_name(chart));
    mem_grow(&chart->dependencies, &chart->cap_dependencies, chart->n_dependencies,
             sizeof(struct helm_chart *));
    chart->dependencies[chart->n_dependencies++] = child;
    return 0;
}

static size_t first_part(const char *path)
{
    return strcspn(path + strlen("charts/"), "/");
}

static int read_dependencies(struct helm_chart *chart, struct helm_files *below, unsigned depth,
                             struct err *err)
{
    if (depth >= LIMIT_CHART_DEPTH && below->n)
        return err_set(err, ERR_INVALID, "charts are nested deeper than %d", LIMIT_CHART_DEPTH);
    for (size_t i = 0; i < below->n;) {
        const char *part = below->items[i].name + strlen("charts/");
        size_t len = first_part(below->items[i].name), end = i + 1;
        auto_free char *name = mem_strndup(part, len);

        while (end < below->n && first_part(below->items[end].name) == len &&
               memcmp(below->items[end].name + strlen("charts/"), name, len) == 0)
            end++;
        if (*name != '_' && *name != '.' &&
            read_dependency(chart, name, &below->items[i], end - i, depth, err) < 0)
            return -1;
        i = end;
    }
    return 0;
}

/* Files of one folder stand together, whatever its name sorts between. */
static int compare_below(const void *a, const void *b)
{
    const char *x = ((const struct helm_file *)a)->name, *y = ((const struct helm_file *)b)->name;
    size_t nx = first_part(x), ny = first_part(y);
    int order = strncmp(x + strlen("charts/"), y + strlen("charts/"), nx < ny ? nx : ny);

    if (!order && nx != ny)
        order = nx < ny ? -1 : 1;
    return order ? order : strcmp(x, y);
}

static int fill(struct helm_chart *chart, struct helm_files *files, unsigned depth, struct err *err)
{
    ATTR_CLEANUP(helm_files_done) struct helm_files below = {0};
    auto_json json_t *about = NULL;
    const struct helm_file *main = helm_files_find(files, "Chart.yaml");

    if (!main)
        return err_set(err, ERR_INVALID, "Chart.yaml file is missing");
    chart->metadata = json_object();
    if (read_object(main->name, main, YAML_PLAIN, &about, err) < 0)
        return -1;
    if (metadata_fill(chart->metadata, about, err) < 0)
        return err_wrap(err, "cannot load Chart.yaml");
    if (!*helm_chart_text(chart, "apiVersion"))
        json_put_text(chart->metadata, "apiVersion", "v1");
    chart->values = json_object();
    for (size_t i = 0; i < files->n; i++) {
        if (place_file(chart, &below, &files->items[i], err) < 0)
            return -1;
    }
    if (metadata_validate(chart->metadata, err) < 0)
        return -1;
    helm_files_sort(&chart->templates);
    helm_files_sort(&chart->files);
    if (below.n)
        qsort(below.items, below.n, sizeof(*below.items), compare_below);
    return read_dependencies(chart, &below, depth, err);
}

static int from_files(struct helm_files *files, unsigned depth, struct helm_chart **ret_chart,
                      struct err *err)
{
    struct helm_chart *chart = mem_zalloc(sizeof(*chart));
    int rc = fill(chart, files, depth, err);

    helm_files_done(files);
    if (rc < 0) {
        helm_chart_free(chart);
        return -1;
    }
    *ret_chart = chart;
    return 0;
}

int helm_chart_from_files(struct helm_files *files, struct helm_chart **ret_chart, struct err *err)
{
    return from_files(files, 0, ret_chart, err);
}

int helm_chart_load_archive(const void *data, size_t len, struct helm_chart **ret_chart,
                            struct err *err)
{
    ATTR_CLEANUP(helm_files_done) struct helm_files files = {0};

    if (loader_read_archive(data, len, &files, err) < 0)
        return -1;
    return from_files(&files, 0, ret_chart, err);
}

static int load_file(const char *path, struct helm_chart **ret_chart, struct err *err)
{
    auto_buf struct buf data = BUF_INIT(LIMIT_CHART_BYTES);

    if (buf_read_file(&data, path, err) < 0)
        return -1;
    if (data.len < 2 || memcmp(data.data, "\x1f\x8b", 2) != 0)
        return err_set(err, ERR_INVALID,
                       match_end(path, ".yaml") || match_end(path, ".yml")
                           ? "file '%s' seems to be a YAML file, but expected a gzipped archive"
                           : "file '%s' does not appear to be a gzipped archive",
                       path);
    if (helm_chart_load_archive(data.data, data.len, ret_chart, err) < 0)
        return err_wrap(err, "chart %s", path);
    return 0;
}

int helm_chart_load(const char *path, struct helm_chart **ret_chart, struct err *err)
{
    ATTR_CLEANUP(helm_files_done) struct helm_files files = {0};
    struct stat st;

    if (stat(path, &st) < 0)
        return err_set(err, errno == ENOENT ? ERR_NOT_FOUND : ERR_INVALID, "chart %s: %s", path,
                       strerror(errno));
    if (!S_ISDIR(st.st_mode))
        return load_file(path, ret_chart, err);
    if (loader_read_folder(path, &files, err) < 0 || from_files(&files, 0, ret_chart, err) < 0)
        return err_wrap(err, "chart %s", path);
    return 0;
}

void helm_chart_free(struct helm_chart *chart)
{
    if (!chart)
        return;
    for (size_t i = 0; i < chart->n_dependencies; i++)
        helm_chart_free(chart->dependencies[i]);
    free(chart->dependencies);
    helm_files_done(&chart->templates);
    helm_files_done(&chart->files);
    json_decref(chart->metadata);
    json_decref(chart->values);
    json_decref(chart->schema);
    json_decref(chart->values_text);
    free(chart);
}

const char *helm_chart_text(const struct helm_chart *chart, const char *key)
{
    return json_text_at(chart->metadata, key);
}

const char *helm_chart_name(const struct helm_chart *chart)
{
    return helm_chart_text(chart, "name");
}

const char *helm_base_name(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash ? slash + 1 : path;
}
