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

/* A function's parameters; unused ones need no mention. */
#define HELM_FUNC(name)                                                                            \
    static int name(ATTR_UNUSED struct gotmpl_run *run, ATTR_UNUSED const struct value *args,      \
                    ATTR_UNUSED size_t n, struct value *ret, ATTR_UNUSED struct err *err)

/* Does Go's net/url take `text` for a URL, and for one with a scheme when `absolute` is set? */
bool helm_url_is_valid(const char *text, bool absolute);

#endif
