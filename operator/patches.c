#include "operator/patches.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "merge/patch.h"
#include "merge/strategic.h"
#include "operator/object.h"
#include "operator/target.h"

static bool has(const json_t *item, const char *key)
{
    const json_t *value = json_object_get(item, key);

    return value && !json_is_null(value);
}

static int check(const json_t *item, struct err *err)
{
    if (target_check(json_object_get(item, "target"), err) < 0)
        return err_below(err, "target");
    if (has(item, "patch") == has(item, "jsonPatch"))
        return err_set(err, ERR_INVALID, ": it must have one of patch and jsonPatch");
    return 0;
}

static int below(struct err *err, size_t i)
{
    (void)err_below_index(err, i);
    return err_below(err, "spec.patches");
}

int patches_init(const json_t *mesh_config, struct patches *ret, struct err *err)
{
    const json_t *list = json_dig(mesh_config, "spec", "patches");
    size_t i;
    json_t *item;

    json_array_foreach ((json_t *)list, i, item) {
        if (check(item, err) < 0)
            return below(err, i);
    }
    *ret = (struct patches){list, mem_zalloc(json_array_size(list) + 1)};
    return 0;
}

void patches_done(struct patches *patches)
{
    free(patches->matched);
    *patches = (struct patches){0};
}

/* Is it still the same object to the API server? */
static bool is_same(const json_t *a, const json_t *b, const char *default_namespace)
{
    auto_free char *of_a = object_key(a, default_namespace),
                   *of_b = object_key(b, default_namespace);

    return strcmp(of_a, of_b) == 0 &&
           strcmp(json_text_at(a, "apiVersion"), json_text_at(b, "apiVersion")) == 0;
}

static int apply_one(const json_t *item, const json_t *object, const char *default_namespace,
                     json_t **ret, struct err *err)
{
    bool merges = has(item, "patch");
    auto_json json_t *made = NULL;

    if (merges && merge_by_kind(object, json_object_get(item, "patch"), &made, err) < 0)
        return err_below(err, "patch");
    if (!merges && patch_apply(object, json_object_get(item, "jsonPatch"), &made, err) < 0)
        return err_below(err, "jsonPatch");
    if (!is_same(object, made, default_namespace))
        return err_set(err, ERR_INVALID, ": it would be another object");
    *ret = STEAL(made);
    return 0;
}

int patches_apply(struct patches *patches, const json_t *object, const char *default_namespace,
                  json_t **ret, struct err *err)
{
    auto_json json_t *made = json_incref((json_t *)object);
    size_t i;
    json_t *item;

    json_array_foreach ((json_t *)patches->list, i, item) {
        json_t *next = NULL;

        if (!target_is(json_object_get(item, "target"), object, default_namespace))
            continue;
        if (apply_one(item, made, default_namespace, &next, err) < 0) {
            (void)below(err, i);
            return err_wrap(err, "%s %s", json_text_at(object, "kind"),
                            json_text_at(json_object_get(object, "metadata"), "name"));
        }
        json_decref(made);
        made = next;
        patches->matched[i] = true;
    }
    *ret = STEAL(made);
    return 0;
}

int patches_end(const struct patches *patches, struct err *err)
{
    size_t i;
    json_t *item;

    json_array_foreach ((json_t *)patches->list, i, item) {
        const json_t *target = json_object_get(item, "target");
        const char *name = json_dig_text(target, "name");

        if (!patches->matched[i])
            return err_set(err, ERR_INVALID,
                           "spec.patches[%zu] matches nothing: there is no %s%s%s", i,
                           json_text_at(target, "kind"), name ? " " : "", name ? name : "");
    }
    return 0;
}
