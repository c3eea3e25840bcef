/* sprig: list.go, dict.go, defaults.go, reflect.go. Lists are copied where sprig copies, dicts
 * changed in place. */
#include <string.h>

#include "base/limits.h"
#include "helm/convert.h"
#include "helm/funcs.h"

/* A key as a C text; NUL bytes cannot be in one. */
static const char *key_of(struct gotmpl_run *run, const struct value *v)
{
    auto_buf struct buf text = BUF_INIT(LIMIT_MESSAGE);

    if (v->kind == VALUE_TEXT)
        return arena_strndup(&run->arena, v->text.s, v->text.len);
    convert_text(&text, v);
    return arena_strndup(&run->arena, buf_text(&text), text.len);
}

static void put(struct gotmpl_run *run, json_t *dict, const char *key, json_t *taken)
{
    gotmpl_keep(run, json_object_get(dict, key));
    json_put(dict, key, taken);
}

static int need_list(const struct value *v, const char *what, struct err *err)
{
    if (v->kind == VALUE_LIST)
        return 0;
    if (value_is_nil(v)) /* reflect.TypeOf(nil).Kind() */
        return err_set(err, ERR_INVALID,
                       "runtime error: invalid memory address or nil pointer dereference");
    return err_set(err, ERR_INVALID, "Cannot %s type %s", what, value_kind_name(v));
}

/* ---- dicts ---- */

HELM_FUNC(fn_dict)
{
    json_t *dict = gotmpl_new_dict(run);

    for (size_t i = 0; i < n; i += 2)
        json_put(dict, key_of(run, &args[i]),
                 i + 1 < n ? value_json(&args[i + 1]) : json_string(""));
    *ret = value_tree(dict, NULL);
    return 0;
}

static json_t *dict_of(const struct value *v)
{
    return v->kind == VALUE_MAP ? v->json : NULL;
}

HELM_FUNC(fn_get)
{
    json_t *found = json_object_get(dict_of(&args[0]), key_of(run, &args[1]));

    *ret = found ? gotmpl_value_of(run, found, NULL) : value_text("", 0);
    return 0;
}

HELM_FUNC(fn_set)
{
    if (!dict_of(&args[0]))
        return err_set(err, ERR_INVALID, "assignment to entry in nil map");

    const char *key = key_of(run, &args[1]);

    const struct value_type *type = gotmpl_value_of(run, args[0].json, NULL).type;

    put(run, args[0].json, key, value_json(&args[2]));
    if (type && type->stored)
        type->stored(run, key, &args[2]);
    *ret = args[0];
    return 0;
}

HELM_FUNC(fn_unset)
{
    if (!dict_of(&args[0])) { /* a nil map is one without keys */
        *ret = value_tree(gotmpl_new_dict(run), NULL);
        return 0;
    }

    const char *key = key_of(run, &args[1]);

    if (dict_of(&args[0])) {
        gotmpl_keep(run, json_object_get(args[0].json, key));
        (void)json_object_del(args[0].json, key);
    }
    *ret = args[0];
    return 0;
}

HELM_FUNC(fn_has_key)
{
    *ret = value_bool(json_object_get(dict_of(&args[0]), key_of(run, &args[1])) != NULL);
    return 0;
}

HELM_FUNC(fn_pluck)
{
    const char *key = key_of(run, &args[0]);
    json_t *list = gotmpl_new_list(run);

    for (size_t i = 1; i < n; i++) {
        json_t *found = json_object_get(dict_of(&args[i]), key);

        if (found)
            json_array_append(list, found);
    }
    *ret = value_tree(list, NULL);
    return 0;
}

/* Go's order of keys is random; ours is sorted. */
HELM_FUNC(fn_keys)
{
    json_t *list = gotmpl_new_list(run);

    for (size_t i = 0; i < n; i++) {
        size_t count;
        auto_free const char **keys = json_sorted_keys(dict_of(&args[i]), &count);

        for (size_t k = 0; k < count; k++)
            json_array_append_new(list, json_string_nocheck(keys[k]));
    }
    *ret = value_tree(list, &value_type_text_list);
    return 0;
}

HELM_FUNC(fn_values)
{
    json_t *list = gotmpl_new_list(run);
    size_t count;
    auto_free const char **keys = json_sorted_keys(dict_of(&args[0]), &count);

    for (size_t k = 0; k < count; k++)
        json_array_append(list, json_object_get(args[0].json, keys[k]));
    *ret = value_tree(list, NULL);
    return 0;
}

