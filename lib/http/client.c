#include "http/client.h"

#include <curl/curl.h>
#include <pthread.h>
#include <string.h>
#include <strings.h>

#include "base/dynlib.h"
#include "base/mem.h"
#include "base/version.h"

#define CONNECT_TIMEOUT_MS 15000L
#define STALL_SECONDS 30L /* slower than a byte a second for so long is broken */
#define TIMEOUT_MS 300000L
#define MAX_REDIRECTS 10L

/* libcurl's functions; the header's macros would check types but name the functions themselves. */
#undef curl_easy_setopt
#undef curl_easy_getinfo
static struct {
    __typeof__(curl_global_init) *global_init;
    __typeof__(curl_easy_init) *init;
    __typeof__(curl_easy_setopt) *setopt;
    __typeof__(curl_easy_perform) *perform;
    __typeof__(curl_easy_getinfo) *getinfo;
    __typeof__(curl_easy_cleanup) *cleanup;
    __typeof__(curl_easy_strerror) *message;
    __typeof__(curl_slist_append) *append;
    __typeof__(curl_slist_free_all) *free_list;
} api;

static pthread_mutex_t api_lock = PTHREAD_MUTEX_INITIALIZER;
static bool api_open;

static int open_api(struct err *err)
{
    static const struct dynlib_symbol symbols[] = {
        {"curl_global_init", &api.global_init},  {"curl_easy_init", &api.init},
        {"curl_easy_setopt", &api.setopt},       {"curl_easy_perform", &api.perform},
        {"curl_easy_getinfo", &api.getinfo},     {"curl_easy_cleanup", &api.cleanup},
        {"curl_easy_strerror", &api.message},    {"curl_slist_append", &api.append},
        {"curl_slist_free_all", &api.free_list},
    };
    int rc = 0;

    (void)pthread_mutex_lock(&api_lock);
    if (!api_open) {
        rc = dynlib_open("libcurl.so.4", symbols, ARRAY_LEN(symbols), err);
        if (rc == 0)
            (void)api.global_init(CURL_GLOBAL_DEFAULT);
        api_open = rc == 0;
    }
    (void)pthread_mutex_unlock(&api_lock);
    return rc;
}

static size_t on_body(char *data, size_t size, size_t n, void *context)
{
    struct http_reply *reply = context;

    buf_add(&reply->body, data, size * n);
    return reply->body.overflown ? 0 : size * n;
}

/* The value of the header `name` in a header line, to be freed; NULL when it is another. */
static char *header_value(const char *line, size_t len, const char *name)
{
    size_t n = strlen(name);

    if (len <= n || strncasecmp(line, name, n) != 0 || line[n] != ':')
        return NULL;
    line += n + 1;
    len -= n + 1;
    while (len && (*line == ' ' || *line == '\t'))
        line++, len--;
    while (len && strchr(" \t\r\n", line[len - 1]))
        len--;
    return mem_strndup(line, len);
}

static void forget_headers(struct http_reply *reply)
{
    free(STEAL(reply->etag));
    free(STEAL(reply->authenticate));
    free(STEAL(reply->digest));
}

static size_t on_header(char *line, size_t size, size_t n, void *context)
{
    struct http_reply *reply = context;
    const struct {
        const char *name;
        char **to;
    } wanted[] = {{"ETag", &reply->etag},
                  {"WWW-Authenticate", &reply->authenticate},
                  {"Docker-Content-Digest", &reply->digest}};

    if (size * n > 5 && strncmp(line, "HTTP/", 5) == 0) /* of a redirect, or of the reply itself */
        forget_headers(reply);
    for (size_t i = 0; i < ARRAY_LEN(wanted); i++) {
        char *value = header_value(line, size * n, wanted[i].name);

        if (value) {
            free(*wanted[i].to);
            *wanted[i].to = value;
        }
    }
    return size * n;
}

static struct curl_slist *add_header(struct curl_slist *headers, const char *name,
                                     const char *value)
{
    auto_free char *line = mem_printf("%s: %s", name, value);

    return api.append(headers, line);
}

static void set_up(CURL *curl, const struct http_get *get, struct http_reply *reply,
                   struct curl_slist *headers)
{
    bool https = strncasecmp(get->url, "https:", 6) == 0;

