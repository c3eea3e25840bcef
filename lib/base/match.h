/* File name patterns as Go's path/filepath.Match reads them: * ? [a-z] [^x] \x, none of which but a
 * class matches a slash. (fnmatch() negates with ! as well, knows [:alpha:] and takes broken
 * patterns literally.) */
#ifndef MALHA_BASE_MATCH_H
#define MALHA_BASE_MATCH_H

#include "base/attr.h"

/* 1 when the pattern matches the whole name, 0 when not, -1 when the pattern is broken. */
int match_path(const char *pattern, const char *name) ATTR_CHECK;

#endif
