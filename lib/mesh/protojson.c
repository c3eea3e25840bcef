#include "mesh/protojson.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/base64.h"
#include "base/mem.h"
#include "helm/gotime.h"

#define SECOND 1000000000ll

static int read_value(const struct go_type *type, const json_t *in, json_t **ret, struct err *err);

/* ---- scalars ---- */

static int want(struct err *err, const char *what)
{
    return err_set(err, ERR_INVALID, "want %s", what);
}

/* A number of JSON, or one in quotes, which old proto-JSON reads like it. */
static int read_number(const json_t *in, double *ret, struct err *err)
{
    const char *text = json_string_value(in);
    auto_err struct err ignored = ERR_INIT;
    auto_json json_t *number = NULL;

    if (text && (json_parse_bounded(text, json_string_length(in), 1, 1, &number, &ignored) < 0 ||
                 (!json_is_number(number) && !json_is_null(number))))
        return want(err, "a number");
    if (!text && !json_is_number(in))
        return want(err, "a number");
    *ret = json_number_value(text ? number : in);
    /* 1.0 is the number 1 once YAML has become JSON; in quotes it is none */
    return text && json_is_real(number) ? want(err, "a whole number") : 0;
}

static int read_whole(const struct go_type *type, const json_t *in, json_t **ret, struct err *err)
{
    double min = type->kind == GO_UINT ? 0 : type->kind == GO_INT ? -0x1p31 : -0x1p63;
    double end = type->kind == GO_UINT ? 0x1p32 : type->kind == GO_INT ? 0x1p31 : 0x1p63;
    double number;

    if (read_number(in, &number, err) < 0)
        return -1;
    if (number != floor(number) || number < min || number >= end)
        return want(err, type->kind == GO_LONG ? "a whole number of 64 bits"
                                               : "a whole number of 32 bits");
    *ret = json_integer(json_is_integer(in) ? json_integer_value(in) : (json_int_t)number);
    return 0;
}

static int read_real(const json_t *in, json_t **ret, struct err *err)
{
    static const char *const special[] = {"NaN", "Infinity", "-Infinity"};
    const char *text = json_string_value(in);
    char *end;
    double number;

    for (size_t i = 0; text && i < ARRAY_LEN(special); i++) {
        if (strcmp(text, special[i]) == 0) {
            *ret = json_string(text);
            return 0;
        }
    }
    number = text ? strtod(text, &end) : json_number_value(in);
    if (text ? !*text || *end || !isfinite(number) : !json_is_number(in))
        return want(err, "a number");
    *ret = json_real(number);
    return 0;
}

static int read_enum(const struct go_type *type, const json_t *in, json_t **ret, struct err *err)
{
    static const struct go_type number = {.name = "int32", .kind = GO_INT};

    for (const struct go_enum *e = type->values; e->name; e++) {
        if (json_is_string(in) ? strcmp(json_string_value(in), e->name) == 0
                               : json_is_number(in) && json_number_value(in) == e->value) {
            *ret = json_string(e->name);
            return 0;
        }
    }
    return json_is_string(in)
               ? err_set(err, ERR_INVALID, "unknown value \"%s\"", json_string_value(in))
               : read_whole(&number, in, ret, err);
}

static int read_duration(const json_t *in, json_t **ret, struct err *err)
{
    auto_buf struct buf text = BUF_INIT(64);
    int64_t nanoseconds, rest;

    if (!json_is_string(in))
        return want(err, "a duration");
    if (gotime_duration_parse(json_string_value(in), &nanoseconds, err) < 0)
        return -1;
    rest = llabs(nanoseconds % SECOND);
    buf_addf(&text, "%s%lld", nanoseconds < 0 ? "-" : "", llabs(nanoseconds / SECOND));
    if (rest % 1000000 == 0 && rest != 0)
        buf_addf(&text, ".%03lld", (long long)rest / 1000000);
    else if (rest % 1000 == 0 && rest != 0)
        buf_addf(&text, ".%06lld", (long long)rest / 1000);
    else if (rest != 0)
        buf_addf(&text, ".%09lld", (long long)rest);
    buf_addc(&text, 's');
    *ret = json_string(buf_text(&text));
    return 0;
}

int64_t proto_duration(const json_t *duration)
{
    const char *text = json_string_value(duration);
    auto_err struct err ignored = ERR_INIT;
    int64_t nanoseconds;

    return text && gotime_duration_parse(text, &nanoseconds, &ignored) == 0 ? nanoseconds : 0;
}

