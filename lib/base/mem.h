/* Small allocations, which end the program with an error when there is no memory, and an arena for
 * what lives and dies together.
 *
 * What input sizes belongs into a struct buf (buf.h), which has a ceiling. */
#ifndef MALHA_BASE_MEM_H
#define MALHA_BASE_MEM_H

#include <stddef.h>

#include "base/attr.h"

/* Ends the program as a failed allocation does. */
void mem_exhausted(size_t size) ATTR_NORETURN;

/* Never NULL. The caller frees with free(). */
void *mem_alloc(size_t size) ATTR_CHECK;
void *mem_zalloc(size_t size) ATTR_CHECK;
void *mem_realloc(void *p, size_t size) ATTR_CHECK;
char *mem_strdup(const char *s) ATTR_CHECK;
char *mem_strndup(const char *s, size_t len) ATTR_CHECK;
char *mem_printf(const char *fmt, ...) ATTR_CHECK ATTR_PRINTF(1, 2);

/* Grows `*items` (elements of `size` bytes) so that one more than `len` fits; `*cap` is updated. */
void mem_grow(void *items, size_t *cap, size_t len, size_t size);

/* An arena: pieces are handed out and freed all at once. One thread at a time. */
struct arena {
    struct arena_block *blocks;
    size_t used, size; /* of the newest block */
    size_t total;      /* bytes of all blocks */
};

void arena_done(struct arena *a);
/* Everything in it is gone; a block is kept for what comes. */
void arena_reset(struct arena *a);
void *arena_alloc(struct arena *a, size_t size) ATTR_CHECK;
char *arena_strndup(struct arena *a, const char *s, size_t len) ATTR_CHECK;

#endif
