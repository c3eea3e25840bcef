#include "webhook/shape.h"

#include "base/limits.h"
#include "base/mem.h"

enum kind {
    TEXT,
    NUMBER,
    TRUTH,
    SCALAR, /* a text or a number: a port by name, a quantity */
    MAPPING,
    LIST,
};

static const char *const wanted[] = {
    [TEXT] = "a text",         [NUMBER] = "a number",
    [TRUTH] = "true or false", [SCALAR] = "a text or a number",
    [MAPPING] = "a mapping",   [LIST] = "a list",
};

/* A type: of a mapping the fields that matter, up to one without a key; of a map or list whose
 * elements are all alike, these. */
struct shape {
    enum kind kind;
    const struct field *fields;
    const struct shape *element;
};

struct field {
    const char *key;
    const struct shape *shape;
};

static const struct shape text = {.kind = TEXT}, number = {.kind = NUMBER}, truth = {.kind = TRUTH},
                          scalar = {.kind = SCALAR}, mapping = {.kind = MAPPING};
static const struct shape texts = {.kind = LIST, .element = &text};
static const struct shape text_map = {.kind = MAPPING, .element = &text};
static const struct shape scalar_map = {.kind = MAPPING, .element = &scalar};
static const struct shape mappings = {.kind = LIST, .element = &mapping};

