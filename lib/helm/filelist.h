/* Files in memory, as a chart is made of them: what the loaders of folders and archives fill. Their
 * texts are JSON strings, which .Files hands on as they are. */
#ifndef MALHA_HELM_FILELIST_H
#define MALHA_HELM_FILELIST_H

#include <jansson.h>
#include <stddef.h>

struct helm_file {
    char *name;   /* relative to the chart, with / */
    json_t *text; /* a string of any bytes */
};

struct helm_files {
    struct helm_file *items;
    size_t n, cap;
};

void helm_files_done(struct helm_files *files);
/* Copies name and data. */
void helm_files_add(struct helm_files *files, const char *name, const void *data, size_t len);
/* Takes name and text. */
void helm_files_take(struct helm_files *files, char *name, json_t *text);
static inline const char *helm_file_data(const struct helm_file *file)
{
    return json_string_value(file->text);
}
static inline size_t helm_file_len(const struct helm_file *file)
{
    return json_string_length(file->text);
}
/* NULL when there is none. */
const struct helm_file *helm_files_find(const struct helm_files *files, const char *name);
void helm_files_sort(struct helm_files *files);

#endif
