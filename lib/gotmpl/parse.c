/* The parser: text/template/parse/parse.go. A failure is reported once, with the line of the last
 * token. */
#include <ctype.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/limits.h"
#include "base/rune.h"
#include "gotmpl/fmt.h"
#include "gotmpl/gotmpl.h"
#include "gotmpl/lex.h"
#include "gotmpl/set.h"
#include "json/number.h"

struct parser {
    struct gotmpl_set *set;
    const struct source *source;
    struct lexer lexer;
    struct token pushed[3]; /* tokens to be read again, the last one first */
    size_t n_pushed;
    size_t line;        /* of the last token that was read for the first time */
    size_t action_line; /* where the current action began, 0 outside */
    const char **variables;
    size_t n_variables, cap_variables;
    unsigned range_depth, depth;
    size_t first_tree; /* of this text among the set's */
    struct err *err;
};

static int parse_list(struct parser *p, struct node_list *list, struct node **ret_end);
static int parse_pipeline(struct parser *p, const char *context, enum token_type end,
                          struct pipe **ret_pipe);

/* Sets the error; always -1, and seen to be so by analyzers. */
#define fail(...) (fail_(__VA_ARGS__), -1)
static void fail_(struct parser *p, const char *fmt, ...) ATTR_PRINTF(2, 3);

static void fail_(struct parser *p, const char *fmt, ...)
{
    auto_buf struct buf message = BUF_INIT(LIMIT_MESSAGE);
    char text[1024];
    va_list ap;

    va_start(ap, fmt);
    (void)vsnprintf(text, sizeof(text), fmt, ap);
    va_end(ap);
    buf_adds(&message, text);
    (void)err_set(p->err, ERR_INVALID, "template: %s:%zu: %s", p->source->name, p->line,
                  buf_text(&message));
}

/* ---- tokens ---- */

static struct token next(struct parser *p)
{
    struct token token;

    if (p->n_pushed)
        return p->pushed[--p->n_pushed];
    token = lex_next(&p->lexer);
    p->line = token.line;
    return token;
}

static void back(struct parser *p, struct token token)
{
    p->pushed[p->n_pushed++] = token;
}

static struct token peek(struct parser *p)
{
    struct token token = next(p);

    back(p, token);
    return token;
}

static struct token next_non_space(struct parser *p)
{
    struct token token;

    do
        token = next(p);
    while (token.type == TOKEN_SPACE);
    return token;
}

static struct token peek_non_space(struct parser *p)
{
    struct token token = next_non_space(p);

    back(p, token);
    return token;
}

static void token_print(struct buf *out, const struct token *token)
{
    if (token->type == TOKEN_EOF) {
        buf_adds(out, "EOF");
    } else if (token->type == TOKEN_ERROR) {
        buf_add(out, token->text.s, token->text.len);
    } else if (token->type > TOKEN_KEYWORD) {
        buf_addf(out, "<%.*s>", (int)token->text.len, token->text.s);
    } else if (token->text.len > 10) {
        fmt_quote(out, (struct text){token->text.s, 10});
        buf_adds(out, "...");
    } else {
        fmt_quote(out, token->text);
    }
}

#define unexpected(...) (unexpected_(__VA_ARGS__), -1)

static void unexpected_(struct parser *p, struct token token, const char *context)
{
    auto_buf struct buf text = BUF_INIT(LIMIT_MESSAGE);

    token_print(&text, &token);
    if (token.type != TOKEN_ERROR) {
        fail_(p, "unexpected %s in %s", buf_text(&text), context);
    } else if (p->action_line && p->action_line != token.line) {
        bool action = text.len > 7 && strcmp(text.data + text.len - 7, " action") == 0;

        fail_(p, "%s%s started at %s:%zu", buf_text(&text), action ? "" : " in action",
              p->source->name, p->action_line);
    } else {
        fail_(p, "%s", buf_text(&text));
    }
}

static int expect(struct parser *p, enum token_type type, const char *context, struct token *ret)
{
    *ret = next_non_space(p);
    return ret->type == type ? 0 : unexpected(p, *ret, context);
}

/* ---- nodes ---- */