#define STRUCT(name, ...)                                                                          \
    static const struct field name##_fields[] = {__VA_ARGS__, {0}};                                \
    static const struct shape name = {.kind = MAPPING, .fields = name##_fields}
#define LIST_OF(name, of) static const struct shape name = {.kind = LIST, .element = &(of)}

/* ---- containers ---- */

STRUCT(header, {"name", &text}, {"value", &text});
LIST_OF(headers, header);
STRUCT(http_get, {"path", &text}, {"port", &scalar}, {"host", &text}, {"scheme", &text},
       {"httpHeaders", &headers});
STRUCT(tcp_socket, {"port", &scalar}, {"host", &text});
STRUCT(grpc, {"port", &number}, {"service", &text});
STRUCT(exec, {"command", &texts});
STRUCT(probe, {"httpGet", &http_get}, {"tcpSocket", &tcp_socket}, {"grpc", &grpc}, {"exec", &exec},
       {"timeoutSeconds", &number});
STRUCT(lifecycle, {"preStop", &probe}, {"postStart", &probe});
STRUCT(capabilities, {"add", &texts}, {"drop", &texts});
STRUCT(security, {"runAsUser", &number}, {"runAsGroup", &number}, {"privileged", &truth},
       {"runAsNonRoot", &truth}, {"allowPrivilegeEscalation", &truth},
       {"readOnlyRootFilesystem", &truth}, {"capabilities", &capabilities});
STRUCT(env, {"name", &text}, {"value", &text}, {"valueFrom", &mapping});
LIST_OF(envs, env);
STRUCT(port, {"name", &text}, {"containerPort", &number}, {"hostPort", &number},
       {"protocol", &text}, {"hostIP", &text});
LIST_OF(ports, port);
STRUCT(mount, {"name", &text}, {"mountPath", &text}, {"subPath", &text}, {"readOnly", &truth});
LIST_OF(mounts, mount);
STRUCT(resources, {"limits", &scalar_map}, {"requests", &scalar_map});
STRUCT(container, {"name", &text}, {"image", &text}, {"imagePullPolicy", &text}, {"args", &texts},
       {"command", &texts}, {"env", &envs}, {"envFrom", &mappings}, {"ports", &ports},
       {"volumeMounts", &mounts}, {"volumeDevices", &mappings}, {"resources", &resources},
       {"lifecycle", &lifecycle}, {"readinessProbe", &probe}, {"livenessProbe", &probe},
       {"startupProbe", &probe}, {"securityContext", &security}, {"restartPolicy", &text},
       {"workingDir", &text}, {"tty", &truth}, {"stdin", &truth});
LIST_OF(containers, container);

/* ---- Pods ---- */

STRUCT(named, {"name", &text});
LIST_OF(named_list, named);
STRUCT(owner, {"apiVersion", &text}, {"kind", &text}, {"name", &text}, {"controller", &truth});
LIST_OF(owners, owner);
STRUCT(metadata, {"name", &text}, {"generateName", &text}, {"namespace", &text},
       {"labels", &text_map}, {"annotations", &text_map}, {"ownerReferences", &owners},
       {"finalizers", &texts});
STRUCT(host_alias, {"ip", &text}, {"hostnames", &texts});
LIST_OF(host_aliases, host_alias);
STRUCT(pod_security, {"runAsUser", &number}, {"runAsGroup", &number}, {"fsGroup", &number},
       {"runAsNonRoot", &truth},
       {"supplementalGroups", &(const struct shape){.kind = LIST, .element = &number}},
       {"sysctls", &named_list});
STRUCT(spec, {"containers", &containers}, {"initContainers", &containers},
       {"ephemeralContainers", &containers}, {"volumes", &named_list},
       {"imagePullSecrets", &named_list}, {"hostNetwork", &truth}, {"hostPID", &truth},
       {"hostIPC", &truth}, {"securityContext", &pod_security}, {"serviceAccountName", &text},
       {"serviceAccount", &text}, {"nodeName", &text}, {"nodeSelector", &text_map},
       {"hostname", &text}, {"subdomain", &text}, {"restartPolicy", &text}, {"dnsPolicy", &text},
       {"dnsConfig", &mapping}, {"affinity", &mapping}, {"tolerations", &mappings},
       {"topologySpreadConstraints", &mappings}, {"hostAliases", &host_aliases},
       {"schedulingGates", &named_list}, {"readinessGates", &mappings},
       {"automountServiceAccountToken", &truth}, {"terminationGracePeriodSeconds", &number},
       {"priorityClassName", &text}, {"runtimeClassName", &text});
STRUCT(pod, {"apiVersion", &text}, {"kind", &text}, {"metadata", &metadata}, {"spec", &spec});

STRUCT(overrides, {"containers", &containers}, {"initContainers", &containers});
STRUCT(status, {"containers", &texts}, {"initContainers", &texts}, {"volumes", &texts},
       {"imagePullSecrets", &texts}, {"revision", &text});

/* ---- the check ---- */

static bool is_of(enum kind kind, const json_t *value)
{
    switch (kind) {
    case TEXT:
        return json_is_string(value);
    case NUMBER:
        return json_is_number(value);
    case TRUTH:
        return json_is_boolean(value);
    case SCALAR:
        return json_is_string(value) || json_is_number(value);
    case MAPPING:
        return json_is_object(value);
    case LIST:
        return json_is_array(value);
    }
    return false;
}

static int check(const struct shape *shape, json_t *value, bool drop, struct err *err);

/* Of a fault below, where it is. */
static int below(struct err *err, const char *key)
{
    auto_free char *message = mem_strdup(err_message(err));
    bool joins = message[0] == '[' || message[0] == ':';

    return err_set(err, ERR_INVALID, "%s%s%s", key, joins ? "" : ".", message);
}

static int check_mapping(const struct shape *shape, json_t *object, bool drop, struct err *err)
{
    const char *key;
    json_t *value;
    void *next;

    json_object_foreach_safe (object, next, key, value) {
        if (json_is_null(value) && drop)
            (void)json_object_del(object, key);
        else if (shape->element && !json_is_null(value) &&
                 check(shape->element, value, drop, err) < 0)
            return below(err, key);
    }
    for (const struct field *f = shape->fields; f && f->key; f++) {
        value = json_object_get(object, f->key);
        if (value && !json_is_null(value) && check(f->shape, value, drop, err) < 0)
            return below(err, f->key);
    }
    return 0;
}

static int check_list(const struct shape *shape, json_t *list, bool drop, struct err *err)
{
    for (size_t i = 0; shape->element && i < json_array_size(list); i++) {
        char index[32];

        (void)snprintf(index, sizeof(index), "[%zu]", i);
        if (check(shape->element, json_array_get(list, i), drop, err) < 0)
            return below(err, index);
    }
    return 0;
}

/* With `drop` members that are null go. The message begins with ":" or with what is below `value`.
 */
static int check(const struct shape *shape, json_t *value, bool drop, struct err *err)
{
    if (!is_of(shape->kind, value))
        return err_set(err, ERR_INVALID, ": want %s", wanted[shape->kind]);
    if (shape->kind == MAPPING)
        return check_mapping(shape, value, drop, err);
    return shape->kind == LIST ? check_list(shape, value, drop, err) : 0;
}

static int check_all(const struct shape *shape, json_t *value, bool drop, const char *what,
                     struct err *err)
{
    if (check(shape, value, drop, err) == 0)
        return 0;
    return err_message(err)[0] == ':' ? below(err, what) : -1;
}

int shape_check_pod(json_t *value, struct err *err)
{
    return check_all(&pod, value, true, "the Pod", err);
}

int shape_check_patch(const json_t *value, struct err *err)
{
    return check_all(&pod, (json_t *)value, false, "it", err);
}

int shape_check_overrides(json_t *value, struct err *err)
{
    return check_all(&overrides, value, true, "it", err);
}

int shape_check_status(json_t *value, struct err *err)
{
    return check_all(&status, value, true, "it", err);
}
