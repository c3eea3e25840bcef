#include "mesh/gotypes.h"

#include <math.h>
#include <string.h>

#include "base/match.h"
#include "base/mem.h"
#include "mesh/quantity.h"

const struct go_field *go_find_field(const struct go_type *type, const char *json)
{
    for (const struct go_field *f = type->fields; f && f->name; f++) {
        const struct go_field *inner = f->flags & GO_INLINE ? go_find_field(f->type, json) : NULL;

        if (inner || (!(f->flags & GO_INLINE) && match_text(f->json, json)))
            return inner ? inner : f;
    }
    return NULL;
}

/* ---- what is of a type ---- */

/* Of what is under `key`; NULL: the type has no such field. */
static const struct go_type *member_type(const struct go_type *type, const char *key)
{
    const struct go_field *field = type->kind == GO_MAP ? NULL : go_find_field(type, key);

    return field ? field->type : type->element;
}

/* With every key, for a struct those of its fields. */
static int check_members(const struct go_type *type, json_t *object, bool *ret_open,
                         struct err *err)
{
    const char *key;
    json_t *value;
    void *next;

    if (!json_is_object(object))
        return err_set(err, ERR_INVALID, ": want a mapping");
    json_object_foreach_safe (object, next, key, value) {
        const struct go_type *inner = member_type(type, key);

        if (json_is_null(value) && !ret_open)
            (void)json_object_del(object, key);
        else if (json_is_null(value))
            *ret_open |= type->kind == GO_MAP;
        else if (inner && go_check(inner, value, ret_open, err) < 0)
            return err_below(err, key);
        else if (ret_open && match_text(key, "resourceFieldRef"))
            *ret_open |= !json_object_get(value, "divisor"); /* the only quantity of the kind */
    }
    return 0;
}

static int check_list(const struct go_type *type, json_t *list, bool *ret_open, struct err *err)
{
    if (!json_is_array(list))
        return err_set(err, ERR_INVALID, ": want a list");
    for (size_t i = 0; i < json_array_size(list); i++) {
        char index[32];

        if (go_check(type->element, json_array_get(list, i), ret_open, err) == 0)
            continue;
        (void)snprintf(index, sizeof(index), "[%zu]", i);
        return err_below(err, index);
    }
    return 0;
}

/* A number without a fraction that `bits` hold. */
static bool is_whole(const json_t *value, int bits)
{
    double number = json_number_value(value), end = bits == 32 ? 0x1p31 : 0x1p63;

    return json_is_integer(value)
               ? bits == 64 || (number >= -end && number < end)
               : json_is_real(value) && number == floor(number) && number >= -end && number < end;
}

static bool is_quantity(const json_t *value)
{
    return json_is_string(value) ? quantity_is_valid(json_string_value(value))
                                 : json_is_number(value);
}

int go_check(const struct go_type *type, json_t *value, bool *ret_open, struct err *err)
{
    const char *wanted = NULL;

    switch (type->kind) {
    case GO_STRUCT:
    case GO_MAP:
        return check_members(type, value, ret_open, err);
    case GO_LIST:
        return check_list(type, value, ret_open, err);
    case GO_TEXT:
    case GO_BYTES:
    case GO_TIME:
        wanted = json_is_string(value) ? NULL : "a text";
        break;
    case GO_BOOL:
        wanted = json_is_boolean(value) ? NULL : "true or false";
        break;
    case GO_INT:
        wanted = is_whole(value, 32) ? NULL : "a whole number of 32 bits";
        break;
    case GO_INT64:
        wanted = is_whole(value, 64) ? NULL : "a whole number of 64 bits";
        break;
    case GO_INT_OR_TEXT:
        wanted = json_is_string(value) || is_whole(value, 32) ? NULL : "a text or a number";
        break;
    case GO_QUANTITY:
        wanted = is_quantity(value) ? NULL : "a quantity";
        break;
    default: /* anything, or a type of protobuf */
        break;
    }
    return wanted ? err_set(err, ERR_INVALID, ": want %s", wanted) : 0;
}

/* ---- JSON ---- */

/* Is it the zero value, which omitempty leaves out? A pointer to one is none. */
static bool is_empty(const struct go_field *field, const json_t *value)
{
    if (!value || json_is_null(value))
        return true;
    if (json_is_array(value))
        return json_array_size(value) == 0;
    if (field->type->kind == GO_MAP)
        return json_object_size(value) == 0;
    if (field->flags & GO_POINTER)
        return false;
    return json_is_false(value) || (json_is_string(value) && json_string_length(value) == 0) ||
           (json_is_number(value) && json_number_value(value) == 0);
}

