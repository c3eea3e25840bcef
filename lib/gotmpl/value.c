#include "gotmpl/value.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/base64.h"
#include "base/limits.h"
#include "base/mem.h"
#include "json/number.h"

static void print_bytes(struct buf *out, const struct value *self)
{
    buf_addc(out, '[');
    for (size_t i = 0; i < self->text.len; i++)
        buf_addf(out, i ? " %d" : "%d", (unsigned char)self->text.s[i]);
    buf_addc(out, ']');
}

const struct value_type value_type_bytes = {.name = "[]uint8", .print = print_bytes};
const struct value_type value_type_text_map = {.name = "map[string]string", .zero_text = true};
const struct value_type value_type_text_list = {.name = "[]string"};
const struct value_type value_type_int_list = {.name = "[]int"};
const struct value_type value_type_int64 = {.name = "int64"};
const struct value_type value_type_uint8 = {.name = "uint8"};
const struct value_type value_type_uint64 = {.name = "uint64"};

struct value value_tree(json_t *json, const struct value_type *type)
{
    return (struct value){
        .kind = json_is_array(json) ? VALUE_LIST : VALUE_MAP, .type = type, .json = json};
}

struct value value_of(json_t *json)
{
    if (!json)
        return value_none();
    switch (json_typeof(json)) {
    case JSON_NULL:
        return value_nil();
    case JSON_TRUE:
    case JSON_FALSE:
        return value_bool(json_is_true(json));
    case JSON_INTEGER:
        return value_int(json_integer_value(json));
    case JSON_REAL:
        return value_float(json_real_value(json));
    case JSON_STRING:
        return value_text(json_string_value(json), json_string_length(json));
    default:
        return value_tree(json, NULL);
    }
}

bool value_truth(const struct value *v)
{
    switch (v->kind) {
    case VALUE_NONE:
    case VALUE_NIL:
        return false;
    case VALUE_BOOL:
        return v->truth;
    case VALUE_INT:
        return v->integer != 0;
    case VALUE_FLOAT:
        return v->real != 0;
    case VALUE_COMPLEX:
        return v->complex.re != 0 || v->complex.im != 0;
    case VALUE_TEXT:
        return v->text.len > 0;
    case VALUE_LIST:
        return json_array_size(v->json) > 0;
    case VALUE_MAP:
        return (v->type && v->type->is_struct) || json_object_size(v->json) > 0;
    }
    return false;
}

const char *value_inner_type_name(const struct value *v)
{
    static const char *const names[] = {
        [VALUE_NONE] = "interface {}",
        [VALUE_NIL] = "interface {}",
        [VALUE_BOOL] = "bool",
        [VALUE_INT] = "int",
        [VALUE_FLOAT] = "float64",
        [VALUE_TEXT] = "string",
        [VALUE_COMPLEX] = "complex128",
        [VALUE_LIST] = "[]interface {}",
        [VALUE_MAP] = "map[string]interface {}",
    };

    return v->type && (v->kind >= VALUE_INT || v->kind == VALUE_BOOL) ? v->type->name
                                                                      : names[v->kind];
}

const char *value_type_name(const struct value *v)
{
    return v->dynamic ? "interface {}" : value_inner_type_name(v);
}

const char *value_kind_name(const struct value *v)
{
    static const char *const names[] = {
        [VALUE_NONE] = "invalid",
        [VALUE_NIL] = "invalid",
        [VALUE_BOOL] = "bool",
        [VALUE_INT] = "int",
        [VALUE_FLOAT] = "float64",
        [VALUE_TEXT] = "string",
        [VALUE_COMPLEX] = "complex128",
        [VALUE_LIST] = "slice",
        [VALUE_MAP] = "map",
    };

    if (v->kind == VALUE_INT && v->type)
        return v->type->name;
    if (v->type == &value_type_bytes)
        return "slice";
    if (v->kind == VALUE_MAP && v->type && v->type->is_struct)
        return *v->type->name == '*' ? "ptr" : "struct";
    return names[v->kind];
}

/* What lies in `json` where `type` says more than the tree does. */
static struct value typed(json_t *json, const struct value_type *type)
{
    struct value v = value_of(json);

    if (type && v.kind >= VALUE_TEXT)
        v.type = type;
    return v;
}

bool value_field(const struct value *v, const char *name, struct value *ret)
{
    for (const struct value_field *f = v->type->fields; f && f->name; f++) {
        struct value inner = value_tree(v->json, f->type);
        json_t *json;

        if (strcmp(f->name, name) != 0) {
            if (f->embedded && value_field(&inner, name, ret))
                return true;
            continue;
        }
        json = f->embedded ? v->json : json_object_get(v->json, name);
        if (json)
            *ret = typed(json, f->type);
        return json != NULL;
    }
    return false;
}

