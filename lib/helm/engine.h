/* Between render.c and the functions that need the engine (include, tpl, .Files): not for others.
 */
#ifndef MALHA_HELM_ENGINE_H
#define MALHA_HELM_ENGINE_H

#include "gotmpl/gotmpl.h"

/* What gotmpl_run.user points at while a chart is rendered. */
struct helm_engine {
    struct gotmpl_set **tpl_sets; /* one for each call of tpl: their literals may still be in use */
    size_t n_tpl_sets, cap_tpl_sets;
    struct helm_typed { /* trees of the data that are Go types of their own */
        const json_t *json;
        const struct value_type *type;
    } * typed; /* a hash table of 2^k slots by address */
    size_t n_typed, cap_typed;
};

/* include tpl required fail lookup getHostByName */
extern const struct gotmpl_table helm_funcs_engine;

/* Around the message of required and fail, which Helm shows without its place in the template. */
#define HELM_WARN_START "HELM_ERR_START"
#define HELM_WARN_END "HELM_ERR_END"

/* .Files: a map of file name to content with methods. */
extern const struct value_type helm_type_files;
extern const struct value_type helm_type_api_versions;
extern const struct value_type helm_type_struct;
extern const struct value_type helm_type_kube_version;

/* What is behind the last / of a path. Borrowed. */
const char *helm_base_name(const char *path);

/* Removes every "<no value>", as Helm does after each rendering. */
void helm_drop_no_value(struct buf *out);

void helm_engine_done(struct helm_engine *engine);
void helm_engine_type(struct helm_engine *engine, const json_t *json,
                      const struct value_type *type);
const struct value_type *helm_engine_type_of(struct gotmpl_run *run, const json_t *json);

#endif
