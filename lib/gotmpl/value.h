/* Values of the template language: what Go would hold in a reflect.Value, reduced to what JSON data
 * can be.
 *
 * Containers are jansson trees, shared and changed in place as Go's maps are. A json_integer is
 * Go's int, a json_real is float64. A value borrows: its text and tree live as long as the
 * rendering (struct gotmpl_run) they belong to.
 *
 * Go has two nils that print and fail differently, and so has this: VALUE_NONE is "no value"
 * (reflect's zero Value), VALUE_NIL a nil that has the type interface{}. `dynamic` says that the
 * static type is interface{} (it came out of a map or list), which decides the words of error
 * messages and when a nil is no value. */
#ifndef MALHA_GOTMPL_VALUE_H
#define MALHA_GOTMPL_VALUE_H

#include <stdbool.h>
#include <stdint.h>

#include "json/json.h"

struct gotmpl_run;
struct value;

enum value_kind {
    VALUE_NONE,
    VALUE_NIL,
    VALUE_BOOL,    /* with a type: a nil pointer of it, which is false */
    VALUE_INT,     /* Go int and int64 */
    VALUE_FLOAT,   /* float64 */
    VALUE_COMPLEX, /* complex128: only constants are */
    VALUE_TEXT,
    VALUE_LIST, /* json array */
    VALUE_MAP,  /* json object */
};

struct text {
    const char *s;
    size_t len;
};

/* A field of a struct, whose tree is an object with Go's names as keys. */
struct value_field {
    const char *name, *json;       /* Go's name, and that of its JSON tag */
    const struct value_type *type; /* NULL: the plain type of what is there */
    bool keep;                     /* JSON has it when it is empty, too */
    bool embedded;                 /* a struct whose own fields lie in the same object */
};

/* The parameters of a method, as letters (struct gotmpl_func). */
struct value_signature {
    const char *method, *params;
};

/* A Go type other than interface{}, map[string]interface{} and []interface{}: a struct or a map
 * with methods. All callbacks may be NULL. */
struct value_type {
    const char *name;   /* as Go prints it: "map[string]string", "*chart.Dependency" */
    bool zero_text;     /* a missing key of this map is "" */
    bool is_struct;     /* always true, not ranged over; `field` decides what is there */
    bool is_enum;       /* a text that Go prints through String() */
    bool is_comparable; /* a struct that == compares field by field */
    bool is_map; /* a map[string]interface{} under another name, which fits where one is wanted */
    const struct value_field *fields; /* of a struct, up to one without a name */
    /* The field or key `name` of `self`: 1 and the value, 0 when there is none (or, of a map, when
     * the key is like any other). */
    int (*field)(struct gotmpl_run *run, const struct value *self, const char *name,
                 struct value *ret);
    /* A function has put `value` under `key` of a map that was told to be of this type. */
    void (*stored)(struct gotmpl_run *run, const char *key, const struct value *value);
    /* The method `name`: 1 when there is one and it was called (ret set, or err with -1), 0 when
     * there is none. */
    int (*method)(struct gotmpl_run *run, const struct value *self, const char *name,
                  const struct value *args, size_t n, struct value *ret, struct err *err);
    /* What methods take; up to one without a name. Others are called with whatever is given. */
    const struct value_signature *signatures;
    /* How fmt prints it (%v): the String() method of the type. */
    void (*print)(struct buf *out, const struct value *self);
    /* How an action prints it, when String() is a method of the pointer alone. */
    void (*show)(struct buf *out, const struct value *self);
    /* The type of elements of a list, when it is not interface{}. */
    const struct value_type *element;
};

struct value {
    enum value_kind kind;
    bool dynamic;
    const struct value_type *type; /* NULL: the plain type of the kind */
    union {
        bool truth;
        int64_t integer;
        double real;
        struct {
            double re, im;
        } complex;
        struct text text;
        json_t *json;
    };
};

extern const struct value_type value_type_text_map;  /* map[string]string */
extern const struct value_type value_type_text_list; /* []string */
extern const struct value_type value_type_int_list;  /* []int */
extern const struct value_type value_type_bytes;     /* []uint8, kept as a text */
/* Go's int64, uint64 and uint8, which no parameter of type int takes. */
extern const struct value_type value_type_int64, value_type_uint64, value_type_uint8;

/* Are elements of a container of this type of any type (interface{})? */
static inline bool value_holds_anything(const struct value_type *type)
{
    return !type || type->is_map;
}

static inline struct value value_none(void)
{
    return (struct value){.kind = VALUE_NONE};
}
static inline struct value value_nil(void)
{
    return (struct value){.kind = VALUE_NIL, .dynamic = true};
}
static inline struct value value_bool(bool v)
{
    return (struct value){.kind = VALUE_BOOL, .truth = v};
}
static inline struct value value_int(int64_t v)
{
    return (struct value){.kind = VALUE_INT, .integer = v};
}
static inline struct value value_float(double v)
{
    return (struct value){.kind = VALUE_FLOAT, .real = v};
}
static inline struct value value_text(const char *s, size_t len)
{
    return (struct value){.kind = VALUE_TEXT, .text = {s, len}};
}
/* A list or map; borrowed. */
struct value value_tree(json_t *json, const struct value_type *type);
/* Whatever `json` is; NULL gives no value. */
struct value value_of(json_t *json);

/* Go's idea of truth (text/template's IsTrue). */
bool value_truth(const struct value *v);
/* The Go name of the static type: "interface {}", "string", "map[string]interface {}", ... */
const char *value_type_name(const struct value *v);
/* The Go name of the type inside: never "interface {}" unless it is nil. */
const char *value_inner_type_name(const struct value *v);
/* reflect.Kind as text: "map", "slice", "string", "int", "float64", "bool", "invalid". */
const char *value_kind_name(const struct value *v);
static inline bool value_is_nil(const struct value *v)
{
    return v->kind == VALUE_NONE || v->kind == VALUE_NIL;
}

/* A new reference to a tree that means the same as `v`: shares maps and lists. The caller owns it.
 */
json_t *value_json(const struct value *v) ATTR_CHECK;
/* What Go's encoding/json makes of `v`: structs by their tags and in their order, bytes in base64.
 * The caller owns it. */
json_t *value_marshal(const struct value *v) ATTR_CHECK;
/* The field `name` of a struct with fields; false when there is none. */
bool value_field(const struct value *v, const char *name, struct value *ret);

/* Writes `v` as fmt's %v does; top level no value as "<no value>" when `missing` is set, else
 * "<nil>". */
void value_print(struct buf *out, const struct value *v, bool missing);
void value_print_json(struct buf *out, const json_t *v);

/* Equality of reflect.DeepEqual on JSON data: an int is never a float. */
bool value_deep_equal(const json_t *a, const json_t *b);

#endif
