#include "webhook/admit.h"

#include <ctype.h>
#include <string.h>

#include "base/base64.h"
#include "base/limits.h"
#include "base/mem.h"
#include "merge/diff.h"
#include "mesh/proxycheck.h"
#include "mesh/proxyconfig.h"
#include "webhook/annotations.h"
#include "webhook/decide.h"
#include "webhook/finish.h"
#include "webhook/openshift.h"
#include "webhook/pod.h"
#include "webhook/render.h"
#include "webhook/shape.h"

#define PROXY_UID 1337

const char *const admit_outcome_names[] = {"injected", "skipped", "denied", "malformed"};

struct admit_snapshot *admit_snapshot_ref(struct admit_snapshot *snapshot)
{
    (void)__atomic_add_fetch(&snapshot->references, 1, __ATOMIC_RELAXED);
    return snapshot;
}

void admit_snapshot_unref(struct admit_snapshot *snapshot)
{
    if (!snapshot || __atomic_sub_fetch(&snapshot->references, 1, __ATOMIC_ACQ_REL) > 0)
        return;
    injector_unref(snapshot->injector);
    json_decref(snapshot->proxy_configs);
    json_decref(snapshot->namespaces);
    free(snapshot);
}

void admit_result_done(struct admit_result *result)
{
    free(result->message);
    free(result->namespace);
    free(result->name);
    *result = (struct admit_result){0};
}

/* ---- URL parameters: /inject/cluster/c1/net/n1, /inject/:ENV:name=value ---- */

static char *unslash(const char *text, size_t len)
{
    static const char mark[] = "--slash--";
    struct buf out = BUF_INIT(LIMIT_MESSAGE);

    for (size_t i = 0; i < len;) {
        if (len - i >= sizeof(mark) - 1 && memcmp(text + i, mark, sizeof(mark) - 1) == 0) {
            buf_addc(&out, '/');
            i += sizeof(mark) - 1;
        } else {
            buf_addc(&out, text[i++]);
        }
    }
    return buf_take(&out);
}

static void put_parameter(json_t *environment, const char *key, size_t key_len, const char *value)
{
    auto_free char *name = mem_strndup(key, key_len);

    for (char *p = name; *p; p++)
        *p = (char)toupper((unsigned char)*p);
    if (strcmp(name, "CLUSTER") == 0 && strncmp(key, "cluster", key_len) == 0)
        json_put_text(environment, "ISTIO_META_CLUSTER_ID", value);
    else if (strcmp(name, "NET") == 0 && strncmp(key, "net", key_len) == 0)
        json_put_text(environment, "ISTIO_META_NETWORK", value);
    else if (*name)
        json_put_text(environment, name, value);
}

/* ":ENV:name=value:ENV:name=value", where values may have slashes. */
static void put_legacy_parameters(json_t *environment, const char *path)
{
    static const char mark[] = ":ENV:";

    while ((path = strstr(path, mark))) {
        const char *start = path + sizeof(mark) - 1, *end = strstr(start, mark);
        size_t len = end ? (size_t)(end - start) : strlen(start);
        const char *equals = memchr(start, '=', len);

        if (equals && equals > start) {
            auto_free char *value = mem_strndup(equals + 1, len - (size_t)(equals + 1 - start));

            put_parameter(environment, start, (size_t)(equals - start), value);
        }
        path = start;
    }
}

/* "name/value/name/value"; a name without a value at the end is none. */
static void put_parameters(json_t *environment, const char *path)
{
    for (;;) {
        size_t key = strcspn(path, "/"), value;

        if (!path[key])
            return;
        value = strcspn(path + key + 1, "/");
        auto_free char *text = unslash(path + key + 1, value);
        put_parameter(environment, path, key, text);
        path += key + 1 + value;
        if (!*path)
            return;
        path++;
    }
}

/* What istio-proxy's environment is to have: of the URL, of the values where the URL says nothing,
 * and the network of the Pod's label, where an empty one says no to that of the values. */
static json_t *environment_of(const struct admit_snapshot *snapshot, const json_t *pod,
                              const char *path)
{
    static const char *const names[] = {"ISTIO_META_CLUSTER_ID", "ISTIO_META_NETWORK"};
    const json_t *global = json_object_get(snapshot->injector->values, "global");
    const char *label = pod_label(pod, "topology.istio.io/network");
    const char *values[] = {json_text_at(json_object_get(global, "multiCluster"), "clusterName"),
                            json_text_at(global, "network")};
    json_t *environment = json_object();
    size_t len = strlen(path);
    auto_free char *parameters = mem_strndup(path, len - (len > 0 && path[len - 1] == '/'));

    if (strncmp(parameters, "/inject/:ENV:", 13) == 0)
        put_legacy_parameters(environment, parameters + 8);
    else if (strncmp(parameters, "/inject/", 8) == 0)
        put_parameters(environment, parameters + 8);
    for (size_t i = 0; i < ARRAY_LEN(names); i++) {
        const char *value = json_text_at(environment, names[i]);

        value = *value ? value : values[i];
        if (i == 1 && label)
            value = label;
        if (*value)
            json_put_text(environment, names[i], value);
    }
    return environment;
}

