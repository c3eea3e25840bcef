#include "http/server.h"

#include <arpa/inet.h>
#include <errno.h>
#include <gnutls/abstract.h>
#include <gnutls/gnutls.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdatomic.h>
#include <string.h>

#include "base/limits.h"
#include "base/mem.h"

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
};

static void on_completed(void *context, struct MHD_Connection *connection, void **state,
                         enum MHD_RequestTerminationCode reason)
{
    struct exchange *exchange = *state;

    (void)context;
    (void)connection;
    (void)reason;
    if (exchange)
        buf_done(&exchange->body);
    free(exchange);
    *state = NULL;
}

static enum MHD_Result answer(struct http_server *server, struct MHD_Connection *connection,
                              const char *url, const char *method, const struct exchange *exchange)
{
    struct http_response response = {
        .status = 200, .content_type = "text/plain", .body = BUF_INIT(LIMIT_HTTP_REPLY)};
    struct http_request request = {
        .method = method,
        .path = url,
        .content_type = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, "Content-Type"),
        .body = buf_text(&exchange->body),
        .body_len = exchange->body.len,
        .too_large = exchange->body.overflown,
    };
    struct MHD_Response *reply;
    enum MHD_Result rc;
    size_t len;

    server->options.handle(server->options.context, &request, &response);
    len = response.body.len;
    reply = MHD_create_response_from_buffer(len, buf_take(&response.body), MHD_RESPMEM_MUST_FREE);
    if (!reply)
        return MHD_NO;
    (void)MHD_add_response_header(reply, "Content-Type", response.content_type);
    rc = MHD_queue_response(connection, response.status, reply);
    MHD_destroy_response(reply);
    return rc;
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
        return MHD_YES;
    }
    if (*data_len) {
        buf_add(&exchange->body, data, *data_len);
        *data_len = 0;
        return MHD_YES;
    }
    return answer(server, connection, url, method, exchange);
}

int http_server_start(const struct http_options *options, struct http_server **ret_server,
                      struct err *err)
{
    static const char priorities[] = "SECURE128:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2";
    unsigned flags =
        MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_EPOLL | (options->tls ? MHD_USE_TLS : 0);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(options->port)};
    struct http_server *server = mem_zalloc(sizeof(*server));
    struct MHD_OptionItem tls[] = {
        {MHD_OPTION_HTTPS_CERT_CALLBACK2, 0, (void *)(intptr_t)on_certificate},
        {MHD_OPTION_HTTPS_PRIORITIES, 0, (void *)(intptr_t)priorities},
        {MHD_OPTION_END, 0, NULL},
    };
    struct MHD_OptionItem none[] = {{MHD_OPTION_END, 0, NULL}};

    if (options->address && inet_pton(AF_INET, options->address, &address.sin_addr) != 1) {
        free(server);
        return err_set(err, ERR_INVALID, "listen: %s is no IPv4 address", options->address);
    }
    server->options = *options;
    (void)pthread_mutex_init(&server->swap, NULL);
    if (options->tls) {
        (void)pthread_mutex_lock(&registry_lock);
        tls_server = server;
        (void)pthread_mutex_unlock(&registry_lock);
    }
    server->daemon = MHD_start_daemon(
        flags, options->port, NULL, NULL, on_request, server, MHD_OPTION_SOCK_ADDR, &address,
        MHD_OPTION_NOTIFY_COMPLETED, on_completed, NULL, MHD_OPTION_THREAD_POOL_SIZE,
        options->threads > 1 ? options->threads : 0u, MHD_OPTION_CONNECTION_TIMEOUT, 90u,
        MHD_OPTION_CONNECTION_LIMIT, 1000u, MHD_OPTION_THREAD_STACK_SIZE, (size_t)16 << 20,
        MHD_OPTION_LISTENING_ADDRESS_REUSE, 1u, MHD_OPTION_ARRAY, options->tls ? tls : none,
        MHD_OPTION_END);
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

void http_server_stop(struct http_server *server)
{
    if (!server)
        return;
    if (server->daemon)
        MHD_stop_daemon(server->daemon);
    (void)pthread_mutex_lock(&registry_lock);
    if (tls_server == server)
        tls_server = NULL;
    (void)pthread_mutex_unlock(&registry_lock);
    certificate_free(atomic_load(&server->certificate));
    (void)pthread_mutex_destroy(&server->swap);
    free(server);
}
