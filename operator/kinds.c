#include "operator/kinds.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

void kinds_done(struct kinds *kinds)
{
    for (size_t i = 0; i < kinds->n; i++) {
        free(kinds->items[i].api_version);
        free(kinds->items[i].kind);
    }
    free(kinds->items);
    *kinds = (struct kinds){0};
}

void kinds_add(struct kinds *kinds, const char *api_version, const char *kind)
{
    size_t at = 0;

    for (; at < kinds->n; at++) {
        int order = strcmp(kinds->items[at].api_version, api_version);

        order = order ? order : strcmp(kinds->items[at].kind, kind);
        if (order == 0)
            return;
        if (order > 0)
            break;
    }
    mem_grow(&kinds->items, &kinds->cap, kinds->n, sizeof(*kinds->items));
    memmove(&kinds->items[at + 1], &kinds->items[at], (kinds->n - at) * sizeof(*kinds->items));
    kinds->items[at] = (struct kind){mem_strdup(api_version), mem_strdup(kind)};
    kinds->n++;
}

void kinds_add_all(struct kinds *kinds, const struct kinds *others)
{
    for (size_t i = 0; i < others->n; i++)
        kinds_add(kinds, others->items[i].api_version, others->items[i].kind);
}
