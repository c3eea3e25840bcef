/* Trees of one request: while a thread has begun one, what its trees are made of comes from memory
 * of the thread's own, to allocate is to move a pointer, and to free is nothing; when it ends all
 * of it is free at once.
 *
 * Trees that are to stay are made outside. What a request does not fit in, and all threads beyond
 * ARENA_THREADS, comes from malloc, as trees do outside. */
#ifndef MALHA_JSON_ARENA_H
#define MALHA_JSON_ARENA_H

/* What a request's trees may take before the rest comes from malloc, in bytes, and how many threads
 * have an arena. */
#define ARENA_BYTES (4u << 20)
#define ARENA_THREADS 64u

/* For the whole process, before the first tree is made. Where there is no room, trees are as
 * always. */
void json_use_arenas(void);

/* Begins and ends a request of this thread. In between every tree that was made must have gone. */
void json_arena_begin(void);
void json_arena_end(void);

/* Gives back what stays with this thread between two requests: the next does not come soon. */
void json_arena_rest(void);

/* Leaves the request for a while, to make what will stay, and returns to it. */
struct json_arena_hold {
    char *at, *end;
};
struct json_arena_hold json_arena_leave(void);
void json_arena_return(struct json_arena_hold hold);

#endif
