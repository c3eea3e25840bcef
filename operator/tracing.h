/* Where a mesh's proxies send their traces: spec.addons.tracing, or the one addon that takes some.
 * Istio wants three things for it: an entry of MeshConfig.extensionProviders, a Telemetry that
 * names it (the chart manifests/addons/tracing), and that what it names is known to the mesh.
 *
 * Pure: data in, data out. */
#ifndef MALHA_OPERATOR_TRACING_H
#define MALHA_OPERATOR_TRACING_H

#include "json/json.h"

/* By which name configuration of the mesh may speak of it. */
#define TRACING_PROVIDER "malha-tracing"

struct tracing {
    const char *addon; /* which takes the traces; NULL: it is elsewhere, or there is no tracing.
                          Borrowed from the rows */
    json_t *provider;  /* an entry of MeshConfig.extensionProviders; NULL: no tracing */
    json_t *external;  /* {host, port, protocol} of what is no Service of the cluster; or NULL */
};

/* `rows` are those of manifests/addons/addons.yaml, `namespace` the mesh's. INVALID, with the path
 * in the resource, when it cannot be told who is meant. */
int tracing_find(const json_t *spec, const json_t *rows, const char *namespace, struct tracing *ret,
                 struct err *err) ATTR_CHECK;
void tracing_done(struct tracing *tracing);

/* Of the ConfigMap with the mesh's configuration (helm chart istiod: "istio", and its revision) one
 * with `provider` among its extensionProviders, in place of one of that name; of anything else, and
 * without a provider, the object itself. A new reference. */
int tracing_put(const json_t *object, const char *revision, const json_t *provider,
                json_t **ret_object, struct err *err) ATTR_CHECK;

#endif
