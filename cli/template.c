/* malha template: Helm's own command, by our engine. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/limits.h"
#include "base/match.h"
#include "cli/files.h"
#include "cli/options.h"
#include "cli/verbs.h"
#include "helm/render.h"

enum {
    OPT_KUBE_VERSION = OPT_OWN,
    OPT_IS_UPGRADE,
    OPT_NO_HOOKS,
    OPT_SKIP_TESTS,
    OPT_INCLUDE_CRDS,
    OPT_SKIP_SCHEMA,
    OPT_OUTPUT_DIR,
    OPT_RELEASE_NAME,
    OPT_NAME_TEMPLATE,
};

static const struct option options[] = {
    CHART_OPTIONS,
    VALUES_OPTIONS,
    NEUTRAL_OPTIONS,
    {"namespace", required_argument, NULL, 'n'},
    {"kube-version", required_argument, NULL, OPT_KUBE_VERSION},
    {"api-versions", required_argument, NULL, 'a'},
    {"is-upgrade", optional_argument, NULL, OPT_IS_UPGRADE},
    {"no-hooks", optional_argument, NULL, OPT_NO_HOOKS},
    {"skip-tests", optional_argument, NULL, OPT_SKIP_TESTS},
    {"include-crds", optional_argument, NULL, OPT_INCLUDE_CRDS},
    {"skip-schema-validation", optional_argument, NULL, OPT_SKIP_SCHEMA},
    {"show-only", required_argument, NULL, 's'},
    {"output-dir", required_argument, NULL, OPT_OUTPUT_DIR},
    {"name-template", required_argument, NULL, OPT_NAME_TEMPLATE},
    {"release-name", optional_argument, NULL, OPT_RELEASE_NAME},
    {"generate-name", optional_argument, NULL, 'g'},
    {"help", no_argument, NULL, 'h'},
    {0},
};

static const char usage[] =
    "usage: malha template [NAME] CHART [flags]\n\n"
    "Renders a chart as `helm template` does, without a cluster. " CHART_USAGE VALUES_USAGE
    "  -n, --namespace NAME       namespace of the release (default \"default\")\n"
    "      --kube-version V       .Capabilities.KubeVersion (default \"" HELM_KUBE_VERSION "\")\n"
    "  -a, --api-versions V       further entries of .Capabilities.APIVersions (may be repeated)\n"
    "      --is-upgrade           .Release.IsUpgrade\n"
    "      --no-hooks             leave out hooks\n"
    "      --skip-tests           leave out hooks that are tests\n"
    "      --include-crds         what is in crds/, too\n"
    "      --skip-schema-validation\n"
    "  -s, --show-only PATTERN    only from templates like templates/x.yaml (may be repeated)\n"
    "      --output-dir DIR       a file for each template below DIR\n"
    "      --release-name         with the release's name in the path below DIR\n"
    "      --name-template T      the release's name is what this template gives\n\n"
    "helm's other flags that change nothing here (--wait, --create-namespace, ...) are taken, too.\n";

struct output {
    bool hooks, tests, crds, release_name;
    const char *folder; /* NULL for standard output */
    json_t *show_only;  /* patterns */
};

/* ---- what is printed ---- */

#define BLANKS " \n\r\t\v\f"
#define OUTPUT_PIECE (1u << 16)

static void add(struct buf *out, const struct helm_manifest *m)
{
    buf_addf(out, "---\n# Source: %s\n", m->path);
    buf_adds(out, m->content);
    buf_addc(out, '\n');
}

static bool is_wanted(const struct output *output, const struct helm_manifest *m)
{
    return !m->hook || (output->hooks && (output->tests || !m->test));
}

/* What Helm's text has around it goes: blanks of the manifests (not of hooks) at both ends. */
static void trim(struct buf *out)
{
    while (out->len && strchr(BLANKS, out->data[out->len - 1]))
        out->data[--out->len] = '\0';
    buf_addc(out, '\n');
}

static int write_out(const char *data, size_t len, struct err *err)
{
    if (fwrite(data, 1, len, stdout) != len)
        return err_set(err, ERR_INVALID, "standard output: %s", strerror(errno));
    return 0;
}

/* Much that has come together goes out, but for blanks at the end, which trim() may take back. */
static int flush(struct buf *out, struct err *err)
{
    size_t len = out->len;

    if (len < OUTPUT_PIECE)
        return 0;
    while (len && strchr(BLANKS, out->data[len - 1]))
        len--;
    if (write_out(out->data, len, err) < 0)
        return -1;
    memmove(out->data, out->data + len, out->len - len);
    out->len -= len;
    return 0;
}

