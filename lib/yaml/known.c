#include "yaml/known.h"

#include <stdint.h>
#include <string.h>

#include "base/mem.h"

struct yaml_known {
    char *text;
    json_t *tree; /* what all pieces' values lie in */
    struct piece **slots;
    size_t n_slots, n_pieces; /* slots: a power of two */
};

#define FIRST_SLOTS 64
/* A text of more than that is not what this is for. */
#define MAX_PIECES 4096

static size_t slot_of(const struct yaml_known *known, const char *text, const char *end,
                      size_t indent)
{
    const char *newline = memchr(text, '\n', (size_t)(end - text));
    size_t len = (size_t)((newline ? newline : end) - text);
    uint64_t hash = indent + len, part = 0;

    for (; len >= sizeof(part); text += sizeof(part), len -= sizeof(part)) {
        memcpy(&part, text, sizeof(part));
        hash = (hash ^ part) * 0x9e3779b97f4a7c15u;
        hash ^= hash >> 32;
    }
    part = 0;
    memcpy(&part, text, len);
    hash = (hash ^ part) * 0x9e3779b97f4a7c15u;
    return (size_t)(hash >> 32) & (known->n_slots - 1);
}

static void insert(struct yaml_known *known, struct piece *piece)
{
    size_t slot = slot_of(known, piece->text, piece->text + piece->len, piece->indent);

    piece->next = known->slots[slot];
    known->slots[slot] = piece;
}

static void grow(struct yaml_known *known)
{
    struct piece **old = known->slots;
    size_t n = known->n_slots;

    known->n_slots = n ? 2 * n : FIRST_SLOTS;
    known->slots = mem_zalloc(known->n_slots * sizeof(struct piece *));
    for (size_t i = 0; i < n; i++) {
        struct piece *next;

        for (struct piece *p = old[i]; p; p = next) {
            next = p->next;
            insert(known, p);
        }
    }
    free((void *)old);
}

void known_add(struct yaml_known *known, const struct piece *piece)
{
    struct piece *copy;

    if (known->n_pieces == MAX_PIECES || piece->len == 0 || piece->text[piece->len - 1] != '\n')
        return;
    if (known->n_pieces >= known->n_slots)
        grow(known);
    copy = mem_alloc(sizeof(*copy));
    *copy = *piece;
    insert(known, copy);
    known->n_pieces++;
}

/* Does a piece in column `indent` end where the lines from `text` on go on? Only a line that says
 * so by its column: a blank or a comment leaves it open. */
static bool ends_at(const char *text, const char *end, size_t indent, bool item)
{
    const char *c = text;

    while (c < end && *c == ' ')
        c++;
    if (c == end)
        return c == text;
    if (*c == '\n' || *c == '#' || (size_t)(c - text) > indent)
        return false;
    /* the items of a key may stand in its column */
    return item || (size_t)(c - text) < indent || *c != '-';
}

const struct piece *known_find(const struct yaml_known *known, const char *text, const char *end,
                               size_t indent, bool item)
{
    size_t left = (size_t)(end - text);

    for (const struct piece *p = known->slots[slot_of(known, text, end, indent)]; p; p = p->next) {
        if (p->indent == indent && (p->key == NULL) == item && p->len <= left &&
            memcmp(p->text, text, p->len) == 0 && ends_at(text + p->len, end, indent, item))
            return p;
    }
    return NULL;
}

/* ---- the whole ---- */

struct yaml_known *known_new(const char *text, size_t len)
{
    struct yaml_known *known = mem_zalloc(sizeof(*known));

    known->text = mem_strndup(text, len);
    grow(known);
    return known;
}

const char *known_text(const struct yaml_known *known)
{
    return known->text;
}

static void drop_unfixed(struct piece **at)
{
    while (*at) {
        struct piece *piece = *at;

        if (json_is_fixed(piece->value)) {
            at = &piece->next;
            continue;
        }
        *at = piece->next;
        free(piece);
    }
}

void known_keep(struct yaml_known *known, json_t *tree)
{
    (void)json_fix(tree);
    known->tree = tree;
    for (size_t i = 0; i < known->n_slots; i++)
        drop_unfixed(&known->slots[i]);
}

void yaml_known_free(struct yaml_known *known)
{
    if (!known)
        return;
    for (size_t i = 0; i < known->n_slots; i++) {
        struct piece *next;

        for (struct piece *p = known->slots[i]; p; p = next) {
            next = p->next;
            free(p);
        }
    }
    free((void *)known->slots);
    json_free_fixed(known->tree);
    free(known->text);
    free(known);
}
