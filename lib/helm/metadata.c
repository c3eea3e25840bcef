#include "helm/metadata.h"

#include <string.h>
#include <strings.h>

#include "base/limits.h"
#include "base/mem.h"
#include "base/rune.h"
#include "gotmpl/fmt.h"
#include "helm/semver.h"
#include "json/number.h"

/* ---- what there is ---- */

enum kind { TEXT, TRUTH, TEXTS, TEXT_MAP, STRUCTS, ANYTHING };

struct shape;

struct field {
    const char *name;
    enum kind kind;
    const struct shape *shape; /* of STRUCTS */
};

struct shape {
    const char *name; /* Go's */
    const struct field *fields;
};

static const struct field maintainer_fields[] = {
    {"name", TEXT, NULL}, {"email", TEXT, NULL}, {"url", TEXT, NULL}, {0}};
static const struct shape maintainer = {"Maintainer", maintainer_fields};

static const struct field dependency_fields[] = {
    {"name", TEXT, NULL},
    {"version", TEXT, NULL},
    {"repository", TEXT, NULL},
    {"condition", TEXT, NULL},
    {"tags", TEXTS, NULL},
    {"enabled", TRUTH, NULL},
    {"import-values", ANYTHING, NULL},
    {"alias", TEXT, NULL},
    {0},
};
static const struct shape dependency = {"Dependency", dependency_fields};

static const struct field metadata_fields[] = {
    {"name", TEXT, NULL},
    {"home", TEXT, NULL},
    {"sources", TEXTS, NULL},
    {"version", TEXT, NULL},
    {"description", TEXT, NULL},
    {"keywords", TEXTS, NULL},
    {"maintainers", STRUCTS, &maintainer},
    {"icon", TEXT, NULL},
    {"apiVersion", TEXT, NULL},
    {"condition", TEXT, NULL},
    {"tags", TEXT, NULL},
    {"appVersion", TEXT, NULL},
    {"deprecated", TRUTH, NULL},
    {"annotations", TEXT_MAP, NULL},
    {"kubeVersion", TEXT, NULL},
    {"dependencies", STRUCTS, &dependency},
    {"type", TEXT, NULL},
    {0},
};
static const struct shape metadata_shape = {"Metadata", metadata_fields};

static const struct field lock_fields[] = {
    {"generated", TEXT, NULL}, {"digest", TEXT, NULL}, {"dependencies", STRUCTS, &dependency}, {0}};
static const struct shape lock = {"Lock", lock_fields};

/* ---- reading ---- */

/* Where an error is: "Dependency.dependencies.name". */
struct place {
    const struct shape *shape;
    const struct place *outer;
    const char *field;
};

static void print_path(struct buf *out, const struct place *place)
{
    if (place->outer) {
        print_path(out, place->outer);
        buf_addc(out, '.');
    }
    buf_adds(out, place->field);
}

static int wrong_type(const struct place *place, const json_t *value, const char *type,
                      struct err *err)
{
    auto_buf struct buf path = BUF_INIT(LIMIT_MESSAGE);

    print_path(&path, place);
    return err_set(err, ERR_INVALID,
                   "error unmarshaling JSON: while decoding JSON: json: cannot unmarshal %s into "
                   "Go struct field %s.%s of type %s",
                   json_is_object(value)   ? "object"
                   : json_is_array(value)  ? "array"
                   : json_is_string(value) ? "string"
                   : json_is_number(value) ? "number"
                                           : "bool",
                   place->shape->name, buf_text(&path), type);
}

/* Numbers and truth values are written out; a null is "". */
static int read_text(const struct place *place, const json_t *value, json_t **ret, struct err *err)
{
    char number[NUMBER_TEXT_SIZE];

    if (json_is_object(value) || json_is_array(value))
        return wrong_type(place, value, "string", err);
    if (json_is_integer(value)) {
        auto_free char *text = mem_printf("%lld", (long long)json_integer_value(value));

        *ret = json_string(text);
    } else if (json_is_real(value)) {
        *ret = json_stringn_nocheck(number, number_go_g(json_real_value(value), number));
    } else if (json_is_boolean(value)) {
        *ret = json_string(json_is_true(value) ? "true" : "false");
    } else {
        *ret = json_is_null(value) ? json_string("") : json_incref((json_t *)value);
    }
    return 0;
}

