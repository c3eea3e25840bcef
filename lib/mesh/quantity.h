/* Kubernetes' quantities: "100m", "1.5Gi", "1e3". Mirrors k8s.io/apimachinery/pkg/api/resource. */
#ifndef MALHA_MESH_QUANTITY_H
#define MALHA_MESH_QUANTITY_H

#include "base/buf.h"

/* The longest text that is looked at. */
#define QUANTITY_TEXT 512

/* Is it one? A sign, a point or a suffix alone is 0, as in Go. */
bool quantity_is_valid(const char *text);
/* Appends its canonical form: "3000m" is "3", "1536Mi" stays, "0.5" is "500m", what is finer than a
 * billionth is rounded up and what is larger than 2^63-1 is that. -1 and nothing when it is none.
 */
int quantity_print(struct buf *out, const char *text);

#endif
