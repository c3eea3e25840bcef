#include "mesh/view.h"

#include <ctype.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/match.h"
#include "base/mem.h"
#include "gotmpl/gotmpl.h"
#include "mesh/gotypes.h"

/* A Go type in the template language: a value of it, and a nil pointer to one. */
struct view {
    struct value_type there, nil;
    const struct go_type *type;
};

/* types.NamespacedName */
static const struct go_type text_type = {.name = "string", .kind = GO_TEXT};
static const struct go_field name_fields[] = {
    {"Namespace", "namespace", &text_type, 0, NULL}, {"Name", "name", &text_type, 0, NULL}, {0}};
static const struct go_type name_type = {
    .name = "types.NamespacedName", .kind = GO_STRUCT, .fields = name_fields};

/* By index; name_type's is the last. Made once, and kept. */
static struct view *views;
static json_t *empty_map, *empty_list;
static pthread_once_t views_once = PTHREAD_ONCE_INIT;

static const struct view *view_of(const struct go_type *type)
{
    return &views[type == &name_type ? n_go_types : type->index];
}

static void print_nil(struct buf *out, const struct value *self)
{
    (void)self;
    buf_adds(out, "<nil>");
}

/* A nil pointer to something that has no fields. */
static const struct value_type nil_scalar = {.name = "*int64", .print = print_nil};

static struct value nil_of(const struct value_type *type)
{
    return (struct value){.kind = VALUE_BOOL, .type = type};
}

/* ---- wrappers: *wrapperspb.BoolValue and its like, whose tree is the value itself ---- */

static bool is_wrapper(const struct go_field *field)
{
    return strncmp(field->type->name, "google.protobuf.", 16) == 0 &&
           field->type->kind != GO_DURATION && field->type->kind != GO_ANY;
}

static int wrapper_field(struct gotmpl_run *run, const struct value *self, const char *name,
                         struct value *ret)
{
    (void)run;
    if (strcmp(name, "Value") != 0)
        return 0;
    *ret = value_of(self->json);
    ret->dynamic = false;
    return 1;
}

static int wrapper_method(struct gotmpl_run *run, const struct value *self, const char *name,
                          const struct value *args, size_t n, struct value *ret, struct err *err)
{
    (void)args;
    if (strcmp(name, "GetValue") != 0)
        return 0;
    if (n > 0)
        return err_set(err, ERR_INVALID, "wrong number of args for %s: want 0 got %zu", name, n);
    return wrapper_field(run, self, "Value", ret);
}

static int nil_wrapper_method(struct gotmpl_run *run, const struct value *self, const char *name,
                              const struct value *args, size_t n, struct value *ret,
                              struct err *err)
{
    (void)run;
    (void)self;
    (void)args;
    (void)n;
    (void)err;
    if (strcmp(name, "GetValue") != 0)
        return 0;
    *ret = value_bool(false);
    return 1;
}

static const struct value_type wrapper = {.name = "*wrapperspb.Value",
                                          .is_struct = true,
                                          .field = wrapper_field,
                                          .method = wrapper_method};
static const struct value_type nil_wrapper = {
    .name = "*wrapperspb.Value", .print = print_nil, .method = nil_wrapper_method};

/* ---- fields ---- */

static const struct value_type *list_type(const struct go_type *type)
{
    return type->element->kind == GO_TEXT ? &value_type_text_list : &view_of(type)->there;
}

/* What Go has where JSON has nothing. */
static struct value zero_of(const struct go_field *field)
{
    const struct go_type *type = field->type;

    if (is_wrapper(field))
        return nil_of(&nil_wrapper);
    if (field->flags & GO_POINTER)
        return nil_of(type->kind == GO_STRUCT || type->kind == GO_MESSAGE ? &view_of(type)->nil
                                                                          : &nil_scalar);
    switch (type->kind) {
    case GO_STRUCT:
        return value_tree(empty_map, &view_of(type)->there);
    case GO_MAP:
        return value_tree(empty_map, &value_type_text_map);
    case GO_LIST:
        return value_tree(empty_list, list_type(type));
    case GO_BOOL:
        return value_bool(false);
    case GO_INT:
    case GO_UINT:
    case GO_INT64:
    case GO_LONG:
        return value_int(0);
    case GO_REAL:
        return value_float(0);
    case GO_ENUM:
        return (struct value){.kind = VALUE_TEXT,
                              .type = &view_of(type)->there,
                              .text = {type->values->name, strlen(type->values->name)}};
    default:
        return value_text("", 0);
    }
}

static struct value value_in(const struct go_field *field, json_t *json)
{
    const struct go_type *type = field->type;
    struct value v = value_of(json);

    v.dynamic = false;
    if (is_wrapper(field))
        return (struct value){.kind = VALUE_MAP, .type = &wrapper, .json = json};
    if (v.kind == VALUE_FLOAT && type->kind != GO_REAL)
        v = value_int((int64_t)v.real);
    if (v.kind == VALUE_MAP)
        v.type = type->kind == GO_MAP ? &value_type_text_map : &view_of(type)->there;
    else if (v.kind == VALUE_LIST && type->kind == GO_LIST)
        v.type = list_type(type);
    else if (type->kind == GO_ENUM)
        v.type = &view_of(type)->there;
    return v;
}

/* The field of Go's name, also of a struct that is embedded, whose own name is one, too. What is
 * one of several in protobuf is no field to Go. */
static const struct go_field *field_named(const struct go_type *type, const char *name)
{
    for (const struct go_field *f = type->fields; f && f->name; f++) {
        const struct go_field *inner = f->flags & GO_INLINE ? field_named(f->type, name) : NULL;

        if (inner || (match_text(f->name, name) && !(f->flags & GO_ONEOF)))
            return inner ? inner : f;
    }
    return NULL;
}

