/* The Go types that istiod prints as JSON: core/v1's Pod, Istio's MeshConfig and ProxyConfig, as
 * tables that hack/types makes of k8s.io/api and istio.io/api.
 *
 * Go writes a struct's fields in their order and leaves out what omitempty says, which plain JSON
 * objects cannot tell. */
#ifndef MALHA_MESH_GOTYPES_H
#define MALHA_MESH_GOTYPES_H

#include "json/json.h"

enum go_kind {
    GO_TEXT,
    GO_INT,
    GO_LONG, /* int64, a text in proto-JSON */
    GO_REAL,
    GO_BOOL,
    GO_BYTES,
    GO_STRUCT,
    GO_MESSAGE, /* of protobuf */
    GO_LIST,
    GO_MAP, /* of texts to `element` */
    GO_ENUM,
    GO_DURATION,
    GO_QUANTITY,
    GO_INT_OR_TEXT,
    GO_TIME,
    GO_ANY,
};

enum go_flags {
    GO_OMIT_EMPTY = 1 << 0,
    GO_POINTER = 1 << 1,
    GO_EMBEDDED = 1 << 2,
    GO_INLINE = 1 << 3, /* its fields lie in the object around it */
    GO_ONEOF = 1 << 4,
};

struct go_enum {
    const char *name;
    int value;
};

struct go_type {
    const char *name; /* Go's or protobuf's */
    enum go_kind kind;
    const struct go_field *fields; /* up to one without a name */
    const struct go_type *element;
    const struct go_enum *values;
};

struct go_field {
    const char *name, *json;
    const struct go_type *type; /* of what a pointer points to */
    int flags;
    const char *merge_key; /* patchMergeKey; NULL: none */
};

extern const struct go_type *const go_pod,
    *const go_container, *const go_probe, *const go_mesh_config, *const go_proxy_config;

/* Appends `value`, which is of this type, as Go's encoding/json writes it: fields in their order,
 * quantities in their canonical form, HTML's special characters escaped. Fields that the type does
 * not have are left out. */
void go_print(struct buf *out, const struct go_type *type, const json_t *value);

#endif
