/* File name patterns as Go's path/filepath.Match reads them: * ? [a-z] [^x] \x, none of which but a
 * class matches a slash. (fnmatch() negates with ! as well, knows [:alpha:] and takes broken
 * patterns literally.) And endings. */
#ifndef MALHA_BASE_MATCH_H
#define MALHA_BASE_MATCH_H

#include <stdbool.h>

#include "base/attr.h"

/* 1 when the pattern matches the whole name, 0 when not, -1 when the pattern is broken. */
int match_path(const char *pattern, const char *name) ATTR_CHECK;

/* Does `text` end with `suffix`? */
bool match_end(const char *text, const char *suffix) ATTR_CHECK;

#endif
