/* TOML as Helm's toToml writes it (github.com/BurntSushi/toml) and fromToml reads it (TOML 1.0).
 * Pure; any thread. */
#ifndef MALHA_HELM_TOML_H
#define MALHA_HELM_TOML_H

#include "json/json.h"

/* Appends `value`, a map. INVALID for what TOML cannot say (null in a list, no map at the top). */
int toml_print(struct buf *out, const json_t *value, struct err *err) ATTR_CHECK;

/* Dates stay text. INVALID: "toml: line N: problem". */
int toml_parse(const char *text, size_t len, json_t **ret_value, struct err *err) ATTR_CHECK;

#endif
