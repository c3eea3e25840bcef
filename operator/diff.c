#include "operator/diff.h"

#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/mem.h"
#include "operator/fields.h"
#include "operator/object.h"

#define MAX_DEPTH 64

/* ---- values ---- */

/* "1500m" -> 1.5, "1Gi" -> 1073741824; false when it is no quantity (apimachinery's
 * resource.Quantity). */
static bool parse_quantity(const json_t *value, double *ret)
{
    static const struct {
        const char *suffix;
        double factor;
    } suffixes[] = {{"", 1},
                    {"m", 1e-3},
                    {"k", 1e3},
                    {"M", 1e6},
                    {"G", 1e9},
                    {"T", 1e12},
                    {"Ki", 1024},
                    {"Mi", 1024.0 * 1024},
                    {"Gi", 1073741824},
                    {"Ti", 1099511627776.0}};
    const char *text = json_string_value(value);
    char *end;

    if (json_is_number(value)) {
        *ret = json_number_value(value);
        return true;
    }
    if (!text || !*text || strspn(text, "0123456789.") == 0)
        return false;
    *ret = strtod(text, &end);
    for (size_t i = 0; i < ARRAY_LEN(suffixes); i++) {
        if (strcmp(end, suffixes[i].suffix) == 0) {
            *ret *= suffixes[i].factor;
            return true;
        }
    }
    return false;
}

/* The server writes quantities in its own way: 2000m comes back as 2. Anywhere else such texts are
 * just texts: of two annotations "1.10" and "1.1" are two. */
static bool holds_quantities(const char *key)
{
    static const char *const keys[] = {"requests",     "limits",  "sizeLimit",
                                       "averageValue", "divisor", "capacity"};

    for (size_t i = 0; i < ARRAY_LEN(keys); i++) {
        if (strcmp(key, keys[i]) == 0)
            return true;
    }
    return false;
}

static bool same_quantity(const json_t *a, const json_t *b)
{
    double x, y;

    return parse_quantity(a, &x) && parse_quantity(b, &y) && x == y;
}

static bool is_nothing(const json_t *value)
{
    return !value || json_is_null(value) ||
           (json_is_object(value) && json_object_size(value) == 0) ||
           (json_is_array(value) && json_array_size(value) == 0);
}

static bool holds(const json_t *live, const json_t *desired, bool quantities)
{
    const char *key;
    json_t *value;

    if (is_nothing(desired))
        return json_is_null(desired) || is_nothing(live) || json_is_object(live);
    if (json_is_object(desired)) {
        json_object_foreach ((json_t *)desired, key, value) {
            if (!holds(json_object_get(live, key), value, quantities || holds_quantities(key)))
                return false;
        }
        return true;
    }
    if (json_is_array(desired)) {
        if (!json_is_array(live) || json_array_size(live) != json_array_size(desired))
            return false;
        for (size_t i = 0; i < json_array_size(desired); i++) {
            if (!holds(json_array_get(live, i), json_array_get(desired, i), quantities))
                return false;
        }
        return true;
    }
    return json_same(live, desired) || (quantities && same_quantity(live, desired));
}

bool diff_holds(const json_t *live, const json_t *desired)
{
    return holds(live, desired, false);
}

/* ---- managedFields ---- */

char *diff_claims(const json_t *live, const char *manager)
{
    const json_t *entry = fields_entry(live, manager);
    auto_json json_t *claims = NULL;

    if (!entry)
        return mem_strdup("");
    claims = json_pack("{s:O*,s:O*}", "apiVersion", json_object_get(entry, "apiVersion"),
                       "fieldsV1", json_object_get(entry, "fieldsV1"));
    return object_digest(claims);
}

/* ---- the walk ---- */

struct walk {
    struct place places[MAX_DEPTH], places_found[MAX_DEPTH];
    size_t depth, depth_found;
    enum diff_why why; /* found so far */
    bool quantities;
};

static void print_keys(struct buf *out, const char *text)
{
    auto_json json_t *keys = json_loads(text, JSON_DECODE_ANY, NULL);
    const char *key, *comma = "";
    json_t *value;

    buf_addc(out, '[');
    json_object_foreach (keys, key, value) {
        buf_addf(out, "%s%s=", comma, key);
        if (json_is_string(value))
            buf_adds(out, json_string_value(value));
        else
            json_print(out, value, JSON_PRINT_PLAIN);
        comma = ",";
    }
    if (!json_is_object(keys))
        buf_adds(out, text);
    buf_addc(out, ']');
}

static char *print_path(const struct place *places, size_t n)
{
    auto_buf struct buf out = BUF_INIT(LIMIT_MESSAGE);

    for (size_t i = 0; i < n; i++) {
        if (places[i].how == 'f')
            buf_addf(&out, "%s%s", i ? "." : "", places[i].name);
        else
            print_keys(&out, places[i].name);
    }
    return mem_strdup(buf_text(&out));
}

static void find_rival(const json_t *live, const char *manager, const struct place *places,
                       size_t n, struct diff *ret)
{
    size_t i;
    json_t *entry;

    json_array_foreach (json_dig(live, "metadata", "managedFields"), i, entry) {
        const char *other = json_text_at(entry, "manager");

        if (strcmp(other, manager) != 0 &&
            fields_have(json_object_get(entry, "fieldsV1"), places, n)) {
            ret->rival = mem_strdup(other);
            ret->scaled = strcmp(json_text_at(entry, "subresource"), "scale") == 0;
            return;
        }
    }
}

static void found(struct walk *w, enum diff_why why)
{
    if (why <= w->why)
        return;
    w->why = why;
    w->depth_found = w->depth;
    memcpy(w->places_found, w->places, w->depth * sizeof(*w->places));
}