/* A chart has tens of thousands, mostly texts and fields. */
static size_t node_size(enum node_type type)
{
    static const struct node *const node;
    size_t size;

    switch (type) {
    case NODE_TEXT:
        size = sizeof(node->text);
        break;
    case NODE_STRING:
        size = sizeof(node->string);
        break;
    case NODE_NUMBER:
        size = sizeof(node->number);
        break;
    case NODE_TEMPLATE:
        size = sizeof(node->call);
        break;
    case NODE_FIELD:
    case NODE_VARIABLE:
    case NODE_CHAIN:
    case NODE_FUNCTION:
        size = sizeof(node->ref);
        break;
    case NODE_PIPE:
    case NODE_BOOL:
    case NODE_DOT:
    case NODE_NIL:
    case NODE_BREAK:
    case NODE_CONTINUE:
        size = sizeof(node->pipe);
        break;
    default:
        return sizeof(*node);
    }
    return offsetof(struct node, text) + size;
}

struct node *set_new_node(struct gotmpl_set *set, enum node_type type, size_t pos)
{
    size_t size = node_size(type);
    struct node *node = arena_alloc(&set->arena, size);

    memset(node, 0, size);
    node->type = type;
    node->pos = pos;
    return node;
}

static const char *keep(struct parser *p, struct text text)
{
    return arena_strndup(&p->set->arena, text.s, text.len);
}

/* Doubles in the arena; what is left behind is small and goes with the set. */
static void grow(struct parser *p, void *items, size_t n, size_t *cap, size_t size)
{
    void **array = items;
    void *larger;

    if (n < *cap)
        return;
    *cap = *cap ? *cap * 2 : size > sizeof(void *) ? 1 : 2;
    larger = arena_alloc(&p->set->arena, *cap * size);
    if (n)
        memcpy(larger, *array, n * size);
    *array = larger;
}

static void list_append(struct parser *p, struct node_list *list, struct node *node)
{
    grow(p, &list->items, list->n, &list->cap, sizeof(*list->items));
    list->items[list->n++] = node;
}

static void add_field(struct parser *p, struct node *node, size_t *cap, struct text name)
{
    grow(p, &node->ref.fields, node->ref.n_fields, cap, sizeof(*node->ref.fields));
    node->ref.fields[node->ref.n_fields++] = keep(p, name);
}

static void declare(struct parser *p, const char *name)
{
    mem_grow(&p->variables, &p->cap_variables, p->n_variables, sizeof(*p->variables));
    p->variables[p->n_variables++] = name;
}

/* The variable that was added to the pipeline's last. */
static void declare_in(struct parser *p, struct pipe *pipe)
{
    const char *name = pipe->declared[pipe->n_declared++];

    p->set->hides_data |= strcmp(name, "$") == 0;
    declare(p, name);
}

static int unquote(struct parser *p, struct text literal, const char **ret_s, size_t *ret_len)
{
    auto_buf struct buf out = BUF_INIT(LIMIT_TEMPLATE_TEXT);

    if (fmt_unquote(&out, literal) < 0)
        return fail(p, "invalid syntax");
    *ret_len = out.len;
    *ret_s = arena_strndup(&p->set->arena, buf_text(&out), out.len);
    return 0;
}

/* ---- operands ---- */

/* "2i", "1+2i" without underscores. */
static bool parse_complex(char *text, struct value *ret)
{
    size_t len = strlen(text);
    char *end;

    if (len < 2 || text[len - 1] != 'i')
        return false;
    text[len - 1] = '\0';
    *ret = (struct value){.kind = VALUE_COMPLEX};
    ret->complex.im = strtod(text, &end);
    if (*end == '+' || *end == '-') {
        ret->complex.re = ret->complex.im;
        ret->complex.im = strtod(end, &end);
    }
    return !*end && isfinite(ret->complex.re) && isfinite(ret->complex.im);
}

static int parse_character(struct parser *p, struct node *node)
{
    struct text text = node->number.source;
    struct unquoted c;

    if (fmt_unquote_char((struct text){text.s + 1, text.len - 1}, '\'', &c) < 0)
        return fail(p, "invalid syntax");
    if (1 + c.len + 1 != text.len)
        return fail(p, "malformed character constant: %s", text.s);
    node->number.value = value_int(c.rune);
    return 0;
}

