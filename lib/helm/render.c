#include "helm/render.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/mem.h"
#include "gotmpl/gotmpl.h"
#include "helm/engine.h"
#include "helm/funcs.h"
#include "helm/schema.h"
#include "helm/values.h"
#include "yaml/yaml.h"

static const struct gotmpl_table *const tables[] = {&helm_funcs_engine, HELM_SPRIG_TABLES};

/* pkg/releaseutil/kind_sorter.go: what others need comes first; kinds not named here come last. */
static const char *const install_order[] = {
    "PriorityClass",
    "Namespace",
    "NetworkPolicy",
    "ResourceQuota",
    "LimitRange",
    "PodSecurityPolicy",
    "PodDisruptionBudget",
    "ServiceAccount",
    "Secret",
    "SecretList",
    "ConfigMap",
    "StorageClass",
    "PersistentVolume",
    "PersistentVolumeClaim",
    "CustomResourceDefinition",
    "ClusterRole",
    "ClusterRoleList",
    "ClusterRoleBinding",
    "ClusterRoleBindingList",
    "Role",
    "RoleList",
    "RoleBinding",
    "RoleBindingList",
    "Service",
    "DaemonSet",
    "Pod",
    "ReplicationController",
    "ReplicaSet",
    "Deployment",
    "HorizontalPodAutoscaler",
    "StatefulSet",
    "Job",
    "CronJob",
    "IngressClass",
    "Ingress",
    "APIService",
};

/* What client-go's scheme knows, which is what Helm answers without a cluster; kinds are not
 * listed. */
static const char *const known_api_versions[] = {
    "v1",
    "admissionregistration.k8s.io/v1",
    "admissionregistration.k8s.io/v1beta1",
    "admissionregistration.k8s.io/v1alpha1",
    "internal.apiserver.k8s.io/v1alpha1",
    "apps/v1",
    "apps/v1beta1",
    "apps/v1beta2",
    "authentication.k8s.io/v1",
    "authentication.k8s.io/v1alpha1",
    "authentication.k8s.io/v1beta1",
    "authorization.k8s.io/v1",
    "authorization.k8s.io/v1beta1",
    "autoscaling/v1",
    "autoscaling/v2",
    "batch/v1",
    "batch/v1beta1",
    "certificates.k8s.io/v1",
    "certificates.k8s.io/v1alpha1",
    "certificates.k8s.io/v1beta1",
    "coordination.k8s.io/v1",
    "coordination.k8s.io/v1alpha2",
    "coordination.k8s.io/v1beta1",
    "discovery.k8s.io/v1",
    "discovery.k8s.io/v1beta1",
    "events.k8s.io/v1",
    "events.k8s.io/v1beta1",
    "extensions/v1beta1",
    "flowcontrol.apiserver.k8s.io/v1",
    "flowcontrol.apiserver.k8s.io/v1beta1",
    "flowcontrol.apiserver.k8s.io/v1beta2",
    "flowcontrol.apiserver.k8s.io/v1beta3",
    "networking.k8s.io/v1",
    "networking.k8s.io/v1beta1",
    "node.k8s.io/v1",
    "node.k8s.io/v1alpha1",
    "node.k8s.io/v1beta1",
    "policy/v1",
    "policy/v1beta1",
    "rbac.authorization.k8s.io/v1",
    "rbac.authorization.k8s.io/v1alpha1",
    "rbac.authorization.k8s.io/v1beta1",
    "resource.k8s.io/v1",
    "resource.k8s.io/v1alpha3",
    "resource.k8s.io/v1beta1",
    "resource.k8s.io/v1beta2",
    "scheduling.k8s.io/v1",
    "scheduling.k8s.io/v1alpha1",
    "scheduling.k8s.io/v1beta1",
    "storage.k8s.io/v1",
    "storage.k8s.io/v1alpha1",
    "storage.k8s.io/v1beta1",
    "storagemigration.k8s.io/v1beta1",
    "apiextensions.k8s.io/v1",
    "apiextensions.k8s.io/v1beta1",
};

struct template
{
    char *path; /* istiod/templates/x.yaml */
    char *base_path;
    const struct helm_file *file;
    json_t *top; /* borrowed: what dot is in it */
    bool library;
};

