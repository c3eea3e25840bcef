#include "operator/source.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/base64.h"
#include "base/limits.h"
#include "base/match.h"
#include "base/mem.h"
#include "helm/package.h"
#include "yaml/yaml.h"

/* What a ConfigMap may hold (core/validation: MaxSecretSize). */
#define KEPT_MAX (1u << 20)
#define VERSION_KEY "version"
#define PROFILE_END ".yaml"

struct source {
    char *version;
    const char *charts, *profiles; /* folders, or */
    json_t *kept;                  /* the ConfigMap */
};

void source_free(struct source *source)
{
    if (!source)
        return;
    free(source->version);
    json_decref(source->kept);
    free(source);
}

const char *source_version(const struct source *source)
{
    return source->version;
}

int source_of_folders(const char *charts, const char *profiles, struct source **ret,
                      struct err *err)
{
    auto_free char *path = mem_printf("%s/istio-control/istio-discovery/Chart.yaml", charts);
    auto_json json_t *chart = NULL;
    const char *version;

    if (yaml_parse_file(path, YAML_PLAIN, &chart, err) < 0)
        return err_wrap(err, "the bundled charts");
    version = json_dig_text(chart, "version");
    if (!version)
        return err_set(err, ERR_INVALID, "the bundled charts: %s names no version", path);
    *ret = mem_zalloc(sizeof(**ret));
    (*ret)->version = mem_strdup(version);
    (*ret)->charts = charts;
    (*ret)->profiles = profiles;
    return 0;
}

const char *source_kept_version(const json_t *config_map)
{
    return json_text_at(json_object_get(config_map, "data"), VERSION_KEY);
}

int source_of_config_map(const json_t *config_map, struct source **ret, struct err *err)
{
    const char *version = source_kept_version(config_map);

    if (!*version)
        return err_set(err, ERR_INVALID, "the ConfigMap %s holds no charts",
                       json_text_at(json_object_get(config_map, "metadata"), "name"));
    *ret = mem_zalloc(sizeof(**ret));
    (*ret)->version = mem_strdup(version);
    (*ret)->kept = json_incref((json_t *)config_map);
    return 0;
}

/* ---- charts ---- */

/* A key of a ConfigMap has no slashes. */
static char *key_of_chart(const char *path)
{
    char *key = mem_printf("%s.json.gz", path);

    for (char *c = key; *c; c++) {
        if (*c == '/')
            *c = '.';
    }
    return key;
}

static int kept_chart(const struct source *source, const char *path, struct helm_chart **ret,
                      struct err *err)
{
    auto_free char *key = key_of_chart(path), *data = NULL;
    const json_t *text = json_dig(source->kept, "binaryData", key);
    size_t len;

    if (!json_is_string(text))
        return err_set(err, ERR_INVALID, "version %s is kept without the chart %s", source->version,
                       path);
    data = base64_decode(json_string_value(text), json_string_length(text), &len, NULL);
    if (!data)
        return err_set(err, ERR_INVALID, "the chart %s that was kept of version %s is broken", path,
                       source->version);
    return helm_unpack(data, len, ret, err);
}

int source_chart(const struct source *source, const char *path, struct helm_chart **ret,
                 struct err *err)
{
    auto_free char *folder = NULL;

    if (source->kept)
        return kept_chart(source, path, ret, err);
    folder = mem_printf("%s/%s", source->charts, path);
    return helm_chart_load(folder, ret, err);
}

/* ---- profiles ---- */

static int read_profile(const struct source *source, const char *name, json_t **ret,
                        struct err *err)
{
    auto_free char *file = mem_printf("%s" PROFILE_END, name), *path = NULL;
    const char *text;

    if (source->kept) {
        text = json_dig_text(source->kept, "data", file);
        if (!text)
            return err_set(err, ERR_INVALID, "version %s is kept without the profile %s",
                           source->version, name);
        return yaml_parse(text, strlen(text), YAML_PLAIN, ret, err);
    }
    path = mem_printf("%s/%s", source->profiles, file);
    return yaml_parse_file(path, YAML_PLAIN, ret, err);
}

