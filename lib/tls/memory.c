#include "tls/memory.h"

#include <jansson.h>
#include <openssl/crypto.h>
#include <stdlib.h>

#include "base/mem.h"

static void *take(size_t size, const char *file, int line)
{
    (void)file;
    (void)line;
    return mem_alloc(size);
}

static void *change(void *p, size_t size, const char *file, int line)
{
    (void)file;
    (void)line;
    return mem_realloc(p, size);
}

static void give(void *p, const char *file, int line)
{
    (void)file;
    (void)line;
    free(p);
}

void memory_init(void)
{
    json_set_alloc_funcs(mem_alloc, free);
    (void)CRYPTO_set_mem_functions(take, change, give);
}
