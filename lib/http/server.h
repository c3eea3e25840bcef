/* An HTTP(S) server on libmicrohttpd: small requests, a handler, a certificate that can be swapped
 * while it runs.
 *
 * The handler is called from a pool of threads, once per request with the whole body. TLS 1.2 and
 * up. Many clients, slow ones and large bodies are bounded: connections in all and for each
 * address, bytes of bodies that are arriving (limits.h), seconds of a request from its first line
 * to the end of its answer. A body whose announced length is too large is refused before it comes.
 */
#ifndef MALHA_HTTP_SERVER_H
#define MALHA_HTTP_SERVER_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"

struct http_request {
    const char *method, *path; /* path without the query */
    const char *content_type;  /* NULL when there is none */
    const char *body;
    size_t body_len;
    const char *authorization; /* the header; NULL when there is none */
    bool too_large;            /* the body went over the limit and was dropped */
    struct http_later *later;  /* for http_defer() */
};

struct http_response {
    unsigned status;          /* 200 unless set */
    const char *content_type; /* static text */
    struct buf body;
};

typedef void http_handler(void *context, const struct http_request *request,
                          struct http_response *response);

/* Answers with a status and a sentence. */
void http_refuse(struct http_response *response, unsigned status, const char *message);

/* For a handler that would have to wait: the request does, without a thread, until it is answered.
 * The handler returns at once; its response and request are no more. */
struct http_later *http_defer(const struct http_request *request);
/* Answers it: once, from any thread, before http_server_stop(). Takes the response's body. */
void http_answer(struct http_later *later, struct http_response *response);

struct http_options {
    const char *address; /* IPv4 or IPv6; NULL: all of both, as far as the kernel has them */
    uint16_t port;       /* 0: any free one */
    unsigned threads;    /* of the pool; 0: one */
    size_t max_body;
    bool tls; /* http_server_set_certificate() before the first connection */
    http_handler *handle;
    void *context;
    void (*closed)(void); /* a thread of the pool calls it when a connection of its ends; or NULL */
};

struct http_server;

int http_server_start(const struct http_options *options, struct http_server **ret_server,
                      struct err *err) ATTR_CHECK;
/* The port it listens on. */
uint16_t http_server_port(const struct http_server *server);
/* New connections get this certificate; those that are open stay. On failure the old one stays in
 * use. */
int http_server_set_certificate(struct http_server *server, const char *certificate_pem,
                                const char *key_pem, struct err *err) ATTR_CHECK;
/* From now on each answer ends its connection, so that clients go elsewhere. */
void http_server_drain(struct http_server *server);
/* Stops listening, lets requests that have begun end (10 s at most), frees. */
void http_server_stop(struct http_server *server);

#endif
