#include "operator/adopt.h"

#include <string.h>

#include "base/limits.h"
#include "base/mem.h"
#include "merge/diff.h"
#include "operator/object.h"
#include "operator/plan.h"

bool adopt_asks_for_plan(const json_t *mesh_config)
{
    return strcmp(json_text_at(json_dig(mesh_config, "metadata", "annotations"), ADOPT_ANNOTATION),
                  "plan") == 0;
}

/* ---- whose it is ---- */

static const json_t *controller_of(const json_t *object)
{
    size_t i;
    json_t *owner;

    json_array_foreach (json_dig(object, "metadata", "ownerReferences"), i, owner) {
        if (json_truth(json_object_get(owner, "controller")))
            return owner;
    }
    return NULL;
}

char *adopt_maker(const json_t *object)
{
    const json_t *metadata = json_object_get(object, "metadata"), *owner = controller_of(object),
                 *first = json_array_get(json_object_get(metadata, "managedFields"), 0);
    const char *release = json_dig_text(metadata, "annotations", "meta.helm.sh/release-name");

    if (owner)
        return mem_printf("%s %s", json_text_at(owner, "kind"), json_text_at(owner, "name"));
    if (release)
        return mem_printf("Helm's release %s", release);
    if (json_dig(metadata, "labels", "install.operator.istio.io/owning-resource"))
        return mem_strdup("istioctl");
    return mem_strdup(first ? json_text_at(first, "manager") : "somebody else");
}

static bool is_workload(const struct want *want)
{
    return strcmp(want->kind, "Deployment") == 0 || strcmp(want->kind, "DaemonSet") == 0;
}

/* A mesh's own label says that it is Malha's, of whichever MeshConfig. */
static bool is_foreign(const json_t *object)
{
    return object && !json_dig(object, "metadata", "labels", OBJECT_PART_OF);
}

/* Charts label Pods with the release's name (app.kubernetes.io/instance): under another one all of
 * them would be replaced. */
static void note_release(const struct wanted_step *step, const json_t *live, json_t *releases)
{
    const char *name =
        json_dig_text(live, "spec", "template", "metadata", "labels", "app.kubernetes.io/instance");

    if (name && !step->named && !json_object_get(releases, step->component))
        json_put_text(releases, step->component, name);
}

static void note_workload(const struct want *want, const json_t *live, json_t *workloads)
{
    auto_free char *maker = adopt_maker(live);

    json_array_append_new(workloads,
                          json_pack("{s:s,s:s,s:s,s:s,s:b}", "kind", want->kind, "namespace",
                                    want->namespace, "name", want->name, "maker", maker,
                                    "controlled", controller_of(live) != NULL));
}

int adopt_look(struct kube *kube, const struct wanted *wanted, struct adopt *ret, struct err *err)
{
    auto_json json_t *workloads = json_array(), *releases = json_object();

    for (size_t i = 0; i < wanted->n; i++) {
        for (size_t k = 0; k < wanted->steps[i].n; k++) {
            const struct want *want = &wanted->steps[i].items[k];
            auto_json json_t *live = NULL;

            if (!is_workload(want))
                continue;
            if (want_find(want, kube, &live, err) < 0)
                return -1;
            if (!is_foreign(live))
                continue;
            note_workload(want, live, workloads);
            note_release(&wanted->steps[i], live, releases);
        }
    }
    *ret = (struct adopt){STEAL(workloads), STEAL(releases)};
    return 0;
}

void adopt_done(struct adopt *found)
{
    json_decref(found->workloads);
    json_decref(found->releases);
    *found = (struct adopt){0};
}

/* ---- may it be taken over ---- */

static int refuse(const json_t *mesh_config, const json_t *workload, bool *ret_foreign,
                  struct err *err)
{
    const char *asked =
        json_text_at(json_dig(mesh_config, "metadata", "annotations"), ADOPT_ANNOTATION);
    bool controlled = json_truth(json_object_get(workload, "controlled"));

    if (strcmp(asked, "yes") == 0 && !controlled)
        return 0;
    *ret_foreign = true;
    return err_set(err, ERR_INVALID,
                   controlled ? "%s %s/%s is that of %s, whose controller would change it back: "
                                "delete that with --cascade=orphan first"
                              : "%s %s/%s was made by %s: the annotation " ADOPT_ANNOTATION
                                ": \"plan\" shows in status.plan what would change, \"yes\" "
                                "takes it over",
                   json_text_at(workload, "kind"), json_text_at(workload, "namespace"),
                   json_text_at(workload, "name"), json_text_at(workload, "maker"));
}

/* istiod's own webhook configuration would go on asking an istiod that no longer injects. */
static int check_injector(struct kube *kube, const json_t *mesh_config, bool *ret_foreign,
                          struct err *err)
{
    auto_json json_t *items = NULL;
    size_t i;
    json_t *item;

