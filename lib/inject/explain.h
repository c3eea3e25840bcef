/* What an injector does with a Pod and why, from the code that does it. Pure; any thread. */
#ifndef MALHA_INJECT_EXPLAIN_H
#define MALHA_INJECT_EXPLAIN_H

#include "inject/inject.h"

/* A new object: "checks", an array of {"reason", "applies": bool} up to the one that decides;
 * "decision" {"inject": bool, "reason", "sentence"}; if it is to be injected "templates", and
 * "adds" (names by kind: "initContainers", "containers", "volumes", "labels", "annotations") or
 * "error"; "warnings", sentences about what is not understood. */
json_t *explain_pod(const struct inject_snapshot *snapshot, const struct inject_request *request,
                    json_t *pod) ATTR_CHECK;

/* Adds "object", what it is, "namespace", and "webhooks", which entries_explain() gave. */
void explain_where(json_t *report, const char *object, const char *namespace,
                   const json_t *webhooks);

/* A Pod that says nothing, to ask about a namespace. */
#define EXPLAIN_PLAIN "a plain Pod"
json_t *explain_plain_pod(void) ATTR_CHECK;

#endif
