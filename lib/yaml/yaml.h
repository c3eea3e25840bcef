/* YAML 1.1 as Kubernetes tools read and write it (sigs.k8s.io/yaml over go-yaml v2).
 *
 * Reading: a text becomes a JSON tree: yes/no/on/off are booleans, 0644 is octal, dates stay text,
 * keys become text, the last of duplicate keys wins, << merges. Writing: keys in go-yaml's natural
 * order, its quoting, its folding at 80 columns, sequences not indented under their key. Parser and
 * emitter are libyaml, from which go-yaml was ported; what both resolve differently is decided
 * here. Any thread. */
#ifndef MALHA_YAML_YAML_H
#define MALHA_YAML_YAML_H

#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"
#include "json/json.h"

enum yaml_flags {
    YAML_PLAIN = 0,
    YAML_FLOATS =
        1, /* every number is a real: what Go gives after a detour through JSON (Helm's values) */
};

/* Reads the first document of `text`. An empty text gives JSON null. INVALID: "yaml: line N:
 * problem". */
int yaml_parse(const char *text, size_t len, int flags, json_t **ret_value, struct err *err)
    ATTR_CHECK;

/* Reads the first document of a file. The message of a failure begins with the path. */
int yaml_parse_file(const char *path, int flags, json_t **ret_value, struct err *err) ATTR_CHECK;

/* Appends `value` to `out` with a final newline. */
void yaml_print(struct buf *out, const json_t *value);

/* Less-than of go-yaml's key order: numbers within names by value, letters after everything else.
 */
int yaml_compare_keys(const char *a, const char *b);

#endif
