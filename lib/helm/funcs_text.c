/* sprig: strings.go. */
#include <ctype.h>
#include <string.h>

#include "base/limits.h"
#include "base/rune.h"
#include "gotmpl/fmt.h"
#include "helm/convert.h"
#include "helm/funcs.h"

static int finish(struct gotmpl_run *run, const struct buf *out, struct value *ret, struct err *err)
{
    if (buf_check(out, "text", err) < 0)
        return -1;
    *ret = gotmpl_make_buf(run, out);
    return 0;
}

static struct text trim_set(struct text t, const char *set, size_t n_set, bool left, bool right)
{
    while (left && t.len && memchr(set, t.s[0], n_set))
        t.s++, t.len--;
    while (right && t.len && memchr(set, t.s[t.len - 1], n_set))
        t.len--;
    return t;
}

static struct value text_value(struct text t)
{
    return value_text(t.s, t.len);
}

static bool has_prefix(struct text t, struct text prefix)
{
    return t.len >= prefix.len && (prefix.len == 0 || memcmp(t.s, prefix.s, prefix.len) == 0);
}

static bool has_suffix(struct text t, struct text suffix)
{
    return t.len >= suffix.len &&
           (suffix.len == 0 || memcmp(t.s + t.len - suffix.len, suffix.s, suffix.len) == 0);
}

static const char *find(struct text in, struct text what)
{
    return what.len == 0 ? in.s : in.len == 0 ? NULL : memmem(in.s, in.len, what.s, what.len);
}

/* strings.TrimSpace. */
HELM_FUNC(fn_trim)
{
    struct text t = args[0].text;
    size_t len;

    while (t.len && rune_is_space(rune_decode(t.s, t.len, &len))) {
        t.s += len;
        t.len -= len;
    }
    while (t.len) {
        size_t start = t.len - 1;

        while (start && ((unsigned char)t.s[start] & 0xc0) == 0x80)
            start--;
        if (!rune_is_space(rune_decode(t.s + start, t.len - start, &len)) || start + len != t.len)
            break;
        t.len = start;
    }
    *ret = text_value(t);
    return 0;
}

HELM_FUNC(fn_trim_all)
{
    *ret = text_value(trim_set(args[1].text, args[0].text.s, args[0].text.len, true, true));
    return 0;
}

HELM_FUNC(fn_trim_prefix)
{
    struct text t = args[1].text, prefix = args[0].text;

    *ret = has_prefix(t, prefix) ? value_text(t.s + prefix.len, t.len - prefix.len) : args[1];
    return 0;
}

HELM_FUNC(fn_trim_suffix)
{
    struct text t = args[1].text, suffix = args[0].text;

    *ret = has_suffix(t, suffix) ? value_text(t.s, t.len - suffix.len) : args[1];
    return 0;
}

HELM_FUNC(fn_contains)
{
    *ret = value_bool(find(args[1].text, args[0].text) != NULL);
    return 0;
}

HELM_FUNC(fn_has_prefix)
{
    *ret = value_bool(has_prefix(args[1].text, args[0].text));
    return 0;
}

HELM_FUNC(fn_has_suffix)
{
    *ret = value_bool(has_suffix(args[1].text, args[0].text));
    return 0;
}

HELM_FUNC(fn_trunc)
{
    struct text t = args[1].text;
    int64_t count = args[0].integer;

    if (count < 0 && (int64_t)t.len + count > 0)
        t = (struct text){t.s + ((int64_t)t.len + count), (size_t)-count};
    else if (count >= 0 && (int64_t)t.len > count)
        t.len = (size_t)count;
    *ret = text_value(t);
    return 0;
}

HELM_FUNC(fn_substr)
{
    struct text t = args[2].text;
    int64_t start = args[0].integer, end = args[1].integer, len = (int64_t)t.len;

    if (start < 0) {
        start = 0;
        if (end < 0 || end > len)
            return err_set(
                err, ERR_INVALID, "runtime error: slice bounds out of range [:%lld]%s%.0lld",
                (long long)end, end > len ? " with length " : "", end > len ? (long long)len : 0);
    } else if (end < 0 || end > len) {
        end = len;
    }
    if (start > end)
        return err_set(err, ERR_INVALID, "runtime error: slice bounds out of range [%lld:%lld]",
                       (long long)start, (long long)end);
    *ret = value_text(t.s + start, (size_t)(end - start));
    return 0;
}

