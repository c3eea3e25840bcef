#include "helm/engine.h"

#include <fnmatch.h>
#include <string.h>

#include "base/base64.h"
#include "base/limits.h"
#include "gotmpl/fmt.h"
#include "helm/funcs.h"
#include "yaml/yaml.h"

/* ---- typed trees ---- */

static size_t slot_of(const struct helm_engine *engine, const json_t *json)
{
    size_t mask = engine->cap_typed - 1,
           at = ((size_t)json >> 4) * 0x9e3779b97f4a7c15ull >> 32 & mask;

    while (engine->typed[at].json && engine->typed[at].json != json)
        at = (at + 1) & mask;
    return at;
}

void helm_engine_type(struct helm_engine *engine, const json_t *json, const struct value_type *type)
{
    if (2 * (engine->n_typed + 1) > engine->cap_typed) {
        struct helm_engine old = *engine;

        engine->cap_typed = old.cap_typed ? old.cap_typed * 2 : 32;
        engine->typed = mem_zalloc(engine->cap_typed * sizeof(*engine->typed));
        for (size_t i = 0; i < old.cap_typed; i++) {
            if (old.typed[i].json)
                engine->typed[slot_of(engine, old.typed[i].json)] = old.typed[i];
        }
        free(old.typed);
    }
    engine->typed[slot_of(engine, json)] = (struct helm_typed){json, type};
    engine->n_typed++;
}

const struct value_type *helm_engine_type_of(struct gotmpl_run *run, const json_t *json)
{
    const struct helm_engine *engine = run->user;

    return engine->cap_typed ? engine->typed[slot_of(engine, json)].type : NULL;
}

void helm_engine_done(struct helm_engine *engine)
{
    for (size_t i = engine->n_tpl_sets; i-- > 0;)
        gotmpl_set_free(engine->tpl_sets[i]);
    free(engine->tpl_sets);
    free(engine->typed);
}

/* ---- structs of the data ---- */

static int struct_field(const struct value *self, const char *name, struct value *ret)
{
    json_t *field = json_object_get(self->json, name);

    if (!field)
        return 0;
    *ret = value_of(field);
    ret->dynamic = false;
    return 1;
}

const struct value_type helm_type_struct = {
    .name = "chart.Metadata", .is_struct = true, .field = struct_field};

static int version_method(struct gotmpl_run *run, const struct value *self, const char *name,
                          const struct value *args, size_t n, struct value *ret, struct err *err)
{
    (void)run;
    (void)args;
    (void)n;
    (void)err;
    if (strcmp(name, "String") != 0 && strcmp(name, "GitVersion") != 0)
        return 0;
    *ret = value_of(json_object_get(self->json, "Version"));
    return 1;
}

const struct value_type helm_type_kube_version = {.name = "*chartutil.KubeVersion",
                                                  .is_struct = true,
                                                  .field = struct_field,
                                                  .method = version_method};

static int one_text(const char *method, const struct value *args, size_t n, struct err *err)
{
    if (n != 1)
        return err_set(err, ERR_INVALID, "wrong number of args for %s: want 1 got %zu", method, n);
    if (args[0].kind != VALUE_TEXT)
        return err_set(err, ERR_INVALID, "wrong type for value; expected string; got %s",
                       value_type_name(&args[0]));
    return 0;
}

static int api_versions_method(struct gotmpl_run *run, const struct value *self, const char *name,
                               const struct value *args, size_t n, struct value *ret,
                               struct err *err)
{
    (void)run;
    if (strcmp(name, "Has") != 0)
        return 0;
    if (one_text(name, args, n, err) < 0)
        return -1;
    *ret = value_bool(false);
    for (size_t i = 0; i < json_array_size(self->json); i++) {
        const char *version = json_string_value(json_array_get(self->json, i));

        if (strlen(version) == args[0].text.len &&
            memcmp(version, args[0].text.s, args[0].text.len) == 0)
            *ret = value_bool(true);
    }
    return 1;
}

const struct value_type helm_type_api_versions = {.name = "chartutil.VersionSet",
                                                  .method = api_versions_method};

/* ---- .Files ---- */

const char *helm_base_name(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash ? slash + 1 : path;
}

/* gobwas/glob with '/' as separator: * stays within a folder, ** does not, {a,b} are alternatives.
 */
