#include <string.h>

#include "gotmpl/ast.h"
#include "gotmpl/fmt.h"

static void print_fields(struct buf *out, const struct node *node)
{
    for (size_t i = 0; i < node->ref.n_fields; i++)
        buf_addf(out, ".%s", node->ref.fields[i]);
}

static void print_list(struct buf *out, const struct node_list *list)
{
    for (size_t i = 0; i < list->n; i++)
        node_print(out, list->items[i]);
}

static void print_block(struct buf *out, const char *word, const struct node *node)
{
    buf_addf(out, "{{%s ", word);
    pipe_print(out, node->block.pipe);
    buf_adds(out, "}}");
    print_list(out, &node->block.body);
    if (node->block.has_else) {
        buf_adds(out, "{{else}}");
        print_list(out, &node->block.otherwise);
    }
    buf_adds(out, "{{end}}");
}

static void print_command(struct buf *out, const struct command *command)
{
    for (size_t i = 0; i < command->args.n; i++) {
        const struct node *arg = command->args.items[i];

        if (arg->type == NODE_KNOWN)
            arg = arg->known.was;
        if (i)
            buf_addc(out, ' ');
        if (arg->type == NODE_PIPE)
            buf_addc(out, '(');
        node_print(out, arg);
        if (arg->type == NODE_PIPE)
            buf_addc(out, ')');
    }
}

void pipe_print(struct buf *out, const struct pipe *pipe)
{
    for (size_t i = 0; i < pipe->n_declared; i++)
        buf_addf(out, "%s%s", i ? ", " : "", pipe->declared[i]);
    if (pipe->n_declared)
        buf_adds(out, pipe->assigns ? " = " : " := ");
    for (size_t i = 0; i < pipe->n_commands; i++) {
        if (i)
            buf_adds(out, " | ");
        print_command(out, &pipe->commands[i]);
    }
}

void node_print(struct buf *out, const struct node *node)
{
    switch (node->type) {
    case NODE_TEXT:
        buf_add(out, node->text.s, node->text.len);
        break;
    case NODE_ACTION:
        buf_adds(out, "{{");
        pipe_print(out, node->block.pipe);
        buf_adds(out, "}}");
        break;
    case NODE_IF:
        print_block(out, "if", node);
        break;
    case NODE_RANGE:
        print_block(out, "range", node);
        break;
    case NODE_WITH:
        print_block(out, "with", node);
        break;
    case NODE_TEMPLATE:
        buf_adds(out, "{{template ");
        fmt_quote(out, (struct text){node->call.name, strlen(node->call.name)});
        if (node->call.pipe) {
            buf_addc(out, ' ');
            pipe_print(out, node->call.pipe);
        }
        buf_adds(out, "}}");
        break;
    case NODE_BREAK:
        buf_adds(out, "{{break}}");
        break;
    case NODE_CONTINUE:
        buf_adds(out, "{{continue}}");
        break;
    case NODE_ELSE:
        buf_adds(out, "{{else}}");
        break;
    case NODE_END:
        buf_adds(out, "{{end}}");
        break;
    case NODE_PIPE:
        pipe_print(out, node->pipe);
        break;
    case NODE_FIELD:
        print_fields(out, node);
        break;
    case NODE_VARIABLE:
        buf_adds(out, node->ref.name);
        print_fields(out, node);
        break;
    case NODE_CHAIN:
        if (node->ref.of->type == NODE_PIPE)
            buf_addc(out, '(');
        node_print(out, node->ref.of);
        if (node->ref.of->type == NODE_PIPE)
            buf_addc(out, ')');
        print_fields(out, node);
        break;
    case NODE_FUNCTION:
        buf_adds(out, node->ref.name);
        break;
    case NODE_DOT:
        buf_addc(out, '.');
        break;
    case NODE_KNOWN:
        node_print(out, node->known.was);
        break;
    case NODE_NIL:
        buf_adds(out, "nil");
        break;
    case NODE_BOOL:
        buf_adds(out, node->truth ? "true" : "false");
        break;
    case NODE_NUMBER:
        buf_add(out, node->number.source.s, node->number.source.len);
        break;
    case NODE_STRING:
        buf_add(out, node->string.source.s, node->string.source.len);
        break;
    }
}

size_t source_line(const struct source *source, size_t pos)
{
    size_t line = 1;

    for (size_t i = 0; i < pos && i < source->len; i++)
        line += source->text[i] == '\n';
    return line;
}

void source_location(struct buf *out, const struct source *source, size_t pos)
{
    size_t column = pos;

    for (size_t i = pos; i-- > 0;) {
        if (source->text[i] == '\n') {
            column = pos - i - 1;
            break;
        }
    }
    buf_addf(out, "%s:%zu:%zu", source->name, source_line(source, pos), column);
}