static int print_all(const struct output *output, const struct helm_manifests *manifests,
                     struct buf *out, struct err *err)
{
    bool trimmed = false;

    for (size_t i = 0; output->crds && i < manifests->n_crds; i++) {
        add(out, &manifests->crds[i]);
        if (flush(out, err) < 0)
            return -1;
    }
    for (size_t i = 0; i < manifests->n; i++) {
        if (manifests->items[i].hook && !trimmed) { /* hooks come last */
            trim(out);
            trimmed = true;
        }
        if (is_wanted(output, &manifests->items[i]))
            add(out, &manifests->items[i]);
        if (flush(out, err) < 0)
            return -1;
    }
    if (!trimmed)
        trim(out);
    return 0;
}

/* The template's path without the chart's name. */
static bool matches(const char *pattern, const struct helm_manifest *m)
{
    const char *slash = strchr(m->path, '/');

    return slash && match_path(pattern, slash + 1) > 0;
}

static int print_some(const struct output *output, const struct helm_manifests *manifests,
                      struct buf *out, struct err *err)
{
    size_t i;
    json_t *pattern;

    json_array_foreach (output->show_only, i, pattern) {
        bool found = false;

        for (size_t k = 0; k < manifests->n; k++) {
            const struct helm_manifest *m = &manifests->items[k];

            if (!is_wanted(output, m) || !matches(json_string_value(pattern), m))
                continue;
            add(out, m);
            found = true;
        }
        for (size_t k = 0; output->crds && k < manifests->n_crds; k++) {
            if (!matches(json_string_value(pattern), &manifests->crds[k]))
                continue;
            add(out, &manifests->crds[k]);
            found = true;
        }
        if (!found)
            return err_set(err, ERR_INVALID, "could not find template %s in chart",
                           json_string_value(pattern));
    }
    return 0;
}

/* ---- files ---- */

/* One file for each template, with all of its documents. */
static int write_files(const struct output *output, const struct helm_release *release,
                       const struct helm_manifests *manifests, struct err *err)
{
    auto_json json_t *done = json_object();
    size_t n_crds = output->crds ? manifests->n_crds : 0;

    for (size_t i = 0; i < n_crds + manifests->n; i++) {
        const struct helm_manifest *m =
            i < n_crds ? &manifests->crds[i] : &manifests->items[i - n_crds];
        auto_buf struct buf text = BUF_INIT(LIMIT_TEMPLATE_OUTPUT);

        if (!is_wanted(output, m) || json_object_get(done, m->path))
            continue;
        json_put(done, m->path, json_true());
        for (size_t k = i; k < n_crds + manifests->n; k++) {
            const struct helm_manifest *other =
                k < n_crds ? &manifests->crds[k] : &manifests->items[k - n_crds];

            if (is_wanted(output, other) && strcmp(other->path, m->path) == 0)
                add(&text, other);
        }
        auto_free char *path =
            mem_printf("%s/%s%s%s", output->folder, output->release_name ? release->name : "",
                       output->release_name ? "/" : "", m->path);
        if (make_folders(path, err) < 0 || write_file(path, buf_text(&text), text.len, err) < 0)
            return -1;
        (void)printf("wrote %s\n", path);
    }
    return 0;
}

static int print_manifests(const struct output *output, const struct helm_release *release,
                           const struct helm_manifests *manifests, struct err *err)
{
    auto_buf struct buf out = BUF_INIT(LIMIT_CHART_BYTES);

    if (output->folder)
        return write_files(output, release, manifests, err);
    if (json_array_size(output->show_only)) {
        if (print_some(output, manifests, &out, err) < 0)
            return -1;
    } else if (print_all(output, manifests, &out, err) < 0) {
        return -1;
    }
    if (buf_check(&out, "the output", err) < 0 || write_out(buf_text(&out), out.len, err) < 0)
        return -1;
    if (fflush(stdout) != 0)
        return err_set(err, ERR_INVALID, "standard output: %s", strerror(errno));
    return 0;
}

/* ---- the command ---- */

struct request {
    struct chart_source source;
    struct value_options values;
    struct helm_release release;
    struct output output;
    json_t *api_versions;
    const char *name_template;
    bool generate_name, help;
};

