#include "http/patience.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/socket.h>

#include "base/clock.h"
#include "base/mem.h"

struct patience_connection {
    struct patience_connection *next, *previous;
    int fd;
    bool busy, served; /* a request is under way; it is not the first one */
    int64_t since_ms;  /* of the state it is in */
};

struct patience {
    struct patience_limits limits;
    pthread_mutex_t lock;
    pthread_cond_t changed; /* the first connection has come, or it is to stop */
    bool stopping;
    struct patience_connection *connections;
    size_t busy;
    pthread_t thread;
};

static int64_t limit_of(const struct patience *p, const struct patience_connection *c)
{
    if (c->busy)
        return p->limits.request_ms;
    return c->served ? p->limits.pause_ms : p->limits.first_ms;
}

/* Ends those that take too long: their sockets become unreadable, the server closes them. */
static void sweep(struct patience *p, int64_t now_ms)
{
    for (struct patience_connection *c = p->connections; c; c = c->next) {
        if (now_ms - c->since_ms > limit_of(p, c))
            (void)shutdown(c->fd, SHUT_RDWR);
    }
}

static void *run(void *context)
{
    struct patience *p = context;

    (void)pthread_mutex_lock(&p->lock);
    while (!p->stopping) {
        if (p->connections)
            clock_cond_wait(&p->changed, &p->lock, clock_mono_ms() + 1000);
        else
            (void)pthread_cond_wait(&p->changed, &p->lock);
        sweep(p, clock_mono_ms());
    }
    (void)pthread_mutex_unlock(&p->lock);
    return NULL;
}

struct patience *patience_start(const struct patience_limits *limits)
{
    struct patience *p = mem_zalloc(sizeof(*p));

    p->limits = *limits;
    (void)pthread_mutex_init(&p->lock, NULL);
    clock_cond_init(&p->changed);
    if (pthread_create(&p->thread, NULL, run, p) != 0)
        mem_exhausted(0);
    return p;
}

void patience_stop(struct patience *p)
{
    if (!p)
        return;
    (void)pthread_mutex_lock(&p->lock);
    p->stopping = true;
    (void)pthread_cond_signal(&p->changed);
    (void)pthread_mutex_unlock(&p->lock);
    (void)pthread_join(p->thread, NULL);
    while (p->connections)
        patience_forget(p, p->connections);
    (void)pthread_cond_destroy(&p->changed);
    (void)pthread_mutex_destroy(&p->lock);
    free(p);
}

struct patience_connection *patience_add(struct patience *p, int fd)
{
    struct patience_connection *c = mem_zalloc(sizeof(*c));

    c->fd = fd;
    c->since_ms = clock_mono_ms();
    (void)pthread_mutex_lock(&p->lock);
    c->next = p->connections;
    if (c->next)
        c->next->previous = c;
    else
        (void)pthread_cond_signal(&p->changed);
    p->connections = c;
    (void)pthread_mutex_unlock(&p->lock);
    return c;
}

void patience_forget(struct patience *p, struct patience_connection *c)
{
    (void)pthread_mutex_lock(&p->lock);
    if (c->previous)
        c->previous->next = c->next;
    else
        p->connections = c->next;
    if (c->next)
        c->next->previous = c->previous;
    p->busy -= c->busy;
    (void)pthread_mutex_unlock(&p->lock);
    free(c);
}

static void turn(struct patience *p, struct patience_connection *c, bool busy)
{
    (void)pthread_mutex_lock(&p->lock);
    if (c->busy != busy) {
        p->busy = busy ? p->busy + 1 : p->busy - 1;
        c->busy = busy;
    }
    c->served |= !busy;
    c->since_ms = clock_mono_ms();
    (void)pthread_mutex_unlock(&p->lock);
}

void patience_begin(struct patience *p, struct patience_connection *c)
{
    turn(p, c, true);
}

void patience_end(struct patience *p, struct patience_connection *c)
{
    turn(p, c, false);
}

size_t patience_busy(struct patience *p)
{
    size_t busy;

    (void)pthread_mutex_lock(&p->lock);
    busy = p->busy;
    (void)pthread_mutex_unlock(&p->lock);
    return busy;
}
