/* libFuzzer: from an AdmissionReview to its answer. The first line is the number of one of the
 * injectors in $MALHA_INJECTORS and a path of the webhook's URL; the rest is the review, whose tree
 * is what is changed most of the time: other values, types and places. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/base64.h"
#include "base/limits.h"
#include "base/mem.h"
#include "inject/admit.h"
#include "inject/nodes.h"
#include "inject/openshift.h"
#include "tests/fuzz/tree.h"
#include "yaml/yaml.h"

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size, unsigned seed);
size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t max_size);

#define MAX_SNAPSHOTS 8
#define MAX_SIZE (64u << 10)

static struct inject_snapshot *snapshots[MAX_SNAPSHOTS];
static size_t n_snapshots;

static json_t *member(const json_t *object, const char *key)
{
    return json_incref(json_object_get(object, key));
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    const char *path = getenv("MALHA_INJECTORS");
    auto_json json_t *rows = NULL;
    auto_err struct err err = ERR_INIT;
    size_t i;
    json_t *row;

    (void)argc;
    (void)argv;
    if (!path || yaml_parse_file(path, YAML_PLAIN, &rows, &err) < 0)
        abort(); /* hack/fuzz makes the file */
    json_array_foreach (rows, i, row) {
        struct injector *injector;

        if (n_snapshots == MAX_SNAPSHOTS ||
            injector_parse(json_text_at(row, "config"), json_text_at(row, "values"),
                           json_text_at(row, "mesh"), &injector, &err) < 0)
            abort();
        snapshots[n_snapshots] = inject_snapshot_new(injector, json_text_at(row, "revision"));
        snapshots[n_snapshots]->proxy_configs = member(row, "proxyConfigs");
        snapshots[n_snapshots]->nodes = member(row, "nodes");
        if (openshift_is_platform(injector))
            snapshots[n_snapshots]->namespaces = member(row, "namespaces");
        n_snapshots++;
    }
    return 0;
}

/* An answer is JSON, and so is the patch in it. */
static void check_reply(const struct buf *reply)
{
    auto_json json_t *review = NULL, *patch = NULL;
    auto_err struct err err = ERR_INIT;
    const char *encoded;
    size_t len;

    if (json_parse(buf_text(reply), reply->len, &review, &err) < 0)
        __builtin_trap();
    encoded = json_dig_text(review, "response", "patch");
    if (!encoded)
        return;
    auto_free char *text = base64_decode(encoded, strlen(encoded), &len, NULL);
    if (!text || json_parse(text, len, &patch, &err) < 0 || !json_is_array(patch))
        __builtin_trap();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *text = (const char *)data, *newline = size ? memchr(text, '\n', size) : NULL;
    auto_buf struct buf reply = BUF_INIT(LIMIT_HTTP_REPLY);
    struct admit_result result;

    if (!newline || size > MAX_SIZE)
        return 0;
    auto_free char *path = mem_strndup(text + 1, (size_t)(newline - text) - (newline > text));
    admit_review(snapshots[(unsigned char)*text % n_snapshots], path, newline + 1,
                 size - (size_t)(newline + 1 - text), &reply, &result);
    if (!result.reason || !result.message)
        __builtin_trap();
    if (result.outcome != ADMIT_MALFORMED)
        check_reply(&reply);
    admit_result_done(&result);
    return 0;
}

/* ---- changes ---- */

static const char *const words[] = {"\"istio-proxy\"", "\"istio-init\"", "\"auto\"", NULL};

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size, unsigned seed)
{
    const char *text = (const char *)data, *newline = size ? memchr(text, '\n', size) : NULL;
    auto_json json_t *review = NULL;
    auto_err struct err err = ERR_INIT;
    size_t head = newline ? (size_t)(newline + 1 - text) : 0;

    if (!newline || rand_r(&seed) % 8 == 0 ||
        json_parse(newline + 1, size - head, &review, &err) < 0)
        return LLVMFuzzerMutate(data, size, max_size);
    tree_change(review, words, &seed);
    auto_free char *changed = json_text(review);
    if (head + strlen(changed) > max_size)
        return LLVMFuzzerMutate(data, size, max_size);
    memcpy(data + head, changed, strlen(changed));
    data[0] = (uint8_t)('0' + (unsigned)rand_r(&seed) % n_snapshots);
    return head + strlen(changed);
}
