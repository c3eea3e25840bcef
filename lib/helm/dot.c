#include "helm/dot.h"

#include <string.h>

#include "base/limits.h"
#include "base/mem.h"
#include "gotmpl/fmt.h"
#include "helm/values.h"
#include "yaml/yaml.h"

static const struct value_type helm_type_values;

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

/* ---- types ---- */

static const struct value_field maintainer_fields[] = {
    {.name = "Name", .json = "name"},
    {.name = "Email", .json = "email"},
    {.name = "URL", .json = "url"},
    {.name = NULL},
};
static const struct value_type maintainer = {
    .name = "*chart.Maintainer", .is_struct = true, .fields = maintainer_fields};
static const struct value_type maintainers = {.name = "[]*chart.Maintainer",
                                              .element = &maintainer};

static const struct value_field dependency_fields[] = {
    {.name = "Name", .json = "name", .keep = true},
    {.name = "Version", .json = "version"},
    {.name = "Repository", .json = "repository", .keep = true},
    {.name = "Condition", .json = "condition"},
    {.name = "Tags", .json = "tags", .type = &value_type_text_list},
    {.name = "Enabled", .json = "enabled"},
    {.name = "ImportValues", .json = "import-values"},
    {.name = "Alias", .json = "alias"},
    {.name = NULL},
};
static const struct value_type dependency = {
    .name = "*chart.Dependency", .is_struct = true, .fields = dependency_fields};
static const struct value_type dependencies = {.name = "[]*chart.Dependency",
                                               .element = &dependency};

static const struct value_field metadata_fields[] = {
    {.name = "Name", .json = "name"},
    {.name = "Home", .json = "home"},
    {.name = "Sources", .json = "sources", .type = &value_type_text_list},
    {.name = "Version", .json = "version"},
    {.name = "Description", .json = "description"},
    {.name = "Keywords", .json = "keywords", .type = &value_type_text_list},
    {.name = "Maintainers", .json = "maintainers", .type = &maintainers},
    {.name = "Icon", .json = "icon"},
    {.name = "APIVersion", .json = "apiVersion"},
    {.name = "Condition", .json = "condition"},
    {.name = "Tags", .json = "tags"},
    {.name = "AppVersion", .json = "appVersion"},
    {.name = "Deprecated", .json = "deprecated"},
    {.name = "Annotations", .json = "annotations", .type = &value_type_text_map},
    {.name = "KubeVersion", .json = "kubeVersion"},
    {.name = "Dependencies", .json = "dependencies", .type = &dependencies},
    {.name = "Type", .json = "type"},
    {.name = NULL},
};
static const struct value_type metadata = {
    .name = "chart.Metadata", .is_struct = true, .fields = metadata_fields};

static const struct value_field chart_fields[] = {
    {.name = "Metadata", .type = &metadata, .embedded = true},
    {.name = "IsRoot", .keep = true},
    {.name = NULL},
};
static const struct value_type chart = {
    .name = "struct { chart.Metadata; IsRoot bool }", .is_struct = true, .fields = chart_fields};

static int kube_version_method(struct gotmpl_run *run, const struct value *self, const char *name,
                               const struct value *args, size_t n, struct value *ret,
                               struct err *err)
{
    (void)run;
    (void)args;
    (void)n;
    (void)err;
    if (strcmp(name, "String") != 0 && strcmp(name, "GitVersion") != 0)
        return 0;
    *ret = value_of(json_object_get(self->json, "Version"));
    return 1;
}

static void show_kube_version(struct buf *out, const struct value *self)
{
    buf_adds(out, json_dig_text(self->json, "Version"));
}

static const struct value_field kube_version_fields[] = {
    {.name = "Version", .keep = true},
    {.name = "Major", .keep = true},
    {.name = "Minor", .keep = true},
    {.name = NULL},
};
static const struct value_signature kube_version_signatures[] = {
    {"GitVersion", ""}, {"String", ""}, {NULL, NULL}};
static const struct value_type kube_version = {.name = "chartutil.KubeVersion",
                                               .is_struct = true,
                                               .is_comparable = true,
                                               .fields = kube_version_fields,
                                               .method = kube_version_method,
                                               .signatures = kube_version_signatures,
                                               .show = show_kube_version};

static int versions_method(struct gotmpl_run *run, const struct value *self, const char *name,
                           const struct value *args, size_t n, struct value *ret, struct err *err)
{
    (void)run;
    (void)n;
    (void)err;
    if (strcmp(name, "Has") != 0)
        return 0;
    *ret = value_bool(false);
    for (size_t i = 0; i < json_array_size(self->json); i++) {
        const char *version = json_string_value(json_array_get(self->json, i));

        if (strlen(version) == args[0].text.len &&
            memcmp(version, args[0].text.s, args[0].text.len) == 0)
            *ret = value_bool(true);
    }
    return 1;
}

static const struct value_signature versions_signatures[] = {{"Has", "s"}, {NULL, NULL}};
static const struct value_type versions = {
    .name = "chartutil.VersionSet", .method = versions_method, .signatures = versions_signatures};

