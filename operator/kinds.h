/* A set of kinds of objects. */
#ifndef MALHA_OPERATOR_KINDS_H
#define MALHA_OPERATOR_KINDS_H

#include <stddef.h>

#include "base/attr.h"

struct kind {
    char *api_version, *kind;
};

struct kinds {
    struct kind *items; /* sorted, each once */
    size_t n, cap;
};

void kinds_add(struct kinds *kinds, const char *api_version, const char *kind);
void kinds_add_all(struct kinds *kinds, const struct kinds *others);
void kinds_done(struct kinds *kinds);

#define auto_kinds ATTR_CLEANUP(kinds_done)

#endif
