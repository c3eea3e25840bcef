#include "cli/mesh.h"

#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/mem.h"
#include "base/version.h"
#include "cli/documents.h"
#include "helm/input.h"
#include "helm/render.h"
#include "inject/nodes.h"
#include "inject/openshift.h"
#include "kube/client.h"
#include "mesh/proxyconfig.h"

void mesh_options_init(struct mesh_options *options)
{
    *options = (struct mesh_options){.istio_namespace = "istio-system", .revision = ""};
    value_options_init(&options->values);
}

void mesh_options_done(struct mesh_options *options)
{
    value_options_done(&options->values);
}

int mesh_options_take(struct mesh_options *options, int option, const char *argument,
                      const char *verb, struct err *err)
{
    const char **slot;
    int taken;

    switch (option) {
    case OPT_INJECT_CONFIG:
        slot = &options->config;
        break;
    case OPT_VALUES_FILE:
        slot = &options->values_file;
        break;
    case OPT_MESH_CONFIG:
        slot = &options->mesh;
        break;
    case OPT_CHART:
        slot = &options->chart;
        break;
    case OPT_KUBECONFIG:
        slot = &options->kubeconfig;
        break;
    case OPT_REVISION:
        slot = &options->revision;
        break;
    case OPT_PROXY_CONFIGS:
        slot = &options->proxy_configs;
        break;
    case OPT_NAMESPACES:
        slot = &options->namespaces;
        break;
    case 'i':
        slot = &options->istio_namespace;
        break;
    case OPT_NATIVE:
        options->native = argument ? argument : "true";
        return 0;
    default:
        if (option == -2) /* said already */
            return -1;
        taken = value_options_option(&options->values, option == OPT_VALUES ? 'f' : option,
                                     argument, err);
        if (taken == 0)
            return err_set(err, ERR_INVALID, "see 'malha %s --help'", verb);
        return taken < 0 ? -1 : 0;
    }
    *slot = argument;
    return 0;
}

/* ---- texts ---- */

/* What the injector is made of, as texts. */
struct texts {
    char *config, *values, *mesh;
    json_t *proxy_configs, *namespaces, *nodes; /* arrays; NULL: not known */
};

static void texts_done(struct texts *texts)
{
    free(texts->config);
    free(texts->values);
    free(texts->mesh);
    json_decref(texts->proxy_configs);
    json_decref(texts->namespaces);
    json_decref(texts->nodes);
}

static char *map_name(const struct mesh_options *options, const char *base)
{
    return mem_printf("%s%s%s", base, *options->revision ? "-" : "", options->revision);
}

static void take_data(const json_t *map, const char *key, char **slot)
{
    const char *text = json_dig_text(map, "data", key);

    if (text && !*slot)
        *slot = mem_strdup(text);
}

static void take_map(const struct mesh_options *options, const json_t *map, struct texts *texts)
{
    auto_free char *injector = map_name(options, "istio-sidecar-injector");
    auto_free char *mesh = map_name(options, "istio");
    const char *name = json_text_at(json_object_get(map, "metadata"), "name");

    if (strcmp(name, injector) == 0) {
        take_data(map, "config", &texts->config);
        take_data(map, "values", &texts->values);
    } else if (strcmp(name, mesh) == 0) {
        take_data(map, "mesh", &texts->mesh);
    }
}

static int read_text(const char *path, char **slot, struct err *err)
{
    auto_buf struct buf text = BUF_INIT(LIMIT_FILE);

    if (!path)
        return 0;
    if (helm_read_input(path, &text, err) < 0)
        return -1;
    *slot = mem_strdup(buf_text(&text));
    return 0;
}

/* ---- a chart ---- */

static int render(const struct mesh_options *options, const struct helm_source *source,
                  const json_t *values, struct texts *texts, struct err *err)
{
    struct helm_release release = {.name = "istiod", .namespace = options->istio_namespace};
    struct helm_manifests manifests = {0};
    struct helm_chart *chart = NULL;
    int rc;

    if (helm_source_load(source, options->chart, &chart, err) < 0)
        return -1;
    rc = helm_render(chart, values, &release, &manifests, err);
    for (size_t i = 0; rc == 0 && i < manifests.n; i++) {
        if (strcmp(json_text_at(manifests.items[i].object, "kind"), "ConfigMap") == 0)
            take_map(options, manifests.items[i].object, texts);
    }
    helm_manifests_done(&manifests);
    helm_chart_free(chart);
    return rc;
}

static int read_chart(const struct mesh_options *options, struct texts *texts, struct err *err)
{
    auto_json json_t *values = NULL;
    struct chart_source source;
    int rc;

    if (value_options_merge(&options->values, &values, err) < 0)
        return -1;
    if (*options->revision)
        json_put_text(values, "revision", options->revision);
    chart_source_init(&source);
    rc = render(options, &source.source, values, texts, err);
    chart_source_done(&source);
    return rc;
}

/* ---- a cluster ---- */

