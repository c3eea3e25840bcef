#include "kube/forward.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/base64.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/random.h"
#include "kube/http.h"
#include "kube/websocket.h"

#define PIECE (32u << 10)
/* How long an answer to the handshake may take. */
#define HANDSHAKE_MS 30000
/* Who sends no more gets what still comes within this pause. */
#define LINGER_MS 10000
#define REPLY_MAX (64u << 10)

enum { DATA, FAULT, N_CHANNELS };

struct kube_forward {
    struct kube *kube;
    curl_socket_t socket;
    struct buf in;  /* of the API server, not looked at yet */
    struct buf out; /* frames for it */
    size_t sent;    /* of `out` */
    struct buf got; /* of the Pod, for the local socket */
    size_t given;   /* of `got` */
    struct buf fault;
    unsigned channel;          /* of the message that is coming in */
    size_t before[N_CHANNELS]; /* bytes of the port that have come */
    bool ended;                /* by the server */
    bool quiet;                /* the local side sends no more */
    bool moved;                /* something was carried in this turn */
};

void kube_forward_free(struct kube_forward *forward)
{
    if (!forward)
        return;
    kube_free(forward->kube);
    buf_done(&forward->in);
    buf_done(&forward->out);
    buf_done(&forward->got);
    buf_done(&forward->fault);
    free(forward);
}

static void drop_front(struct buf *b, size_t n)
{
    memmove(b->data, b->data + n, b->len - n);
    buf_cut(b, b->len - n);
}

/* ---- the API server's side ---- */

static int cut(struct err *err)
{
    return err_set(err, ERR_TRANSIENT, "the connection to the API server was cut");
}

static int flush_out(struct kube_forward *f, struct err *err)
{
    while (f->sent < f->out.len) {
        size_t n = 0;
        CURLcode rc =
            curl_easy_send(f->kube->curl, f->out.data + f->sent, f->out.len - f->sent, &n);

        if (rc == CURLE_AGAIN)
            return 0;
        if (rc != CURLE_OK)
            return cut(err);
        f->sent += n;
        f->moved = true;
    }
    buf_reset(&f->out);
    f->sent = 0;
    return 0;
}

/* What is there at once. `ret_end`: nothing will come any more. */
static int receive(struct kube_forward *f, bool *ret_end, struct err *err)
{
    char piece[PIECE];
    size_t n = 0;
    CURLcode rc = curl_easy_recv(f->kube->curl, piece, sizeof(piece), &n);

    *ret_end = false;
    if (rc == CURLE_AGAIN)
        return 0;
    if (rc != CURLE_OK)
        return cut(err);
    *ret_end = n == 0;
    f->moved |= n > 0;
    buf_add(&f->in, piece, n);
    return 0;
}

static int wait_for(struct kube_forward *f, short events, int timeout_ms, struct err *err)
{
    struct pollfd one = {.fd = f->socket, .events = events};

    if (poll(&one, 1, timeout_ms) == 0)
        return err_set(err, ERR_TRANSIENT, "the API server does not answer");
    return 0;
}

/* ---- the handshake ---- */

static int random_key(char **ret, struct err *err)
{
    unsigned char bytes[16];

    if (random_bytes(bytes, sizeof(bytes), err) < 0)
        return -1;
    *ret = base64_encode(bytes, sizeof(bytes));
    return 0;
}

static void add_request(struct kube_forward *f, const char *path, const char *key)
{
    const char *prefix;
    auto_free char *host = kube_http_host(f->kube->config, &prefix);

    buf_addf(&f->out,
             "GET %s%s HTTP/1.1\r\nHost: %s\r\nUser-Agent: %s\r\nConnection: Upgrade\r\n"
             "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: %s\r\n"
             "Sec-WebSocket-Protocol: v4.channel.k8s.io\r\n",
             prefix, path, host, f->kube->user_agent, key);
    if (f->kube->token)
        buf_addf(&f->out, "Authorization: Bearer %s\r\n", f->kube->token);
    buf_adds(&f->out, "\r\n");
}

/* The value of a header in a reply's head, to be freed; NULL without. */
static char *header(const char *head, const char *name)
{
    size_t len = strlen(name);
    const char *line = head;

    while ((line = strstr(line, "\r\n")) && *(line += 2)) {
        const char *end = strstr(line, "\r\n");

        if (strncasecmp(line, name, len) != 0 || line[len] != ':' || !end)
            continue;
        line += len + 1;
        line += strspn(line, " \t");
        return mem_strndup(line, (size_t)(end - line));
    }
    return NULL;
}

