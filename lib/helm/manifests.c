#include "helm/manifests.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/match.h"
#include "base/mem.h"
#include "yaml/yaml.h"

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

void helm_texts_done(struct helm_texts *texts)
{
    for (size_t i = 0; i < texts->n; i++) {
        free(texts->items[i].path);
        free(texts->items[i].text);
    }
    free(texts->items);
    *texts = (struct helm_texts){0};
}

static void manifest_done(struct helm_manifest *manifest)
{
    free(manifest->path);
    json_decref(manifest->object);
    json_decref(manifest->file);
}

void helm_manifests_done(struct helm_manifests *manifests)
{
    for (size_t i = 0; i < manifests->n; i++)
        manifest_done(&manifests->items[i]);
    for (size_t i = 0; i < manifests->n_crds; i++)
        manifest_done(&manifests->crds[i]);
    helm_texts_done(&manifests->texts);
    free(manifests->items);
    free(manifests->crds);
    free(manifests->notes);
    *manifests = (struct helm_manifests){0};
}

static bool is_scalar(const json_t *value)
{
    return !json_is_object(value) && !json_is_array(value);
}

/* What Helm itself reads of a document has to be of the right type. */
static int check_head(const json_t *object, struct err *err)
{
    const json_t *metadata = json_object_get(object, "metadata"),
                 *annotations = json_object_get(metadata, "annotations"), *value;
    const char *key, *wrong = NULL;

    if (!is_scalar(json_object_get(object, "apiVersion")))
        wrong = "apiVersion";
    else if (!is_scalar(json_object_get(object, "kind")))
        wrong = "kind";
    else if (metadata && !json_is_object(metadata) && !json_is_null(metadata))
        wrong = "metadata";
    else if (!is_scalar(json_object_get(metadata, "name")))
        wrong = "metadata.name";
    else if (annotations && !json_is_object(annotations) && !json_is_null(annotations))
        wrong = "metadata.annotations";
    json_object_foreach ((json_t *)annotations, key, value) {
        if (!is_scalar(value))
            wrong = "metadata.annotations";
    }
    if (wrong)
        return err_set(err, ERR_INVALID,
                       "error unmarshaling JSON: while decoding JSON: json: cannot unmarshal into "
                       "Go struct field .%s",
                       wrong);
    return 0;
}

/* The events of helm.sh/hook; false when one is unknown, which makes Helm drop the document. */
static bool read_hook(const char *events, struct helm_manifest *manifest)
{
    static const char *const known[] = {
        "pre-install",  "post-install", "pre-delete",    "post-delete", "pre-upgrade",
        "post-upgrade", "pre-rollback", "post-rollback", "test",        "test-success"};

    manifest->hook = true;
    for (;;) {
        size_t len = strcspn(events, ","), start = 0, end = len;
        bool found = false;

        while (start < end && isspace((unsigned char)events[start]))
            start++;
        while (end > start && isspace((unsigned char)events[end - 1]))
            end--;
        for (size_t i = 0; i < ARRAY_LEN(known); i++) {
            if (strlen(known[i]) == end - start &&
                strncasecmp(known[i], events + start, end - start) == 0) {
                found = true;
                manifest->test |= strncmp(known[i], "test", 4) == 0;
            }
        }
        if (!found)
            return false;
        if (!events[len])
            return true;
        events += len + 1;
    }
}

/* An object with the kind of this one alone, by which manifests are sorted. */
static json_t *kind_of(const json_t *object)
{
    json_t *kind = json_object_get(object, "kind"), *only = json_object();

    if (kind)
        json_put(only, "kind", json_incref(kind));
    return only;
}

/* The document is cut out of its text where it lies. */
static int add_document(struct helm_manifests *manifests, const char *path, char *text, size_t len,
                        struct err *err)
{
    int flags = manifests->text_only ? YAML_HEAD : YAML_PLAIN;
    auto_json json_t *object = NULL;
    struct helm_manifest manifest = {0};
    const char *events;

