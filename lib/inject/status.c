#include "inject/status.h"

#include <string.h>

#include "base/limits.h"
#include "inject/pod.h"
#include "inject/shape.h"

json_t *inject_status_read(const json_t *pod)
{
    auto_err struct err ignored = ERR_INIT;
    auto_json json_t *status = NULL;

    if (pod_annotation_tree(pod, POD_STATUS, false, &status, &ignored) < 0 || !status)
        return NULL;
    if (json_is_null(status))
        return json_object();
    return shape_check_status(status, &ignored) == 0 ? STEAL(status) : NULL;
}

static void add_names(struct buf *out, const char *key, const json_t *list)
{
    auto_json json_t *names = NULL;
    size_t i;
    json_t *item;

    json_array_foreach ((json_t *)list, i, item) {
        const char *name = json_dig_text(item, "name");

        if (!names)
            names = json_array();
        json_array_append_new(names, json_string_nocheck(name ? name : ""));
    }
    json_print_key(out, key, out->len <= 1, JSON_PRINT_HTML);
    json_print(out, names, JSON_PRINT_HTML);
}

void inject_status_write(const struct inject_input *in, const json_t *templates, json_t *pod)
{
    const json_t *spec = json_object_get(templates, "spec");
    json_t *annotations = pod_own_map(pod, "annotations");
    auto_buf struct buf status = BUF_INIT(LIMIT_FILE);

    buf_addc(&status, '{');
    add_names(&status, "initContainers", json_object_get(spec, "initContainers"));
    add_names(&status, "containers", json_object_get(spec, "containers"));
    add_names(&status, "volumes", json_object_get(spec, "volumes"));
    add_names(&status, "imagePullSecrets", json_object_get(spec, "imagePullSecrets"));
    json_print_key(&status, "revision", false, JSON_PRINT_HTML);
    json_print_text(&status, in->revision, strlen(in->revision), JSON_PRINT_HTML);
    buf_addc(&status, '}');
    json_put_text(annotations, POD_STATUS, buf_text(&status));
    (void)json_object_update(annotations, in->injector->injected_annotations);
}
