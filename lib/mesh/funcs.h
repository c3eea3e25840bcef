/* The functions of Istio's injection templates: pkg/kube/inject/template.go, in front of sprig's.
 */
#ifndef MALHA_MESH_FUNCS_H
#define MALHA_MESH_FUNCS_H

#include "gotmpl/gotmpl.h"

extern const struct gotmpl_table mesh_funcs;

#endif
