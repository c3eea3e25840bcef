#include "base/buf.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"

void buf_done(struct buf *b)
{
    free(b->data);
    *b = BUF_INIT(b->max);
}

static bool buf_reserve(struct buf *b, size_t more)
{
    if (more < b->cap - b->len && more <= b->max - b->len && !b->overflown) /* mostly */
        return true;
    if (b->overflown || more > b->max - b->len) {
        b->overflown = true;
        return false;
    }
    if (b->len + more + 1 > b->cap) {
        size_t cap = b->cap ? b->cap * 2 : 256;

        while (cap < b->len + more + 1)
            cap *= 2;
        b->data = mem_realloc(b->data, cap);
        b->cap = cap;
    }
    return true;
}

void buf_add(struct buf *b, const void *data, size_t len)
{
    if (!buf_reserve(b, len))
        return;
    if (len)
        memcpy(b->data + b->len, data, len);
    b->len += len;
    b->data[b->len] = '\0';
}

void buf_addf(struct buf *b, const char *fmt, ...)
{
    char small[256];
    auto_free char *large = NULL;
    va_list ap;
    int n;

    va_start(ap, fmt);
    n = vsnprintf(small, sizeof(small), fmt, ap);
    va_end(ap);
    if (n < 0)
        mem_exhausted(0);
    if ((size_t)n < sizeof(small)) {
        buf_add(b, small, (size_t)n);
        return;
    }
    va_start(ap, fmt);
    n = vasprintf(&large, fmt, ap);
    va_end(ap);
    if (n < 0)
        mem_exhausted(0);
    buf_add(b, large, (size_t)n);
}

void buf_fill(struct buf *b, char c, size_t count)
{
    if (!buf_reserve(b, count))
        return;
    memset(b->data + b->len, c, count);
    b->len += count;
    b->data[b->len] = '\0';
}

void buf_cut(struct buf *b, size_t len)
{
    if (len < b->len) {
        b->len = len;
        b->data[len] = '\0';
    }
}

void buf_reset(struct buf *b)
{
    b->len = 0;
    b->overflown = false;
    if (b->data)
        b->data[0] = '\0';
}

const char *buf_text(const struct buf *b)
{
    return b->data ? b->data : "";
}

char *buf_take(struct buf *b)
{
    char *data = b->data ? b->data : mem_strdup("");

    *b = BUF_INIT(b->max);
    return data;
}

int buf_check(const struct buf *b, const char *what, struct err *err)
{
    if (b->overflown)
        return err_set(err, ERR_INVALID, "%s is larger than %zu bytes", what, b->max);
    return 0;
}

/* What one read() gives, straight into `b` where `want` bytes may be added. */
static ssize_t read_some(struct buf *b, int fd, size_t want)
{
    char chunk[16384];
    ssize_t n;

    if (want && want <= b->max - b->len && buf_reserve(b, want)) {
        n = read(fd, b->data + b->len, want);
        b->len += n > 0 ? (size_t)n : 0;
        b->data[b->len] = '\0';
    } else {
        n = read(fd, chunk, sizeof(chunk));
        if (n > 0)
            buf_add(b, chunk, (size_t)n);
    }
    return n;
}

int buf_read_file(struct buf *b, const char *path, struct err *err)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    struct stat st;
    size_t want;

    if (fd < 0)
        return err_set(err, errno == ENOENT ? ERR_NOT_FOUND : ERR_INVALID, "%s: %s", path,
                       strerror(errno));
    /* a file whose size is known comes at once: less than a byte more is all of it */
    want =
        fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_size > 0 ? (size_t)st.st_size + 1 : 0;
    for (;;) {
        ssize_t n = read_some(b, fd, want);

        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0) {
            int code = errno;

            (void)close(fd);
            return err_set(err, ERR_INVALID, "%s: %s", path, strerror(code));
        }
        if (n == 0 || b->overflown || (size_t)n < want)
            break;
    }
    (void)close(fd);
    return buf_check(b, path, err);
}
