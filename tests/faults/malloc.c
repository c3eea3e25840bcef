/* Preloaded: the allocation number MALHA_FAIL_AT, and with MALHA_FAIL_ALL every later one, fails;
 * with MALHA_COUNT the number of allocations goes to standard error at the end. */
#include <dlfcn.h>
#include <errno.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static atomic_ulong count;
static unsigned long fail_at;
static int fail_all;

__attribute__((constructor)) static void start(void)
{
    const char *at = getenv("MALHA_FAIL_AT");

    fail_at = at ? strtoul(at, NULL, 10) : 0;
    fail_all = getenv("MALHA_FAIL_ALL") != NULL;
    atomic_store(&count, 0);
}

__attribute__((destructor)) static void finish(void)
{
    char text[32];

    if (getenv("MALHA_COUNT"))
        (void)!write(2, text, (size_t)snprintf(text, sizeof(text), "%lu\n", atomic_load(&count)));
}

static int fails(void)
{
    unsigned long n = atomic_fetch_add(&count, 1) + 1;

    if (!fail_at || (fail_all ? n < fail_at : n != fail_at))
        return 0;
    errno = ENOMEM;
    return 1;
}

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t n, size_t size);
void *__libc_realloc(void *p, size_t size);

void *malloc(size_t size)
{
    return fails() ? NULL : __libc_malloc(size);
}

void *calloc(size_t n, size_t size)
{
    return fails() ? NULL : __libc_calloc(n, size);
}

void *realloc(void *p, size_t size)
{
    return fails() ? NULL : __libc_realloc(p, size);
}
