#include "base/mem.h"

#include <stdalign.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

struct arena_block {
    struct arena_block *next;
    max_align_t data[];
};

#define ARENA_BLOCK_MIN 16384u
#define ARENA_BLOCK_MAX (1u << 18)
/* An arena that has grown to this will go on. */
#define ARENA_POPULATE (1u << 20)

/* Nothing that was begun could be finished without memory; what is on disk and in the cluster is
 * whole at any moment. */
void mem_exhausted(size_t size)
{
    char text[64];
    int len = snprintf(text, sizeof(text), "Error: out of memory (%zu bytes)\n", size);

    (void)!write(STDERR_FILENO, text, (size_t)len);
    _exit(1);
}

void *mem_alloc(size_t size)
{
    void *p = malloc(size ? size : 1);

    if (!p)
        mem_exhausted(size);
    return p;
}

void *mem_zalloc(size_t size)
{
    void *p = calloc(1, size ? size : 1);

    if (!p)
        mem_exhausted(size);
    return p;
}

void *mem_realloc(void *p, size_t size)
{
    void *q = realloc(p, size ? size : 1);

    if (!q)
        mem_exhausted(size);
    return q;
}

char *mem_strdup(const char *s)
{
    return mem_strndup(s, strlen(s));
}

char *mem_strndup(const char *s, size_t len)
{
    char *p = mem_alloc(len + 1);

    if (len)
        memcpy(p, s, len);
    p[len] = '\0';
    return p;
}

char *mem_printf(const char *fmt, ...)
{
    va_list ap;
    char *p = NULL;

    va_start(ap, fmt);
    if (vasprintf(&p, fmt, ap) < 0)
        mem_exhausted(0);
    va_end(ap);
    return p;
}

void mem_grow(void *items, size_t *cap, size_t len, size_t size)
{
    void **array = items;

    if (len < *cap)
        return;
    *cap = *cap ? *cap * 2 : 8;
    *array = mem_realloc(*array, *cap * size);
}

void arena_done(struct arena *a)
{
    while (a->blocks) {
        struct arena_block *next = a->blocks->next;

        free(a->blocks);
        a->blocks = next;
    }
    memset(a, 0, sizeof(*a));
}

void arena_reset(struct arena *a)
{
    struct arena_block *newest = a->blocks;

    if (!newest)
        return;
    a->blocks = newest->next;
    newest->next = NULL;
    while (a->blocks) {
        struct arena_block *next = a->blocks->next;

        free(a->blocks);
        a->blocks = next;
    }
    *a = (struct arena){.blocks = newest, .size = a->size, .total = a->size};
}

/* Has the kernel back the pages at once: a large block is filled, and a fault for each page of it
 * costs more than what is written there. Failure does not matter. */
static void populate(void *data, size_t size)
{
    uintptr_t from = ((uintptr_t)data + 4095) & ~(uintptr_t)4095,
              to = ((uintptr_t)data + size) & ~(uintptr_t)4095;
    (void)madvise((void *)from, to - from, MADV_POPULATE_WRITE);
}

void *arena_alloc(struct arena *a, size_t size)
{
    const size_t align = alignof(max_align_t);
    void *p;

    size = (size + align - 1) / align * align;
    if (!a->blocks || a->size - a->used < size) {
        size_t want = a->size ? a->size * 2 : ARENA_BLOCK_MIN;

        if (want > ARENA_BLOCK_MAX)
            want = ARENA_BLOCK_MAX;
        if (want < size)
            want = size;
        struct arena_block *block = mem_alloc(sizeof(*block) + want);

        if (a->total >= ARENA_POPULATE)
            populate(block->data, want);
        block->next = a->blocks;
        a->blocks = block;
        a->size = want;
        a->used = 0;
        a->total += want;
    }
    p = (char *)a->blocks->data + a->used;
    a->used += size;
    return p;
}

char *arena_strndup(struct arena *a, const char *s, size_t len)
{
    char *p = arena_alloc(a, len + 1);

    if (len)
        memcpy(p, s, len);
    p[len] = '\0';
    return p;
}
