#include "helm/input.h"

#include <string.h>
#include <unistd.h>

#include "http/client.h"

static int read_stdin(struct buf *out, struct err *err)
{
    char chunk[16384];
    ssize_t n;

    while ((n = read(STDIN_FILENO, chunk, sizeof(chunk))) > 0 && !out->overflown)
        buf_add(out, chunk, (size_t)n);
    if (n < 0)
        return err_set(err, ERR_INVALID, "standard input cannot be read");
    return buf_check(out, "standard input", err);
}

static int read_url(const char *url, struct buf *out, struct err *err)
{
    const struct http_get get = {.url = url};
    struct http_reply reply = {.body = BUF_INIT(out->max)};
    int rc = http_client_get(&get, &reply, err);

    if (rc == 0 && reply.status != 200)
        rc = err_set(err, ERR_INVALID, "failed to fetch %s : %ld", url, reply.status);
    if (rc == 0)
        buf_add(out, buf_text(&reply.body), reply.body.len);
    http_reply_done(&reply);
    return rc;
}

int helm_read_input(const char *name, struct buf *out, struct err *err)
{
    if (strcmp(name, "-") == 0)
        return read_stdin(out, err);
    if (strncmp(name, "http://", 7) == 0 || strncmp(name, "https://", 8) == 0)
        return read_url(name, out, err);
    return buf_read_file(out, name, err);
}
