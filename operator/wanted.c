#include "operator/wanted.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "operator/object.h"

static void step_done(struct wanted_step *step)
{
    for (size_t i = 0; i < step->n; i++) {
        free(step->items[i].api_version);
        free(step->items[i].kind);
        free(step->items[i].name);
        free(step->items[i].namespace);
        free(step->items[i].key);
        free(step->items[i].digest);
    }
    free(step->items);
    free(step->component);
    free(step->release);
    free(step->namespace);
    free(step->input);
    json_decref(step->secret);
}

void wanted_done(struct wanted *wanted)
{
    for (size_t i = 0; i < wanted->n; i++)
        step_done(&wanted->steps[i]);
    free(wanted->steps);
    json_decref(wanted->digests);
    kinds_done(&wanted->kinds);
    *wanted = (struct wanted){0};
}

/* A kind that the server does not have yet is a CRD's to come, which mostly have namespaces. */
static int has_namespace(struct kube *kube, const struct want *want, bool *ret, bool *ret_certain,
                         struct err *err)
{
    const struct kube_resource *resource;

    *ret = *ret_certain = true;
    if (kube_resource(kube, want->api_version, want->kind, &resource, err) == 0) {
        *ret = resource->namespaced;
        return 0;
    }
    *ret_certain = false;
    return err_forgive(err, ERR_NOT_FOUND);
}

/* Whose it is does not count. */
static char *digest_of(const json_t *object)
{
    auto_json json_t *copy = json_copy((json_t *)object);
    json_t *labels = json_own(json_own(copy, "metadata"), "labels");

    (void)json_object_del(labels, OBJECT_PART_OF);
    return object_digest(copy);
}

static int want_make(const json_t *object, const char *default_namespace, struct kube *kube,
                     struct want *ret, bool *ret_certain, struct err *err)
{
    const json_t *metadata = json_object_get(object, "metadata");
    const char *namespace = json_dig_text(metadata, "namespace");
    bool namespaced;

    ret->api_version = mem_strdup(json_text_at(object, "apiVersion"));
    ret->kind = mem_strdup(json_text_at(object, "kind"));
    ret->name = mem_strdup(json_text_at(metadata, "name"));
    ret->namespace = mem_strdup(namespace ? namespace : default_namespace);
    if (!*ret->api_version || !*ret->kind || !*ret->name)
        return err_set(err, ERR_INVALID,
                       "a chart made an object without apiVersion, kind or metadata.name");
    if (has_namespace(kube, ret, &namespaced, ret_certain, err) < 0)
        return -1;
    ret->key =
        object_key_of(ret->api_version, ret->kind, namespaced ? ret->namespace : NULL, ret->name);
    ret->digest = digest_of(object);
    return 0;
}

const struct wanted_step *wanted_of_input(const struct wanted *wanted, const char *input)
{
    for (size_t i = 0; i < wanted->n; i++) {
        if (*input && strcmp(wanted->steps[i].input, input) == 0)
            return &wanted->steps[i];
    }
    return NULL;
}

static void want_copy(const struct want *from, struct want *ret)
{
    *ret = (struct want){.api_version = mem_strdup(from->api_version),
                         .kind = mem_strdup(from->kind),
                         .name = mem_strdup(from->name),
                         .namespace = mem_strdup(from->namespace),
                         .key = mem_strdup(from->key),
                         .digest = mem_strdup(from->digest)};
}

/* What is wanted of a step, of its objects or as it is known. */
static int make_items(const json_t *objects, const struct wanted_step *known, struct kube *kube,
                      struct wanted_step *step, struct err *err)
{
    step->n = known ? known->n : json_array_size(objects);
    step->items = mem_zalloc((step->n + 1) * sizeof(*step->items));
    for (size_t i = 0; i < step->n; i++) {
        struct want *want = &step->items[i];
        bool certain = true;

        if (known)
            want_copy(&known->items[i], want);
        else if (want_make(json_array_get(objects, i), step->namespace, kube, want, &certain, err) <
                 0)
            return -1;
        if (!certain)
            *step->input = '\0'; /* to be asked again */
    }
    return 0;
}

static void note_items(struct wanted *wanted, const struct wanted_step *step)
{
    kinds_add(&wanted->kinds, "v1", "Namespace");
    for (size_t i = 0; i < step->n; i++) {
        const struct want *want = &step->items[i];

        json_put_text(wanted->digests, want->key, want->digest);
        kinds_add(&wanted->kinds, want->api_version, want->kind);
    }
}

int wanted_make(const json_t *steps, const struct wanted *known, struct kube *kube,
                struct wanted *ret, struct err *err)
{
    struct wanted wanted = {.steps =
                                mem_zalloc((json_array_size(steps) + 1) * sizeof(*wanted.steps)),
                            .digests = json_object()};
    size_t i;
    json_t *from;

    json_array_foreach ((json_t *)steps, i, from) {
        const json_t *objects = json_object_get(from, "objects");
        struct wanted_step *step = &wanted.steps[wanted.n++];

        step->component = mem_strdup(json_text_at(from, "component"));
        step->release = mem_strdup(json_text_at(from, "release"));
        step->namespace = mem_strdup(json_text_at(from, "namespace"));
        step->input = mem_strdup(json_text_at(from, "input"));
        step->named = json_truth(json_object_get(from, "named"));
        step->early = json_truth(json_object_get(from, "early"));
        step->addon = json_truth(json_object_get(from, "addon"));
        step->secret = json_incref(json_object_get(from, "secret"));
        if (make_items(objects, json_is_null(objects) ? wanted_of_input(known, step->input) : NULL,
                       kube, step, err) < 0) {
            wanted_done(&wanted);
            return err_wrap(err, "component %s", json_text_at(from, "component"));
        }
        note_items(&wanted, step);
    }
    *ret = wanted;
    return 0;
}

json_t *wanted_keys(const struct wanted *wanted)
{
    json_t *keys = json_object();

    for (size_t i = 0; i < wanted->n; i++) {
        auto_free char *namespace =
            object_key_of("v1", "Namespace", NULL, wanted->steps[i].namespace);

        json_put(keys, namespace, json_true());
        for (size_t k = 0; k < wanted->steps[i].n; k++)
            json_put(keys, wanted->steps[i].items[k].key, json_true());
    }
    return keys;
}

bool wanted_has_kind(const struct wanted *wanted, const char *kind)
{
    for (size_t i = 0; i < wanted->kinds.n; i++) {
        if (strcmp(wanted->kinds.items[i].kind, kind) == 0)
            return true;
    }
    return false;
}

int want_find(const struct want *want, struct kube *kube, json_t **ret_live, struct err *err)
{
    auto_json json_t *named = json_pack("{s:s,s:s,s:{s:s}}", "apiVersion", want->api_version,
                                        "kind", want->kind, "metadata", "name", want->name);
    auto_free char *path = NULL;

    *ret_live = NULL;
    if (kube_path_of(kube, named, want->namespace, &path, err) < 0 ||
        kube_get(kube, path, ret_live, err) < 0)
        return err_forgive(err, ERR_NOT_FOUND) == 0 ? 0 : err_wrap(err, "%s", want->key);
    return 0;
}
