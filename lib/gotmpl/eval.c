/* The evaluator: text/template/exec.go, in the same order of evaluation, with the same words for
 * what goes wrong. */
#include <ctype.h>
#include <inttypes.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/limits.h"
#include "gotmpl/fmt.h"
#include "gotmpl/gotmpl.h"
#include "gotmpl/set.h"

/* Arguments of one call: most have few, which lie on the stack; Go has no limit, charts stay below
 * a hundred. */
#define FEW_ARGS 8
#define MAX_ARGS 1024

/* One template being executed. */
struct state {
    struct gotmpl_run *run;
    const struct tree *tree;
    struct buf *out;
    size_t base; /* of its variables: $ is there */
    struct place at;
    struct err *err;
};

enum flow { FLOW_NEXT, FLOW_BREAK, FLOW_CONTINUE, FLOW_ERROR = -1 };

static int eval_pipeline(struct state *s, const struct value *dot, const struct pipe *pipe,
                         struct value *ret);
static enum flow walk_list(struct state *s, const struct value *dot, const struct node_list *list);

static void at_node(struct state *s, const struct node *node)
{
    s->at = (struct place){.node = node};
}

static const struct tree *find_tree(struct gotmpl_run *run, const char *name)
{
    const struct tree *tree = set_find(run->set, name);

    if (!tree && run->missing && run->missing(run, name))
        tree = set_find(run->set, name);
    return tree;
}

/* ---- errors ---- */

static void print_place(struct buf *out, const struct place *place)
{
    if (place->node) {
        node_print(out, place->node);
    } else if (place->pipe) {
        pipe_print(out, place->pipe);
    } else if (place->command) {
        const struct pipe single = {.commands = (struct command *)place->command, .n_commands = 1};

        pipe_print(out, &single);
    }
}

static int fail(struct state *s, const char *fmt, ...) ATTR_PRINTF(2, 3);

static int fail(struct state *s, const char *fmt, ...)
{
    auto_buf struct buf message = BUF_INIT(LIMIT_TEMPLATE_TEXT);
    auto_buf struct buf context = BUF_INIT(LIMIT_MESSAGE);
    auto_free char *text = NULL;
    va_list ap;

    va_start(ap, fmt);
    if (vasprintf(&text, fmt, ap) < 0)
        text = NULL;
    va_end(ap);

    buf_adds(&message, "template: ");
    if (s->at.node || s->at.pipe || s->at.command) {
        size_t pos = s->at.node   ? s->at.node->pos
                     : s->at.pipe ? s->at.pipe->pos
                                  : s->at.command->pos;

        source_location(&message, s->tree->source, pos);
        print_place(&context, &s->at);
        buf_adds(&message, ": executing ");
        fmt_quote(&message, (struct text){s->tree->name, strlen(s->tree->name)});
        buf_addf(&message, " at <%s>: ", buf_text(&context));
    } else {
        buf_addf(&message, "%s: ", s->tree->name);
    }
    buf_adds(&message, text ? text : "out of memory");
    return err_set(s->err, ERR_INVALID, "%s", buf_text(&message));
}

/* ---- variables ---- */

static void push(struct state *s, const char *name, const struct value *v)
{
    struct gotmpl_run *run = s->run;

    mem_grow(&run->variables, &run->cap_variables, run->n_variables, sizeof(*run->variables));
    run->variables[run->n_variables++] = (struct variable){name, *v};
}

static int set_variable(struct state *s, const char *name, const struct value *v)
{
    struct gotmpl_run *run = s->run;

    for (size_t i = run->n_variables; i-- > s->base;) {
        if (strcmp(run->variables[i].name, name) == 0) {
            run->variables[i].value = *v;
            return 0;
        }
    }
    return fail(s, "undefined variable: %s", name);
}

static int get_variable(struct state *s, const char *name, struct value *ret)
{
    const struct gotmpl_run *run = s->run;

    for (size_t i = run->n_variables; i-- > s->base;) {
        if (strcmp(run->variables[i].name, name) == 0) {
            *ret = run->variables[i].value;
            return 0;
        }
    }
    return fail(s, "undefined variable: %s", name);
}

/* ---- values ---- */

/* What evalPipeline does with an interface: the thing inside; a nil becomes no value. */
static struct value unwrap(struct value v)
{
    if (v.kind == VALUE_NIL)
        return value_none();
    v.dynamic = false;
    return v;
}

