#include "operator/objects.h"

#include <string.h>

#include "base/mem.h"
#include "helm/render.h"
#include "operator/injection.h"
#include "operator/object.h"
#include "operator/patches.h"
#include "operator/telemetry.h"

static bool is_list(const json_t *object)
{
    const char *kind = json_dig_text(object, "kind");
    size_t len = kind ? strlen(kind) : 0;

    return len > 4 && strcmp(kind + len - 4, "List") == 0 &&
           json_is_array(json_object_get(object, "items"));
}

/* One step's rendering. */
struct rendering {
    const struct objects_input *in;
    const struct plan_step *step;
    struct patches *patches;
    json_t *objects; /* what it has made so far */
};

static int take_object(struct rendering *r, const json_t *object, struct err *err)
{
    const char *kind = json_dig_text(object, "kind"), *name;
    auto_json json_t *made = NULL, *patched = NULL;
    json_t *copy, *labels, *item;
    size_t i;

    if (is_list(object)) {
        json_array_foreach (json_object_get(object, "items"), i, item) {
            if (take_object(r, item, err) < 0)
                return -1;
        }
        return 0;
    }
    if (telemetry_put(object, r->in->plan->revision, r->step->providers, &made, err) < 0 ||
        patches_apply(r->patches, made, r->step->namespace, &patched, err) < 0)
        return -1;
    name = json_dig_text(object, "metadata", "name");
    copy = json_copy(patched);
    (void)json_own(json_own(copy, "metadata"), "labels");
    labels = json_make(copy, "metadata", "labels");
    json_array_append_new(r->objects, copy);
    if (!labels)
        return err_set(err, ERR_INVALID, "%s %s: metadata.labels must be a mapping",
                       kind ? kind : "object", name ? name : "without a name");
    json_put_text(labels, OBJECT_PART_OF, r->in->set);
    json_put_text(labels, "app.kubernetes.io/managed-by", "malha");
    return 0;
}

static int load_chart(const struct objects_input *in, const struct plan_step *step,
                      struct helm_chart **ret, struct err *err)
{
    auto_free char *folder = NULL;

    if (!step->addon)
        return source_chart(in->source, step->chart, ret, err);
    folder = mem_printf("%s/%s", in->addons, step->chart);
    return helm_chart_load(folder, ret, err);
}

static int render_chart(struct rendering *r, struct err *err)
{
    const struct plan_step *step = r->step;
    struct helm_release release = {.name = step->release, .namespace = step->namespace};
    struct helm_manifests manifests = {0};
    struct helm_chart *chart = NULL;
    int rc;

    if (load_chart(r->in, step, &chart, err) < 0)
        return -1;
    rc = helm_render(chart, step->values, &release, &manifests, err);
    for (size_t i = 0; i < manifests.n && rc == 0; i++) {
        if (manifests.items[i].object && !manifests.items[i].hook)
            rc = take_object(r, manifests.items[i].object, err);
    }
    helm_manifests_done(&manifests);
    helm_chart_free(chart);
    return rc;
}

static int add_injection(struct rendering *r, struct err *err)
{
    const struct objects_input *in = r->in;
    const struct plan_step *step = r->step;
    const char *policy = json_dig_text(in->mesh_config, "spec", "injection", "failurePolicy");
    const char *reinvocation = json_dig_text(step->values, "reinvocationPolicy");
    struct injection_target target = {
        .name = step->release,
        .service = in->webhook_service,
        .namespace = in->operator_namespace,
        .failure_policy = policy ? policy : "Fail",
        .reinvocation_policy = reinvocation ? reinvocation : "Never",
        .revision = in->plan->revision,
        .revisions = in->plan->revisions,
        .is_default = in->plan->is_default,
        .everywhere = json_truth(json_object_get(step->values, "enableNamespacesByDefault")),
        .owner = in->injection_owner,
    };
    auto_json json_t *configuration = injection_configuration(&target);

    return take_object(r, configuration, err);
}

/* Helm's values are floats; so are ours once they have been through JSON. */
static json_t *as_floats(const json_t *value)
{
    const char *key;
    json_t *item, *copy;
    size_t i;

    if (json_is_integer(value))
        return json_real((double)json_integer_value(value));
    if (json_is_object(value)) {
        copy = json_object();
        json_object_foreach ((json_t *)value, key, item)
            json_put(copy, key, as_floats(item));
        return copy;
    }
    if (json_is_array(value)) {
        copy = json_array();
        json_array_foreach ((json_t *)value, i, item)
            json_array_append_new(copy, as_floats(item));
        return copy;
    }
    return json_incref((json_t *)value);
}

/* What was taken over keeps the name of the release that it came from, which its Pods carry. */
static const char *release_of(const struct objects_input *in, const struct plan_step *step)
{
    const char *other = json_dig_text(in->releases, step->component);

    return other && !step->named ? other : step->release;
}

/* To be freed; NULL of what no chart makes. */
static char *input_of(const struct objects_input *in, const struct plan_step *step)
{
    auto_json json_t *all =
        json_pack("{s:s,s:s*,s:s,s:s,s:s,s:O,s:O*,s:O*}", "version", source_version(in->source),
                  "chart", step->chart, "release", step->release, "namespace", step->namespace,
                  "set", in->set, "values", step->values, "providers", step->providers, "patches",
                  json_dig(in->mesh_config, "spec", "patches"));

    return step->chart ? object_digest(all) : NULL;
}

/* Of patches each has to be seen to be for something. */
static bool is_known(const struct objects_input *in, const char *input)
{
    return input && in->known &&
           json_array_size(json_dig(in->mesh_config, "spec", "patches")) == 0 &&
           wanted_of_input(in->known, input);
}

/* A step's row of what objects_render() gives. */
static int render_step(const struct objects_input *in, const struct plan_step *planned,
                       struct patches *patches, json_t *steps, struct err *err)
{
    struct plan_step step = *planned;
    auto_json json_t *objects = json_array(), *values = as_floats(planned->values);
    struct rendering r = {.in = in, .step = &step, .patches = patches, .objects = objects};
    int rc = 0;

    step.values = values;
    step.release = (char *)release_of(in, planned);
    auto_free char *input = input_of(in, &step);
    bool known = is_known(in, input);
    if (!known)
        rc = step.chart ? render_chart(&r, err) : add_injection(&r, err);
    if (rc < 0 || json_check_puts(err) < 0)
        return err_wrap(err, "component %s (%s)", step.component, step.release);
    json_array_append_new(
        steps, json_pack("{s:s,s:s,s:b,s:b,s:b,s:O*,s:s,s:s*,s:O}", "component", step.component,
                         "release", step.release, "named", step.named, "early", step.early, "addon",
                         step.addon, "secret", step.secret, "namespace", step.namespace, "input",
                         input, "objects", known ? json_null() : objects));
    return 0;
}

int objects_render(const struct objects_input *in, json_t **ret_steps, struct err *err)
{
    auto_json json_t *steps = json_array();
    struct patches patches;
    int rc = 0;

    if (patches_init(in->mesh_config, &patches, err) < 0)
        return -1;
    for (size_t i = 0; i < in->plan->n && rc == 0; i++)
        rc = render_step(in, &in->plan->steps[i], &patches, steps, err);
    if (rc == 0)
        rc = patches_end(&patches, err);
    patches_done(&patches);
    if (rc == 0)
        *ret_steps = STEAL(steps);
    return rc;
}
