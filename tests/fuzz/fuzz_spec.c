/* libFuzzer: from a MeshConfig's spec to the objects of its charts, which are below $MALHA_ROOT.
 * What is refused says where; what is planned has a namespace, releases and values; what is
 * rendered has names, and what is made of the same is the same. Charts are rendered for one input
 * in thirty-two, since that takes as long as thousands of plans. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "operator/ignore.h"
#include "operator/objects.h"
#include "operator/patches.h"
#include "operator/spec.h"
#include "operator/yield.h"
#include "tests/fuzz/tree.h"

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size, unsigned seed);
size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t max_size);

#define MAX_SIZE (64u << 10)

static char *charts, *profiles;
static struct source *source;
static json_t *components, *sample;
static char *addons;

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    const char *root = getenv("MALHA_ROOT");
    auto_err struct err err = ERR_INIT;

    (void)argc;
    (void)argv;
    if (!root)
        abort(); /* hack/fuzz says it */
    auto_free char *rows = mem_printf("%s/manifests/components/istio.yaml", root);
    charts = mem_printf("%s/build/charts/charts", root);
    profiles = mem_printf("%s/manifests/profiles", root);
    addons = mem_printf("%s/manifests/addons", root);
    if (source_of_folders(charts, profiles, &source, &err) < 0 ||
        source_components(rows, addons, &components, &err) < 0)
        abort();
    sample = json_loads(
        "{\"apiVersion\":\"apps/v1\",\"kind\":\"Deployment\",\"metadata\":{\"name\":\"istiod\",\"labels\":{"
        "\"app\":\"istiod\"}},\"spec\":{\"replicas\":1,\"template\":{\"spec\":{\"containers\":[{\"name\":"
        "\"discovery\",\"env\":[{\"name\":\"A\",\"value\":\"1\"}]}]}}}}",
        0, NULL);
    return 0;
}

/* A fault is the spec's, and says so. */
static void check_refusal(const struct err *err)
{
    if (err->class != ERR_INVALID || !*err_message(err))
        __builtin_trap();
}

/* Steps of the same `input` have the same objects, of whichever specs they are: the operator
 * renders them once. */
static void check_inputs(const json_t *steps)
{
    static json_t *before;
    size_t i, k;
    json_t *step, *old;

    json_array_foreach ((json_t *)steps, i, step) {
        json_array_foreach (before, k, old) {
            const char *input = json_text_at(step, "input");

            if (*input && strcmp(input, json_text_at(old, "input")) == 0 &&
                !json_equal(json_object_get(step, "objects"), json_object_get(old, "objects")))
                __builtin_trap();
        }
    }
    json_decref(before);
    before = json_incref((json_t *)steps);
}

static void render(const json_t *mesh_config, const struct plan *plan)
{
    struct objects_input in = {.plan = plan,
                               .source = source,
                               .addons = addons,
                               .set = "set",
                               .mesh_config = mesh_config,
                               .webhook_service = "webhook",
                               .operator_namespace = "malha-system"};
    auto_json json_t *steps = NULL;
    auto_err struct err err = ERR_INIT;

    if (objects_render(&in, &steps, &err) < 0) {
        check_refusal(&err);
        return;
    }
    if (json_array_size(steps) != plan->n)
        __builtin_trap();
    check_inputs(steps);
}

static void try_plan(const json_t *mesh_config, bool with_charts)
{
    const char *name = json_dig_text(mesh_config, "spec", "profile");
    auto_json json_t *profile = NULL;
    auto_err struct err err = ERR_INIT;
    struct plan plan;

    if (spec_check(mesh_config, &err) < 0 ||
        source_profile(source, name ? name : "default", &profile, &err) < 0 ||
        plan_make(mesh_config, profile, components, "none", &plan, &err) < 0) {
        check_refusal(&err);
        return;
    }
    for (size_t i = 0; i < plan.n; i++) {
        if (!plan.steps[i].release || !plan.steps[i].namespace || !plan.steps[i].values)
            __builtin_trap();
    }
    if (with_charts)
        render(mesh_config, &plan);
    plan_done(&plan);
}

static void try_patches(const json_t *mesh_config)
{
    auto_json json_t *made = NULL;
    auto_err struct err err = ERR_INIT;
    struct patches patches;

    if (patches_init(mesh_config, &patches, &err) < 0) {
        check_refusal(&err);
        return;
    }
    if (patches_apply(&patches, sample, "here", &made, &err) < 0 || patches_end(&patches, &err) < 0)
        check_refusal(&err);
    patches_done(&patches);
}

static void try_ignored(const json_t *mesh_config)
{
    auto_json json_t *pointers = NULL, *left = NULL;
    auto_err struct err err = ERR_INIT;

    if (ignore_check(mesh_config, &err) < 0) {
        check_refusal(&err);
        return;
    }
    pointers = ignore_pointers(mesh_config, sample, "here");
    left = yield(sample, sample, "malha-operator", false, pointers);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    auto_json json_t *spec = NULL, *mesh_config = NULL;
    auto_err struct err err = ERR_INIT;
    unsigned sum = 0;

    if (size > MAX_SIZE || json_parse((const char *)data, size, &spec, &err) < 0)
        return 0;
    for (size_t i = 0; i < size; i++)
        sum = sum * 31 + data[i];
    mesh_config = json_pack("{s:{s:s},s:O}", "metadata", "name", "fuzzed", "spec", spec);
    try_plan(mesh_config, sum % 32 == 0);
    try_patches(mesh_config);
    try_ignored(mesh_config);
    return 0;
}

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size, unsigned seed)
{
    static const char *const words[] = {
        "\"demo\"",   "\"minimal\"",       "\"ambient\"",        "\"k3s\"",
        "\"istiod\"", "\"Deployment\"",    "\"/spec/replicas\"", "\"copy\"",
        "\"move\"",   "\"replace\"",       "{\"enabled\":true}", "[{\"name\":\"gate\"}]",
        "\"jaeger\"", "\"opentelemetry\"", "\"there.svc:80\"",   NULL};
    auto_json json_t *spec = NULL;
    auto_err struct err err = ERR_INIT;

    if (rand_r(&seed) % 8 == 0 || json_parse((const char *)data, size, &spec, &err) < 0)
        return LLVMFuzzerMutate(data, size, max_size);
    tree_change(spec, words, &seed);
    auto_free char *changed = json_text(spec);
    if (strlen(changed) > max_size)
        return LLVMFuzzerMutate(data, size, max_size);
    memcpy(data, changed, strlen(changed));
    return strlen(changed);
}
