/* Tokens of a template, as text/template/parse/lex.go cuts them. */
#ifndef MALHA_GOTMPL_LEX_H
#define MALHA_GOTMPL_LEX_H

#include <stdbool.h>
#include <stddef.h>

#include "gotmpl/value.h"

enum token_type {
    TOKEN_ERROR, /* text: what is wrong */
    TOKEN_EOF,
    TOKEN_TEXT,
    TOKEN_LEFT_DELIM,
    TOKEN_RIGHT_DELIM,
    TOKEN_SPACE,
    TOKEN_ASSIGN,
    TOKEN_DECLARE,
    TOKEN_PIPE,
    TOKEN_LEFT_PAREN,
    TOKEN_RIGHT_PAREN,
    TOKEN_CHAR, /* a comma and other lone characters */
    TOKEN_CHAR_CONSTANT,
    TOKEN_STRING,
    TOKEN_RAW_STRING,
    TOKEN_NUMBER,
    TOKEN_BOOL,
    TOKEN_IDENTIFIER,
    TOKEN_FIELD,
    TOKEN_VARIABLE,
    TOKEN_KEYWORD, /* all below are keywords */
    TOKEN_BLOCK,
    TOKEN_BREAK,
    TOKEN_CONTINUE,
    TOKEN_DEFINE,
    TOKEN_DOT,
    TOKEN_ELSE,
    TOKEN_END,
    TOKEN_IF,
    TOKEN_NIL,
    TOKEN_RANGE,
    TOKEN_TEMPLATE,
    TOKEN_WITH,
};

struct token {
    enum token_type type;
    size_t pos, line;
    struct text text;
};

struct lexer {
    const char *input;
    size_t len, start, pos;
    size_t line, start_line;
    int parens;
    bool inside_action;
    char message[160]; /* of TOKEN_ERROR */
};

void lex_init(struct lexer *l, const char *input, size_t len);
/* The next token. After TOKEN_EOF and TOKEN_ERROR it stays there. */
struct token lex_next(struct lexer *l);

#endif
