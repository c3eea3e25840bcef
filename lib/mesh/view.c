#include "mesh/view.h"

#include <ctype.h>
#include <string.h>

#include "base/mem.h"
#include "gotmpl/gotmpl.h"

enum zero {
    ZERO_TEXT,
    ZERO_NUMBER,
    ZERO_FALSE,
    ZERO_LIST,
    ZERO_TEXT_MAP,
    ZERO_MESSAGE,
    ZERO_WRAPPER,
    ZERO_ENUM
};

static int struct_field(struct gotmpl_run *run, const struct value *self, const char *name,
                        struct value *ret);
static int struct_method(struct gotmpl_run *run, const struct value *self, const char *name,
                         const struct value *args, size_t n, struct value *ret, struct err *err);
static int root_field(struct gotmpl_run *run, const struct value *self, const char *name,
                      struct value *ret);

const struct value_type view_struct = {
    .name = "struct", .is_struct = true, .field = struct_field, .method = struct_method};
static const struct value_type view_structs = {.name = "[]struct", .element = &view_struct};
static const struct value_type view_enum = {.name = "v1alpha1.ProxyConfig_InboundInterceptionMode",
                                            .is_enum = true,
                                            .method = struct_method};
static const struct value_type view_wrapper = {
    .name = "*wrapperspb.BoolValue", .is_struct = true, .method = struct_method};
/* A nil pointer to a message: false, and every getter of it gives another nothing. */
static const struct value_type view_nothing = {.name = "nil", .method = struct_method};
const struct value_type view_root = {
    .name = "inject.SidecarTemplateData", .is_struct = true, .field = root_field};

/* Go names whose JSON key is not the name with a small first letter, or whose zero value is not "".
 */
static const struct {
    const char *name, *key;
    enum zero zero;
} fields[] = {
    {"APIVersion", "apiVersion", ZERO_TEXT},
    {"UID", "uid", ZERO_TEXT},
    {"PodIP", "podIP", ZERO_TEXT},
    {"HostIP", "hostIP", ZERO_TEXT},
    {"IP", "ip", ZERO_TEXT},
    {"DNSPolicy", "dnsPolicy", ZERO_TEXT},
    {"HostIPC", "hostIPC", ZERO_FALSE},
    {"HostPID", "hostPID", ZERO_FALSE},
    {"TTY", "tty", ZERO_FALSE},
    {"HostNetwork", "hostNetwork", ZERO_FALSE},
    {"Annotations", "annotations", ZERO_TEXT_MAP},
    {"Labels", "labels", ZERO_TEXT_MAP},
    {"NodeSelector", "nodeSelector", ZERO_TEXT_MAP},
    {"ProxyMetadata", "proxyMetadata", ZERO_TEXT_MAP},
    {"RuntimeValues", "runtimeValues", ZERO_TEXT_MAP},
    {"Containers", "containers", ZERO_LIST},
    {"InitContainers", "initContainers", ZERO_LIST},
    {"EphemeralContainers", "ephemeralContainers", ZERO_LIST},
    {"Volumes", "volumes", ZERO_LIST},
    {"VolumeMounts", "volumeMounts", ZERO_LIST},
    {"Ports", "ports", ZERO_LIST},
    {"Env", "env", ZERO_LIST},
    {"EnvFrom", "envFrom", ZERO_LIST},
    {"Tolerations", "tolerations", ZERO_LIST},
    {"ImagePullSecrets", "imagePullSecrets", ZERO_LIST},
    {"HostAliases", "hostAliases", ZERO_LIST},
    {"OwnerReferences", "ownerReferences", ZERO_LIST},
    {"ExtensionProviders", "extensionProviders", ZERO_LIST},
    {"Args", "args", ZERO_LIST},
    {"Command", "command", ZERO_LIST},
    {"Finalizers", "finalizers", ZERO_LIST},
    {"ContainerPort", "containerPort", ZERO_NUMBER},
    {"HostPort", "hostPort", ZERO_NUMBER},
    {"ProxyListenPort", "proxyListenPort", ZERO_NUMBER},
    {"ProxyInboundListenPort", "proxyInboundListenPort", ZERO_NUMBER},
    {"ProxyAdminPort", "proxyAdminPort", ZERO_NUMBER},
    {"StatusPort", "statusPort", ZERO_NUMBER},
    {"StatNameLength", "statNameLength", ZERO_NUMBER},
    {"SecurityContext", "securityContext", ZERO_MESSAGE},
    {"Affinity", "affinity", ZERO_MESSAGE},
    {"Lifecycle", "lifecycle", ZERO_MESSAGE},
    {"Tracing", "tracing", ZERO_MESSAGE},
    {"TlsSettings", "tlsSettings", ZERO_MESSAGE},
    {"DefaultConfig", "defaultConfig", ZERO_MESSAGE},
    {"Image", "image", ZERO_TEXT},
    {"GatewayTopology", "gatewayTopology", ZERO_MESSAGE},
    {"ReadinessProbe", "readinessProbe", ZERO_MESSAGE},
    {"PrivateKeyProvider", "privateKeyProvider", ZERO_MESSAGE},
    {"HoldApplicationUntilProxyStarts", "holdApplicationUntilProxyStarts", ZERO_WRAPPER},
    {"Concurrency", "concurrency", ZERO_WRAPPER},
    {"InterceptionMode", "interceptionMode", ZERO_ENUM},
};