static const struct value_field build_info_fields[] = {
    {.name = "Version", .json = "version"},
    {.name = "GitCommit", .json = "git_commit"},
    {.name = "GitTreeState", .json = "git_tree_state"},
    {.name = "GoVersion", .json = "go_version"},
    {.name = NULL},
};
static const struct value_type build_info = {.name = "version.BuildInfo",
                                             .is_struct = true,
                                             .is_comparable = true,
                                             .fields = build_info_fields};

static const struct value_field capabilities_fields[] = {
    {.name = "KubeVersion", .type = &kube_version, .keep = true},
    {.name = "APIVersions", .type = &versions, .keep = true},
    {.name = "HelmVersion", .type = &build_info, .keep = true},
    {.name = NULL},
};
static const struct value_type capabilities = {
    .name = "*chartutil.Capabilities", .is_struct = true, .fields = capabilities_fields};

/* ---- what is in them ---- */

json_t *dot_release(const struct helm_release *release)
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

json_t *dot_capabilities(struct gotmpl_run *run, const struct helm_release *release)
{
    const char *version = release->kube_version ? release->kube_version : HELM_KUBE_VERSION;
    json_t *caps = json_object(), *kube = json_object(), *list = json_array(),
           *helm = json_object();
    const char *number = version + (*version == 'v');
    auto_free char *full = mem_printf("v%s", number);
    const char *point = strchr(number, '.');
    size_t major = point ? (size_t)(point - number) : strlen(number),
           minor = point ? strspn(point + 1, "0123456789") : 0;

    json_put_text(kube, "Version", full);
    json_put(kube, "Major", json_stringn_nocheck(number, major));
    json_put(kube, "Minor", json_stringn_nocheck(point ? point + 1 : "0", point ? minor : 1));
    for (size_t i = 0; i < ARRAY_LEN(known_api_versions); i++)
        json_array_append_new(list, json_string(known_api_versions[i]));
    if (release->api_versions)
        (void)json_array_extend(list, (json_t *)release->api_versions);
    json_put_text(helm, "Version", "v3.21.4");
    json_put_text(helm, "GitCommit", "");
    json_put_text(helm, "GitTreeState", "clean");
    json_put_text(helm, "GoVersion", "go1.26");
    json_put(caps, "KubeVersion", kube);
    json_put(caps, "APIVersions", list);
    json_put(caps, "HelmVersion", helm);
    gotmpl_set_type(run, caps, &capabilities);
    gotmpl_set_type(run, kube, &kube_version);
    gotmpl_set_type(run, list, &versions);
    gotmpl_set_type(run, helm, &build_info);
    return caps;
}

/* A struct of `type` with what `from` has under the names of its JSON tags, of the kinds in
 * `kinds`: s text, b boolean, l list, m map. What is missing or of another kind is Go's zero. */
static json_t *make_struct(struct gotmpl_run *run, const struct value_type *type, const char *kinds,
                           const json_t *from)
{
    json_t *info = json_object();

    for (const struct value_field *f = type->fields; f->name; f++, kinds++) {
        json_t *value = json_object_get(from, f->json);
        bool fits = *kinds == 's'   ? json_is_string(value)
                    : *kinds == 'b' ? json_is_boolean(value)
                    : *kinds == 'l' ? json_is_array(value)
                                    : json_is_object(value);

        json_put(info, f->name,
                 fits            ? json_incref(value)
                 : *kinds == 's' ? json_string("")
                 : *kinds == 'b' ? json_false()
                 : *kinds == 'l' ? json_array()
                                 : json_object());
    }
    gotmpl_set_type(run, info, type);
    return info;
}

static json_t *maintainers_info(struct gotmpl_run *run, const json_t *list)
{
    json_t *infos = json_array(), *item;
    size_t i;

    json_array_foreach (list, i, item)
        json_array_append_new(infos, make_struct(run, &maintainer, "sss", item));
    gotmpl_set_type(run, infos, &maintainers);
    return infos;
}

static json_t *dependencies_info(struct gotmpl_run *run, const json_t *list)
{
    json_t *infos = json_array(), *item;
    size_t i;

    json_array_foreach (list, i, item) {
        json_t *info = make_struct(run, &dependency, "sssslbls", item);
        json_t *imported = json_object_get(item, "imported");

        if (imported)
            json_put(info, "ImportValues", json_incref(imported));
        json_array_append_new(infos, info);
    }
    gotmpl_set_type(run, infos, &dependencies);
    return infos;
}

/* Sorted, as Go prints maps. */
static json_t *annotations_info(struct gotmpl_run *run, const json_t *map)
{
    json_t *info = json_object();
    size_t n;
    auto_free const char **keys = json_sorted_keys(map, &n);

    for (size_t i = 0; i < n; i++)
        json_put(info, keys[i], json_incref(json_object_get(map, keys[i])));
    gotmpl_set_type(run, info, &value_type_text_map);
    return info;
}

