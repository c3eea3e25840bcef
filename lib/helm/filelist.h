/* Files in memory, as a chart is made of them: what the loaders of folders and archives fill. */
#ifndef MALHA_HELM_FILELIST_H
#define MALHA_HELM_FILELIST_H

#include <stddef.h>

struct helm_file {
    char *name; /* relative to the chart, with / */
    char *data; /* NUL-terminated behind `len` bytes */
    size_t len;
};

struct helm_files {
    struct helm_file *items;
    size_t n, cap;
};

void helm_files_done(struct helm_files *files);
/* Copies name and data. */
void helm_files_add(struct helm_files *files, const char *name, const void *data, size_t len);
/* Takes name and data. */
void helm_files_take(struct helm_files *files, char *name, char *data, size_t len);
/* NULL when there is none. */
const struct helm_file *helm_files_find(const struct helm_files *files, const char *name);
void helm_files_sort(struct helm_files *files);

#endif
