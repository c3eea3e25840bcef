#include "operator/secret.h"

#include "base/base64.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/random.h"
#include "operator/object.h"

#define RANDOM_BYTES 24

static int put_random(json_t *data, const char *key, struct err *err)
{
    unsigned char bytes[RANDOM_BYTES];
    auto_free char *text = NULL;

    if (random_bytes(bytes, sizeof(bytes), err) < 0)
        return err_wrap(err, "a Secret's %s", key);
    text = base64_encode(bytes, sizeof(bytes));
    json_put_text(data, key, text);
    return 0;
}

int secret_make(const json_t *row, const char *release, const json_t *owner, json_t **ret,
                struct err *err)
{
    const json_t *metadata = json_object_get(owner, "metadata"),
                 *text = json_object_get(row, "text");
    auto_json json_t *data = text ? json_copy((json_t *)text) : json_object();
    size_t i;
    json_t *key;

    json_array_foreach (json_object_get(row, "random"), i, key) {
        if (put_random(data, json_string_value(key), err) < 0)
            return -1;
    }
    *ret = json_pack("{s:s,s:s,s:{s:s,s:{s:s,s:s},s:[{s:s,s:s,s:s,s:s}]},s:s,s:O}", "apiVersion",
                     "v1", "kind", "Secret", "metadata", "name", release, "labels",
                     OBJECT_MANAGED_BY, OBJECT_MANAGED_BY_MALHA, "app.kubernetes.io/instance",
                     release, "ownerReferences", "apiVersion", "v1", "kind", "ServiceAccount",
                     "name", json_text_at(metadata, "name"), "uid", json_text_at(metadata, "uid"),
                     "type", "Opaque", "stringData", data);
    return *ret ? 0 : err_set(err, ERR_INTERNAL, "Secret %s cannot be made", release);
}

int secret_ensure(struct kube *kube, const json_t *row, const char *namespace, const char *release,
                  struct err *err)
{
    auto_free char *owner_path =
                       mem_printf("/api/v1/namespaces/%s/serviceaccounts/%s", namespace, release),
                   *path = mem_printf("/api/v1/namespaces/%s/secrets?fieldManager=%s", namespace,
                                      OBJECT_MANAGER);
    auto_json json_t *owner = NULL, *wanted = NULL;

    if (kube_find(kube, owner_path, &owner, err) < 0)
        return -1;
    if (!owner)
        return 0;
    if (secret_make(row, release, owner, &wanted, err) < 0)
        return -1;
    if (kube_request(kube, "POST", path, "application/json", wanted, NULL, err) < 0)
        return err_forgive(err, ERR_CONFLICT) == 0
                   ? 0
                   : err_wrap(err, "Secret %s in %s", release, namespace);
    log_info("made once", "kind", "Secret", "namespace", namespace, "name", release);
    return 0;
}
