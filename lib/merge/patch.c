#include "merge/patch.h"

#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/mem.h"
#include "json/pointer.h"

/* ---- places ---- */

/* What holds the place that `path`, which is not "", names, and its name there, to be freed. */
static int find_parent(json_t *root, const char *path, json_t **ret_parent, char **ret_key,
                       struct err *err)
{
    const char *rest = path;
    json_t *parent = root;

    if (*path != '/')
        return err_set(err, ERR_INVALID, ": a path begins with a slash: %s", path);
    for (;;) {
        auto_free char *key = pointer_next(&rest);

        if (!*rest && (json_is_object(parent) || json_is_array(parent))) {
            *ret_parent = parent;
            *ret_key = STEAL(key);
            return 0;
        }
        parent = *rest ? pointer_child(parent, key) : NULL;
        if (!parent)
            return err_set(err, ERR_INVALID, ": %s: there is no %.*s", path, (int)(rest - path),
                           path);
    }
}

/* What is at `path`, borrowed. */
static int get(json_t *root, const char *path, json_t **ret, struct err *err)
{
    auto_free char *key = NULL;
    json_t *parent, *found;

    if (!*path) {
        *ret = root;
        return 0;
    }
    if (find_parent(root, path, &parent, &key, err) < 0)
        return -1;
    found = pointer_child(parent, key);
    if (!found)
        return err_set(err, ERR_INVALID, ": %s: there is nothing", path);
    *ret = found;
    return 0;
}

/* ---- sizes ---- */

/* Counts what is in `value` up to `most`; false when it is more, or deeper than `depth`. */
static bool fits(const json_t *value, size_t *n, size_t most, size_t depth)
{
    const char *key;
    json_t *item;
    size_t i;

    if (depth == 0 || ++*n > most)
        return false;
    json_object_foreach ((json_t *)value, key, item) {
        if (!fits(item, n, most, depth - 1))
            return false;
    }
    json_array_foreach ((json_t *)value, i, item) {
        if (!fits(item, n, most, depth - 1))
            return false;
    }
    return true;
}

static size_t depth_of_path(const char *path)
{
    size_t depth = 0;

    for (; *path; path++)
        depth += *path == '/';
    return depth;
}

/* ---- operations ---- */

struct work {
    json_t *root;
    size_t copied; /* values */
};

/* Takes `value`. */
static int add(struct work *w, const char *path, json_t *value, struct err *err)
{
    auto_json json_t *taken = value;
    auto_free char *key = NULL;
    size_t depth = depth_of_path(path), n = 0, at;
    json_t *parent;

    if (depth >= LIMIT_YAML_DEPTH || !fits(value, &n, SIZE_MAX, LIMIT_YAML_DEPTH - depth))
        return err_set(err, ERR_INVALID, ": %.64s: the result would be deeper than %d", path,
                       LIMIT_YAML_DEPTH);
    if (!*path) {
        json_decref(w->root);
        w->root = STEAL(taken);
        return 0;
    }
    if (find_parent(w->root, path, &parent, &key, err) < 0)
        return -1;
    if (json_is_object(parent)) {
        json_put(parent, key, STEAL(taken));
        return 0;
    }
    at = pointer_index(key, json_array_size(parent));
    if (at == SIZE_MAX)
        return err_set(err, ERR_INVALID, ": %s: there is no such place", path);
    (void)json_array_insert_new(parent, at, STEAL(taken));
    return 0;
}

static int take_away(struct work *w, const char *path, struct err *err)
{
    auto_free char *key = NULL;
    json_t *parent, *ignored;

    if (!*path)
        return err_set(err, ERR_INVALID, ": the whole cannot be removed");
    if (get(w->root, path, &ignored, err) < 0 || find_parent(w->root, path, &parent, &key, err) < 0)
        return -1;
    if (json_is_object(parent))
        (void)json_object_del(parent, key);
    else
        (void)json_array_remove(parent, pointer_index(key, json_array_size(parent)));
    return 0;
}

