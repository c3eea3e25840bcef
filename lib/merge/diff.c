#include "merge/diff.h"

#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/mem.h"
#include "json/number.h"

struct writer {
    struct buf *out;
    struct buf path; /* of what is compared; each level cuts off again what it added */
    bool any;
};

static void diff(struct writer *w, const json_t *from, const json_t *to);

static void add_operation(struct writer *w, const char *op, const json_t *value)
{
    buf_adds(w->out, w->any ? ",{\"op\":\"" : "{\"op\":\"");
    w->any = true;
    buf_adds(w->out, op);
    buf_adds(w->out, "\",\"path\":");
    json_print_text(w->out, buf_text(&w->path), w->path.len, JSON_PRINT_PLAIN);
    if (value) {
        buf_adds(w->out, ",\"value\":");
        json_print(w->out, value, JSON_PRINT_AS_IS);
    }
    buf_addc(w->out, '}');
}

/* Adds /`key` to the path, ~ and / escaped. What the path was before is its length then. */
static size_t enter_key(struct writer *w, const char *key)
{
    size_t before = w->path.len;

    buf_addc(&w->path, '/');
    for (;;) {
        size_t plain = strcspn(key, "~/");

        buf_add(&w->path, key, plain);
        key += plain;
        if (!*key)
            return before;
        buf_adds(&w->path, *key++ == '~' ? "~0" : "~1");
    }
}

static size_t enter_index(struct writer *w, size_t i)
{
    char number[NUMBER_TEXT_SIZE];
    size_t before = w->path.len;

    buf_addc(&w->path, '/');
    buf_add(&w->path, number, number_print_int((int64_t)i, number));
    return before;
}

static void leave(struct writer *w, size_t before)
{
    buf_cut(&w->path, before);
}

/* As far as is seen at once: what was not changed is shared, mostly. */
static bool is_same(const json_t *before, const json_t *after)
{
    return before == after || (before && after && !json_is_object(before) &&
                               !json_is_array(before) && json_equal(before, after));
}

static void diff_objects(struct writer *w, const json_t *from, const json_t *to)
{
    size_t n_from, n_to, i = 0, k = 0;
    auto_free const char **a = json_sorted_keys(from, &n_from);
    auto_free const char **b = json_sorted_keys(to, &n_to);

    while (i < n_from || k < n_to) {
        int order = i == n_from ? 1 : k == n_to ? -1 : strcmp(a[i], b[k]);
        const char *key = order <= 0 ? a[i] : b[k];
        const json_t *before = order <= 0 ? json_object_get(from, key) : NULL;
        const json_t *after = order >= 0 ? json_object_get(to, key) : NULL;
        size_t above;

        i += order <= 0;
        k += order >= 0;
        if (is_same(before, after))
            continue;
        above = enter_key(w, key);
        if (order < 0)
            add_operation(w, "remove", NULL);
        else if (order > 0)
            add_operation(w, "add", after);
        else
            diff(w, before, after);
        leave(w, above);
    }
}

static void diff_arrays(struct writer *w, const json_t *from, const json_t *to)
{
    size_t n_from = json_array_size(from), n_to = json_array_size(to), head = 0, tail = 0, common;

    while (head < n_from && head < n_to &&
           json_equal(json_array_get(from, head), json_array_get(to, head)))
        head++;
    while (tail < n_from - head && tail < n_to - head &&
           json_equal(json_array_get(from, n_from - 1 - tail), json_array_get(to, n_to - 1 - tail)))
        tail++;
    common = (n_from < n_to ? n_from : n_to) - head - tail;

    for (size_t i = n_from - tail; i-- > head + common;) {
        size_t above = enter_index(w, i);

        add_operation(w, "remove", NULL);
        leave(w, above);
    }
    for (size_t i = head; i < head + common; i++) {
        size_t above = enter_index(w, i);

        diff(w, json_array_get(from, i), json_array_get(to, i));
        leave(w, above);
    }
    for (size_t i = head + common; i < n_to - tail; i++) {
        size_t above = enter_index(w, i);

        add_operation(w, "add", json_array_get(to, i));
        leave(w, above);
    }
}

static void diff(struct writer *w, const json_t *from, const json_t *to)
{
    if (json_is_object(from) && json_is_object(to))
        diff_objects(w, from, to);
    else if (json_is_array(from) && json_is_array(to))
        diff_arrays(w, from, to);
    else if (!json_equal(from, to))
        add_operation(w, "replace", to);
}

void diff_patch(const json_t *from, const json_t *to, struct buf *patch)
{
    struct writer w = {.out = patch, .path = BUF_INIT(patch->max)};

    buf_addc(patch, '[');
    diff(&w, from, to);
    buf_addc(patch, ']');
    buf_done(&w.path);
}
