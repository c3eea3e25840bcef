#include "gotmpl/lex.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "base/attr.h"
#include "base/rune.h"
#include "gotmpl/fmt.h"

#define END_OF_INPUT (-1)

static const struct {
    const char *word;
    enum token_type type;
} keywords[] = {
    {"block", TOKEN_BLOCK},
    {"break", TOKEN_BREAK},
    {"continue", TOKEN_CONTINUE},
    {"define", TOKEN_DEFINE},
    {"else", TOKEN_ELSE},
    {"end", TOKEN_END},
    {"if", TOKEN_IF},
    {"nil", TOKEN_NIL},
    {"range", TOKEN_RANGE},
    {"template", TOKEN_TEMPLATE},
    {"with", TOKEN_WITH},
    {"true", TOKEN_BOOL},
    {"false", TOKEN_BOOL},
};

void lex_init(struct lexer *l, const char *input, size_t len)
{
    *l = (struct lexer){.input = input, .len = len, .line = 1, .start_line = 1};
}

static int peek(const struct lexer *l)
{
    return l->pos < l->len ? (unsigned char)l->input[l->pos] : END_OF_INPUT;
}

static int next(struct lexer *l)
{
    int c = peek(l);

    if (c != END_OF_INPUT) {
        l->pos++;
        l->line += c == '\n';
    }
    return c;
}

static void back(struct lexer *l)
{
    if (l->pos > 0) {
        l->pos--;
        l->line -= l->input[l->pos] == '\n';
    }
}

