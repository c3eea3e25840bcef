#include "helm/values.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/mem.h"

/* Merges `src` into `dst`, which has the last word (coalesceTablesFullKey). `src` is consumed as
 * scratch. */
static void coalesce_tables(json_t *dst, json_t *src, bool merge)
{
    auto_json json_t *had_value = json_object(); /* keys of src that were not null to begin with */
    const char *key;
    json_t *value;
    void *next;

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
        else if (!over)
            json_put(dst, key, json_incref(value));
        else if (json_is_object(value) && json_is_object(over))
            coalesce_tables(over, value, merge);
    }
}

static void coalesce_globals(json_t *dst, const json_t *src)
{
    json_t *to = json_object_get(dst, "global"), *from = json_object_get(src, "global");
    auto_json json_t *fresh = NULL;
    const char *key;
    json_t *value;

    if ((to && !json_is_object(to)) || (from && !json_is_object(from)))
        return;
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
            json_t *merged = json_deep_copy(value);

            coalesce_tables(merged, old, true);
            json_put(to, key, merged);
        }
    }
    json_put(dst, "global", json_incref(to));
}

static bool is_dependency(const struct helm_chart *chart, const char *name)
{
    for (size_t i = 0; i < chart->n_dependencies; i++) {
        if (strcmp(helm_chart_name(chart->dependencies[i]), name) == 0)
            return true;
    }
    return false;
}

static void coalesce_own(const struct helm_chart *chart, json_t *values)
{
    auto_json json_t *defaults = json_deep_copy(chart->values);
    const char *key;
    json_t *fallback;
    void *next;

    json_object_foreach_safe (defaults, next, key, fallback) {
        json_t *over = json_object_get(values, key);

        if (!over)
            json_put(values, key, json_incref(fallback));
        else if (json_is_null(over))
            (void)json_object_del(values, key);
        else if (json_is_object(over) && json_is_object(fallback))
            coalesce_tables(over, fallback, is_dependency(chart, key));
    }
}

static int coalesce(const struct helm_chart *chart, json_t *values, struct err *err)
{
    coalesce_own(chart, values);
    for (size_t i = 0; i < chart->n_dependencies; i++) {
        const struct helm_chart *child = chart->dependencies[i];
        const char *name = helm_chart_name(child);
        json_t *below = json_object_get(values, name);

        if (!below)
            json_put(values, name, below = json_object());
        else if (!json_is_object(below))
            return err_set(err, ERR_INVALID, "values: type mismatch on %s: it must be a mapping",
                           name);
        coalesce_globals(below, values);
        if (coalesce(child, below, err) < 0)
            return -1;
    }
    return 0;
}

int helm_values_coalesce(const struct helm_chart *chart, const json_t *values, json_t **ret_values,
                         struct err *err)
{
    auto_json json_t *result = values ? json_deep_copy(values) : json_object();

    if (coalesce(chart, result, err) < 0)
        return -1;
    *ret_values = STEAL(result);
    return 0;
}

/* ---- --set ---- */

/* What strvals makes of the text of one value. */
static json_t *typed_value(const char *text, bool as_text)
{
    char *end;
    long long v;

    if (as_text)
        return json_string_nocheck(text);
    if (strcasecmp(text, "true") == 0)
        return json_true();
    if (strcasecmp(text, "false") == 0)
        return json_false();
    if (strcasecmp(text, "null") == 0)
        return json_null();
    if (strcmp(text, "0") == 0)
        return json_integer(0);
    if (*text && *text != '0' && !isspace((unsigned char)*text)) {
        errno = 0;
        v = strtoll(text, &end, 10);
        if (!*end && !errno)
            return json_integer(v);
    }
    return json_string_nocheck(text);
}

/* Reads up to an unescaped character of `stops`; \x stands for x. */
static const char *read_until(const char *p, const char *stops, struct buf *out)
{
    while (*p && !strchr(stops, *p)) {
        if (*p == '\\' && p[1])
            p++;
        buf_addc(out, *p++);
    }
    return p;
}

