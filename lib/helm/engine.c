#include "helm/engine.h"

#include <string.h>

#include "base/base64.h"
#include "base/limits.h"
#include "gotmpl/fmt.h"
#include "helm/funcs.h"
#include "yaml/yaml.h"

void helm_engine_forget(struct helm_engine *engine)
{
    while (engine->n_tpl_sets)
        gotmpl_set_free(engine->tpl_sets[--engine->n_tpl_sets]);
}

void helm_engine_done(struct helm_engine *engine)
{
    helm_engine_forget(engine);
    free(engine->tpl_sets);
}

/* ---- functions ---- */

HELM_FUNC(fn_include)
{
    auto_buf struct buf out = BUF_INIT(LIMIT_TEMPLATE_OUTPUT);
    auto_free char *name = mem_strndup(args[0].text.s, args[0].text.len);

    if (run->depth >= LIMIT_TEMPLATE_DEPTH)
        return err_set(
            err, ERR_INVALID,
            "rendering template has a nested reference name: %s: unable to execute template", name);
    if (gotmpl_execute(run, name, &args[1], &out, err) < 0)
        return -1;
    *ret = gotmpl_make_buf(run, &out);
    return 0;
}

void helm_drop_no_value(struct buf *out)
{
    static const char what[] = "<no value>";
    const size_t len = sizeof(what) - 1;
    char *from = out->data, *to, *at;

    if (!from || !(at = memmem(from, out->len, what, len)))
        return;
    to = at;
    from = at + len;
    while ((at = memmem(from, (size_t)(out->data + out->len - from), what, len))) {
        memmove(to, from, (size_t)(at - from));
        to += at - from;
        from = at + len;
    }
    memmove(to, from, (size_t)(out->data + out->len - from));
    to += out->data + out->len - from;
    out->len = (size_t)(to - out->data);
    *to = '\0';
}

HELM_FUNC(fn_tpl)
{
    struct helm_engine *engine = run->user;
    auto_buf struct buf out = BUF_INIT(LIMIT_TEMPLATE_OUTPUT);
    auto_free char *quoted = NULL;
    const struct gotmpl_set *outer = run->set;
    struct gotmpl_set *set = gotmpl_set_child(outer);
    int rc;

    mem_grow(&engine->tpl_sets, &engine->cap_tpl_sets, engine->n_tpl_sets,
             sizeof(struct gotmpl_set *));
    engine->tpl_sets[engine->n_tpl_sets++] = set;
    if (gotmpl_parse(set, "gotpl", args[0].text.s, args[0].text.len, err) < 0) {
        quoted = fmt_quoted(args[0].text.s, args[0].text.len);
        return err_wrap(err, "cannot parse template %s", quoted);
    }
    run->set = set;
    rc = gotmpl_execute(run, "gotpl", &args[1], &out, err);
    run->set = outer;
    if (rc < 0) {
        quoted = fmt_quoted(args[0].text.s, args[0].text.len);
        return err_wrap(err, "error during tpl function execution for %s", quoted);
    }
    helm_drop_no_value(&out);
    *ret = gotmpl_make_buf(run, &out);
    return 0;
}

static int warn(struct text message, struct err *err)
{
    return err_set(err, ERR_INVALID, HELM_WARN_START "%.*s" HELM_WARN_END, (int)message.len,
                   message.s);
}

HELM_FUNC(fn_required)
{
    if (value_is_nil(&args[1]) || (args[1].kind == VALUE_TEXT && args[1].text.len == 0))
        return warn(args[0].text, err);
    *ret = args[1];
    return 0;
}

HELM_FUNC(fn_fail)
{
    (void)ret;
    return warn(args[0].text, err);
}

/* Without a cluster lookup finds nothing, as in `helm template`. */
HELM_FUNC(fn_lookup)
{
    *ret = value_tree(gotmpl_new_dict(run), NULL);
    return 0;
}

HELM_FUNC(fn_get_host_by_name)
{
    *ret = value_text("", 0);
    return 0;
}

static const struct gotmpl_func funcs[] = {
    {"fail", "s", fn_fail},          {"getHostByName", "s", fn_get_host_by_name},
    {"include", "sa", fn_include},   {"lookup", "ssss", fn_lookup},
    {"required", "sa", fn_required}, {"tpl", "sa", fn_tpl},
};

const struct gotmpl_table helm_funcs_engine = {funcs, ARRAY_LEN(funcs)};
