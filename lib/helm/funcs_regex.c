/* sprig: regex.go. Go's RE2 syntax by PCRE2: what RE2 refuses (look-around, back-references,
 * possessive and atomic parts) is an error here too, and matching is bounded where RE2 is linear.
 */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "base/limits.h"
#include "helm/funcs.h"
#include "helm/regex.h"

static pcre2_code *compile(const struct value *pattern, struct err *err)
{
    const char *foreign = regex_foreign(pattern->text.s, pattern->text.len);
    char message[160];
    pcre2_code *code;
    int fault;

    if (foreign) {
        (void)err_set(err, ERR_INVALID, "error parsing regexp: %s: `%.*s`", foreign,
                      (int)pattern->text.len, pattern->text.s);
        return NULL;
    }
    code = regex_compile_go(pattern->text.s, pattern->text.len, &fault);
    if (!code) {
        if (fault == PCRE2_ERROR_MISSING_SQUARE_BRACKET)
            (void)snprintf(message, sizeof(message), "missing closing ]");
        else if (fault == PCRE2_ERROR_MISSING_CLOSING_PARENTHESIS)
            (void)snprintf(message, sizeof(message), "missing closing )");
        else
            (void)pcre2_get_error_message(fault, (PCRE2_UCHAR *)message, sizeof(message));
        (void)err_set(err, ERR_INVALID, "error parsing regexp: %s: `%.*s`", message,
                      (int)pattern->text.len, pattern->text.s);
    }
    return code;
}

struct match {
    size_t start, end;
};

typedef int match_visitor(void *context, const pcre2_code *code, const PCRE2_SIZE *groups,
                          uint32_t n_groups);

/* Calls `visit` for each of at most `max` matches (max < 0: all) that do not overlap; stops when it
 * returns nonzero. */
static int for_each_match(const struct value *pattern, struct text t, int64_t max,
                          match_visitor *visit, void *context, struct err *err)
{
    auto_regex pcre2_code *code = compile(pattern, err);
    auto_match pcre2_match_data *data = NULL;
    size_t at = 0, last_end = (size_t)-1;

    if (!code)
        return -1;
    data = regex_match_data(code);
    while (max != 0 && at <= t.len) {
        const PCRE2_SIZE *groups;
        int rc = regex_match(code, data, t.s, t.len, at);

        if (rc == PCRE2_ERROR_NOMATCH)
            break;
        if (rc < 0)
            return err_set(err, ERR_INVALID, "regular expression takes too long: `%.*s`",
                           (int)pattern->text.len, pattern->text.s);
        groups = pcre2_get_ovector_pointer(data);
        if (groups[0] == groups[1] &&
            groups[0] == last_end) { /* Go: no empty match right behind a match */
            at = groups[1] + 1;
            last_end = (size_t)-1;
            continue;
        }
        if (visit(context, code, groups, (uint32_t)rc))
            break;
        last_end = groups[1];
        at = groups[1] + (groups[0] == groups[1]);
        max -= max > 0;
    }
    return 0;
}

static int stop_at_first(void *context, const pcre2_code *code, const PCRE2_SIZE *groups,
                         uint32_t n_groups)
{
    (void)code;
    (void)n_groups;
    *(struct match *)context = (struct match){groups[0], groups[1]};
    return 1;
}

static int find_first(const struct value *args, struct match *ret, struct err *err)
{
    *ret = (struct match){1, 0};
    return for_each_match(&args[0], args[1].text, 1, stop_at_first, ret, err);
}

HELM_FUNC(fn_must_match)
{
    struct match match;

    if (find_first(args, &match, err) < 0)
        return -1;
    *ret = value_bool(match.start <= match.end);
    return 0;
}

HELM_FUNC(fn_match)
{
    auto_err struct err ignored = ERR_INIT;
    struct match match;

    *ret = value_bool(find_first(args, &match, &ignored) == 0 && match.start <= match.end);
    return 0;
}

HELM_FUNC(fn_find)
{
    struct match match;

    if (find_first(args, &match, err) < 0)
        return -1;
    *ret = match.start <= match.end
               ? value_text(args[1].text.s + match.start, match.end - match.start)
               : value_text("", 0);
    return 0;
}

struct collector {
    struct text text;
    json_t *list;
    struct buf *out;
    struct text replacement;
    bool literal;
    size_t done;
};

static int collect(void *context, const pcre2_code *code, const PCRE2_SIZE *groups,
                   uint32_t n_groups)
{
    (void)code;
    struct collector *c = context;

    (void)n_groups;
    json_array_append_new(c->list,
                          json_stringn_nocheck(c->text.s + groups[0], groups[1] - groups[0]));
    return 0;
}

HELM_FUNC(fn_find_all)
{
    struct collector c = {.text = args[1].text, .list = gotmpl_new_list(run)};

    if (for_each_match(&args[0], c.text, args[2].integer, collect, &c, err) < 0)
        return -1;
    *ret = value_tree(c.list, &value_type_text_list);
    return 0;
}

/* The number of the group that `name` (digits or a name) means; -1 when there is none. */
static int group_number(const pcre2_code *code, const char *name, size_t len)
{
    auto_free char *text = mem_strndup(name, len);
    int number;

    if (strspn(text, "0123456789") == len)
        return len < 6 ? atoi(text) : -1;
    number = pcre2_substring_number_from_name(code, (PCRE2_SPTR)text);
    return number > 0 ? number : -1;
}

