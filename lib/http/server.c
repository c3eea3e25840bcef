#include "http/server.h"

#include <arpa/inet.h>
#include <errno.h>
#include <gnutls/abstract.h>
#include <gnutls/gnutls.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/limits.h"
#include "base/mem.h"
#include "http/patience.h"

/* An API server waits 30 s for an answer at most. */
static const struct patience_limits patience_limits = {
    .first_ms = 10000, .request_ms = 30000, .pause_ms = 90000};
/* How long requests may go on when the server stops. */
#define END_MS 10000

/* A certificate as GnuTLS wants it, shared by the handshakes that use it. */
struct certificate {
    gnutls_pcert_st chain[4];
    unsigned n_chain;
    gnutls_privkey_t key;
    struct certificate *older; /* kept until the server ends: a handshake may still be reading it */
};

struct http_server {
    struct http_options options;
    struct MHD_Daemon *daemon;
    struct patience *patience;
    atomic_size_t first_bytes, rest_bytes; /* of bodies that are arriving, see LIMIT_BODIES_FIRST */
    atomic_bool draining;
    pthread_mutex_t swap; /* one at a time may change `certificate` */
    _Atomic(struct certificate *) certificate;
};

/* MHD's certificate callback has no context, so the servers of the process are found by their
 * daemon's session. */
static pthread_mutex_t registry_lock = PTHREAD_MUTEX_INITIALIZER;
static struct http_server *tls_server; /* a process has one TLS server */

static int on_certificate(gnutls_session_t session, const struct gnutls_cert_retr_st *info,
                          gnutls_pcert_st **ret_chain, unsigned *ret_n, gnutls_ocsp_data_st **ocsp,
                          unsigned *n_ocsp, gnutls_privkey_t *ret_key, unsigned *flags)
{
    struct certificate *certificate;

    (void)session;
    (void)info;
    (void)ocsp;
    *n_ocsp = 0;
    *flags = 0;
    (void)pthread_mutex_lock(&registry_lock);
    certificate = tls_server ? atomic_load(&tls_server->certificate) : NULL;
    (void)pthread_mutex_unlock(&registry_lock);
    if (!certificate)
        return -1;
    *ret_chain = certificate->chain;
    *ret_n = certificate->n_chain;
    *ret_key = certificate->key;
    return 0;
}

static void certificate_free(struct certificate *certificate)
{
    while (certificate) {
        struct certificate *older = certificate->older;

        for (unsigned i = 0; i < certificate->n_chain; i++)
            gnutls_pcert_deinit(&certificate->chain[i]);
        if (certificate->key)
            gnutls_privkey_deinit(certificate->key);
        free(certificate);
        certificate = older;
    }
}

int http_server_set_certificate(struct http_server *server, const char *certificate_pem,
                                const char *key_pem, struct err *err)
{
    struct certificate *fresh = mem_zalloc(sizeof(*fresh));
    gnutls_datum_t pem = {(unsigned char *)certificate_pem, (unsigned)strlen(certificate_pem)};
    gnutls_datum_t key = {(unsigned char *)key_pem, (unsigned)strlen(key_pem)};
    unsigned n = ARRAY_LEN(fresh->chain);
    int rc = gnutls_pcert_list_import_x509_raw(fresh->chain, &n, &pem, GNUTLS_X509_FMT_PEM, 0);

    if (rc >= 0) {
        fresh->n_chain = n;
        rc = gnutls_privkey_init(&fresh->key);
    }
    if (rc >= 0)
        rc = gnutls_privkey_import_x509_raw(fresh->key, &key, GNUTLS_X509_FMT_PEM, NULL, 0);
    if (rc < 0) {
        certificate_free(fresh);
        return err_set(err, ERR_INVALID, "serving certificate: %s", gnutls_strerror(rc));
    }
    (void)pthread_mutex_lock(&server->swap);
    fresh->older = atomic_load(&server->certificate);
    atomic_store(&server->certificate, fresh);
    (void)pthread_mutex_unlock(&server->swap);
    return 0;
}

/* ---- requests ---- */

