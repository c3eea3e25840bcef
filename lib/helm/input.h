/* What users name on the command line to be read: values files and --set-file (pkg/cli/values of
 * Helm v3). */
#ifndef MALHA_HELM_INPUT_H
#define MALHA_HELM_INPUT_H

#include "base/attr.h"
#include "base/buf.h"
#include "base/err.h"

/* Reads a file, an http(s) URL, or standard input for "-", up to the ceiling of `out`. */
int helm_read_input(const char *name, struct buf *out, struct err *err) ATTR_CHECK;

#endif
