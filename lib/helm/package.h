/* A chart as one blob, for where there are no folders and archives would bring more than is needed:
 * its files as a JSON object, gzipped. */
#ifndef MALHA_HELM_PACKAGE_H
#define MALHA_HELM_PACKAGE_H

#include "base/buf.h"
#include "helm/chart.h"

/* Appends the chart in `folder`, without what .helmignore leaves out; the same files give the same
 * bytes. Files must be text. */
int helm_package(const char *folder, struct buf *out, struct err *err) ATTR_CHECK;
/* The chart that helm_package() was given. */
int helm_unpack(const void *data, size_t len, struct helm_chart **ret_chart, struct err *err)
    ATTR_CHECK;

#endif