json_t *value_json(const struct value *v)
{
    switch (v->kind) {
    case VALUE_NONE:
    case VALUE_NIL:
        return json_null();
    case VALUE_BOOL:
        return v->type ? json_null() : json_boolean(v->truth);
    case VALUE_INT:
        return json_integer(v->integer);
    case VALUE_FLOAT: {
        json_t *real = json_real(v->real);

        return real ? real : json_null(); /* NaN and infinities have no place in JSON */
    }
    case VALUE_COMPLEX:
        return json_null();
    case VALUE_TEXT:
        return json_stringn_nocheck(v->text.s, v->text.len);
    default:
        return json_incref(v->json);
    }
}

static void marshal_fields(json_t *object, const struct value *v)
{
    for (const struct value_field *f = v->type->fields; f->name; f++) {
        struct value field =
            typed(f->embedded ? v->json : json_object_get(v->json, f->name), f->type);

        if (f->embedded)
            marshal_fields(object, &field);
        else if (f->keep || value_truth(&field))
            json_put(object, f->json ? f->json : f->name, value_marshal(&field));
    }
}

json_t *value_marshal(const struct value *v)
{
    const struct value_type *type = v->kind >= VALUE_TEXT ? v->type : NULL;
    auto_free const char **keys = NULL;
    json_t *tree, *item;
    size_t i, n;

    if (type == &value_type_bytes) {
        auto_free char *text = base64_encode(v->text.s, v->text.len);

        return json_string_nocheck(text);
    }
    if (type && type->fields) {
        tree = json_object();
        marshal_fields(tree, v);
        return tree;
    }
    if (!type || !type->element)
        return value_json(v);
    if (v->kind == VALUE_LIST) {
        if (json_array_size(v->json) == 0)
            return json_null(); /* a slice that was never made */
        tree = json_array();
        json_array_foreach (v->json, i, item) {
            struct value element = typed(item, type->element);

            json_array_append_new(tree, value_marshal(&element));
        }
        return tree;
    }
    tree = json_object();
    keys = json_sorted_keys(v->json, &n);
    for (i = 0; i < n; i++) {
        struct value element = typed(json_object_get(v->json, keys[i]), type->element);

        json_put(tree, keys[i], value_marshal(&element));
    }
    return tree;
}

/* {a b {c}} */
static void print_struct(struct buf *out, const struct value *v)
{
    buf_addc(out, '{');
    for (const struct value_field *f = v->type->fields; f->name; f++) {
        struct value field =
            typed(f->embedded ? v->json : json_object_get(v->json, f->name), f->type);

        if (f != v->type->fields)
            buf_addc(out, ' ');
        value_print(out, &field, false);
    }
    buf_addc(out, '}');
}

void value_print_json(struct buf *out, const json_t *json)
{
    struct value v = value_of((json_t *)json);

    value_print(out, &v, false);
}

void value_print(struct buf *out, const struct value *v, bool missing)
{
    char number[NUMBER_TEXT_SIZE];

    if ((v->kind >= VALUE_TEXT || v->kind == VALUE_BOOL) && v->type && v->type->print) {
        v->type->print(out, v);
        return;
    }
    switch (v->kind) {
    case VALUE_NONE:
    case VALUE_NIL:
        buf_adds(out, missing ? "<no value>" : "<nil>");
        return;
    case VALUE_BOOL:
        buf_adds(out, v->truth ? "true" : "false");
        return;
    case VALUE_INT:
        buf_addf(out, "%lld", (long long)v->integer);
        return;
    case VALUE_FLOAT:
        buf_add(out, number, number_go_g(v->real, number));
        return;
    case VALUE_COMPLEX:
        buf_addc(out, '(');
        buf_add(out, number, number_go_g(v->complex.re, number));
        buf_adds(out, v->complex.im < 0 || signbit(v->complex.im) ? "" : "+");
        buf_add(out, number, number_go_g(v->complex.im, number));
        buf_adds(out, "i)");
        return;
    case VALUE_TEXT:
        buf_add(out, v->text.s, v->text.len);
        return;
    case VALUE_LIST:
        buf_addc(out, '[');
        for (size_t i = 0; i < json_array_size(v->json); i++) {
            struct value item =
                typed(json_array_get(v->json, i), v->type ? v->type->element : NULL);

            if (i)
                buf_addc(out, ' ');
            value_print(out, &item, false);
        }
        buf_addc(out, ']');
        return;
    case VALUE_MAP: {
        size_t n;
        auto_free const char **keys = NULL;

        if (v->type && v->type->fields) {
            print_struct(out, v);
            return;
        }
        keys = json_sorted_keys(v->json, &n);
        buf_adds(out, "map[");
        for (size_t i = 0; i < n; i++) {
            struct value item;

            if (i)
                buf_addc(out, ' ');
            buf_addf(out, "%s:", keys[i]);
            item = typed(json_object_get(v->json, keys[i]), v->type ? v->type->element : NULL);
            value_print(out, &item, false);
        }
        buf_addc(out, ']');
        return;
    }
    }
}

bool value_deep_equal(const json_t *a, const json_t *b)
{
    return json_equal(a, b);
}