static struct value element(struct gotmpl_run *run, json_t *json, const struct value_type *type)
{
    struct value v = gotmpl_value_of(run, json, type ? type->element : NULL);

    v.dynamic = value_holds_anything(type);
    return v;
}

static const char *param_type(char letter)
{
    switch (letter) {
    case 's':
        return "string";
    case 'i':
        return "int";
    case 'f':
        return "float64";
    case 'b':
        return "bool";
    case 'm':
    case 'M':
        return "map[string]interface {}";
    case 'l':
        return "[]interface {}";
    case 't':
        return "map[string]string";
    case 'D':
        return "time.Time";
    case 'C':
        return "sprig.certificate";
    default:
        return "interface {}";
    }
}

static bool matches(char letter, const struct value *v)
{
    switch (letter) {
    case 's':
        return v->kind == VALUE_TEXT && v->type != &value_type_bytes &&
               !(v->type && v->type->is_enum);
    case 'i':
        return v->kind == VALUE_INT && !v->type;
    case 'f':
        return v->kind == VALUE_FLOAT;
    case 'b':
        return v->kind == VALUE_BOOL;
    case 'm':
    case 'M':
        return v->kind == VALUE_MAP && value_holds_anything(v->type);
    case 't':
        return v->kind == VALUE_MAP && v->type == &value_type_text_map;
    case 'l':
        return v->kind == VALUE_LIST && !v->type;
    case 'D':
    case 'C':
        return v->type && strcmp(v->type->name, param_type(letter)) == 0;
    default:
        return true;
    }
}

/* validateType: is `v` good for a parameter of this letter? 0 stands for "any, as it is". */
static int validate(struct state *s, struct value *v, char letter)
{
    if (letter == 0)
        return 0;
    if (v->kind == VALUE_NONE) {
        if (!strchr("avmMlt", letter))
            return fail(s, "invalid value; expected %s", param_type(letter));
        if (letter != 'v')
            *v = value_nil();
        return 0;
    }
    if (matches(letter, v)) {
        if (letter != 'a' && letter != 'v')
            v->dynamic = false;
        if (letter == 'm' || letter == 'M')
            v->type = NULL;
        return 0;
    }
    if (v->kind == VALUE_NIL)
        return fail(s, "wrong type for value; expected %s; got interface {}", param_type(letter));
    return fail(s, "wrong type for value; expected %s; got %s", param_type(letter),
                value_inner_type_name(v));
}

/* ---- operands ---- */

static int eval_fields(struct state *s, const struct value *dot, struct value receiver,
                       const struct node *node, const struct node_list *args,
                       const struct value *final, struct value *ret);
static int eval_call(struct state *s, const struct value *dot, const struct gotmpl_func *func,
                     const struct place *place, const struct node_list *args,
                     const struct value *final, struct value *ret);

static int eval_reference(struct state *s, const struct value *dot, const struct node *node,
                          const struct node_list *args, const struct value *final,
                          struct value *ret)
{
    struct value receiver;

    at_node(s, node);
    switch (node->type) {
    case NODE_FIELD:
        return eval_fields(s, dot, *dot, node, args, final, ret);
    case NODE_VARIABLE:
        if (get_variable(s, node->ref.name, &receiver) < 0)
            return -1;
        if (node->ref.n_fields == 0) {
            if ((args && args->n > 1) || final)
                return fail(s, "can't give argument to non-function %s", node->ref.name);
            *ret = receiver;
            return 0;
        }
        return eval_fields(s, dot, receiver, node, args, final, ret);
    case NODE_CHAIN: {
        const struct node *of = node->ref.of;

        if (of->type == NODE_PIPE) {
            if (eval_pipeline(s, dot, of->pipe, &receiver) < 0)
                return -1;
        } else if (of->type == NODE_FUNCTION) {
            const struct place place = {.node = of};

            at_node(s, of);
            if (eval_call(s, dot, of->ref.func, &place, NULL, NULL, &receiver) < 0)
                return -1;
        } else {
            return fail(s, "indirection through explicit nil in %s", node->ref.fields[0]);
        }
        return eval_fields(s, dot, receiver, node, args, final, ret);
    }
    default:
        return fail(s, "can't evaluate operand");
    }
}

/* The method `name` of `receiver` with its arguments: 1 when there is one (ret set), 0 when not. */
static int eval_method(struct state *s, const struct value *dot, const struct value *receiver,
                       const struct node *node, const char *name, const struct node_list *args,
                       const struct value *final, struct value *ret);

