#include "helm/values.h"

#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/mem.h"
#include "gotmpl/fmt.h"

/* Merges `src` into `dst`, which has the last word (coalesceTablesFullKey). Tables of `src` become
 * part of `dst`, and `src` is scratch. */
static int coalesce_tables(json_t *dst, json_t *src, bool merge, unsigned depth, struct err *err)
{
    auto_json json_t *had_value = json_object(); /* keys of src that were not null to begin with */
    const char *key;
    json_t *value;
    void *next;

    if (depth > LIMIT_VALUES_DEPTH)
        return err_set(err, ERR_INVALID, "tables nested deeper than %d", LIMIT_VALUES_DEPTH);
    json_object_foreach (src, key, value) {
        if (!json_is_null(value))
            json_put(had_value, key, json_true());
    }
    json_object_foreach (dst, key, value) {
        if (json_is_null(value))
            json_put(src, key, json_null());
    }
    json_object_foreach_safe (src, next, key, value) {
        json_t *over = json_object_get(dst, key);

        if (over && !merge && json_is_null(over) && json_object_get(had_value, key))
            (void)json_object_del(dst, key);
        else if (value == dst)
            return err_set(err, ERR_INVALID, "table %s would hold itself", key);
        else if (!over)
            json_put(dst, key, json_incref(value));
        else if (json_is_object(value) && json_is_object(over) &&
                 coalesce_tables(over, value, merge, depth + 1, err) < 0)
            return -1;
    }
    return 0;
}

/* What is below a table of `src` is shared, as in Helm: a parent sees what a child's defaults add
 * to it. */
static int coalesce_globals(json_t *dst, const json_t *src, struct err *err)
{
    json_t *to = json_object_get(dst, "global"), *from = json_object_get(src, "global");
    auto_json json_t *fresh = NULL;
    const char *key;
    json_t *value;

    if ((to && !json_is_object(to)) || (from && !json_is_object(from)))
        return 0;
    if (!to) {
        fresh = json_object();
        to = fresh;
    }
    json_object_foreach (from, key, value) {
        json_t *old = json_object_get(to, key);

        if (!json_is_object(value)) {
            if (!json_is_object(old))
                json_put(to, key, json_incref(value));
        } else if (!old) {
            json_put(to, key, json_copy(value));
        } else if (json_is_object(old)) {
            auto_json json_t *merged = json_copy(value);

            if (coalesce_tables(merged, old, true, 0, err) < 0)
                return -1;
            json_put(to, key, STEAL(merged));
        }
    }
    json_put(dst, "global", json_incref(to));
    return 0;
}

static bool is_child(const struct helm_node *node, const char *name)
{
    for (size_t i = 0; i < node->n_children; i++) {
        if (strcmp(node->children[i]->name, name) == 0)
            return true;
    }
    return false;
}

static int coalesce_own(const struct helm_node *node, json_t *values, bool merge, struct err *err)
{
    auto_json json_t *defaults = json_deep_copy(node->values);
    const char *key;
    json_t *fallback;
    void *next;

    json_object_foreach_safe (defaults, next, key, fallback) {
        json_t *over = json_object_get(values, key);

        if (!over)
            json_put(values, key, json_incref(fallback));
        else if (json_is_null(over) && !merge)
            (void)json_object_del(values, key);
        else if (json_is_object(over) && json_is_object(fallback) &&
                 coalesce_tables(over, fallback, merge || is_child(node, key), 0, err) < 0)
            return -1;
    }
    return 0;
}

static int mismatch(const char *name, json_t *found, struct err *err)
{
    static const char words[] = "type mismatch on %s: %t";
    auto_buf struct buf message = BUF_INIT(LIMIT_MESSAGE);
    const struct value args[] = {value_text(name, strlen(name)), value_of(found)};

    fmt_printf(&message, (struct text){words, strlen(words)}, args, ARRAY_LEN(args));
    return err_set(err, ERR_INVALID, "%s", buf_text(&message));
}

static int coalesce(const struct helm_node *node, json_t *values, bool merge, struct err *err)
{
    if (coalesce_own(node, values, merge, err) < 0)
        return -1;
    for (size_t i = 0; i < node->n_children; i++) {
        const struct helm_node *child = node->children[i];
        json_t *below = json_object_get(values, child->name);

        if (!below)
            json_put(values, child->name, below = json_object());
        else if (!json_is_object(below))
            return mismatch(child->name, below, err);
        if (coalesce_globals(below, values, err) < 0 || coalesce(child, below, merge, err) < 0)
            return -1;
    }
    return 0;
}

int helm_values_coalesce(const struct helm_node *node, const json_t *values, json_t **ret_values,
                         struct err *err)
{
    auto_json json_t *result = values ? json_deep_copy(values) : json_object();

    if (coalesce(node, result, false, err) < 0)
        return -1;
    *ret_values = STEAL(result);
    return 0;
}

int helm_values_merge(const struct helm_node *node, json_t **ret_values, struct err *err)
{
    auto_json json_t *result = json_object();

    if (coalesce(node, result, true, err) < 0)
        return -1;
    *ret_values = STEAL(result);
    return 0;
}

int helm_values_merge_tables(json_t *values, json_t *more, struct err *err)
{
    return coalesce_tables(values, more, true, 0, err);
}

json_t *helm_values_table(json_t *values, const char *path, const char **ret_missing)
{
    json_t *step = values;

    for (;;) {
        size_t len = strcspn(path, ".");
        auto_free char *key = mem_strndup(path, len);

        step = json_object_get(step, key);
        if (!json_is_object(step)) {
            if (ret_missing)
                *ret_missing = path;
            return NULL;
        }
        if (!path[len])
            return step;
        path += len + 1;
    }
}

json_t *helm_values_at(const json_t *values, const char *path)
{
    const json_t *step = values;

    for (;;) {
        size_t len = strcspn(path, ".");
        auto_free char *key = mem_strndup(path, len);

        step = json_object_get(step, key);
        if (!path[len])
            return json_is_object(step) ? NULL : (json_t *)step;
        if (!json_is_object(step))
            return NULL;
        path += len + 1;
    }
}
