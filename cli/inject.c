/* malha inject: sidecars in files, as `istioctl kube-inject` does. */
#include <stdio.h>
#include <string.h>

#include "base/limits.h"
#include "cli/documents.h"
#include "cli/files.h"
#include "cli/mesh.h"
#include "cli/verbs.h"
#include "helm/input.h"
#include "inject/resource.h"
#include "yaml/yaml.h"

static const struct option options[] = {
    MESH_OPTIONS,
    {"filename", required_argument, NULL, 'f'},
    {"output", required_argument, NULL, 'o'},
    {"help", no_argument, NULL, 'h'},
    {0},
};

static const char usage[] =
    "usage: malha inject -f FILE [flags]\n\n"
    "Prints the objects of FILE with sidecars in what makes Pods: Deployments, DaemonSets, StatefulSets, ReplicaSets,\n"
    "ReplicationControllers, Jobs, CronJobs, Pods, OpenShift's DeploymentConfigs, and Lists of them. All else stays as it is.\n\n"
    "  -f, --filename FILE        the objects, in YAML or JSON; - for standard input\n"
    "  -o, --output FILE          where to write them (default: standard output)\n" MESH_USAGE;

struct request {
    const char *input, *output;
    struct mesh_options mesh;
    bool help;
};

static void tell(const json_t *warnings)
{
    size_t i;
    json_t *warning;

    json_array_foreach ((json_t *)warnings, i, warning)
        (void)fprintf(stderr, "===> %s\n", json_string_value(warning));
}

/* One document; what makes no Pods is copied as it is. */
static int inject_document(const struct inject_snapshot *snapshot, const char *text, size_t len,
                           struct buf *out, struct err *err)
{
    auto_json json_t *object = NULL, *warnings = json_array();

    if (yaml_parse(text, len, YAML_PLAIN, &object, err) < 0)
        return -1;
    if (resource_makes_pods(object)) {
        if (resource_inject(snapshot, object, warnings, err) < 0)
            return -1;
        tell(warnings);
        (void)yaml_print(out, object);
    } else {
        buf_add(out, text, len);
        buf_adds(out, text[len - 1] == '\n' ? "" : "\n");
    }
    buf_adds(out, "---\n");
    return 0;
}

static int inject_all(const struct request *r, struct buf *out, struct err *err)
{
    auto_buf struct buf text = BUF_INIT(LIMIT_FILE);
    struct inject_snapshot *snapshot = NULL;
    const char *document;
    size_t at = 0, len;
    int rc = 0;

    if (helm_read_input(r->input, &text, err) < 0 ||
        mesh_options_load(&r->mesh, &snapshot, err) < 0)
        return -1;
    while (rc == 0 && document_next(buf_text(&text), text.len, &at, &document, &len))
        rc = inject_document(snapshot, document, len, out, err);
    inject_snapshot_unref(snapshot);
    return rc < 0 ? err_wrap(err, "%s", r->input) : buf_check(out, r->input, err);
}

static int run(struct request *r, int argc, char **argv, struct err *err)
{
    auto_buf struct buf out = BUF_INIT(LIMIT_FILE);
    int c;

    while ((c = next_option(argc, argv, "f:o:i:h", options, err)) != -1) {
        if (c == 'f')
            r->input = optarg;
        else if (c == 'o')
            r->output = optarg;
        else if (c == 'h')
            r->help = true;
        else if (mesh_options_take(&r->mesh, c, optarg, "inject", err) < 0)
            return -1;
    }
    if (r->help) {
        (void)fputs(usage, stdout);
        return 0;
    }
    if (!r->input || optind < argc)
        return err_set(err, ERR_INVALID, "inject wants -f FILE: see 'malha inject --help'");
    if (inject_all(r, &out, err) < 0)
        return -1;
    if (r->output)
        return write_file(r->output, buf_text(&out), out.len, err);
    (void)fwrite(buf_text(&out), 1, out.len, stdout);
    return 0;
}

int verb_inject(int argc, char **argv, struct err *err)
{
    struct request r = {0};
    int rc;

    mesh_options_init(&r.mesh);
    rc = run(&r, argc, argv, err);
    mesh_options_done(&r.mesh);
    return rc;
}
