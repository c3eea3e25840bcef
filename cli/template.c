/* malha template: Helm's own command, by our engine. */
#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "cli/verbs.h"
#include "helm/render.h"
#include "helm/values.h"
#include "yaml/yaml.h"

enum {
    OPT_SET_STRING = 256,
    OPT_SET_JSON,
    OPT_KUBE_VERSION,
    OPT_API_VERSIONS,
    OPT_IS_UPGRADE,
    OPT_NO_HOOKS
};

static const struct option options[] = {
    {"namespace", required_argument, NULL, 'n'},
    {"values", required_argument, NULL, 'f'},
    {"set", required_argument, NULL, 's'},
    {"set-string", required_argument, NULL, OPT_SET_STRING},
    {"set-json", required_argument, NULL, OPT_SET_JSON},
    {"kube-version", required_argument, NULL, OPT_KUBE_VERSION},
    {"api-versions", required_argument, NULL, 'a'},
    {"is-upgrade", no_argument, NULL, OPT_IS_UPGRADE},
    {"no-hooks", no_argument, NULL, OPT_NO_HOOKS},
    {"help", no_argument, NULL, 'h'},
    {0},
};

static const char usage[] =
    "usage: malha template [NAME] CHART [flags]\n\n"
    "Renders the chart in the folder CHART as `helm template` does, without a cluster.\n\n"
    "  -n, --namespace NAME       namespace of the release (default \"default\")\n"
    "  -f, --values FILE          values from a YAML file (may be repeated, the last wins)\n"
    "      --set K=V[,K=V]        values on the command line\n"
    "      --set-string K=V       the same, always as text\n"
    "      --set-json K=JSON      a value in JSON\n"
    "      --kube-version V       .Capabilities.KubeVersion (default \"" HELM_KUBE_VERSION "\")\n"
    "  -a, --api-versions V       one more entry of .Capabilities.APIVersions (may be repeated)\n"
    "      --is-upgrade           .Release.IsUpgrade\n"
    "      --no-hooks             leave out hooks\n";

static int add_values_file(json_t *values, const char *path, struct err *err)
{
    auto_json json_t *file = NULL;

    if (yaml_parse_file(path, YAML_FLOATS, &file, err) < 0)
        return -1;
    if (json_is_null(file))
        return 0;
    if (!json_is_object(file))
        return err_set(err, ERR_INVALID, "%s: values must be a mapping", path);
    json_merge_values(values, file, false);
    return 0;
}

static int add_json(json_t *values, const char *expression, struct err *err)
{
    const char *equals = strchr(expression, '=');
    json_t *value = NULL;

    if (!equals)
        return err_set(err, ERR_INVALID, "failed parsing --set-json data %s: no =", expression);
    auto_free char *path = mem_strndup(expression, (size_t)(equals - expression));
    if (json_parse(equals + 1, strlen(equals + 1), &value, err) < 0)
        return err_wrap(err, "failed parsing --set-json data %s", expression);
    return helm_values_put(values, path, value, err);
}

static void print_manifests(const struct helm_manifests *manifests, bool hooks)
{
    for (size_t i = 0; i < manifests->n; i++) {
        const struct helm_manifest *m = &manifests->items[i];

        if (m->hook && !hooks)
            continue;
        (void)printf("---\n# Source: %s\n%s\n", m->path, m->content);
    }
}

int verb_template(int argc, char **argv, struct err *err)
{
    auto_json json_t *values = json_object(), *api_versions = json_array();
    struct helm_release release = {
        .name = "release-name", .namespace = "default", .api_versions = api_versions};
    struct helm_manifests manifests = {0};
    struct helm_chart *chart = NULL;
    bool hooks = true;
    int c, rc;

    while ((c = getopt_long(argc, argv, "n:f:a:h", options, NULL)) != -1) {
        rc = 0;
        switch (c) {
        case 'n':
            release.namespace = optarg;
            break;
        case 'f':
            rc = add_values_file(values, optarg, err);
            break;
        case 's':
            rc = helm_values_set(values, optarg, false, err);
            break;
        case OPT_SET_STRING:
            rc = helm_values_set(values, optarg, true, err);
            break;
        case OPT_SET_JSON:
            rc = add_json(values, optarg, err);
            break;
        case OPT_KUBE_VERSION:
            release.kube_version = optarg;
            break;
        case 'a':
            json_array_append_new(api_versions, json_string(optarg));
            break;
        case OPT_IS_UPGRADE:
            release.is_upgrade = true;
            break;
        case OPT_NO_HOOKS:
            hooks = false;
            break;
        case 'h':
            (void)fputs(usage, stdout);
            return 0;
        default:
            return err_set(err, ERR_INVALID, "see 'malha template --help'");
        }
        if (rc < 0)
            return -1;
    }
    if (optind >= argc || argc - optind > 2)
        return err_set(err, ERR_INVALID, "template needs a chart: see 'malha template --help'");
    if (argc - optind == 2)
        release.name = argv[optind++];

    if (helm_chart_load(argv[optind], &chart, err) < 0)
        return -1;
    rc = helm_render(chart, values, &release, &manifests, err);
    if (rc == 0)
        print_manifests(&manifests, hooks);
    helm_manifests_done(&manifests);
    helm_chart_free(chart);
    return rc;
}