struct exchange {
    struct buf body;
    size_t first, rest; /* what of the shared room its body has */
    bool asked;         /* the handler was */
    struct http_later {
        struct MHD_Connection *connection;
        struct http_response response;
        bool waits;
    } later;
};

/* Takes `len` bytes of the room that is shared; false when there is none. */
static bool take(atomic_size_t *room, size_t len, size_t max)
{
    if (atomic_fetch_add(room, len) + len <= max)
        return true;
    (void)atomic_fetch_sub(room, len);
    return false;
}

static bool take_room(struct http_server *server, struct exchange *exchange, size_t len)
{
    size_t total = exchange->body.len + len;
    size_t first = (total < LIMIT_BODY_FIRST ? total : LIMIT_BODY_FIRST) - exchange->first;
    size_t rest = total - exchange->first - first - exchange->rest;

    if (exchange->body.overflown) /* dropped all the same */
        return true;
    if (!take(&server->first_bytes, first, LIMIT_BODIES_FIRST))
        return false;
    exchange->first += first;
    if (!take(&server->rest_bytes, rest, LIMIT_BODIES_REST))
        return false;
    exchange->rest += rest;
    return true;
}

static struct patience_connection *connection_of(struct MHD_Connection *connection)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);

    return info ? info->socket_context : NULL;
}

static void on_connection(void *context, struct MHD_Connection *connection, void **state,
                          enum MHD_ConnectionNotificationCode what)
{
    struct http_server *server = context;
    const union MHD_ConnectionInfo *info;

    if (what == MHD_CONNECTION_NOTIFY_STARTED) {
        info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
        *state = info ? patience_add(server->patience, info->connect_fd) : NULL;
    } else if (*state) {
        patience_forget(server->patience, *state);
        *state = NULL;
    }
    if (what == MHD_CONNECTION_NOTIFY_CLOSED && server->options.closed)
        server->options.closed();
}

/* Head and body of an answer are written one after the other: held back (1) they leave, and wake
 * who waits for them, as one. */
static void hold_back(struct MHD_Connection *connection, int hold)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);

    if (info)
        (void)setsockopt(info->connect_fd, IPPROTO_TCP, TCP_CORK, &hold, sizeof(hold));
}

/* The first line of a request is there. */
static void *on_first_line(void *context, const char *uri, struct MHD_Connection *connection)
{
    struct http_server *server = context;
    struct patience_connection *its = connection_of(connection);

    (void)uri;
    if (its)
        patience_begin(server->patience, its);
    return NULL; /* what on_request() finds in its `state` */
}

static void on_completed(void *context, struct MHD_Connection *connection, void **state,
                         enum MHD_RequestTerminationCode reason)
{
    struct http_server *server = context;
    struct patience_connection *its = connection_of(connection);
    struct exchange *exchange = *state;

    (void)reason;
    hold_back(connection, 0);
    if (its)
        patience_end(server->patience, its);
    if (!exchange)
        return;
    (void)atomic_fetch_sub(&server->first_bytes, exchange->first);
    (void)atomic_fetch_sub(&server->rest_bytes, exchange->rest);
    buf_done(&exchange->body);
    buf_done(&exchange->later.response.body);
    free(exchange);
    *state = NULL;
}

void http_refuse(struct http_response *response, unsigned status, const char *message)
{
    response->status = status;
    response->content_type = "text/plain";
    buf_addf(&response->body, "%s\n", message);
}

struct http_later *http_defer(const struct http_request *request)
{
    request->later->waits = true;
    MHD_suspend_connection(request->later->connection);
    return request->later;
}

/* What comes behind is done by the connection's own thread, in on_request(). */
void http_answer(struct http_later *later, struct http_response *response)
{
    later->response = *response;
    MHD_resume_connection(later->connection);
}

/* Takes the body. */
static enum MHD_Result send_response(struct http_server *server, struct MHD_Connection *connection,
                                     struct http_response *response)
{
    size_t len = response->body.len;
    struct MHD_Response *reply =
        MHD_create_response_from_buffer(len, buf_take(&response->body), MHD_RESPMEM_MUST_FREE);
    enum MHD_Result rc;

