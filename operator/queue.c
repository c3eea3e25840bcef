#include "operator/queue.h"

#include <stdlib.h>
#include <string.h>

#include "base/backoff.h"
#include "base/mem.h"

void queue_done(struct queue *queue)
{
    for (size_t i = 0; i < queue->n; i++)
        free(queue->items[i].name);
    free(queue->items);
    *queue = (struct queue){0};
}

static struct queue_item *find(struct queue *queue, const char *name)
{
    for (size_t i = 0; i < queue->n; i++) {
        if (strcmp(queue->items[i].name, name) == 0)
            return &queue->items[i];
    }
    return NULL;
}

static void due_at(struct queue_item *item, int64_t at_ms)
{
    if (at_ms < item->due_ms)
        item->due_ms = at_ms;
}

void queue_mark(struct queue *queue, const char *name, bool anew, int64_t now_ms)
{
    struct queue_item *item = find(queue, name);

    if (!item) {
        mem_grow(&queue->items, &queue->cap, queue->n, sizeof(*queue->items));
        item = &queue->items[queue->n++];
        *item = (struct queue_item){.name = mem_strdup(name), .due_ms = now_ms};
    }
    if (anew)
        item->failures = 0;
    due_at(item, item->failures ? item->served_ms + QUEUE_PAUSE_MS : now_ms);
}

void queue_drop(struct queue *queue, const char *name)
{
    struct queue_item *item = find(queue, name);

    if (!item)
        return;
    free(item->name);
    *item = queue->items[--queue->n];
}

const char *queue_take(struct queue *queue, int64_t now_ms, int64_t *ret_wait_ms)
{
    struct queue_item *next = NULL;
    int64_t first = INT64_MAX;

    for (size_t i = 0; i < queue->n; i++) {
        struct queue_item *item = &queue->items[i];

        if (item->due_ms < first)
            first = item->due_ms;
        if (item->due_ms <= now_ms && (!next || item->served_ms < next->served_ms))
            next = item;
    }
    if (!next) {
        *ret_wait_ms = first == INT64_MAX ? INT64_MAX : first - now_ms;
        return NULL;
    }
    next->due_ms = INT64_MAX;
    next->served_ms = now_ms;
    return next->name;
}

size_t queue_due(const struct queue *queue, int64_t now_ms)
{
    size_t due = 0;

    for (size_t i = 0; i < queue->n; i++)
        due += queue->items[i].due_ms <= now_ms;
    return due;
}

void queue_again(struct queue *queue, const char *name, int64_t again_ms, int64_t now_ms)
{
    struct queue_item *item = find(queue, name);

    if (!item)
        return;
    item->failures = 0;
    due_at(item, now_ms + again_ms);
}

void queue_failed(struct queue *queue, const char *name, int64_t now_ms)
{
    struct queue_item *item = find(queue, name);

    if (!item)
        return;
    item->failures++;
    /* It may have been marked by what it did itself. */
    item->due_ms = now_ms + (item->due_ms == INT64_MAX
                                 ? backoff_ms(QUEUE_PAUSE_MS, QUEUE_PAUSE_MAX_MS, item->failures)
                                 : QUEUE_PAUSE_MS);
}
