/* Pieces of a text whose trees are known: what a template prints for one Pod it mostly prints for
 * the next one, too.
 *
 * A text is read once, and each entry of its mappings and item of its sequences is remembered with
 * the tree that it gave. Where a later text has the same lines in the same column, and goes on as
 * the first did, the tree is taken, and nothing is read or made. For yaml/block.c and yaml/parse.c
 * only; what all use is in yaml/yaml.h. */
#ifndef MALHA_YAML_KNOWN_H
#define MALHA_YAML_KNOWN_H

#include <stdbool.h>
#include <stddef.h>

#include "yaml/yaml.h"

/* Whole lines, but for the first, which begins at its dash or key. */
struct piece {
    const char *text; /* lies in the text that was read, like `key` */
    size_t len;
    size_t indent;       /* the column of its dash or key */
    size_t nodes, depth; /* as many values it counts for, and so deep it was */
    const char *key;     /* of the entry of a mapping; NULL: an item */
    size_t key_len;
    json_t *value; /* fixed, at last: json_fix() */
    struct piece *next;
};

/* Of a copy of `text`, in which the pieces that are added must lie. */
struct yaml_known *known_new(const char *text, size_t len) ATTR_CHECK;
const char *known_text(const struct yaml_known *known);
/* Takes the tree in which the values of all pieces lie; those go that cannot be fixed. */
void known_keep(struct yaml_known *known, json_t *tree);

/* Remembers a copy of `piece`. */
void known_add(struct yaml_known *known, const struct piece *piece);

/* The piece that stands at `text`, and ends there: what follows up to `end` is not part of it. NULL
 * if there is none. */
const struct piece *known_find(const struct yaml_known *known, const char *text, const char *end,
                               size_t indent, bool item);

#endif