static int read_struct(const struct shape *shape, const struct place *outer, const json_t *from,
                       json_t *into, struct err *err);

static int read_structs(const struct place *place, const struct shape *shape, const json_t *list,
                        json_t **ret, struct err *err)
{
    auto_free char *list_type = mem_printf("[]*chart.%s", shape->name);
    auto_free char *type = mem_printf("chart.%s", shape->name);
    auto_json json_t *read = json_array();
    size_t i;
    json_t *item;

    if (!json_is_array(list))
        return wrong_type(place, list, list_type, err);
    json_array_foreach ((json_t *)list, i, item) {
        auto_json json_t *one = json_object();

        if (json_is_null(item)) {
            json_array_append_new(read, json_null());
            continue;
        }
        if (!json_is_object(item))
            return wrong_type(place, item, type, err);
        if (read_struct(shape, place, item, one, err) < 0)
            return -1;
        json_array_append(read, one);
    }
    *ret = STEAL(read);
    return 0;
}

static int read_texts(const struct place *place, const json_t *list, json_t **ret, struct err *err)
{
    auto_json json_t *read = json_array();
    size_t i;
    json_t *item, *text = NULL;

    if (!json_is_array(list))
        return wrong_type(place, list, "[]string", err);
    json_array_foreach ((json_t *)list, i, item) {
        if (read_text(place, item, &text, err) < 0)
            return -1;
        json_array_append_new(read, text);
    }
    *ret = STEAL(read);
    return 0;
}

static int read_text_map(const struct place *place, const json_t *map, json_t **ret,
                         struct err *err)
{
    auto_json json_t *read = json_object();
    const char *key;
    json_t *item, *text = NULL;

    if (!json_is_object(map))
        return wrong_type(place, map, "map[string]string", err);
    json_object_foreach ((json_t *)map, key, item) {
        if (read_text(place, item, &text, err) < 0)
            return -1;
        json_put(read, key, text);
    }
    *ret = STEAL(read);
    return 0;
}

/* `*ret` is a new reference. */
static int read_field(const struct field *field, const struct place *place, const json_t *value,
                      json_t **ret, struct err *err)
{
    switch (field->kind) {
    case TEXT:
        return read_text(place, value, ret, err);
    case TEXTS:
        return read_texts(place, value, ret, err);
    case TEXT_MAP:
        return read_text_map(place, value, ret, err);
    case STRUCTS:
        return read_structs(place, field->shape, value, ret, err);
    case TRUTH:
        if (!json_is_boolean(value))
            return wrong_type(place, value, "bool", err);
        break;
    case ANYTHING:
        if (!json_is_array(value))
            return wrong_type(place, value, "[]interface {}", err);
        break;
    }
    *ret = json_deep_copy(value);
    return 0;
}

static const struct field *find_field(const struct shape *shape, const char *key)
{
    const struct field *found = NULL;

    for (const struct field *f = shape->fields; f->name; f++) {
        if (strcmp(f->name, key) == 0)
            return f;
        if (strcasecmp(f->name, key) == 0)
            found = f;
    }
    return found;
}

/* Keys come in the order of the alphabet, and the last of those that mean the same wins. A null
 * leaves a text or truth value as it is and takes the rest away. */
static int read_struct(const struct shape *shape, const struct place *outer, const json_t *from,
                       json_t *into, struct err *err)
{
    size_t n;
    auto_free const char **keys = json_sorted_keys(from, &n);

    for (size_t i = 0; i < n; i++) {
        const struct field *field = find_field(shape, keys[i]);
        const json_t *value = json_object_get(from, keys[i]);
        json_t *read = NULL;

        if (!field)
            continue;
        const struct place place = {shape, outer, field->name};
        if (json_is_null(value)) {
            if (field->kind != TEXT && field->kind != TRUTH)
                (void)json_object_del(into, field->name);
            continue;
        }
        if (read_field(field, &place, value, &read, err) < 0)
            return -1;
        json_put(into, field->name, read);
    }
    return 0;
}

int metadata_fill(json_t *metadata, const json_t *from, struct err *err)
{
    return read_struct(&metadata_shape, NULL, from, metadata, err);
}

