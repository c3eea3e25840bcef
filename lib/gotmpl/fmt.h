/* Go's fmt: the verbs, flags and diagnostics that templates can reach. */
#ifndef MALHA_GOTMPL_FMT_H
#define MALHA_GOTMPL_FMT_H

#include "base/buf.h"
#include "gotmpl/value.h"

/* %q of a text: Go syntax in double quotes. */
void fmt_quote(struct buf *out, struct text text);

/* fmt.Sprintf, with %!verb(type=value) for what does not fit. */
void fmt_printf(struct buf *out, struct text format, const struct value *args, size_t n);

/* fmt.Sprint: blanks between operands when neither is a text. */
void fmt_print(struct buf *out, const struct value *args, size_t n);

/* fmt.Sprintln: blanks between all, a newline at the end. */
void fmt_println(struct buf *out, const struct value *args, size_t n);

/* strconv.Unquote of a Go literal with its quotes ("…", `…` or '…'); appends to `out`. -1 when it
 * is broken. */
int fmt_unquote(struct buf *out, struct text literal);

/* One UTF-8 sequence: the code point (0xFFFD when broken) and its length. */
uint32_t fmt_decode_rune(const char *s, size_t left, size_t *ret_len);
void fmt_encode_rune(struct buf *out, uint32_t rune);

#endif
