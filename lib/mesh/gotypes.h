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
    GO_INT,   /* 32 bits */
    GO_UINT,  /* 32 bits */
    GO_INT64, /* of Kubernetes: a number */
    GO_LONG,  /* of protobuf: a text in its JSON */
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
    GO_ONEOF = 1 << 4,  /* of protobuf: at most one field of the message that has this */
};

struct go_enum {
    const char *name;
    int value;
};

struct go_type {
    size_t index;     /* in go_types */
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

extern const struct go_type *const go_types[]; /* all there are */
extern const size_t n_go_types;
extern const struct go_type *const go_pod,
    *const go_container, *const go_probe, *const go_mesh_config, *const go_proxy_config;

/* The field of this name in JSON, also of a struct that is embedded; NULL: there is none. */
const struct go_field *go_find_field(const struct go_type *type, const char *json);

/* Is `value` what Go's encoding/json can decode into this type of Kubernetes? Fields that the type
 * does not have may be anything. Members of structs and maps that are null go, as Go has it, where
 * `ret_open` is NULL; else they stay, and it is set where go_settle() would find more than those of
 * structs, which mean nothing. INVALID names the place: "ports[0].name: want a text", or begins
 * with ":" where it is `value` itself. */
int go_check(const struct go_type *type, json_t *value, bool *ret_open, struct err *err) ATTR_CHECK;

/* Makes of `value`, which is of this type and nobody else's though it shares what is below, what is
 * left of it once Go has decoded and encoded it: in structs nulls go, in maps they become the zero
 * of their elements, and a quantity that is no pointer is "0" where it is missing. */
void go_settle(const struct go_type *type, json_t *value);

/* Appends `value`, which is of this type, as Go's encoding/json writes it: fields in their order,
 * quantities in their canonical form, HTML's special characters escaped. Fields that the type does
 * not have are left out. */
void go_print(struct buf *out, const struct go_type *type, const json_t *value);

#endif
