#include "merge/strategic.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "base/api.h"
#include "base/clock.h"
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
    {"spec", NULL, false, spec_rules},
    {"status", NULL, false, status_rules},
    {0},
};

static const struct rule workload_spec_rules[] = {
    {"template", NULL, false, pod_rules},
    {0},
};

static const struct rule workload_rules[] = {
    {"spec", NULL, false, workload_spec_rules},
    {0},
};

static const struct rule service_spec_rules[] = {
    {"ports", "port", false, NULL},
    {0},
};

static const struct rule service_rules[] = {
    {"spec", NULL, false, service_spec_rules},
    {0},
};

static const struct rule account_rules[] = {
    {"secrets", "name", false, NULL},
    {"imagePullSecrets", "name", false, NULL},
    {0},
};

static const struct rule webhook_rules[] = {
    {"matchConditions", "name", false, NULL},
    {0},
};

static const struct rule webhooks_rules[] = {
    {"webhooks", "name", false, webhook_rules},
    {0},
};

static const struct {
    const char *group, *kind;
    const struct rule *rules;
} kinds[] = {
    {"", "Pod", pod_rules},
    {"apps", "Deployment", workload_rules},
    {"apps", "DaemonSet", workload_rules},
    {"apps", "ReplicaSet", workload_rules},
    {"apps", "StatefulSet", workload_rules},
    {"batch", "Job", workload_rules},
    {"", "Service", service_rules},
    {"", "ServiceAccount", account_rules},
    {"admissionregistration.k8s.io", "MutatingWebhookConfiguration", webhooks_rules},
    {"admissionregistration.k8s.io", "ValidatingWebhookConfiguration", webhooks_rules},
};

/* An ObjectMeta is the same wherever it is. */
static const struct rule metadata_rule = {"metadata", NULL, false, metadata_rules};

static const struct rule *find_rule(const struct rule *rules, const char *field)
{
    for (; rules && rules->field; rules++) {
        if (strcmp(rules->field, field) == 0)
            return rules;
    }
    return strcmp(field, metadata_rule.field) == 0 ? &metadata_rule : NULL;
}

static int merge_object(const json_t *target, const json_t *patch, const struct rule *rules,
                        json_t **ret, struct err *err);

static const char *directive(const json_t *patch)
{
    return json_dig_text(patch, "$patch");
}

/* A copy without what is null in maps and without directives, also in maps that lists hold; NULL
 * when there are none. */
static json_t *stripped(const json_t *value)
{
    json_t *copy = NULL, *item, *inner;
    const char *key;
    size_t i;

    if (json_is_fixed(value))
        return NULL;
    json_object_foreach ((json_t *)value, key, item) {
        bool goes = json_is_null(item) || key[0] == '$';

        inner = goes ? NULL : stripped(item);
        if (!copy && (goes || inner))
            copy = json_copy((json_t *)value);
        if (goes)
            (void)json_object_del(copy, key);
        else if (inner)
            json_put(copy, key, inner);
    }
    json_array_foreach ((json_t *)value, i, item) {
        inner = stripped(item);
        if (!inner)
            continue;
        if (!copy)
            copy = json_copy((json_t *)value);
        (void)json_array_set_new(copy, i, inner);
    }
    return copy;
}

/* A value that has no counterpart in the target (discardNullValuesFromPatch). */
static json_t *without_nulls(const json_t *value)
{
    json_t *copy = stripped(value);

    return copy ? copy : json_incref((json_t *)value);
}

/* ---- lists of mappings with a key ---- */

#define NOWHERE SIZE_MAX

/* Elements of a list by the value of their key; of those with the same the first is found. */
struct index {
    const char *key;
    uint64_t seed;
    size_t *slots; /* places in `elements`, plus one; 0: free */
    size_t mask;
    json_t **elements;
    size_t n;
};

/* Of this process: whoever writes a Pod cannot know which keys meet. */
static uint64_t hash_seed(void)
{
    static uint64_t seed;
    uint64_t known = __atomic_load_n(&seed, __ATOMIC_RELAXED);

    if (known)
        return known;
    if (getrandom(&known, sizeof(known), GRND_NONBLOCK) != sizeof(known))
        known = (uint64_t)(uintptr_t)&seed ^ (uint64_t)clock_mono_us();
    known |= 1;
    __atomic_store_n(&seed, known,
                     __ATOMIC_RELAXED); /* of two threads either will do for what it makes */
    return known;
}

static size_t hash_of(const json_t *value, uint64_t seed)
{
    uint64_t hash = seed;

    for (const char *s = json_string_value(value); s && *s; s++)
        hash = (hash ^ (unsigned char)*s) * 0x100000001b3ull;
    if (json_is_number(value))
        hash ^= (uint64_t)(int64_t)fmod(json_number_value(value), 0x1p53);
    hash ^= hash >> 32;
    hash *= 0x9e3779b97f4a7c15ull;
    return (size_t)(hash ^ hash >> 29);
}

