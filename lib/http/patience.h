/* The connections of a server, and how long each may take for what it is doing.
 *
 * libmicrohttpd's own time-out is one of silence: who sends a byte a second is never silent. Here a
 * connection has a time for its first request, each request one to arrive and be answered, and a
 * pause between two; a thread closes what takes longer. Any thread. */
#ifndef MALHA_HTTP_PATIENCE_H
#define MALHA_HTTP_PATIENCE_H

#include <stddef.h>
#include <stdint.h>

struct patience;
struct patience_connection;

struct patience_limits {
    int64_t first_ms;   /* from accepting a connection to the first line of its first request */
    int64_t request_ms; /* from there to the end of its answer */
    int64_t pause_ms;   /* between two requests */
};

struct patience *patience_start(const struct patience_limits *limits);
void patience_stop(struct patience *patience);

/* A connection on the socket `fd` has been made; before that socket is closed it is forgotten. */
struct patience_connection *patience_add(struct patience *patience, int fd);
void patience_forget(struct patience *patience, struct patience_connection *connection);

/* Its next request begins, or the last one has ended. */
void patience_begin(struct patience *patience, struct patience_connection *connection);
void patience_end(struct patience *patience, struct patience_connection *connection);

/* Requests that have begun and not ended. */
size_t patience_busy(struct patience *patience);

#endif