HELM_FUNC(fn_pick)
{
    json_t *dict = gotmpl_new_dict(run);

    for (size_t i = 1; i < n; i++) {
        const char *key = key_of(run, &args[i]);
        json_t *found = json_object_get(dict_of(&args[0]), key);

        if (found)
            (void)json_object_set_nocheck(dict, key, found);
    }
    *ret = value_tree(dict, NULL);
    return 0;
}

HELM_FUNC(fn_omit)
{
    json_t *dict = gotmpl_new_dict(run);

    if (dict_of(&args[0]))
        (void)json_object_update(dict, args[0].json);
    for (size_t i = 1; i < n; i++)
        (void)json_object_del(dict, key_of(run, &args[i]));
    *ret = value_tree(dict, NULL);
    return 0;
}

static bool json_is_empty(const json_t *v)
{
    struct value value = value_of((json_t *)v);

    return convert_is_empty(&value);
}

/* dario.cat/mergo as far as JSON data reaches it. */
static void merge(struct gotmpl_run *run, json_t *dst, const json_t *src, bool overwrite)
{
    const char *key;
    json_t *value;

    if (dst == src)
        return;
    json_object_foreach ((json_t *)src, key, value) {
        json_t *old = json_object_get(dst, key);

        if (json_is_null(value)) {
            if (overwrite)
                put(run, dst, key, json_null());
        } else if (json_is_object(value) && json_is_object(old)) {
            merge(run, old, value, overwrite);
        } else if (overwrite || !old || json_is_empty(old)) {
            put(run, dst, key, json_incref(value));
        }
    }
}

/* Into the first, or into a new dict when that is nil and another is not. */
static struct value merge_all(struct gotmpl_run *run, const struct value *args, size_t n,
                              bool overwrite)
{
    struct value dst = args[0];

    for (size_t i = 1; i < n; i++) {
        if (!dict_of(&args[i]))
            continue;
        if (!dict_of(&dst))
            dst = value_tree(gotmpl_new_dict(run), NULL);
        merge(run, dst.json, args[i].json, overwrite);
    }
    return dst;
}

HELM_FUNC(fn_merge)
{
    *ret = merge_all(run, args, n, false);
    return 0;
}

HELM_FUNC(fn_merge_overwrite)
{
    *ret = merge_all(run, args, n, true);
    return 0;
}

HELM_FUNC(fn_deep_copy)
{
    if (value_is_nil(&args[0]))
        return err_set(err, ERR_INVALID, "reflect: call of reflect.Value.Type on zero Value");
    *ret = args[0];
    if (args[0].kind == VALUE_MAP || args[0].kind == VALUE_LIST)
        ret->json = gotmpl_own(run, json_deep_copy(args[0].json));
    return 0;
}

/* Go's v.(map[string]interface{}), which .Values is not, but .Values.AsMap. */
static int assert_map(const struct value *v, struct err *err)
{
    static const char type[] = "map[string]interface {}";
    const char *name = value_is_nil(v) ? "nil" : value_inner_type_name(v);

    if (v->kind == VALUE_MAP && strcmp(name, type) == 0)
        return 0;
    return err_set(err, ERR_INVALID, "interface conversion: interface {} is %s, not %s", name,
                   type);
}

HELM_FUNC(fn_dig)
{
    struct value dict;

    if (n < 3)
        return err_set(err, ERR_INVALID, "dig needs at least three arguments");
    dict = args[n - 1];
    if (assert_map(&dict, err) < 0)
        return -1;
    for (size_t i = 0; i < n - 2; i++) {
        if (args[i].kind != VALUE_TEXT)
            return err_set(err, ERR_INVALID, "interface conversion: interface {} is %s, not string",
                           value_is_nil(&args[i]) ? "nil" : value_inner_type_name(&args[i]));
    }
    for (size_t i = 0; i < n - 2; i++) {
        json_t *step;

        if (assert_map(&dict, err) < 0)
            return -1;
        step = json_object_get(dict.json, key_of(run, &args[i]));
        if (!step) {
            *ret = args[n - 2];
            return 0;
        }
        dict = gotmpl_value_of(run, step, NULL);
    }
    *ret = dict;
    return 0;
}

/* ---- lists ---- */

HELM_FUNC(fn_list)
{
    json_t *list = gotmpl_new_list(run);

    for (size_t i = 0; i < n; i++)
        json_array_append_new(list, value_json(&args[i]));
    *ret = value_tree(list, NULL);
    return 0;
}

