/* The API server's tables (meta.k8s.io/v1 Table), which kubectl prints: a few words of each object
 * instead of all of it. Of a node with its images that is a hundredth. */
#ifndef MALHA_KUBE_TABLE_H
#define MALHA_KUBE_TABLE_H

#include "json/json.h"

/* The rows of a table as objects: {"metadata": {"name": ...}, "columns": {"Version": "v1.36.3",
 * ...}}.
 * `*columns`, an array of names, is kept from one table to the next, since only the first of a
 * watch has them; the caller owns it and begins with NULL. A new array. */
json_t *table_items(const json_t *table, json_t **columns) ATTR_CHECK;

#endif
