/* Chart archives (.tgz), by libarchive. */
#include <archive.h>
#include <archive_entry.h>
#include <string.h>

#include "base/buf.h"
#include "base/limits.h"
#include "base/mem.h"
#include "helm/loader.h"

static void archive_cleanup(struct archive **archive)
{
    if (*archive)
        (void)archive_read_free(*archive);
}

static void entry_cleanup(struct archive_entry **entry)
{
    archive_entry_free(*entry);
}

/* The whole archive lies in memory: one block, then the end. */
struct bytes {
    const void *data;
    size_t len;
};

static la_ssize_t read_bytes(struct archive *archive, void *data, const void **ret_block)
{
    struct bytes *bytes = data;
    size_t len = bytes->len;

    (void)archive;
    *ret_block = bytes->data;
    bytes->len = 0;
    return (la_ssize_t)len;
}

/* archive_read_open_memory, whose every step is looked at: it crashes when it finds no memory. */
static int open_bytes(struct archive *archive, struct bytes *bytes)
{
    if (archive_read_support_format_tar(archive) != ARCHIVE_OK ||
        archive_read_support_filter_gzip(archive) != ARCHIVE_OK ||
        archive_read_set_read_callback(archive, read_bytes) != ARCHIVE_OK ||
        archive_read_set_callback_data(archive, bytes) != ARCHIVE_OK)
        return ARCHIVE_FATAL;
    return archive_read_open1(archive);
}

static const char *reason(struct archive *archive)
{
    const char *text = archive_error_string(archive);

    return text ? text : "out of memory"; /* not enough even to say so */
}

/* path.Clean of what is behind the archive's own folder; refuses what leads out of it. */
static int clean_name(const char *name, char **ret_name, struct err *err)
{
    auto_buf struct buf out = BUF_INIT(LIMIT_MESSAGE);
    char separator = strchr(name, '\\') ? '\\' : '/';
    const char *p = strchr(name, separator);

    if (!p && strcmp(name, "Chart.yaml") == 0)
        return err_set(err, ERR_INVALID, "chart yaml not in base directory");
    p = p ? p + 1 : "";
    if (*p == separator)
        return err_set(err, ERR_INVALID, "chart illegally contains absolute paths");
    while (*p) {
        size_t len = 0;

        while (p[len] && p[len] != separator)
            len++;
        if (len == 2 && memcmp(p, "..", 2) == 0) {
            if (!out.len)
                return err_set(err, ERR_INVALID, "chart illegally references parent directory");
            while (out.len && out.data[out.len - 1] != '/')
                out.data[--out.len] = '\0';
            if (out.len)
                out.data[--out.len] = '\0';
        } else if (len && !(len == 1 && *p == '.')) {
            if (out.len)
                buf_addc(&out, '/');
            buf_add(&out, p, len);
        }
        p += len + (p[len] == separator);
    }
    if (!out.len)
        return err_set(err, ERR_INVALID,
                       "chart illegally contains content outside the base directory: \"%s\"", name);
    if (strncmp(out.data, "..", 2) == 0)
        return err_set(err, ERR_INVALID, "chart illegally references parent directory");
    if (out.len >= 3 && out.data[1] == ':' && out.data[2] == '/')
        return err_set(err, ERR_INVALID, "chart contains illegally named files");
    if (buf_check(&out, "a name in the archive", err) < 0)
        return -1;
    *ret_name = buf_take(&out);
    return 0;
}

static int read_entry(struct archive *archive, struct archive_entry *entry,
                      struct helm_files *files, size_t *total, struct err *err)
{
    const char *path = archive_entry_pathname(entry);
    auto_buf struct buf data = BUF_INIT(LIMIT_CHART_FILE);
    auto_free char *name = NULL;

    if (!path)
        return err_set(err, ERR_INVALID, "the archive has a file without a name");
    if (archive_entry_filetype(entry) == AE_IFDIR)
        return 0;
    if (archive_entry_filetype(entry) != AE_IFREG || archive_entry_hardlink(entry))
        return err_set(err, ERR_INVALID, "%s: links and devices have no place in a chart archive",
                       path);
    if (clean_name(path, &name, err) < 0)
        return -1;
    for (;;) {
        char chunk[16384];
        la_ssize_t n = archive_read_data(archive, chunk, sizeof(chunk));

        if (n < 0)
            return err_set(err, ERR_INVALID, "%s: %s", path, reason(archive));
        if (n == 0 || data.overflown)
            break;
        buf_add(&data, chunk, (size_t)n);
    }
    if (data.overflown)
        return err_set(err, ERR_INVALID,
                       "decompressed chart file \"%s\" is larger than the maximum file size %u",
                       path, LIMIT_CHART_FILE);
    return loader_add(files, total, name, buf_text(&data), data.len, err);
}

int loader_read_archive(const void *data, size_t len, struct helm_files *files, struct err *err)
{
    ATTR_CLEANUP(archive_cleanup) struct archive *archive = archive_read_new();
    ATTR_CLEANUP(entry_cleanup) struct archive_entry *entry = archive_entry_new();
    struct bytes bytes = {data, len};
    size_t total = 0;
    int rc;

    if (!archive || !entry)
        return err_set(err, ERR_INTERNAL, "out of memory");
    if (open_bytes(archive, &bytes) != ARCHIVE_OK)
        return err_set(err, ERR_INVALID, "not a chart archive: %s", reason(archive));
    while ((rc = archive_read_next_header2(archive, entry)) != ARCHIVE_EOF) {
        if (rc != ARCHIVE_OK && rc != ARCHIVE_WARN)
            return err_set(err, ERR_INVALID, "not a chart archive: %s", reason(archive));
        if (read_entry(archive, entry, files, &total, err) < 0)
            return -1;
    }
    if (files->n == 0)
        return err_set(err, ERR_INVALID, "no files in chart archive");
    return 0;
}