static int list_unless_known(struct kube *kube, const char *path, json_t **list, struct err *err)
{
    if (*list)
        return 0;
    if (kube_list(kube, path, list, NULL, err) == 0)
        return 0;
    if (err->class != ERR_NOT_FOUND) /* Istio's CRDs may not be there */
        return -1;
    *list = json_array();
    return 0;
}

static int ask_cluster(const struct mesh_options *options, struct kube *kube, struct texts *texts,
                       struct err *err)
{
    static const char *const names[] = {"istio-sidecar-injector", "istio"};

    for (size_t i = 0; i < ARRAY_LEN(names); i++) {
        auto_free char *name = map_name(options, names[i]);
        auto_free char *path =
            mem_printf("/api/v1/namespaces/%s/configmaps/%s", options->istio_namespace, name);
        auto_json json_t *map = NULL;

        if (kube_get(kube, path, &map, err) < 0)
            return -1;
        take_map(options, map, texts);
    }
    return list_unless_known(kube, "/apis/networking.istio.io/v1beta1/proxyconfigs",
                             &texts->proxy_configs, err) < 0 ||
                   list_unless_known(kube, "/api/v1/nodes", &texts->nodes, err) < 0 ||
                   list_unless_known(kube, "/api/v1/namespaces", &texts->namespaces, err) < 0
               ? -1
               : 0;
}

static int read_cluster(const struct mesh_options *options, struct texts *texts, struct err *err)
{
    struct kube_config *config = NULL;
    struct kube *kube;
    int rc;

    if (kube_config_load(options->kubeconfig, &config, err) < 0)
        return err_wrap(err, "no cluster, and neither --chart nor files");
    kube = kube_new(config, "malha/" MALHA_VERSION);
    rc = ask_cluster(options, kube, texts, err);
    kube_free(kube);
    kube_config_free(config);
    return rc;
}

/* ---- together ---- */

static int read_all(const struct mesh_options *options, struct texts *texts, struct err *err)
{
    if (read_text(options->config, &texts->config, err) < 0 ||
        read_text(options->values_file, &texts->values, err) < 0 ||
        read_text(options->mesh, &texts->mesh, err) < 0)
        return -1;
    if (options->proxy_configs &&
        documents_read(options->proxy_configs, &texts->proxy_configs, err) < 0)
        return -1;
    if (options->namespaces && documents_read(options->namespaces, &texts->namespaces, err) < 0)
        return -1;
    if (options->chart)
        return read_chart(options, texts, err);
    return texts->config && texts->values && texts->mesh ? 0 : read_cluster(options, texts, err);
}

static json_t *annotations_by_name(const json_t *namespaces)
{
    json_t *by_name = json_object(), *namespace;
    size_t i;

    json_array_foreach ((json_t *)namespaces, i, namespace) {
        json_t *annotations = json_dig(namespace, "metadata", "annotations");

        json_put(by_name, json_text_at(json_object_get(namespace, "metadata"), "name"),
                 annotations ? json_incref(annotations) : json_object());
    }
    return by_name;
}

static json_t *versions_by_name(const json_t *nodes)
{
    json_t *by_name = json_object(), *node;
    size_t i;

    json_array_foreach ((json_t *)nodes, i, node) {
        const char *version = json_dig_text(node, "status", "nodeInfo", "kubeletVersion");

        json_put_text(by_name, json_text_at(json_object_get(node, "metadata"), "name"),
                      version ? version : "");
    }
    return by_name;
}

static int make(const struct mesh_options *options, const struct texts *texts,
                struct inject_snapshot **ret_snapshot, struct err *err)
{
    struct inject_snapshot *snapshot;
    struct injector *injector = NULL;

    if (!texts->config || !texts->values || !texts->mesh)
        return err_set(
            err, ERR_INVALID,
            "the chart or cluster has no injector%s%s: config, values and mesh are wanted",
            *options->revision ? " of revision " : "", options->revision);
    if (injector_parse(texts->config, texts->values, texts->mesh, &injector, err) < 0)
        return -1;
    snapshot = inject_snapshot_new(injector, options->revision);
    snapshot->proxy_configs = proxy_configs_of_revision(texts->proxy_configs, options->revision);
    if (openshift_is_platform(injector))
        snapshot->namespaces = annotations_by_name(texts->namespaces);
    if (!options->native)
        snapshot->nodes = versions_by_name(texts->nodes);
    snapshot->native_sidecars =
        options->native ? strcmp(options->native, "false") != 0 : nodes_are_native(snapshot->nodes);
    *ret_snapshot = snapshot;
    return 0;
}

int mesh_options_load(const struct mesh_options *options, struct inject_snapshot **ret_snapshot,
                      struct err *err)
{
    struct texts texts = {0};
    int rc = read_all(options, &texts, err);

    if (rc == 0)
        rc = make(options, &texts, ret_snapshot, err);
    texts_done(&texts);
    return rc;
}
