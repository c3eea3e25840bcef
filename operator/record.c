#include "operator/record.h"

#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/mem.h"
#include "operator/object.h"

/* A spec that is larger is not kept: a ConfigMap ends at a MiB. */
#define SPEC_MAX (768u << 10)

void record_done(struct record *record)
{
    json_decref(record->spec);
    json_decref(record->releases);
    free(record->version);
    free(record->previous);
    *record = (struct record){0};
}

static char *path_of(const char *namespace, const char *name)
{
    return mem_printf("/api/v1/namespaces/%s/configmaps/%s", namespace, name);
}

/* Not there is NULL. */
static int find(struct kube *kube, const char *namespace, const char *name, json_t **ret,
                struct err *err)
{
    auto_free char *path = path_of(namespace, name);

    return kube_find(kube, path, ret, err) == 0 ? 0 : err_wrap(err, "ConfigMap %s", name);
}

/* `what` is RECORD_MESH or RECORD_CHARTS; takes `content`, the ConfigMap's data. */
static int write_map(struct kube *kube, const char *namespace, const char *name, const char *what,
                     json_t *content, struct err *err)
{
    struct kube_apply_options options = {.manager = OBJECT_MANAGER, .force = true};
    auto_json json_t *config_map = content;

    json_put_text(config_map, "apiVersion", "v1");
    json_put_text(config_map, "kind", "ConfigMap");
    json_put(config_map, "metadata",
             json_pack("{s:s,s:s,s:{s:s,s:s}}", "name", name, "namespace", namespace, "labels",
                       OBJECT_MANAGED_BY, OBJECT_MANAGED_BY_MALHA, RECORD_LABEL, what));
    if (kube_apply(kube, config_map, &options, NULL, err) < 0)
        return err_wrap(err, "ConfigMap %s", name);
    return 0;
}

/* ---- meshes ---- */

/* Names end at 253 characters; who shares one that was cut is told apart by the uid. */
static char *name_of(const json_t *mesh_config)
{
    return mem_printf("malha-mesh-%.200s",
                      json_text_at(json_object_get(mesh_config, "metadata"), "name"));
}

static const char *uid_of(const json_t *mesh_config)
{
    return json_text_at(json_object_get(mesh_config, "metadata"), "uid");
}

/* NULL when there is none, or it cannot be read. */
static json_t *parse(const json_t *data, const char *key, const char *name)
{
    const char *text = json_dig_text(data, key);
    auto_err struct err err = ERR_INIT;
    json_t *tree = NULL;

    if (text && json_parse(text, strlen(text), &tree, &err) < 0)
        log_warn("what was kept of a mesh cannot be read", "configMap", name, "key", key, "error",
                 err_message(&err));
    return tree;
}

int record_read(struct kube *kube, const char *namespace, const json_t *mesh_config,
                struct record *ret, struct err *err)
{
    auto_free char *name = name_of(mesh_config);
    auto_json json_t *live = NULL;
    const json_t *data;

    if (find(kube, namespace, name, &live, err) < 0)
        return -1;
    data = json_object_get(live, "data");
    if (strcmp(json_text_at(data, "uid"), uid_of(mesh_config)) != 0)
        data = NULL;
    *ret = (struct record){.spec = parse(data, "spec", name),
                           .releases = parse(data, "releases", name),
                           .version = mem_strdup(json_text_at(data, "version")),
                           .previous = mem_strdup(json_text_at(data, "previous"))};
    return 0;
}

int record_write(struct kube *kube, const char *namespace, const json_t *mesh_config,
                 const char *version, struct record *record, struct err *err)
{
    json_t *spec = json_object_get(mesh_config, "spec");
    bool moves = strcmp(record->version, version) != 0;
    const char *previous = moves && *record->version ? record->version : record->previous;
    auto_free char *name = NULL, *text = NULL, *releases = NULL;
    json_t *content;

    if (!moves && record->spec && json_same(record->spec, spec))
        return 0;
    name = name_of(mesh_config);
    text = json_text(spec);
    content = json_pack("{s:{s:s,s:s,s:s,s:s}}", "data", "name",
                        json_text_at(json_object_get(mesh_config, "metadata"), "name"), "uid",
                        uid_of(mesh_config), "version", version, "previous", previous);
    if (strlen(text) <= SPEC_MAX)
        json_put_text(json_object_get(content, "data"), "spec", text);
    if (json_object_size(record->releases) > 0) {
        releases = json_text(record->releases);
        json_put_text(json_object_get(content, "data"), "releases", releases);
    }
    if (write_map(kube, namespace, name, RECORD_MESH, content, err) < 0)
        return -1;
    struct record fresh = {.spec = json_incref(spec),
                           .releases = json_incref(record->releases),
                           .version = mem_strdup(version),
                           .previous = mem_strdup(previous)};
    record_done(record);
    *record = fresh;
    return 0;
}

int record_delete(struct kube *kube, const char *namespace, const json_t *mesh_config,
                  struct err *err)
{
    auto_free char *name = name_of(mesh_config), *path = path_of(namespace, name);

    return kube_delete(kube, path, "Background", err);
}

/* ---- charts ---- */

static bool holds_all(const json_t *live, const json_t *content)
{
    static const char *const parts[] = {"data", "binaryData"};

    for (size_t i = 0; i < ARRAY_LEN(parts); i++) {
        const json_t *has = json_object_get(live, parts[i]);

        if (!has || !json_equal(has, json_object_get(content, parts[i])))
            return false;
    }
    return true;
}

int record_keep_charts(struct kube *kube, const char *namespace, const struct source *source,
                       const json_t *components, struct err *err)
{
    auto_free char *name = source_kept_name(source_version(source));
    auto_json json_t *content = NULL, *live = NULL;

    if (source_pack(source, components, &content, err) < 0 ||
        find(kube, namespace, name, &live, err) < 0)
        return -1;
    if (holds_all(live, content))
        return 0;
    log_info("the charts are kept", "version", source_version(source), "configMap", name);
    return write_map(kube, namespace, name, RECORD_CHARTS, STEAL(content), err);
}

int record_find_charts(struct kube *kube, const char *namespace, const char *version,
                       struct source **ret, struct err *err)
{
    auto_free char *name = source_kept_name(version);
    auto_json json_t *live = NULL;

    if (find(kube, namespace, name, &live, err) < 0)
        return -1;
    if (!live || strcmp(source_kept_version(live), version) != 0)
        return err_set(err, ERR_NOT_FOUND, "no charts of version %s are kept", version);
    return source_of_config_map(live, ret, err);
}

int record_sweep_charts(struct kube *kube, const char *namespace, const json_t *used,
                        struct err *err)
{
    auto_free char *path = mem_printf("/api/v1/namespaces/%s/configmaps?labelSelector=" RECORD_LABEL
                                      "%%3D" RECORD_CHARTS,
                                      namespace);
    auto_json json_t *items = NULL;
    size_t i;
    json_t *item;

    if (kube_list(kube, path, &items, NULL, err) < 0)
        return err_wrap(err, "ConfigMaps with charts");
    json_array_foreach (items, i, item) {
        const char *name = json_text_at(json_object_get(item, "metadata"), "name");
        auto_free char *one = path_of(namespace, name);

        if (json_object_get(used, source_kept_version(item)))
            continue;
        if (kube_delete(kube, one, "Background", err) < 0)
            return err_wrap(err, "ConfigMap %s", name);
        log_info("charts that no mesh uses are deleted", "configMap", name);
    }
    return 0;
}
