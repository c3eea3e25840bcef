/* Istio's Go structs as injection templates see them, over plain JSON: .ObjectMeta.Annotations,
 * .Spec.Containers, .ProxyConfig.InterceptionMode.String, .MeshConfig.TrustDomain ...
 *
 * By the tables of gotypes: a Go name finds the JSON key, one that the type has not is an error, as
 * in Go; what is missing has its Go zero value; getters of messages are legal on what is not there.
 */
#ifndef MALHA_MESH_VIEW_H
#define MALHA_MESH_VIEW_H

#include "gotmpl/value.h"
#include "mesh/gotypes.h"

/* The root of a template's data: an object with Go's field names. Values stay plain. */
extern const struct value_type view_root;

/* Makes the types, which stay, once. Before the first rendering. */
void view_prepare(void);

/* The Go type of a value that came out of it; NULL for plain ones. */
const struct go_type *view_go_type(const struct value_type *type);

#endif
