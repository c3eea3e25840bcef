/* Preloaded: a thread but the first one that gives back a lock stands aside for a moment, so that
 * the first one, if it was woken, runs before the giver goes on. What a thread still has to do
 * after it woke the loop then comes late, as on a busy machine, but each time. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <pthread.h>
#include <stdatomic.h>
#include <time.h>
#include <unistd.h>

#define ASIDE_NS 3000000

int pthread_mutex_unlock(pthread_mutex_t *mutex)
{
    static _Atomic(void *) next;
    const struct timespec aside = {.tv_nsec = ASIDE_NS};
    int (*unlock)(pthread_mutex_t *);
    int rc;

    if (!atomic_load(&next))
        atomic_store(&next, dlsym(RTLD_NEXT, "pthread_mutex_unlock"));
    *(void **)&unlock = atomic_load(&next);
    rc = unlock(mutex);
    if (gettid() != getpid())
        (void)nanosleep(&aside, NULL);
    return rc;
}
