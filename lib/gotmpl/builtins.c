/* The functions of the language: text/template/funcs.go. */
#include <stdio.h>
#include <string.h>

#include "base/limits.h"
#include "gotmpl/fmt.h"
#include "gotmpl/gotmpl.h"
#include "gotmpl/set.h"

enum basic { BASIC_NONE, BASIC_BOOL, BASIC_INT, BASIC_FLOAT, BASIC_COMPLEX, BASIC_TEXT };

static enum basic basic_kind(const struct value *v)
{
    switch (v->kind) {
    case VALUE_BOOL:
        return BASIC_BOOL;
    case VALUE_INT:
        return BASIC_INT;
    case VALUE_FLOAT:
        return BASIC_FLOAT;
    case VALUE_COMPLEX:
        return BASIC_COMPLEX;
    case VALUE_TEXT:
        return BASIC_TEXT;
    default:
        return BASIC_NONE;
    }
}

static int compare_text(const struct value *a, const struct value *b)
{
    size_t n = a->text.len < b->text.len ? a->text.len : b->text.len;
    int order = n ? memcmp(a->text.s, b->text.s, n) : 0;

    return order ? order : (a->text.len > b->text.len) - (a->text.len < b->text.len);
}

static int equal_pair(const struct value *a, const struct value *b, bool *ret, struct err *err)
{
    enum basic ka = basic_kind(a), kb = basic_kind(b);

    *ret = false;
    if (ka != kb) {
        if (!value_is_nil(a) && !value_is_nil(b))
            return err_set(err, ERR_INVALID, "incompatible types for comparison: %s and %s",
                           value_inner_type_name(a), value_inner_type_name(b));
        return 0;
    }
    switch (ka) {
    case BASIC_BOOL:
        *ret = a->truth == b->truth;
        return 0;
    case BASIC_INT:
        *ret = a->integer == b->integer;
        return 0;
    case BASIC_FLOAT:
        *ret = a->real == b->real;
        return 0;
    case BASIC_COMPLEX:
        *ret = a->complex.re == b->complex.re && a->complex.im == b->complex.im;
        return 0;
    case BASIC_TEXT:
        *ret = compare_text(a, b) == 0;
        return 0;
    default:
        break;
    }
    if (value_is_nil(a) || value_is_nil(b)) {
        *ret = value_is_nil(a) == value_is_nil(b);
        return 0;
    }
    auto_buf struct buf text = BUF_INIT(LIMIT_MESSAGE), other = BUF_INIT(LIMIT_MESSAGE);
    struct text format = {"%s", 2};
    if (a->kind != b->kind) {
        fmt_printf(&text, format, a, 1);
        value_print(&other, b, false);
        return err_set(err, ERR_INVALID, "non-comparable types %s: %s, %s: %s", buf_text(&text),
                       value_inner_type_name(a), value_inner_type_name(b), buf_text(&other));
    }
    if (b->type && (b->type->is_comparable || b->type->name[0] == '*')) {
        bool pointers = b->type->name[0] == '*';

        *ret = a->type == b->type &&
               (pointers ? a->json == b->json : value_deep_equal(a->json, b->json));
        return 0;
    }
    fmt_printf(&text, format, b, 1);
    return err_set(err, ERR_INVALID, "non-comparable type %s: %s", buf_text(&text),
                   value_inner_type_name(b));
}

static int fn_eq(struct gotmpl_run *run, const struct value *args, size_t n, struct value *ret,
                 struct err *err)
{
    bool equal = false;

    (void)run;
    if (n < 2)
        return err_set(err, ERR_INVALID, "missing argument for comparison");
    for (size_t i = 1; i < n && !equal; i++) {
        if (equal_pair(&args[0], &args[i], &equal, err) < 0)
            return -1;
    }
    *ret = value_bool(equal);
    return 0;
}

static int fn_ne(struct gotmpl_run *run, const struct value *args, size_t n, struct value *ret,
                 struct err *err)
{
    bool equal;

    (void)run;
    (void)n;
    if (equal_pair(&args[0], &args[1], &equal, err) < 0)
        return -1;
    *ret = value_bool(!equal);
    return 0;
}

static int less(const struct value *a, const struct value *b, bool *ret, struct err *err)
{
    enum basic ka = basic_kind(a), kb = basic_kind(b);

    if (ka == BASIC_NONE || kb == BASIC_NONE ||
        (ka == kb && (ka == BASIC_BOOL || ka == BASIC_COMPLEX)))
        return err_set(err, ERR_INVALID, "invalid type for comparison");
    if (ka != kb)
        return err_set(err, ERR_INVALID, "incompatible types for comparison: %s and %s",
                       value_inner_type_name(a), value_inner_type_name(b));
    if (ka == BASIC_INT)
        *ret = a->integer < b->integer;
    else if (ka == BASIC_FLOAT)
        *ret = a->real < b->real;
    else
        *ret = compare_text(a, b) < 0;
    return 0;
}