/* The slot of the value: that of the element with it, or a free one. */
static size_t *slot_of(const struct index *index, const json_t *value)
{
    for (size_t i = hash_of(value, index->seed);; i++) {
        size_t *slot = &index->slots[i & index->mask];

        if (*slot == 0 || json_same(json_object_get(index->elements[*slot - 1], index->key), value))
            return slot;
    }
}

static size_t index_find(const struct index *index, const json_t *value)
{
    size_t slot = value ? *slot_of(index, value) : 0;

    return slot ? slot - 1 : NOWHERE;
}

/* Takes the element. */
static void index_append(struct index *index, json_t *element)
{
    const json_t *value = json_object_get(element, index->key);
    size_t *slot = value ? slot_of(index, value) : NULL;

    index->elements[index->n++] = element;
    if (slot && *slot == 0)
        *slot = index->n;
}

static void index_init(struct index *index, const char *key, size_t most)
{
    size_t slots = 4;

    while (slots < 2 * most)
        slots *= 2;
    *index = (struct index){.key = key, .seed = hash_seed(), .mask = slots - 1};
    index->slots = mem_zalloc(slots * sizeof(*index->slots));
    index->elements = mem_zalloc((most + 1) * sizeof(*index->elements));
}

static void index_done(struct index *index)
{
    for (size_t i = 0; i < index->n; i++)
        json_decref(index->elements[i]);
    free(index->slots);
    free(index->elements);
}

/* An element of the merged list: where it goes among those of the patch, or those that only the
 * target has. */
struct placed {
    json_t *value;
    size_t order; /* in the patch or the target, of the first with its key */
    size_t at;    /* where that first one stood in the target; NOWHERE: it is new */
    size_t turn;  /* those of the same order stay as they were */
};

static int by_order(const void *one, const void *other)
{
    const struct placed *a = one, *b = other;

    if (a->order != b->order)
        return a->order < b->order ? -1 : 1;
    return a->turn < b->turn ? -1 : 1;
}

/* Elements of the patch in the patch's order; one that only the target has goes in front of an
 * element that came behind it in the target. */
static json_t *interleave(const struct placed *patched, size_t n_patched,
                          const struct placed *others, size_t n_others)
{
    json_t *list = json_array();
    size_t i = 0, k = 0;

    while (i < n_others || k < n_patched) {
        bool take_other = k == n_patched || (i < n_others && patched[k].at != NOWHERE &&
                                             others[i].at < patched[k].at);

        json_array_append(list, take_other ? others[i++].value : patched[k++].value);
    }
    return list;
}

/* `asked` has for each merged element which of the patch first asked for it, `n_target` of them are
 * the target's. */
static json_t *in_order(const struct index *merged, const size_t *asked, size_t n_target)
{
    auto_free struct placed *patched = mem_zalloc((merged->n + 1) * sizeof(*patched));
    auto_free struct placed *others = mem_zalloc((merged->n + 1) * sizeof(*others));
    size_t n_patched = 0, n_others = 0;

    for (size_t i = 0; i < merged->n; i++) {
        size_t first = index_find(merged, json_object_get(merged->elements[i], merged->key));

        first = first == NOWHERE ? i : first;
        if (asked[first] != NOWHERE)
            patched[n_patched++] = (struct placed){merged->elements[i], asked[first],
                                                   first < n_target ? first : NOWHERE, i};
        else
            others[n_others++] = (struct placed){merged->elements[i], first, first, i};
    }
    qsort(patched, n_patched, sizeof(*patched), by_order);
    qsort(others, n_others, sizeof(*others), by_order);
    return interleave(patched, n_patched, others, n_others);
}

static bool says(const json_t *element, const char *what)
{
    const char *said = directive(element);

    return said && strcmp(said, what) == 0;
}

static bool any_says(const json_t *patch, const char *what)
{
    for (size_t i = 0; i < json_array_size(patch); i++) {
        if (says(json_array_get(patch, i), what))
            return true;
    }
    return false;
}

/* Is it an element that "$patch: delete" names? */
static bool is_deleted(const json_t *patch, const char *key, const json_t *value)
{
    for (size_t i = 0; i < json_array_size(patch); i++) {
        const json_t *element = json_array_get(patch, i), *other = json_object_get(element, key);

        if (says(element, "delete") && value && other && json_same(other, value))
            return true;
    }
    return false;
}

/* What is beside "$patch: replace". */
static json_t *replacement(const json_t *patch)
{
    json_t *list = json_array();

    for (size_t i = 0; i < json_array_size(patch); i++) {
        if (!directive(json_array_get(patch, i)))
            json_array_append(list, json_array_get(patch, i));
    }
    return list;
}