    if (!reply)
        return MHD_NO;
    (void)MHD_add_response_header(reply, "Content-Type", response->content_type);
    if (atomic_load(&server->draining))
        (void)MHD_add_response_header(reply, "Connection", "close");
    hold_back(connection, 1);
    rc = MHD_queue_response(connection, response->status, reply);
    MHD_destroy_response(reply);
    return rc;
}

static enum MHD_Result ask(struct http_server *server, struct MHD_Connection *connection,
                           const char *url, const char *method, struct exchange *exchange)
{
    struct http_response response = {
        .status = 200, .content_type = "text/plain", .body = BUF_INIT(LIMIT_HTTP_REPLY)};
    struct http_request request = {
        .method = method,
        .path = url,
        .content_type = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, "Content-Type"),
        .authorization = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, "Authorization"),
        .body = buf_text(&exchange->body),
        .body_len = exchange->body.len,
        .too_large = exchange->body.overflown,
        .later = &exchange->later,
    };

    exchange->asked = true;
    exchange->later.connection = connection;
    server->options.handle(server->options.context, &request, &response);
    if (!exchange->later.waits)
        return send_response(server, connection, &response);
    buf_done(&response.body);
    return MHD_YES;
}

/* The length that the body is said to have; 0 when nothing is said. */
static unsigned long long announced(struct MHD_Connection *connection)
{
    const char *text = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, "Content-Length");

    return text ? strtoull(text, NULL, 10) : 0;
}

static enum MHD_Result on_request(void *context, struct MHD_Connection *connection, const char *url,
                                  const char *method, const char *version, const char *data,
                                  size_t *data_len, void **state)
{
    struct http_server *server = context;
    struct exchange *exchange = *state;

    (void)version;
    if (!exchange) {
        exchange = mem_zalloc(sizeof(*exchange));
        exchange->body = BUF_INIT(server->options.max_body);
        *state = exchange;
        exchange->body.overflown = announced(connection) > server->options.max_body;
        return exchange->body.overflown ? ask(server, connection, url, method, exchange) : MHD_YES;
    }
    if (*data_len) {
        if (!take_room(server, exchange, *data_len))
            return MHD_NO; /* ends the connection */
        buf_add(&exchange->body, data, *data_len);
        *data_len = 0;
        return MHD_YES;
    }
    if (!exchange->asked)
        return ask(server, connection, url, method, exchange);
    if (!exchange->later.waits)
        return MHD_YES;
    exchange->later.waits = false; /* it was answered, which is why this is called again */
    return send_response(server, connection, &exchange->later.response);
}

/* More connections may be open than a shell's usual limit of files. */
static void raise_file_limit(void)
{
    struct rlimit limit;
    rlim_t wanted = LIMIT_CONNECTIONS + 512;

    if (getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur < wanted) {
        limit.rlim_cur = limit.rlim_max < wanted ? limit.rlim_max : wanted;
        (void)setrlimit(RLIMIT_NOFILE, &limit);
    }
}

union address {
    struct sockaddr any;
    struct sockaddr_in four;
    struct sockaddr_in6 six;
};

/* The address to listen on, and MHD's flags for its family; false when `text` is none. */
static bool read_address(const char *text, uint16_t port, union address *ret, unsigned *ret_flags)
{
    *ret = (union address){.four = {.sin_family = AF_INET, .sin_port = htons(port)}};
    *ret_flags = 0;
    if (text && inet_pton(AF_INET, text, &ret->four.sin_addr) == 1)
        return true;
    *ret = (union address){.six = {.sin6_family = AF_INET6, .sin6_port = htons(port)}};
    *ret_flags = text ? MHD_USE_IPv6 : MHD_USE_DUAL_STACK;
    return !text || inet_pton(AF_INET6, text, &ret->six.sin6_addr) == 1;
}