static int less_or_equal(const struct value *a, const struct value *b, bool *ret, struct err *err)
{
    if (less(a, b, ret, err) < 0)
        return -1;
    return *ret ? 0 : equal_pair(a, b, ret, err);
}

static int fn_lt(struct gotmpl_run *run, const struct value *args, size_t n, struct value *ret,
                 struct err *err)
{
    bool truth;

    (void)run;
    (void)n;
    if (less(&args[0], &args[1], &truth, err) < 0)
        return -1;
    *ret = value_bool(truth);
    return 0;
}

static int fn_le(struct gotmpl_run *run, const struct value *args, size_t n, struct value *ret,
                 struct err *err)
{
    bool truth;

    (void)run;
    (void)n;
    if (less_or_equal(&args[0], &args[1], &truth, err) < 0)
        return -1;
    *ret = value_bool(truth);
    return 0;
}

static int fn_gt(struct gotmpl_run *run, const struct value *args, size_t n, struct value *ret,
                 struct err *err)
{
    if (fn_le(run, args, n, ret, err) < 0)
        return -1;
    ret->truth = !ret->truth;
    return 0;
}

static int fn_ge(struct gotmpl_run *run, const struct value *args, size_t n, struct value *ret,
                 struct err *err)
{
    if (fn_lt(run, args, n, ret, err) < 0)
        return -1;
    ret->truth = !ret->truth;
    return 0;
}

static int fn_not(struct gotmpl_run *run, const struct value *args, size_t n, struct value *ret,
                  struct err *err)
{
    (void)run;
    (void)n;
    (void)err;
    *ret = value_bool(!value_truth(&args[0]));
    return 0;
}

/* The type's name, of a pointer that to which it points. */
static const char *pointed_name(const struct value *v)
{
    const char *name = value_inner_type_name(v);

    return name + (*name == '*');
}

static int fn_len(struct gotmpl_run *run, const struct value *args, size_t n, struct value *ret,
                  struct err *err)
{
    const struct value *v = &args[0];

    (void)run;
    (void)n;
    switch (v->kind) {
    case VALUE_TEXT:
        *ret = value_int((int64_t)v->text.len);
        return 0;
    case VALUE_LIST:
        *ret = value_int((int64_t)json_array_size(v->json));
        return 0;
    case VALUE_MAP:
        if (v->type && v->type->is_struct)
            break;
        *ret = value_int((int64_t)json_object_size(v->json));
        return 0;
    case VALUE_NONE:
    case VALUE_NIL:
        return err_set(err, ERR_INVALID,
                       args[0].kind == VALUE_NONE
                           ? "reflect: call of reflect.Value.Type on zero Value"
                           : "len of nil pointer");
    default:
        break;
    }
    return err_set(err, ERR_INVALID, "len of type %s", pointed_name(v));
}

static int index_number(const struct value *index, size_t len, size_t *ret, struct err *err)
{
    if (value_is_nil(index))
        return err_set(err, ERR_INVALID, "cannot index slice/array with nil");
    if (index->kind != VALUE_INT)
        return err_set(err, ERR_INVALID, "cannot index slice/array with type %s",
                       value_inner_type_name(index));
    if (index->integer < 0 || (uint64_t)index->integer > len)
        return err_set(err, ERR_INVALID, "index out of range: %lld", (long long)index->integer);
    *ret = (size_t)index->integer;
    return 0;
}

static int index_step(struct gotmpl_run *run, struct value *item, const struct value *index,
                      struct err *err)
{
    const struct value_type *type = item->type;
    auto_free char *key = NULL;
    json_t *found;
    size_t i;

