/* Does a ProxyConfig make sense? What istiod refuses in proxy.istio.io/config and in
 * meshConfig.defaultConfig.
 *
 * Mirrors pkg/config/validation/agent, ValidateMeshConfigProxyConfig. Pure; any thread. */
#ifndef MALHA_MESH_PROXYCHECK_H
#define MALHA_MESH_PROXYCHECK_H

#include "json/json.h"

/* `config` is whole, over its defaults, as proto_read() gives trees. INVALID names all that is
 * wrong. */
int proxy_config_check(const json_t *config, struct err *err) ATTR_CHECK;

#endif