/* Underscores stand between digits, or between the base's prefix and a digit. */
static bool underscores_fit(const char *text)
{
    const char *s = text + (*text == '+' || *text == '-');
    bool hex = s[0] == '0' && (s[1] == 'x' || s[1] == 'X'),
         prefix = hex || (s[0] == '0' && s[1] && strchr("bBoO", s[1]));
    bool digit = prefix;

    for (s += prefix ? 2 : 0; *s; s++) {
        bool is_digit = hex ? isxdigit((unsigned char)*s) : isdigit((unsigned char)*s);

        if (*s == '_' &&
            (!digit || !(hex ? isxdigit((unsigned char)s[1]) : isdigit((unsigned char)s[1]))))
            return false;
        digit = is_digit;
    }
    return true;
}

/* strconv.ParseFloat of what the lexer takes for a number: hexadecimal ones need an exponent. */
static bool parse_float(const char *text, double *ret)
{
    char *end;

    *ret = strtod(text, &end);
    return end > text && !*end && isfinite(*ret) && (!strpbrk(text, "xX") || strpbrk(text, "pP"));
}

static int parse_number(struct parser *p, struct token token, struct node **ret)
{
    struct node *node = set_new_node(p->set, NODE_NUMBER, token.pos);
    char plain[256];
    size_t n = 0;
    uint64_t too_large;
    int64_t v;
    double real;

    node->number.source = (struct text){keep(p, token.text), token.text.len};
    *ret = node;
    if (token.type == TOKEN_CHAR_CONSTANT)
        return parse_character(p, node);
    for (size_t i = 0; i < token.text.len && n + 1 < sizeof(plain); i++) {
        if (token.text.s[i] != '_')
            plain[n++] = token.text.s[i];
    }
    plain[n] = '\0';
    if (!underscores_fit(node->number.source.s))
        return fail(p, "illegal number syntax: \"%s\"", node->number.source.s);
    if (n && plain[n - 1] == 'i')
        return parse_complex(plain, &node->number.value)
                   ? 0
                   : fail(p, "illegal number syntax: \"%s\"", node->number.source.s);
    switch (number_parse_int(plain, &v, &too_large)) {
    case NUMBER_OK:
        node->number.value = value_int(v);
        return 0;
    case NUMBER_UNSIGNED:
        node->number.value = value_float((double)too_large);
        node->number.too_large = true;
        return 0;
    default:
        break;
    }
    if (!parse_float(plain, &real))
        return fail(p, "illegal number syntax: \"%s\"", node->number.source.s);
    if (!strpbrk(plain, ".eEpP"))
        return fail(p, "integer overflow: \"%s\"", node->number.source.s);
    node->number.value = value_float(real);
    return 0;
}

static int use_variable(struct parser *p, struct token token, struct node **ret)
{
    const char *name = keep(p, token.text);

    for (size_t i = 0; i < p->n_variables; i++) {
        if (strcmp(p->variables[i], name) == 0) {
            *ret = set_new_node(p->set, NODE_VARIABLE, token.pos);
            (*ret)->ref.name = name;
            return 0;
        }
    }
    return fail(p, "undefined variable \"%s\"", name);
}

