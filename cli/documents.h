/* Files of several YAML documents, as kubectl reads them. */
#ifndef MALHA_CLI_DOCUMENTS_H
#define MALHA_CLI_DOCUMENTS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attr.h"
#include "base/err.h"
#include "json/json.h"

/* The next document of `text`, from `*at` on, between lines that begin with "---"; false at the
 * end. Those that are empty but for white space are left out. */
bool document_next(const char *text, size_t len, size_t *at, const char **ret_document,
                   size_t *ret_len);

/* All objects of a file, URL or standard input ("-"), an array; of Lists the items. INVALID names
 * the file. */
int documents_read(const char *path, json_t **ret_objects, struct err *err) ATTR_CHECK;

#endif