    if (kube_list(kube,
                  "/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations"
                  "?labelSelector=app%3Dsidecar-injector",
                  &items, NULL, err) < 0)
        return err_wrap(err, "webhook configurations");
    json_array_foreach (items, i, item) {
        const json_t *webhook = json_array_get(json_object_get(item, "webhooks"), 0);
        const char *namespace = json_dig_text(webhook, "clientConfig", "service", "namespace");

        if (!is_foreign(item) || !namespace || strcmp(namespace, plan_namespace(mesh_config)) != 0)
            continue;
        *ret_foreign = true;
        return err_set(err, ERR_INVALID,
                       "MutatingWebhookConfiguration %s has istiod inject Pods: take the mesh over "
                       "with spec.injection.provider: istiod, and change that once it is Ready",
                       json_text_at(json_object_get(item, "metadata"), "name"));
    }
    return 0;
}

int adopt_check(struct kube *kube, const json_t *mesh_config, const struct adopt *found,
                bool *ret_foreign, struct err *err)
{
    size_t i;
    json_t *workload;

    *ret_foreign = false;
    json_array_foreach (found->workloads, i, workload) {
        if (refuse(mesh_config, workload, ret_foreign, err) < 0)
            return -1;
    }
    if (json_array_size(found->workloads) == 0 || !plan_injects(mesh_config))
        return 0;
    return check_injector(kube, mesh_config, ret_foreign, err);
}

/* ---- what would change ---- */

/* Without what an apply always changes. */
static json_t *substance(const json_t *object)
{
    static const char *const aside[] = {"metadata", "status"};
    json_t *copy = json_copy((json_t *)object);

    for (size_t i = 0; i < ARRAY_LEN(aside); i++)
        (void)json_object_del(copy, aside[i]);
    return copy;
}

char *adopt_first_change(const json_t *live, const json_t *after)
{
    auto_json json_t *before = substance(live), *now = substance(after), *operations = NULL;
    auto_buf struct buf patch = BUF_INIT(LIMIT_FILE);
    auto_err struct err err = ERR_INIT;

    if (json_same(before, now))
        return NULL;
    diff_patch(before, now, &patch);
    if (json_parse(buf_text(&patch), patch.len, &operations, &err) < 0)
        return mem_strdup("");
    return mem_strdup(json_text_at(json_array_get(operations, 0), "path"));
}

static bool replaces_pods(const json_t *live, const json_t *after)
{
    const json_t *before = json_dig(live, "spec", "template"),
                 *now = json_dig(after, "spec", "template");

    return before && now && !json_same(before, now);
}

static void count(json_t *plan, const char *key)
{
    json_put(plan, key, json_integer(json_number_or(json_object_get(plan, key), 0) + 1));
}

static void add_change(json_t *plan, const struct want *want, const char *action, const char *field,
                       bool restarts)
{
    json_t *changes = json_object_get(plan, "changes"), *change;

    if (json_array_size(changes) >= ADOPT_CHANGES)
        return;
    change = json_pack("{s:s,s:s,s:s}", "kind", want->kind, "name", want->name, "action", action);
    if (want->namespace)
        json_put_text(change, "namespace", want->namespace);
    if (field)
        json_put_text(change, "field", field);
    if (restarts)
        json_put(change, "restarts", json_true());
    json_array_append_new(changes, change);
}

static int plan_one(struct kube *kube, const struct want *want, const json_t *object,
                    const char *namespace, json_t *plan, struct err *err)
{
    struct kube_apply_options options = {
        .manager = OBJECT_MANAGER, .force = true, .dry_run = true, .default_namespace = namespace};
    auto_json json_t *live = NULL, *after = NULL;
    auto_free char *field = NULL;

    if (want_find(want, kube, &live, err) < 0)
        return -1;
    if (!live) { /* its namespace, or its kind, may not be there yet to ask */
        count(plan, "created");
        add_change(plan, want, "create", NULL, false);
        return 0;
    }
    if (kube_apply(kube, object, &options, &after, err) < 0)
        return err_wrap(err, "%s", want->key);
    field = adopt_first_change(live, after);
    count(plan, field ? "changed" : "unchanged");
    if (field)
        add_change(plan, want, "change", field, replaces_pods(live, after));
    return 0;
}

int adopt_plan(struct kube *kube, const struct wanted *wanted, const json_t *steps,
               json_t **ret_plan, struct err *err)
{
    auto_json json_t *plan =
        json_pack("{s:i,s:i,s:i,s:[]}", "created", 0, "changed", 0, "unchanged", 0, "changes");

    for (size_t i = 0; i < wanted->n; i++) {
        const struct wanted_step *step = &wanted->steps[i];
        const json_t *objects = json_object_get(json_array_get(steps, i), "objects");

        for (size_t k = 0; k < step->n; k++) {
            if (plan_one(kube, &step->items[k], json_array_get(objects, k), step->namespace, plan,
                         err) < 0)
                return -1;
        }
    }
    *ret_plan = STEAL(plan);
    return 0;
}