/* One operand without the fields behind it; NULL when the next token is none. */
static int parse_term(struct parser *p, struct node **ret, size_t *field_cap)
{
    struct token token = next_non_space(p);
    struct node *node = NULL;

    switch (token.type) {
    case TOKEN_IDENTIFIER:
        node = set_new_node(p->set, NODE_FUNCTION, token.pos);
        node->ref.name = keep(p, token.text);
        node->ref.func = set_find_func(p->set, node->ref.name);
        if (!node->ref.func)
            return fail(p, "function \"%s\" not defined", node->ref.name);
        p->set->changes_data |= strchr(node->ref.func->params, 'M') != NULL;
        break;
    case TOKEN_DOT:
        node = set_new_node(p->set, NODE_DOT, token.pos);
        break;
    case TOKEN_NIL:
        node = set_new_node(p->set, NODE_NIL, token.pos);
        break;
    case TOKEN_VARIABLE:
        return use_variable(p, token, ret);
    case TOKEN_FIELD:
        node = set_new_node(p->set, NODE_FIELD, token.pos);
        add_field(p, node, field_cap, (struct text){token.text.s + 1, token.text.len - 1});
        break;
    case TOKEN_BOOL:
        node = set_new_node(p->set, NODE_BOOL, token.pos);
        node->truth = token.text.s[0] == 't';
        break;
    case TOKEN_CHAR_CONSTANT:
    case TOKEN_NUMBER:
        return parse_number(p, token, ret);
    case TOKEN_LEFT_PAREN:
        if (p->depth >= LIMIT_PARSE_DEPTH)
            return fail(p, "max expression depth exceeded");
        node = set_new_node(p->set, NODE_PIPE, token.pos);
        p->depth++;
        if (parse_pipeline(p, "parenthesized pipeline", TOKEN_RIGHT_PAREN, &node->pipe) < 0)
            return -1;
        node->pos = node->pipe->pos;
        p->depth--;
        break;
    case TOKEN_STRING:
    case TOKEN_RAW_STRING:
        node = set_new_node(p->set, NODE_STRING, token.pos);
        node->string.source = (struct text){keep(p, token.text), token.text.len};
        if (unquote(p, token.text, &node->text.s, &node->text.len) < 0)
            return -1;
        break;
    default:
        back(p, token);
        break;
    }
    *ret = node;
    return 0;
}

static int parse_operand(struct parser *p, struct node **ret)
{
    struct node *node = NULL;
    size_t cap = 0;
    struct token token;

    if (parse_term(p, &node, &cap) < 0)
        return -1;
    *ret = node;
    if (!node)
        return 0;
    token = peek(p);
    if (token.type != TOKEN_FIELD)
        return 0;

    switch (node->type) {
    case NODE_BOOL:
    case NODE_STRING:
    case NODE_NUMBER:
    case NODE_NIL:
    case NODE_DOT: {
        auto_buf struct buf text = BUF_INIT(LIMIT_MESSAGE);
        auto_free char *quoted = NULL;

        node_print(&text, node);
        quoted = fmt_quoted(buf_text(&text), text.len);
        return fail(p, "unexpected . after term %s", quoted);
    }
    case NODE_FIELD:
    case NODE_VARIABLE:
        node->pos = token.pos;
        break;
    default: {
        struct node *chain = set_new_node(p->set, NODE_CHAIN, token.pos);

        chain->ref.of = node;
        node = chain;
        break;
    }
    }
    while (peek(p).type == TOKEN_FIELD) {
        token = next(p);
        add_field(p, node, &cap, (struct text){token.text.s + 1, token.text.len - 1});
    }
    *ret = node;
    return 0;
}

static int parse_command(struct parser *p, struct command *ret)
{
    *ret = (struct command){.pos = peek_non_space(p).pos};
    for (;;) {
        struct node *operand = NULL;
        struct token token;

        (void)peek_non_space(p);
        if (parse_operand(p, &operand) < 0)
            return -1;
        if (operand)
            list_append(p, &ret->args, operand);
        token = next(p);
        if (token.type == TOKEN_SPACE)
            continue;
        if (token.type == TOKEN_RIGHT_DELIM || token.type == TOKEN_RIGHT_PAREN)
            back(p, token);
        else if (token.type != TOKEN_PIPE)
            return unexpected(p, token, "operand");
        break;
    }
    if (ret->args.n == 0)
        return fail(p, "empty command");
    return 0;
}

/* "$x :=", "$x =", "$i, $x :=" in front of a pipeline; a variable that is none of these is pushed
 * back. */
static int parse_declarations(struct parser *p, const char *context, struct pipe *pipe)
{
    for (;;) {
        struct token variable = peek_non_space(p), after, follows;

        if (variable.type != TOKEN_VARIABLE)
            return 0;
        variable = next_non_space(p);
        after = peek(p);
        follows = peek_non_space(p);
        if (follows.type == TOKEN_ASSIGN || follows.type == TOKEN_DECLARE) {
            pipe->assigns = follows.type == TOKEN_ASSIGN;
            (void)next_non_space(p);
            pipe->declared[pipe->n_declared] = keep(p, variable.text);
            declare_in(p, pipe);
            return 0;
        }
        if (follows.type == TOKEN_CHAR && follows.text.s[0] == ',') {
            enum token_type type;

            (void)next_non_space(p);
            pipe->declared[pipe->n_declared] = keep(p, variable.text);
            declare_in(p, pipe);
            if (strcmp(context, "range") != 0 || pipe->n_declared >= 2)
                return fail(p, "too many declarations in %s", context);
            type = peek_non_space(p).type;
            if (type == TOKEN_VARIABLE || type == TOKEN_RIGHT_DELIM || type == TOKEN_RIGHT_PAREN)
                continue;
            return fail(p, "range can only initialize variables");
        }
        if (after.type == TOKEN_SPACE)
            back(p, after);
        back(p, variable);
        return 0;
    }
}