/* A new list with the elements `from` to `to`. */
static json_t *copy_range(struct gotmpl_run *run, const json_t *list, size_t from, size_t to)
{
    json_t *copy = gotmpl_new_list(run);

    for (size_t i = from; i < to; i++)
        json_array_append(copy, json_array_get(list, i));
    return copy;
}

HELM_FUNC(fn_append)
{
    json_t *list;

    if (need_list(&args[0], "push on", err) < 0)
        return -1;
    list = copy_range(run, args[0].json, 0, json_array_size(args[0].json));
    json_array_append_new(list, value_json(&args[1]));
    *ret = value_tree(list, NULL);
    return 0;
}

HELM_FUNC(fn_prepend)
{
    json_t *list;

    if (need_list(&args[0], "prepend on", err) < 0)
        return -1;
    list = copy_range(run, args[0].json, 0, json_array_size(args[0].json));
    json_array_insert_new(list, 0, value_json(&args[1]));
    *ret = value_tree(list, NULL);
    return 0;
}

HELM_FUNC(fn_first)
{
    if (need_list(&args[0], "find first on", err) < 0)
        return -1;
    *ret = json_array_size(args[0].json)
               ? gotmpl_value_of(run, json_array_get(args[0].json, 0), NULL)
               : value_nil();
    return 0;
}

HELM_FUNC(fn_last)
{
    size_t size;

    if (need_list(&args[0], "find last on", err) < 0)
        return -1;
    size = json_array_size(args[0].json);
    *ret = size ? gotmpl_value_of(run, json_array_get(args[0].json, size - 1), NULL) : value_nil();
    return 0;
}

HELM_FUNC(fn_rest)
{
    if (need_list(&args[0], "find rest on", err) < 0)
        return -1;
    *ret = value_tree(copy_range(run, args[0].json, 1, json_array_size(args[0].json)), NULL);
    return 0;
}

HELM_FUNC(fn_initial)
{
    size_t size;

    if (need_list(&args[0], "find initial on", err) < 0)
        return -1;
    size = json_array_size(args[0].json);
    *ret = value_tree(copy_range(run, args[0].json, 0, size ? size - 1 : 0), NULL);
    return 0;
}

HELM_FUNC(fn_reverse)
{
    json_t *list;

    if (need_list(&args[0], "find reverse on", err) < 0)
        return -1;
    list = gotmpl_new_list(run);
    for (size_t i = json_array_size(args[0].json); i-- > 0;)
        json_array_append(list, json_array_get(args[0].json, i));
    *ret = value_tree(list, NULL);
    return 0;
}

static bool list_has(const json_t *list, const json_t *item)
{
    for (size_t i = 0; i < json_array_size(list); i++) {
        if (value_deep_equal(json_array_get(list, i), item))
            return true;
    }
    return false;
}

HELM_FUNC(fn_uniq)
{
    json_t *list;

    if (need_list(&args[0], "find uniq on", err) < 0)
        return -1;
    list = gotmpl_new_list(run);
    for (size_t i = 0; i < json_array_size(args[0].json); i++) {
        if (!list_has(list, json_array_get(args[0].json, i)))
            json_array_append(list, json_array_get(args[0].json, i));
    }
    *ret = value_tree(list, NULL);
    return 0;
}

HELM_FUNC(fn_without)
{
    json_t *list, *omit = gotmpl_new_list(run);

    if (need_list(&args[0], "find without on", err) < 0)
        return -1;
    for (size_t i = 1; i < n; i++)
        json_array_append_new(omit, value_json(&args[i]));
    list = gotmpl_new_list(run);
    for (size_t i = 0; i < json_array_size(args[0].json); i++) {
        if (!list_has(omit, json_array_get(args[0].json, i)))
            json_array_append(list, json_array_get(args[0].json, i));
    }
    *ret = value_tree(list, NULL);
    return 0;
}

HELM_FUNC(fn_compact)
{
    json_t *list;

    if (need_list(&args[0], "compact on", err) < 0)
        return -1;
    list = gotmpl_new_list(run);
    for (size_t i = 0; i < json_array_size(args[0].json); i++) {
        if (!json_is_empty(json_array_get(args[0].json, i)))
            json_array_append(list, json_array_get(args[0].json, i));
    }
    *ret = value_tree(list, NULL);
    return 0;
}