static int read_bytes(const json_t *in, json_t **ret, struct err *err)
{
    size_t len;
    auto_free char *bytes = json_is_string(in) ? base64_decode(json_string_value(in),
                                                               json_string_length(in), &len, NULL)
                                               : NULL;

    if (!bytes)
        return want(err, "base64");
    *ret = json_incref((json_t *)in);
    return 0;
}

/* What null becomes in a list or map. */
static json_t *zero_of(const struct go_type *type)
{
    switch (type->kind) {
    case GO_INT:
    case GO_UINT:
    case GO_LONG:
        return json_integer(0);
    case GO_REAL:
        return json_real(0);
    case GO_BOOL:
        return json_false();
    case GO_ENUM:
        return json_string(type->values->name);
    case GO_MESSAGE:
        return json_object();
    default:
        return json_string("");
    }
}

/* ---- what holds others ---- */

enum { NAME_SIZE = 128 };

/* "proxyMetadata" is proxy_metadata in the .proto. */
static const char *proto_name(const char *name, char out[NAME_SIZE])
{
    char *to = out;

    for (; *name && to < out + NAME_SIZE - 2; name++) {
        if (isupper((unsigned char)*name))
            *to++ = '_';
        *to++ = (char)tolower((unsigned char)*name);
    }
    *to = '\0';
    return out;
}

/* The value under either name, the first having the last word. */
static json_t *find_value(const json_t *object, const char *name)
{
    char other[NAME_SIZE];
    json_t *value = json_object_get(object, name);

    return value ? value : json_object_get(object, proto_name(name, other));
}

static const struct go_field *field_called(const struct go_type *message, const char *key)
{
    for (const struct go_field *f = message->fields; f->name; f++) {
        char other[NAME_SIZE];

        if (strcmp(f->json, key) == 0 || strcmp(proto_name(f->json, other), key) == 0)
            return f;
    }
    return NULL;
}

static void find_unknown(const struct go_type *type, const json_t *tree, const char *path,
                         json_t *names)
{
    const char *key;
    json_t *value;
    size_t i;

    if (type->kind == GO_LIST) {
        json_array_foreach ((json_t *)tree, i, value)
            find_unknown(type->element, value, path, names);
    }
    if (type->kind != GO_MESSAGE && type->kind != GO_MAP)
        return;
    json_object_foreach ((json_t *)tree, key, value) {
        const struct go_field *field = type->kind == GO_MESSAGE ? field_called(type, key) : NULL;
        const struct go_type *inner = field ? field->type : type->element;
        auto_free char *below = mem_printf("%s%s%s", path, *path ? "." : "", key);

        if (inner)
            find_unknown(inner, value, below, names);
        else
            json_array_append_new(names, json_string_nocheck(below));
    }
}

void proto_unknown(const struct go_type *message, const json_t *tree, json_t *names)
{
    find_unknown(message, tree, "", names);
}

/* Of a oneof the last field stays. No message here has two of them. */
static void put_others_away(const struct go_type *message, json_t *object,
                            const struct go_field *kept)
{
    for (const struct go_field *f = message->fields; f->name; f++) {
        if (f->flags & GO_ONEOF && f != kept)
            (void)json_object_del(object, f->json);
    }
}

static int read_message(const struct go_type *message, const json_t *in, json_t **ret,
                        struct err *err)
{
    auto_json json_t *object = json_object();

    if (!json_is_object(in))
        return want(err, "a mapping");
    for (const struct go_field *f = message->fields; f->name; f++) {
        const json_t *raw = find_value(in, f->json);
        json_t *value;

        if (!raw || json_is_null(raw))
            continue;
        if (read_value(f->type, raw, &value, err) < 0)
            return err_wrap(err, "%s", f->json);
        if (f->flags & GO_ONEOF)
            put_others_away(message, object, f);
        json_put(object, f->json, value);
    }
    *ret = STEAL(object);
    return 0;
}

static int read_list(const struct go_type *type, const json_t *in, json_t **ret, struct err *err)
{
    auto_json json_t *list = json_array();

    if (!json_is_array(in))
        return want(err, "a list");
    for (size_t i = 0; i < json_array_size(in); i++) {
        const json_t *raw = json_array_get(in, i);
        json_t *value;

        if (json_is_null(raw))
            value = zero_of(type->element);
        else if (read_value(type->element, raw, &value, err) < 0)
            return err_wrap(err, "[%zu]", i);
        json_array_append_new(list, value);
    }
    *ret = STEAL(list);
    return 0;
}

static int read_map(const struct go_type *type, const json_t *in, json_t **ret, struct err *err)
{
    auto_json json_t *map = json_object();
    const char *key;
    json_t *raw, *value;

    if (!json_is_object(in))
        return want(err, "a mapping");
    json_object_foreach ((json_t *)in, key, raw) {
        if (json_is_null(raw))
            value = zero_of(type->element);
        else if (read_value(type->element, raw, &value, err) < 0)
            return err_wrap(err, "%s", key);
        json_put(map, key, value);
    }
    *ret = STEAL(map);
    return 0;
}

