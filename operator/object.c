#include "operator/object.h"

#include <openssl/evp.h>
#include <string.h>

#include "base/api.h"
#include "base/mem.h"

bool object_is_crd(const char *kind)
{
    return strcmp(kind, "CustomResourceDefinition") == 0;
}

char *object_key_of(const char *api_version, const char *kind, const char *namespace,
                    const char *name)
{
    return mem_printf("%.*s|%s|%s|%s", (int)api_group_length(api_version), api_version, kind,
                      namespace ? namespace : "", name);
}

char *object_key(const json_t *object, const char *default_namespace)
{
    const json_t *metadata = json_object_get(object, "metadata");
    const char *namespace = json_dig_text(metadata, "namespace");

    return object_key_of(json_text_at(object, "apiVersion"), json_text_at(object, "kind"),
                         namespace ? namespace : default_namespace, json_text_at(metadata, "name"));
}

char *object_digest(const json_t *tree)
{
    auto_free char *text = json_text(tree);
    unsigned char sum[EVP_MAX_MD_SIZE];
    unsigned len = 0;
    struct buf out = BUF_INIT(2 * EVP_MAX_MD_SIZE + 1);

    (void)EVP_Digest(text, strlen(text), sum, &len, EVP_sha256(), NULL);
    for (unsigned i = 0; i < len; i++)
        buf_addf(&out, "%02x", sum[i]);
    return buf_take(&out);
}
