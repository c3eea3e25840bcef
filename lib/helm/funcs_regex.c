/* sprig: regex.go. Go's RE2 syntax by PCRE2: what RE2 refuses (look-around, back-references,
 * possessive and atomic parts) is an error here too, and matching is bounded where RE2 is linear.
 */
#define PCRE2_CODE_UNIT_WIDTH 8
#include <ctype.h>
#include <pcre2.h>
#include <string.h>

#include "base/limits.h"
#include "helm/funcs.h"

#define MATCH_LIMIT 10000000u

static void code_cleanup(pcre2_code **code)
{
    pcre2_code_free(*code);
}

static void match_cleanup(pcre2_match_data **data)
{
    pcre2_match_data_free(*data);
}

static void context_cleanup(pcre2_match_context **context)
{
    pcre2_match_context_free(*context);
}

/* The first construct of PCRE that RE2 does not have, or NULL. */
static const char *foreign_construct(struct text pattern)
{
    bool in_class = false;

    for (size_t i = 0; i + 1 < pattern.len; i++) {
        const char *s = pattern.s + i;

        if (*s == '\\') {
            if (!in_class &&
                ((s[1] >= '1' && s[1] <= '9') || s[1] == 'k' || s[1] == 'g' || s[1] == 'K' ||
                 s[1] == 'R' || s[1] == 'X' || s[1] == 'G' || s[1] == 'Z'))
                return "invalid escape sequence";
            i++;
        } else if (in_class) {
            in_class = *s != ']';
        } else if (*s == '[') {
            in_class = true;
            if (s[1] == '^' && i + 2 < pattern.len && s[2] == ']')
                i += 2;
            else if (s[1] == ']')
                i++;
        } else if (*s == '(' && s[1] == '?') {
            char c = i + 2 < pattern.len ? s[2] : '\0';
            char d = i + 3 < pattern.len ? s[3] : '\0';

            if (c == '=' || c == '!' || c == '>' || c == '|' || c == '#' || c == '(' || c == '&' ||
                c == 'R' || isdigit((unsigned char)c) || (c == '<' && (d == '=' || d == '!')))
                return "invalid or unsupported Perl syntax";
        } else if ((*s == '*' || *s == '+' || *s == '?' || *s == '}') && s[1] == '+') {
            return "invalid nested repetition operator";
        }
    }
    return NULL;
}

static pcre2_code *compile(const struct value *pattern, struct err *err)
{
    const char *foreign = foreign_construct(pattern->text);
    char message[160];
    PCRE2_SIZE offset;
    pcre2_code *code;
    int fault;

    if (foreign) {
        (void)err_set(err, ERR_INVALID, "error parsing regexp: %s: `%.*s`", foreign,
                      (int)pattern->text.len, pattern->text.s);
        return NULL;
    }
    code = pcre2_compile((PCRE2_SPTR)pattern->text.s, pattern->text.len,
                         PCRE2_UTF | PCRE2_MATCH_INVALID_UTF | PCRE2_DOLLAR_ENDONLY |
                             PCRE2_NEVER_BACKSLASH_C,
                         &fault, &offset, NULL);
    if (!code) {
        (void)pcre2_get_error_message(fault, (PCRE2_UCHAR *)message, sizeof(message));
        (void)err_set(err, ERR_INVALID, "error parsing regexp: %s: `%.*s`", message,
                      (int)pattern->text.len, pattern->text.s);
    }
    return code;
}

struct match {
    size_t start, end;
};

typedef int match_visitor(void *context, const PCRE2_SIZE *groups, uint32_t n_groups);

/* Calls `visit` for each of at most `max` matches (max < 0: all) that do not overlap; stops when it
 * returns nonzero. */
static int for_each_match(const struct value *pattern, struct text t, int64_t max,
                          match_visitor *visit, void *context, struct err *err)
{
    ATTR_CLEANUP(code_cleanup) pcre2_code *code = compile(pattern, err);
    ATTR_CLEANUP(match_cleanup) pcre2_match_data *data = NULL;
    ATTR_CLEANUP(context_cleanup) pcre2_match_context *limits = NULL;
    size_t at = 0, last_end = (size_t)-1;

    if (!code)
        return -1;
    data = pcre2_match_data_create_from_pattern(code, NULL);
    limits = pcre2_match_context_create(NULL);
    (void)pcre2_set_match_limit(limits, MATCH_LIMIT);
    while (max != 0 && at <= t.len) {
        const PCRE2_SIZE *groups;
        int rc = pcre2_match(code, (PCRE2_SPTR)t.s, t.len, at, 0, data, limits);

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
        if (visit(context, groups, (uint32_t)rc))
            break;
        last_end = groups[1];
        at = groups[1] + (groups[0] == groups[1]);
        max -= max > 0;
    }
    return 0;
}

static int stop_at_first(void *context, const PCRE2_SIZE *groups, uint32_t n_groups)
{
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

static int collect(void *context, const PCRE2_SIZE *groups, uint32_t n_groups)
{
    struct collector *c = context;

    (void)n_groups;
    json_array_append_new(c->list,
                          json_stringn_nocheck(c->text.s + groups[0], groups[1] - groups[0]));
    return 0;
}

HELM_FUNC(fn_find_all)
{
    struct collector c = {.text = args[1].text, .list = helm_new_list(run)};

    if (for_each_match(&args[0], c.text, args[2].integer, collect, &c, err) < 0)
        return -1;
    *ret = value_tree(c.list, &value_type_text_list);
    return 0;
}

/* Regexp.Expand: $1, ${1}, ${name} (names are looked up as numbers only), $$. */
static void expand(struct collector *c, const PCRE2_SIZE *groups, uint32_t n_groups)
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
        bool digits = true;
        unsigned group = 0;
        for (size_t k = start; k < end; k++) {
            digits &= isdigit((unsigned char)r.s[k]) != 0;
            group = group * 10 + (unsigned)(r.s[k] - '0');
        }
        if (digits && group < n_groups && groups[2 * group] != PCRE2_UNSET)
            buf_add(c->out, c->text.s + groups[2 * group],
                    groups[2 * group + 1] - groups[2 * group]);
        i = end + braced;
    }
}

static int replace_one(void *context, const PCRE2_SIZE *groups, uint32_t n_groups)
{
    struct collector *c = context;

    buf_add(c->out, c->text.s + c->done, groups[0] - c->done);
    if (c->literal)
        buf_add(c->out, c->replacement.s, c->replacement.len);
    else
        expand(c, groups, n_groups);
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

static int split_at(void *context, const PCRE2_SIZE *groups, uint32_t n_groups)
{
    struct collector *c = context;

    (void)n_groups;
    if (groups[1] == 0)
        return 0;
    json_array_append_new(c->list, json_stringn_nocheck(c->text.s + c->done, groups[0] - c->done));
    c->done = groups[1];
    return 0;
}

HELM_FUNC(fn_split)
{
    struct collector c = {.text = args[1].text, .list = helm_new_list(run)};
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
