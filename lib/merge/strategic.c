#include "merge/strategic.h"

#include <string.h>

#include "base/limits.h"
#include "base/mem.h"

/* How a field of an object merges. */
struct rule {
    const char *field;
    const char *key;           /* list of objects merged by this key */
    bool set;                  /* list of scalars merged as a set */
    const struct rule *within; /* rules of the object, or of the list's elements */
};

static const struct rule container_rules[] = {
    {"ports", "containerPort", false, NULL},
    {"env", "name", false, NULL},
    {"volumeMounts", "mountPath", false, NULL},
    {"volumeDevices", "devicePath", false, NULL},
    {0},
};

static const struct rule spec_rules[] = {
    {"volumes", "name", false, NULL},
    {"initContainers", "name", false, container_rules},
    {"containers", "name", false, container_rules},
    {"ephemeralContainers", "name", false, container_rules},
    {"imagePullSecrets", "name", false, NULL},
    {"hostAliases", "ip", false, NULL},
    {"topologySpreadConstraints", "topologyKey", false, NULL},
    {"schedulingGates", "name", false, NULL},
    {"resourceClaims", "name", false, NULL},
    {0},
};

static const struct rule metadata_rules[] = {
    {"ownerReferences", "uid", false, NULL},
    {"finalizers", NULL, true, NULL},
    {0},
};

static const struct rule status_rules[] = {
    {"conditions", "type", false, NULL},
    {"podIPs", "ip", false, NULL},
    {"hostIPs", "ip", false, NULL},
    {"resourceClaimStatuses", "name", false, NULL},
    {0},
};

static const struct rule pod_rules[] = {
    {"metadata", NULL, false, metadata_rules},
    {"spec", NULL, false, spec_rules},
    {"status", NULL, false, status_rules},
    {0},
};

static const struct rule *find_rule(const struct rule *rules, const char *field)
{
    for (; rules && rules->field; rules++) {
        if (strcmp(rules->field, field) == 0)
            return rules;
    }
    return NULL;
}

static int merge_object(const json_t *target, const json_t *patch, const struct rule *rules,
                        const char *path, json_t **ret, struct err *err);

static const char *directive(const json_t *patch)
{
    return json_dig_text(patch, "$patch");
}

/* A value that has no counterpart in the target: nulls within its maps go, those in list elements
 * stay. */
static json_t *without_nulls(const json_t *value)
{
    json_t *copy;
    const char *key;
    json_t *item;

    if (!json_is_object(value))
        return json_deep_copy(value);
    copy = json_object();
    json_object_foreach ((json_t *)value, key, item) {
        if (!json_is_null(item) && key[0] != '$')
            json_put(copy, key, without_nulls(item));
    }
    return copy;
}

static size_t index_of(const json_t *list, const char *key, const json_t *value)
{
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *other = json_object_get(json_array_get(list, i), key);

        if (other && json_same(other, value))
            return i;
    }
    return SIZE_MAX;
}

struct placed {
    json_t *value;
    size_t at; /* where it stood in the target; SIZE_MAX: it is new */
};

/* Elements of the patch in the patch's order; one that only the target has goes in front of an
 * element that came behind it in the target. */
static json_t *interleave(const struct placed *patched, size_t n_patched,
                          const struct placed *others, size_t n_others)
{
    json_t *list = json_array();
    size_t i = 0, k = 0;

    while (i < n_others || k < n_patched) {
        bool take_other = k == n_patched || (i < n_others && patched[k].at != SIZE_MAX &&
                                             others[i].at < patched[k].at);

        json_array_append(list, take_other ? others[i++].value : patched[k++].value);
    }
    return list;
}

static int merge_element(const json_t *target, const json_t *element, const struct rule *rule,
                         const char *path, size_t found, json_t **ret, struct err *err)
{
    if (found == SIZE_MAX) {
        *ret = json_deep_copy(element);
        return 0;
    }
    return merge_object(json_array_get(target, found), element, rule->within, path, ret, err);
}