/* Of another cluster's nodes and namespaces nothing is known. */
static bool is_own_cluster(const struct admit_snapshot *snapshot, const json_t *environment)
{
    const char *own =
        json_text_at(json_dig(snapshot->injector->values, "global", "multiCluster"), "clusterName");
    const char *asked = json_text_at(environment, "ISTIO_META_CLUSTER_ID");

    return !*asked || strcmp(asked, *own ? own : "Kubernetes") == 0;
}

/* Can the Pod's sidecar be a native one? What the nodes can do, unless istiod is told. */
static bool native_of(const struct admit_snapshot *snapshot, const json_t *environment)
{
    const json_t *values = snapshot->injector->values;
    const json_t *told = json_dig(values, "pilot", "env", "ENABLE_NATIVE_SIDECARS");
    const char *text = json_is_string(told) ? json_string_value(told) : "";

    if (json_is_boolean(told) || strcmp(text, "true") == 0 || strcmp(text, "false") == 0)
        return json_truth(told) || strcmp(text, "true") == 0;
    return snapshot->native_sidecars && is_own_cluster(snapshot, environment);
}

/* ---- the stages ---- */

/* What an earlier injection left in annotations. A status that makes no sense is none, as in
 * istiod; overrides are what the user wrote, and must not be lost. */
static int read_earlier(const json_t *pod, json_t **ret_status, json_t **ret_overrides,
                        struct err *err)
{
    auto_err struct err ignored = ERR_INIT;
    auto_json json_t *status = NULL, *overrides = NULL;

    if (pod_annotation_tree(pod, POD_STATUS, false, &status, &ignored) == 0 && status) {
        if (json_is_null(status))
            *ret_status = json_object();
        else if (shape_check_status(status, &ignored) == 0)
            *ret_status = json_incref(status);
    }
    if (pod_annotation_tree(pod, POD_OVERRIDES, false, &overrides, err) < 0)
        return -1;
    if (overrides && !json_is_null(overrides)) {
        if (shape_check_overrides(overrides, err) < 0)
            return err_wrap(err, "annotation '" POD_OVERRIDES "'");
        *ret_overrides = json_incref(overrides);
    }
    return 0;
}

/* What the Pod's own ProxyConfig says, which must make sense over the defaults. */
static int read_config(const json_t *pod, json_t **ret_config, struct err *err)
{
    const char *text = pod_annotation(pod, POD_CONFIG);
    auto_json json_t *config = NULL, *whole = NULL;

    if (!text)
        return 0;
    if (proxy_config_read(text, &config, err) < 0)
        return err_wrap(err, "invalid value for annotation '" POD_CONFIG "'");
    whole = proxy_config_default();
    proxy_config_apply(whole, config);
    if (proxy_config_check(whole, err) < 0)
        return err_wrap(err, "invalid value for annotation '" POD_CONFIG "'");
    *ret_config = STEAL(config);
    return 0;
}

static int inject(const struct admit_snapshot *snapshot, const char *revision, const char *path,
                  json_t *pod, const char *namespace, json_t **ret_pod, struct err *err)
{
    auto_json json_t *status = NULL, *overrides = NULL, *config = NULL;
    auto_err struct err earlier =
        ERR_INIT; /* of another request, which failed before it was asked */

    (void)!json_check_puts(&earlier);
    if (shape_check_pod(pod, err) < 0 ||
        annotations_check(json_dig(pod, "metadata", "annotations"), err) < 0 ||
        read_config(pod, &config, err) < 0 || read_earlier(pod, &status, &overrides, err) < 0)
        return -1;
    if (snapshot->namespaces)
        openshift_clear_user(pod); /* before it is compared with what is made of it, as in istiod */
    const char *root = json_dig_text(snapshot->injector->mesh, "rootNamespace");
    auto_json json_t *environment = environment_of(snapshot, pod, path);
    auto_json json_t *proxy_config = proxy_config_effective(
        snapshot->injector->mesh, snapshot->proxy_configs, root ? root : "istio-system", namespace,
        json_dig(pod, "metadata", "labels"), config);
    struct inject_input in = {
        .status = status,
        .overrides = overrides,
        .config = config,
        .injector = snapshot->injector,
        .pod = pod,
        .namespace = namespace,
        .revision = *revision ? revision : "default",
        .proxy_config = proxy_config,
        .native_sidecars = native_of(snapshot, environment),
        .uid = PROXY_UID,
        .gid = PROXY_UID,
    };
    struct render_result rendered;
    int rc;

    if (snapshot->namespaces && is_own_cluster(snapshot, environment))
        openshift_ids(json_object_get(snapshot->namespaces, namespace), &in.uid, &in.gid);
    if (render_pod(&in, &rendered, err) < 0)
        return -1;
    struct finish_input finish = {
        .render = &in, .templates = rendered.templates, .environment = environment};
    rc = finish_pod(&finish, rendered.pod, err);
    if (rc == 0)
        rc = json_check_puts(err);
    json_decref(rendered.templates);
    if (rc == 0)
        *ret_pod = rendered.pod;
    else
        json_decref(rendered.pod);
    return rc;
}

