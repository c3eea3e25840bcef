/* HTTP(S) GET for charts: repositories and registries (libcurl, opened on first use).
 *
 * Follows redirects, within https once it began there, and never takes credentials to another host.
 * Certificates are verified against the system's CAs and, if given, one's own. Any thread. */
#ifndef MALHA_HTTP_CLIENT_H
#define MALHA_HTTP_CLIENT_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/err.h"

struct http_get {
    const char *url;
    const char *accept;              /* NULL for anything */
    const char *username, *password; /* basic authentication; NULL for none */
    const char *bearer;              /* a token; NULL for none */
    const char *etag;                /* ask only for what is newer; NULL for all */
    const char *ca_file;             /* a PEM file; NULL for the system's */
    bool insecure;                   /* do not verify certificates */
};

struct http_reply {
    long status;
    struct buf body;    /* its ceiling is the caller's */
    char *etag;         /* these three: NULL when the reply has none */
    char *authenticate; /* WWW-Authenticate */
    char *digest;       /* Docker-Content-Digest */
};

/* A reply of any status is success; `reply->body` must be initialised. TRANSIENT when the server
 * cannot be reached or breaks off, INVALID for a URL or certificate that is wrong. */
int http_client_get(const struct http_get *get, struct http_reply *reply, struct err *err)
    ATTR_CHECK;
void http_reply_done(struct http_reply *reply);

#endif
