#include "webhook/render.h"

#include <ctype.h>
#include <string.h>

#include "base/limits.h"
#include "base/mem.h"
#include "merge/strategic.h"
#include "mesh/view.h"
#include "yaml/yaml.h"

#define STATUS "sidecar.istio.io/status"
#define OVERRIDES "proxy.istio.io/overrides"
#define PROXY_UID 1337

static const char *const kinds[] = {"containers", "initContainers"};

json_t *render_find_container(const json_t *pod, const char *name)
{
    for (size_t i = 0; i < ARRAY_LEN(kinds); i++) {
        json_t *found = json_find(json_dig(pod, "spec", kinds[i]), "name", name);

        if (found)
            return found;
    }
    return NULL;
}

static const char *annotation(const json_t *pod, const char *name)
{
    return json_dig_text(pod, "metadata", "annotations", name);
}

static const char *label(const json_t *pod, const char *name)
{
    return json_dig_text(pod, "metadata", "labels", name);
}

/* The JSON that an annotation holds; NULL when there is none or it is broken. */
static json_t *annotation_json(const json_t *pod, const char *name)
{
    const char *text = annotation(pod, name);

    return text ? json_loads(text, 0, NULL) : NULL;
}

/* ---- view ---- */

/* Is `name` in the list of this kind of the status annotation? */
static bool was_injected(const json_t *status, const char *kind, const char *name)
{
    size_t i;
    json_t *item;

    json_array_foreach (json_object_get(status, kind), i, item) {
        if (name && json_is_string(item) && strcmp(json_string_value(item), name) == 0)
            return true;
    }
    return false;
}

/* The Pod as its user wrote it: without what an earlier injection added, with the containers it
 * replaced. */
static json_t *strip(const struct render_input *in)
{
    json_t *pod = json_deep_copy(in->pod);
    auto_json json_t *status = annotation_json(pod, STATUS),
                     *overrides = annotation_json(pod, OVERRIDES);
    json_t *annotations = json_dig(pod, "metadata", "annotations");

    for (size_t k = 0; k < ARRAY_LEN(kinds); k++) {
        json_t *list = json_dig(pod, "spec", kinds[k]),
               *saved = json_object_get(overrides, kinds[k]), *item;
        size_t i;

        for (i = json_array_size(list); status && i-- > 0;) {
            if (was_injected(status, kinds[k], json_dig_text(json_array_get(list, i), "name")))
                (void)json_array_remove(list, i);
        }
        json_array_foreach (saved, i, item) {
            const char *name = json_dig_text(item, "name");

            if (!name || json_find(list, "name", name))
                continue;
            if (!list)
                json_put(json_make(pod, "spec"), kinds[k], list = json_array());
            json_array_append(list, item);
        }
    }
    (void)json_object_del(annotations, STATUS);
    return pod;
}

static bool ends_with(const char *s, const char *suffix)
{
    size_t n = strlen(s), k = strlen(suffix);

    return n > k && strcmp(s + n - k, suffix) == 0;
}

/* "name-1234567890" of a CronJob's Job; the length of "name", 0 when it is none. */
static size_t cron_job_name(const char *job)
{
    const char *dash = strrchr(job, '-');
    size_t digits = dash ? strspn(dash + 1, "0123456789") : 0;

    return dash && dash > job && digits >= 8 && digits <= 10 && dash[1 + digits] == '\0'
               ? (size_t)(dash - job)
               : 0;
}

struct owner {
    char *name, *kind, *api_version;
};

/* Whose Pod it is, as far as its owner reference and labels tell. */
static struct owner owner_of(const json_t *pod)
{
    const char *name = json_dig_text(pod, "metadata", "name");
    struct owner owner = {mem_strdup(name ? name : ""), mem_strdup("Pod"), mem_strdup("v1")};
    const char *generate = json_dig_text(pod, "metadata", "generateName");
    const char *kind = owner.kind, *api_version = owner.api_version;
    char *changed = NULL;
    size_t i;
    json_t *reference;