static int check_pipeline(struct parser *p, const struct pipe *pipe, const char *context)
{
    if (pipe->n_commands == 0)
        return fail(p, "missing value for %s", context);
    for (size_t i = 1; i < pipe->n_commands; i++) {
        switch (pipe->commands[i].args.items[0]->type) {
        case NODE_BOOL:
        case NODE_DOT:
        case NODE_NIL:
        case NODE_NUMBER:
        case NODE_STRING:
            return fail(p, "non executable command in pipeline stage %zu", i + 1);
        default:
            break;
        }
    }
    return 0;
}

static int parse_pipeline(struct parser *p, const char *context, enum token_type end,
                          struct pipe **ret_pipe)
{
    struct pipe *pipe = arena_alloc(&p->set->arena, sizeof(*pipe));

    *pipe = (struct pipe){.pos = peek_non_space(p).pos};
    if (parse_declarations(p, context, pipe) < 0)
        return -1;
    for (;;) {
        struct token token = next_non_space(p);

        if (token.type == end)
            break;
        switch (token.type) {
        case TOKEN_BOOL:
        case TOKEN_CHAR_CONSTANT:
        case TOKEN_DOT:
        case TOKEN_FIELD:
        case TOKEN_IDENTIFIER:
        case TOKEN_NUMBER:
        case TOKEN_NIL:
        case TOKEN_RAW_STRING:
        case TOKEN_STRING:
        case TOKEN_VARIABLE:
        case TOKEN_LEFT_PAREN:
            back(p, token);
            grow(p, &pipe->commands, pipe->n_commands, &pipe->cap_commands,
                 sizeof(*pipe->commands));
            if (parse_command(p, &pipe->commands[pipe->n_commands]) < 0)
                return -1;
            pipe->n_commands++;
            break;
        default:
            return unexpected(p, token, context);
        }
    }
    *ret_pipe = pipe;
    return check_pipeline(p, pipe, context);
}

/* ---- actions ---- */

static int parse_control(struct parser *p, enum node_type type, const char *context,
                         struct node **ret)
{
    size_t variables = p->n_variables;
    struct node *node = set_new_node(p->set, type, 0), *end;

    if (p->depth >= LIMIT_PARSE_DEPTH)
        return fail(p, "blocks nested deeper than %d", LIMIT_PARSE_DEPTH);
    p->depth++;
    if (parse_pipeline(p, context, TOKEN_RIGHT_DELIM, &node->block.pipe) < 0)
        return -1;
    node->pos = node->block.pipe->pos;
    p->range_depth += type == NODE_RANGE;
    if (parse_list(p, &node->block.body, &end) < 0)
        return -1;
    p->range_depth -= type == NODE_RANGE;

    if (end->type == NODE_ELSE) {
        enum token_type chained = peek(p).type;

        node->block.has_else = true;
        if ((type == NODE_IF && chained == TOKEN_IF) ||
            (type == NODE_WITH && chained == TOKEN_WITH)) {
            struct node *inner;

            (void)next(p);
            if (parse_control(p, type, context, &inner) < 0)
                return -1;
            list_append(p, &node->block.otherwise, inner);
        } else {
            if (parse_list(p, &node->block.otherwise, &end) < 0)
                return -1;
            if (end->type != NODE_END)
                return fail(p, "expected end; found {{else}}");
        }
    }
    p->depth--;
    p->n_variables = variables;
    *ret = node;
    return 0;
}

static int parse_name(struct parser *p, struct token token, const char *context,
                      const char **ret_name)
{
    size_t len;

    if (token.type != TOKEN_STRING && token.type != TOKEN_RAW_STRING)
        return unexpected(p, token, context);
    return unquote(p, token.text, ret_name, &len);
}