/* Until `len` bytes have come, or, with 0, a whole head. */
static int receive_until(struct kube_forward *f, size_t len, struct err *err)
{
    bool end = false;

    while (len ? f->in.len < len : !strstr(buf_text(&f->in), "\r\n\r\n")) {
        if (end)
            return cut(err);
        if (f->in.len >= REPLY_MAX)
            return err_set(err, ERR_TRANSIENT, "the API server's reply is too large");
        f->moved = false;
        if (receive(f, &end, err) < 0 ||
            (!f->moved && !end && wait_for(f, POLLIN, HANDSHAKE_MS, err) < 0))
            return -1;
    }
    return 0;
}

static int refuse(struct kube_forward *f, long code, const char *head, const char *path,
                  struct err *err)
{
    auto_free char *length = header(head, "Content-Length");
    auto_err struct err ignored = ERR_INIT;
    size_t at = (size_t)(strstr(head, "\r\n\r\n") + 4 - head), len = 0;

    if (length)
        len = strtoul(length, NULL, 10);
    if (len > REPLY_MAX || receive_until(f, at + len, &ignored) < 0)
        len = 0;
    return kube_http_error(code, buf_text(&f->in) + at, len, "GET", path, err);
}

static int shake_hands(struct kube_forward *f, const char *path, struct err *err)
{
    auto_free char *key = NULL, *wanted = NULL, *got = NULL, *head = NULL;
    long code = 0;

    if (random_key(&key, err) < 0)
        return -1;
    wanted = websocket_accept(key);
    add_request(f, path, key);
    while (f->out.len) {
        if (flush_out(f, err) < 0)
            return -1;
        if (f->out.len && wait_for(f, POLLOUT, HANDSHAKE_MS, err) < 0)
            return -1;
    }
    if (receive_until(f, 0, err) < 0)
        return -1;
    head = mem_strdup(buf_text(&f->in));
    if (strncmp(head, "HTTP/1.1 ", 9) == 0)
        code = strtol(head + 9, NULL, 10);
    if (code != 101)
        return code ? refuse(f, code, head, path, err)
                    : err_set(err, ERR_TRANSIENT, "the API server does not speak HTTP/1.1");
    got = header(head, "Sec-WebSocket-Accept");
    if (!got || strcmp(got, wanted) != 0)
        return err_set(err, ERR_TRANSIENT, "the API server's handshake is not one of a WebSocket");
    drop_front(&f->in, (size_t)(strstr(head, "\r\n\r\n") + 4 - head));
    return 0;
}

int kube_forward_open(const struct kube_forward_to *to, struct kube_forward **ret, struct err *err)
{
    auto_free char *path = mem_printf("/api/v1/namespaces/%s/pods/%s/portforward?ports=%u",
                                      to->namespace, to->pod, to->port);
    struct kube_forward *f = mem_alloc(sizeof(*f));
    struct curl_slist *headers;
    CURLcode rc;

    *f = (struct kube_forward){.kube = kube_new(to->config, to->user_agent),
                               .in = BUF_INIT(2 * WEBSOCKET_FRAME_MAX),
                               .out = BUF_INIT(2 * WEBSOCKET_FRAME_MAX),
                               .got = BUF_INIT(2 * WEBSOCKET_FRAME_MAX),
                               .fault = BUF_INIT(LIMIT_MESSAGE)};
    headers = kube_http_prepare(f->kube, "GET", path, NULL, 0, KUBE_HTTP_REQUEST);
    (void)curl_easy_setopt(f->kube->curl, CURLOPT_CONNECT_ONLY, 1L);
    rc = curl_easy_perform(f->kube->curl);
    curl_slist_free_all(headers);
    if (rc == CURLE_OK)
        rc = curl_easy_getinfo(f->kube->curl, CURLINFO_ACTIVESOCKET, &f->socket);
    if (rc != CURLE_OK) {
        kube_forward_free(f);
        return err_set(err, ERR_TRANSIENT, "%s: %s", to->config->server, curl_easy_strerror(rc));
    }
    if (shake_hands(f, path, err) < 0) {
        kube_forward_free(f);
        return -1;
    }
    *ret = f;
    return 0;
}

/* ---- carrying ---- */

static void take(struct kube_forward *f, const char *data, size_t len)
{
    size_t *before = &f->before[f->channel];

    while (*before < 2 && len > 0) { /* the port */
        (*before)++;
        data++;
        len--;
    }
    buf_add(f->channel == DATA ? &f->got : &f->fault, data, len);
}

