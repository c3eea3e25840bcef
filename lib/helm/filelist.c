#include "helm/filelist.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

void helm_files_done(struct helm_files *files)
{
    for (size_t i = 0; i < files->n; i++) {
        free(files->items[i].name);
        json_decref(files->items[i].text);
    }
    free(files->items);
    *files = (struct helm_files){0};
}

void helm_files_take(struct helm_files *files, char *name, json_t *text)
{
    mem_grow(&files->items, &files->cap, files->n, sizeof(*files->items));
    files->items[files->n++] = (struct helm_file){name, text};
}

void helm_files_add(struct helm_files *files, const char *name, const void *data, size_t len)
{
    helm_files_take(files, mem_strdup(name), json_stringn_nocheck(data, len));
}

const struct helm_file *helm_files_find(const struct helm_files *files, const char *name)
{
    for (size_t i = 0; i < files->n; i++) {
        if (strcmp(files->items[i].name, name) == 0)
            return &files->items[i];
    }
    return NULL;
}

static int compare_files(const void *a, const void *b)
{
    return strcmp(((const struct helm_file *)a)->name, ((const struct helm_file *)b)->name);
}

void helm_files_sort(struct helm_files *files)
{
    if (files->n)
        qsort(files->items, files->n, sizeof(*files->items), compare_files);
}