struct renderer {
    const struct helm_release *release;
    struct helm_engine engine;
    struct gotmpl_set *set;
    struct gotmpl_run run;
    json_t *release_info, *capabilities;
    struct template *templates;
    size_t n_templates, cap_templates;
};

/* ---- the data: what dot is in a template ---- */

static json_t *release_info(const struct helm_release *release)
{
    json_t *info = json_object();

    json_put_text(info, "Name", release->name);
    json_put_text(info, "Namespace", release->namespace);
    json_put(info, "IsUpgrade", json_boolean(release->is_upgrade));
    json_put(info, "IsInstall", json_boolean(!release->is_upgrade));
    json_put(info, "Revision", json_integer(1));
    json_put_text(info, "Service", "Helm");
    return info;
}

static json_t *capabilities(struct renderer *r)
{
    const char *version = r->release->kube_version ? r->release->kube_version : HELM_KUBE_VERSION;
    json_t *caps = json_object(), *kube = json_object(), *versions = json_array(),
           *helm = json_object();
    const char *number = version + (*version == 'v');
    auto_free char *full = mem_printf("v%s", number);
    const char *dot = strchr(number, '.');
    size_t major = dot ? (size_t)(dot - number) : strlen(number),
           minor = dot ? strspn(dot + 1, "0123456789") : 0;

    json_put_text(kube, "Version", full);
    json_put(kube, "Major", json_stringn_nocheck(number, major));
    json_put(kube, "Minor", json_stringn_nocheck(dot ? dot + 1 : "0", dot ? minor : 1));
    json_put_text(kube, "GitVersion", full);
    for (size_t i = 0; i < ARRAY_LEN(known_api_versions); i++)
        json_array_append_new(versions, json_string(known_api_versions[i]));
    if (r->release->api_versions)
        (void)json_array_extend(versions, (json_t *)r->release->api_versions);
    json_put_text(helm, "Version", "v3.21.4");
    json_put(caps, "KubeVersion", kube);
    json_put(caps, "APIVersions", versions);
    json_put(caps, "HelmVersion", helm);
    helm_engine_type(&r->engine, kube, &helm_type_kube_version);
    helm_engine_type(&r->engine, versions, &helm_type_api_versions);
    return caps;
}

/* Chart.yaml with Go's field names. */
static json_t *chart_info(struct renderer *r, const struct helm_chart *chart)
{
    static const struct {
        const char *field, *key;
        json_type type;
    } fields[] = {
        {"Name", "name", JSON_STRING},
        {"Home", "home", JSON_STRING},
        {"Sources", "sources", JSON_ARRAY},
        {"Version", "version", JSON_STRING},
        {"Description", "description", JSON_STRING},
        {"Keywords", "keywords", JSON_ARRAY},
        {"Maintainers", "maintainers", JSON_ARRAY},
        {"Icon", "icon", JSON_STRING},
        {"APIVersion", "apiVersion", JSON_STRING},
        {"Condition", "condition", JSON_STRING},
        {"Tags", "tags", JSON_STRING},
        {"AppVersion", "appVersion", JSON_STRING},
        {"Annotations", "annotations", JSON_OBJECT},
        {"KubeVersion", "kubeVersion", JSON_STRING},
        {"Type", "type", JSON_STRING},
    };
    json_t *info = json_object();

    for (size_t i = 0; i < ARRAY_LEN(fields); i++) {
        json_t *value = json_object_get(chart->metadata, fields[i].key);

        if (value && json_typeof(value) == fields[i].type)
            json_put(info, fields[i].field, json_incref(value));
        else
            json_put(info, fields[i].field,
                     fields[i].type == JSON_STRING  ? json_string("")
                     : fields[i].type == JSON_ARRAY ? json_array()
                                                    : json_object());
    }
    json_put(info, "IsRoot", json_boolean(!chart->parent));
    helm_engine_type(&r->engine, info, &helm_type_struct);
    return info;
}

static json_t *chart_files(struct renderer *r, const struct helm_chart *chart)
{
    json_t *files = json_object();

    for (size_t i = 0; i < chart->files.n; i++)
        json_put(files, chart->files.items[i].name,
                 json_stringn_nocheck(chart->files.items[i].data, chart->files.items[i].len));
    helm_engine_type(&r->engine, files, &helm_type_files);
    return files;
}