static int eval_field(struct state *s, const struct value *dot, const char *name,
                      const struct node *node, const struct node_list *args,
                      const struct value *final, const struct value *receiver, struct value *ret)
{
    bool has_args = (args && args->n > 1) || final;

    if (receiver->kind == VALUE_NONE) {
        *ret = value_none();
        return 0;
    }
    if (receiver->kind == VALUE_NIL)
        return fail(s, "nil pointer evaluating interface {}.%s", name);
    if (receiver->type && receiver->type->method && isupper((unsigned char)*name)) {
        int rc = eval_method(s, dot, receiver, node, name, args, final, ret);

        if (rc != 0)
            return rc < 0 ? -1 : 0;
    }
    if (receiver->kind == VALUE_MAP) {
        const struct value_type *type = receiver->type;
        bool is_struct = type && type->is_struct;

        if (type && (type->field || type->fields)) {
            int found = type->fields ? value_field(receiver, name, ret)
                                     : type->field(s->run, receiver, name, ret);

            if (found && has_args && !type->is_map)
                return fail(s, "%s has arguments but cannot be invoked as function", name);
            if (found && has_args)
                return fail(s, "%s is not a method but has arguments", name);
            if (found)
                return 0;
        }
        if (!is_struct) {
            json_t *json = json_object_get(receiver->json, name);

            if (has_args)
                return fail(s, "%s is not a method but has arguments", name);
            if (json)
                *ret = element(s->run, json, type);
            else
                *ret = gotmpl_missing(type);
            return 0;
        }
    }
    if (receiver->kind == VALUE_BOOL && receiver->type)
        return fail(s, "nil pointer evaluating %s.%s", receiver->type->name, name);
    return fail(s, "can't evaluate field %s in type %s", name, value_type_name(receiver));
}

static int eval_fields(struct state *s, const struct value *dot, struct value receiver,
                       const struct node *node, const struct node_list *args,
                       const struct value *final, struct value *ret)
{
    size_t n = node->ref.n_fields;

    for (size_t i = 0; i < n; i++) {
        bool last = i + 1 == n;
        struct value field = value_none();

        if (eval_field(s, dot, node->ref.fields[i], node, last ? args : NULL, last ? final : NULL,
                       &receiver, &field) < 0)
            return -1;
        receiver = field;
    }
    *ret = receiver;
    return 0;
}

static int literal(struct state *s, const struct value *dot, const struct node *node,
                   struct value *ret)
{
    switch (node->type) {
    case NODE_DOT:
        *ret = *dot;
        return 0;
    case NODE_BOOL:
        *ret = value_bool(node->truth);
        return 0;
    case NODE_NUMBER:
        if (node->number.too_large)
            return fail(s, "%s overflows int", node->number.source.s);
        *ret = node->number.value;
        return 0;
    case NODE_STRING:
        *ret = value_text(node->text.s, node->text.len);
        return 0;
    case NODE_KNOWN:
        s->at = node->known.at;
        *ret = node->known.value;
        return 0;
    default:
        return fail(s, "can't evaluate operand");
    }
}

/* A literal where a certain Go type is wanted; numbers convert as far as Go's constants do. */
static int typed_literal(struct state *s, const struct node *node, char letter, struct value *ret)
{
    auto_buf struct buf text = BUF_INIT(LIMIT_MESSAGE);
    const char *wanted;

    switch (letter) {
    case 's':
        if (node->type == NODE_STRING)
            return literal(s, NULL, node, ret);
        wanted = "string";
        break;
    case 'b':
        if (node->type == NODE_BOOL)
            return literal(s, NULL, node, ret);
        wanted = "bool";
        break;
    case 'i':
        if (node->type == NODE_NUMBER) {
            const struct value *v = &node->number.value;

            if (v->kind == VALUE_INT) {
                *ret = *v;
                return 0;
            }
            if (v->kind == VALUE_FLOAT && fabs(v->real) < 0x1p63 &&
                v->real == (double)(int64_t)v->real) {
                *ret = value_int((int64_t)v->real);
                return 0;
            }
        }
        wanted = "integer";
        break;
    case 'f':
        if (node->type == NODE_NUMBER && node->number.value.kind != VALUE_COMPLEX) {
            const struct value *v = &node->number.value;

            *ret = v->kind == VALUE_INT ? value_float((double)v->integer) : *v;
            return 0;
        }
        wanted = "float";
        break;
    default:
        node_print(&text, node);
        return fail(s, "can't handle %s for arg of type %s", buf_text(&text), param_type(letter));
    }
    node_print(&text, node);
    return fail(s, "expected %s; found %s", wanted, buf_text(&text));
}