    json_array_foreach (json_dig(pod, "metadata", "ownerReferences"), i, reference) {
        const char *hashes[] = {label(pod, "pod-template-hash"),
                                label(pod, "rollouts-pod-template-hash")};
        const char *who = json_dig_text(reference, "name");

        if (!generate || !*generate || !who ||
            !json_truth(json_object_get(reference, "controller")))
            continue;
        kind = json_dig_text(reference, "kind");
        api_version = json_dig_text(reference, "apiVersion");
        kind = kind ? kind : "";
        api_version = api_version ? api_version : "";
        changed = mem_strdup(who);
        if (strcmp(kind, "ReplicaSet") == 0) {
            for (size_t h = 0; h < ARRAY_LEN(hashes); h++) {
                if (!hashes[h] || !*hashes[h] || !ends_with(changed, hashes[h]))
                    continue;
                changed[strlen(changed) - strlen(hashes[h]) - 1] = '\0';
                kind = h == 0 ? "Deployment" : "Rollout";
                api_version = h == 0 ? api_version : "v1alpha1";
                break;
            }
        } else if (strcmp(kind, "ReplicationController") == 0 && label(pod, "deploymentconfig")) {
            free(changed);
            changed = mem_strdup(label(pod, "deploymentconfig"));
            kind = "DeploymentConfig";
        } else if (strcmp(kind, "Job") == 0 && cron_job_name(changed)) {
            changed[cron_job_name(changed)] = '\0';
            kind = "CronJob";
            api_version = "batch/v1";
        }
        break;
    }
    if (changed) {
        struct owner found = {changed, mem_strdup(kind), mem_strdup(api_version)};

        free(owner.name);
        free(owner.kind);
        free(owner.api_version);
        owner = found;
    }
    return owner;
}

static void owner_done(struct owner *owner)
{
    free(owner->name);
    free(owner->kind);
    free(owner->api_version);
}

/* hub/name:tag with the image type as the tag's ending. */
static char *image_of(const struct render_input *in, const char *section, bool proxy)
{
    static const char *const types[] = {"-distroless", "-debug"};
    const json_t *global = json_object_get(in->injector->values, "global");
    const char *hub = json_dig_text(global, "hub"), *name = json_dig_text(global, section, "image");
    const json_t *tag_value = json_object_get(global, "tag");
    const char *type = annotation(in->pod, "sidecar.istio.io/proxyImageType");
    auto_buf struct buf tag = BUF_INIT(LIMIT_MESSAGE);

    if (!type && proxy)
        type = json_dig_text(in->proxy_config, "image", "imageType");
    if (!type || !*type)
        type = json_dig_text(global, "variant");
    if (tag_value)
        value_print_json(&tag, tag_value);
    if (type && *type) {
        for (size_t i = 0; i < ARRAY_LEN(types); i++) {
            if (tag.len && ends_with(tag.data, types[i])) {
                tag.len -= strlen(types[i]);
                tag.data[tag.len] = '\0';
                break;
            }
        }
        if (strcmp(type, "default") != 0)
            buf_addf(&tag, "-%s", type);
    }
    return mem_printf("%s/%s:%s", hub ? hub : "", name && *name ? name : "proxyv2", buf_text(&tag));
}

/* What requests share, in the hands of the templates: a copy if they might change it. */
static json_t *shared(const struct render_input *in, const json_t *tree)
{
    return gotmpl_changes_data(in->injector->templates) ? json_deep_copy(tree)
                                                        : json_incref((json_t *)tree);
}

/* Everything a template can ask for; the keys are Go's field names. */
static json_t *view(const struct render_input *in, const json_t *stripped)
{
    json_t *data = json_object(), *meta = json_object(), *type = json_object();
    const char *mode = json_dig_text(in->injector->mesh, "inboundTrafficPolicy", "mode");
    auto_free char *proxy_image = image_of(in, "proxy", true);
    auto_free char *init_image = image_of(in, "proxy_init", false);
    struct owner owner = owner_of(in->pod);

    json_put_text(meta, "name", owner.name);
    json_put_text(meta, "namespace", in->namespace);
    json_put_text(type, "kind", owner.kind);
    json_put_text(type, "apiVersion", owner.api_version);
    json_put(data, "TypeMeta", type);
    json_put(data, "DeploymentMeta", meta);
    json_put(data, "ObjectMeta", json_incref(json_object_get(stripped, "metadata")));
    json_put(data, "Spec", json_incref(json_object_get(stripped, "spec")));
    json_put(data, "ProxyConfig", shared(in, in->proxy_config));
    json_put(data, "MeshConfig", shared(in, in->injector->mesh));
    json_put(data, "Values", shared(in, in->injector->values));
    json_put_text(data, "Revision", in->revision);
    json_put(data, "NativeSidecars", json_boolean(in->native_sidecars));
    json_put_text(data, "ProxyImage", proxy_image);
    json_put_text(data, "ProxyInitImage", init_image);
    json_put(data, "ProxyUID", json_integer(PROXY_UID));
    json_put(data, "ProxyGID", json_integer(PROXY_UID));
    json_put_text(data, "InboundTrafficPolicyMode",
                  mode && strcmp(mode, "LOCALHOST") == 0 ? "localhost" : "passthrough");
    json_put_text(data, "CompliancePolicy", "");
    owner_done(&owner);
    return data;
}