    (void)api.setopt(curl, CURLOPT_URL, get->url);
    (void)api.setopt(curl, CURLOPT_HTTPHEADER, headers);
    (void)api.setopt(curl, CURLOPT_USERAGENT, "malha/" MALHA_VERSION);
    (void)api.setopt(curl, CURLOPT_NOSIGNAL, 1L);
    (void)api.setopt(curl, CURLOPT_PROTOCOLS_STR, "https,http");
    (void)api.setopt(curl, CURLOPT_REDIR_PROTOCOLS_STR, https ? "https" : "https,http");
    (void)api.setopt(curl, CURLOPT_FOLLOWLOCATION, 1L);
    (void)api.setopt(curl, CURLOPT_MAXREDIRS, MAX_REDIRECTS);
    (void)api.setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, CONNECT_TIMEOUT_MS);
    (void)api.setopt(curl, CURLOPT_LOW_SPEED_LIMIT, 1L);
    (void)api.setopt(curl, CURLOPT_LOW_SPEED_TIME, STALL_SECONDS);
    (void)api.setopt(curl, CURLOPT_TIMEOUT_MS, TIMEOUT_MS);
    (void)api.setopt(curl, CURLOPT_WRITEFUNCTION, on_body);
    (void)api.setopt(curl, CURLOPT_WRITEDATA, reply);
    (void)api.setopt(curl, CURLOPT_HEADERFUNCTION, on_header);
    (void)api.setopt(curl, CURLOPT_HEADERDATA, reply);
    if (get->username) {
        (void)api.setopt(curl, CURLOPT_HTTPAUTH, (long)CURLAUTH_BASIC);
        (void)api.setopt(curl, CURLOPT_USERNAME, get->username);
        (void)api.setopt(curl, CURLOPT_PASSWORD, get->password ? get->password : "");
    }
    if (get->ca_file)
        (void)api.setopt(curl, CURLOPT_CAINFO, get->ca_file);
    if (get->insecure) {
        (void)api.setopt(curl, CURLOPT_SSL_VERIFYPEER, 0L);
        (void)api.setopt(curl, CURLOPT_SSL_VERIFYHOST, 0L);
    }
}

static int failure(const struct http_get *get, const struct http_reply *reply, CURLcode code,
                   const char *detail, struct err *err)
{
    bool wrong = code == CURLE_URL_MALFORMAT || code == CURLE_UNSUPPORTED_PROTOCOL ||
                 code == CURLE_PEER_FAILED_VERIFICATION || code == CURLE_SSL_CACERT_BADFILE ||
                 code == CURLE_TOO_MANY_REDIRECTS;

    if (reply->body.overflown)
        return err_set(err, ERR_INVALID, "%s: the reply is larger than %zu bytes", get->url,
                       reply->body.max);
    return err_set(err, wrong ? ERR_INVALID : ERR_TRANSIENT, "%s: %s", get->url,
                   *detail ? detail : api.message(code));
}

int http_client_get(const struct http_get *get, struct http_reply *reply, struct err *err)
{
    char detail[CURL_ERROR_SIZE] = "";
    struct curl_slist *headers = NULL;
    CURLcode code;
    CURL *curl;

    if (open_api(err) < 0)
        return -1;
    curl = api.init();
    if (!curl)
        return err_set(err, ERR_INTERNAL, "out of memory");
    if (get->accept)
        headers = add_header(headers, "Accept", get->accept);
    if (get->etag)
        headers = add_header(headers, "If-None-Match", get->etag);
    set_up(curl, get, reply, headers);
    if (get->bearer) {
        (void)api.setopt(curl, CURLOPT_HTTPAUTH, (long)CURLAUTH_BEARER);
        (void)api.setopt(curl, CURLOPT_XOAUTH2_BEARER, get->bearer);
    }
    (void)api.setopt(curl, CURLOPT_ERRORBUFFER, detail);
    code = api.perform(curl);
    (void)api.getinfo(curl, CURLINFO_RESPONSE_CODE, &reply->status);
    api.cleanup(curl);
    api.free_list(headers);
    return code == CURLE_OK ? 0 : failure(get, reply, code, detail, err);
}

void http_reply_done(struct http_reply *reply)
{
    forget_headers(reply);
    buf_done(&reply->body);
}
