#include "inject/resource.h"

#include <string.h>

#include "base/mem.h"
#include "inject/decide.h"
#include "inject/owner.h"

/* Where a kind has its Pod. */
static const struct kind {
    const char *api_version, *kind;
    const char *holder[2];   /* of what is injected, below the object */
    const char *template[2]; /* of the Pod's spec below that; its metadata are the holder's own for
                                a CronJob, as in istioctl */
} kinds[] = {
    {"v1", "Pod", {NULL}, {NULL}},
    {"v1", "ReplicationController", {"spec", "template"}, {NULL}},
    {"apps/v1", "Deployment", {"spec", "template"}, {NULL}},
    {"apps/v1", "DaemonSet", {"spec", "template"}, {NULL}},
    {"apps/v1", "ReplicaSet", {"spec", "template"}, {NULL}},
    {"apps/v1", "StatefulSet", {"spec", "template"}, {NULL}},
    {"batch/v1", "Job", {"spec", "template"}, {NULL}},
    {"batch/v1", "CronJob", {"spec", "jobTemplate"}, {"spec", "template"}},
    {"apps.openshift.io/v1", "DeploymentConfig", {"spec", "template"}, {NULL}},
    {"v1",
     "DeploymentConfig",
     {"spec", "template"},
     {NULL}}, /* as OpenShift had it before groups */
};

static bool is_list(const json_t *object)
{
    return strcmp(json_text_at(object, "kind"), "List") == 0 &&
           strcmp(json_text_at(object, "apiVersion"), "v1") == 0;
}

static const struct kind *kind_of(const json_t *object)
{
    for (size_t i = 0; i < ARRAY_LEN(kinds); i++) {
        if (strcmp(kinds[i].kind, json_text_at(object, "kind")) == 0 &&
            strcmp(kinds[i].api_version, json_text_at(object, "apiVersion")) == 0)
            return &kinds[i];
    }
    return NULL;
}

bool resource_makes_pods(const json_t *object)
{
    return is_list(object) || kind_of(object);
}

static json_t *step(json_t *object, const char *const *path)
{
    for (size_t i = 0; i < 2 && path[i]; i++)
        object = json_object_get(object, path[i]);
    return object;
}

static void warn(json_t *warnings, const json_t *object, const char *namespace, const char *why)
{
    auto_free char *sentence = mem_printf(
        "Skipping injection because %s \"%s%s%s\" has %s", json_text_at(object, "kind"), namespace,
        *namespace ? "/" : "", json_text_at(json_object_get(object, "metadata"), "name"), why);

    json_array_append_new(warnings, json_string_nocheck(sentence));
}

/* The Pod that the template makes, of which metadata and spec are shared with it. */
static int pod_of(json_t *holder, json_t *template, json_t **ret_pod, struct err *err)
{
    json_t *metadata = json_object_get(holder, "metadata"),
           *spec = json_object_get(template, "spec");

    if (!json_is_object(spec))
        return err_set(err, ERR_INVALID, "it has no template of Pods");
    *ret_pod = json_object();
    json_put(*ret_pod, "metadata", metadata ? json_incref(metadata) : json_object());
    json_put(*ret_pod, "spec", json_incref(spec));
    return 0;
}

int resource_pod(json_t *object, json_t **ret_pod, struct owner *ret_owner,
                 const char **ret_namespace, struct err *err)
{
    const struct kind *kind = kind_of(object);
    const json_t *metadata = json_object_get(object, "metadata");
    json_t *holder = kind ? step(object, kind->holder) : NULL;

    if (!kind)
        return err_set(err, ERR_INVALID, "a %s makes no Pods", json_text_at(object, "kind"));
    *ret_owner = (struct owner){(char *)json_text_at(metadata, "name"), (char *)kind->kind,
                                (char *)kind->api_version};
    *ret_namespace = json_text_at(json_object_get(holder, "metadata"), "namespace");
    if (!**ret_namespace)
        *ret_namespace = json_text_at(metadata, "namespace");
    return pod_of(holder, step(holder, kind->template), ret_pod, err);
}

static int inject_one(const struct inject_snapshot *snapshot, json_t *object,
                      const struct kind *kind, json_t *warnings, struct err *err)
{
    json_t *holder = step(object, kind->holder), *template = step(holder, kind->template);
    const char *namespace;
    struct owner owner;
    auto_json json_t *pod = NULL, *injected = NULL;
    struct injector policy = {.policy = (char *)"enabled"}; /* who asks by hand wants it */

    if (resource_pod(object, &pod, &owner, &namespace, err) < 0)
        return -1;
    struct decide_input in = {.injector = &policy, .pod = pod, .namespace = namespace};
    struct decision decision = decide_injection(&in);
    if (!decision.inject) {
        bool host = strcmp(decision.reason, "HostNetwork") == 0;

        warn(warnings, object, namespace,
             host ? "host networking enabled" : "sidecar injection disabled");
        return 0;
    }
    struct inject_request request = {.path = "",
                                     .namespace = namespace,
                                     .owner = strcmp(kind->kind, "Pod") == 0 ? NULL : &owner};
    if (inject_pod(snapshot, &request, pod, &injected, err) < 0)
        return -1;
    json_put(holder, "metadata", json_incref(json_object_get(injected, "metadata")));
    json_put(template, "spec", json_incref(json_object_get(injected, "spec")));
    return 0;
}

int resource_inject(const struct inject_snapshot *snapshot, json_t *object, json_t *warnings,
                    struct err *err)
{
    const struct kind *kind = kind_of(object);
    const json_t *metadata = json_object_get(object, "metadata");
    size_t i;
    json_t *item;

    if (is_list(object)) {
        json_array_foreach (json_object_get(object, "items"), i, item) {
            if (resource_inject(snapshot, item, warnings, err) < 0)
                return -1;
        }
        return 0;
    }
    if (!kind || inject_one(snapshot, object, kind, warnings, err) == 0)
        return 0;
    return err_wrap(err, "%s %s", kind->kind, json_text_at(metadata, "name"));
}