/* ---- render ---- */

/* The names of the templates to use: the annotation's or the default's, aliases followed once. */
static int choose_templates(const struct render_input *in, json_t **ret_names, struct err *err)
{
    const char *asked = annotation(in->pod, "inject.istio.io/templates");
    auto_json json_t *names = json_array(), *resolved = json_array();
    size_t i, k;
    json_t *name, *alias;

    if (asked) {
        while (true) {
            size_t len = strcspn(asked, ","), from = 0, to = len;

            while (from < to && isspace((unsigned char)asked[from]))
                from++;
            while (to > from && isspace((unsigned char)asked[to - 1]))
                to--;
            json_array_append_new(names, json_stringn_nocheck(asked + from, to - from));
            if (!asked[len])
                break;
            asked += len + 1;
        }
    } else {
        (void)json_array_extend(names, in->injector->default_templates);
    }
    json_array_foreach (names, i, name) {
        json_t *targets = json_object_get(in->injector->aliases, json_string_value(name));

        if (!targets)
            json_array_append(resolved, name);
        json_array_foreach (targets, k, alias)
            json_array_append(resolved, alias);
    }
    json_array_foreach (resolved, i, name) {
        const char *text = json_string_value(name);

        if (!text || !gotmpl_has(in->injector->templates, text))
            return err_set(
                err, ERR_INVALID,
                "requested template \"%s\" not found; annotation inject.istio.io/templates must name "
                "templates of the injector's ConfigMap",
                text ? text : "");
    }
    *ret_names = STEAL(resolved);
    return 0;
}

static int render_template(const struct render_input *in, json_t *data, const char *name,
                           json_t **ret_patch, struct err *err)
{
    auto_buf struct buf out = BUF_INIT(LIMIT_TEMPLATE_OUTPUT);
    struct value dot = value_tree(data, &view_root);
    struct gotmpl_run run;
    int rc;

    gotmpl_run_init(&run, in->injector->templates, NULL);
    rc = gotmpl_execute(&run, name, &dot, &out, err);
    gotmpl_run_done(&run);
    if (rc < 0)
        return -1;
    if (buf_check(&out, name, err) < 0)
        return -1;
    if (yaml_parse(buf_text(&out), out.len, YAML_PLAIN, ret_patch, err) < 0)
        return err_wrap(err, "template %s does not render to YAML", name);
    if (json_is_null(*ret_patch)) {
        json_decref(*ret_patch);
        *ret_patch = json_object();
    }
    if (!json_is_object(*ret_patch)) {
        json_decref(STEAL(*ret_patch));
        return err_set(err, ERR_INVALID, "template %s does not render to a mapping", name);
    }
    return 0;
}

/* ---- merge ---- */

static bool wants_native(const struct render_input *in, const json_t *pod)
{
    const char *asked = annotation(pod, "sidecar.istio.io/nativeSidecar");

    if (asked && strcmp(asked, "true") == 0)
        return true;
    if (asked && strcmp(asked, "false") == 0)
        return false;
    return in->native_sidecars;
}

/* A user's istio-proxy among the containers goes to where a native sidecar lives. */
static void move_native_proxy(json_t *pod, const json_t *templates)
{
    json_t *containers = json_dig(pod, "spec", "containers"),
           *inits = json_dig(pod, "spec", "initContainers");
    size_t i;
    json_t *container;

    if (!json_find(json_dig(templates, "spec", "initContainers"), "name", "istio-proxy"))
        return;
    json_array_foreach (containers, i, container) {
        const char *name = json_dig_text(container, "name");

        if (!name || strcmp(name, "istio-proxy") != 0)
            continue;
        if (!inits)
            json_put(json_make(pod, "spec"), "initContainers", inits = json_array());
        json_array_append(inits, container);
        (void)json_array_remove(containers, i);
        return;
    }
}

/* The container of this name that the user wrote: saved by an earlier injection, or in the Pod.
 * NULL: none. */
static const json_t *user_container(const json_t *pod, const json_t *saved, const char *kind,
                                    const char *name)
{
    const json_t *found = json_find(json_object_get(saved, kind), "name", name);

    if (!found && strcmp(kind, "initContainers") == 0)
        found = json_find(json_object_get(saved, "containers"), "name", name);
    if (!found)
        found = json_find(json_dig(pod, "spec", "containers"), "name", name);
    if (!found && strcmp(kind, "initContainers") == 0)
        found = json_find(json_dig(pod, "spec", "initContainers"), "name", name);
    return found;
}

/* runAsUser that the user set: -u of the init container follows, so that its own traffic is not
 * captured. */
