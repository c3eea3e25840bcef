/* Go's fmt: the verbs, flags and diagnostics that templates can reach. */
#ifndef MALHA_GOTMPL_FMT_H
#define MALHA_GOTMPL_FMT_H

#include "base/buf.h"
#include "gotmpl/value.h"

/* %q of a text: Go syntax in double quotes. */
void fmt_quote(struct buf *out, struct text text);
/* The same in a string of its own, to be freed with free(). */
char *fmt_quoted(const char *s, size_t len) ATTR_CHECK;

/* fmt.Sprintf, with %!verb(type=value) for what does not fit. */
void fmt_printf(struct buf *out, struct text format, const struct value *args, size_t n);

/* fmt.Sprint: blanks between operands when neither is a text. */
void fmt_print(struct buf *out, const struct value *args, size_t n);

/* fmt.Sprintln: blanks between all, a newline at the end. */
void fmt_println(struct buf *out, const struct value *args, size_t n);

/* A character of a Go literal. */
struct unquoted {
    uint32_t rune;
    size_t len; /* bytes that it takes in the literal */
    bool byte;  /* \x and octal stand for a byte, not for a character */
};

/* strconv.UnquoteChar of what is within quotes. -1 when it is broken, empty or begins with the
 * quote. */
int fmt_unquote_char(struct text text, char quote, struct unquoted *ret);

/* strconv.Unquote of a Go literal with its quotes ("…", `…` or '…'); appends to `out`. -1 when it
 * is broken. */
int fmt_unquote(struct buf *out, struct text literal);

#endif
