/* What an object is called, and what marks it as a mesh's. */
#ifndef MALHA_OPERATOR_OBJECT_H
#define MALHA_OPERATOR_OBJECT_H

#include "json/json.h"

#define OBJECT_MANAGER "malha-operator" /* fieldManager of all that the operator writes */
#define OBJECT_PART_OF "applyset.kubernetes.io/part-of" /* label: the mesh, by inventory_id() */
#define OBJECT_MANAGED_BY "app.kubernetes.io/managed-by"
#define OBJECT_MANAGED_BY_MALHA "malha"

/* Is it the kind that makes kinds? */
bool object_is_crd(const char *kind);

/* "apps|Deployment|istio-system|istiod": one name, whatever version of its group an object is shown
 * in. `namespace` NULL or "": of the cluster. To be freed. */
char *object_key_of(const char *api_version, const char *kind, const char *namespace,
                    const char *name) ATTR_CHECK;
/* The same of an object; one that names no namespace is in `default_namespace`, which may be NULL.
 */
char *object_key(const json_t *object, const char *default_namespace) ATTR_CHECK;

/* SHA-256 of a tree's text, in hexadecimal; to be freed. */
char *object_digest(const json_t *tree) ATTR_CHECK;

#endif