static struct value get(const struct go_field *field, json_t *object)
{
    json_t *json = field->flags & GO_INLINE ? object : json_object_get(object, field->json);

    return json && !json_is_null(json) ? value_in(field, json) : zero_of(field);
}

static int struct_field(struct gotmpl_run *run, const struct value *self, const char *name,
                        struct value *ret)
{
    const struct view *view = (const struct view *)self->type;
    const struct go_field *field = field_named(view->type, name);

    (void)run;
    if (!field)
        return 0;
    *ret = get(field, self->json);
    return 1;
}

/* GetName of "Name", where the type has such a method: messages have one for each field. */
static const struct go_field *field_got(const struct go_type *type, const char *method)
{
    static const char *const of_metadata[] = {"Name",   "Namespace",   "GenerateName",
                                              "Labels", "Annotations", "UID"};

    if (strncmp(method, "Get", 3) != 0)
        return NULL;
    for (const struct go_field *f = type->kind == GO_MESSAGE ? type->fields : NULL; f && f->name;
         f++) {
        if (strcmp(f->name, method + 3) == 0)
            return f;
    }
    for (size_t i = 0; i < ARRAY_LEN(of_metadata) && strcmp(type->name, "v1.ObjectMeta") == 0;
         i++) {
        if (strcmp(of_metadata[i], method + 3) == 0)
            return field_named(type, of_metadata[i]);
    }
    return NULL;
}

static int call_getter(const struct view *view, json_t *object, const char *name, size_t n,
                       struct value *ret, struct err *err)
{
    const struct go_field *field = field_got(view->type, name);

    if (!field)
        return 0;
    if (n > 0)
        return err_set(err, ERR_INVALID, "wrong number of args for %s: want 0 got %zu", name, n);
    *ret = get(field, object);
    return 1;
}

static int struct_method(struct gotmpl_run *run, const struct value *self, const char *name,
                         const struct value *args, size_t n, struct value *ret, struct err *err)
{
    (void)run;
    (void)args;
    return call_getter((const struct view *)self->type, self->json, name, n, ret, err);
}

/* Getters work on a nil pointer, as protobuf's do. */
static int nil_method(struct gotmpl_run *run, const struct value *self, const char *name,
                      const struct value *args, size_t n, struct value *ret, struct err *err)
{
    const char *view = (const char *)self->type - offsetof(struct view, nil);

    (void)run;
    (void)args;
    return call_getter((const struct view *)view, empty_map, name, n, ret, err);
}

static int enum_method(struct gotmpl_run *run, const struct value *self, const char *name,
                       const struct value *args, size_t n, struct value *ret, struct err *err)
{
    (void)run;
    (void)args;
    if (strcmp(name, "String") != 0)
        return 0;
    if (n > 0)
        return err_set(err, ERR_INVALID, "wrong number of args for String: want 0 got %zu", n);
    *ret = value_text(self->text.s, self->text.len);
    return 1;
}

/* ---- types ---- */

static void make_view(struct view *view, const struct go_type *type)
{
    view->type = type;
    view->there = (struct value_type){.name = type->name};
    view->nil = (struct value_type){
        .name = mem_printf("*%s", type->name), .print = print_nil, .method = nil_method};
    switch (type->kind) {
    case GO_STRUCT:
    case GO_MESSAGE:
        view->there.is_struct = true;
        view->there.field = struct_field;
        view->there.method = struct_method;
        break;
    case GO_ENUM:
        view->there.is_enum = true;
        view->there.method = enum_method;
        break;
    case GO_LIST: {
        enum go_kind of = type->element->kind;

        view->there.element =
            of == GO_STRUCT || of == GO_MESSAGE ? &view_of(type->element)->there : NULL;
        break;
    }
    default:
        break;
    }
}

static void make_views(void)
{
    views = mem_zalloc((n_go_types + 1) * sizeof(*views));
    empty_map = json_object();
    empty_list = json_array();
    for (size_t i = 0; i < n_go_types; i++)
        make_view(&views[i], go_types[i]);
    make_view(&views[n_go_types], &name_type);
}

void view_prepare(void)
{
    (void)pthread_once(&views_once, make_views);
}

const struct go_type *view_go_type(const struct value_type *type)
{
    const struct view *view = (const struct view *)type;

    return views && view >= views && view <= views + n_go_types ? view->type : NULL;
}

/* ---- the root ---- */

static const struct go_type *root_type(const char *name)
{
    if (strcmp(name, "TypeMeta") == 0)
        return go_pod->fields[0].type;
    if (strcmp(name, "ObjectMeta") == 0)
        return go_find_field(go_pod, "metadata")->type;
    if (strcmp(name, "Spec") == 0)
        return go_find_field(go_pod, "spec")->type;
    if (strcmp(name, "ProxyConfig") == 0)
        return go_proxy_config;
    if (strcmp(name, "MeshConfig") == 0)
        return go_mesh_config;
    return strcmp(name, "DeploymentMeta") == 0 ? &name_type : NULL;
}

static int root_field(struct gotmpl_run *run, const struct value *self, const char *name,
                      struct value *ret)
{
    json_t *field = json_object_get(self->json, name);
    const struct go_type *type = json_is_object(field) ? root_type(name) : NULL;

    (void)run;
    if (!field)
        return 0;
    *ret = value_of(field);
    ret->dynamic = false;
    if (type)
        ret->type = &view_of(type)->there;
    return 1;
}

const struct value_type view_root = {
    .name = "*inject.SidecarTemplateData", .is_struct = true, .field = root_field};
