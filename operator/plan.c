#include "operator/plan.h"

#include <string.h>

#include "base/mem.h"
#include "operator/addons.h"

void plan_done(struct plan *plan)
{
    for (size_t i = 0; i < plan->n; i++) {
        free(plan->steps[i].component);
        free(plan->steps[i].release);
        free(plan->steps[i].namespace);
        free(plan->steps[i].chart);
        json_decref(plan->steps[i].values);
        json_decref(plan->steps[i].providers);
        json_decref(plan->steps[i].secret);
    }
    free(plan->steps);
    free(plan->namespace);
    free(plan->revision);
    json_decref(plan->revisions);
    *plan = (struct plan){0};
}

const char *plan_platform(const json_t *mesh_config)
{
    const char *platform = json_dig_text(mesh_config, "spec", "platform");

    return platform && strcmp(platform, "auto") != 0 ? platform : NULL;
}

bool plan_injects(const json_t *mesh_config)
{
    const char *provider = json_dig_text(mesh_config, "spec", "injection", "provider");

    return !provider || strcmp(provider, "malha") == 0;
}

/* Takes `values`; `chart` may be NULL. */
static void add_step(struct plan *plan, const char *component, const char *release,
                     const char *namespace, const char *chart, json_t *values)
{
    mem_grow(&plan->steps, &plan->cap, plan->n, sizeof(*plan->steps));
    plan->steps[plan->n++] = (struct plan_step){
        .component = mem_strdup(component),
        .release = mem_strdup(release),
        .namespace = mem_strdup(namespace),
        .chart = chart ? mem_strdup(chart) : NULL,
        .values = values,
    };
}

static void overlay(json_t *values, const json_t *over)
{
    if (over)
        json_merge_values(values, over, false);
}

/* spec.images in the terms of Istio's charts. */
static void put_images(json_t *values, const json_t *images)
{
    static const char *const keys[][2] = {
        {"registry", "hub"}, {"tag", "tag"}, {"pullPolicy", "imagePullPolicy"}};
    const json_t *secrets = json_object_get(images, "pullSecrets");

    for (size_t i = 0; i < ARRAY_LEN(keys); i++) {
        const char *text = json_dig_text(images, keys[i][0]);

        if (text)
            json_put_text(json_make(values, "global"), keys[i][1], text);
    }
    if (json_array_size(secrets) > 0)
        json_put(json_make(values, "global"), "imagePullSecrets", json_deep_copy(secrets));
}

/* What a row of manifests/components is read for, beside the MeshConfig's spec and its profile. */
struct sources {
    const json_t *row, *spec, *profile;
    const struct addons *addons;
    const char *platform;
    bool injects;
};

/* What every chart gets. */
static json_t *common_values(const struct sources *from, const char *namespace)
{
    const json_t *spec = from->spec;
    json_t *values = json_object();

    overlay(values, json_object_get(from->profile, "values"));
    json_put_text(json_make(values, "global"), "istioNamespace", namespace);
    put_images(values, json_object_get(spec, "images"));
    if (strcmp(from->platform, "none") != 0)
        json_put_text(json_make(values, "global"), "platform", from->platform);
    overlay(values, json_object_get(spec, "values"));
    return values;
}

/* The gateway chart's schema knows its own keys only: of what is meant for all charts it gets
 * these. */
static json_t *gateway_values(json_t *common)
{
    static const char *const shared[] = {"global", "profile", "platform", "compatibilityVersion",
                                         "revision"};
    auto_json json_t *all = common;
    const json_t *secrets = json_dig(all, "global", "imagePullSecrets");
    json_t *values = json_object();
    size_t i;
    json_t *secret;

    for (size_t k = 0; k < ARRAY_LEN(shared); k++) {
        json_t *value = json_object_get(all, shared[k]);

        if (value)
            json_put(values, shared[k], json_incref(value));
    }
    json_array_foreach (secrets, i, secret) {
        if (i == 0)
            json_put(values, "imagePullSecrets", json_array());
        json_array_append_new(json_object_get(values, "imagePullSecrets"),
                              json_pack("{s:O}", "name", secret));
    }
    return values;
}

/* Injection is Malha's: istiod neither serves it nor touches webhook configurations for it. */
static void take_over_injection(json_t *values)
{
    json_t *env = json_make(values, "env"), *global = json_make(values, "global");

    json_put(global, "operatorManageWebhooks", json_true());
    json_put_text(env, "INJECT_ENABLED", "false");
    json_put_text(env, "INJECTION_WEBHOOK_CONFIG_NAME", "");
}

