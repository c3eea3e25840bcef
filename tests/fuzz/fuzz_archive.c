/* libFuzzer: chart archives, as they are and with the input as a tar that is packed here. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "base/limits.h"
#include "helm/chart.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void load(const void *data, size_t size)
{
    auto_err struct err err = ERR_INIT;
    struct helm_chart *chart = NULL;

    if (helm_chart_load_archive(data, size, &chart, &err) == 0)
        helm_chart_free(chart);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    z_stream stream = {0};
    unsigned char *packed;

    if (size > 65536)
        return 0;
    load(data, size);
    packed = malloc(size + 1024);
    if (deflateInit2(&stream, 0, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY) == Z_OK) {
        stream.next_in = (unsigned char *)data;
        stream.avail_in = (unsigned)size;
        stream.next_out = packed;
        stream.avail_out = (unsigned)(size + 1024);
        if (deflate(&stream, Z_FINISH) == Z_STREAM_END)
            load(packed, stream.total_out);
        (void)deflateEnd(&stream);
    }
    free(packed);
    return 0;
}
