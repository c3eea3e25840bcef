/* Files that commands write. */
#ifndef MALHA_CLI_FILES_H
#define MALHA_CLI_FILES_H

#include <stddef.h>

#include "base/err.h"

/* Makes the folders that the file's path lacks. INVALID, which names the folder. */
int make_folders(const char *path, struct err *err) ATTR_CHECK;

/* Writes `len` bytes beside the file's place and moves them there, whole or not at all. INVALID,
 * which names the path. */
int write_file(const char *path, const char *data, size_t len, struct err *err) ATTR_CHECK;

#endif
