/* Istio's ProxyConfig as proto-JSON trees: the effective one of a Pod, and its text for
 * PROXY_CONFIG.
 *
 * Mirrors pkg/config/mesh (defaults and ApplyProxyConfig) and pilot's proxyconfig merge. Pure; any
 * thread. */
#ifndef MALHA_MESH_PROXYCONFIG_H
#define MALHA_MESH_PROXYCONFIG_H

#include "json/json.h"

/* The built-in default. A new tree. */
json_t *proxy_config_default(void) ATTR_CHECK;

/* Reads the annotation proxy.istio.io/config, YAML without aliases, of at most LIMIT_ANNOTATION
 * bytes: a tree as proto_read() gives it. */
int proxy_config_read(const char *text, json_t **ret_config, struct err *err) ATTR_CHECK;

/* The paths of fields in it that there are none of, a new array: they say nothing. Empty also for
 * what cannot be read. */
json_t *proxy_config_unknown(const char *text) ATTR_CHECK;

/* Lays `over` on `config` in place: present fields replace, also by a zero, proxyMetadata merges by
 * key, of proxyHeaders some parts stay. */
void proxy_config_apply(json_t *config, const json_t *over);

/* The default with mesh.defaultConfig over it, of which a zero cannot override (proto3): the same
 * for all Pods. A new tree. */
json_t *proxy_config_of_mesh(const json_t *mesh) ATTR_CHECK;

/* The effective ProxyConfig of a Pod: `base`, ProxyConfig resources (an array; those of the root
 * namespace, of the Pod's, then those that select it), in between what the Pod's annotation said
 * (NULL: none). A zero of any of them cannot override. Where nothing is said it is `base` itself:
 * not to be changed. */
json_t *proxy_config_effective(const json_t *base, const json_t *resources,
                               const char *root_namespace, const char *pod_namespace,
                               const json_t *pod_labels, const json_t *annotation) ATTR_CHECK;

/* Those of `resources` (an array; NULL: none) that an istiod of this revision looks at ("" for
 * none): a label istio.io/rev says whose they are. A new array. Mirrors LabelsInRevision of
 * pkg/config. */
json_t *proxy_configs_of_revision(const json_t *resources, const char *revision) ATTR_CHECK;

/* What differs from the default, as protoToJSON writes it: declaration order, "{}" when nothing
 * does. */
void proxy_config_print(struct buf *out, const json_t *config);

/* Istio's meshConfig (the ConfigMap's key "mesh") over its defaults; defaultConfig is checked. */
int mesh_config_parse(const char *text, size_t len, json_t **ret_mesh, struct err *err) ATTR_CHECK;

#endif
