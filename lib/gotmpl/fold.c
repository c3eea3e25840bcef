/* Partial evaluation: what of a template depends on nothing but data that are known is executed
 * once and stands in the trees as text, or as the value of an argument. */
#include <string.h>

#include "base/limits.h"
#include "gotmpl/gotmpl.h"
#include "gotmpl/set.h"

#define MAX_LOCALS 16

/* What "." is where a node stands. */
enum dot { DOT_DATA, DOT_KNOWN, DOT_OTHER };

struct folder {
    struct gotmpl_set *set;
    struct gotmpl_run *run; /* whose values stand in the trees: the set keeps it */
    const struct value *data;
    const char *const *known; /* fields of the data, up to NULL */
    const struct tree *tree;
    const char *locals[MAX_LOCALS]; /* variables that what is looked at declares itself */
    size_t n_locals;
};

/* ---- what is known ---- */

static bool knows_pipe(struct folder *f, const struct pipe *pipe, enum dot dot);
static void fold_pipe(struct folder *f, struct pipe *pipe, enum dot dot);
static void fold_list(struct folder *f, struct node_list *list, enum dot dot);

/* Functions that give the same for the same arguments, look at nothing else and change nothing. */
static bool is_pure(const char *name)
{
    static const char *const names[] = {"add",        "and",      "annotation", "coalesce",
                                        "contains",   "default",  "dict",       "empty",
                                        "eq",         "fromJSON", "ge",         "get",
                                        "gt",         "hasKey",   "hasPrefix",  "hasSuffix",
                                        "indent",     "index",    "int",        "isset",
                                        "join",       "kindIs",   "le",         "len",
                                        "list",       "lower",    "lt",         "ne",
                                        "nindent",    "not",      "omit",       "omitNil",
                                        "or",         "print",    "printf",     "quote",
                                        "replace",    "squote",   "sub",        "ternary",
                                        "toJSON",     "toJson",   "toLower",    "toString",
                                        "toYaml",     "trim",     "trimAll",    "trimPrefix",
                                        "trimSuffix", "trunc",    "upper",      "valueOrDefault"};

    for (size_t i = 0; i < ARRAY_LEN(names); i++) {
        if (strcmp(names[i], name) == 0)
            return true;
    }
    return false;
}

static bool is_known_field(const struct folder *f, const struct node *node)
{
    for (size_t i = 0; node->ref.n_fields && f->known[i]; i++) {
        if (strcmp(f->known[i], node->ref.fields[0]) == 0)
            return true;
    }
    return false;
}

static bool is_local(const struct folder *f, const char *name)
{
    for (size_t i = 0; i < f->n_locals; i++) {
        if (strcmp(f->locals[i], name) == 0)
            return true;
    }
    return false;
}

static bool knows(struct folder *f, const struct node *node, enum dot dot)
{
    switch (node->type) {
    case NODE_FIELD:
        return dot == DOT_KNOWN || (dot == DOT_DATA && is_known_field(f, node));
    case NODE_VARIABLE:
        return strcmp(node->ref.name, "$") == 0 ? is_known_field(f, node)
                                                : is_local(f, node->ref.name);
    case NODE_CHAIN:
        return knows(f, node->ref.of, dot);
    case NODE_FUNCTION:
        return is_pure(node->ref.name);
    case NODE_PIPE:
        return knows_pipe(f, node->pipe, dot);
    case NODE_DOT:
        return dot == DOT_KNOWN;
    default:
        return true; /* constants */
    }
}

static bool knows_pipe(struct folder *f, const struct pipe *pipe, enum dot dot)
{
    for (size_t i = 0; i < pipe->n_commands; i++) {
        const struct node_list *args = &pipe->commands[i].args;

        for (size_t k = 0; k < args->n; k++) {
            if (!knows(f, args->items[k], dot))
                return false;
        }
    }
    for (size_t i = 0; i < pipe->n_declared; i++) {
        if (pipe->assigns && !is_local(f, pipe->declared[i]))
            return false;
        if (!pipe->assigns && f->n_locals == MAX_LOCALS)
            return false;
        if (!pipe->assigns)
            f->locals[f->n_locals++] = pipe->declared[i];
    }
    return true;
}

static bool knows_list(struct folder *f, const struct node_list *list, enum dot dot);