/* Collects the templates of `chart` and what is within it; returns its dot, which the caller takes.
 */
static json_t *collect(struct renderer *r, const struct helm_chart *chart, json_t *values)
{
    json_t *top = json_object(), *below = json_object();
    auto_free char *path = helm_chart_path(chart);
    const char *type = json_dig_text(chart->metadata, "type");
    bool library = type && strcasecmp(type, "library") == 0;

    json_put(top, "Chart", chart_info(r, chart));
    json_put(top, "Files", chart_files(r, chart));
    json_put(top, "Release", json_incref(r->release_info));
    json_put(top, "Capabilities", json_incref(r->capabilities));
    json_put(top, "Values", json_incref(values));
    json_put(top, "Subcharts", below);
    for (size_t i = 0; i < chart->n_dependencies; i++) {
        const struct helm_chart *child = chart->dependencies[i];
        json_t *own = json_object_get(values, helm_chart_name(child));
        auto_json json_t *none = json_object();

        json_put(below, helm_chart_name(child),
                 collect(r, child, json_is_object(own) ? own : none));
    }
    for (size_t i = 0; i < chart->templates.n; i++) {
        mem_grow(&r->templates, &r->cap_templates, r->n_templates, sizeof(*r->templates));
        r->templates[r->n_templates++] = (struct template){
            .path = mem_printf("%s/%s", path, chart->templates.items[i].name),
            .base_path = mem_printf("%s/templates", path),
            .file = &chart->templates.items[i],
            .top = top,
            .library = library,
        };
    }
    return top;
}

/* ---- execution ---- */

static size_t count_slashes(const char *path)
{
    size_t n = 0;

    for (; *path; path++)
        n += *path == '/';
    return n;
}

/* Deepest path first, then the last of the alphabet: the order in which Helm parses and executes.
 */
static int compare_templates(const void *a, const void *b)
{
    const struct template *x = a, *y = b;
    size_t sx = count_slashes(x->path), sy = count_slashes(y->path);

    if (sx != sy)
        return sx > sy ? -1 : 1;
    return strcmp(y->path, x->path);
}

static bool is_partial(const struct template *t)
{
    return helm_base_name(t->path)[0] == '_';
}

/* Helm's words for a failure: the place, then the message of fail or required alone. */
static int clean_error(struct err *err, bool parsing)
{
    const char *message = err_message(err), *start, *end, *place, *after;

    if (strncmp(message, "template: ", 10) != 0)
        return -1;
    place = message + 10;
    after = strstr(place, ": ");
    if (!after)
        return -1;
    if (parsing) {
        const char *last = after;

        for (const char *p = after; (p = strstr(p, ": ")); p += 2)
            last = p;
        auto_free char *text = mem_strdup(last + 2);
        auto_free char *where = mem_strndup(place, (size_t)(after - place));
        return err_set(err, ERR_INVALID, "parse error at (%s): %s", where, text);
    }
    start = strstr(message, HELM_WARN_START);
    end = NULL;
    for (const char *p = start; p && (p = strstr(p, HELM_WARN_END)); p++)
        end = p;
    if (!start || !end)
        return -1;
    start += strlen(HELM_WARN_START);
    auto_free char *text = mem_strndup(start, (size_t)(end - start));
    auto_free char *where = mem_strndup(place, (size_t)(after - place));
    return err_set(err, ERR_INVALID, "execution error at (%s): %s", where, text);
}

static int parse_templates(struct renderer *r, struct err *err)
{
    for (size_t i = 0; i < r->n_templates; i++) {
        const struct template *t = &r->templates[i];

        if (t->library && !is_partial(t))
            continue;
        if (gotmpl_parse(r->set, t->path, t->file->data, t->file->len, err) < 0)
            return clean_error(err, true);
    }
    return 0;
}