    switch (item->kind) {
    case VALUE_NONE:
    case VALUE_NIL:
        return err_set(err, ERR_INVALID, "index of nil pointer");
    case VALUE_TEXT:
        if (index_number(index, item->text.len, &i, err) < 0)
            return -1;
        if (i == item->text.len)
            return err_set(err, ERR_INVALID, "index out of range: %zu", i);
        *item = value_int((unsigned char)item->text.s[i]);
        item->type = &value_type_uint8;
        return 0;
    case VALUE_LIST:
        if (index_number(index, json_array_size(item->json), &i, err) < 0)
            return -1;
        if (i == json_array_size(item->json))
            return err_set(err, ERR_INVALID, "reflect: slice index out of range");
        *item = gotmpl_value_of(run, json_array_get(item->json, i), type ? type->element : NULL);
        item->dynamic = !type;
        return 0;
    case VALUE_MAP:
        if (type && type->is_struct)
            break;
        if (value_is_nil(index))
            return err_set(err, ERR_INVALID, "value is nil; should be of type string");
        if (index->kind != VALUE_TEXT)
            return err_set(err, ERR_INVALID, "value has type %s; should be string",
                           value_inner_type_name(index));
        key = mem_strndup(index->text.s, index->text.len);
        found = json_object_get(item->json, key);
        if (found) {
            *item = gotmpl_value_of(run, found, type ? type->element : NULL);
            item->dynamic = value_holds_anything(type);
        } else {
            *item = gotmpl_missing(type);
        }
        return 0;
    default:
        break;
    }
    return err_set(err, ERR_INVALID, "can't index item of type %s", pointed_name(item));
}

static int fn_index(struct gotmpl_run *run, const struct value *args, size_t n, struct value *ret,
                    struct err *err)
{
    struct value item = args[0];

    if (value_is_nil(&item))
        return err_set(err, ERR_INVALID, "index of untyped nil");
    for (size_t i = 1; i < n; i++) {
        if (index_step(run, &item, &args[i], err) < 0)
            return -1;
    }
    *ret = item;
    return 0;
}

/* Go's slice; sprig has one of the same name, which hides it in Helm. */
static int fn_slice(struct gotmpl_run *run, const struct value *args, size_t n, struct value *ret,
                    struct err *err)
{
    const struct value *item = &args[0];
    size_t bounds[3] = {0, 0, 0}, len;

    if (value_is_nil(item))
        return err_set(err, ERR_INVALID, "slice of untyped nil");
    if (n > 4)
        return err_set(err, ERR_INVALID, "too many slice indexes: %zu", n - 1);
    if (item->kind != VALUE_TEXT && item->kind != VALUE_LIST)
        return err_set(err, ERR_INVALID, "can't slice item of type %s",
                       value_inner_type_name(item));
    if (item->kind == VALUE_TEXT && n == 4)
        return err_set(err, ERR_INVALID, "cannot 3-index slice a string");
    len = item->kind == VALUE_TEXT ? item->text.len : json_array_size(item->json);
    bounds[1] = len;
    for (size_t i = 1; i < n; i++) {
        if (args[i].dynamic || args[i].kind == VALUE_NIL) /* slice does not look into interfaces */
            return err_set(err, ERR_INVALID, "cannot index slice/array with type interface {}");
        if (index_number(&args[i], len, &bounds[i - 1], err) < 0)
            return -1;
    }
    if (bounds[0] > bounds[1])
        return err_set(err, ERR_INVALID, "invalid slice index: %zu > %zu", bounds[0], bounds[1]);
    if (n == 4 && bounds[1] > bounds[2])
        return err_set(err, ERR_INVALID, "invalid slice index: %zu > %zu", bounds[1], bounds[2]);
    if (item->kind == VALUE_TEXT) {
        *ret = value_text(item->text.s + bounds[0], bounds[1] - bounds[0]);
        return 0;
    }
    json_t *list = gotmpl_own(run, json_array());
    for (size_t i = bounds[0]; i < bounds[1]; i++)
        json_array_append(list, json_array_get(item->json, i));
    *ret = value_tree(list, item->type);
    return 0;
}

static int fn_print(struct gotmpl_run *run, const struct value *args, size_t n, struct value *ret,
                    struct err *err)
{
    auto_buf struct buf out = BUF_INIT(LIMIT_TEMPLATE_OUTPUT);

    fmt_print(&out, args, n);
    *ret = gotmpl_make_buf(run, &out);
    return buf_check(&out, "print", err);
}

static int fn_println(struct gotmpl_run *run, const struct value *args, size_t n, struct value *ret,
                      struct err *err)
{
    auto_buf struct buf out = BUF_INIT(LIMIT_TEMPLATE_OUTPUT);

    fmt_println(&out, args, n);
    *ret = gotmpl_make_buf(run, &out);
    return buf_check(&out, "println", err);
}

static int fn_printf(struct gotmpl_run *run, const struct value *args, size_t n, struct value *ret,
                     struct err *err)
{
    auto_buf struct buf out = BUF_INIT(LIMIT_TEMPLATE_OUTPUT);

