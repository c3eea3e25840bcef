#include "base/gzip.h"

#include <limits.h>
#include <zlib.h>

#define GZIP_BITS (MAX_WBITS + 16) /* zlib.h: 16 more is gzip's frame */
#define MEM_LEVEL 8                /* zlib's own */

static void start(z_stream *stream, const void *data, size_t len)
{
    stream->next_in = (Bytef *)data;
    stream->avail_in = (uInt)len;
}

/* `step` is deflate or inflate. */
static int run(z_stream *stream, int (*step)(z_stream *stream, int flush), int flush,
               struct buf *out)
{
    unsigned char chunk[16384];
    int rc = Z_OK;

    while (rc == Z_OK && !out->overflown) {
        stream->next_out = chunk;
        stream->avail_out = sizeof(chunk);
        rc = step(stream, flush);
        buf_add(out, chunk, sizeof(chunk) - stream->avail_out);
    }
    return rc;
}

int gzip_pack(const void *data, size_t len, struct buf *out, struct err *err)
{
    z_stream stream = {0};
    int rc;

    if (len > UINT_MAX)
        return err_set(err, ERR_INVALID, "too large for gzip");
    if (deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, GZIP_BITS, MEM_LEVEL,
                     Z_DEFAULT_STRATEGY) != Z_OK)
        return err_set(err, ERR_INTERNAL, "gzip: out of memory");
    start(&stream, data, len);
    rc = run(&stream, deflate, Z_FINISH, out);
    (void)deflateEnd(&stream);
    if (rc != Z_STREAM_END && !out->overflown)
        return err_set(err, ERR_INTERNAL, "gzip: %d", rc);
    return buf_check(out, "the gzip", err);
}

int gzip_unpack(const void *data, size_t len, struct buf *out, struct err *err)
{
    z_stream stream = {0};
    int rc;

    if (len > UINT_MAX)
        return err_set(err, ERR_INVALID, "too large for gzip");
    if (inflateInit2(&stream, GZIP_BITS) != Z_OK)
        return err_set(err, ERR_INTERNAL, "gzip: out of memory");
    start(&stream, data, len);
    rc = run(&stream, inflate, Z_NO_FLUSH, out);
    (void)inflateEnd(&stream);
    if (rc == Z_MEM_ERROR)
        return err_set(err, ERR_INTERNAL, "gzip: out of memory");
    if (rc != Z_STREAM_END && !out->overflown)
        return err_set(err, ERR_INVALID, "it is no gzip, or cut off");
    return buf_check(out, "what was gzipped", err);
}