static void print_absent(struct buf *out, const struct go_field *field)
{
    switch (field->flags & GO_POINTER ? GO_ANY : field->type->kind) {
    case GO_TEXT:
        buf_adds(out, "\"\"");
        break;
    case GO_INT:
    case GO_INT64:
    case GO_REAL:
    case GO_INT_OR_TEXT:
        buf_adds(out, "0");
        break;
    case GO_BOOL:
        buf_adds(out, "false");
        break;
    case GO_QUANTITY:
        buf_adds(out, "\"0\"");
        break;
    case GO_STRUCT: {
        auto_json json_t *none = json_object();

        go_print(out, field->type, none);
        break;
    }
    default:
        buf_adds(out, "null");
    }
}

/* What is null in a map, as Go decodes it. */
static json_t *zero_in_map(const struct go_type *element)
{
    if (element && element->kind == GO_QUANTITY)
        return json_string("0");
    return element && element->kind == GO_TEXT ? json_string("") : NULL;
}

static void settle_members(const struct go_type *type, json_t *object)
{
    const char *key;
    json_t *value;
    void *next;

    json_object_foreach_safe (object, next, key, value) {
        const struct go_type *inner = member_type(type, key);

        if (!json_is_null(value)) {
            if (inner)
                go_settle(inner, json_own(object, key));
            continue;
        }
        json_t *zero = type->kind == GO_MAP ? zero_in_map(inner) : NULL;

        if (zero)
            json_put(object, key, zero);
        else
            (void)json_object_del(object, key);
    }
    for (const struct go_field *f = type->fields; f && f->name; f++) {
        if (f->type && f->type->kind == GO_QUANTITY && !(f->flags & GO_POINTER) &&
            !json_object_get(object, f->json))
            json_put_text(object, f->json, "0");
    }
}

void go_settle(const struct go_type *type, json_t *value)
{
    if (json_is_object(value))
        settle_members(type, value);
    for (size_t i = 0; json_is_array(value) && type->element && i < json_array_size(value); i++)
        go_settle(type->element, json_own_at(value, i));
}

/* `first` is of the object, whose fields may lie in several structs. */
static void print_fields(struct buf *out, const struct go_type *type, const json_t *object,
                         bool *first)
{
    for (const struct go_field *f = type->fields; f && f->name; f++) {
        const json_t *value = json_object_get(object, f->json);
        /* a struct that is no pointer is never empty to Go */
        bool always = f->type->kind == GO_STRUCT && !(f->flags & GO_POINTER);

        if (f->flags & GO_INLINE) {
            print_fields(out, f->type, object, first);
            continue;
        }
        if (f->flags & GO_OMIT_EMPTY && !always && is_empty(f, value))
            continue;
        json_print_key(out, f->json, *first, JSON_PRINT_HTML);
        *first = false;
        if (value && !json_is_null(value))
            go_print(out, f->type, value);
        else
            print_absent(out, f);
    }
}

static void print_map(struct buf *out, const struct go_type *type, const json_t *object)
{
    size_t n;
    auto_free const char **keys = json_sorted_keys(object, &n);

    buf_addc(out, '{');
    for (size_t i = 0; i < n; i++) {
        json_print_key(out, keys[i], i == 0, JSON_PRINT_HTML);
        go_print(out, type->element, json_object_get(object, keys[i]));
    }
    buf_addc(out, '}');
}

static void print_list(struct buf *out, const struct go_type *type, const json_t *list)
{
    size_t i;
    json_t *item;

    buf_addc(out, '[');
    json_array_foreach ((json_t *)list, i, item) {
        buf_adds(out, i ? "," : "");
        go_print(out, type->element, item);
    }
    buf_addc(out, ']');
}

static void print_quantity(struct buf *out, const json_t *value)
{
    auto_buf struct buf plain = BUF_INIT(QUANTITY_TEXT);

    if (json_is_string(value))
        buf_add(&plain, json_string_value(value), json_string_length(value));
    else
        json_print(&plain, value, JSON_PRINT_PLAIN);
    buf_addc(out, '"');
    if (quantity_print(out, buf_text(&plain)) < 0)
        buf_adds(out, "0");
    buf_addc(out, '"');
}

void go_print(struct buf *out, const struct go_type *type, const json_t *value)
{
    bool first = true;

    if (!value || json_is_null(value) ||
        (type->kind != GO_QUANTITY && !json_is_object(value) && !json_is_array(value))) {
        json_print(out, value, JSON_PRINT_HTML);
        return;
    }
    switch (type->kind) {
    case GO_STRUCT:
        buf_addc(out, '{');
        print_fields(out, type, value, &first);
        buf_addc(out, '}');
        break;
    case GO_MAP:
        print_map(out, type, value);
        break;
    case GO_LIST:
        print_list(out, type, value);
        break;
    case GO_QUANTITY:
        print_quantity(out, value);
        break;
    default:
        json_print(out, value, JSON_PRINT_HTML);
    }
}
