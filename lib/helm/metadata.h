/* Chart.yaml as Go reads it: the structs Metadata, Maintainer and Dependency of Helm v3's
 * pkg/chart, filled by sigs.k8s.io/yaml (keys in any case, scalars where a text must be become
 * texts) and checked by Metadata.Validate(). */
#ifndef MALHA_HELM_METADATA_H
#define MALHA_HELM_METADATA_H

#include "base/err.h"
#include "json/json.h"

/* Puts what `from`, a mapping, says into `metadata`: known keys, as they are written in Helm, with
 * values of their types. INVALID in Go's words, without the file's name. */
int metadata_fill(json_t *metadata, const json_t *from, struct err *err) ATTR_CHECK;

/* The same for a Chart.lock, of which nothing is kept. */
int metadata_check_lock(const json_t *from, struct err *err) ATTR_CHECK;

/* Cleans the texts that people read and checks the rest. INVALID in Helm's words. */
int metadata_validate(json_t *metadata, struct err *err) ATTR_CHECK;

#endif
