#include "gotmpl/value.h"

#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "json/number.h"

const struct value_type value_type_text_map = {.name = "map[string]string", .zero_text = true};
const struct value_type value_type_text_list = {.name = "[]string"};

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
        [VALUE_NONE] = "interface {}",   [VALUE_NIL] = "interface {}",
        [VALUE_BOOL] = "bool",           [VALUE_INT] = "int",
        [VALUE_FLOAT] = "float64",       [VALUE_TEXT] = "string",
        [VALUE_LIST] = "[]interface {}", [VALUE_MAP] = "map[string]interface {}",
    };

    return v->type && v->kind >= VALUE_TEXT ? v->type->name : names[v->kind];
}

const char *value_type_name(const struct value *v)
{
    return v->dynamic ? "interface {}" : value_inner_type_name(v);
}

const char *value_kind_name(const struct value *v)
{
    static const char *const names[] = {
        [VALUE_NONE] = "invalid", [VALUE_NIL] = "invalid",   [VALUE_BOOL] = "bool",
        [VALUE_INT] = "int",      [VALUE_FLOAT] = "float64", [VALUE_TEXT] = "string",
        [VALUE_LIST] = "slice",   [VALUE_MAP] = "map",
    };

    return v->kind == VALUE_MAP && v->type && v->type->is_struct ? "struct" : names[v->kind];
}

json_t *value_json(const struct value *v)
{
    switch (v->kind) {
    case VALUE_NONE:
    case VALUE_NIL:
        return json_null();
    case VALUE_BOOL:
        return json_boolean(v->truth);
    case VALUE_INT:
        return json_integer(v->integer);
    case VALUE_FLOAT: {
        json_t *real = json_real(v->real);

        return real ? real : json_null(); /* NaN and infinities have no place in JSON */
    }
    case VALUE_TEXT:
        return json_stringn_nocheck(v->text.s, v->text.len);
    default:
        return json_incref(v->json);
    }
}

void value_print_json(struct buf *out, const json_t *json)
{
    struct value v = value_of((json_t *)json);

    value_print(out, &v, false);
}

void value_print(struct buf *out, const struct value *v, bool missing)
{
    char number[NUMBER_TEXT_SIZE];

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
    case VALUE_TEXT:
        buf_add(out, v->text.s, v->text.len);
        return;
    case VALUE_LIST:
        buf_addc(out, '[');
        for (size_t i = 0; i < json_array_size(v->json); i++) {
            if (i)
                buf_addc(out, ' ');
            value_print_json(out, json_array_get(v->json, i));
        }
        buf_addc(out, ']');
        return;
    case VALUE_MAP: {
        size_t n;
        auto_free const char **keys = json_sorted_keys(v->json, &n);

        buf_adds(out, "map[");
        for (size_t i = 0; i < n; i++) {
            if (i)
                buf_addc(out, ' ');
            buf_addf(out, "%s:", keys[i]);
            value_print_json(out, json_object_get(v->json, keys[i]));
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