    fmt_printf(&out, args[0].text, args + 1, n - 1);
    *ret = gotmpl_make_buf(run, &out);
    return buf_check(&out, "printf", err);
}

static int fn_call(struct gotmpl_run *run, const struct value *args, size_t n, struct value *ret,
                   struct err *err)
{
    (void)run;
    (void)n;
    (void)ret;
    return value_is_nil(&args[0]) ? err_set(err, ERR_INVALID, "call of nil")
                                  : err_set(err, ERR_INVALID, "non-function of type %s",
                                            value_inner_type_name(&args[0]));
}

/* fmt.Sprint, in which nil is the text "<no value>". */
static void print_operands(struct buf *out, const struct value *args, size_t n)
{
    auto_free struct value *shown = mem_alloc(n * sizeof(*shown));

    for (size_t i = 0; i < n; i++)
        shown[i] = value_is_nil(&args[i]) ? value_text("<no value>", 10) : args[i];
    fmt_print(out, shown, n);
}

/* The operands as one text, as evalArgs joins them for the escapers. */
static void join_args(struct buf *out, const struct value *args, size_t n)
{
    if (n == 1 && args[0].kind == VALUE_TEXT)
        buf_add(out, args[0].text.s, args[0].text.len);
    else if (n == 1)
        value_print(out, &args[0], true);
    else
        print_operands(out, args, n);
}

static void escape_html(struct buf *out, char c)
{
    static const char *const escapes[128] = {
        [0] = "\xef\xbf\xbd", ['"'] = "&#34;", ['\''] = "&#39;",
        ['&'] = "&amp;",      ['<'] = "&lt;",  ['>'] = "&gt;",
    };
    const char *escape = (unsigned char)c < 128 ? escapes[(unsigned char)c] : NULL;

    if (escape)
        buf_adds(out, escape);
    else
        buf_addc(out, c);
}

static void escape_js(struct buf *out, char c)
{
    if (strchr("\\'\"", c) && c)
        buf_addf(out, "\\%c", c);
    else if (c == '<' || c == '>' || c == '&' || c == '=' || (unsigned char)c < 0x20)
        buf_addf(out, "\\u%04X", c);
    else
        buf_addc(out, c);
}

static void escape_url(struct buf *out, char c)
{
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
        (c && strchr("-_.~", c)))
        buf_addc(out, c);
    else if (c == ' ')
        buf_addc(out, '+');
    else
        buf_addf(out, "%%%02X", (unsigned char)c);
}

static int escape(struct gotmpl_run *run, const struct value *args, size_t n, struct value *ret,
                  void (*add)(struct buf *, char))
{
    auto_buf struct buf in = BUF_INIT(LIMIT_TEMPLATE_OUTPUT), out = BUF_INIT(LIMIT_TEMPLATE_OUTPUT);

    join_args(&in, args, n);
    for (size_t i = 0; i < in.len; i++)
        add(&out, in.data[i]);
    *ret = gotmpl_make_buf(run, &out);
    return 0;
}

static int fn_html(struct gotmpl_run *run, const struct value *args, size_t n, struct value *ret,
                   struct err *err)
{
    (void)err;
    return escape(run, args, n, ret, escape_html);
}

static int fn_js(struct gotmpl_run *run, const struct value *args, size_t n, struct value *ret,
                 struct err *err)
{
    (void)err;
    return escape(run, args, n, ret, escape_js);
}

static int fn_urlquery(struct gotmpl_run *run, const struct value *args, size_t n,
                       struct value *ret, struct err *err)
{
    (void)err;
    return escape(run, args, n, ret, escape_url);
}

/* `and` and `or` have no function: the evaluator stops at the operand that decides. */
static const struct gotmpl_func funcs[] = {
    {"and", "vv*", NULL},
    {"call", "vv*", fn_call},
    {"eq", "vv*", fn_eq},
    {"ge", "vv", fn_ge},
    {"gt", "vv", fn_gt},
    {"html", "a*", fn_html},
    {"index", "vv*", fn_index},
    {"js", "a*", fn_js},
    {"le", "vv", fn_le},
    {"len", "v", fn_len},
    {"lt", "vv", fn_lt},
    {"ne", "vv", fn_ne},
    {"not", "v", fn_not},
    {"or", "vv*", NULL},
    {"print", "a*", fn_print},
    {"printf", "sa*", fn_printf},
    {"println", "a*", fn_println},
    {"slice", "vv*", fn_slice},
    {"urlquery", "a*", fn_urlquery},
};

const struct gotmpl_table gotmpl_builtins = {funcs, ARRAY_LEN(funcs)};
