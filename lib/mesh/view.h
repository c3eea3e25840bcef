/* Istio's Go structs as injection templates see them, over plain JSON: .ObjectMeta.Annotations,
 * .Spec.Containers, .ProxyConfig.InterceptionMode.String, .MeshConfig.TrustDomain ...
 *
 * A Go field name finds the JSON key (Name -> name, with the irregular ones in a table); what is
 * missing has its Go zero value; getters are legal on what is not there. */
#ifndef MALHA_MESH_VIEW_H
#define MALHA_MESH_VIEW_H

#include "gotmpl/value.h"

/* The root of a template's data: an object with Go's field names. Values and MeshConfig's maps stay
 * plain. */
extern const struct value_type view_root;
extern const struct value_type view_struct;

#endif
