/* What the template functions make of a value of another kind: below their tables (funcs_*.c),
 * which take from here and not from each other.
 *
 * Mirrors spf13/cast (v1.10) and sprig's strval, strslice and empty. Nothing fails: what has no
 * number in it is 0. Pure; lists belong to the run that is given. */
#ifndef MALHA_HELM_CONVERT_H
#define MALHA_HELM_CONVERT_H

#include "gotmpl/gotmpl.h"

/* cast.ToInt64: a truth value is 0 or 1, a real loses its fraction, a text is read with Go's
 * prefixes. */
int64_t convert_int(const struct value *v);
/* cast.ToFloat64. */
double convert_float(const struct value *v);
/* strconv.Atoi. */
int64_t convert_atoi(struct text t);
/* sprig's strval: appends the text form of anything. */
void convert_text(struct buf *out, const struct value *v);
/* sprig's strslice: the texts of a list (or of one value), nil left out. An array of texts of the
 * run. */
json_t *convert_texts(struct gotmpl_run *run, const struct value *v);
/* sprig's empty: nil, false, zero, length 0. */
bool convert_is_empty(const struct value *v);

#endif