static void walk(struct walk *w, const json_t *fields, const json_t *desired, const json_t *live);

static void step(struct walk *w, struct place place, const json_t *fields, const json_t *desired,
                 const json_t *live)
{
    bool quantities = w->quantities;

    if (w->depth == MAX_DEPTH) {
        found(w, DIFF_VALUE);
        return;
    }
    w->places[w->depth++] = place;
    w->quantities |= place.how == 'f' && holds_quantities(place.name);
    if (desired)
        walk(w, fields, desired, live);
    else
        found(w, DIFF_REMOVED);
    w->quantities = quantities;
    w->depth--;
}

static bool is_metadata(const struct walk *w)
{
    return w->depth == 1 && strcmp(w->places[0].name, "metadata") == 0;
}

/* What names an object is nobody's, and what the server says of it is not ours to say. */
static bool is_passed_over(const struct walk *w, const char *key)
{
    static const char *const of_object[] = {"apiVersion", "kind", "status"};
    static const char *const of_metadata[] = {"name",       "namespace",         "generateName",
                                              "uid",        "creationTimestamp", "resourceVersion",
                                              "generation", "managedFields"};
    bool metadata = is_metadata(w);

    if (w->depth > 1 || (w->depth == 1 && !metadata))
        return false;
    for (size_t i = 0; i < (metadata ? ARRAY_LEN(of_metadata) : ARRAY_LEN(of_object)); i++) {
        if (strcmp(key, metadata ? of_metadata[i] : of_object[i]) == 0)
            return true;
    }
    return false;
}

static void walk_object(struct walk *w, const json_t *fields, const json_t *desired,
                        const json_t *live)
{
    const char *key;
    json_t *value;

    json_object_foreach ((json_t *)desired, key, value) {
        struct place place = {'f', key};

        if (!is_passed_over(w, key))
            step(w, place, fields_at(fields, place), value, json_object_get(live, key));
    }
    json_object_foreach ((json_t *)fields, key, value) {
        if (strncmp(key, "f:", 2) == 0 && !json_object_get(desired, key + 2))
            step(w, (struct place){'f', key + 2}, value, NULL, NULL);
    }
}

static bool has_item(const json_t *list, const json_t *value)
{
    size_t i;
    json_t *item;

    json_array_foreach ((json_t *)list, i, item) {
        if (json_same(item, value))
            return true;
    }
    return false;
}

/* A list whose items are known by keys ("k:") or by themselves ("v:"). */
static void walk_list(struct walk *w, const json_t *fields, const json_t *desired,
                      const json_t *live)
{
    size_t claimed = 0;
    const char *key;
    json_t *below;

    json_object_foreach ((json_t *)fields, key, below) {
        auto_json json_t *name = NULL;
        json_t *item = NULL;

        if (key[0] == '.')
            continue;
        name = json_loads(key + 2, JSON_DECODE_ANY, NULL);
        if (key[0] == 'k')
            item = fields_item(desired, name);
        else if (has_item(desired, name))
            item = name;
        claimed += item != NULL;
        if (key[0] == 'k' || !item)
            step(w, (struct place){key[0], key + 2}, below, item, fields_item(live, name));
    }
    if (claimed < json_array_size(desired))
        found(w, json_array_size(live) < json_array_size(desired) ? DIFF_VALUE : DIFF_UNOWNED);
}

/* A mapping that is ours as a whole, as a nodeSelector is, and is desired to be empty. Labels and
 * annotations are each somebody's. */
static bool is_emptied(const struct walk *w, const json_t *fields, const json_t *desired,
                       const json_t *live)
{
    bool metadata = w->depth > 1 && strcmp(w->places[w->depth - 2].name, "metadata") == 0;

    return fields && !metadata && json_is_object(desired) && json_object_size(desired) == 0 &&
           json_object_size(live) > 0;
}

/* An empty value of a variable, which the server leaves out. */
static bool is_empty_variable(const struct walk *w, const json_t *desired, const json_t *live)
{
    const char *text = json_string_value(desired);

    return !live && text && !*text && w->depth > 2 &&
           strcmp(w->places[w->depth - 1].name, "value") == 0 &&
           strcmp(w->places[w->depth - 3].name, "env") == 0;
}

static void walk(struct walk *w, const json_t *fields, const json_t *desired, const json_t *live)
{
    bool below = fields_below(fields);

    if (is_empty_variable(w, desired, live))
        return;
    if (is_nothing(desired) && below)
        found(w, DIFF_REMOVED);
    else if ((below || is_metadata(w)) && json_is_object(desired))
        walk_object(w, fields, desired, live);
    else if (below && json_is_array(desired))
        walk_list(w, fields, desired, live);
    else if (!holds(live, desired, w->quantities) || is_emptied(w, fields, desired, live))
        found(w, DIFF_VALUE);
    else if (!fields && !is_nothing(desired))
        found(w, DIFF_UNOWNED);
}

void diff_make(const json_t *desired, const json_t *live, const char *manager, struct diff *ret)
{
    struct walk w = {0};

    *ret = (struct diff){.why = DIFF_MISSING};
    if (!live)
        return;
    walk_object(&w, json_object_get(fields_entry(live, manager), "fieldsV1"), desired, live);
    ret->why = w.why;
    if (w.why == DIFF_NONE)
        return;
    ret->path = print_path(w.places_found, w.depth_found);
    find_rival(live, manager, w.places_found, w.depth_found, ret);
}

void diff_done(struct diff *diff)
{
    free(diff->path);
    free(diff->rival);
    *diff = (struct diff){0};
}