static struct MHD_Daemon *listen_on(struct http_server *server, const union address *address,
                                    unsigned flags)
{
    static const char priorities[] = "SECURE128:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2";
    struct MHD_OptionItem tls[] = {
        {MHD_OPTION_HTTPS_CERT_CALLBACK2, 0, (void *)(intptr_t)on_certificate},
        {MHD_OPTION_HTTPS_PRIORITIES, 0, (void *)(intptr_t)priorities},
        {MHD_OPTION_END, 0, NULL},
    };
    struct MHD_OptionItem none[] = {{MHD_OPTION_END, 0, NULL}};
    const struct http_options *o = &server->options;

    return MHD_start_daemon(
        flags | MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME |
            (o->tls ? MHD_USE_TLS : 0),
        o->port, NULL, NULL, on_request, server, MHD_OPTION_SOCK_ADDR, &address->any,
        MHD_OPTION_NOTIFY_COMPLETED, on_completed, server, MHD_OPTION_NOTIFY_CONNECTION,
        on_connection, server, MHD_OPTION_URI_LOG_CALLBACK, on_first_line, server,
        MHD_OPTION_THREAD_POOL_SIZE, o->threads > 1 ? o->threads : 0u,
        MHD_OPTION_CONNECTION_TIMEOUT, 90u, MHD_OPTION_CONNECTION_LIMIT, LIMIT_CONNECTIONS,
        MHD_OPTION_PER_IP_CONNECTION_LIMIT, LIMIT_CONNECTIONS_EACH,
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)16 << 10, MHD_OPTION_THREAD_STACK_SIZE,
        (size_t)16 << 20, MHD_OPTION_LISTENING_ADDRESS_REUSE, 1u, MHD_OPTION_ARRAY,
        o->tls ? tls : none, MHD_OPTION_END);
}

int http_server_start(const struct http_options *options, struct http_server **ret_server,
                      struct err *err)
{
    struct http_server *server;
    union address address;
    unsigned flags;

    if (!read_address(options->address, options->port, &address, &flags))
        return err_set(err, ERR_INVALID, "listen: %s is no IP address", options->address);
    raise_file_limit();
    server = mem_zalloc(sizeof(*server));
    server->options = *options;
    server->patience = patience_start(&patience_limits);
    (void)pthread_mutex_init(&server->swap, NULL);
    if (options->tls) {
        (void)pthread_mutex_lock(&registry_lock);
        tls_server = server;
        (void)pthread_mutex_unlock(&registry_lock);
    }
    server->daemon = listen_on(server, &address, flags);
    if (!server->daemon && !options->address && errno == EAFNOSUPPORT) { /* no IPv6 here */
        (void)read_address("0.0.0.0", options->port, &address, &flags);
        server->daemon = listen_on(server, &address, flags);
    }
    if (!server->daemon) {
        http_server_stop(server);
        return err_set(err, ERR_TRANSIENT, "listen on port %u: %s", options->port, strerror(errno));
    }
    *ret_server = server;
    return 0;
}

uint16_t http_server_port(const struct http_server *server)
{
    const union MHD_DaemonInfo *info =
        MHD_get_daemon_info(server->daemon, MHD_DAEMON_INFO_BIND_PORT);

    return info ? info->port : server->options.port;
}

void http_server_drain(struct http_server *server)
{
    if (server)
        atomic_store(&server->draining, true);
}

/* No new connections; what has begun may end. */
static void finish(struct http_server *server)
{
    int64_t until = clock_mono_ms() + END_MS;
    MHD_socket listening = MHD_quiesce_daemon(server->daemon);

    http_server_drain(server);
    while (patience_busy(server->patience) > 0 && clock_mono_ms() < until)
        clock_sleep(5, NULL);
    MHD_stop_daemon(server->daemon);
    if (listening != MHD_INVALID_SOCKET)
        (void)close(listening);
}

void http_server_stop(struct http_server *server)
{
    if (!server)
        return;
    if (server->daemon)
        finish(server);
    patience_stop(server->patience);
    (void)pthread_mutex_lock(&registry_lock);
    if (tls_server == server)
        tls_server = NULL;
    (void)pthread_mutex_unlock(&registry_lock);
    certificate_free(atomic_load(&server->certificate));
    (void)pthread_mutex_destroy(&server->swap);
    free(server);
}