/* Regexp.Expand: $1, ${1}, ${name}, $$. */
static void expand(struct collector *c, const pcre2_code *code, const PCRE2_SIZE *groups,
                   uint32_t n_groups)
{
    struct text r = c->replacement;

    for (size_t i = 0; i < r.len;) {
        size_t start, end;
        bool braced;

        if (r.s[i] != '$' || i + 1 == r.len) {
            buf_addc(c->out, r.s[i++]);
            continue;
        }
        if (r.s[i + 1] == '$') {
            buf_addc(c->out, '$');
            i += 2;
            continue;
        }
        braced = r.s[i + 1] == '{';
        start = end = i + 1 + braced;
        while (end < r.len && (isalnum((unsigned char)r.s[end]) || r.s[end] == '_'))
            end++;
        if (end == start || (braced && (end == r.len || r.s[end] != '}'))) {
            buf_addc(c->out, '$');
            i++;
            continue;
        }
        int group = group_number(code, r.s + start, end - start);
        if (group >= 0 && (uint32_t)group < n_groups && groups[2 * group] != PCRE2_UNSET)
            buf_add(c->out, c->text.s + groups[2 * group],
                    groups[2 * group + 1] - groups[2 * group]);
        i = end + braced;
    }
}

static int replace_one(void *context, const pcre2_code *code, const PCRE2_SIZE *groups,
                       uint32_t n_groups)
{
    (void)code;
    struct collector *c = context;

    buf_add(c->out, c->text.s + c->done, groups[0] - c->done);
    if (c->literal)
        buf_add(c->out, c->replacement.s, c->replacement.len);
    else
        expand(c, code, groups, n_groups);
    c->done = groups[1];
    return c->out->overflown;
}

static int replace(struct gotmpl_run *run, const struct value *args, bool literal,
                   struct value *ret, struct err *err)
{
    auto_buf struct buf out = BUF_INIT(LIMIT_TEMPLATE_OUTPUT);
    struct collector c = {
        .text = args[1].text, .out = &out, .replacement = args[2].text, .literal = literal};

    if (for_each_match(&args[0], c.text, -1, replace_one, &c, err) < 0)
        return -1;
    buf_add(&out, c.text.s + c.done, c.text.len - c.done);
    if (buf_check(&out, "text", err) < 0)
        return -1;
    *ret = gotmpl_make_buf(run, &out);
    return 0;
}

HELM_FUNC(fn_replace_all)
{
    return replace(run, args, false, ret, err);
}

HELM_FUNC(fn_replace_all_literal)
{
    return replace(run, args, true, ret, err);
}

static int split_at(void *context, const pcre2_code *code, const PCRE2_SIZE *groups,
                    uint32_t n_groups)
{
    (void)code;
    struct collector *c = context;

    (void)n_groups;
    if (groups[1] == 0 || groups[0] == c->text.len) /* nothing in front of it, or behind */
        return 0;
    json_array_append_new(c->list, json_stringn_nocheck(c->text.s + c->done, groups[0] - c->done));
    c->done = groups[1];
    return 0;
}

HELM_FUNC(fn_split)
{
    struct collector c = {.text = args[1].text, .list = gotmpl_new_list(run)};
    int64_t max = args[2].integer;

    if (max != 0) {
        if (for_each_match(&args[0], c.text, max > 0 ? max - 1 : -1, split_at, &c, err) < 0)
            return -1;
        json_array_append_new(c.list, json_stringn_nocheck(c.text.s + c.done, c.text.len - c.done));
    }
    *ret = value_tree(c.list, &value_type_text_list);
    return 0;
}

HELM_FUNC(fn_quote_meta)
{
    auto_buf struct buf out = BUF_INIT(LIMIT_TEMPLATE_OUTPUT);

    for (size_t i = 0; i < args[0].text.len; i++) {
        char c = args[0].text.s[i];

        if (c && strchr("\\.+*?()|[]{}^$", c))
            buf_addc(&out, '\\');
        buf_addc(&out, c);
    }
    *ret = gotmpl_make_buf(run, &out);
    return 0;
}

static const struct gotmpl_func funcs[] = {
    {"mustRegexFind", "ss", fn_find},
    {"mustRegexFindAll", "ssi", fn_find_all},
    {"mustRegexMatch", "ss", fn_must_match},
    {"mustRegexReplaceAll", "sss", fn_replace_all},
    {"mustRegexReplaceAllLiteral", "sss", fn_replace_all_literal},
    {"mustRegexSplit", "ssi", fn_split},
    {"regexFind", "ss", fn_find},
    {"regexFindAll", "ssi", fn_find_all},
    {"regexMatch", "ss", fn_match},
    {"regexQuoteMeta", "s", fn_quote_meta},
    {"regexReplaceAll", "sss", fn_replace_all},
    {"regexReplaceAllLiteral", "sss", fn_replace_all_literal},
    {"regexSplit", "ssi", fn_split},
};

const struct gotmpl_table helm_funcs_regex = {funcs, ARRAY_LEN(funcs)};