static int eval_arg(struct state *s, const struct value *dot, const struct node *node, char letter,
                    struct value *ret)
{
    at_node(s, node);
    switch (node->type) {
    case NODE_DOT:
        *ret = *dot;
        break;
    case NODE_KNOWN:
        s->at = node->known.at;
        *ret = node->known.value;
        break;
    case NODE_NIL:
        if (!strchr("avmMlt", letter))
            return fail(s, "cannot assign nil to %s", param_type(letter));
        *ret = letter == 'v' ? value_none() : value_nil();
        return 0;
    case NODE_FIELD:
    case NODE_VARIABLE:
    case NODE_CHAIN:
        if (eval_reference(s, dot, node, NULL, NULL, ret) < 0)
            return -1;
        break;
    case NODE_PIPE:
        if (eval_pipeline(s, dot, node->pipe, ret) < 0)
            return -1;
        break;
    case NODE_FUNCTION: {
        const struct place place = {.node = node};

        if (eval_call(s, dot, node->ref.func, &place, NULL, NULL, ret) < 0)
            return -1;
        break;
    }
    default:
        if (letter == 'a' || letter == 'v')
            return literal(s, dot, node, ret);
        return typed_literal(s, node, letter, ret);
    }
    return validate(s, ret, letter);
}

/* ---- calls ---- */

static const char *method_params(const struct value_type *type, const char *name)
{
    for (const struct value_signature *s = type->signatures; s && s->method; s++) {
        if (strcmp(s->method, name) == 0)
            return s->params;
    }
    return NULL;
}

static int eval_method(struct state *s, const struct value *dot, const struct value *receiver,
                       const struct node *node, const char *name, const struct node_list *args,
                       const struct value *final, struct value *ret)
{
    struct value values[FEW_ARGS];
    const char *params = method_params(receiver->type, name);
    size_t n = 0, given = args && args->n ? args->n - 1 : 0;
    auto_err struct err inner = ERR_INIT;
    int rc;

    if (!params && receiver->type->is_map)
        return 0; /* a key */
    if (given + (final != NULL) > FEW_ARGS)
        return fail(s, "more than %d args for %s", FEW_ARGS - 1, name);
    if (params && given + (final != NULL) != strlen(params))
        return fail(s, "wrong number of args for %s: want %zu got %zu", name, strlen(params),
                    given + (final != NULL));
    for (; n < given; n++) {
        if (eval_arg(s, dot, args->items[n + 1], params ? params[n] : 'a', &values[n]) < 0)
            return -1;
    }
    if (final) {
        values[n] = *final;
        if (params && validate(s, &values[n], params[n]) < 0)
            return -1;
        n++;
    }
    rc = receiver->type->method(s->run, receiver, name, values, n, ret, &inner);
    if (rc < 0) {
        at_node(s, node);
        return fail(s, "error calling %s: %s", name, err_message(&inner));
    }
    return rc;
}

/* and, or: stop at the first operand that decides. */
static int eval_logic(struct state *s, const struct value *dot, const struct gotmpl_func *func,
                      const struct node_list *args, const struct value *final, struct value *ret)
{
    bool decides = func->name[0] == 'o';

    *ret = value_none();
    for (size_t i = 1; args && i < args->n; i++) {
        if (eval_arg(s, dot, args->items[i], 'v', ret) < 0)
            return -1;
        if (value_truth(ret) == decides)
            return 0;
    }
    if (final)
        *ret = *final;
    return 0;
}