static struct value nothing(void)
{
    return (struct value){.kind = VALUE_BOOL, .type = &view_nothing};
}

static struct value zero_value(enum zero zero)
{
    switch (zero) {
    case ZERO_NUMBER:
        return value_int(0);
    case ZERO_FALSE:
        return value_bool(false);
    case ZERO_LIST:
    case ZERO_TEXT_MAP:
        return value_none(); /* a nil slice or map: empty, and indexing is up to the map below */
    case ZERO_MESSAGE:
    case ZERO_WRAPPER:
        return nothing();
    case ZERO_ENUM:
        return (struct value){.kind = VALUE_TEXT, .type = &view_enum, .text = {"REDIRECT", 8}};
    default:
        return value_text("", 0);
    }
}

/* The value of a JSON field with the view that its Go type has. */
static struct value typed(json_t *json, enum zero zero)
{
    struct value v = value_of(json);

    v.dynamic = false;
    if (zero == ZERO_WRAPPER)
        return (struct value){.kind = VALUE_MAP, .type = &view_wrapper, .json = json};
    if (v.kind == VALUE_MAP)
        v.type = zero == ZERO_TEXT_MAP ? &value_type_text_map : &view_struct;
    else if (v.kind == VALUE_LIST)
        v.type = json_is_object(json_array_get(json, 0)) ? &view_structs : &value_type_text_list;
    else if (v.kind == VALUE_TEXT && zero == ZERO_ENUM)
        v.type = &view_enum;
    return v;
}

/* An empty object for maps that are not there, so that index and isset find something. */
static json_t *empty_map(void)
{
    static json_t *empty;

    if (!empty) {
        json_t *fresh = json_object(), *expected = NULL;

        if (!__atomic_compare_exchange_n(&empty, &expected, fresh, false, __ATOMIC_ACQ_REL,
                                         __ATOMIC_ACQUIRE))
            json_decref(fresh);
    }
    return empty;
}

static struct value field_of(const json_t *json, const char *name)
{
    auto_free char *guess = NULL;
    const char *key = NULL;
    enum zero zero = ZERO_TEXT;
    json_t *value;

    for (size_t i = 0; i < ARRAY_LEN(fields) && !key; i++) {
        if (strcmp(fields[i].name, name) == 0) {
            key = fields[i].key;
            zero = fields[i].zero;
        }
    }
    if (!key) {
        guess = mem_strdup(name);
        guess[0] = (char)tolower((unsigned char)guess[0]);
        key = guess;
    }
    value = json_object_get(json, key);
    if (value && !json_is_null(value))
        return typed(value, zero);
    if (zero == ZERO_TEXT_MAP)
        return value_tree(empty_map(), &value_type_text_map);
    return zero_value(zero);
}

static int struct_field(struct gotmpl_run *run, const struct value *self, const char *name,
                        struct value *ret)
{
    (void)run;
    if (!isupper((unsigned char)name[0]))
        return 0;
    *ret = field_of(self->json, name);
    return 1;
}

static int struct_method(struct gotmpl_run *run, const struct value *self, const char *name,
                         const struct value *args, size_t n, struct value *ret, struct err *err)
{
    (void)run;
    (void)args;
    if (self->type == &view_enum) {
        if (strcmp(name, "String") != 0)
            return 0;
        *ret = value_text(self->text.s, self->text.len);
        return 1;
    }
    if (strncmp(name, "Get", 3) != 0 || !isupper((unsigned char)name[3]))
        return 0;
    if (n > 0)
        return err_set(err, ERR_INVALID, "wrong number of args for %s: want 0 got %zu", name, n);
    if (self->type == &view_wrapper)
        *ret = value_of(self->json);
    else if (self->type == &view_nothing)
        *ret = nothing();
    else
        *ret = field_of(self->json, name + 3);
    return 1;
}

static int root_field(struct gotmpl_run *run, const struct value *self, const char *name,
                      struct value *ret)
{
    json_t *field = json_object_get(self->json, name);

    (void)run;
    if (!field)
        return 0;
    *ret = value_of(field);
    ret->dynamic = false;
    if (ret->kind == VALUE_MAP && strcmp(name, "Values") != 0)
        ret->type = &view_struct;
    return 1;
}
