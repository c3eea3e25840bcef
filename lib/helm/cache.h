/* Archives by their SHA-256, below a folder: written whole or not at all, checked when read. */
#ifndef MALHA_HELM_CACHE_H
#define MALHA_HELM_CACHE_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/err.h"

/* The lower-case hexadecimal SHA-256 of the data; to be freed. */
char *cache_digest(const void *data, size_t len) ATTR_CHECK;

/* Reads what has the digest (64 digits) into `out`; false when it is not there or no longer what it
 * should be. */
bool cache_get(const char *folder, const char *digest, struct buf *out);
/* Stores it. A cache that cannot be written is no error: the next run fetches again. */
void cache_put(const char *folder, const char *digest, const struct buf *data);

#endif
