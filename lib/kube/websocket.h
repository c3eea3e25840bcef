/* WebSockets (RFC 6455), of them what a client of the API server needs: the key of the handshake,
 * and frames. Pure: bytes in, bytes out. */
#ifndef MALHA_KUBE_WEBSOCKET_H
#define MALHA_KUBE_WEBSOCKET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"

enum websocket_opcode {
    WEBSOCKET_MORE = 0, /* of the message that the frame before it began */
    WEBSOCKET_TEXT = 1,
    WEBSOCKET_BINARY = 2,
    WEBSOCKET_CLOSE = 8,
    WEBSOCKET_PING = 9,
    WEBSOCKET_PONG = 10,
};

struct websocket_frame {
    enum websocket_opcode opcode;
    const char *data; /* its content, in what was parsed */
    size_t len;
    size_t size; /* of the whole frame */
};

/* The largest frame that is taken: the kubelet sends 32 KiB at most. */
#define WEBSOCKET_FRAME_MAX (1u << 20)

/* What Sec-WebSocket-Accept has to answer to a Sec-WebSocket-Key. To be freed. */
char *websocket_accept(const char *key) ATTR_CHECK;

/* The first frame of what a server has sent: 1 when it is there, 0 when more bytes are needed, -1
 * (TRANSIENT) for what no server may send. */
int websocket_parse(const char *bytes, size_t len, struct websocket_frame *ret, struct err *err)
    ATTR_CHECK;

/* Appends a frame with `head` (may be empty) and `data` as its content, under a client's mask. */
void websocket_add(struct buf *out, enum websocket_opcode opcode, uint32_t mask, const char *head,
                   size_t head_len, const char *data, size_t len);

#endif