int metadata_check_lock(const json_t *from, struct err *err)
{
    auto_json json_t *read = json_object();

    return read_struct(&lock, NULL, from, read, err);
}

/* ---- checking ---- */

/* What a person reads: every blank is a space, what cannot be printed goes. */
static json_t *sanitized(const json_t *value)
{
    auto_buf struct buf out = BUF_INIT(LIMIT_CHART_FILE);
    const char *s = json_string_value(value);
    size_t left = json_string_length(value), len;

    for (; left; s += len, left -= len) {
        uint32_t rune = rune_decode(s, left, &len);

        if (rune_is_space(rune))
            buf_addc(&out, ' ');
        else if (rune_is_print(rune))
            buf_add(&out, s, len);
    }
    return json_stringn_nocheck(buf_text(&out), out.len);
}

/* The texts and lists of texts of these names; up to NULL. */
static void sanitize(json_t *object, const char *const *names)
{
    for (; *names; names++) {
        json_t *value = json_object_get(object, *names), *item;
        size_t i;

        if (json_is_string(value))
            json_put(object, *names, sanitized(value));
        json_array_foreach (value, i, item)
            (void)json_array_set_new(value, i, sanitized(item));
    }
}

/* "... %s ..." with a text in Go's quotes. */
static int refuse(const char *before, const char *text, const char *after, struct err *err)
{
    auto_free char *quoted = fmt_quoted(text, strlen(text));

    return err_set(err, ERR_INVALID, "validation: %s %s%s", before, quoted, after);
}

static int check_dependency(json_t *one, json_t *seen, struct err *err)
{
    static const char *const read[] = {"name", "version", "repository", "condition", "tags", NULL};
    static const char alphabet[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-";
    const char *alias, *name;

    if (!json_is_object(one))
        return err_set(err, ERR_INVALID,
                       "validation: dependencies must not contain empty or null nodes");
    sanitize(one, read);
    alias = json_text_at(one, "alias");
    name = json_text_at(one, "name");
    if (alias[strspn(alias, alphabet)])
        return refuse("dependency", name, " has disallowed characters in the alias", err);
    name = *alias ? alias : name;
    if (json_object_get(seen, name))
        return refuse("more than one dependency with name or alias", name, "", err);
    json_put(seen, name, json_true());
    return 0;
}

static int check_lists(const json_t *metadata, struct err *err)
{
    static const char *const read[] = {"name", "email", "url", NULL};
    auto_json json_t *seen = json_object();
    size_t i;
    json_t *one;

    json_array_foreach (json_object_get(metadata, "maintainers"), i, one) {
        if (!json_is_object(one))
            return err_set(err, ERR_INVALID,
                           "validation: maintainers must not contain empty or null nodes");
        sanitize(one, read);
    }
    json_array_foreach (json_object_get(metadata, "dependencies"), i, one) {
        if (check_dependency(one, seen, err) < 0)
            return -1;
    }
    return 0;
}

int metadata_validate(json_t *metadata, struct err *err)
{
    static const char *const read[] = {"name",      "description", "home",       "icon",
                                       "condition", "tags",        "appVersion", "kubeVersion",
                                       "sources",   "keywords",    NULL};
    auto_semver struct semver parsed = {0};
    auto_err struct err inner = ERR_INIT;
    const char *name, *version, *type = json_text_at(metadata, "type");

    sanitize(metadata, read);
    name = json_text_at(metadata, "name");
    version = json_text_at(metadata, "version");
    if (!*name)
        return err_set(err, ERR_INVALID, "validation: chart.metadata.name is required");
    if (strcmp(name, ".") == 0 || strcmp(name, "..") == 0)
        return refuse("chart.metadata.name", name, " is not allowed", err);
    if (strchr(name, '/'))
        return refuse("chart.metadata.name", name, " is invalid", err);
    if (!*version)
        return err_set(err, ERR_INVALID, "validation: chart.metadata.version is required");
    if (semver_parse(version, &parsed, &inner) < 0)
        return refuse("chart.metadata.version", version, " is invalid", err);
    if (json_string_length(json_object_get(metadata, "type")) && strcmp(type, "application") != 0 &&
        strcmp(type, "library") != 0)
        return err_set(err, ERR_INVALID,
                       "validation: chart.metadata.type must be application or library");
    return check_lists(metadata, err);
}
