/* sprig: strings.go. */
#include <ctype.h>
#include <string.h>

#include "base/limits.h"
#include "gotmpl/fmt.h"
#include "helm/funcs.h"

void helm_text_of(struct buf *out, const struct value *v)
{
    value_print(out, v, false);
}

json_t *helm_text_list(struct gotmpl_run *run, const struct value *v)
{
    json_t *list = helm_new_list(run);

    if (value_is_nil(v))
        return list;
    if (v->kind != VALUE_LIST) {
        auto_buf struct buf text = BUF_INIT(LIMIT_TEMPLATE_OUTPUT);

        helm_text_of(&text, v);
        json_array_append_new(list, json_stringn_nocheck(buf_text(&text), text.len));
        return list;
    }
    for (size_t i = 0; i < json_array_size(v->json); i++) {
        json_t *item = json_array_get(v->json, i);
        auto_buf struct buf text = BUF_INIT(LIMIT_TEMPLATE_OUTPUT);

        if (json_is_null(item))
            continue;
        if (json_is_string(item)) {
            json_array_append(list, item);
            continue;
        }
        value_print_json(&text, item);
        json_array_append_new(list, json_stringn_nocheck(buf_text(&text), text.len));
    }
    return list;
}

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

HELM_FUNC(fn_trim)
{
    *ret = text_value(trim_set(args[0].text, " \t\n\v\f\r", 6, true, true));
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

static int map_bytes(struct gotmpl_run *run, struct text t, int (*change)(int), struct value *ret)
{
    struct value made = gotmpl_make_text(run, t.s, t.len);
    char *s = (char *)made.text.s;

    for (size_t i = 0; i < t.len; i++) {
        if ((unsigned char)s[i] < 0x80)
            s[i] = (char)change((unsigned char)s[i]);
    }
    *ret = made;
    return 0;
}

HELM_FUNC(fn_upper)
{
    return map_bytes(run, args[0].text, toupper, ret);
}

HELM_FUNC(fn_lower)
{
    return map_bytes(run, args[0].text, tolower, ret);
}

static int swap_case(int c)
{
    return isupper(c) ? tolower(c) : toupper(c);
}

HELM_FUNC(fn_swapcase)
{
    return map_bytes(run, args[0].text, swap_case, ret);
}

/* The first letter of each word through `change`; strings.Title begins words behind non-letters,
 * untitle behind spaces. */
static int map_words(struct gotmpl_run *run, struct text t, int (*change)(int), bool only_spaces,
                     struct value *ret)
{
    struct value made = gotmpl_make_text(run, t.s, t.len);
    char *s = (char *)made.text.s;
    bool start = true;

    for (size_t i = 0; i < t.len; i++) {
        unsigned char c = (unsigned char)s[i];

        if (start && c < 0x80)
            s[i] = (char)change(c);
        start = only_spaces ? isspace(c) != 0 : !(isalnum(c) || c == '_' || c == '\'' || c >= 0x80);
    }
    *ret = made;
    return 0;
}

HELM_FUNC(fn_title)
{
    return map_words(run, args[0].text, toupper, false, ret);
}

HELM_FUNC(fn_untitle)
{
    return map_words(run, args[0].text, tolower, true, ret);
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
    int64_t start = args[0].integer, end = args[1].integer;

    if (start < 0)
        start = 0, end = end < 0 || end > (int64_t)t.len ? (int64_t)t.len : end;
    if (end < 0 || end > (int64_t)t.len)
        end = (int64_t)t.len;
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

HELM_FUNC(fn_nospace)
{
    auto_buf struct buf out = BUF_INIT(LIMIT_TEMPLATE_OUTPUT);

    for (size_t i = 0; i < args[0].text.len; i++) {
        if (!isspace((unsigned char)args[0].text.s[i]))
            buf_addc(&out, args[0].text.s[i]);
    }
    return finish(run, &out, ret, err);
}

HELM_FUNC(fn_initials)
{
    auto_buf struct buf out = BUF_INIT(LIMIT_TEMPLATE_OUTPUT);
    bool start = true;

    for (size_t i = 0; i < args[0].text.len; i++) {
        char c = args[0].text.s[i];

        if (start && !isspace((unsigned char)c))
            buf_addc(&out, c);
        start = isspace((unsigned char)c) != 0;
    }
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
        helm_text_of(&text, &args[i]);
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
        helm_text_of(&out, &args[i]);
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
        helm_text_of(&out, &args[i]);
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

            (void)fmt_decode_rune(t.s + i, t.len - i, &len);
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
    *ret = helm_int_of(&args[2]) == 1 ? args[0] : args[1];
    return 0;
}

HELM_FUNC(fn_to_string)
{
    auto_buf struct buf out = BUF_INIT(LIMIT_TEMPLATE_OUTPUT);

    helm_text_of(&out, &args[0]);
    return finish(run, &out, ret, err);
}

HELM_FUNC(fn_to_strings)
{
    *ret = value_tree(helm_text_list(run, &args[0]), &value_type_text_list);
    return 0;
}

HELM_FUNC(fn_join)
{
    auto_buf struct buf out = BUF_INIT(LIMIT_TEMPLATE_OUTPUT);
    json_t *list = helm_text_list(run, &args[1]);

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
    json_t *list = helm_new_list(run);

    if (max == 0)
        return list;
    if (sep.len == 0) {
        while (t.len) {
            size_t len;

            (void)fmt_decode_rune(t.s, t.len, &len);
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
    json_t *dict = helm_new_dict(run);

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

/* snake_case and kebab-case of a camelCase text: a separator where a new word begins. */
static int separate(struct gotmpl_run *run, struct text t, char sep, struct value *ret,
                    struct err *err)
{
    auto_buf struct buf out = BUF_INIT(LIMIT_TEMPLATE_OUTPUT);

    for (size_t i = 0; i < t.len; i++) {
        unsigned char c = (unsigned char)t.s[i], before = i ? (unsigned char)t.s[i - 1] : 0;
        bool next_lower = i + 1 < t.len && islower((unsigned char)t.s[i + 1]);

        if (c == '_' || c == '-' || isspace(c)) {
            if (out.len && out.data[out.len - 1] != sep)
                buf_addc(&out, sep);
            continue;
        }
        bool begins = isupper(c)
                          ? islower(before) || isdigit(before) || (isupper(before) && next_lower)
                          : isdigit(c) && isalpha(before);
        if (i && begins && out.len && out.data[out.len - 1] != sep)
            buf_addc(&out, sep);
        buf_addc(&out, (char)tolower(c));
    }
    return finish(run, &out, ret, err);
}

HELM_FUNC(fn_snakecase)
{
    return separate(run, args[0].text, '_', ret, err);
}

HELM_FUNC(fn_kebabcase)
{
    return separate(run, args[0].text, '-', ret, err);
}

HELM_FUNC(fn_camelcase)
{
    auto_buf struct buf out = BUF_INIT(LIMIT_TEMPLATE_OUTPUT);
    bool start = true;

    for (size_t i = 0; i < args[0].text.len; i++) {
        unsigned char c = (unsigned char)args[0].text.s[i];

        if (c == '_' || c == '-' || isspace(c)) {
            start = true;
            continue;
        }
        buf_addc(&out, (char)(start ? toupper(c) : tolower(c)));
        start = false;
    }
    return finish(run, &out, ret, err);
}

HELM_FUNC(fn_abbrev)
{
    struct text t = args[1].text;
    int64_t width = args[0].integer;

    if (width < 4 || (int64_t)t.len <= width) {
        *ret = args[1];
        return 0;
    }
    auto_buf struct buf out = BUF_INIT(LIMIT_TEMPLATE_OUTPUT);
    buf_add(&out, t.s, (size_t)width - 3);
    buf_adds(&out, "...");
    return finish(run, &out, ret, err);
}

static struct text path_of(const struct value *v, bool base)
{
    struct text t = v->text;
    size_t end, start;

    while (t.len > 1 && t.s[t.len - 1] == '/' && base)
        t.len--;
    end = t.len;
    start = end;
    while (start > 0 && t.s[start - 1] != '/')
        start--;
    if (base)
        return t.len == 0   ? (struct text){".", 1}
               : t.len == 1 ? t
                            : (struct text){t.s + start, end - start};
    while (start > 1 && t.s[start - 1] == '/')
        start--;
    return start == 0 ? (struct text){".", 1} : (struct text){t.s, start};
}

HELM_FUNC(fn_base)
{
    *ret = text_value(path_of(&args[0], true));
    return 0;
}

HELM_FUNC(fn_dir)
{
    *ret = text_value(path_of(&args[0], false));
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
    {"abbrev", "is", fn_abbrev},
    {"base", "s", fn_base},
    {"camelcase", "s", fn_camelcase},
    {"cat", "a*", fn_cat},
    {"contains", "ss", fn_contains},
    {"dir", "s", fn_dir},
    {"ext", "s", fn_ext},
    {"hasPrefix", "ss", fn_has_prefix},
    {"hasSuffix", "ss", fn_has_suffix},
    {"indent", "is", fn_indent},
    {"initials", "s", fn_initials},
    {"isAbs", "s", fn_is_abs},
    {"join", "sa", fn_join},
    {"kebabcase", "s", fn_kebabcase},
    {"lower", "s", fn_lower},
    {"nindent", "is", fn_nindent},
    {"nospace", "s", fn_nospace},
    {"plural", "ssi", fn_plural},
    {"quote", "a*", fn_quote},
    {"repeat", "is", fn_repeat},
    {"replace", "sss", fn_replace},
    {"snakecase", "s", fn_snakecase},
    {"split", "ss", fn_split},
    {"splitList", "ss", fn_split_list},
    {"splitn", "sis", fn_splitn},
    {"squote", "a*", fn_squote},
    {"substr", "iis", fn_substr},
    {"swapcase", "s", fn_swapcase},
    {"title", "s", fn_title},
    {"toString", "a", fn_to_string},
    {"toStrings", "a", fn_to_strings},
    {"trim", "s", fn_trim},
    {"trimAll", "ss", fn_trim_all},
    {"trimPrefix", "ss", fn_trim_prefix},
    {"trimSuffix", "ss", fn_trim_suffix},
    {"trimall", "ss", fn_trim_all},
    {"trunc", "is", fn_trunc},
    {"untitle", "s", fn_untitle},
    {"upper", "s", fn_upper},
};

const struct gotmpl_table helm_funcs_text = {funcs, ARRAY_LEN(funcs)};
