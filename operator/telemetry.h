/* Where a mesh's proxies send their traces (spec.addons.tracing, or the one addon that takes some)
 * and their access logs (spec.addons.accessLogs). Istio wants three things for each: an entry of
 * MeshConfig.extensionProviders, a Telemetry that names it (the chart manifests/addons/telemetry),
 * and that what it names is known to the mesh.
 *
 * Pure: data in, data out. */
#ifndef MALHA_OPERATOR_TELEMETRY_H
#define MALHA_OPERATOR_TELEMETRY_H

#include "json/json.h"

/* By which names configuration of the mesh may speak of them. */
#define TELEMETRY_TRACING "malha-tracing"
#define TELEMETRY_ACCESS_LOGS "malha-access-logs"

struct telemetry {
    const char *addon;         /* which takes the traces; NULL: it is elsewhere, or there are none.
                                  Borrowed from the rows */
    bool tracing, access_logs; /* are they sent? */
    json_t *providers;         /* entries of MeshConfig.extensionProviders; NULL: none */
    json_t *externals;         /* of what is no Service of the cluster: [{host, ports: [{port,
                                  protocol}]}]; NULL: none */
};

/* `rows` are those of manifests/addons/addons.yaml, `namespace` the mesh's. INVALID, with the path
 * in the resource, when it cannot be told who is meant. */
int telemetry_find(const json_t *spec, const json_t *rows, const char *namespace,
                   struct telemetry *ret, struct err *err) ATTR_CHECK;
void telemetry_done(struct telemetry *telemetry);

/* Of the ConfigMap with the mesh's configuration (helm chart istiod: "istio", and its revision) one
 * with `providers` among its extensionProviders, in place of those of their names; of anything
 * else, and without any, the object itself. A new reference. */
int telemetry_put(const json_t *object, const char *revision, const json_t *providers,
                  json_t **ret_object, struct err *err) ATTR_CHECK;

#endif