static int parse_template_call(struct parser *p, struct node **ret)
{
    const char *context = "template clause";
    struct token token = next_non_space(p), follows;
    struct node *node = set_new_node(p->set, NODE_TEMPLATE, token.pos);

    if (parse_name(p, token, context, &node->call.name) < 0)
        return -1;
    follows = next_non_space(p);
    if (follows.type != TOKEN_RIGHT_DELIM) {
        back(p, follows);
        if (parse_pipeline(p, context, TOKEN_RIGHT_DELIM, &node->call.pipe) < 0)
            return -1;
    }
    *ret = node;
    return 0;
}

static bool is_empty(const struct node_list *body)
{
    for (size_t i = 0; i < body->n; i++) {
        const struct node *node = body->items[i];

        if (node->type != NODE_TEXT)
            return false;
        for (size_t j = 0; j < node->text.len; j++) {
            if (!isspace((unsigned char)node->text.s[j]))
                return false;
        }
    }
    return true;
}

/* An empty definition never replaces one, and two in one text are an error; a file (what is parsed
 * under its own name) is always its set's own. */
static int add_tree(struct parser *p, const char *name, const struct node_list *body, bool is_file)
{
    struct gotmpl_set *set = p->set;
    const json_t *own = json_object_get(set->index, name);
    const struct tree *old = is_file && !own ? NULL : set_find(set, name);
    bool same_text = own && (size_t)json_integer_value(own) >= p->first_tree;
    struct tree *tree;

    if (old && is_empty(body))
        return 0;
    if (old && same_text && !is_empty(&old->body)) {
        auto_free char *quoted = fmt_quoted(name, strlen(name));

        return fail(p, "template: multiple definition of template %s", quoted);
    }
    tree = arena_alloc(&set->arena, sizeof(*tree));
    *tree = (struct tree){
        .name = arena_strndup(&set->arena, name, strlen(name)), .source = p->source, .body = *body};
    mem_grow(&set->trees, &set->cap_trees, set->n_trees, sizeof(struct tree *));
    set->trees[set->n_trees] = tree;
    json_put(set->index, name, json_integer((json_int_t)set->n_trees++));
    return 0;
}

/* The body of a {{define}} or {{block}}: variables and ranges of its own. */
static int parse_definition_body(struct parser *p, const char *name, const char *context)
{
    size_t variables = p->n_variables, range_depth = p->range_depth;
    const char **outer = p->variables;
    size_t cap = p->cap_variables;
    struct node_list body = {0};
    struct node *end;
    int rc;

    p->variables = NULL;
    p->n_variables = p->cap_variables = 0;
    p->range_depth = 0;
    declare(p, "$");
    rc = parse_list(p, &body, &end);
    free(p->variables);
    p->variables = outer;
    p->n_variables = variables;
    p->cap_variables = cap;
    p->range_depth = (unsigned)range_depth;
    if (rc < 0)
        return -1;
    if (end->type != NODE_END)
        return fail(p, "unexpected {{else}} in %s", context);
    return add_tree(p, name, &body, false);
}

static int parse_block(struct parser *p, struct node **ret)
{
    const char *context = "block clause";
    struct token token = next_non_space(p);
    struct node *node = set_new_node(p->set, NODE_TEMPLATE, token.pos);

    if (parse_name(p, token, context, &node->call.name) < 0 ||
        parse_pipeline(p, context, TOKEN_RIGHT_DELIM, &node->call.pipe) < 0 ||
        parse_definition_body(p, node->call.name, context) < 0)
        return -1;
    *ret = node;
    return 0;
}

static int parse_define(struct parser *p)
{
    const char *context = "define clause", *name;
    struct token token;

    if (parse_name(p, next_non_space(p), context, &name) < 0 ||
        expect(p, TOKEN_RIGHT_DELIM, context, &token) < 0)
        return -1;
    return parse_definition_body(p, name, context);
}

static int parse_jump(struct parser *p, enum node_type type, size_t pos, struct node **ret)
{
    const char *word = type == NODE_BREAK ? "{{break}}" : "{{continue}}";
    struct token token = next_non_space(p);

    if (token.type != TOKEN_RIGHT_DELIM)
        return unexpected(p, token, word);
    if (p->range_depth == 0)
        return fail(p, "%s outside {{range}}", word);
    *ret = set_new_node(p->set, type, pos);
    return 0;
}

