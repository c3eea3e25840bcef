/* sprig's paths: Go's path (and, on Linux the same, path/filepath). */
#include <string.h>

#include "base/limits.h"
#include "helm/funcs.h"

/* path.Clean. */
static void clean(struct buf *out, struct text t)
{
    bool rooted = t.len && t.s[0] == '/';
    size_t floor = rooted; /* what .. may not go behind */

    if (rooted)
        buf_addc(out, '/');
    for (size_t i = 0; i < t.len;) {
        size_t len = 0;

        while (i < t.len && t.s[i] == '/')
            i++;
        while (i + len < t.len && t.s[i + len] != '/')
            len++;
        if (len == 2 && t.s[i] == '.' && t.s[i + 1] == '.') {
            if (out->len > floor) {
                while (out->len > floor && out->data[out->len - 1] != '/')
                    out->len--;
                if (out->len > floor)
                    out->len--;
            } else if (!rooted) {
                if (out->len)
                    buf_addc(out, '/');
                buf_adds(out, "..");
                floor = out->len;
            }
        } else if (len && !(len == 1 && t.s[i] == '.')) {
            if (out->len > (size_t)rooted)
                buf_addc(out, '/');
            buf_add(out, t.s + i, len);
        }
        i += len;
    }
    if (!out->len)
        buf_addc(out, '.');
}

static int cleaned(struct gotmpl_run *run, struct text t, struct value *ret, struct err *err)
{
    auto_buf struct buf out = BUF_INIT(LIMIT_TEMPLATE_OUTPUT);

    clean(&out, t);
    *ret = gotmpl_make_text(run, buf_text(&out), out.len);
    return buf_check(&out, "path", err);
}

HELM_FUNC(fn_clean)
{
    return cleaned(run, args[0].text, ret, err);
}

HELM_FUNC(fn_dir)
{
    struct text t = args[0].text;
    const char *slash = t.len ? memrchr(t.s, '/', t.len) : NULL;

    return cleaned(run, (struct text){t.s, slash ? (size_t)(slash - t.s) + 1 : 0}, ret, err);
}

HELM_FUNC(fn_base)
{
    struct text t = args[0].text;
    const char *slash;

    if (t.len == 0) {
        *ret = value_text(".", 1);
        return 0;
    }
    while (t.len && t.s[t.len - 1] == '/')
        t.len--;
    slash = t.len ? memrchr(t.s, '/', t.len) : NULL;
    if (slash)
        t = (struct text){slash + 1, t.len - (size_t)(slash + 1 - t.s)};
    *ret = t.len ? value_text(t.s, t.len) : value_text("/", 1);
    return 0;
}

HELM_FUNC(fn_ext)
{
    struct text t = args[0].text;

    *ret = value_text("", 0);
    for (size_t i = t.len; i-- > 0 && t.s[i] != '/';) {
        if (t.s[i] == '.') {
            *ret = value_text(t.s + i, t.len - i);
            break;
        }
    }
    return 0;
}

HELM_FUNC(fn_is_abs)
{
    *ret = value_bool(args[0].text.len && args[0].text.s[0] == '/');
    return 0;
}

static const struct gotmpl_func funcs[] = {
    {"base", "s", fn_base},      {"clean", "s", fn_clean},  {"dir", "s", fn_dir},
    {"ext", "s", fn_ext},        {"isAbs", "s", fn_is_abs}, {"osBase", "s", fn_base},
    {"osClean", "s", fn_clean},  {"osDir", "s", fn_dir},    {"osExt", "s", fn_ext},
    {"osIsAbs", "s", fn_is_abs},
};

const struct gotmpl_table helm_funcs_path = {funcs, ARRAY_LEN(funcs)};
