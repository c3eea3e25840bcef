/* .Files: the files of a chart that are no templates, with the methods of Helm's
 * pkg/engine/files.go.
 */
#include <ctype.h>
#include <string.h>

#include "base/base64.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/rune.h"
#include "helm/dot.h"
#include "helm/funcs.h"
#include "helm/regex.h"
#include "yaml/yaml.h"

/* ---- patterns: those of gobwas/glob, as regular expressions ---- */

struct glob {
    const char *p, *end;
    unsigned open; /* braces */
    struct buf regex;
};

static void add_character(struct glob *g, const char *s, size_t len)
{
    if (len == 1 && ispunct((unsigned char)*s))
        buf_addc(&g->regex, '\\');
    buf_add(&g->regex, s, len);
}

static size_t character(const struct glob *g)
{
    size_t len = rune_length(g->p, (size_t)(g->end - g->p));

    return len ? len : 1;
}

/* Text up to one of `stops`; \x stands for x. The number of characters. */
static size_t add_text(struct glob *g, const char *stops)
{
    size_t n = 0, len;

    for (; g->p < g->end && !(*g->p && strchr(stops, *g->p)); g->p += len, n++) {
        if (*g->p == '\\' && ++g->p == g->end)
            break;
        len = character(g);
        add_character(g, g->p, len);
    }
    return n;
}

/* [abc] or [a-c], [!...]; false when it is broken. */
static bool add_class(struct glob *g)
{
    size_t len;

    buf_addc(&g->regex, '[');
    g->p++;
    if (g->p < g->end && *g->p == '!') {
        buf_addc(&g->regex, '^');
        g->p++;
    }
    if (g->p == g->end)
        return false;
    len = character(g);
    if (g->p + len < g->end && g->p[len] == '-') {
        const char *low = g->p;

        add_character(g, g->p, len);
        buf_addc(&g->regex, '-');
        g->p += len + 1;
        if (g->p == g->end)
            return false;
        len = character(g);
        if (rune_decode(low, (size_t)(g->end - low), &(size_t){0}) >
            rune_decode(g->p, (size_t)(g->end - g->p), &(size_t){0}))
            return false;
        add_character(g, g->p, len);
        g->p += len;
    } else if (add_text(g, "]") == 0) {
        return false;
    }
    if (g->p == g->end || *g->p != ']')
        return false;
    g->p++;
    buf_addc(&g->regex, ']');
    return true;
}

static bool add_item(struct glob *g)
{
    switch (*g->p) {
    case '[':
        return add_class(g);
    case '{':
        g->open++;
        buf_adds(&g->regex, "(?:");
        break;
    case '?':
        buf_adds(&g->regex, "[^/]");
        break;
    case '*':
        if (g->p + 1 < g->end && g->p[1] == '*')
            g->p++, buf_adds(&g->regex, ".*");
        else
            buf_adds(&g->regex, "[^/]*");
        break;
    case ',':
    case '}':
        if (g->open) {
            buf_addc(&g->regex, *g->p == ',' ? '|' : ')');
            g->open -= *g->p == '}';
            break;
        }
        /* fall through */
    default:
        (void)add_text(g, g->open ? "?*[{}," : "?*[{");
        return true;
    }
    g->p++;
    return true;
}

/* A pattern that is broken stands for all files, as in Helm. Never NULL. */
static pcre2_code *glob_compile(struct text pattern)
{
    struct glob g = {
        .p = pattern.s, .end = pattern.s + pattern.len, .regex = BUF_INIT(LIMIT_TEMPLATE_TEXT)};
    const uint32_t options =
        PCRE2_UTF | PCRE2_MATCH_INVALID_UTF | PCRE2_DOTALL | PCRE2_ANCHORED | PCRE2_ENDANCHORED;
    bool good = true;
    pcre2_code *code = NULL;
    size_t at;
    int fault;

    while (good && g.p < g.end)
        good = add_item(&g);
    buf_fill(&g.regex, ')', g.open);
    if (good && !g.regex.overflown)
        code = regex_compile(buf_text(&g.regex), g.regex.len, options, &fault, &at);
    buf_done(&g.regex);
    return code ? code : regex_compile("", 0, 0, &fault, &at);
}

