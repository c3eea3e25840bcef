/* The verbs of the malha command: each parses its own arguments (argv[0] is the verb's name) and
 * returns 0 or -1. */
#ifndef MALHA_CLI_VERBS_H
#define MALHA_CLI_VERBS_H

#include "base/err.h"
#include "base/mem.h"

int verb_template(int argc, char **argv, struct err *err);
int verb_pull(int argc, char **argv, struct err *err);
int verb_inject(int argc, char **argv, struct err *err);
int verb_admit(int argc, char **argv, struct err *err);
int verb_explain(int argc, char **argv, struct err *err);
int verb_dashboard(int argc, char **argv, struct err *err);
int verb_show(int argc, char **argv, struct err *err);

#endif
