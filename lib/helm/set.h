/* Values on the command line: --set and its kin (pkg/strvals of Helm v3). */
#ifndef MALHA_HELM_SET_H
#define MALHA_HELM_SET_H

#include "json/json.h"

enum helm_set {
    HELM_SET_TYPED,   /* --set: true, null and whole numbers are such */
    HELM_SET_TEXT,    /* --set-string */
    HELM_SET_JSON,    /* --set-json */
    HELM_SET_FILE,    /* --set-file: the text of the file named */
    HELM_SET_LITERAL, /* --set-literal: all that is behind =, as it is */
};

/* Applies one argument ("a.b=1,c[0]=x,d={e,f}") to `values`. INVALID quotes what is wrong; `values`
 * may then be changed in part. */
int helm_set(json_t *values, const char *expression, enum helm_set kind, struct err *err)
    ATTR_CHECK;

#endif
