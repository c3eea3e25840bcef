/* Where the verbs about Pods get the injector's configuration: files, a chart, or a cluster. */
#ifndef MALHA_CLI_MESH_H
#define MALHA_CLI_MESH_H

#include "cli/options.h"
#include "inject/inject.h"

enum {
    OPT_INJECT_CONFIG = OPT_OWN,
    OPT_VALUES_FILE,
    OPT_MESH_CONFIG,
    OPT_CHART,
    OPT_VALUES,
    OPT_KUBECONFIG,
    OPT_REVISION,
    OPT_NATIVE,
    OPT_PROXY_CONFIGS,
    OPT_NAMESPACES,
    OPT_BEYOND_MESH,
};

/* Rows for getopt_long; the first three are named as in istioctl kube-inject. */
#define MESH_OPTIONS                                                                               \
    {"injectConfigFile", required_argument, NULL, OPT_INJECT_CONFIG},                              \
        {"valuesFile", required_argument, NULL, OPT_VALUES_FILE},                                  \
        {"meshConfigFile", required_argument, NULL, OPT_MESH_CONFIG},                              \
        {"chart", required_argument, NULL, OPT_CHART},                                             \
        {"values", required_argument, NULL, OPT_VALUES},                                           \
        {"set", required_argument, NULL, OPT_SET},                                                 \
        {"set-string", required_argument, NULL, OPT_SET_STRING},                                   \
        {"set-json", required_argument, NULL, OPT_SET_JSON},                                       \
        {"set-file", required_argument, NULL, OPT_SET_FILE},                                       \
        {"set-literal", required_argument, NULL, OPT_SET_LITERAL},                                 \
        {"kubeconfig", required_argument, NULL, OPT_KUBECONFIG},                                   \
        {"istioNamespace", required_argument, NULL, 'i'},                                          \
        {"revision", required_argument, NULL, OPT_REVISION},                                       \
        {"nativeSidecars", optional_argument, NULL, OPT_NATIVE},                                   \
        {"proxyConfigs", required_argument, NULL, OPT_PROXY_CONFIGS},                              \
    {                                                                                              \
        "namespaces", required_argument, NULL, OPT_NAMESPACES                                      \
    }

#define MESH_USAGE                                                                                   \
    "The injector's configuration comes from the cluster, or from a chart, or from files:\n"         \
    "      --kubeconfig FILE      of the cluster\n"                                                  \
    "  -i, --istioNamespace NS    istiod's namespace (default istio-system)\n"                       \
    "      --revision REV         of istiod\n"                                                       \
    "      --chart CHART          an istiod chart: a folder, a .tgz, a URL, oci://HOST/PATH, with\n" \
    "                             --values FILE and --set... as in 'malha template'\n"               \
    "      --injectConfigFile FILE  what the ConfigMap istio-sidecar-injector has as \"config\"\n"   \
    "      --valuesFile FILE        and as \"values\"\n"                                             \
    "      --meshConfigFile FILE    what the ConfigMap istio has as \"mesh\"\n"                      \
    "      --proxyConfigs FILE    ProxyConfig resources (default: the cluster's, or none)\n"         \
    "      --namespaces FILE      Namespaces, of which OpenShift's have ranges of users\n"           \
    "      --nativeSidecars[=false] what the nodes can do (default: the cluster's, or true)\n"

struct mesh_options {
    const char *config, *values_file, *mesh, *chart, *kubeconfig, *istio_namespace, *revision;
    const char *proxy_configs, *namespaces, *native; /* NULL: not said */
    struct value_options values;
};

void mesh_options_init(struct mesh_options *options);
void mesh_options_done(struct mesh_options *options);
/* Takes one option of MESH_OPTIONS as next_option() gives it; any other is INVALID. `verb` is who
 * asks. */
int mesh_options_take(struct mesh_options *options, int option, const char *argument,
                      const char *verb, struct err *err) ATTR_CHECK;
/* What they say, with a reference of the caller's. INVALID names the file or object. */
int mesh_options_load(const struct mesh_options *options, struct inject_snapshot **ret_snapshot,
                      struct err *err) ATTR_CHECK;

#endif