static void follow_user_id(json_t *pod, const json_t *user)
{
    int64_t uid = json_number_or(json_dig(user, "securityContext", "runAsUser"), -1);
    json_t *inits = json_dig(pod, "spec", "initContainers");
    json_t *init = json_find(inits, "name", "istio-init");
    const char *name = json_dig_text(user, "name");
    json_t *args;

    if (uid <= 0 || !name || strcmp(name, "istio-proxy") != 0)
        return;
    if (!init)
        init = json_find(inits, "name", "istio-validation");
    args = json_object_get(init, "args");
    for (size_t i = 0; i + 1 < json_array_size(args); i++) {
        const char *arg = json_string_value(json_array_get(args, i));

        if (arg && strcmp(arg, "-u") == 0) {
            auto_free char *text = mem_printf("%lld", (long long)uid);

            (void)json_array_set_new(args, i + 1, json_string(text));
            break;
        }
    }
}

static int replace_container(json_t *pod, const char *name, const json_t *patch, struct err *err)
{
    for (size_t k = 0; k < ARRAY_LEN(kinds); k++) {
        json_t *list = json_dig(pod, "spec", kinds[k]), *container, *merged = NULL;
        size_t i;

        json_array_foreach (list, i, container) {
            const char *other = json_dig_text(container, "name");

            if (!other || strcmp(other, name) != 0)
                continue;
            if (merge_container(container, patch, &merged, err) < 0)
                return -1;
            (void)json_array_set_new(list, i, merged);
            return 0;
        }
    }
    return 0;
}

/* What the user set in a container of the template's name wins; it is remembered for the next
 * injection. */
static int apply_overrides(const struct render_input *in, const json_t *templates, json_t *pod,
                           struct err *err)
{
    auto_json json_t *status = annotation_json(in->pod, STATUS), *saved = NULL,
                     *kept = json_object();
    const char *saved_text = annotation(in->pod, OVERRIDES);

    if (saved_text && !(saved = json_loads(saved_text, 0, NULL)))
        return err_set(err, ERR_INVALID, "annotation " OVERRIDES " is no JSON");
    for (size_t k = 0; k < ARRAY_LEN(kinds); k++) {
        size_t i;
        json_t *container;

        json_array_foreach (json_dig(templates, "spec", kinds[k]), i, container) {
            const char *name = json_dig_text(container, "name");
            const json_t *found;
            const char *image;

            if (!name || was_injected(status, kinds[k], name))
                continue;
            found = user_container(in->pod, saved, kinds[k], name);
            if (!found)
                continue;
            auto_json json_t *user = json_copy((json_t *)found);
            image = json_dig_text(user, "image");
            if (image && strcmp(image, "auto") == 0)
                (void)json_object_del(user, "image");
            if (replace_container(pod, name, user, err) < 0)
                return err_wrap(err, "container %s", name);
            follow_user_id(pod, user);
            if (!json_object_get(kept, kinds[k]))
                json_put(kept, kinds[k], json_array());
            json_array_append(json_object_get(kept, kinds[k]), user);
        }
    }
    if (!status && json_object_size(kept) > 0) {
        auto_free char *text = json_text(kept);

        json_put_text(json_make(pod, "metadata", "annotations"), OVERRIDES, text);
    }
    return 0;
}

int render_pod(const struct render_input *in, struct render_result *ret, struct err *err)
{
    auto_json json_t *names = NULL, *stripped = strip(in), *data = view(in, stripped);
    auto_json json_t *pod = json_deep_copy(in->pod), *templates = json_object();
    size_t i;
    json_t *name;

    if (choose_templates(in, &names, err) < 0)
        return -1;
    json_array_foreach (names, i, name) {
        auto_json json_t *patch = NULL;
        json_t *merged = NULL;

        if (render_template(in, data, json_string_value(name), &patch, err) < 0)
            return -1;
        if (merge_pod(templates, patch, &merged, err) < 0)
            return err_wrap(err, "template %s", json_string_value(name));
        json_decref(templates);
        templates = merged;
        if (wants_native(in, pod))
            move_native_proxy(pod, templates);
        merged = NULL;
        if (merge_pod(pod, patch, &merged, err) < 0)
            return err_wrap(err, "template %s", json_string_value(name));
        json_decref(pod);
        pod = merged;
    }
    /* merge_pod() shares what it did not change: from here on the Pod is changed in place */
    auto_json json_t *own = json_deep_copy(pod);
    if (apply_overrides(in, templates, own, err) < 0)
        return -1;
    ret->pod = STEAL(own);
    ret->templates = STEAL(templates);
    return 0;
}