static json_t *read_value(const char **p, bool as_text)
{
    auto_buf struct buf text = BUF_INIT(LIMIT_FILE);

    if (**p == '{') {
        json_t *list = json_array();

        (*p)++;
        while (**p && **p != '}') {
            buf_reset(&text);
            *p = read_until(*p, ",}", &text);
            json_array_append_new(list, typed_value(buf_text(&text), as_text));
            if (**p == ',')
                (*p)++;
        }
        if (**p == '}')
            (*p)++;
        return list;
    }
    *p = read_until(*p, ",", &text);
    return typed_value(buf_text(&text), as_text);
}

static int set_here(json_t *container, const char **p, const char *whole, bool as_text,
                    struct err *err);

/* "[N]..." behind a key whose list is `list`. */
static int set_index(json_t *list, const char **p, const char *whole, bool as_text, struct err *err)
{
    char *end;
    long index = strtol(*p + 1, &end, 10);
    json_t *item;

    if (*end != ']' || index < 0 || index > 65536)
        return err_set(err, ERR_INVALID, "failed parsing --set data: bad index in \"%s\"", whole);
    *p = end + 1;
    while (json_array_size(list) <= (size_t)index)
        json_array_append_new(list, json_null());
    if (**p == '=') {
        (*p)++;
        json_array_set_new(list, (size_t)index, read_value(p, as_text));
        return 0;
    }
    if (**p == '.') {
        (*p)++;
        item = json_array_get(list, (size_t)index);
        if (!json_is_object(item)) {
            item = json_object();
            json_array_set_new(list, (size_t)index, item);
        }
        return set_here(item, p, whole, as_text, err);
    }
    if (**p == '[') {
        item = json_array_get(list, (size_t)index);
        if (!json_is_array(item)) {
            item = json_array();
            json_array_set_new(list, (size_t)index, item);
        }
        return set_index(item, p, whole, as_text, err);
    }
    return err_set(err, ERR_INVALID,
                   "failed parsing --set data: unexpected data at end of array index in \"%s\"",
                   whole);
}

static int set_here(json_t *container, const char **p, const char *whole, bool as_text,
                    struct err *err)
{
    auto_buf struct buf key = BUF_INIT(LIMIT_MESSAGE);
    json_t *below;

    *p = read_until(*p, ".=[,", &key);
    if (key.len == 0 || **p == '\0' || **p == ',')
        return err_set(err, ERR_INVALID,
                       "failed parsing --set data: key \"%s\" has no value in \"%s\"",
                       buf_text(&key), whole);
    if (**p == '=') {
        (*p)++;
        json_put(container, buf_text(&key), read_value(p, as_text));
        return 0;
    }
    below = json_object_get(container, buf_text(&key));
    if (**p == '[') {
        if (!json_is_array(below)) {
            below = json_array();
            json_put(container, buf_text(&key), below);
        }
        return set_index(below, p, whole, as_text, err);
    }
    (*p)++;
    if (!json_is_object(below)) {
        below = json_object();
        json_put(container, buf_text(&key), below);
    }
    return set_here(below, p, whole, as_text, err);
}

int helm_values_set(json_t *values, const char *expression, bool as_text, struct err *err)
{
    const char *p = expression;

    while (*p) {
        if (set_here(values, &p, expression, as_text, err) < 0)
            return -1;
        if (*p == ',')
            p++;
    }
    return 0;
}

int helm_values_put(json_t *values, const char *path, json_t *value, struct err *err)
{
    auto_json json_t *taken = value;
    json_t *here = values;
    const char *dot;

    while ((dot = strchr(path, '.'))) {
        auto_free char *key = mem_strndup(path, (size_t)(dot - path));
        json_t *below = json_object_get(here, key);

        if (!below || json_is_null(below))
            json_put(here, key, below = json_object());
        else if (!json_is_object(below))
            return err_set(err, ERR_INVALID, "values: %s is no mapping", key);
        here = below;
        path = dot + 1;
    }
    json_put(here, path, STEAL(taken));
    return 0;
}