static int parse_action(struct parser *p, struct node **ret)
{
    struct token token = next_non_space(p);

    switch (token.type) {
    case TOKEN_BLOCK:
        return parse_block(p, ret);
    case TOKEN_BREAK:
        return parse_jump(p, NODE_BREAK, token.pos, ret);
    case TOKEN_CONTINUE:
        return parse_jump(p, NODE_CONTINUE, token.pos, ret);
    case TOKEN_ELSE: {
        struct token follows = peek_non_space(p);

        if (follows.type != TOKEN_IF && follows.type != TOKEN_WITH &&
            expect(p, TOKEN_RIGHT_DELIM, "else", &follows) < 0)
            return -1;
        *ret = set_new_node(p->set, NODE_ELSE, follows.pos);
        return 0;
    }
    case TOKEN_END:
        *ret = set_new_node(p->set, NODE_END, token.pos);
        return expect(p, TOKEN_RIGHT_DELIM, "end", &token);
    case TOKEN_IF:
        return parse_control(p, NODE_IF, "if", ret);
    case TOKEN_RANGE:
        return parse_control(p, NODE_RANGE, "range", ret);
    case TOKEN_WITH:
        return parse_control(p, NODE_WITH, "with", ret);
    case TOKEN_TEMPLATE:
        return parse_template_call(p, ret);
    default:
        back(p, token);
        *ret = set_new_node(p->set, NODE_ACTION, token.pos);
        return parse_pipeline(p, "command", TOKEN_RIGHT_DELIM, &(*ret)->block.pipe);
    }
}

static int parse_text_or_action(struct parser *p, struct node **ret)
{
    struct token token = next_non_space(p);
    int rc;

    switch (token.type) {
    case TOKEN_TEXT:
        *ret = set_new_node(p->set, NODE_TEXT, token.pos);
        (*ret)->text = token.text; /* the source lives as long as the set */
        return 0;
    case TOKEN_LEFT_DELIM:
        p->action_line = token.line;
        rc = parse_action(p, ret);
        p->action_line = 0;
        return rc;
    default:
        return unexpected(p, token, "input");
    }
}

static int parse_list(struct parser *p, struct node_list *list, struct node **ret_end)
{
    while (peek_non_space(p).type != TOKEN_EOF) {
        struct node *node;

        if (parse_text_or_action(p, &node) < 0)
            return -1;
        if (node->type == NODE_END || node->type == NODE_ELSE) {
            *ret_end = node;
            return 0;
        }
        list_append(p, list, node);
    }
    return fail(p, "unexpected EOF");
}

static int parse_file(struct parser *p, const char *name)
{
    struct node_list body = {0};

    declare(p, "$");
    for (;;) {
        struct token token = peek(p), follows;
        struct node *node = NULL;

        if (token.type == TOKEN_EOF)
            break;
        if (token.type == TOKEN_LEFT_DELIM) {
            token = next(p);
            follows = next_non_space(p);
            if (follows.type == TOKEN_DEFINE) {
                if (parse_define(p) < 0)
                    return -1;
                continue;
            }
            back(p, follows);
            back(p, token);
        }
        if (parse_text_or_action(p, &node) < 0 || !node)
            return -1;
        if (node->type == NODE_END || node->type == NODE_ELSE)
            return fail(p, "unexpected %s", node->type == NODE_END ? "{{end}}" : "{{else}}");
        list_append(p, &body, node);
    }
    return add_tree(p, name, &body, true);
}

/* ---- sets ---- */

struct gotmpl_set *gotmpl_set_new(const struct gotmpl_table *const *tables, size_t n_tables)
{
    struct gotmpl_set *set = mem_zalloc(sizeof(*set));

    set->tables = tables;
    set->n_tables = n_tables;
    set->index = json_object();
    return set;
}

struct gotmpl_set *gotmpl_set_child(const struct gotmpl_set *parent)
{
    struct gotmpl_set *set = gotmpl_set_new(parent->tables, parent->n_tables);

    set->parent = parent;
    return set;
}

