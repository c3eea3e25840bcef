/* The syntax tree of a template, as Go's text/template/parse builds it. Nodes live in the
 * template's arena. */
#ifndef MALHA_GOTMPL_AST_H
#define MALHA_GOTMPL_AST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "gotmpl/value.h"

struct gotmpl_func;

enum node_type {
    NODE_TEXT,
    NODE_ACTION,
    NODE_IF,
    NODE_RANGE,
    NODE_WITH,
    NODE_TEMPLATE,
    NODE_BREAK,
    NODE_CONTINUE,
    NODE_ELSE, /* only while parsing */
    NODE_END,  /* only while parsing */
    /* operands */
    NODE_PIPE,
    NODE_FIELD,    /* .A.B */
    NODE_VARIABLE, /* $x.A.B */
    NODE_CHAIN,    /* (pipe).A.B */
    NODE_FUNCTION,
    NODE_DOT,
    NODE_NIL,
    NODE_BOOL,
    NODE_NUMBER,
    NODE_STRING,
    NODE_KNOWN, /* what another operand gave when the set was folded */
};

struct node_list {
    struct node **items;
    size_t n, cap;
};

struct command {
    size_t pos;
    struct node_list args;
};

/* What errors point at: a node, or a pipeline or command, which are no nodes here. */
struct place {
    const struct node *node;
    const struct pipe *pipe;
    const struct command *command;
};

/* $a, $b := cmd | cmd */
struct pipe {
    size_t pos;
    bool assigns; /* = instead of := */
    const char *declared[2];
    size_t n_declared;
    struct command *commands;
    size_t n_commands, cap_commands;
};

/* In memory a node ends with what its type has. */
struct node {
    enum node_type type;
    size_t pos; /* byte offset in the source */
    union {
        struct text text; /* NODE_TEXT, NODE_STRING: its value */
        struct {
            struct text value;
            struct text source; /* as written, with its quotes */
        } string;               /* NODE_STRING */
        bool truth;             /* NODE_BOOL */
        struct {
            struct value value;
            struct text source;
            bool too_large; /* for int64, though not for uint64: `value` is a float then */
        } number;
        struct {
            struct pipe *pipe;
            struct node_list body, otherwise;
            bool has_else;
        } block; /* NODE_ACTION (pipe only), NODE_IF, NODE_RANGE, NODE_WITH */
        struct {
            const char *name;
            struct pipe *pipe; /* may be NULL */
        } call;                /* NODE_TEMPLATE */
        struct pipe *pipe;     /* NODE_PIPE */
        struct {
            const char *name;    /* NODE_VARIABLE: "$x"; NODE_FUNCTION: its name */
            const char **fields; /* NODE_FIELD, NODE_VARIABLE, NODE_CHAIN */
            size_t n_fields;
            struct node *of;                /* NODE_CHAIN */
            const struct gotmpl_func *func; /* NODE_FUNCTION */
        } ref;
        struct {
            struct value value;
            const struct node *was;
            struct place at; /* where its evaluation ended */
        } known;             /* NODE_KNOWN */
    };
};

/* The text of one parsed file, for positions. */
struct source {
    char *name; /* file, as in error messages */
    const char *text;
    size_t len;
};

/* One named template: a file, or a {{define}} in one. */
struct tree {
    char *name;
    const struct source *source;
    struct node_list body;
};

/* Writes a node back as Go's String() does. */
void node_print(struct buf *out, const struct node *node);
void pipe_print(struct buf *out, const struct pipe *pipe);

/* "file:line:column" of a byte offset, as Go counts: column in bytes from 0 on the first line, from
 * 0 after it. */
void source_location(struct buf *out, const struct source *source, size_t pos);
size_t source_line(const struct source *source, size_t pos);

#endif
