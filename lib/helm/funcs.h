/* The template functions of Helm: sprig's and its own, as tables by theme. Rows are sorted by name.
 */
#ifndef MALHA_HELM_FUNCS_H
#define MALHA_HELM_FUNCS_H

#include "gotmpl/gotmpl.h"

extern const struct gotmpl_table helm_funcs_text; /* strings */
extern const struct gotmpl_table helm_funcs_case; /* letters, words, width */
extern const struct gotmpl_table helm_funcs_path;
extern const struct gotmpl_table helm_funcs_number; /* numbers and conversions */
extern const struct gotmpl_table helm_funcs_data;   /* lists, dicts, defaults, types */
extern const struct gotmpl_table helm_funcs_codec;  /* YAML, JSON, base64, digests */
extern const struct gotmpl_table helm_funcs_regex;
extern const struct gotmpl_table helm_funcs_semver;
extern const struct gotmpl_table helm_funcs_date;
extern const struct gotmpl_table helm_funcs_crypto; /* random texts, passwords, certificates */
extern const struct gotmpl_table helm_funcs_url;

/* All of the above, for whoever wants sprig without Helm (injection templates). */
#define HELM_SPRIG_TABLES                                                                          \
    &helm_funcs_text, &helm_funcs_case, &helm_funcs_path, &helm_funcs_number, &helm_funcs_data,    \
        &helm_funcs_codec, &helm_funcs_regex, &helm_funcs_semver, &helm_funcs_date,                \
        &helm_funcs_crypto, &helm_funcs_url

/* What functions of several tables need. */

/* A function's parameters; unused ones need no mention. */
#define HELM_FUNC(name)                                                                            \
    static int name(ATTR_UNUSED struct gotmpl_run *run, ATTR_UNUSED const struct value *args,      \
                    ATTR_UNUSED size_t n, struct value *ret, ATTR_UNUSED struct err *err)

/* sprig's strval: the text form of anything. */
void helm_text_of(struct buf *out, const struct value *v);
/* spf13/cast: 0 for what is no number. */
int64_t helm_int_of(const struct value *v);
double helm_float_of(const struct value *v);
/* strconv.Atoi, 0 for what is no number. */
int64_t helm_atoi(struct text t);
/* sprig's empty: nil, false, zero, length 0. */
bool helm_is_empty(const struct value *v);
/* A new list or dict of the run. */
json_t *helm_new_list(struct gotmpl_run *run);
json_t *helm_new_dict(struct gotmpl_run *run);
/* The texts of a list (or of one value), nil left out: sprig's strslice. An array of texts of the
 * run. */
json_t *helm_text_list(struct gotmpl_run *run, const struct value *v);
/* Does Go's net/url take `text` for a URL, and for one with a scheme when `absolute` is set? */
bool helm_url_is_valid(const char *text, bool absolute);
/* Sprig's merge: fills `dst` from `src`, or overwrites it; maps by key, in place. */
void helm_merge(struct gotmpl_run *run, json_t *dst, const json_t *src, bool overwrite);

#endif
