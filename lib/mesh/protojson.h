/* Istio's protobuf messages as trees, by the tables of gotypes: read as leniently as istiod reads
 * them, kept in one canonical form.
 *
 * Mirrors github.com/golang/protobuf/jsonpb, through which pkg/util/protomarshal reads and writes.
 * Pure; any thread. */
#ifndef MALHA_MESH_PROTOJSON_H
#define MALHA_MESH_PROTOJSON_H

#include "mesh/gotypes.h"

/* Reads what YAML or JSON gave as a message of this type: names as in JSON or as in the .proto,
 * numbers also as texts, enums by name or number, durations as Go has them ("1m30s"). Fields it
 * does not know are left out, and so is null; a zero that is said stays. A new tree: names as in
 * JSON, enums by name, durations "90s". INVALID names the field. */
int proto_read(const struct go_type *message, const json_t *tree, json_t **ret_tree,
               struct err *err) ATTR_CHECK;

/* Appends the paths of the fields that the message does not have ("tracing.zipkins") to `names`, an
 * array. */
void proto_unknown(const struct go_type *message, const json_t *tree, json_t *names);

/* Lays the fields of `over` on `base` in place; a field of a oneof puts the others of it away. Both
 * are of this type and as proto_read() gives them; they share nothing afterwards. */
void proto_apply(const struct go_type *message, json_t *base, const json_t *over);

/* Is it what proto3 does not write: a zero, an empty list or map? */
bool proto_is_unset(const struct go_field *field, const json_t *value);

/* Appends a tree as proto_read() gives it in proto-JSON: fields in the order of the .proto, without
 * those that are unset, HTML's special characters escaped. */
void proto_print(struct buf *out, const struct go_type *message, const json_t *tree);

/* A duration's nanoseconds, of a text as proto_read() gives it; 0 for none. */
int64_t proto_duration(const json_t *duration);

#endif
