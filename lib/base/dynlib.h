/* Libraries that only some runs need, opened when they do: libcurl brings two dozen others along,
 * whose loading takes longer than rendering a chart. Any thread. */
#ifndef MALHA_BASE_DYNLIB_H
#define MALHA_BASE_DYNLIB_H

#include <stddef.h>

#include "base/err.h"

/* A function of the library and where its address goes. */
struct dynlib_symbol {
    const char *name;
    void *to; /* a pointer to a function pointer */
};

/* Opens `soname` and fills in the symbols; stays open until the program ends. INTERNAL when the
 * library is not installed or lacks one. */
int dynlib_open(const char *soname, const struct dynlib_symbol *symbols, size_t n, struct err *err)
    ATTR_CHECK;

#endif