static int eval_call(struct state *s, const struct value *dot, const struct gotmpl_func *func,
                     const struct place *place, const struct node_list *args,
                     const struct value *final, struct value *ret)
{
    size_t n_params = strlen(func->params), given = args ? args->n - 1 : 0,
           n = given + (final != NULL);
    bool variadic = n_params && func->params[n_params - 1] == '*';
    size_t fixed = variadic ? n_params - 2 : n_params;
    struct value few[FEW_ARGS], *values = few;
    auto_free struct value *many = NULL;
    auto_err struct err inner = ERR_INIT;

    if (variadic && n < fixed)
        return fail(s, "wrong number of args for %s: want at least %zu got %zu", func->name, fixed,
                    given);
    if (!variadic && n != fixed)
        return fail(s, "wrong number of args for %s: want %zu got %zu", func->name, fixed, n);
    if (n > MAX_ARGS)
        return fail(s, "more than %d args for %s", MAX_ARGS, func->name);
    if (!func->call)
        return eval_logic(s, dot, func, args, final, ret);
    if (n > FEW_ARGS)
        many = mem_alloc(n * sizeof(*values));

    if (many)
        values = many;
    for (size_t i = 0; i < given; i++) {
        if (eval_arg(s, dot, args->items[i + 1], i < fixed ? func->params[i] : func->params[fixed],
                     &values[i]) < 0)
            return -1;
    }
    if (final) {
        values[given] = *final;
        if (validate(s, &values[given], given < fixed ? func->params[given] : func->params[fixed]) <
            0)
            return -1;
    }
    if (func->call(s->run, values, n, ret, &inner) < 0) {
        s->at = *place;
        return fail(s, "error calling %s: %s", func->name, err_message(&inner));
    }
    if (s->run->arena.total > s->run->max_memory)
        return fail(s, "rendering takes more than %zu bytes of memory", s->run->max_memory);
    return 0;
}

static int eval_command(struct state *s, const struct value *dot, const struct command *command,
                        const struct value *final, struct value *ret)
{
    const struct node *first = command->args.items[0];

    switch (first->type) {
    case NODE_FIELD:
    case NODE_VARIABLE:
    case NODE_CHAIN:
        return eval_reference(s, dot, first, &command->args, final, ret);
    case NODE_FUNCTION: {
        const struct place place = {.command = command};

        at_node(s, first);
        return eval_call(s, dot, first->ref.func, &place, &command->args, final, ret);
    }
    default:
        break;
    }
    if (first->type != NODE_PIPE)
        at_node(s, first);
    if (command->args.n > 1 || final) {
        auto_buf struct buf text = BUF_INIT(LIMIT_MESSAGE);

        node_print(&text, first);
        return fail(s, "can't give argument to non-function %s", buf_text(&text));
    }
    if (first->type == NODE_PIPE)
        return eval_pipeline(s, dot, first->pipe, ret);
    if (first->type == NODE_NIL)
        return fail(s, "nil is not a command");
    return literal(s, dot, first, ret);
}

static int count_step(struct state *s)
{
    if (++s->run->steps > s->run->max_steps)
        return fail(s, "rendering takes more than %" PRIu64 " steps", s->run->max_steps);
    return 0;
}

static int eval_pipeline(struct state *s, const struct value *dot, const struct pipe *pipe,
                         struct value *ret)
{
    struct value value = value_none();

    *ret = value;
    if (!pipe)
        return 0;
    if (count_step(s) < 0)
        return -1;
    s->at = (struct place){.pipe = pipe};
    for (size_t i = 0; i < pipe->n_commands; i++) {
        struct value next = value_none();

        if (eval_command(s, dot, &pipe->commands[i], i ? &value : NULL, &next) < 0)
            return -1;
        value = unwrap(next);
    }
    for (size_t i = 0; i < pipe->n_declared; i++) {
        if (!pipe->assigns)
            push(s, pipe->declared[i], &value);
        else if (set_variable(s, pipe->declared[i], &value) < 0)
            return -1;
    }
    *ret = value;
    return 0;
}

/* ---- actions ---- */

static enum flow walk_if_or_with(struct state *s, const struct value *dot, const struct node *node)
{
    size_t mark = s->run->n_variables;
    enum flow flow = FLOW_NEXT;
    struct value v;

    if (eval_pipeline(s, dot, node->block.pipe, &v) < 0)
        return FLOW_ERROR;
    if (value_truth(&v))
        flow = walk_list(s, node->type == NODE_WITH ? &v : dot, &node->block.body);
    else if (node->block.has_else)
        flow = walk_list(s, dot, &node->block.otherwise);
    s->run->n_variables = mark;
    return flow;
}

