/* What lives as long as one rendering: texts, trees, and the Go types that trees have. */
#include <string.h>

#include "base/limits.h"
#include "gotmpl/gotmpl.h"
#include "gotmpl/set.h"

/* A tree that JSON alone cannot tell from another of its shape (Helm's .Files, a time.Time). */
struct typed {
    const json_t *json;
    const struct value_type *type;
};

static size_t slot_of(const struct gotmpl_run *run, const json_t *json)
{
    size_t mask = run->cap_typed - 1, at = ((size_t)json >> 4) * 0x9e3779b97f4a7c15ull >> 32 & mask;

    while (run->typed[at].json && run->typed[at].json != json)
        at = (at + 1) & mask;
    return at;
}

void gotmpl_set_type(struct gotmpl_run *run, const json_t *json, const struct value_type *type)
{
    if (2 * (run->n_typed + 1) > run->cap_typed) {
        struct gotmpl_run old = *run;

        run->cap_typed = old.cap_typed ? old.cap_typed * 2 : 32;
        run->typed = mem_zalloc(run->cap_typed * sizeof(*run->typed));
        for (size_t i = 0; i < old.cap_typed; i++) {
            if (old.typed[i].json)
                run->typed[slot_of(run, old.typed[i].json)] = old.typed[i];
        }
        free(old.typed);
    }
    struct typed *slot = &run->typed[slot_of(run, json)];

    run->n_typed += slot->json == NULL;
    *slot = (struct typed){json, type};
}

struct value gotmpl_value_of(struct gotmpl_run *run, json_t *json, const struct value_type *type)
{
    struct value v = value_of(json);

    if (v.kind >= VALUE_TEXT)
        v.type = type;
    if (v.kind >= VALUE_LIST && !type && run->cap_typed)
        v.type = run->typed[slot_of(run, json)].type;
    return v;
}

struct value gotmpl_missing(const struct value_type *type)
{
    struct value v = type && type->zero_text ? value_text("", 0) : value_nil();

    if (type)
        v.type = type->element;
    return v;
}

void gotmpl_run_init(struct gotmpl_run *run, const struct gotmpl_set *set, void *user)
{
    *run = (struct gotmpl_run){.set = set,
                               .user = user,
                               .max_steps = LIMIT_TEMPLATE_STEPS,
                               .max_memory = LIMIT_TEMPLATE_MEMORY};
}

void gotmpl_run_done(struct gotmpl_run *run)
{
    for (size_t i = 0; i < run->n_owned; i++)
        json_decref(run->owned[i]);
    free(run->owned);
    free(run->variables);
    free(run->typed);
    arena_done(&run->arena);
    *run = (struct gotmpl_run){0};
}

void gotmpl_run_forget_texts(struct gotmpl_run *run)
{
    arena_reset(&run->arena);
}

struct value gotmpl_make_text(struct gotmpl_run *run, const char *s, size_t len)
{
    return value_text(arena_strndup(&run->arena, s, len), len);
}

struct value gotmpl_make_buf(struct gotmpl_run *run, const struct buf *b)
{
    return gotmpl_make_text(run, buf_text(b), b->len);
}

json_t *gotmpl_own(struct gotmpl_run *run, json_t *json)
{
    mem_grow(&run->owned, &run->cap_owned, run->n_owned, sizeof(json_t *));
    run->owned[run->n_owned++] = json;
    return json;
}

json_t *gotmpl_new_list(struct gotmpl_run *run)
{
    return gotmpl_own(run, json_array());
}

json_t *gotmpl_new_dict(struct gotmpl_run *run)
{
    return gotmpl_own(run, json_object());
}

void gotmpl_keep(struct gotmpl_run *run, json_t *json)
{
    if (json)
        (void)gotmpl_own(run, json_incref(json));
}