static int merge_list(const json_t *target, const json_t *patch, const struct rule *rule,
                      const char *path, json_t **ret, struct err *err)
{
    size_t n_patch = json_array_size(patch), n_target = json_array_size(target), n_patched = 0,
           n_others = 0;
    auto_free struct placed *patched = mem_zalloc((n_patch + 1) * sizeof(*patched));
    auto_free struct placed *others = mem_zalloc((n_target + 1) * sizeof(*others));
    auto_free bool *gone = mem_zalloc((n_target + 1) * sizeof(*gone));
    auto_json json_t *merged = json_array(); /* keeps the merged elements alive */

    for (size_t i = 0; i < n_patch; i++) {
        const json_t *element = json_array_get(patch, i),
                     *key = json_object_get(element, rule->key);
        const char *what = directive(element);
        size_t found;
        json_t *value;

        if (what && strcmp(what, "replace") == 0) {
            json_t *list = json_array();

            for (size_t k = 0; k < n_patch; k++) {
                if (!directive(json_array_get(patch, k)))
                    json_array_append_new(list, json_deep_copy(json_array_get(patch, k)));
            }
            *ret = list;
            return 0;
        }
        if (!key)
            return err_set(err, ERR_INVALID,
                           "%s[%zu]: map: does not contain declared merge key: %s", path, i,
                           rule->key);
        found = index_of(target, rule->key, key);
        if (what && strcmp(what, "delete") == 0) {
            if (found != SIZE_MAX)
                gone[found] = true;
            continue;
        }
        /* Twice the same key in the patch: the second merges into the first. */
        size_t before = index_of(merged, rule->key, key);
        if (before != SIZE_MAX) {
            if (merge_object(json_array_get(merged, before), element, rule->within, path, &value,
                             err) < 0)
                return -1;
            json_array_set_new(merged, before, value);
            patched[before].value = value;
            continue;
        }
        if (merge_element(target, element, rule, path, found, &value, err) < 0)
            return -1;
        json_array_append_new(merged, value);
        patched[n_patched++] = (struct placed){value, found};
        if (found != SIZE_MAX)
            gone[found] = true;
    }
    for (size_t i = 0; i < n_target; i++) {
        if (!gone[i])
            others[n_others++] = (struct placed){json_array_get(target, i), i};
    }
    *ret = interleave(patched, n_patched, others, n_others);
    return 0;
}

static json_t *merge_set(const json_t *target, const json_t *patch)
{
    json_t *list = json_deep_copy(target);

    for (size_t i = 0; i < json_array_size(patch); i++) {
        bool there = false;

        for (size_t k = 0; k < json_array_size(list); k++)
            there |= json_same(json_array_get(list, k), json_array_get(patch, i));
        if (!there)
            json_array_append_new(list, json_deep_copy(json_array_get(patch, i)));
    }
    return list;
}

static int merge_value(const json_t *target, const json_t *patch, const struct rule *rule,
                       const char *path, json_t **ret, struct err *err)
{
    if (json_is_object(patch) && json_is_object(target))
        return merge_object(target, patch, rule ? rule->within : NULL, path, ret, err);
    if (json_is_array(patch) && json_is_array(target) && rule && rule->key)
        return merge_list(target, patch, rule, path, ret, err);
    if (json_is_array(patch) && rule && rule->key) {
        auto_json json_t *none = json_array();

        return merge_list(none, patch, rule, path, ret, err);
    }
    if (json_is_array(patch) && json_is_array(target) && rule && rule->set)
        *ret = merge_set(target, patch);
    else
        *ret = json_is_object(patch) ? without_nulls(patch) : json_deep_copy(patch);
    return 0;
}

static int merge_object(const json_t *target, const json_t *patch, const struct rule *rules,
                        const char *path, json_t **ret, struct err *err)
{
    const char *what = directive(patch), *key;
    auto_json json_t *result = NULL;
    json_t *value;

    if (what && strcmp(what, "replace") == 0) {
        *ret = without_nulls(patch);
        return 0;
    }
    if (what && strcmp(what, "delete") == 0) {
        *ret = json_object();
        return 0;
    }
    if (what && strcmp(what, "merge") != 0)
        return err_set(err, ERR_INVALID, "%s: $patch: %s is unknown", path, what);

    result = json_copy((json_t *)target);
    json_object_foreach ((json_t *)patch, key, value) {
        const json_t *old = json_object_get(target, key);
        auto_free char *below = mem_printf("%s.%s", path, key);
        json_t *merged = NULL;

        if (key[0] == '$')
            continue;
        if (json_is_null(value)) {
            (void)json_object_del(result, key);
            continue;
        }
        if (merge_value(old, value, find_rule(rules, key), below, &merged, err) < 0)
            return -1;
        json_put(result, key, merged);
    }
    *ret = STEAL(result);
    return 0;
}

int merge_pod(const json_t *pod, const json_t *patch, json_t **ret_pod, struct err *err)
{
    if (!json_is_object(patch))
        return err_set(err, ERR_INVALID, "a patch must be a mapping");
    return merge_object(pod, patch, pod_rules, "pod", ret_pod, err);
}

int merge_container(const json_t *container, const json_t *patch, json_t **ret_container,
                    struct err *err)
{
    return merge_object(container, patch, container_rules, "container", ret_container, err);
}
