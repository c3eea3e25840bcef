/* Which entries of MutatingWebhookConfigurations send a Pod to an injector, and why the others do
 * not: what the API server decides before any injector is asked.
 *
 * Mirrors k8s.io/apimachinery's LabelSelectorAsSelector. Pure; any thread. */
#ifndef MALHA_INJECT_ENTRIES_H
#define MALHA_INJECT_ENTRIES_H

#include "json/json.h"

/* A new array, of each entry that is asked about Pods {"configuration", "name", "target": its
 * Service and path, or URL, "path", "matches": bool, "because": the requirement that does not hold,
 * or ""}. `configurations` is an array, `namespace_labels` and `pod_labels` are objects or NULL. */
json_t *entries_explain(const json_t *configurations, const json_t *namespace_labels,
                        const json_t *pod_labels) ATTR_CHECK;

/* The revision of the first injector that is asked, by what entries_explain() gave; NULL when none
 * is, or its path says none. To be freed. */
char *entries_revision(const json_t *entries);

/* Does a selector (NULL or empty: everything) hold? If not, `why` gets the requirement that does
 * not: "istio-injection In [enabled], which is missing". */
bool entries_selector_holds(const json_t *selector, const json_t *labels, struct buf *why);

#endif