static bool is_space(int c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* The bytes of the letter, digit or '_' that is next; 0 when it is something else. */
static size_t alphanumeric(const struct lexer *l)
{
    int c = peek(l);
    uint32_t rune;
    size_t n;

    if (c < 0x80)
        return (unsigned)(c | 0x20) - 'a' < 26 || (unsigned)c - '0' < 10 || c == '_';
    rune = rune_decode(l->input + l->pos, l->len - l->pos, &n);
    return rune_is_letter(rune) || rune_is_digit(rune) ? n : 0;
}

static void skip_alphanumerics(struct lexer *l)
{
    size_t n;

    while ((n = alphanumeric(l)))
        l->pos += n;
}

static bool at(const struct lexer *l, size_t pos, const char *s)
{
    size_t n = strlen(s);

    return pos <= l->len && l->len - pos >= n && memcmp(l->input + pos, s, n) == 0;
}

static bool at_left_trim(const struct lexer *l, size_t pos)
{
    return pos + 1 < l->len && l->input[pos] == '-' && is_space((unsigned char)l->input[pos + 1]);
}

static bool at_right_trim(const struct lexer *l, size_t pos)
{
    return pos + 1 < l->len && is_space((unsigned char)l->input[pos]) && l->input[pos + 1] == '-';
}

static bool at_right_delim(const struct lexer *l, bool *ret_trim)
{
    *ret_trim = at_right_trim(l, l->pos) && at(l, l->pos + 2, "}}");
    return *ret_trim || at(l, l->pos, "}}");
}

static void ignore(struct lexer *l)
{
    l->start = l->pos;
    l->start_line = l->line;
}

static struct token emit(struct lexer *l, enum token_type type)
{
    struct token token = {type, l->start, l->start_line, {l->input + l->start, l->pos - l->start}};

    ignore(l);
    return token;
}

static struct token fail(struct lexer *l, const char *message)
{
    struct token token = {TOKEN_ERROR, l->start, l->start_line, {NULL, 0}};

    if (message != l->message)
        (void)snprintf(l->message, sizeof(l->message), "%s", message);
    token.text = (struct text){l->message, strlen(l->message)};
    l->pos = l->start = l->len;
    l->inside_action = false;
    return token;
}

/* "bad character U+0026 '&'" and its like. */
static struct token fail_character(struct lexer *l, const char *what)
{
    size_t n = 1;
    uint32_t rune =
        l->pos < l->len ? rune_decode(l->input + l->pos, l->len - l->pos, &n) : 0xffffffff;

    if (rune == 0xffffffff)
        (void)snprintf(l->message, sizeof(l->message), "%s U+FFFFFFFFFFFFFFFF", what);
    else if (!rune_is_print(rune))
        (void)snprintf(l->message, sizeof(l->message), "%s U+%04X", what, rune);
    else if (rune == RUNE_ERROR)
        (void)snprintf(l->message, sizeof(l->message), "%s U+FFFD '\xef\xbf\xbd'", what);
    else
        (void)snprintf(l->message, sizeof(l->message), "%s U+%04X '%.*s'", what, rune, (int)n,
                       l->input + l->pos);
    return fail(l, l->message);
}

static void skip_spaces(struct lexer *l)
{
    while (is_space(peek(l)))
        (void)next(l);
}

static void advance(struct lexer *l, size_t count)
{
    while (count--)
        (void)next(l);
}

/* A comment, its right delimiter included; false when it is broken. */
static bool skip_comment(struct lexer *l, struct token *ret_error)
{
    const char *end = memmem(l->input + l->pos + 2, l->len - l->pos - 2, "*/", 2);
    bool trim;

    if (!end) {
        *ret_error = fail(l, "unclosed comment");
        return false;
    }
    advance(l, (size_t)(end - l->input) + 2 - l->pos);
    if (!at_right_delim(l, &trim)) {
        *ret_error = fail(l, "comment ends before closing delimiter");
        return false;
    }
    advance(l, trim ? 4 : 2);
    if (trim)
        skip_spaces(l);
    ignore(l);
    return true;
}

static struct token lex_text(struct lexer *l)
{
    for (;;) {
        const char *delim = memmem(l->input + l->pos, l->len - l->pos, "{{", 2);
        size_t open, end;
        struct token token;
        bool trim;

        if (!delim) {
            advance(l, l->len - l->pos);
            return emit(l, l->pos > l->start ? TOKEN_TEXT : TOKEN_EOF);
        }
        open = end = (size_t)(delim - l->input);
        trim = at_left_trim(l, open + 2);
        while (trim && end > l->start && is_space((unsigned char)l->input[end - 1]))
            end--;
        if (end > l->start) {
            advance(l, end - l->pos);
            token = emit(l, TOKEN_TEXT);
            advance(l, open - l->pos);
            ignore(l);
            return token;
        }
        advance(l, open - l->pos);
        ignore(l);
        advance(l, 2);
        if (at(l, l->pos + (trim ? 2 : 0), "/*")) {
            if (trim)
                l->pos += 2, l->line += l->input[l->pos - 1] == '\n';
            ignore(l);
            if (!skip_comment(l, &token))
                return token;
            continue;
        }
        token = emit(l, TOKEN_LEFT_DELIM);
        l->inside_action = true;
        l->parens = 0;
        if (trim)
            advance(l, 2);
        ignore(l);
        return token;
    }
}

static struct token lex_right_delim(struct lexer *l, bool trim)
{
    struct token token;

    if (trim) {
        advance(l, 2);
        ignore(l);
    }
    advance(l, 2);
    token = emit(l, TOKEN_RIGHT_DELIM);
    if (trim) {
        skip_spaces(l);
        ignore(l);
    }
    l->inside_action = false;
    return token;
}

static struct token lex_space(struct lexer *l)
{
    size_t spaces = 0;

    while (is_space(peek(l))) {
        (void)next(l);
        spaces++;
    }
    if (at_right_trim(l, l->pos - 1) && at(l, l->pos + 1, "}}")) {
        back(l);
        if (spaces == 1)
            return lex_right_delim(l, true);
    }
    return emit(l, TOKEN_SPACE);
}

static bool at_terminator(const struct lexer *l)
{
    int c = peek(l);

    return c == END_OF_INPUT || is_space(c) || (c && strchr(".,|:)(", c)) || at(l, l->pos, "}}");
}

static struct token lex_identifier(struct lexer *l)
{
    skip_alphanumerics(l);
    if (!at_terminator(l))
        return fail_character(l, "bad character");
    for (size_t i = 0; i < ARRAY_LEN(keywords); i++) {
        if (strlen(keywords[i].word) == l->pos - l->start && at(l, l->start, keywords[i].word))
            return emit(l, keywords[i].type);
    }
    return emit(l, TOKEN_IDENTIFIER);
}

static struct token lex_field_or_variable(struct lexer *l, enum token_type type)
{
    if (at_terminator(l))
        return emit(l, type == TOKEN_VARIABLE ? TOKEN_VARIABLE : TOKEN_DOT);
    skip_alphanumerics(l);
    if (!at_terminator(l))
        return fail_character(l, "bad character");
    return emit(l, type);
}

static struct token lex_quoted(struct lexer *l, char quote, enum token_type type,
                               const char *unterminated)
{
    for (;;) {
        int c = next(l);

        if (c == '\\') {
            c = next(l);
            if (c != END_OF_INPUT && c != '\n')
                continue;
        }
        if (c == END_OF_INPUT || c == '\n')
            return fail(l, unterminated);
        if (c == quote)
            return emit(l, type);
    }
}

static struct token lex_raw(struct lexer *l)
{
    for (;;) {
        int c = next(l);

        if (c == END_OF_INPUT)
            return fail(l, "unterminated raw quoted string");
        if (c == '`')
            return emit(l, TOKEN_RAW_STRING);
    }
}

static bool accept(struct lexer *l, const char *set)
{
    int c = peek(l);

    if (c == END_OF_INPUT || c == 0 || !strchr(set, c))
        return false;
    (void)next(l);
    return true;
}

/* A number, perhaps with i behind it: false when what follows cannot. */
static bool scan_number(struct lexer *l)
{
    const char *digits = "0123456789_";
    size_t more;

    (void)accept(l, "+-");
    if (accept(l, "0")) {
        if (accept(l, "xX"))
            digits = "0123456789abcdefABCDEF_";
        else if (accept(l, "oO"))
            digits = "01234567_";
        else if (accept(l, "bB"))
            digits = "01_";
    }
    while (accept(l, digits))
        ;
    if (accept(l, ".")) {
        while (accept(l, digits))
            ;
    }
    if ((strlen(digits) == 11 && accept(l, "eE")) || (strlen(digits) == 23 && accept(l, "pP"))) {
        (void)accept(l, "+-");
        while (accept(l, "0123456789_"))
            ;
    }
    (void)accept(l, "i");
    more = alphanumeric(l);
    l->pos += more;
    return !more;
}

/* 1, -0x1f, 1e3, 2i, 1+2i */
static struct token lex_number(struct lexer *l)
{
    bool good = scan_number(l);

    if (good && (peek(l) == '+' || peek(l) == '-'))
        good = scan_number(l) && l->input[l->pos - 1] == 'i';
    if (!good) {
        auto_free char *quoted = fmt_quoted(l->input + l->start, l->pos - l->start);

        (void)snprintf(l->message, sizeof(l->message), "bad number syntax: %s", quoted);
        return fail(l, l->message);
    }
    return emit(l, TOKEN_NUMBER);
}

static struct token lex_action(struct lexer *l)
{
    bool trim;
    int c;

    if (at_right_delim(l, &trim)) {
        if (l->parens > 0)
            return fail(l, "unclosed left paren");
        return lex_right_delim(l, trim);
    }
    c = next(l);
    switch (c) {
    case END_OF_INPUT:
        return fail(l, "unclosed action");
    case ' ':
    case '\t':
    case '\r':
    case '\n':
        back(l);
        return lex_space(l);
    case '=':
        return emit(l, TOKEN_ASSIGN);
    case ':':
        if (next(l) != '=')
            return fail(l, "expected :=");
        return emit(l, TOKEN_DECLARE);
    case '|':
        return emit(l, TOKEN_PIPE);
    case '"':
        return lex_quoted(l, '"', TOKEN_STRING, "unterminated quoted string");
    case '\'':
        return lex_quoted(l, '\'', TOKEN_CHAR_CONSTANT, "unterminated character constant");
    case '`':
        return lex_raw(l);
    case '$':
        return lex_field_or_variable(l, TOKEN_VARIABLE);
    case '(':
        l->parens++;
        return emit(l, TOKEN_LEFT_PAREN);
    case ')':
        if (--l->parens < 0)
            return fail(l, "unexpected right paren");
        return emit(l, TOKEN_RIGHT_PAREN);
    case '.':
        if (peek(l) != END_OF_INPUT && !isdigit(peek(l)))
            return lex_field_or_variable(l, TOKEN_FIELD);
        break;
    default:
        break;
    }
    if (c == '.' || c == '+' || c == '-' || isdigit(c)) {
        back(l);
        return lex_number(l);
    }
    if (c < 0x80 && c != '_' && !isalnum(c) && isprint(c))
        return emit(l, TOKEN_CHAR);
    back(l);
    if (alphanumeric(l))
        return lex_identifier(l);
    return fail_character(l, "unrecognized character in action:");
}

struct token lex_next(struct lexer *l)
{
    return l->inside_action ? lex_action(l) : lex_text(l);
}
