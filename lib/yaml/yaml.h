/* YAML 1.1 as Kubernetes tools read and write it (sigs.k8s.io/yaml over go-yaml v2).
 *
 * Reading: a text becomes a JSON tree: yes/no/on/off are booleans, 0644 is octal, dates stay text,
 * keys become text, the last of duplicate keys wins, << merges. Writing: keys in go-yaml's natural
 * order, its quoting, its folding at 80 columns, sequences not indented under their key. Parser and
 * emitter are libyaml, from which go-yaml was ported; what both resolve differently is decided
 * here. What manifests mostly are made of has a faster reader in front (yaml/block.h). Any thread.
 */
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
    YAML_HEAD = 4, /* of a manifest: what is below keys other than apiVersion, kind and metadata may
                    * come as null; it is read all the same, errors are the same */
    YAML_NO_ALIASES = 8,
    YAML_SMALL = 16, /* at most LIMIT_SMALL_NODES and LIMIT_SMALL_DEPTH */
    YAML_REPEATED =
        32, /* a key that is there again does not replace the first, but is YAML_AGAIN of it */
    YAML_SLOW = 2, /* by libyaml alone, as tests compare it with the fast path (yaml/block.h) */
};

/* "name (again, 3)": the mapping had so many keys before. */
#define YAML_AGAIN " (again, "

/* Reads the first document of `text`. An empty text gives JSON null. INVALID: "yaml: line N:
 * problem". */
int yaml_parse(const char *text, size_t len, int flags, json_t **ret_value, struct err *err)
    ATTR_CHECK;

/* What is known of a text: reading one that is mostly the same is many times faster with it. Made
 * of a text that may be read with the same flags; NULL when it is none that manifests are made of.
 * Never changed afterwards, for any thread. */
struct yaml_known;
struct yaml_known *yaml_known_new(const char *text, size_t len, int flags);
void yaml_known_free(struct yaml_known *known);
/* yaml_parse() with what is known (NULL: nothing). The tree shares parts with all others that are
 * made so: it must be gone before `known` is, and who changes it owns what he changes first
 * (json_own()). */
int yaml_parse_known(const struct yaml_known *known, const char *text, size_t len, int flags,
                     json_t **ret_value, struct err *err) ATTR_CHECK;

/* Reads the first document of a file. The message of a failure begins with the path. */
int yaml_parse_file(const char *path, int flags, json_t **ret_value, struct err *err) ATTR_CHECK;

/* Appends `value` to `out` with a final newline. -1, and nothing is appended, when a text holds a
 * control character that has no place in YAML (DEL, U+0080 to U+009F but for U+0085, U+FFFE,
 * U+FFFF): there Helm's toYaml gives nothing. */
int yaml_print(struct buf *out, const json_t *value);
/* The same as go-yaml v3 writes it with an indentation of two: sequences stand further right than
 * their key, nothing is folded (Helm's toYamlPretty). */
void yaml_print_pretty(struct buf *out, const json_t *value);

#endif
