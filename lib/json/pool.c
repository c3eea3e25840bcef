#include "json/pool.h"

#include <jansson.h>
#include <sys/mman.h>

#include "base/mem.h"

/* Addresses, not memory: pages come as they are used. Above that, trees come from malloc. */
#define REGION (1u << 30)
/* What a pool takes at a time; all cells of a slab are of one size. */
#define SLAB (1u << 14)
#define CELL_MAX 256u
#define CELL_STEP 8u
/* Pages are asked for by so many at once, for a fault costs more than to fill what it brings; not
 * before so much is used, for most renderings stay below. */
#define PAGES (1u << 18)
#define PAGES_FROM (1u << 20)

struct cell {
    struct cell *next;
};

struct pool {
    struct cell *freed;
    char *fresh, *end; /* of the last slab */
};

static struct {
    char *start;
    size_t used, backed;
    unsigned char steps[REGION / SLAB]; /* the size of a slab's cells */
    struct pool pools[CELL_MAX / CELL_STEP + 1];
} region;

static char *new_slab(size_t steps)
{
    char *slab = region.start + region.used;

    if (region.used == REGION)
        return NULL;
    region.steps[region.used / SLAB] = (unsigned char)steps;
    region.used += SLAB;
    if (region.used > PAGES_FROM && region.used > region.backed) {
        region.backed = region.used - SLAB + PAGES;
        (void)madvise(slab, PAGES, MADV_POPULATE_WRITE);
    }
    return slab;
}

static void *take(size_t size)
{
    size_t steps = (size + CELL_STEP - 1) / CELL_STEP;
    struct pool *pool;
    void *cell;

    if (size == 0 || size > CELL_MAX)
        return mem_alloc(size);
    pool = &region.pools[steps];
    if (pool->freed) {
        cell = pool->freed;
        pool->freed = pool->freed->next;
        return cell;
    }
    if ((size_t)(pool->end - pool->fresh) < steps * CELL_STEP) {
        char *slab = new_slab(steps);

        if (!slab)
            return mem_alloc(size);
        pool->fresh = slab;
        pool->end = slab + SLAB;
    }
    cell = pool->fresh;
    pool->fresh += steps * CELL_STEP;
    return cell;
}

static void give(void *p)
{
    size_t at = (size_t)((char *)p - region.start);
    struct pool *pool;

    if (at >= region.used) {
        free(p);
        return;
    }
    pool = &region.pools[region.steps[at / SLAB]];
    ((struct cell *)p)->next = pool->freed;
    pool->freed = p;
}

void json_use_pools(void)
{
    void *start = mmap(NULL, REGION, PROT_READ | PROT_WRITE,
                       MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

    if (start == MAP_FAILED)
        return;
    region.start = start;
    json_set_alloc_funcs(take, give);
}
