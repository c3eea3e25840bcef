/* Between render.c and the functions that need the engine (include, tpl, .Files): not for others.
 */
#ifndef MALHA_HELM_ENGINE_H
#define MALHA_HELM_ENGINE_H

#include "gotmpl/gotmpl.h"

/* What gotmpl_run.user points at while a chart is rendered. */
struct helm_engine {
    struct gotmpl_set **tpl_sets; /* one for each call of tpl: their literals may still be in use */
    size_t n_tpl_sets, cap_tpl_sets;
    void *owner; /* who renders */
};

/* include tpl required fail lookup getHostByName */
extern const struct gotmpl_table helm_funcs_engine;

/* Around the message of required and fail, which Helm shows without its place in the template. */
#define HELM_WARN_START "HELM_ERR_START"
#define HELM_WARN_END "HELM_ERR_END"

/* Removes every "<no value>", as Helm does after each rendering. */
void helm_drop_no_value(struct buf *out);

void helm_engine_done(struct helm_engine *engine);
/* Drops what the template that was executed last has left. */
void helm_engine_forget(struct helm_engine *engine);

#endif