json_t *dot_chart(struct gotmpl_run *run, const struct helm_node *node)
{
    const json_t *about = node->chart->metadata;
    json_t *info = make_struct(run, &metadata, "sslssllsssssbmsls", about);

    json_put_text(info, "Name", node->name);
    json_put(info, "Maintainers", maintainers_info(run, json_object_get(info, "Maintainers")));
    json_put(info, "Annotations", annotations_info(run, json_object_get(info, "Annotations")));
    json_put(info, "Dependencies", dependencies_info(run, node->requirements));
    json_put(info, "IsRoot", json_boolean(!node->parent));
    gotmpl_set_type(run, info, &chart);
    return info;
}

json_t *dot_files(struct gotmpl_run *run, const struct helm_chart *of)
{
    json_t *files = json_object();

    for (size_t i = 0; i < of->files.n; i++)
        json_put(files, of->files.items[i].name, json_incref(of->files.items[i].text));
    gotmpl_set_type(run, files, &helm_type_files);
    return files;
}

/* ---- .Values ---- */

static int values_table(const struct value *self, struct text path, struct value *ret,
                        struct err *err)
{
    auto_free char *dotted = mem_strndup(path.s, path.len);
    const char *missing;
    json_t *table = helm_values_table(self->json, dotted, &missing);

    if (!table) {
        auto_free char *quoted = fmt_quoted(missing, strcspn(missing, "."));

        return err_set(err, ERR_INVALID, "%s is not a table", quoted);
    }
    *ret = value_tree(table, &helm_type_values);
    return 1;
}

/* What is at a dotted path and no table. */
static int values_path(const struct value *self, struct text path, struct value *ret,
                       struct err *err)
{
    auto_free char *dotted = mem_strndup(path.s, path.len);
    const char *dot = strrchr(dotted, '.'), *last = dot ? dot + 1 : dotted;
    json_t *found;

    if (path.len == 0)
        return err_set(err, ERR_INVALID, "YAML path cannot be empty");
    found = helm_values_at(self->json, dotted);
    if (!found) {
        auto_free char *quoted = fmt_quoted(last, strlen(last));

        return err_set(err, ERR_INVALID, "%s is not a value", quoted);
    }
    *ret = value_of(found);
    return 1;
}

static int values_method(struct gotmpl_run *run, const struct value *self, const char *name,
                         const struct value *args, size_t n, struct value *ret, struct err *err)
{
    (void)n;
    if (strcmp(name, "AsMap") == 0) {
        *ret = value_tree(self->json, NULL);
        return 1;
    }
    if (strcmp(name, "Table") == 0)
        return values_table(self, args[0].text, ret, err);
    if (strcmp(name, "PathValue") == 0)
        return values_path(self, args[0].text, ret, err);
    if (strcmp(name, "YAML") == 0) {
        auto_buf struct buf out = BUF_INIT(LIMIT_TEMPLATE_OUTPUT);

        (void)yaml_print(&out, self->json);
        *ret = gotmpl_make_text(run, buf_text(&out), out.len);
        return 1;
    }
    return 0;
}

static const struct value_signature values_signatures[] = {
    {"AsMap", ""}, {"Table", "s"}, {"PathValue", "s"}, {"YAML", ""}, {NULL, NULL}};

static const struct value_type helm_type_values = {.name = "chartutil.Values",
                                                   .is_map = true,
                                                   .method = values_method,
                                                   .signatures = values_signatures};

/* The same map met as an element of another: whether that is .Values or .Values.AsMap nobody knows,
 * so it has the methods and fits wherever a map does. */
static const struct value_type values_element_type = {.name = "map[string]interface {}",
                                                      .is_map = true,
                                                      .method = values_method,
                                                      .signatures = values_signatures};

static int top_field(struct gotmpl_run *run, const struct value *self, const char *name,
                     struct value *ret)
{
    json_t *values = strcmp(name, "Values") == 0 ? json_object_get(self->json, name) : NULL;

    if (!values)
        return 0;
    *ret = gotmpl_value_of(run, values, NULL);
    if (ret->type == &values_element_type)
        ret->type = &helm_type_values;
    ret->dynamic = true;
    return 1;
}

/* set $ "Values" (merge .Values ...): the same map, but from now on it is a plain one. */
static void top_stored(struct gotmpl_run *run, const char *key, const struct value *value)
{
    if (strcmp(key, "Values") == 0 && value->kind == VALUE_MAP && !value->type)
        gotmpl_set_type(run, value->json, NULL);
}

static const struct value_type top_type = {.name = "chartutil.Values",
                                           .is_map = true,
                                           .field = top_field,
                                           .stored = top_stored,
                                           .method = values_method,
                                           .signatures = values_signatures};

void dot_type(struct gotmpl_run *run, const json_t *top)
{
    gotmpl_set_type(run, top, &top_type);
    gotmpl_set_type(run, json_object_get(top, "Values"), &values_element_type);
}
