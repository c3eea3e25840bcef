#include "inject/image.h"

#include <string.h>

#include "base/limits.h"
#include "base/match.h"
#include "base/mem.h"
#include "gotmpl/value.h"
#include "inject/pod.h"

char *image_of(const struct inject_input *in, const char *section)
{
    static const char *const types[] = {"-distroless", "-debug"};
    const json_t *global = json_object_get(in->injector->values, "global");
    const char *hub = json_dig_text(global, "hub"), *name = json_dig_text(global, section, "image");
    const json_t *tag_value = json_object_get(global, "tag");
    const char *type = pod_annotation(in->pod, "sidecar.istio.io/proxyImageType");
    auto_buf struct buf tag = BUF_INIT(LIMIT_MESSAGE);

    /* the annotation also by an empty text */
    if (!type && strcmp(section, "proxy") == 0)
        type = json_text_at(json_object_get(in->proxy_config, "image"), "imageType");
    if (!type || (!*type && !pod_annotation(in->pod, "sidecar.istio.io/proxyImageType")))
        type = json_dig_text(global, "variant");
    if (tag_value)
        value_print_json(&tag, tag_value);
    if (type && *type) {
        for (size_t i = 0; i < ARRAY_LEN(types); i++) {
            if (tag.len > strlen(types[i]) && match_end(tag.data, types[i])) {
                tag.len -= strlen(types[i]);
                tag.data[tag.len] = '\0';
                break;
            }
        }
        if (strcmp(type, "default") != 0)
            buf_addf(&tag, "-%s", type);
    }
    return mem_printf("%s/%s:%s", hub ? hub : "", name && *name ? name : "proxyv2", buf_text(&tag));
}
