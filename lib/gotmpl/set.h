/* Inside of a set: shared by parse.c, eval.c and fold.c only. */
#ifndef MALHA_GOTMPL_SET_H
#define MALHA_GOTMPL_SET_H

#include "gotmpl/ast.h"
#include "gotmpl/gotmpl.h"

/* A text and the trees that it gave. */
struct parsed {
    const struct source *source;
    size_t first, end;
};

struct gotmpl_set {
    const struct gotmpl_set *parent;
    const struct gotmpl_table *const *tables;
    size_t n_tables;
    struct arena arena;
    json_t *index; /* name -> index into trees */
    struct tree **trees;
    size_t n_trees, cap_trees;
    struct parsed *texts;
    size_t n_texts, cap_texts;
    bool changes_data;
    bool hides_data;           /* a template declares a "$" of its own */
    struct gotmpl_run *folded; /* holds the values that stand in the trees; NULL: not folded */
};

struct variable {
    const char *name;
    struct value value;
};

/* In the set's arena, empty but for these. */
struct node *set_new_node(struct gotmpl_set *set, enum node_type type, size_t pos);
const struct tree *set_find(const struct gotmpl_set *set, const char *name);
const struct gotmpl_func *set_find_func(const struct gotmpl_set *set, const char *name);

/* What an operand gives, with the place that errors would point at next, and what an action or
 * block prints, where dot and "$" are `data`. */
int eval_operand(struct gotmpl_run *run, const struct tree *tree, const struct value *data,
                 const struct node *node, struct value *ret, struct place *ret_at, struct err *err)
    ATTR_CHECK;
int eval_statement(struct gotmpl_run *run, const struct tree *tree, const struct value *data,
                   const struct node *node, struct buf *out, struct err *err) ATTR_CHECK;

/* The functions of the language itself: and, or, not, eq, index, printf, ... */
extern const struct gotmpl_table gotmpl_builtins;

#endif