static int merge_elements(struct index *merged, const json_t *patch, const struct rule *rule,
                          size_t *asked, struct err *err)
{
    for (size_t i = 0; i < json_array_size(patch); i++) {
        const json_t *element = json_array_get(patch, i),
                     *key = json_object_get(element, rule->key);
        size_t found;
        json_t *value;

        if (!key)
            return err_set(err, ERR_INVALID, "[%zu]: map: does not contain declared merge key: %s",
                           i, rule->key);
        if (says(element, "delete"))
            continue;
        found = index_find(merged, key);
        if (found == NOWHERE) {
            found = merged->n;
            index_append(merged, json_incref((json_t *)element));
        } else if (merge_object(merged->elements[found], element, rule->within, &value, err) < 0) {
            return err_below_index(err, i);
        } else {
            json_decref(merged->elements[found]);
            merged->elements[found] = value;
        }
        asked[found] = asked[found] == NOWHERE ? i : asked[found];
    }
    return 0;
}

static int merge_list(const json_t *target, const json_t *patch, const struct rule *rule,
                      json_t **ret, struct err *err)
{
    size_t most = json_array_size(patch) + json_array_size(target), n_target;
    auto_free size_t *asked = mem_alloc((most + 1) * sizeof(*asked));
    bool deletes = any_says(patch, "delete");
    struct index merged;
    int rc;

    if (any_says(patch, "replace")) {
        *ret = replacement(patch);
        return 0;
    }
    memset(asked, 0xff, (most + 1) * sizeof(*asked)); /* NOWHERE */
    index_init(&merged, rule->key, most);
    for (size_t i = 0; i < json_array_size(target); i++) {
        json_t *element = json_array_get(target, i);

        if (!deletes || !is_deleted(patch, rule->key, json_object_get(element, rule->key)))
            index_append(&merged, json_incref(element));
    }
    n_target = merged.n;
    rc = merge_elements(&merged, patch, rule, asked, err);
    if (rc == 0)
        *ret = in_order(&merged, asked, n_target);
    index_done(&merged);
    return rc;
}

static json_t *merge_set(const json_t *target, const json_t *patch)
{
    json_t *list = json_copy((json_t *)target);

    for (size_t i = 0; i < json_array_size(patch); i++) {
        bool there = false;

        for (size_t k = 0; k < json_array_size(list); k++)
            there |= json_same(json_array_get(list, k), json_array_get(patch, i));
        if (!there)
            json_array_append(list, json_array_get(patch, i));
    }
    return list;
}

static int merge_value(const json_t *target, const json_t *patch, const struct rule *rule,
                       json_t **ret, struct err *err)
{
    if (json_is_object(patch) && json_is_object(target))
        return merge_object(target, patch, rule ? rule->within : NULL, ret, err);
    if (json_is_array(patch) && json_is_array(target) && rule && rule->key)
        return merge_list(target, patch, rule, ret, err);
    if (json_is_array(patch) && json_is_array(target) && rule && rule->set)
        *ret = merge_set(target, patch);
    else if (json_is_array(patch) && json_is_array(target))
        *ret = json_incref((json_t *)patch); /* replaced as it is */
    else
        *ret = without_nulls(patch);
    return 0;
}

static int merge_object(const json_t *target, const json_t *patch, const struct rule *rules,
                        json_t **ret, struct err *err)
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
        return err_set(err, ERR_INVALID, ": $patch: %s is unknown", what);

    result = json_copy((json_t *)target);
    json_object_foreach ((json_t *)patch, key, value) {
        const json_t *old = json_object_get(target, key);
        json_t *merged = NULL;

        if (key[0] == '$')
            continue;
        if (json_is_null(value)) {
            (void)json_object_del(result, key);
            continue;
        }
        if (merge_value(old, value, find_rule(rules, key), &merged, err) < 0)
            return err_below(err, key);
        json_put(result, key, merged);
    }
    *ret = STEAL(result);
    return 0;
}

int merge_pod(const json_t *pod, const json_t *patch, json_t **ret_pod, struct err *err)
{
    if (!json_is_object(patch))
        return err_set(err, ERR_INVALID, "a patch must be a mapping");
    return merge_object(pod, patch, pod_rules, ret_pod, err) < 0 ? err_below(err, "pod") : 0;
}

static const struct rule *rules_of(const json_t *object)
{
    const char *api_version = json_text_at(object, "apiVersion"),
               *kind = json_text_at(object, "kind");

    for (size_t i = 0; i < ARRAY_LEN(kinds); i++) {
        if (strcmp(kinds[i].kind, kind) == 0 && api_is_of(api_version, kinds[i].group))
            return kinds[i].rules;
    }
    return NULL;
}

int merge_by_kind(const json_t *object, const json_t *patch, json_t **ret, struct err *err)
{
    if (!json_is_object(patch))
        return err_set(err, ERR_INVALID, ": a patch must be a mapping");
    return merge_object(object, patch, rules_of(object), ret, err);
}
