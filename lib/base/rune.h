/* Unicode characters: UTF-8 as Go's package unicode/utf8 reads it, and the classes of its package
 * unicode, by utf8proc. Any thread. */
#ifndef MALHA_BASE_RUNE_H
#define MALHA_BASE_RUNE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

#define RUNE_ERROR 0xfffd /* what stands for bytes that are no character */

/* The bytes of the valid UTF-8 sequence at `s` (at most `left`, at least one), or 0 when it is
 * broken: templates may cut texts within a character. */
size_t rune_length(const char *s, size_t left);

/* The character at `s` and its length; RUNE_ERROR and 1 when the sequence is broken. */
uint32_t rune_decode(const char *s, size_t left, size_t *ret_len);

/* How much of `text` goes into `max` bytes without a character being cut in two: whoever shortens a
 * text asks here. */
size_t rune_cut(const char *text, size_t len, size_t max);

/* Appends the character as UTF-8, RUNE_ERROR for what is no code point. */
void rune_encode(struct buf *out, uint32_t rune);

bool rune_is_upper(uint32_t rune);
bool rune_is_lower(uint32_t rune);
bool rune_is_title(uint32_t rune);
bool rune_is_letter(uint32_t rune);
bool rune_is_digit(uint32_t rune);
bool rune_is_number(uint32_t rune);
bool rune_is_space(uint32_t rune);
bool rune_is_punct(uint32_t rune);
bool rune_is_print(uint32_t rune); /* strconv.IsPrint: of the spaces only ' ' */
uint32_t rune_upper(uint32_t rune);
uint32_t rune_lower(uint32_t rune);
uint32_t rune_title(uint32_t rune);

#endif