static uint32_t new_mask(void)
{
    auto_err struct err ignored = ERR_INIT;
    uint32_t mask = 0; /* guards proxies against clients' scripts, of which there are none here */

    (void)!random_bytes(&mask, sizeof(mask), &ignored);
    return mask;
}

static int take_frame(struct kube_forward *f, const struct websocket_frame *frame, struct err *err)
{
    switch (frame->opcode) {
    case WEBSOCKET_TEXT:
    case WEBSOCKET_BINARY:
        if (frame->len == 0 || (unsigned char)*frame->data >= N_CHANNELS)
            return err_set(err, ERR_TRANSIENT, "the API server sent what is of no channel");
        f->channel = (unsigned char)*frame->data;
        take(f, frame->data + 1, frame->len - 1);
        break;
    case WEBSOCKET_MORE:
        take(f, frame->data, frame->len);
        break;
    case WEBSOCKET_PING:
        websocket_add(&f->out, WEBSOCKET_PONG, new_mask(), "", 0, frame->data, frame->len);
        break;
    case WEBSOCKET_CLOSE:
        f->ended = true;
        break;
    case WEBSOCKET_PONG:
        break;
    }
    return 0;
}

/* Nothing is taken while the local side has not had what came before. */
static int from_server(struct kube_forward *f, struct err *err)
{
    struct websocket_frame frame;
    bool end;
    int rc;

    if (f->got.len || f->ended)
        return 0;
    while ((rc = websocket_parse(f->in.data, f->in.len, &frame, err)) == 1) {
        if (take_frame(f, &frame, err) < 0)
            return -1;
        drop_front(&f->in, frame.size);
        f->moved = true;
        if (f->got.len || f->ended)
            return 0;
    }
    if (rc < 0 || receive(f, &end, err) < 0)
        return -1;
    return end ? cut(err) : 0;
}

/* `ret_gone`: the local side takes nothing any more. */
static void to_local(struct kube_forward *f, int fd, bool *ret_gone)
{
    while (f->given < f->got.len) {
        ssize_t n = send(fd, f->got.data + f->given, f->got.len - f->given, MSG_NOSIGNAL);

        if (n < 0 && (errno == EAGAIN || errno == EINTR))
            return;
        if (n < 0) {
            *ret_gone = true;
            return;
        }
        f->given += (size_t)n;
        f->moved = true;
    }
    buf_reset(&f->got);
    f->given = 0;
}

static void from_local(struct kube_forward *f, int fd, bool *ret_gone)
{
    static const char channel = DATA;
    char piece[PIECE];
    ssize_t n;

    if (f->out.len || f->quiet)
        return;
    n = recv(fd, piece, sizeof(piece), 0);
    if (n > 0) {
        websocket_add(&f->out, WEBSOCKET_BINARY, new_mask(), &channel, 1, piece, (size_t)n);
        f->moved = true;
    } else if (n == 0) {
        f->quiet = true;
    } else if (errno != EAGAIN && errno != EINTR) {
        *ret_gone = true;
    }
}

/* Until one side may go on. */
static bool pause_until_ready(const struct kube_forward *f, int fd)
{
    bool want_local = !f->quiet && !f->out.len;
    struct pollfd two[] = {
        {.fd = f->socket,
         .events = (short)((f->got.len ? 0 : POLLIN) | (f->out.len ? POLLOUT : 0))},
        {.fd = fd, .events = (short)((want_local ? POLLIN : 0) | (f->got.len ? POLLOUT : 0))},
    };

    if (!two[1].events)
        two[1].fd = -1; /* that it is gone is seen when there is something for it */
    return poll(two, 2, f->quiet ? LINGER_MS : -1) != 0;
}

static int say_fault(const struct kube_forward *f, struct err *err)
{
    if (f->fault.len == 0)
        return 0;
    return err_set(err, ERR_TRANSIENT, "%s", buf_text(&f->fault));
}

int kube_forward_run(struct kube_forward *forward, int fd, struct err *err)
{
    struct kube_forward *f = forward;
    bool gone = false;

    (void)fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK);
    while (!gone) {
        f->moved = false;
        if (from_server(f, err) < 0)
            return f->fault.len ? say_fault(f, err) : -1;
        to_local(f, fd, &gone);
        if (f->ended && !f->got.len)
            break;
        from_local(f, fd, &gone);
        if (flush_out(f, err) < 0)
            return -1;
        if (!f->moved && !gone && !pause_until_ready(f, fd))
            break;
    }
    return say_fault(f, err);
}