int source_profile(const struct source *source, const char *name, json_t **ret, struct err *err)
{
    if (strspn(name, "abcdefghijklmnopqrstuvwxyz-") != strlen(name))
        return err_set(err, ERR_INVALID, "spec.profile: \"%s\" is no profile", name);
    if (read_profile(source, name, ret, err) == 0)
        return 0;
    err->class = ERR_INVALID;
    return err_wrap(err, "spec.profile");
}

/* ---- components ---- */

int source_components(const char *file, const char *addons, json_t **ret, struct err *err)
{
    auto_free char *addons_file = mem_printf("%s/addons.yaml", addons);
    auto_json json_t *rows = NULL, *more = NULL;

    if (yaml_parse_file(file, YAML_PLAIN, &rows, err) < 0 ||
        yaml_parse_file(addons_file, YAML_PLAIN, &more, err) < 0)
        return -1;
    (void)json_array_extend(rows, more);
    *ret = STEAL(rows);
    return 0;
}

/* ---- keeping ---- */

char *source_kept_name(const char *version)
{
    char *name = mem_printf("malha-charts-%s", version);

    for (char *c = name; *c; c++) {
        if (*c == '+')
            *c = '-';
        else if (*c >= 'A' && *c <= 'Z')
            *c = (char)(*c - 'A' + 'a');
    }
    return name;
}

static int pack_charts(const struct source *source, const json_t *components, json_t *content,
                       struct err *err)
{
    size_t i, all = 0;
    json_t *row;

    json_array_foreach ((json_t *)components, i, row) {
        const char *chart = json_dig_text(row, "chart");
        auto_free char *folder = NULL, *key = NULL, *text = NULL;
        auto_buf struct buf archive = BUF_INIT(KEPT_MAX);

        if (!chart) /* an addon's comes with the operator, whichever version of Istio runs */
            continue;
        folder = mem_printf("%s/%s", source->charts, chart);
        key = key_of_chart(chart);
        if (json_dig(content, "binaryData", key))
            continue;
        if (helm_package(folder, &archive, err) < 0)
            return err_wrap(err, "chart %s", chart);
        all += archive.len;
        text = base64_encode(buf_text(&archive), archive.len);
        json_put_text(json_make(content, "binaryData"), key, text);
    }
    if (all > KEPT_MAX)
        return err_set(err, ERR_INVALID, "the charts of version %s are larger than a ConfigMap",
                       source->version);
    return 0;
}

static int pack_profile(const char *folder, const char *file, json_t *content, struct err *err)
{
    auto_free char *path = mem_printf("%s/%s", folder, file);
    auto_buf struct buf text = BUF_INIT(KEPT_MAX);

    if (buf_read_file(&text, path, err) < 0)
        return -1;
    json_put_text(json_make(content, "data"), file, buf_text(&text));
    return 0;
}

static int pack_profiles(const struct source *source, json_t *content, struct err *err)
{
    DIR *folder = opendir(source->profiles);
    struct dirent *entry;
    int rc = 0;

    if (!folder)
        return err_set(err, ERR_INVALID, "%s: %s", source->profiles, strerror(errno));
    while (rc == 0 && (entry = readdir(folder))) {
        if (match_end(entry->d_name, PROFILE_END))
            rc = pack_profile(source->profiles, entry->d_name, content, err);
    }
    (void)closedir(folder);
    return rc;
}

int source_pack(const struct source *source, const json_t *components, json_t **ret_content,
                struct err *err)
{
    auto_json json_t *content = json_pack("{s:{s:s}}", "data", VERSION_KEY, source->version);

    if (pack_charts(source, components, content, err) < 0 ||
        pack_profiles(source, content, err) < 0)
        return -1;
    *ret_content = STEAL(content);
    return 0;
}
