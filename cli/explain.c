/* malha explain: why a Pod gets a sidecar or not, from the webhook's entry to what is added. */
#include <stdio.h>
#include <string.h>

#include "base/limits.h"
#include "base/version.h"
#include "cli/documents.h"
#include "cli/mesh.h"
#include "cli/verbs.h"
#include "inject/entries.h"
#include "inject/explain.h"
#include "inject/resource.h"
#include "kube/client.h"

enum { OPT_WEBHOOKS = OPT_BEYOND_MESH };

static const struct option options[] = {
    MESH_OPTIONS,
    {"filename", required_argument, NULL, 'f'},
    {"namespace", required_argument, NULL, 'n'},
    {"output", required_argument, NULL, 'o'},
    {"webhooks", required_argument, NULL, OPT_WEBHOOKS},
    {"help", no_argument, NULL, 'h'},
    {0},
};

static const char usage[] =
    "usage: malha explain pod NAME | namespace NAME | -f FILE [flags]\n\n"
    "Tells which entry of a webhook configuration sends a Pod to an injector, which check decides, and what would be added:\n"
    "of a Pod of the cluster, of a plain one in a namespace, or of each object in FILE that makes Pods.\n\n"
    "  -f, --filename FILE        the objects, in YAML or JSON; - for standard input; Namespaces in it count\n"
    "  -n, --namespace NS         of the Pod, where it says none (default \"default\")\n"
    "  -o, --output json          the same as JSON\n"
    "      --webhooks FILE        MutatingWebhookConfigurations (default: the cluster's)\n" MESH_USAGE;

struct request {
    const char *input, *namespace, *webhooks, *kind, *name;
    bool json, help;
    struct mesh_options mesh;
};

/* What is known of the world beside the injector. */
struct world {
    struct kube_config *config;
    struct kube *kube;      /* NULL: files only */
    json_t *namespaces;     /* an array */
    json_t *configurations; /* the same; NULL: not known */
};

static void world_done(struct world *world)
{
    kube_free(world->kube);
    kube_config_free(world->config);
    json_decref(world->namespaces);
    json_decref(world->configurations);
}

static bool is_offline(const struct request *r)
{
    const struct mesh_options *m = &r->mesh;

    return r->input && (m->chart || (m->config && m->values_file && m->mesh));
}

static int world_load(const struct request *r, struct world *world, struct err *err)
{
    if (r->mesh.namespaces && documents_read(r->mesh.namespaces, &world->namespaces, err) < 0)
        return -1;
    if (!world->namespaces)
        world->namespaces = json_array();
    if (r->webhooks && documents_read(r->webhooks, &world->configurations, err) < 0)
        return -1;
    if (is_offline(r))
        return 0;
    if (kube_config_load(r->mesh.kubeconfig, &world->config, err) < 0)
        return err_wrap(err, "no cluster, and neither --chart nor files");
    world->kube = kube_new(world->config, "malha/" MALHA_VERSION);
    if (world->configurations)
        return 0;
    return kube_list(world->kube,
                     "/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations",
                     &world->configurations, NULL, err);
}

/* The labels of a namespace, a new object; of one that nobody knows, its name. */
static int labels_of(const struct world *world, const char *namespace, json_t **ret_labels,
                     struct err *err)
{
    auto_json json_t *found = NULL;
    auto_free char *path = mem_printf("/api/v1/namespaces/%s", namespace);
    size_t i;
    json_t *one;

    json_array_foreach (world->namespaces, i, one) {
        if (strcmp(json_text_at(one, "kind"), "Namespace") == 0 &&
            strcmp(json_text_at(json_object_get(one, "metadata"), "name"), namespace) == 0)
            found = json_incref(one);
    }
    if (!found && world->kube && kube_get(world->kube, path, &found, err) < 0)
        return -1;
    *ret_labels = json_object();
    json_put_text(*ret_labels, "kubernetes.io/metadata.name", namespace);
    json_merge_values(*ret_labels, json_dig(found, "metadata", "labels"), false);
    return 0;
}

/* ---- telling ---- */

static void print_entries(const json_t *rows)
{
    size_t i;
    json_t *row;

    (void)puts("Webhooks");
    json_array_foreach ((json_t *)rows, i, row) {
        bool matches = json_truth(json_object_get(row, "matches"));

        (void)printf("  %s %s %s%s\n", matches ? "->" : "  ", json_text_at(row, "name"),
                     matches ? "to " : "", json_text_at(row, matches ? "target" : "because"));
    }
    if (json_array_size(rows) == 0)
        (void)puts("  none is known");
}

static void print_names(const char *title, const json_t *names)
{
    size_t i;
    json_t *name;

    if (json_array_size(names) == 0)
        return;
    (void)printf("  %s:", title);
    json_array_foreach ((json_t *)names, i, name)
        (void)printf("%s %s", i ? "," : "", json_string_value(name));
    (void)puts("");
}