void gotmpl_set_free(struct gotmpl_set *set)
{
    if (!set)
        return;
    if (set->folded)
        gotmpl_run_done(set->folded);
    free(set->folded);
    json_decref(set->index);
    free(set->trees);
    free(set->texts);
    arena_done(&set->arena);
    free(set);
}

const struct tree *set_find(const struct gotmpl_set *set, const char *name)
{
    for (; set; set = set->parent) {
        const json_t *at = json_object_get(set->index, name);

        if (at)
            return set->trees[json_integer_value(at)];
    }
    return NULL;
}

static const struct gotmpl_func *table_find(const struct gotmpl_table *table, const char *name)
{
    size_t low = 0, high = table->n;

    while (low < high) {
        size_t middle = (low + high) / 2;
        int order = strcmp(name, table->funcs[middle].name);

        if (order == 0)
            return &table->funcs[middle];
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return NULL;
}

const struct gotmpl_func *set_find_func(const struct gotmpl_set *set, const char *name)
{
    for (size_t i = 0; i < set->n_tables; i++) {
        const struct gotmpl_func *func = table_find(set->tables[i], name);

        if (func)
            return func;
    }
    return table_find(&gotmpl_builtins, name);
}

bool gotmpl_changes_data(const struct gotmpl_set *set)
{
    return set->changes_data || (set->parent && gotmpl_changes_data(set->parent));
}

bool gotmpl_has(const struct gotmpl_set *set, const char *name)
{
    return set_find(set, name) != NULL;
}

bool gotmpl_may_define(const char *text, size_t len)
{
    static const char *const words[] = {"define", "block"};

    for (size_t i = 0; i < ARRAY_LEN(words); i++) {
        const char *at = text, *end = text + len;

        while ((at = memmem(at, (size_t)(end - at), words[i], strlen(words[i])))) {
            const char *before = at++;

            while (before > text && (isspace((unsigned char)before[-1]) || before[-1] == '-'))
                before--;
            if (before - text >= 2 && memcmp(before - 2, "{{", 2) == 0)
                return true;
        }
    }
    return false;
}

/* The trees of an earlier text that was the same, under its own name: charts come with copies of
 * one library. */
static int parse_again(struct parser *p, const struct parsed *before, const char *name)
{
    for (size_t i = before->first; i < before->end; i++) {
        const struct tree *tree = p->set->trees[i];
        bool is_file = strcmp(tree->name, before->source->name) == 0;

        if (add_tree(p, is_file ? name : tree->name, &tree->body, is_file) < 0)
            return -1;
    }
    return 0;
}

static int parse_text(struct parser *p, const char *name)
{
    struct gotmpl_set *set = p->set;
    int rc;

    for (size_t i = 0; i < set->n_texts; i++) {
        const struct source *other = set->texts[i].source;

        if (other->len == p->source->len && memcmp(other->text, p->source->text, other->len) == 0)
            return parse_again(p, &set->texts[i], name);
    }
    lex_init(&p->lexer, p->source->text, p->source->len);
    rc = parse_file(p, name);
    free(p->variables);
    if (rc < 0)
        return -1;
    mem_grow(&set->texts, &set->cap_texts, set->n_texts, sizeof(*set->texts));
    set->texts[set->n_texts++] = (struct parsed){p->source, p->first_tree, set->n_trees};
    return 0;
}

int gotmpl_parse_in_place(struct gotmpl_set *set, const char *name, const char *text, size_t len,
                          struct err *err)
{
    struct source *source = arena_alloc(&set->arena, sizeof(*source));
    struct parser p = {.set = set, .source = source, .first_tree = set->n_trees, .err = err};

    if (len > LIMIT_TEMPLATE_TEXT)
        return err_set(err, ERR_INVALID, "template: %s: text is larger than %u bytes", name,
                       LIMIT_TEMPLATE_TEXT);
    *source = (struct source){
        .name = arena_strndup(&set->arena, name, strlen(name)), .text = text, .len = len};
    return parse_text(&p, name);
}

int gotmpl_parse(struct gotmpl_set *set, const char *name, const char *text, size_t len,
                 struct err *err)
{
    const char *own = len > LIMIT_TEMPLATE_TEXT ? text : arena_strndup(&set->arena, text, len);

    return gotmpl_parse_in_place(set, name, own, len, err);
}