static int read_value(const struct go_type *type, const json_t *in, json_t **ret, struct err *err)
{
    switch (type->kind) {
    case GO_MESSAGE:
        return read_message(type, in, ret, err);
    case GO_LIST:
        return read_list(type, in, ret, err);
    case GO_MAP:
        return read_map(type, in, ret, err);
    case GO_INT:
    case GO_UINT:
    case GO_LONG:
        return read_whole(type, in, ret, err);
    case GO_REAL:
        return read_real(in, ret, err);
    case GO_ENUM:
        return read_enum(type, in, ret, err);
    case GO_DURATION:
        return read_duration(in, ret, err);
    case GO_BYTES:
        return read_bytes(in, ret, err);
    case GO_BOOL:
        if (!json_is_boolean(in))
            return want(err, "true or false");
        break;
    case GO_TEXT:
        if (!json_is_string(in))
            return want(err, "a text");
        break;
    case GO_ANY: /* google.protobuf.Struct */
        if (!json_is_object(in))
            return want(err, "a mapping");
        break;
    default:
        return want(err, "nothing"); /* types of Kubernetes, which no message has */
    }
    *ret = json_incref((json_t *)in);
    return 0;
}

int proto_read(const struct go_type *message, const json_t *tree, json_t **ret_tree,
               struct err *err)
{
    if (json_is_null(tree)) {
        *ret_tree = json_object();
        return 0;
    }
    return read_message(message, tree, ret_tree, err);
}

void proto_apply(const struct go_type *message, json_t *base, const json_t *over)
{
    for (const struct go_field *f = message->fields; f->name; f++) {
        const json_t *value = json_object_get(over, f->json);

        if (!value)
            continue;
        if (f->flags & GO_ONEOF)
            put_others_away(message, base, f);
        json_put(base, f->json, json_deep_copy(value));
    }
}

bool proto_is_unset(const struct go_field *field, const json_t *value)
{
    const struct go_type *type = field->type;

    if (!value || json_is_null(value))
        return true;
    if (type->kind == GO_LIST)
        return json_array_size(value) == 0;
    if (type->kind == GO_MAP)
        return json_object_size(value) == 0;
    if (field->flags & (GO_POINTER | GO_ONEOF))
        return false;
    if (type->kind == GO_ENUM)
        return json_is_string(value) && strcmp(json_string_value(value), type->values->name) == 0;
    return json_is_false(value) || (json_is_string(value) && json_string_length(value) == 0) ||
           (json_is_number(value) && json_number_value(value) == 0);
}

/* ---- writing ---- */

static void print_value(struct buf *out, const struct go_type *type, const json_t *value);

static void print_map(struct buf *out, const struct go_type *type, const json_t *map)
{
    size_t n;
    auto_free const char **keys = json_sorted_keys(map, &n);

    buf_addc(out, '{');
    for (size_t i = 0; i < n; i++) {
        json_print_key(out, keys[i], i == 0, JSON_PRINT_HTML);
        print_value(out, type->element, json_object_get(map, keys[i]));
    }
    buf_addc(out, '}');
}

static void print_list(struct buf *out, const struct go_type *type, const json_t *list)
{
    buf_addc(out, '[');
    for (size_t i = 0; i < json_array_size(list); i++) {
        buf_adds(out, i ? "," : "");
        print_value(out, type->element, json_array_get(list, i));
    }
    buf_addc(out, ']');
}

static void print_value(struct buf *out, const struct go_type *type, const json_t *value)
{
    if (type->kind == GO_MESSAGE) {
        proto_print(out, type, value);
    } else if (type->kind == GO_MAP) {
        print_map(out, type, value);
    } else if (type->kind == GO_LIST) {
        print_list(out, type, value);
    } else if (type->kind == GO_LONG) {
        buf_addc(out, '"');
        json_print(out, value, JSON_PRINT_PLAIN);
        buf_addc(out, '"');
    } else {
        json_print(out, value, JSON_PRINT_HTML);
    }
}

void proto_print(struct buf *out, const struct go_type *message, const json_t *tree)
{
    bool first = true;

    buf_addc(out, '{');
    for (const struct go_field *f = message->fields; f->name; f++) {
        const json_t *value = json_object_get(tree, f->json);

        if (proto_is_unset(f, value))
            continue;
        json_print_key(out, f->json, first, JSON_PRINT_HTML);
        print_value(out, f->type, value);
        first = false;
    }
    buf_addc(out, '}');
}