static int take_option(struct request *r, int option, struct err *err)
{
    int taken;

    switch (option) {
    case 'n':
        r->release.namespace = optarg;
        return 0;
    case 'a':
        return option_fields(r->api_versions, optarg, err);
    case 's':
        json_array_append_new(r->output.show_only, json_string_nocheck(optarg));
        return 0;
    case OPT_KUBE_VERSION:
        r->release.kube_version = optarg;
        return 0;
    case OPT_IS_UPGRADE:
        r->release.is_upgrade = option_truth(optarg);
        return 0;
    case OPT_NO_HOOKS:
        r->output.hooks = !option_truth(optarg);
        return 0;
    case OPT_SKIP_TESTS:
        r->output.tests = !option_truth(optarg);
        return 0;
    case OPT_INCLUDE_CRDS:
        r->output.crds = option_truth(optarg);
        return 0;
    case OPT_SKIP_SCHEMA:
        r->release.skip_schema = option_truth(optarg);
        return 0;
    case OPT_OUTPUT_DIR:
        r->output.folder = optarg;
        return 0;
    case OPT_RELEASE_NAME:
        r->output.release_name = option_truth(optarg);
        return 0;
    case OPT_NAME_TEMPLATE:
        r->name_template = optarg;
        return 0;
    case OPT_NEUTRAL:
        return 0;
    case 'g':
        r->generate_name = option_truth(optarg);
        return 0;
    case 'l': /* labels of the release */
        return 0;
    case 'h':
        r->help = true;
        return 0;
    default:
        if (chart_source_option(&r->source, option, optarg))
            return 0;
        taken = value_options_option(&r->values, option, optarg, err);
        if (taken == 0)
            return err_set(err, ERR_INVALID, "see 'malha template --help'");
        return taken < 0 ? -1 : 0;
    }
}

/* A DNS label of at most 53 characters, as Helm wants releases to be called. */
static int check_release_name(const char *name, struct err *err)
{
    size_t len = strlen(name);

    if (len == 0 || len > 53 || name[strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-.")] ||
        strchr("-.", name[0]) || strchr("-.", name[len - 1]) || strstr(name, "..") ||
        strstr(name, ".-") || strstr(name, "-."))
        return err_set(err, ERR_INVALID,
                       "release name \"%s\": invalid release name, must match regex "
                       "^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$ "
                       "and the length must not be longer than 53",
                       name);
    return 0;
}

static int run(struct request *r, int argc, char **argv, struct err *err)
{
    auto_json json_t *values = NULL;
    auto_free char *made = NULL;
    struct helm_manifests manifests = {0};
    struct helm_chart *chart = NULL;
    int c, rc;

    while ((c = next_option(argc, argv, "n:f:a:s:l:gh", options, err)) != -1) {
        if (c == -2 || take_option(r, c, err) < 0)
            return -1;
    }
    if (r->help) {
        (void)fputs(usage, stdout);
        return 0;
    }
    if (optind >= argc || argc - optind > 2)
        return err_set(err, ERR_INVALID, "template needs a chart: see 'malha template --help'");
    if (argc - optind == 2 && (r->generate_name || r->name_template))
        return err_set(err, ERR_INVALID, "cannot set --%s and also specify a name",
                       r->generate_name ? "generate-name" : "name-template");
    if (argc - optind == 2)
        r->release.name = argv[optind++];
    if (r->name_template && helm_release_name(r->name_template, &made, err) < 0)
        return -1;
    if (made)
        r->release.name = made;
    if (check_release_name(r->release.name, err) < 0 ||
        value_options_merge(&r->values, &values, err) < 0 ||
        helm_source_load(&r->source.source, argv[optind], &chart, err) < 0)
        return -1;
    rc = helm_render(chart, values, &r->release, &manifests, err);
    if (rc == 0)
        rc = print_manifests(&r->output, &r->release, &manifests, err);
    helm_manifests_done(&manifests);
    helm_chart_free(chart);
    return rc;
}

int verb_template(int argc, char **argv, struct err *err)
{
    struct request r = {
        .release = {.name = "release-name", .namespace = "default", .text_only = true},
        .output = {.hooks = true, .tests = true, .show_only = json_array()},
        .api_versions = json_array(),
    };
    int rc;

    r.release.api_versions = r.api_versions;
    chart_source_init(&r.source);
    value_options_init(&r.values);
    rc = run(&r, argc, argv, err);
    chart_source_done(&r.source);
    value_options_done(&r.values);
    json_decref(r.output.show_only);
    json_decref(r.api_versions);
    return rc;
}