HELM_FUNC(fn_has)
{
    json_t *needle;

    *ret = value_bool(false);
    if (value_is_nil(&args[1]))
        return 0;
    if (need_list(&args[1], "find has on", err) < 0)
        return -1;
    needle = value_json(&args[0]);
    *ret = value_bool(list_has(args[1].json, needle));
    json_decref(needle);
    return 0;
}

HELM_FUNC(fn_slice)
{
    int64_t size, from = 0, to;

    if (args[0].kind != VALUE_LIST)
        return err_set(err, ERR_INVALID, "list should be type of slice or array but %s",
                       value_kind_name(&args[0]));
    size = to = (int64_t)json_array_size(args[0].json);
    if (n > 1)
        from = convert_int(&args[1]);
    if (n > 2)
        to = convert_int(&args[2]);
    if (size == 0) {
        *ret = value_nil();
        return 0;
    }
    if (from < 0 || to < from || to > size)
        return err_set(err, ERR_INVALID, "reflect.Value.Slice: slice index out of bounds");
    *ret = value_tree(copy_range(run, args[0].json, (size_t)from, (size_t)to), NULL);
    return 0;
}

HELM_FUNC(fn_concat)
{
    json_t *list = gotmpl_new_list(run);

    for (size_t i = 0; i < n; i++) {
        if (args[i].kind != VALUE_LIST)
            return value_is_nil(&args[i])
                       ? need_list(&args[i], "concat", err)
                       : err_set(err, ERR_INVALID, "Cannot concat type %s as list",
                                 value_kind_name(&args[i]));
        (void)json_array_extend(list, args[i].json);
    }
    *ret = value_tree(list, NULL);
    return 0;
}

HELM_FUNC(fn_chunk)
{
    int64_t size = args[0].integer;
    json_t *list;

    if (need_list(&args[1], "chunk", err) < 0)
        return -1;
    if (size <= 0)
        return err_set(err, ERR_INVALID,
                       size ? "runtime error: index out of range"
                            : "runtime error: makeslice: len out of range");
    list = gotmpl_new_list(run);
    for (size_t i = 0; i < json_array_size(args[1].json); i += (size_t)size) {
        size_t end = i + (size_t)size, total = json_array_size(args[1].json);

        json_array_append(list, copy_range(run, args[1].json, i, end < total ? end : total));
    }
    *ret = value_tree(list, NULL);
    return 0;
}

static int compare_items(const void *a, const void *b)
{
    return strcmp(json_string_value(*(json_t *const *)a), json_string_value(*(json_t *const *)b));
}

HELM_FUNC(fn_sort_alpha)
{
    json_t *texts = convert_texts(run, &args[0]), *list = gotmpl_new_list(run);

    if (value_is_nil(&args[0])) /* sprig takes it for a text */
        json_array_append_new(texts, json_string("<nil>"));
    size_t size = json_array_size(texts);
    json_t **items = arena_alloc(&run->arena, (size + 1) * sizeof(*items));

    for (size_t i = 0; i < size; i++)
        items[i] = json_array_get(texts, i);
    qsort(items, size, sizeof(*items), compare_items);
    for (size_t i = 0; i < size; i++)
        json_array_append(list, items[i]);
    *ret = value_tree(list, &value_type_text_list);
    return 0;
}

/* ---- defaults ---- */

HELM_FUNC(fn_default)
{
    *ret = n < 2 || convert_is_empty(&args[1]) ? args[0] : args[1];
    return 0;
}

HELM_FUNC(fn_empty)
{
    *ret = value_bool(convert_is_empty(&args[0]));
    return 0;
}

HELM_FUNC(fn_coalesce)
{
    *ret = value_nil();
    for (size_t i = 0; i < n; i++) {
        if (!convert_is_empty(&args[i])) {
            *ret = args[i];
            break;
        }
    }
    return 0;
}

HELM_FUNC(fn_all)
{
    *ret = value_bool(true);
    for (size_t i = 0; i < n; i++) {
        if (convert_is_empty(&args[i]))
            *ret = value_bool(false);
    }
    return 0;
}

HELM_FUNC(fn_any)
{
    *ret = value_bool(false);
    for (size_t i = 0; i < n; i++) {
        if (!convert_is_empty(&args[i]))
            *ret = value_bool(true);
    }
    return 0;
}

HELM_FUNC(fn_ternary)
{
    *ret = args[2].truth ? args[0] : args[1];
    return 0;
}

