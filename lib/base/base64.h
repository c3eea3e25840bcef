/* Base64 (RFC 4648, with padding), for Secrets, kubeconfigs and patches. */
#ifndef MALHA_BASE_BASE64_H
#define MALHA_BASE_BASE64_H

#include <stddef.h>

#include "base/attr.h"

/* The text of `len` bytes; to be freed. */
char *base64_encode(const void *data, size_t len) ATTR_CHECK;

/* The bytes that `text` stands for, NUL-terminated, to be freed; newlines are skipped. NULL when
 * the text is broken; `ret_at` (may be NULL) is then the offset that Go's encoding/base64 tells:
 * of the byte that does not fit, or of the last four digits when some of them are missing. */
char *base64_decode(const char *text, size_t len, size_t *ret_len, size_t *ret_at) ATTR_CHECK;

#endif
