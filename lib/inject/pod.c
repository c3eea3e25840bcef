#include "inject/pod.h"

#include <string.h>

#include "base/limits.h"
#include "yaml/yaml.h"

#define SIDECAR "istio-proxy"

const char *const pod_kinds[POD_KINDS] = {"containers", "initContainers"};

const char *pod_annotation(const json_t *pod, const char *name)
{
    return json_dig_text(pod, "metadata", "annotations", name);
}

const char *pod_label(const json_t *pod, const char *name)
{
    return json_dig_text(pod, "metadata", "labels", name);
}

int pod_annotation_tree(const json_t *pod, const char *name, bool yaml, json_t **ret_tree,
                        struct err *err)
{
    const char *text = pod_annotation(pod, name);
    size_t len = text ? strlen(text) : 0;
    int rc;

    *ret_tree = NULL;
    if (!text)
        return 0;
    if (len > LIMIT_ANNOTATION)
        return err_set(err, ERR_INVALID, "annotation '%s' is larger than %u bytes", name,
                       LIMIT_ANNOTATION);
    rc = yaml ? yaml_parse(text, len, YAML_NO_ALIASES | YAML_SMALL, ret_tree, err)
              : json_parse_bounded(text, len, LIMIT_SMALL_NODES, LIMIT_SMALL_DEPTH, ret_tree, err);
    return rc < 0 ? err_wrap(err, "annotation '%s'", name) : 0;
}

json_t *pod_container(const json_t *pod, const char *name)
{
    for (size_t i = 0; i < POD_KINDS; i++) {
        json_t *found = json_find(json_dig(pod, "spec", pod_kinds[i]), "name", name);

        if (found)
            return found;
    }
    return NULL;
}

json_t *pod_sidecar(const json_t *pod)
{
    return pod_container(pod, SIDECAR);
}

json_t *pod_own_map(json_t *pod, const char *name)
{
    (void)json_own(pod, "metadata");
    (void)json_own(json_make(pod, "metadata"), name);
    return json_make(pod, "metadata", name);
}

json_t *pod_own_container(json_t *pod, const char *kind, size_t i)
{
    return json_own_at(json_own(json_own(pod, "spec"), kind), i);
}

json_t *pod_own_sidecar(json_t *pod)
{
    for (size_t k = 0; k < POD_KINDS; k++) {
        const json_t *list = json_dig(pod, "spec", pod_kinds[k]);
        size_t i = json_index(list, "name", SIDECAR);

        if (i < json_array_size(list))
            return pod_own_container(pod, pod_kinds[k], i);
    }
    return NULL;
}

void pod_append_env(json_t *container, const char *name, const char *value)
{
    json_t *env = json_own(container, "env"), *entry = json_object();

    if (!env)
        json_put(container, "env", env = json_array());
    json_put_text(entry, "name", name);
    json_put_text(entry, "value", value);
    json_array_append_new(env, entry);
}

bool pod_was_injected(const json_t *status, const char *kind, const char *name)
{
    return name && json_has_text(json_object_get(status, kind), name);
}