static enum flow iterate(struct state *s, const struct node *node, size_t mark,
                         const struct value *index, const struct value *item)
{
    const struct pipe *pipe = node->block.pipe;
    struct gotmpl_run *run = s->run;
    enum flow flow;

    if (count_step(s) < 0)
        return FLOW_ERROR;
    if (pipe->n_declared > 0) {
        if (pipe->assigns) {
            if (set_variable(s, pipe->declared[0], pipe->n_declared > 1 ? index : item) < 0)
                return FLOW_ERROR;
        } else {
            run->variables[run->n_variables - 1].value = *item;
        }
    }
    if (pipe->n_declared > 1) {
        if (pipe->assigns) {
            if (set_variable(s, pipe->declared[1], item) < 0)
                return FLOW_ERROR;
        } else {
            run->variables[run->n_variables - 2].value = *index;
        }
    }
    flow = walk_list(s, item, &node->block.body);
    run->n_variables = mark;
    return flow == FLOW_CONTINUE ? FLOW_NEXT : flow;
}

static enum flow range_list(struct state *s, const struct node *node, size_t mark,
                            const struct value *v)
{
    size_t n = json_array_size(v->json);

    for (size_t i = 0; i < n && i < json_array_size(v->json); i++) {
        struct value index = value_int((int64_t)i),
                     item = element(s->run, json_array_get(v->json, i), v->type);
        enum flow flow = iterate(s, node, mark, &index, &item);

        if (flow != FLOW_NEXT)
            return flow;
    }
    return FLOW_NEXT;
}

static enum flow range_map(struct state *s, const struct node *node, size_t mark,
                           const struct value *v)
{
    enum flow flow = FLOW_NEXT;
    size_t n;
    auto_free const char **keys = json_sorted_keys(v->json, &n);
    json_t **items = arena_alloc(&s->run->arena, n * sizeof(json_t *));

    /* As in Go the pairs are taken before the first round: the body may change the map. */
    for (size_t i = 0; i < n; i++) {
        items[i] = json_object_get(v->json, keys[i]);
        keys[i] = arena_strndup(&s->run->arena, keys[i], strlen(keys[i]));
    }
    for (size_t i = 0; i < n && flow == FLOW_NEXT; i++) {
        struct value index = value_text(keys[i], strlen(keys[i])),
                     item = element(s->run, items[i], v->type);

        flow = iterate(s, node, mark, &index, &item);
    }
    return flow;
}

static enum flow walk_range(struct state *s, const struct value *dot, const struct node *node)
{
    size_t outer = s->run->n_variables, mark;
    enum flow flow = FLOW_NEXT;
    bool empty = true;
    struct value v;

    at_node(s, node);
    if (eval_pipeline(s, dot, node->block.pipe, &v) < 0)
        return FLOW_ERROR;
    mark = s->run->n_variables;

    if (v.kind == VALUE_LIST) {
        empty = json_array_size(v.json) == 0;
        flow = range_list(s, node, mark, &v);
    } else if (v.kind == VALUE_MAP && !(v.type && v.type->is_struct)) {
        empty = json_object_size(v.json) == 0;
        flow = range_map(s, node, mark, &v);
    } else if (v.kind == VALUE_INT && node->block.pipe->n_declared > 1) {
        (void)fail(s, "can't use %lld to iterate over more than one variable",
                   (long long)v.integer);
        return FLOW_ERROR;
    } else if (v.kind == VALUE_INT) {
        empty = v.integer <= 0;
        for (int64_t i = 0; i < v.integer && flow == FLOW_NEXT; i++) {
            struct value index = value_none(), item = value_int(i);

            item.type = v.type;
            flow = iterate(s, node, mark, &index, &item);
        }
    } else if (!value_is_nil(&v)) {
        auto_buf struct buf text = BUF_INIT(LIMIT_MESSAGE);

        value_print(&text, &v, false);
        (void)fail(s, "range can't iterate over %s", buf_text(&text));
        return FLOW_ERROR;
    }
    if (flow == FLOW_BREAK)
        flow = FLOW_NEXT;
    s->run->n_variables = mark; /* else still sees the variables of the head */
    if (flow == FLOW_NEXT && empty && node->block.has_else)
        flow = walk_list(s, dot, &node->block.otherwise);
    s->run->n_variables = outer;
    return flow;
}

static int execute_tree(struct gotmpl_run *run, const struct tree *tree, const struct value *data,
                        struct buf *out, struct err *err)
{
    struct state s = {.run = run, .tree = tree, .out = out, .base = run->n_variables, .err = err};
    struct value dot = unwrap(*data);
    enum flow flow;

