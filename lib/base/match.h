/* File name patterns as Go's path/filepath.Match reads them: * ? [a-z] [^x] \x, none of which but a
 * class matches a slash. (fnmatch() negates with ! as well, knows [:alpha:] and takes broken
 * patterns literally.) And endings, and whole texts. */
#ifndef MALHA_BASE_MATCH_H
#define MALHA_BASE_MATCH_H

#include <stdbool.h>
#include <string.h>

#include "base/attr.h"

/* 1 when the pattern matches the whole name, 0 when not, -1 when the pattern is broken. */
int match_path(const char *pattern, const char *name) ATTR_CHECK;

/* Are they the same? For tables that are searched from the front: most rows differ in the first
 * character. */
static inline bool match_text(const char *a, const char *b)
{
    return *a == *b && strcmp(a, b) == 0;
}

/* Does `text` end with `suffix`? */
bool match_end(const char *text, const char *suffix) ATTR_CHECK;

#endif