static int execute(struct renderer *r, const struct template *t, char **ret_text, struct err *err)
{
    auto_buf struct buf out = BUF_INIT(LIMIT_TEMPLATE_OUTPUT);
    json_t *about = json_object();
    struct value dot;

    json_put_text(about, "Name", t->path);
    json_put_text(about, "BasePath", t->base_path);
    json_put(t->top, "Template", about);
    dot = value_of(t->top);
    if (gotmpl_execute(&r->run, t->path, &dot, &out, err) < 0)
        return clean_error(err, false);
    if (buf_check(&out, t->path, err) < 0)
        return -1;
    helm_drop_no_value(&out);
    *ret_text = buf_take(&out);
    return 0;
}

/* ---- documents ---- */

void helm_manifests_done(struct helm_manifests *manifests)
{
    for (size_t i = 0; i < manifests->n; i++) {
        free(manifests->items[i].path);
        free(manifests->items[i].content);
        json_decref(manifests->items[i].object);
    }
    free(manifests->items);
    free(manifests->notes);
    *manifests = (struct helm_manifests){0};
}

static int add_document(struct helm_manifests *manifests, const char *path, const char *text,
                        size_t len, struct err *err)
{
    auto_json json_t *object = NULL;
    struct helm_manifest manifest = {0};

    while (len && isspace((unsigned char)*text))
        text++, len--;
    while (len && isspace((unsigned char)text[len - 1]))
        len--;
    if (len == 0)
        return 0;
    if (yaml_parse(text, len, YAML_PLAIN, &object, err) < 0)
        return err_wrap(err, "YAML parse error on %s: error converting YAML to JSON", path);
    if (!json_is_null(object) && !json_is_object(object))
        return err_set(err, ERR_INVALID, "YAML parse error on %s: a document is no mapping", path);
    if (json_is_null(object))
        json_decref(STEAL(object));
    manifest.path = mem_strdup(path);
    manifest.content = mem_strndup(text, len);
    manifest.hook = json_dig_text(object, "metadata", "annotations", "helm.sh/hook") != NULL;
    manifest.object = STEAL(object);
    mem_grow(&manifests->items, &manifests->cap, manifests->n, sizeof(manifest));
    manifests->items[manifests->n++] = manifest;
    return 0;
}

/* Cuts at lines that begin with "---", as Helm does: the text behind the dashes belongs to the next
 * document. */
static int split_documents(struct helm_manifests *manifests, const char *path, const char *text,
                           struct err *err)
{
    const char *start = text;

    while (isspace((unsigned char)*start))
        start++;
    for (const char *p = start;; p++) {
        bool at_line = p == start || p[-1] == '\n';

        if (*p && !(at_line && strncmp(p, "---", 3) == 0))
            continue;
        if (p > start && add_document(manifests, path, start, (size_t)(p - start), err) < 0)
            return -1;
        if (!*p)
            return 0;
        start = p + 3;
        p += 2;
    }
}

static size_t kind_rank(const struct helm_manifest *m)
{
    const char *kind = json_dig_text(m->object, "kind");

    for (size_t i = 0; kind && i < ARRAY_LEN(install_order); i++) {
        if (strcmp(kind, install_order[i]) == 0)
            return i;
    }
    return ARRAY_LEN(install_order);
}

struct ranked {
    struct helm_manifest manifest;
    size_t rank, position;
};

static int compare_manifests(const void *a, const void *b)
{
    const struct ranked *x = a, *y = b;

    if (x->manifest.hook != y->manifest.hook)
        return x->manifest.hook ? 1 : -1;
    if (x->rank != y->rank)
        return x->rank < y->rank ? -1 : 1;
    if (x->rank == ARRAY_LEN(install_order)) {
        const char *kx = json_dig_text(x->manifest.object, "kind"),
                   *ky = json_dig_text(y->manifest.object, "kind");
        int order = strcmp(kx ? kx : "", ky ? ky : "");

        if (order)
            return order;
    }
    return x->position < y->position ? -1 : 1;
}

static void sort_manifests(struct helm_manifests *manifests)
{
    auto_free struct ranked *ranked = mem_alloc((manifests->n + 1) * sizeof(*ranked));

    for (size_t i = 0; i < manifests->n; i++)
        ranked[i] = (struct ranked){manifests->items[i], kind_rank(&manifests->items[i]), i};
    qsort(ranked, manifests->n, sizeof(*ranked), compare_manifests);
    for (size_t i = 0; i < manifests->n; i++)
        manifests->items[i] = ranked[i].manifest;
}

