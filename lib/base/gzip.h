/* gzip (RFC 1952) of what lies in memory, by zlib. */
#ifndef MALHA_BASE_GZIP_H
#define MALHA_BASE_GZIP_H

#include "base/buf.h"

/* Appends the gzipped data; the same data give the same bytes. */
int gzip_pack(const void *data, size_t len, struct buf *out, struct err *err) ATTR_CHECK;
/* Appends what it was. INVALID when it is no gzip, is cut off, or is larger than `out` may be. */
int gzip_unpack(const void *data, size_t len, struct buf *out, struct err *err) ATTR_CHECK;

#endif
