/* How the files of a chart are read: for chart.c only. */
#ifndef MALHA_HELM_LOADER_H
#define MALHA_HELM_LOADER_H

#include "base/err.h"
#include "helm/filelist.h"

/* Adds a file, whose byte order mark is dropped, within the bounds of one chart; `total` counts its
 * bytes. */
int loader_add(struct helm_files *files, size_t *total, const char *name, const char *data,
               size_t len, struct err *err) ATTR_CHECK;
/* The files of the folder `path` that .helmignore lets through. */
int loader_read_folder(const char *path, struct helm_files *files, struct err *err) ATTR_CHECK;
/* The files of a gzipped tar archive, without the name of its one folder. */
int loader_read_archive(const void *data, size_t len, struct helm_files *files, struct err *err)
    ATTR_CHECK;

#endif