struct rendered {
    const char *path;
    char *text;
};

static int compare_rendered(const void *a, const void *b)
{
    return strcmp(((const struct rendered *)a)->path, ((const struct rendered *)b)->path);
}

static bool ends(const char *s, const char *suffix)
{
    size_t n = strlen(s), k = strlen(suffix);

    return n >= k && strcmp(s + n - k, suffix) == 0;
}

/* Executes in Helm's order, then splits in the order of the alphabet. */
static int render_all(struct renderer *r, const char *root, struct helm_manifests *manifests,
                      struct err *err)
{
    auto_free struct rendered *rendered = mem_zalloc((r->n_templates + 1) * sizeof(*rendered));
    auto_free char *root_notes = mem_printf("%s/templates/NOTES.txt", root);
    size_t n = 0;
    int rc = 0;

    for (size_t i = 0; i < r->n_templates && rc == 0; i++) {
        const struct template *t = &r->templates[i];

        if (is_partial(t) || t->library)
            continue;
        rendered[n].path = t->path;
        rc = execute(r, t, &rendered[n].text, err);
        n += rc == 0;
    }
    qsort(rendered, n, sizeof(*rendered), compare_rendered);
    for (size_t i = 0; i < n; i++) {
        if (rc == 0 && ends(rendered[i].path, "NOTES.txt")) {
            if (strcmp(rendered[i].path, root_notes) == 0) {
                free(manifests->notes);
                manifests->notes = STEAL(rendered[i].text);
            }
        } else if (rc == 0) {
            rc = split_documents(manifests, rendered[i].path, rendered[i].text, err);
        }
        free(rendered[i].text);
    }
    if (rc == 0)
        sort_manifests(manifests);
    return rc;
}

/* The values of each chart against its own schema; all that is wrong is told at once. */
static void check_schemas(const struct helm_chart *chart, const json_t *values, struct buf *faults)
{
    auto_err struct err err = ERR_INIT;

    if (chart->schema && schema_check(chart->schema, values, &err) < 0)
        buf_addf(faults, "\n%s:\n%s", helm_chart_name(chart), err_message(&err));
    for (size_t i = 0; i < chart->n_dependencies; i++) {
        const json_t *below = json_object_get(values, helm_chart_name(chart->dependencies[i]));

        if (below)
            check_schemas(chart->dependencies[i], below, faults);
    }
}

int helm_render(const struct helm_chart *chart, const json_t *values,
                const struct helm_release *release, struct helm_manifests *ret_manifests,
                struct err *err)
{
    struct renderer r = {.release = release};
    struct helm_manifests manifests = {0};
    auto_buf struct buf faults = BUF_INIT(LIMIT_MESSAGE);
    auto_json json_t *all_values = NULL;
    json_t *top;
    int rc;

    if (helm_values_coalesce(chart, values, &all_values, err) < 0)
        return -1;
    check_schemas(chart, all_values, &faults);
    if (faults.len)
        return err_set(err, ERR_INVALID,
                       "values don't meet the specifications of the schema(s) in the following "
                       "chart(s):%s",
                       buf_text(&faults));
    r.set = gotmpl_set_new(tables, ARRAY_LEN(tables));
    gotmpl_run_init(&r.run, r.set, &r.engine);
    r.run.type_of = helm_engine_type_of;
    r.release_info = release_info(release);
    r.capabilities = capabilities(&r);
    top = collect(&r, chart, all_values);
    qsort(r.templates, r.n_templates, sizeof(*r.templates), compare_templates);

    rc = parse_templates(&r, err);
    if (rc == 0)
        rc = render_all(&r, helm_chart_name(chart), &manifests, err);

    for (size_t i = 0; i < r.n_templates; i++) {
        free(r.templates[i].path);
        free(r.templates[i].base_path);
    }
    free(r.templates);
    gotmpl_run_done(&r.run);
    gotmpl_set_free(r.set);
    helm_engine_done(&r.engine);
    json_decref(top);
    json_decref(r.release_info);
    json_decref(r.capabilities);
    if (rc < 0) {
        helm_manifests_done(&manifests);
        return -1;
    }
    *ret_manifests = manifests;
    return 0;
}
