#include "inject/admit.h"

#include <string.h>

#include "base/base64.h"
#include "base/limits.h"
#include "base/mem.h"
#include "inject/decide.h"
#include "inject/warnings.h"
#include "merge/diff.h"

const char *const admit_outcome_names[] = {"injected", "skipped", "denied", "malformed"};

void admit_result_done(struct admit_result *result)
{
    free(result->message);
    free(result->namespace);
    free(result->name);
    owner_done(&result->controller);
    free(result->controller_uid);
    *result = (struct admit_result){0};
}

static void put_denial(json_t *response, const char *message)
{
    json_t *status =
        json_pack("{s:s,s:s,s:i}", "status", "Failure", "reason", "Invalid", "code", 422);

    json_put_text(status, "message", message);
    json_put(response, "status", status);
}

static void put_skipped(json_t *response, const struct decision *decision)
{
    auto_free char *sentence = mem_printf("no sidecar: %s", decision->sentence);
    json_t *warnings = json_array();

    json_array_append_new(warnings, json_string_nocheck(sentence));
    json_put(response, "warnings", warnings);
}

static void put_warnings(json_t *response, const json_t *pod)
{
    auto_json json_t *warnings = json_array();

    warnings_of(pod, warnings);
    if (json_array_size(warnings) > 0)
        json_put(response, "warnings", json_incref(warnings));
}

/* `patch` is empty where nothing is injected. */
static void answer(const json_t *review, const json_t *response, const struct buf *patch,
                   struct buf *reply)
{
    const json_t *api_version = json_object_get(review, "apiVersion");

    buf_adds(reply, "{\"apiVersion\":");
    if (json_is_string(api_version))
        json_print(reply, api_version, JSON_PRINT_PLAIN);
    else
        buf_adds(reply, "\"admission.k8s.io/v1\"");
    buf_adds(reply, ",\"kind\":\"AdmissionReview\",\"response\":");
    json_print(reply, response, JSON_PRINT_PLAIN);
    if (patch->len) {
        auto_free char *encoded = base64_encode(buf_text(patch), patch->len);
        reply->len--; /* the brace */
        buf_adds(reply, ",\"patchType\":\"JSONPatch\",\"patch\":\"");
        buf_adds(reply, encoded);
        buf_adds(reply, "\"}");
    }
    buf_addc(reply, '}');
}

static void malformed(struct admit_result *ret, const char *message)
{
    ret->outcome = ADMIT_MALFORMED;
    ret->reason = "MalformedReview";
    ret->message = mem_strdup(message);
}

static void note_controller(const json_t *request, struct admit_result *ret)
{
    size_t i;
    json_t *reference;

    if (json_truth(json_object_get(request, "dryRun")))
        return;
    json_array_foreach (json_dig(request, "object", "metadata", "ownerReferences"), i, reference) {
        if (!json_truth(json_object_get(reference, "controller")))
            continue;
        ret->controller = (struct owner){mem_strdup(json_text_at(reference, "name")),
                                         mem_strdup(json_text_at(reference, "kind")),
                                         mem_strdup(json_text_at(reference, "apiVersion"))};
        ret->controller_uid = mem_strdup(json_text_at(reference, "uid"));
        return;
    }
}

static void decide_and_inject(const struct inject_snapshot *snapshot, const char *path,
                              const json_t *request, json_t *response, struct buf *patch,
                              struct admit_result *ret)
{
    json_t *pod = json_object_get(request, "object");
    const char *namespace = json_dig_text(pod, "metadata", "namespace"), *name;
    struct decide_input in = {.injector = snapshot->injector, .pod = pod};
    struct inject_request of = {.path = path};
    auto_err struct err err = ERR_INIT;
    auto_json json_t *injected = NULL;
    struct decision decision;

    if (!namespace || !*namespace)
    namespace = json_dig_text(request, "namespace");
    in.namespace = of.namespace = namespace = namespace ? namespace : "";
    name = json_dig_text(pod, "metadata", "name");
    name = name && *name ? name : json_dig_text(pod, "metadata", "generateName");
    ret->namespace = mem_strdup(namespace);
    ret->name = mem_strdup(name ? name : "");

    decision = decide_injection(&in);
    json_put(response, "allowed", json_true());
    json_put(response, "auditAnnotations", json_pack("{s:s}", "decision", decision.reason));
    ret->reason = decision.reason;
    if (!decision.inject) {
        put_skipped(response, &decision);
        ret->outcome = ADMIT_SKIPPED;
        ret->message = mem_strdup(decision.sentence);
        return;
    }
    if (inject_pod(snapshot, &of, pod, &injected, &err) < 0) {
        ret->outcome = ADMIT_DENIED;
        ret->reason = "InvalidPod";
        note_controller(request, ret);
        ret->message = mem_strdup(err_message(&err));
        json_put(response, "allowed", json_false());
        put_denial(response, ret->message);
        return;
    }
    put_warnings(response, pod);
    diff_patch(pod, injected, patch);
    ret->outcome = ADMIT_INJECTED;
    ret->message = mem_strdup(decision.sentence);
}

void admit_review(const struct inject_snapshot *snapshot, const char *path, const char *body,
                  size_t body_len, struct buf *reply, struct admit_result *ret)
{
    auto_err struct err err = ERR_INIT;
    auto_json json_t *review = NULL;
    const json_t *request;
    const char *kind, *uid, *resource;
    auto_json json_t *response = NULL;
    auto_buf struct buf patch = BUF_INIT(LIMIT_HTTP_REPLY);

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
    if ((resource && *resource && strcmp(resource, "pods") != 0) ||
        !json_is_object(json_object_get(request, "object"))) {
        json_put(response, "allowed", json_true());
        json_put(response, "warnings",
                 json_pack("[s]", "malha-webhook injects Pods only; this object stays as it is"));
        ret->outcome = ADMIT_SKIPPED;
        ret->reason = "NotAPod";
        ret->message = mem_strdup("only Pods are injected");
    } else {
        decide_and_inject(snapshot, path, request, response, &patch, ret);
    }
    answer(review, response, &patch, reply);
}