static bool is_enabled(const json_t *profile_component, const json_t *component)
{
    const json_t *own = json_object_get(component, "enabled");

    return own ? json_truth(own) : json_truth(json_object_get(profile_component, "enabled"));
}

/* Is the row's component wanted, and with which values of its own (borrowed; may be NULL)? */
static bool find_single(const struct sources *from, const json_t **ret_values)
{
    const char *name = json_dig_text(from->row, "component");
    const json_t *component = json_dig(from->spec, "components", name);

    *ret_values = json_object_get(component, "values");
    return is_enabled(json_dig(from->profile, "components", name), component);
}

/* By which names the mesh is asked for (helm chart istiod: revision, revisionTags). */
static void take_revisions(struct plan *plan, const json_t *values)
{
    const json_t *tags = json_object_get(values, "revisionTags");

    plan->revision = mem_strdup(json_text_at(values, "revision"));
    plan->revisions = json_pack("[s]", *plan->revision ? plan->revision : "default");
    if (json_array_size(tags) > 0)
        (void)json_array_extend(plan->revisions, (json_t *)tags);
    plan->is_default = json_has_text(plan->revisions, "default");
}

/* Of the component that is the control plane, whose values say them; a mesh without it has none. */
static void find_revisions(struct plan *plan, struct sources from, const json_t *components)
{
    auto_json json_t *values = common_values(&from, plan->namespace);
    bool wanted = false;
    const json_t *own;
    size_t i;
    json_t *row;

    json_array_foreach ((json_t *)components, i, row) {
        from.row = row;
        if (!json_truth(json_object_get(row, "injection")))
            continue;
        wanted = find_single(&from, &own);
        overlay(values, own);
        break;
    }
    take_revisions(plan, values);
    if (!wanted)
        (void)json_array_clear(plan->revisions);
}

/* Resources without a revision are validated by the default one: a mesh beside that does not take
 * this over (helm chart base: defaultRevision). */
static void put_default_revision(json_t *values, const struct plan *plan)
{
    if (*plan->revision && !json_object_get(values, "defaultRevision"))
        json_put_text(values, "defaultRevision", plan->is_default ? plan->revision : "");
}

/* With the CNI Pods need no istio-init: the injector is told of it unless the user has said
 * (istioctl: operator/pkg/render/manifest.go). */
static void tell_of_cni(json_t *values, const struct sources *from)
{
    if (is_enabled(json_dig(from->profile, "components", "cni"),
                   json_dig(from->spec, "components", "cni")) &&
        !json_dig(values, "pilot", "cni", "enabled"))
        json_put(json_make(values, "pilot", "cni"), "enabled", json_true());
}

static void add_single(struct plan *plan, const struct sources *from)
{
    const char *name = json_dig_text(from->row, "component");
    bool control_plane = json_truth(json_object_get(from->row, "injection")),
         injection = from->injects && control_plane;
    const json_t *own;
    struct plan_step *step;
    json_t *values, *of_webhook;

    if (!find_single(from, &own))
        return;
    values = common_values(from, plan->namespace);
    overlay(values, json_object_get(from->row, "values"));
    if (json_truth(json_object_get(from->row, "validation")))
        put_default_revision(values, plan);
    if (control_plane)
        tell_of_cni(values, from);
    if (injection)
        take_over_injection(values);
    overlay(values, own);
    add_step(plan, name, json_dig_text(from->row, "release"), plan->namespace,
             json_dig_text(from->row, "chart"), values);
    step = &plan->steps[plan->n - 1];
    step->early = json_truth(json_object_get(from->row, "early"));
    step->control_plane = control_plane;
    if (control_plane)
        step->providers = json_incref(from->addons->telemetry.providers);
    if (!injection)
        return;
    of_webhook = json_object_get(values, "sidecarInjectorWebhook");
    auto_free char *release =
        mem_printf("malha-sidecar-injector%s%s", *plan->revision ? "-" : "", plan->revision);
    add_step(plan, "injection", release, plan->namespace, NULL,
             json_is_object(of_webhook) ? json_incref(of_webhook) : json_object());
}

