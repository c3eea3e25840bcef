/* What a reconcile found, for the user: status, Events, log. */
#ifndef MALHA_OPERATOR_REPORT_H
#define MALHA_OPERATOR_REPORT_H

#include "operator/pass.h"

/* `fault`, of class NONE when there was none, is what ended the reconcile. */
int report(struct pass *p, const struct err *fault, struct err *err) ATTR_CHECK;

#endif
