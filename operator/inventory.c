#include "operator/inventory.h"

#include <openssl/evp.h>
#include <string.h>

#include "base/api.h"
#include "base/limits.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/version.h"
#include "operator/object.h"

#define ID_LABEL "applyset.kubernetes.io/id"
#define KINDS_ANNOTATION "malha.dev/inventory"
#define GROUP_KINDS_ANNOTATION "applyset.kubernetes.io/contains-group-kinds"
#define TOOLING_ANNOTATION "applyset.kubernetes.io/tooling"

char *inventory_id(const char *mesh_name)
{
    auto_free char *text = mem_printf("%s..MeshConfig.malha.dev", mesh_name);
    unsigned char sum[EVP_MAX_MD_SIZE], encoded[64];
    unsigned len = 0;

    (void)EVP_Digest(text, strlen(text), sum, &len, EVP_sha256(), NULL);
    (void)EVP_EncodeBlock(encoded, sum, (int)len);
    for (char *p = (char *)encoded; *p; p++) {
        if (*p == '+')
            *p = '-';
        else if (*p == '/')
            *p = '_';
        else if (*p == '=')
            *p = '\0';
    }
    return mem_printf("applyset-%s-v1", (char *)encoded);
}

/* "apps/v1|Deployment,..."; and as group kinds: "Deployment.apps,...". */
static void print_kinds(const struct kinds *kinds, struct buf *ret_kinds,
                        struct buf *ret_group_kinds)
{
    for (size_t i = 0; i < kinds->n; i++) {
        const struct kind *it = &kinds->items[i];
        int group = (int)api_group_length(it->api_version);
        const char *comma = i ? "," : "";

        buf_addf(ret_kinds, "%s%s|%s", comma, it->api_version, it->kind);
        buf_addf(ret_group_kinds, "%s%s%s%.*s", comma, it->kind, group ? "." : "", group,
                 it->api_version);
    }
}

void inventory_kinds(const json_t *mesh_config, struct kinds *add_to)
{
    const char *text = json_dig_text(mesh_config, "metadata", "annotations", KINDS_ANNOTATION);

    while (text && *text) {
        size_t len = strcspn(text, ",");
        auto_free char *item = mem_strndup(text, len);
        char *bar = strchr(item, '|');

        if (bar) {
            *bar = '\0';
            kinds_add(add_to, item, bar + 1);
        }
        text += len + (text[len] == ',');
    }
}

static json_t *finalizers(const json_t *mesh_config, bool with_ours)
{
    json_t *list = json_array(), *item;
    size_t i;

    json_array_foreach (json_dig(mesh_config, "metadata", "finalizers"), i, item) {
        if (json_is_string(item) && strcmp(json_string_value(item), INVENTORY_FINALIZER) != 0)
            json_array_append(list, item);
    }
    if (with_ours)
        json_array_append_new(list, json_string(INVENTORY_FINALIZER));
    return list;
}

static int patch_metadata(struct kube *kube, const json_t *mesh_config, json_t *metadata,
                          struct err *err)
{
    auto_free char *path =
        mem_printf("/apis/malha.dev/v1alpha1/meshconfigs/%s?fieldManager=malha-operator",
                   json_dig_text(mesh_config, "metadata", "name"));
    auto_json json_t *patch = json_pack("{s:o}", "metadata", metadata);

    return kube_request(kube, "PATCH", path, KUBE_MERGE_PATCH, patch, NULL, err);
}

static bool has_finalizer(const json_t *mesh_config)
{
    return json_has_text(json_dig(mesh_config, "metadata", "finalizers"), INVENTORY_FINALIZER);
}

int inventory_write(struct kube *kube, const json_t *mesh_config, const struct kinds *kinds,
                    struct err *err)
{
    auto_free char *id = inventory_id(json_dig_text(mesh_config, "metadata", "name"));
    auto_kinds struct kinds all = {0};
    auto_buf struct buf text = BUF_INIT(LIMIT_FILE), group_kinds = BUF_INIT(LIMIT_FILE);
    const json_t *metadata = json_object_get(mesh_config, "metadata");
    const char *known = json_dig_text(metadata, "annotations", KINDS_ANNOTATION);
    const char *known_id = json_dig_text(metadata, "labels", ID_LABEL);