/* ---- methods ---- */

static int files_glob(struct gotmpl_run *run, const json_t *files, struct text pattern,
                      struct value *ret, struct err *err)
{
    auto_regex pcre2_code *code = glob_compile(pattern);
    auto_match pcre2_match_data *match = regex_match_data(code);
    json_t *found = gotmpl_new_dict(run);
    const char *name;
    json_t *data;

    json_object_foreach ((json_t *)files, name, data) {
        int rc = regex_match(code, match, name, strlen(name), 0);

        if (rc == PCRE2_ERROR_MATCHLIMIT)
            return err_set(err, ERR_INVALID, "pattern takes too long: %.*s", (int)pattern.len,
                           pattern.s);
        if (rc >= 0)
            (void)json_object_set_nocheck(found, name, data);
    }
    gotmpl_set_type(run, found, &helm_type_files);
    *ret = value_tree(found, &helm_type_files);
    return 1;
}

static json_t *files_by_base(const json_t *files)
{
    json_t *result = json_object();
    const char *name;
    json_t *data;

    json_object_foreach ((json_t *)files, name, data) {
        (void)json_object_set_nocheck(result, helm_base_name(name), data);
    }
    return result;
}

/* AsConfig, AsSecrets: the files by base name as YAML, in base64 for Secrets. */
static int files_as(struct gotmpl_run *run, const json_t *files, bool secrets, struct value *ret)
{
    auto_buf struct buf out = BUF_INIT(LIMIT_TEMPLATE_OUTPUT);
    auto_json json_t *by_base = files_by_base(files);
    const char *name;
    json_t *data;

    if (secrets) {
        auto_json json_t *encoded = json_object();

        json_object_foreach (by_base, name, data) {
            auto_free char *text = base64_encode(json_string_value(data), json_string_length(data));

            json_put_text(encoded, name, text);
        }
        (void)yaml_print(&out, encoded);
    } else {
        (void)yaml_print(&out, by_base);
    }
    if (out.len && out.data[out.len - 1] == '\n')
        out.len--;
    *ret = gotmpl_make_text(run, buf_text(&out), out.len);
    return 1;
}

static int files_lines(struct gotmpl_run *run, const json_t *data, struct value *ret)
{
    json_t *list = gotmpl_new_list(run);
    const char *s = json_string_value(data), *end = s ? s + json_string_length(data) : NULL;

    while (s && s <= end) {
        const char *newline = memchr(s, '\n', (size_t)(end - s));
        const char *stop = newline ? newline : end;

        if (newline || stop > s)
            json_array_append_new(list, json_stringn_nocheck(s, (size_t)(stop - s)));
        s = stop + 1;
    }
    *ret = value_tree(list, &value_type_text_list);
    return 1;
}

static int files_method(struct gotmpl_run *run, const struct value *self, const char *name,
                        const struct value *args, size_t n, struct value *ret, struct err *err)
{
    bool bytes = strcmp(name, "GetBytes") == 0;

    (void)n;
    if (strcmp(name, "AsConfig") == 0 || strcmp(name, "AsSecrets") == 0)
        return files_as(run, self->json, name[2] == 'S', ret);
    if (strcmp(name, "Glob") == 0)
        return files_glob(run, self->json, args[0].text, ret, err);
    if (!bytes && strcmp(name, "Get") != 0 && strcmp(name, "Lines") != 0)
        return 0;
    auto_free char *key = mem_strndup(args[0].text.s, args[0].text.len);
    json_t *data = json_object_get(self->json, key);
    if (strcmp(name, "Lines") == 0)
        return files_lines(run, data, ret);
    *ret = data ? value_of(data) : value_text("", 0);
    ret->type = bytes ? &value_type_bytes : NULL;
    return 1;
}

static const struct value_signature signatures[] = {
    {"AsConfig", ""}, {"AsSecrets", ""}, {"Get", "s"}, {"GetBytes", "s"},
    {"Glob", "s"},    {"Lines", "s"},    {NULL, NULL}};

const struct value_type helm_type_files = {.name = "engine.files",
                                           .zero_text = true,
                                           .method = files_method,
                                           .signatures = signatures,
                                           .element = &value_type_bytes};