/* An action, a block or text. */
static bool knows_statement(struct folder *f, const struct node *node, enum dot dot)
{
    size_t mark = f->n_locals;
    bool known;

    switch (node->type) {
    case NODE_TEXT:
    case NODE_BREAK:
    case NODE_CONTINUE:
        return true;
    case NODE_ACTION:
        return knows_pipe(f, node->block.pipe, dot);
    case NODE_IF:
    case NODE_WITH:
    case NODE_RANGE:
        known = knows_pipe(f, node->block.pipe, dot) &&
                knows_list(f, &node->block.body, node->type == NODE_IF ? dot : DOT_KNOWN) &&
                knows_list(f, &node->block.otherwise, dot);
        f->n_locals = mark;
        return known;
    default:
        return false;
    }
}

static bool knows_list(struct folder *f, const struct node_list *list, enum dot dot)
{
    size_t mark = f->n_locals;
    bool known = true;

    for (size_t i = 0; i < list->n && known; i++)
        known = knows_statement(f, list->items[i], dot);
    f->n_locals = mark;
    return known;
}

/* ---- what stands for it ---- */

static struct node *make_text(struct folder *f, size_t pos, const struct buf *text)
{
    struct node *node = set_new_node(f->set, NODE_TEXT, pos);

    node->text = (struct text){arena_strndup(&f->set->arena, buf_text(text), text->len), text->len};
    return node;
}

/* Where it fails it is left to those who come there. */
static void fold_operand(struct folder *f, struct node **at, enum dot dot)
{
    auto_err struct err ignored = ERR_INIT;
    struct node *node = *at, *made;
    struct value value;
    struct place end;

    switch (node->type) {
    case NODE_FIELD:
    case NODE_VARIABLE:
    case NODE_CHAIN:
    case NODE_PIPE:
        break;
    default:
        return;
    }
    if (knows(f, node, dot) &&
        eval_operand(f->run, f->tree, f->data, node, &value, &end, &ignored) == 0) {
        made = set_new_node(f->set, NODE_KNOWN, node->pos);
        made->known.value = value;
        made->known.was = node;
        made->known.at = end;
        *at = made;
    } else if (node->type == NODE_PIPE) {
        fold_pipe(f, node->pipe, dot);
    } else if (node->type == NODE_CHAIN && node->ref.of->type == NODE_PIPE) {
        fold_pipe(f, node->ref.of->pipe, dot);
    }
    f->n_locals = 0;
}

/* The operands of a pipeline that is not known as a whole. */
static void fold_pipe(struct folder *f, struct pipe *pipe, enum dot dot)
{
    for (size_t i = 0; pipe && i < pipe->n_commands; i++) {
        struct node_list *args = &pipe->commands[i].args;

        /* The first is called, or given what comes from the left, unless it stands alone. */
        for (size_t k = i == 0 && args->n == 1 ? 0 : 1; k < args->n; k++)
            fold_operand(f, &args->items[k], dot);
    }
}

static bool declares(const struct node_list *list)
{
    for (size_t i = 0; i < list->n; i++) {
        const struct node *node = list->items[i];

        if (node->type == NODE_ACTION && node->block.pipe->n_declared && !node->block.pipe->assigns)
            return true;
    }
    return false;
}

/* The list that an {{if}} comes to, if that is known and it can stand in its place: `*ret_list` is
 * NULL where it comes to nothing. */
static bool decide(struct folder *f, struct node *node, enum dot dot, struct node_list **ret_list)
{
    auto_err struct err ignored = ERR_INIT;
    struct pipe *pipe = node->block.pipe;
    struct node condition = {.type = NODE_PIPE, .pos = node->pos, .pipe = pipe};
    struct value value;
    struct place end;

    if (node->type != NODE_IF || pipe->n_declared > 0 || !knows_pipe(f, pipe, dot) ||
        eval_operand(f->run, f->tree, f->data, &condition, &value, &end, &ignored) < 0)
        return false;
    *ret_list = value_truth(&value)    ? &node->block.body
                : node->block.has_else ? &node->block.otherwise
                                       : NULL;
    return !*ret_list || !declares(*ret_list);
}

static void append(struct folder *f, struct node_list *list, struct node *node)
{
    struct node *last = list->n ? list->items[list->n - 1] : NULL;

    if (node->type == NODE_TEXT && last && last->type == NODE_TEXT) {
        auto_buf struct buf both = BUF_INIT(LIMIT_TEMPLATE_TEXT);

        buf_add(&both, last->text.s, last->text.len);
        buf_add(&both, node->text.s, node->text.len);
        list->items[list->n - 1] = make_text(f, last->pos, &both);
        return;
    }
    mem_grow(&list->items, &list->cap, list->n, sizeof(struct node *));
    list->items[list->n++] = node;
}

/* What `node` prints; NULL when that is not known. */
static struct node *text_of(struct folder *f, struct node *node, enum dot dot)
{
    auto_err struct err ignored = ERR_INIT;
    auto_buf struct buf text = BUF_INIT(LIMIT_TEMPLATE_TEXT);