static void print_report(const json_t *report)
{
    const json_t *decision = json_object_get(report, "decision");
    bool inject = json_truth(json_object_get(decision, "inject"));
    const char *error = json_dig_text(report, "error"), *kind;
    size_t i;
    json_t *row;

    (void)puts("Checks");
    json_array_foreach (json_object_get(report, "checks"), i, row)
        (void)printf("  %-22s %s\n", json_text_at(row, "reason"),
                     json_truth(json_object_get(row, "applies")) ? "applies" : "does not apply");
    (void)printf("%s: %s\n", inject ? "Injected" : "Not injected",
                 json_text_at(decision, "sentence"));
    print_names("templates", json_object_get(report, "templates"));
    if (error)
        (void)printf("Denied: %s\n", error);
    json_object_foreach (json_object_get(report, "adds"), kind, row)
        print_names(kind, row);
    json_array_foreach (json_object_get(report, "warnings"), i, row)
        (void)printf("Warning: %s\n", json_string_value(row));
}

/* ---- one Pod ---- */

static int explain(const struct request *r, const struct world *world, const char *title,
                   const char *namespace, const struct owner *owner, json_t *pod, struct err *err)
{
    auto_json json_t *labels = NULL, *report = NULL;
    struct mesh_options mesh = r->mesh;
    struct inject_request request = {"/inject", namespace, owner};
    struct inject_snapshot *snapshot;

    if (labels_of(world, namespace, &labels, err) < 0)
        return -1;
    auto_json json_t *rows =
        entries_explain(world->configurations, labels, json_dig(pod, "metadata", "labels"));
    auto_free char *revision = entries_revision(rows);

    if (revision && !*mesh.revision)
        mesh.revision = revision;
    if (mesh_options_load(&mesh, &snapshot, err) < 0)
        return -1;
    report = explain_pod(snapshot, &request, pod);
    inject_snapshot_unref(snapshot);
    explain_where(report, title, namespace, rows);
    if (r->json) {
        auto_free char *text = json_text(report);

        (void)puts(text);
        return 0;
    }
    (void)printf("%s in namespace %s\n", title, namespace);
    print_entries(rows);
    print_report(report);
    return 0;
}

/* ---- whose ---- */

static const char *or_default(const struct request *r, const char *namespace)
{
    return *namespace ? namespace : r->namespace ? r->namespace : "default";
}

static int explain_file(const struct request *r, struct world *world, struct err *err)
{
    auto_json json_t *objects = NULL;
    size_t i, told = 0;
    json_t *object;

    if (documents_read(r->input, &objects, err) < 0)
        return -1;
    (void)json_array_extend(world->namespaces, objects);
    json_array_foreach (objects, i, object) {
        auto_json json_t *pod = NULL;
        auto_free char *title =
            mem_printf("%s %s", json_text_at(object, "kind"),
                       json_text_at(json_object_get(object, "metadata"), "name"));
        const char *namespace;
        struct owner owner;
        bool is_pod = strcmp(json_text_at(object, "kind"), "Pod") == 0;

        if (!resource_makes_pods(object))
            continue;
        if (resource_pod(object, &pod, &owner, &namespace, err) < 0 ||
            explain(r, world, title, or_default(r, namespace), is_pod ? NULL : &owner, pod, err) <
                0)
            return err_wrap(err, "%s", title);
        told++;
    }
    return told > 0 ? 0 : err_set(err, ERR_INVALID, "%s: nothing in it makes Pods", r->input);
}

static int explain_named(const struct request *r, struct world *world, struct err *err)
{
    auto_json json_t *pod = NULL;
    auto_free char *title = mem_printf("%s %s", r->kind, r->name);
    const char *namespace = or_default(r, "");
    auto_free char *path = mem_printf("/api/v1/namespaces/%s/pods/%s", namespace, r->name);

    if (strcmp(r->kind, "namespace") == 0) {
        pod = explain_plain_pod();
        return explain(r, world, EXPLAIN_PLAIN, r->name, NULL, pod, err);
    }
    if (kube_get(world->kube, path, &pod, err) < 0)
        return -1;
    return explain(r, world, title, namespace, NULL, pod, err);
}

static int run(struct request *r, int argc, char **argv, struct err *err)
{
    struct world world = {0};
    int c, rc;

    while ((c = next_option(argc, argv, "f:n:o:i:h", options, err)) != -1) {
        if (c == 'f')
            r->input = optarg;
        else if (c == 'n')
            r->namespace = optarg;
        else if (c == 'o' && strcmp(optarg, "json") == 0)
            r->json = true;
        else if (c == 'o')
            return err_set(err, ERR_INVALID, "-o wants json, not %s", optarg);
        else if (c == OPT_WEBHOOKS)
            r->webhooks = optarg;
        else if (c == 'h')
            r->help = true;
        else if (mesh_options_take(&r->mesh, c, optarg, "explain", err) < 0)
            return -1;
    }
    if (r->help) {
        (void)fputs(usage, stdout);
        return 0;
    }
    if (argc - optind == 2 && !r->input &&
        (strcmp(argv[optind], "pod") == 0 || strcmp(argv[optind], "namespace") == 0)) {
        r->kind = argv[optind];
        r->name = argv[optind + 1];
    } else if (argc != optind || !r->input) {
        return err_set(
            err, ERR_INVALID,
            "explain wants pod NAME, namespace NAME or -f FILE: see 'malha explain --help'");
    }
    rc = world_load(r, &world, err);
    if (rc == 0)
        rc = r->input ? explain_file(r, &world, err) : explain_named(r, &world, err);
    world_done(&world);
    return rc;
}

int verb_explain(int argc, char **argv, struct err *err)
{
    struct request r = {0};
    int rc;

    mesh_options_init(&r.mesh);
    rc = run(&r, argc, argv, err);
    mesh_options_done(&r.mesh);
    return rc;
}