static bool glob(const char *pattern, const char *name, unsigned depth)
{
    const char *open = strchr(pattern, '{'), *close = open ? strchr(open, '}') : NULL;
    const char *deep = strstr(pattern, "**");

    if (depth > 32)
        return false;
    if (close) {
        for (const char *start = open + 1; start <= close;) {
            const char *end = start;

            while (end < close && *end != ',')
                end++;
            auto_free char *one = mem_printf("%.*s%.*s%s", (int)(open - pattern), pattern,
                                             (int)(end - start), start, close + 1);
            if (glob(one, name, depth + 1))
                return true;
            start = end + 1;
        }
        return false;
    }
    if (deep) {
        auto_free char *head = mem_strndup(pattern, (size_t)(deep - pattern));

        for (size_t i = 0; i <= strlen(name); i++) {
            auto_free char *front = mem_strndup(name, i);

            if (fnmatch(head, front, FNM_PATHNAME) != 0)
                continue;
            for (size_t k = i; k <= strlen(name); k++) {
                if (glob(deep + 2, name + k, depth + 1))
                    return true;
            }
        }
        return false;
    }
    return fnmatch(pattern, name, FNM_PATHNAME) == 0;
}

static json_t *files_glob(struct gotmpl_run *run, const json_t *files, struct text pattern)
{
    auto_free char *text = mem_strndup(pattern.s, pattern.len);
    json_t *found = helm_new_dict(run);
    const char *name;
    json_t *data;

    json_object_foreach ((json_t *)files, name, data) {
        if (glob(text, name, 0))
            (void)json_object_set_nocheck(found, name, data);
    }
    helm_engine_type(run->user, found, &helm_type_files);
    return found;
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

    if (json_object_size(by_base) == 0) {
        *ret = value_text("", 0);
        return 1;
    }
    if (secrets) {
        auto_json json_t *encoded = json_object();

        json_object_foreach (by_base, name, data) {
            auto_free char *text = base64_encode(json_string_value(data), json_string_length(data));

            json_put_text(encoded, name, text);
        }
        yaml_print(&out, encoded);
    } else {
        yaml_print(&out, by_base);
    }
    if (out.len && out.data[out.len - 1] == '\n')
        out.len--;
    *ret = gotmpl_make_text(run, buf_text(&out), out.len);
    return 1;
}

static int files_lines(struct gotmpl_run *run, const json_t *data, struct value *ret)
{
    json_t *list = helm_new_list(run);
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
    bool get = strcmp(name, "Get") == 0 || strcmp(name, "GetBytes") == 0,
         lines = strcmp(name, "Lines") == 0;

    if (strcmp(name, "AsConfig") == 0 || strcmp(name, "AsSecrets") == 0)
        return files_as(run, self->json, name[2] == 'S', ret);
    if (!get && !lines && strcmp(name, "Glob") != 0)
        return 0;
    if (one_text(name, args, n, err) < 0)
        return -1;
    if (!get && !lines) {
        *ret = value_tree(files_glob(run, self->json, args[0].text), &helm_type_files);
        return 1;
    }
    auto_free char *key = mem_strndup(args[0].text.s, args[0].text.len);
    json_t *data = json_object_get(self->json, key);
    if (lines)
        return files_lines(run, data, ret);
    *ret = data ? value_of(data) : value_text("", 0);
    return 1;
}

const struct value_type helm_type_files = {
    .name = "engine.files", .method = files_method, .zero_text = true};

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
    auto_buf struct buf out = BUF_INIT(LIMIT_TEMPLATE_OUTPUT),
                        quoted = BUF_INIT(LIMIT_TEMPLATE_TEXT);
    const struct gotmpl_set *outer = run->set;
    struct gotmpl_set *set = gotmpl_set_child(outer);
    int rc;

    mem_grow(&engine->tpl_sets, &engine->cap_tpl_sets, engine->n_tpl_sets,
             sizeof(struct gotmpl_set *));
    engine->tpl_sets[engine->n_tpl_sets++] = set;
    if (gotmpl_parse(set, "gotpl", args[0].text.s, args[0].text.len, err) < 0) {
        fmt_quote(&quoted, args[0].text);
        return err_wrap(err, "cannot parse template %s", buf_text(&quoted));
    }
    run->set = set;
    rc = gotmpl_execute(run, "gotpl", &args[1], &out, err);
    run->set = outer;
    if (rc < 0) {
        fmt_quote(&quoted, args[0].text);
        return err_wrap(err, "error during tpl function execution for %s", buf_text(&quoted));
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
    *ret = value_tree(helm_new_dict(run), NULL);
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