    if (node->type == NODE_TEXT)
        return node;
    if (node->type != NODE_ACTION && node->type != NODE_IF && node->type != NODE_WITH &&
        node->type != NODE_RANGE)
        return NULL;
    if (node->type == NODE_ACTION && node->block.pipe->n_declared)
        return NULL; /* others see what it declares */
    if (!knows_statement(f, node, dot) ||
        eval_statement(f->run, f->tree, f->data, node, &text, &ignored) < 0)
        return NULL;
    return make_text(f, node->pos, &text);
}

static void fold_inside(struct folder *f, struct node *node, enum dot dot)
{
    switch (node->type) {
    case NODE_ACTION:
        fold_pipe(f, node->block.pipe, dot);
        break;
    case NODE_IF:
    case NODE_WITH:
    case NODE_RANGE:
        fold_pipe(f, node->block.pipe, dot);
        fold_list(f, &node->block.body, node->type == NODE_IF ? dot : DOT_OTHER);
        fold_list(f, &node->block.otherwise, dot);
        break;
    case NODE_TEMPLATE:
        fold_pipe(f, node->call.pipe, dot);
        break;
    default:
        break;
    }
}

static void fold_list(struct folder *f, struct node_list *list, enum dot dot)
{
    struct node_list made = {0};

    for (size_t i = 0; i < list->n; i++) {
        struct node *node = list->items[i], *text = text_of(f, node, dot);
        struct node_list *chosen = NULL;

        if (text) {
            if (text->text.len > 0)
                append(f, &made, text);
        } else if (decide(f, node, dot, &chosen)) {
            if (chosen)
                fold_list(f, chosen, dot);
            for (size_t k = 0; chosen && k < chosen->n; k++)
                append(f, &made, chosen->items[k]);
        } else {
            fold_inside(f, node, dot);
            append(f, &made, node);
        }
    }
    list->items = arena_alloc(&f->set->arena, (made.n + 1) * sizeof(struct node *));
    for (size_t i = 0; i < made.n; i++)
        list->items[i] = made.items[i];
    list->n = list->cap = made.n;
    free(made.items);
}

/* ---- the trees ---- */

/* How often the list calls the template `name`, and in how many of those "." is the data. */
static void count_calls(const struct node_list *list, enum dot dot, const char *name,
                        size_t *ret_calls, size_t *ret_with_data)
{
    for (size_t i = 0; i < list->n; i++) {
        const struct node *node = list->items[i];

        if (node->type == NODE_IF || node->type == NODE_WITH || node->type == NODE_RANGE) {
            count_calls(&node->block.body, node->type == NODE_IF ? dot : DOT_OTHER, name, ret_calls,
                        ret_with_data);
            count_calls(&node->block.otherwise, dot, name, ret_calls, ret_with_data);
        } else if (node->type == NODE_TEMPLATE && strcmp(node->call.name, name) == 0) {
            const struct pipe *pipe = node->call.pipe;

            (*ret_calls)++;
            if (dot == DOT_DATA && pipe && pipe->n_commands == 1 && pipe->n_declared == 0 &&
                pipe->commands[0].args.n == 1 && pipe->commands[0].args.items[0]->type == NODE_DOT)
                (*ret_with_data)++;
        }
    }
}

/* Is it executed with the data only, by `main`? */
static bool gets_data(const struct gotmpl_set *set, const struct tree *main,
                      const struct tree *tree)
{
    size_t calls = 0, with_data = 0;

    for (size_t i = 0; i < set->n_trees; i++) {
        const struct tree *caller = set->trees[i];

        count_calls(&caller->body, caller == main ? DOT_DATA : DOT_OTHER, tree->name, &calls,
                    &with_data);
    }
    return tree == main ? calls == 0 : calls == with_data;
}

void gotmpl_fold(struct gotmpl_set *set, const char *name, const struct value *data,
                 const char *const *known)
{
    const struct tree *main = set_find(set, name);
    struct folder f = {.set = set, .data = data, .known = known};

    if (!main || set->parent || set->folded || set->hides_data || gotmpl_changes_data(set))
        return;
    set->folded = mem_zalloc(sizeof(*set->folded));
    gotmpl_run_init(set->folded, set, NULL);
    set->folded->max_steps = LIMIT_ADMISSION_STEPS;
    set->folded->max_memory = LIMIT_ADMISSION_MEMORY;
    f.run = set->folded;
    for (size_t i = 0; i < set->n_trees; i++) {
        if (!gets_data(set, main, set->trees[i]))
            continue;
        f.tree = set->trees[i];
        fold_list(&f, &set->trees[i]->body, DOT_DATA);
    }
}
