/* Go's text/template in C: parse once, execute many times.
 *
 *   text ──lex──► tokens ──parse──► trees (in a set) ──eval(data, functions)──► text
 *
 * A set holds named templates that may call each other; a child set sees its parent's templates and
 * adds its own (what Helm's tpl does with a clone). Sets are immutable once parsed and may then be
 * shared between threads. A run is one rendering: it owns every text and tree that functions make,
 * so that values are plain borrowed pointers.
 *
 * Mirrors Go 1.26 text/template with missingkey=zero, as Helm and Istio set it. Errors read as
 * Go's: "template: file:12:7: executing "x" at <.Values.a.b>: ..." */
#ifndef MALHA_GOTMPL_GOTMPL_H
#define MALHA_GOTMPL_GOTMPL_H

#include "base/mem.h"
#include "gotmpl/value.h"

struct gotmpl_set;
struct gotmpl_run;

/* A function of the template language. `params` has a letter for each parameter, which is checked
 * before the call: a any (interface{})   v any, nil kept apart (reflect.Value) s string   i int   f
 * float64   b bool   m map[string]interface{}   M the same, changed in place   l []interface{}   D
 * time.Time   C sprig.certificate, and a * behind the last one when there may be any number of it.
 */
struct gotmpl_func {
    const char *name;
    const char *params;
    int (*call)(struct gotmpl_run *run, const struct value *args, size_t n, struct value *ret,
                struct err *err);
};

/* A function table: `n` rows sorted by name (strcmp). Tables are searched in order. */
struct gotmpl_table {
    const struct gotmpl_func *funcs;
    size_t n;
};

/* `tables` is an array of `n_tables` pointers that outlives the set; the builtins are always there,
 * last. */
struct gotmpl_set *gotmpl_set_new(const struct gotmpl_table *const *tables, size_t n_tables)
    ATTR_CHECK;
/* A set that falls back to `parent`, which must outlive it. */
struct gotmpl_set *gotmpl_set_child(const struct gotmpl_set *parent) ATTR_CHECK;
void gotmpl_set_free(struct gotmpl_set *set);

/* Parses `text` as the template `name` and with it every {{define}} in it. A template of the same
 * name is replaced unless the new one is empty. INVALID: "template: name:line: message". */
int gotmpl_parse(struct gotmpl_set *set, const char *name, const char *text, size_t len,
                 struct err *err) ATTR_CHECK;

/* The same of a text that outlives the set, which is not copied. */
int gotmpl_parse_in_place(struct gotmpl_set *set, const char *name, const char *text, size_t len,
                          struct err *err) ATTR_CHECK;
/* Would parsing `text` give more templates than the one of its own name? Perhaps when true. */
bool gotmpl_may_define(const char *text, size_t len);

/* Do templates of the set call functions that change their arguments in place, and so perhaps the
 * data they are executed with? */
bool gotmpl_changes_data(const struct gotmpl_set *set);
/* Executes once what of the template `name`, and of those that it gives its data as they are,
 * depends on nothing but the fields `known` (up to NULL) of `data`, a map or struct; later
 * executions must have the same there. Their output and errors stay as they were. `data` outlives
 * the set. Not after others have the set, and not again. Does nothing for a set with functions that
 * change data. */
void gotmpl_fold(struct gotmpl_set *set, const char *name, const struct value *data,
                 const char *const *known);
bool gotmpl_has(const struct gotmpl_set *set, const char *name);

/* One rendering. Functions see it; `user` is for whoever owns the functions. */
struct gotmpl_run {
    const struct gotmpl_set *set; /* the templates that {{template}} and include find */
    void *user;
    /* Asked once for a template that `set` does not have: true when it has it now. May be NULL. */
    bool (*missing)(struct gotmpl_run *run, const char *name);
    struct arena arena;
    json_t **owned;
    size_t n_owned, cap_owned;
    uint64_t steps, max_steps; /* gotmpl_run_init() sets the ceilings of charts */
    size_t max_memory;         /* of the arena, in bytes */
    unsigned depth;
    struct variable *variables;
    size_t n_variables, cap_variables;
    struct typed *typed; /* a hash table of 2^k slots by address, see gotmpl_set_type */
    size_t n_typed, cap_typed;
};

void gotmpl_run_init(struct gotmpl_run *run, const struct gotmpl_set *set, void *user);
void gotmpl_run_done(struct gotmpl_run *run);
/* Between two executions: the texts that functions made are gone, of trees all stay. */
void gotmpl_run_forget_texts(struct gotmpl_run *run);

/* Executes the template `name` with `data` as dot, appending to `out`. What was written before a
 * failure stays. */
int gotmpl_execute(struct gotmpl_run *run, const char *name, const struct value *data,
                   struct buf *out, struct err *err) ATTR_CHECK;

/* For functions: results that live as long as the run. */
struct value gotmpl_make_text(struct gotmpl_run *run, const char *s, size_t len);
struct value gotmpl_make_buf(struct gotmpl_run *run, const struct buf *b);
/* Takes `json`, which stays alive until the run ends, and returns it. */
json_t *gotmpl_own(struct gotmpl_run *run, json_t *json);
/* A new list or dict that does. */
json_t *gotmpl_new_list(struct gotmpl_run *run);
json_t *gotmpl_new_dict(struct gotmpl_run *run);
/* Keeps a tree alive that is about to be removed from its container. */
void gotmpl_keep(struct gotmpl_run *run, json_t *json);
/* Tells that `json`, a map or list that lives as long as the run, is of a Go type that JSON cannot
 * say. */
void gotmpl_set_type(struct gotmpl_run *run, const json_t *json, const struct value_type *type);
/* What a map of `type` (may be NULL) gives for a key that it does not have. */
struct value gotmpl_missing(const struct value_type *type);
/* What `json` holds, with `type` or the type it was told to have. */
struct value gotmpl_value_of(struct gotmpl_run *run, json_t *json, const struct value_type *type);

#endif
