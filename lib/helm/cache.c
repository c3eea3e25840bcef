#include "helm/cache.h"

#include <errno.h>
#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/limits.h"
#include "base/mem.h"

char *cache_digest(const void *data, size_t len)
{
    unsigned char sum[EVP_MAX_MD_SIZE];
    auto_buf struct buf out = BUF_INIT(2 * EVP_MAX_MD_SIZE);
    unsigned n = 0;

    (void)EVP_Digest(data, len, sum, &n, EVP_sha256(), NULL);
    for (unsigned i = 0; i < n; i++)
        buf_addf(&out, "%02x", sum[i]);
    return buf_take(&out);
}

static bool is_digest(const char *text)
{
    return strlen(text) == 64 && !text[strspn(text, "0123456789abcdef")];
}

bool cache_get(const char *folder, const char *digest, struct buf *out)
{
    auto_err struct err ignored = ERR_INIT;

    if (!folder || !is_digest(digest))
        return false;
    auto_free char *path = mem_printf("%s/sha256/%s.tgz", folder, digest);
    if (buf_read_file(out, path, &ignored) < 0) {
        buf_reset(out);
        return false;
    }
    auto_free char *found = cache_digest(buf_text(out), out->len);
    if (strcmp(found, digest) != 0) {
        (void)unlink(path);
        buf_reset(out);
        return false;
    }
    return true;
}

/* Makes the folder and those above it. */
static bool make_folder(const char *path)
{
    auto_free char *left = mem_strdup(path);

    for (char *slash = strchr(left + 1, '/');; slash = strchr(slash + 1, '/')) {
        if (slash)
            *slash = '\0';
        if (mkdir(left, 0700) < 0 && errno != EEXIST)
            return false;
        if (!slash)
            return true;
        *slash = '/';
    }
}

void cache_put(const char *folder, const char *digest, const struct buf *data)
{
    if (!folder || !is_digest(digest))
        return;
    auto_free char *below = mem_printf("%s/sha256", folder);
    auto_free char *path = mem_printf("%s/%s.tgz", below, digest);
    auto_free char *fresh = mem_printf("%s/.%s-XXXXXX", below, digest);
    if (!make_folder(below))
        return;
    int fd = mkstemp(fresh);
    if (fd < 0)
        return;
    size_t done = 0;
    while (done < data->len) {
        ssize_t n = write(fd, data->data + done, data->len - done);

        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            break;
        done += (size_t)n;
    }
    if (close(fd) < 0 || done < data->len || rename(fresh, path) < 0)
        (void)unlink(fresh);
}