    push(&s, "$", &dot);
    run->depth++;
    flow = walk_list(&s, &dot, &tree->body);
    run->depth--;
    run->n_variables = s.base;
    return flow == FLOW_ERROR ? -1 : 0;
}

static enum flow walk_template(struct state *s, const struct value *dot, const struct node *node)
{
    const struct tree *tree = find_tree(s->run, node->call.name);
    struct value data;

    at_node(s, node);
    if (!tree) {
        auto_free char *name = fmt_quoted(node->call.name, strlen(node->call.name));

        (void)fail(s, "template %s not defined", name);
        return FLOW_ERROR;
    }
    if (s->run->depth >= LIMIT_TEMPLATE_DEPTH) {
        (void)fail(s, "exceeded maximum template depth (%d)", LIMIT_TEMPLATE_DEPTH);
        return FLOW_ERROR;
    }
    if (eval_pipeline(s, dot, node->call.pipe, &data) < 0)
        return FLOW_ERROR;
    return execute_tree(s->run, tree, &data, s->out, s->err) < 0 ? FLOW_ERROR : FLOW_NEXT;
}

static enum flow walk(struct state *s, const struct value *dot, const struct node *node)
{
    struct value v;

    switch (node->type) {
    case NODE_TEXT:
        buf_add(s->out, node->text.s, node->text.len);
        return FLOW_NEXT;
    case NODE_ACTION:
        at_node(s, node);
        if (eval_pipeline(s, dot, node->block.pipe, &v) < 0)
            return FLOW_ERROR;
        if (node->block.pipe->n_declared == 0 && v.kind == VALUE_MAP && v.type && v.type->show)
            v.type->show(s->out, &v);
        else if (node->block.pipe->n_declared == 0)
            value_print(s->out, &v, true);
        if (s->out->overflown) {
            (void)fail(s, "output is larger than %zu bytes", s->out->max);
            return FLOW_ERROR;
        }
        return FLOW_NEXT;
    case NODE_IF:
    case NODE_WITH:
        at_node(s, node);
        return walk_if_or_with(s, dot, node);
    case NODE_RANGE:
        return walk_range(s, dot, node);
    case NODE_TEMPLATE:
        return walk_template(s, dot, node);
    case NODE_BREAK:
        return FLOW_BREAK;
    case NODE_CONTINUE:
        return FLOW_CONTINUE;
    default:
        (void)fail(s, "unknown node");
        return FLOW_ERROR;
    }
}

static enum flow walk_list(struct state *s, const struct value *dot, const struct node_list *list)
{
    for (size_t i = 0; i < list->n; i++) {
        enum flow flow = walk(s, dot, list->items[i]);

        if (flow != FLOW_NEXT)
            return flow;
    }
    return FLOW_NEXT;
}

int eval_operand(struct gotmpl_run *run, const struct tree *tree, const struct value *data,
                 const struct node *node, struct value *ret, struct place *ret_at, struct err *err)
{
    struct state s = {.run = run, .tree = tree, .base = run->n_variables, .err = err};
    struct value dot = unwrap(*data);
    int rc;

    push(&s, "$", &dot);
    rc = eval_arg(&s, &dot, node, 'v', ret);
    *ret_at = s.at;
    run->n_variables = s.base;
    return rc;
}

int eval_statement(struct gotmpl_run *run, const struct tree *tree, const struct value *data,
                   const struct node *node, struct buf *out, struct err *err)
{
    struct state s = {.run = run, .tree = tree, .out = out, .base = run->n_variables, .err = err};
    struct value dot = unwrap(*data);
    enum flow flow;

    push(&s, "$", &dot);
    flow = walk(&s, &dot, node);
    run->n_variables = s.base;
    return flow == FLOW_NEXT ? 0 : -1;
}

int gotmpl_execute(struct gotmpl_run *run, const char *name, const struct value *data,
                   struct buf *out, struct err *err)
{
    const struct tree *tree = find_tree(run, name);

    if (!tree) {
        auto_free char *quoted = fmt_quoted(name, strlen(name));

        return err_set(err, ERR_INVALID,
                       "template: no template %s associated with template \"gotpl\"", quoted);
    }
    if (run->depth >= LIMIT_TEMPLATE_DEPTH)
        return err_set(err, ERR_INVALID, "template: %s: exceeded maximum template depth (%d)", name,
                       LIMIT_TEMPLATE_DEPTH);
    return execute_tree(run, tree, data, out, err);
}