/* ---- types ---- */

static struct value constant(const char *s)
{
    return value_text(s, strlen(s));
}

static bool text_is(const struct value *v, const char *s)
{
    return v->text.len == strlen(s) && memcmp(v->text.s, s, v->text.len) == 0;
}

HELM_FUNC(fn_kind_of)
{
    *ret = constant(value_kind_name(&args[0]));
    return 0;
}

HELM_FUNC(fn_kind_is)
{
    *ret = value_bool(text_is(&args[0], value_kind_name(&args[1])));
    return 0;
}

static const char *type_of(const struct value *v)
{
    return value_is_nil(v) ? "<nil>" : value_inner_type_name(v);
}

HELM_FUNC(fn_type_of)
{
    *ret = constant(type_of(&args[0]));
    return 0;
}

HELM_FUNC(fn_type_is)
{
    *ret = value_bool(text_is(&args[0], type_of(&args[1])));
    return 0;
}

HELM_FUNC(fn_type_is_like)
{
    const char *type = type_of(&args[1]);

    *ret = value_bool(text_is(&args[0], type) || (type[0] == '*' && text_is(&args[0], type + 1)));
    return 0;
}

HELM_FUNC(fn_deep_equal)
{
    auto_json json_t *a = value_json(&args[0]), *b = value_json(&args[1]);

    *ret = value_bool(value_deep_equal(a, b));
    return 0;
}

static const struct gotmpl_func funcs[] = {
    {"all", "a*", fn_all},
    {"any", "a*", fn_any},
    {"append", "aa", fn_append},
    {"chunk", "ia", fn_chunk},
    {"coalesce", "a*", fn_coalesce},
    {"compact", "a", fn_compact},
    {"concat", "a*", fn_concat},
    {"deepCopy", "a", fn_deep_copy},
    {"deepEqual", "aa", fn_deep_equal},
    {"default", "aa*", fn_default},
    {"dict", "a*", fn_dict},
    {"dig", "a*", fn_dig},
    {"empty", "a", fn_empty},
    {"first", "a", fn_first},
    {"get", "ms", fn_get},
    {"has", "aa", fn_has},
    {"hasKey", "ms", fn_has_key},
    {"initial", "a", fn_initial},
    {"keys", "m*", fn_keys},
    {"kindIs", "sa", fn_kind_is},
    {"kindOf", "a", fn_kind_of},
    {"last", "a", fn_last},
    {"list", "a*", fn_list},
    {"merge", "Mm*", fn_merge},
    {"mergeOverwrite", "Mm*", fn_merge_overwrite},
    {"mustAppend", "aa", fn_append},
    {"mustChunk", "ia", fn_chunk},
    {"mustCompact", "a", fn_compact},
    {"mustDeepCopy", "a", fn_deep_copy},
    {"mustFirst", "a", fn_first},
    {"mustHas", "aa", fn_has},
    {"mustInitial", "a", fn_initial},
    {"mustLast", "a", fn_last},
    {"mustMerge", "Mm*", fn_merge},
    {"mustMergeOverwrite", "Mm*", fn_merge_overwrite},
    {"mustPrepend", "aa", fn_prepend},
    {"mustPush", "aa", fn_append},
    {"mustRest", "a", fn_rest},
    {"mustReverse", "a", fn_reverse},
    {"mustSlice", "aa*", fn_slice},
    {"mustUniq", "a", fn_uniq},
    {"mustWithout", "aa*", fn_without},
    {"omit", "ms*", fn_omit},
    {"pick", "ms*", fn_pick},
    {"pluck", "sm*", fn_pluck},
    {"prepend", "aa", fn_prepend},
    {"push", "aa", fn_append},
    {"rest", "a", fn_rest},
    {"reverse", "a", fn_reverse},
    {"set", "Msa", fn_set},
    {"slice", "aa*", fn_slice},
    {"sortAlpha", "a", fn_sort_alpha},
    {"ternary", "aab", fn_ternary},
    {"tuple", "a*", fn_list},
    {"typeIs", "sa", fn_type_is},
    {"typeIsLike", "sa", fn_type_is_like},
    {"typeOf", "a", fn_type_of},
    {"uniq", "a", fn_uniq},
    {"unset", "Ms", fn_unset},
    {"values", "m", fn_values},
    {"without", "aa*", fn_without},
};

const struct gotmpl_table helm_funcs_data = {funcs, ARRAY_LEN(funcs)};