/* ---- the answer ---- */

static void put_patch(json_t *response, const json_t *patch)
{
    auto_free char *text = json_text(patch);
    auto_free char *encoded = base64_encode(text, strlen(text));

    json_put_text(response, "patchType", "JSONPatch");
    json_put_text(response, "patch", encoded);
}

static void put_denial(json_t *response, const char *message)
{
    json_t *status =
        json_pack("{s:s,s:s,s:i}", "status", "Failure", "reason", "Invalid", "code", 422);

    json_put_text(status, "message", message);
    json_put(response, "status", status);
}

static void answer(const json_t *review, json_t *response, struct buf *reply)
{
    auto_json json_t *out = json_object();
    const char *api_version = json_dig_text(review, "apiVersion");

    json_put_text(out, "apiVersion", api_version ? api_version : "admission.k8s.io/v1");
    json_put_text(out, "kind", "AdmissionReview");
    json_put(out, "response", response);
    json_print(reply, out, JSON_PRINT_PLAIN);
}

static void malformed(struct admit_result *ret, const char *message)
{
    ret->outcome = ADMIT_MALFORMED;
    ret->reason = "MalformedReview";
    ret->message = mem_strdup(message);
}

static void decide_and_inject(const struct admit_snapshot *snapshot, const char *revision,
                              const char *path, const json_t *request, json_t *response,
                              struct admit_result *ret)
{
    json_t *pod = json_object_get(request, "object");
    const char *namespace = json_dig_text(pod, "metadata", "namespace"), *name;
    struct decide_input in = {.injector = snapshot->injector, .pod = pod};
    auto_err struct err err = ERR_INIT;
    auto_json json_t *injected = NULL;
    struct decision decision;

    if (!namespace || !*namespace)
    namespace = json_dig_text(request, "namespace");
    in.namespace = namespace = namespace ? namespace : "default";
    name = json_dig_text(pod, "metadata", "name");
    name = name && *name ? name : json_dig_text(pod, "metadata", "generateName");
    ret->namespace = mem_strdup(namespace);
    ret->name = mem_strdup(name ? name : "");

    decision = decide_injection(&in);
    json_put(response, "allowed", json_true());
    json_put(response, "auditAnnotations", json_pack("{s:s}", "decision", decision.reason));
    ret->reason = decision.reason;
    if (!decision.inject) {
        ret->outcome = ADMIT_SKIPPED;
        ret->message = mem_strdup(decision.sentence);
        return;
    }
    if (inject(snapshot, revision, path, pod, namespace, &injected, &err) < 0) {
        ret->outcome = ADMIT_DENIED;
        ret->reason = "InvalidPod";
        ret->message = mem_strdup(err_message(&err));
        json_put(response, "allowed", json_false());
        put_denial(response, ret->message);
        return;
    }
    auto_json json_t *patch = diff_patch(pod, injected);
    put_patch(response, patch);
    ret->outcome = ADMIT_INJECTED;
    ret->message = mem_strdup(decision.sentence);
}

void admit_review(const struct admit_snapshot *snapshot, const char *revision, const char *path,
                  const char *body, size_t body_len, struct buf *reply, struct admit_result *ret)
{
    auto_err struct err err = ERR_INIT;
    auto_json json_t *review = NULL;
    const json_t *request;
    const char *kind, *uid, *resource;
    json_t *response;

    *ret = (struct admit_result){0};
    if (body_len == 0) {
        malformed(ret, "the body is empty");
        return;
    }
    if (json_parse_bounded(body, body_len, LIMIT_ADMISSION_NODES, LIMIT_ADMISSION_DEPTH, &review,
                           &err) < 0) {
        malformed(ret, err_message(&err));
        return;
    }
    kind = json_dig_text(review, "kind");
    request = json_object_get(review, "request");
    uid = json_dig_text(request, "uid");
    if (!kind || strcmp(kind, "AdmissionReview") != 0 || !json_is_object(request) || !uid) {
        malformed(ret, "want an AdmissionReview with a request that has a uid");
        return;
    }
    response = json_object();
    json_put_text(response, "uid", uid);
    resource = json_dig_text(request, "resource", "resource");
    if ((resource && strcmp(resource, "pods") != 0) ||
        !json_is_object(json_object_get(request, "object"))) {
        json_put(response, "allowed", json_true());
        json_put(response, "warnings",
                 json_pack("[s]", "malha-webhook injects Pods only; this object stays as it is"));
        ret->outcome = ADMIT_SKIPPED;
        ret->reason = "NotAPod";
        ret->message = mem_strdup("only Pods are injected");
    } else {
        decide_and_inject(snapshot, revision, path, request, response, ret);
    }
    answer(review, response, reply);
}
