#include "json/arena.h"

#include <jansson.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdlib.h>
#include <sys/mman.h>

#include "base/mem.h"

/* What stays with a thread between two requests. */
#define KEPT (512u << 10)
#define ALIGNMENT 16u

/* Addresses, not memory: pages come as they are used. */
static char *region;
static atomic_uint taken;

/* This thread's; `end` is NULL outside of requests. */
static _Thread_local struct {
    char *start, *at, *end;
} arena;

static void *take(size_t size)
{
    size_t rounded = (size + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1);

    if (rounded >= size && rounded <= (size_t)(arena.end - arena.at)) {
        void *p = arena.at;

        arena.at += rounded;
        return p;
    }
    return mem_alloc(size);
}

static void give(void *p)
{
    if ((size_t)((char *)p - region) >= (size_t)ARENA_BYTES * ARENA_THREADS)
        free(p);
}

void json_use_arenas(void)
{
    void *start = mmap(NULL, (size_t)ARENA_BYTES * ARENA_THREADS, PROT_READ | PROT_WRITE,
                       MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

    if (start == MAP_FAILED)
        return;
    region = start;
    json_set_alloc_funcs(take, give);
}

void json_arena_begin(void)
{
    if (!region)
        return;
    if (!arena.start) {
        unsigned own =
            atomic_load(&taken) < ARENA_THREADS ? atomic_fetch_add(&taken, 1) : ARENA_THREADS;

        if (own >= ARENA_THREADS)
            return;
        arena.start = region + (size_t)own * ARENA_BYTES;
    }
    arena.at = arena.start;
    arena.end = arena.start + ARENA_BYTES;
}

struct json_arena_hold json_arena_leave(void)
{
    struct json_arena_hold hold = {arena.at, arena.end};

    arena.at = arena.end = NULL;
    return hold;
}

void json_arena_return(struct json_arena_hold hold)
{
    arena.at = hold.at;
    arena.end = hold.end;
}

void json_arena_end(void)
{
    if (arena.at > arena.start + KEPT)
        (void)madvise(arena.start + KEPT, (size_t)(arena.at - arena.start) - KEPT, MADV_DONTNEED);
    arena.at = arena.end = NULL;
}

void json_arena_rest(void)
{
    if (arena.start && !arena.end)
        (void)madvise(arena.start, KEPT, MADV_DONTNEED);
}