    inventory_kinds(mesh_config, &all);
    kinds_add_all(&all, kinds);
    print_kinds(&all, &text, &group_kinds);
    if (has_finalizer(mesh_config) && known && strcmp(known, buf_text(&text)) == 0 && known_id &&
        strcmp(known_id, id) == 0)
        return 0;
    return patch_metadata(kube, mesh_config,
                          json_pack("{s:O,s:o,s:{s:s},s:{s:s,s:s,s:s}}", "resourceVersion",
                                    json_object_get(metadata, "resourceVersion"), "finalizers",
                                    finalizers(mesh_config, true), "labels", ID_LABEL, id,
                                    "annotations", KINDS_ANNOTATION, buf_text(&text),
                                    GROUP_KINDS_ANNOTATION, buf_text(&group_kinds),
                                    TOOLING_ANNOTATION, "malha/v" MALHA_VERSION),
                          err);
}

int inventory_release(struct kube *kube, const json_t *mesh_config, struct err *err)
{
    if (!has_finalizer(mesh_config))
        return 0;
    if (patch_metadata(kube, mesh_config,
                       json_pack("{s:O,s:o}", "resourceVersion",
                                 json_dig(mesh_config, "metadata", "resourceVersion"), "finalizers",
                                 finalizers(mesh_config, false)),
                       err) == 0)
        return 0;
    return err_forgive(err, ERR_NOT_FOUND); /* our copy was old: it is gone already */
}

int inventory_list(struct kube *kube, const char *api_version, const char *kind, const char *id,
                   json_t **ret_items, struct err *err)
{
    auto_free char *query = mem_printf("labelSelector=" OBJECT_PART_OF "%%3D%s", id);

    *ret_items = NULL;
    if (kube_list_metadata(kube, api_version, kind, query, ret_items, err) == 0)
        return 0;
    return err_forgive(err, ERR_NOT_FOUND);
}

/* The API server could not delete what there was of a CRD. It tries again at once, and when that
 * comes too soon not before five minutes (apiextensions-apiserver, crd_finalizer.go: the conflict
 * with its own word on the failure counts as somebody's change, which would wake it). */
static bool is_forgotten(const json_t *crd)
{
    const json_t *terminating =
        json_find(json_dig(crd, "status", "conditions"), "type", "Terminating");

    return strcmp(json_text_at(terminating, "reason"), "InstanceDeletionFailed") == 0;
}

/* Any change makes it look again. */
static int remind(struct kube *kube, const char *path, struct err *err)
{
    auto_free char *patched = mem_printf("%s?fieldManager=" OBJECT_MANAGER, path);
    auto_json json_t *crd = NULL, *patch = NULL;

    if (kube_find(kube, path, &crd, err) < 0)
        return -1;
    if (!is_forgotten(crd))
        return 0;
    log_info("reminded the API server of a CRD that it could not delete at first", "name",
             json_dig_text(crd, "metadata", "name"));
    patch = json_pack("{s:{s:{s:O}}}", "metadata", "annotations", "malha.dev/deletion-failed-at",
                      json_dig(crd, "metadata", "resourceVersion"));
    if (kube_request(kube, "PATCH", patched, KUBE_MERGE_PATCH, patch, NULL, err) == 0)
        return 0;
    return err_forgive(err, ERR_NOT_FOUND);
}

int inventory_prune(struct kube *kube, const char *id, const struct kinds *kinds,
                    const json_t *wanted, bool with_crds, size_t *ret_left, struct err *err)
{
    *ret_left = 0;
    for (size_t k = 0; k < kinds->n; k++) {
        const char *kind = kinds->items[k].kind;
        auto_json json_t *items = NULL;
        size_t i;
        json_t *item;

        if (strcmp(kind, "Namespace") == 0 || (!with_crds && object_is_crd(kind)))
            continue;
        if (inventory_list(kube, kinds->items[k].api_version, kind, id, &items, err) < 0)
            return err_wrap(err, "list %s", kind);
        json_array_foreach (items, i, item) {
            auto_free char *key = object_key(item, NULL);
            auto_free char *path = NULL;

            if (json_object_get(wanted, key))
                continue;
            (*ret_left)++;
            if (kube_path_of(kube, item, NULL, &path, err) < 0)
                return err_wrap(err, "delete %s", key);
            if (json_dig_text(item, "metadata", "deletionTimestamp")) {
                if (object_is_crd(kind) && remind(kube, path, err) < 0)
                    return err_wrap(err, "delete %s", key);
                continue;
            }
            if (kube_delete(kube, path, "Background", err) < 0)
                return err_wrap(err, "delete %s", key);
            log_info("deleted what is no longer wanted", "object", key);
        }
    }
    return 0;
}