/* What an operation is: something is taken away, and something put at its path, or only compared
 * with what is there. */
enum operand { NOTHING, AT_PATH, AT_FROM, VALUE };

static const struct operation {
    const char *name;
    enum operand takes, puts;
    bool compares;
} operations[] = {
    {"add", NOTHING, VALUE, false},     {"remove", AT_PATH, NOTHING, false},
    {"replace", AT_PATH, VALUE, false}, {"move", AT_FROM, AT_FROM, false},
    {"copy", NOTHING, AT_FROM, false},  {"test", NOTHING, VALUE, true},
};

/* What is at `from`, itself when it is taken away there. A new reference. */
static int get_from(struct work *w, const char *from, bool taken, json_t **ret, struct err *err)
{
    json_t *found;

    if (get(w->root, from, &found, err) < 0)
        return -1;
    if (!taken && !fits(found, &w->copied, LIMIT_ADMISSION_NODES, LIMIT_YAML_DEPTH))
        return err_set(err, ERR_INVALID, ": more than %u values are copied", LIMIT_ADMISSION_NODES);
    *ret = taken ? json_incref(found) : json_deep_copy(found);
    return 0;
}

static bool is_within(const char *path, const char *outer)
{
    size_t len = strlen(outer);

    return strncmp(path, outer, len) == 0 && path[len] == '/';
}

/* The whole can be put anew, but not only taken away. */
static int change(struct work *w, const struct operation *o, const char *path, const char *from,
                  const json_t *value, struct err *err)
{
    const char *taken = o->takes == AT_FROM ? from : path;
    auto_json json_t *put = NULL;

    if (o->takes == AT_FROM && is_within(path, from))
        return err_set(err, ERR_INVALID, ": %s cannot move into itself", from);
    if (o->puts == AT_FROM && get_from(w, from, o->takes == AT_FROM, &put, err) < 0)
        return -1;
    if (o->puts == VALUE)
        put = json_deep_copy(value);
    if (o->takes != NOTHING && (*taken || !put) && take_away(w, taken, err) < 0)
        return -1;
    return put ? add(w, path, STEAL(put), err) : 0;
}

static int test(struct work *w, const char *path, const json_t *value, struct err *err)
{
    json_t *found;

    if (get(w->root, path, &found, err) < 0)
        return -1;
    return json_same(found, value)
               ? 0
               : err_set(err, ERR_INVALID, ": %s: the test does not hold", path);
}

static int run(struct work *w, const json_t *operation, struct err *err)
{
    const char *op = json_dig_text(operation, "op"), *path = json_dig_text(operation, "path"),
               *from = json_dig_text(operation, "from");
    const json_t *value = json_object_get(operation, "value");
    const struct operation *o = NULL;

    if (!op || !path)
        return err_set(err, ERR_INVALID, ": an operation needs an op and a path");
    for (size_t i = 0; i < ARRAY_LEN(operations); i++) {
        if (strcmp(operations[i].name, op) == 0)
            o = &operations[i];
    }
    if (!o)
        return err_set(err, ERR_INVALID, ": there is no op %s", op);
    if (o->puts == AT_FROM && !from)
        return err_set(err, ERR_INVALID, ": %s needs a from", op);
    if (o->puts == VALUE && !value)
        return err_set(err, ERR_INVALID, ": %s needs a value", op);
    return o->compares ? test(w, path, value, err) : change(w, o, path, from, value, err);
}

int patch_apply(const json_t *target, const json_t *patch, json_t **ret, struct err *err)
{
    struct work w = {.root = json_deep_copy(target)};
    size_t i;
    json_t *operation;

    json_array_foreach ((json_t *)patch, i, operation) {
        if (run(&w, operation, err) < 0) {
            json_decref(w.root);
            return err_below_index(err, i);
        }
    }
    *ret = w.root;
    return 0;
}
