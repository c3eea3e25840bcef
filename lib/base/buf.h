/* A growing byte buffer with a ceiling.
 *
 * Adding past the ceiling drops the bytes and marks the buffer as overflown; the writer goes on and
 * the one who takes the result asks once, with buf_check(). The data always ends in a NUL that
 * `len` does not count. */
#ifndef MALHA_BASE_BUF_H
#define MALHA_BASE_BUF_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "base/attr.h"
#include "base/err.h"

struct buf {
    char *data; /* NULL until the first byte */
    size_t len, cap;
    size_t max; /* the ceiling in bytes */
    bool overflown;
};

#define BUF_INIT(ceiling) ((struct buf){.max = (ceiling)})

void buf_done(struct buf *b);
#define auto_buf ATTR_CLEANUP(buf_done)

void buf_add(struct buf *b, const void *data, size_t len);
static inline void buf_adds(struct buf *b, const char *s)
{
    buf_add(b, s, strlen(s));
}
void buf_addf(struct buf *b, const char *fmt, ...) ATTR_PRINTF(2, 3);
static inline void buf_addc(struct buf *b, char c)
{
    if (b->len + 1 < b->cap && b->len < b->max && !b->overflown) {
        b->data[b->len++] = c;
        b->data[b->len] = '\0';
    } else {
        buf_add(b, &c, 1);
    }
}
/* `count` times the byte `c`. */
void buf_fill(struct buf *b, char c, size_t count);
/* Leaves the first `len` bytes, if there are more. */
void buf_cut(struct buf *b, size_t len);
/* Empties it and keeps the memory. */
void buf_reset(struct buf *b);

/* The text, never NULL. */
const char *buf_text(const struct buf *b);
/* The data, now the caller's to free(); the buffer is empty afterwards. */
char *buf_take(struct buf *b) ATTR_CHECK;
/* 0, or -1 with INVALID "<what> is larger than <max> bytes". */
int buf_check(const struct buf *b, const char *what, struct err *err) ATTR_CHECK;

/* Reads a whole file (at most `b->max` bytes) into `b`. */
int buf_read_file(struct buf *b, const char *path, struct err *err) ATTR_CHECK;

#endif