HELM_FUNC(fn_repeat)
{
    auto_buf struct buf out = BUF_INIT(LIMIT_TEMPLATE_OUTPUT);
    int64_t count = args[0].integer;

    if (count < 0)
        return err_set(err, ERR_INVALID, "strings: negative Repeat count");
    for (int64_t i = 0; i < count && !out.overflown && args[1].text.len; i++)
        buf_add(&out, args[1].text.s, args[1].text.len);
    return finish(run, &out, ret, err);
}

HELM_FUNC(fn_quote)
{
    auto_buf struct buf out = BUF_INIT(LIMIT_TEMPLATE_OUTPUT);

    for (size_t i = 0; i < n; i++) {
        auto_buf struct buf text = BUF_INIT(LIMIT_TEMPLATE_OUTPUT);

        if (value_is_nil(&args[i]))
            continue;
        if (out.len)
            buf_addc(&out, ' ');
        convert_text(&text, &args[i]);
        fmt_quote(&out, (struct text){buf_text(&text), text.len});
    }
    return finish(run, &out, ret, err);
}

HELM_FUNC(fn_squote)
{
    auto_buf struct buf out = BUF_INIT(LIMIT_TEMPLATE_OUTPUT);

    for (size_t i = 0; i < n; i++) {
        if (value_is_nil(&args[i]))
            continue;
        buf_adds(&out, out.len ? " '" : "'");
        convert_text(&out, &args[i]);
        buf_addc(&out, '\'');
    }
    return finish(run, &out, ret, err);
}

HELM_FUNC(fn_cat)
{
    auto_buf struct buf out = BUF_INIT(LIMIT_TEMPLATE_OUTPUT);
    bool first = true;

    for (size_t i = 0; i < n; i++) {
        if (value_is_nil(&args[i]))
            continue;
        if (!first)
            buf_addc(&out, ' ');
        first = false;
        value_print(&out, &args[i], false);
    }
    return finish(run, &out, ret, err);
}

static void add_indented(struct buf *out, int64_t spaces, struct text t)
{
    size_t pad = spaces > 0 ? (size_t)spaces : 0;

    buf_fill(out, ' ', pad);
    while (t.len) {
        const char *newline = memchr(t.s, '\n', t.len);
        size_t line = newline ? (size_t)(newline - t.s) + 1 : t.len;

        buf_add(out, t.s, line);
        if (newline)
            buf_fill(out, ' ', pad);
        t.s += line;
        t.len -= line;
    }
}

HELM_FUNC(fn_indent)
{
    auto_buf struct buf out = BUF_INIT(LIMIT_TEMPLATE_OUTPUT);

    if (args[0].integer < 0)
        return err_set(err, ERR_INVALID, "strings: negative Repeat count");
    add_indented(&out, args[0].integer, args[1].text);
    return finish(run, &out, ret, err);
}

HELM_FUNC(fn_nindent)
{
    auto_buf struct buf out = BUF_INIT(LIMIT_TEMPLATE_OUTPUT);

    if (args[0].integer < 0)
        return err_set(err, ERR_INVALID, "strings: negative Repeat count");
    buf_addc(&out, '\n');
    add_indented(&out, args[0].integer, args[1].text);
    return finish(run, &out, ret, err);
}

HELM_FUNC(fn_replace)
{
    auto_buf struct buf out = BUF_INIT(LIMIT_TEMPLATE_OUTPUT);
    struct text old = args[0].text, fresh = args[1].text, t = args[2].text;

    if (old.len == 0) { /* Go: in front of every character and at the end */
        for (size_t i = 0; i < t.len;) {
            size_t len;

            (void)rune_decode(t.s + i, t.len - i, &len);
            buf_add(&out, fresh.s, fresh.len);
            buf_add(&out, t.s + i, len);
            i += len;
        }
        buf_add(&out, fresh.s, fresh.len);
        return finish(run, &out, ret, err);
    }
    for (const char *at; t.len && (at = memmem(t.s, t.len, old.s, old.len));) {
        buf_add(&out, t.s, (size_t)(at - t.s));
        buf_add(&out, fresh.s, fresh.len);
        t.len -= (size_t)(at - t.s) + old.len;
        t.s = at + old.len;
    }
    buf_add(&out, t.s, t.len);
    return finish(run, &out, ret, err);
}

HELM_FUNC(fn_plural)
{
    *ret = convert_int(&args[2]) == 1 ? args[0] : args[1];
    return 0;
}

