/* Which mesh is next: each comes when something of it changed, when its time has come, or after
 * the pause that its failures ask for, and who was served longest ago is first, so that one that is
 * slow or fails does not keep the others waiting. Not for several threads at once; the time is
 * handed in (milliseconds that never go back). */
#ifndef MALHA_OPERATOR_QUEUE_H
#define MALHA_OPERATOR_QUEUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define QUEUE_PAUSE_MS 500
#define QUEUE_PAUSE_MAX_MS 60000

struct queue_item {
    char *name;
    unsigned failures;         /* in a row */
    int64_t due_ms, served_ms; /* served: when it was last taken */
};

struct queue {
    struct queue_item *items;
    size_t n, cap;
};

void queue_done(struct queue *queue);

/* Something of it changed: it is due, and of one that fails only its first pause is left. `anew`:
 * what it failed by may be gone, so its failures are forgotten. */
void queue_mark(struct queue *queue, const char *name, bool anew, int64_t now_ms);
/* It is gone. */
void queue_drop(struct queue *queue, const char *name);
/* The one to work on, which is then not due until it is marked or comes again; borrowed until the
 * queue changes. NULL: none is due before `ret_wait_ms` from now. */
const char *queue_take(struct queue *queue, int64_t now_ms, int64_t *ret_wait_ms);
/* How many are due. */
size_t queue_due(const struct queue *queue, int64_t now_ms);
/* How it went: to come again in `again_ms` at the latest; or it failed. */
void queue_again(struct queue *queue, const char *name, int64_t again_ms, int64_t now_ms);
void queue_failed(struct queue *queue, const char *name, int64_t now_ms);

#endif