    while (len && isspace((unsigned char)*text))
        text++, len--;
    while (len && isspace((unsigned char)text[len - 1]))
        len--;
    if (len == 0)
        return 0;
    if (yaml_parse(text, len, flags, &object, err) < 0)
        return err_wrap(err, "YAML parse error on %s: error converting YAML to JSON", path);
    if (!json_is_null(object) && !json_is_object(object))
        return err_set(err, ERR_INVALID,
                       "YAML parse error on %s: error unmarshaling JSON: while decoding JSON: "
                       "json: cannot unmarshal %s into Go value of type releaseutil.SimpleHead",
                       path,
                       json_is_array(object)    ? "array"
                       : json_is_string(object) ? "string"
                       : json_is_number(object) ? "number"
                                                : "bool");
    if (json_is_null(object))
        json_decref(STEAL(object));
    if (check_head(object, err) < 0)
        return err_wrap(err, "YAML parse error on %s", path);
    events = json_dig_text(object, "metadata", "annotations", "helm.sh/hook");
    if (json_dig(object, "metadata", "annotations", "helm.sh/hook") &&
        !read_hook(events ? events : "", &manifest))
        return 0;
    manifest.path = mem_strdup(path);
    text[len] = '\0';
    manifest.content = text;
    manifest.object = manifests->text_only && object ? kind_of(object) : STEAL(object);
    mem_grow(&manifests->items, &manifests->cap, manifests->n, sizeof(manifest));
    manifests->items[manifests->n++] = manifest;
    return 0;
}

/* Cuts at lines that begin with "---", as Helm does: the text behind the dashes belongs to the next
 * document. */
static int split_documents(struct helm_manifests *manifests, const struct helm_text *text,
                           struct err *err)
{
    const char *path = text->path;
    char *start = text->text;

    if (strlen(start) < text->len)
        return err_set(err, ERR_INVALID,
                       "YAML parse error on %s: error converting YAML to JSON: yaml: control "
                       "characters are not allowed",
                       path);
    while (isspace((unsigned char)*start))
        start++;
    if (strncmp(start, "---", 3) == 0)
        start += 3;
    for (;;) {
        char *end;

        /* the blanks behind a separator belong to it: what follows them is no further one */
        while (isspace((unsigned char)*start))
            start++;
        end = strstr(start, "\n---");

        if (add_document(manifests, path, start, end ? (size_t)(end - start) : strlen(start), err) <
            0)
            return -1;
        if (!end)
            return 0;
        start = end + 4;
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

static bool is_manifest_name(const char *name)
{
    static const char *const suffixes[] = {".yaml", ".yml", ".json"};
    const char *dot = strrchr(name, '.');

    for (size_t i = 0; dot && i < ARRAY_LEN(suffixes); i++) {
        if (strcasecmp(dot, suffixes[i]) == 0)
            return true;
    }
    return false;
}

/* The files in crds/ of all charts, as they are. */
static void collect_crds(const struct helm_node *node, struct helm_manifests *manifests)
{
    auto_free char *path = helm_tree_path(node);

    for (size_t i = 0; i < node->chart->files.n; i++) {
        const struct helm_file *file = &node->chart->files.items[i];

        if (strncmp(file->name, "crds/", 5) != 0 || !is_manifest_name(file->name))
            continue;
        mem_grow(&manifests->crds, &manifests->cap_crds, manifests->n_crds,
                 sizeof(*manifests->crds));
        manifests->crds[manifests->n_crds++] =
            (struct helm_manifest){.path = mem_printf("%s/%s", path, file->name),
                                   .content = helm_file_data(file),
                                   .file = json_incref(file->text)};
    }
    for (size_t i = 0; i < node->n_children; i++)
        collect_crds(node->children[i], manifests);
}

int manifests_make(const struct helm_node *root, struct helm_texts *texts, bool text_only,
                   struct helm_manifests *ret_manifests, struct err *err)
{
    auto_free char *notes = mem_printf("%s/templates/NOTES.txt", root->name);
    struct helm_manifests manifests = {.text_only = text_only, .texts = *texts};

    *texts = (struct helm_texts){0};
    collect_crds(root, &manifests);
    for (size_t i = 0; i < manifests.texts.n; i++) {
        struct helm_text *text = &manifests.texts.items[i];

        if (match_end(text->path, "NOTES.txt")) {
            if (strcmp(text->path, notes) == 0)
                manifests.notes = STEAL(text->text);
        } else if (split_documents(&manifests, text, err) < 0) {
            helm_manifests_done(&manifests);
            return -1;
        }
    }
    sort_manifests(&manifests);
    *ret_manifests = manifests;
    return 0;
}