/* The profile's gateways and the resource's, by name; the resource's say more. */
static int add_gateways(struct plan *plan, const struct sources *from, struct err *err)
{
    const char *list = json_dig_text(from->row, "gateways");
    const json_t *own_list = json_dig(from->spec, "components", list);
    auto_json json_t *gateways = json_array();
    size_t i;
    json_t *item;

    json_array_foreach (json_dig(from->profile, "components", list), i, item) {
        if (!json_find(own_list, "name", json_dig_text(item, "name")))
            json_array_append(gateways, item);
    }
    json_array_foreach (own_list, i, item) {
        if (!*json_text_at(item, "name"))
            return err_set(err, ERR_INVALID, "spec.components.%s[%zu] must have a name", list, i);
    }
    if (json_array_size(own_list) > 0)
        (void)json_array_extend(gateways, (json_t *)own_list);
    json_array_foreach (gateways, i, item) {
        const char *name = json_dig_text(item, "name"),
                   *namespace = json_dig_text(item, "namespace");
        const json_t *enabled = json_object_get(item, "enabled");
        json_t *values;

        if (enabled && !json_truth(enabled))
            continue;
        values = gateway_values(common_values(from, plan->namespace));
        overlay(values, json_object_get(from->row, "values"));
        overlay(values, json_object_get(item, "values"));
        add_step(plan, list, name, namespace ? namespace : plan->namespace,
                 json_dig_text(from->row, "chart"), values);
        plan->steps[plan->n - 1].named = true;
    }
    return 0;
}

/* The mesh's configuration as the control plane's chart gets it (helm chart istiod: meshConfig). */
static const json_t *mesh_values(const struct plan *plan)
{
    for (size_t i = 0; i < plan->n; i++) {
        if (plan->steps[i].control_plane)
            return json_object_get(plan->steps[i].values, "meshConfig");
    }
    return NULL;
}

/* What is configuration of the whole mesh is in the root namespace. */
static const char *wiring_namespace(const struct plan *plan)
{
    const char *root = json_dig_text(mesh_values(plan), "rootNamespace");

    return root ? root : plan->namespace;
}

/* The charts' own profiles are seen by charts alone: ours say what is in theirs. */
static const char *log_file(const struct plan *plan, const struct sources *from)
{
    const char *said = json_dig_text(mesh_values(plan), "accessLogFile");

    return said ? said : json_dig_text(from->profile, "accessLogFile");
}

static void add_addon(struct plan *plan, const struct sources *from)
{
    const char *name = json_dig_text(from->row, "addon");
    const struct addons *addons = from->addons;
    bool wiring = json_truth(json_object_get(from->row, "wiring"));

    if (!addons_want(addons, from->row))
        return;
    add_step(
        plan, name, name, wiring ? wiring_namespace(plan) : addons_namespace(addons, name), name,
        wiring ? addons_wiring(addons, log_file(plan, from)) : addons_values(addons, from->row));
    plan->steps[plan->n - 1].addon = true;
    plan->steps[plan->n - 1].secret = addons_secret(from->row, plan->steps[plan->n - 1].values);
}

const char *plan_namespace(const json_t *mesh_config)
{
    const char *namespace = json_dig_text(mesh_config, "spec", "namespace");

    return namespace ? namespace : "istio-system";
}

int plan_make(const json_t *mesh_config, const json_t *profile, const json_t *components,
              const char *platform, struct plan *ret_plan, struct err *err)
{
    const char *named = plan_platform(mesh_config);
    struct sources from = {.spec = json_object_get(mesh_config, "spec"),
                           .profile = profile,
                           .platform = named ? named : platform,
                           .injects = plan_injects(mesh_config)};
    struct plan plan = {.namespace = mem_strdup(plan_namespace(mesh_config))};
    struct addons addons = {0};
    size_t i;
    json_t *row;
    int rc;

    find_revisions(&plan, from, components);
    rc = addons_find(from.spec, components, plan.namespace, plan.revision, &addons, err);
    from.addons = &addons;
    json_array_foreach ((json_t *)components, i, row) {
        from.row = row;
        if (rc < 0)
            break;
        if (json_dig_text(row, "addon"))
            add_addon(&plan, &from);
        else if (!json_dig_text(row, "gateways"))
            add_single(&plan, &from);
        else
            rc = add_gateways(&plan, &from, err);
    }
    addons_done(&addons);
    if (rc < 0 || json_check_puts(err) < 0) {
        plan_done(&plan);
        return -1;
    }
    *ret_plan = plan;
    return 0;
}