HELM_FUNC(fn_to_string)
{
    auto_buf struct buf out = BUF_INIT(LIMIT_TEMPLATE_OUTPUT);

    convert_text(&out, &args[0]);
    return finish(run, &out, ret, err);
}

HELM_FUNC(fn_to_strings)
{
    *ret = value_tree(convert_texts(run, &args[0]), &value_type_text_list);
    return 0;
}

HELM_FUNC(fn_join)
{
    auto_buf struct buf out = BUF_INIT(LIMIT_TEMPLATE_OUTPUT);
    json_t *list = convert_texts(run, &args[1]);

    for (size_t i = 0; i < json_array_size(list); i++) {
        json_t *item = json_array_get(list, i);

        if (i)
            buf_add(&out, args[0].text.s, args[0].text.len);
        buf_add(&out, json_string_value(item), json_string_length(item));
    }
    return finish(run, &out, ret, err);
}

/* strings.SplitN; max < 0 means all. */
static json_t *split_text(struct gotmpl_run *run, struct text sep, struct text t, int64_t max)
{
    json_t *list = gotmpl_new_list(run);

    if (max == 0)
        return list;
    if (sep.len == 0) {
        while (t.len) {
            size_t len;

            (void)rune_decode(t.s, t.len, &len);
            if (max > 0 && (int64_t)json_array_size(list) + 1 == max)
                len = t.len;
            json_array_append_new(list, json_stringn_nocheck(t.s, len));
            t.s += len;
            t.len -= len;
        }
        return list;
    }
    for (const char *at; t.len && (at = memmem(t.s, t.len, sep.s, sep.len));) {
        if (max > 0 && (int64_t)json_array_size(list) + 1 == max)
            break;
        json_array_append_new(list, json_stringn_nocheck(t.s, (size_t)(at - t.s)));
        t.len -= (size_t)(at - t.s) + sep.len;
        t.s = at + sep.len;
    }
    json_array_append_new(list, json_stringn_nocheck(t.s, t.len));
    return list;
}

static int numbered(struct gotmpl_run *run, json_t *list, struct value *ret)
{
    json_t *dict = gotmpl_new_dict(run);

    for (size_t i = 0; i < json_array_size(list); i++) {
        char key[24];

        (void)snprintf(key, sizeof(key), "_%zu", i);
        (void)json_object_set(dict, key, json_array_get(list, i));
    }
    *ret = value_tree(dict, &value_type_text_map);
    return 0;
}

HELM_FUNC(fn_split)
{
    return numbered(run, split_text(run, args[0].text, args[1].text, -1), ret);
}

HELM_FUNC(fn_splitn)
{
    return numbered(run, split_text(run, args[0].text, args[2].text, args[1].integer), ret);
}

HELM_FUNC(fn_split_list)
{
    *ret = value_tree(split_text(run, args[0].text, args[1].text, -1), &value_type_text_list);
    return 0;
}

HELM_FUNC(fn_hello)
{
    *ret = value_text("Hello!", 6);
    return 0;
}

static const struct gotmpl_func funcs[] = {
    {"cat", "a*", fn_cat},
    {"contains", "ss", fn_contains},
    {"hasPrefix", "ss", fn_has_prefix},
    {"hasSuffix", "ss", fn_has_suffix},
    {"hello", "", fn_hello},
    {"indent", "is", fn_indent},
    {"join", "sa", fn_join},
    {"nindent", "is", fn_nindent},
    {"plural", "ssi", fn_plural},
    {"quote", "a*", fn_quote},
    {"repeat", "is", fn_repeat},
    {"replace", "sss", fn_replace},
    {"split", "ss", fn_split},
    {"splitList", "ss", fn_split_list},
    {"splitn", "sis", fn_splitn},
    {"squote", "a*", fn_squote},
    {"substr", "iis", fn_substr},
    {"toString", "a", fn_to_string},
    {"toStrings", "a", fn_to_strings},
    {"trim", "s", fn_trim},
    {"trimAll", "ss", fn_trim_all},
    {"trimPrefix", "ss", fn_trim_prefix},
    {"trimSuffix", "ss", fn_trim_suffix},
    {"trimall", "ss", fn_trim_all},
    {"trunc", "is", fn_trunc},
};

const struct gotmpl_table helm_funcs_text = {funcs, ARRAY_LEN(funcs)};
