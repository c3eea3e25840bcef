/* Schemas as such: their drafts, whether they obey the draft's meta-schema, and references in them.
 */
#include <ctype.h>
#include <string.h>

#include "base/limits.h"
#include "base/mem.h"
#include "helm/schema_parts.h"

#define MAX_DEPTH 200

enum shape {
    SCHEMA,
    SCHEMA_OR_TRUTH, /* draft 4 has boolean schemas only here */
    SCHEMA_LIST,     /* at least one */
    SCHEMA_MAP,
    SCHEMA_OR_LIST,
    PATTERN_MAP, /* of schemas, by regular expression */
    DEPENDENCIES,
    TEXT,
    REFERENCE, /* a URL, which may be relative */
    PATTERN,
    TEXT_LIST, /* each once */
    TEXT_LIST_MAP,
    NUMBER,
    POSITIVE,
    COUNT, /* an integer from 0 on */
    TRUTH,
    TYPES,
    VALUES,     /* at least one, each once */
    ANY_VALUES, /* any array */
};

static const struct keyword {
    const char *name;
    enum draft from, to;
    enum shape shape;
} keywords[] = {
    {"$anchor", DRAFT_2019, DRAFT_2020, TEXT},
    {"$comment", DRAFT_7, DRAFT_2020, TEXT},
    {"$defs", DRAFT_2019, DRAFT_2020, SCHEMA_MAP},
    {"$dynamicRef", DRAFT_2020, DRAFT_2020, REFERENCE},
    {"$id", DRAFT_6, DRAFT_2020, REFERENCE},
    {"$recursiveRef", DRAFT_2019, DRAFT_2019, REFERENCE},
    {"$ref", DRAFT_4, DRAFT_4, TEXT},
    {"$ref", DRAFT_6, DRAFT_2020, REFERENCE},
    {"$schema", DRAFT_4, DRAFT_2020, TEXT},
    {"additionalItems", DRAFT_4, DRAFT_2019, SCHEMA_OR_TRUTH},
    {"additionalProperties", DRAFT_4, DRAFT_2020, SCHEMA_OR_TRUTH},
    {"allOf", DRAFT_4, DRAFT_2020, SCHEMA_LIST},
    {"anyOf", DRAFT_4, DRAFT_2020, SCHEMA_LIST},
    {"contains", DRAFT_6, DRAFT_2020, SCHEMA},
    {"contentEncoding", DRAFT_7, DRAFT_2020, TEXT},
    {"contentMediaType", DRAFT_7, DRAFT_2020, TEXT},
    {"contentSchema", DRAFT_2019, DRAFT_2020, SCHEMA},
    {"definitions", DRAFT_4, DRAFT_2020, SCHEMA_MAP},
    {"dependencies", DRAFT_4, DRAFT_2020, DEPENDENCIES},
    {"dependentRequired", DRAFT_2019, DRAFT_2020, TEXT_LIST_MAP},
    {"dependentSchemas", DRAFT_2019, DRAFT_2020, SCHEMA_MAP},
    {"deprecated", DRAFT_2019, DRAFT_2020, TRUTH},
    {"description", DRAFT_4, DRAFT_2020, TEXT},
    {"else", DRAFT_7, DRAFT_2020, SCHEMA},
    {"enum", DRAFT_4, DRAFT_7, VALUES},
    {"enum", DRAFT_2019, DRAFT_2020, ANY_VALUES},
    {"examples", DRAFT_7, DRAFT_2020, ANY_VALUES},
    {"exclusiveMaximum", DRAFT_4, DRAFT_4, TRUTH},
    {"exclusiveMaximum", DRAFT_6, DRAFT_2020, NUMBER},
    {"exclusiveMinimum", DRAFT_4, DRAFT_4, TRUTH},
    {"exclusiveMinimum", DRAFT_6, DRAFT_2020, NUMBER},
    {"format", DRAFT_4, DRAFT_2020, TEXT},
    {"id", DRAFT_4, DRAFT_4, TEXT},
    {"if", DRAFT_7, DRAFT_2020, SCHEMA},
    {"items", DRAFT_4, DRAFT_2019, SCHEMA_OR_LIST},
    {"items", DRAFT_2020, DRAFT_2020, SCHEMA},
    {"maxContains", DRAFT_2019, DRAFT_2020, COUNT},
    {"maxItems", DRAFT_4, DRAFT_2020, COUNT},
    {"maxLength", DRAFT_4, DRAFT_2020, COUNT},
    {"maxProperties", DRAFT_4, DRAFT_2020, COUNT},
    {"maximum", DRAFT_4, DRAFT_2020, NUMBER},
    {"minContains", DRAFT_2019, DRAFT_2020, COUNT},
    {"minItems", DRAFT_4, DRAFT_2020, COUNT},
    {"minLength", DRAFT_4, DRAFT_2020, COUNT},
    {"minProperties", DRAFT_4, DRAFT_2020, COUNT},
    {"minimum", DRAFT_4, DRAFT_2020, NUMBER},
    {"multipleOf", DRAFT_4, DRAFT_2020, POSITIVE},
    {"not", DRAFT_4, DRAFT_2020, SCHEMA},
    {"oneOf", DRAFT_4, DRAFT_2020, SCHEMA_LIST},
    {"pattern", DRAFT_4, DRAFT_2020, PATTERN},
    {"patternProperties", DRAFT_4, DRAFT_2020, PATTERN_MAP},
    {"prefixItems", DRAFT_2020, DRAFT_2020, SCHEMA_LIST},
    {"properties", DRAFT_4, DRAFT_2020, SCHEMA_MAP},
    {"propertyNames", DRAFT_6, DRAFT_2020, SCHEMA},
    {"readOnly", DRAFT_7, DRAFT_2020, TRUTH},
    {"required", DRAFT_4, DRAFT_2020, TEXT_LIST},
    {"then", DRAFT_7, DRAFT_2020, SCHEMA},
    {"title", DRAFT_4, DRAFT_2020, TEXT},
    {"type", DRAFT_4, DRAFT_2020, TYPES},
    {"unevaluatedItems", DRAFT_2019, DRAFT_2020, SCHEMA},
    {"unevaluatedProperties", DRAFT_2019, DRAFT_2020, SCHEMA},
    {"uniqueItems", DRAFT_4, DRAFT_2020, TRUTH},
    {"writeOnly", DRAFT_7, DRAFT_2020, TRUTH},
};

struct meta {
    enum draft draft;
    unsigned depth;
    struct err *err;
};

static int obeys(struct meta *m, const json_t *schema, const char *path);

static int wrong(struct meta *m, const char *path, const json_t *got, const char *want)
{
    static const char *const names[] = {
        [JSON_OBJECT] = "object",  [JSON_ARRAY] = "array", [JSON_STRING] = "string",
        [JSON_INTEGER] = "number", [JSON_REAL] = "number", [JSON_TRUE] = "boolean",
        [JSON_FALSE] = "boolean",  [JSON_NULL] = "null"};

    return err_set(m->err, ERR_INVALID, "- at '%s': got %s, want %s", path, names[json_typeof(got)],
                   want);
}

static bool each_once(const json_t *list)
{
    size_t i, k;
    json_t *item;

    json_array_foreach ((json_t *)list, i, item) {
        for (k = 0; k < i; k++) {
            if (json_same(json_array_get(list, k), item))
                return false;
        }
    }
    return true;
}

static int obey_list(struct meta *m, const json_t *list, const char *path)
{
    size_t i;
    json_t *item;

    if (!json_is_array(list))
        return wrong(m, path, list, "array");
    if (json_array_size(list) == 0)
        return err_set(m->err, ERR_INVALID, "- at '%s': minItems: got 0, want 1", path);
    json_array_foreach ((json_t *)list, i, item) {
        auto_free char *below = mem_printf("%s/%zu", path, i);

        if (obeys(m, item, below) < 0)
            return -1;
    }
    return 0;
}

static int text_list(struct meta *m, const json_t *list, const char *path)
{
    size_t i;
    json_t *item;

    if (!json_is_array(list))
        return wrong(m, path, list, "array");
    if (m->draft == DRAFT_4 && json_array_size(list) == 0)
        return err_set(m->err, ERR_INVALID, "- at '%s': minItems: got 0, want 1", path);
    json_array_foreach ((json_t *)list, i, item) {
        if (!json_is_string(item))
            return wrong(m, path, item, "string");
    }
    return each_once(list) ? 0 : err_set(m->err, ERR_INVALID, "- at '%s': items are equal", path);
}

static int types(struct meta *m, const json_t *type, const char *path)
{
    static const char *const names[] = {"array",  "boolean", "integer", "null",
                                        "number", "object",  "string"};
    auto_json json_t *one = json_pack("[O]", type);
    const json_t *list = json_is_array(type) ? type : one;
    size_t i;
    json_t *item;

    json_array_foreach ((json_t *)list, i, item) {
        bool known = false;

        for (size_t k = 0; json_is_string(item) && k < ARRAY_LEN(names); k++)
            known |= strcmp(json_string_value(item), names[k]) == 0;
        if (!known)
            return err_set(m->err, ERR_INVALID, "- at '%s': no type", path);
    }
    return json_array_size(list) && each_once(list)
               ? 0
               : err_set(m->err, ERR_INVALID, "- at '%s': types are missing or equal", path);
}

static int pattern(struct meta *m, const char *text, const char *path)
{
    pcre2_code *code = schema_pattern(text);

    if (!code)
        return err_set(m->err, ERR_INVALID, "- at '%s': '%s' is not valid regex", path, text);
    pcre2_code_free(code);
    return 0;
}

static int obey_map(struct meta *m, const json_t *map, enum shape shape, const char *path)
{
    const char *key;
    json_t *item;

    if (!json_is_object(map))
        return wrong(m, path, map, "object");
    json_object_foreach ((json_t *)map, key, item) {
        auto_free char *below = mem_printf("%s/%s", path, key);
        bool list = shape == TEXT_LIST_MAP || (shape == DEPENDENCIES && json_is_array(item));

        if ((shape == PATTERN_MAP && m->draft >= DRAFT_7 && pattern(m, key, below) < 0) ||
            (list ? text_list(m, item, below) : obeys(m, item, below)) < 0)
            return -1;
    }
    return 0;
}

static bool is_count(const json_t *value)
{
    double v = json_number_value(value);

    return json_is_number(value) && v >= 0 && v == (double)(int64_t)(v < 1e18 ? v : 0);
}

static int obey_shape(struct meta *m, const json_t *value, enum shape shape, const char *path)
{
    switch (shape) {
    case SCHEMA:
        return obeys(m, value, path);
    case SCHEMA_OR_TRUTH:
        return json_is_boolean(value) ? 0 : obeys(m, value, path);
    case SCHEMA_LIST:
        return obey_list(m, value, path);
    case SCHEMA_OR_LIST:
        return json_is_array(value) ? obey_list(m, value, path) : obeys(m, value, path);
    case SCHEMA_MAP:
    case PATTERN_MAP:
    case DEPENDENCIES:
    case TEXT_LIST_MAP:
        return obey_map(m, value, shape, path);
    case TEXT:
        return json_is_string(value) ? 0 : wrong(m, path, value, "string");
    case REFERENCE:
        if (!json_is_string(value))
            return wrong(m, path, value, "string");
        return schema_format_fits("uri-reference", json_string_value(value))
                   ? 0
                   : err_set(m->err, ERR_INVALID, "- at '%s': no URL", path);
    case PATTERN:
        return json_is_string(value) ? pattern(m, json_string_value(value), path)
                                     : wrong(m, path, value, "string");
    case TEXT_LIST:
        return text_list(m, value, path);
    case NUMBER:
        return json_is_number(value) ? 0 : wrong(m, path, value, "number");
    case POSITIVE:
        return json_is_number(value) && json_number_value(value) > 0
                   ? 0
                   : wrong(m, path, value, "number above 0");
    case COUNT:
        return is_count(value) ? 0 : wrong(m, path, value, "integer from 0 on");
    case TRUTH:
        return json_is_boolean(value) ? 0 : wrong(m, path, value, "boolean");
    case TYPES:
        return types(m, value, path);
    case VALUES:
        if (!json_is_array(value))
            return wrong(m, path, value, "array");
        return json_array_size(value) && each_once(value)
                   ? 0
                   : err_set(m->err, ERR_INVALID, "- at '%s': values are missing or equal", path);
    case ANY_VALUES:
        return json_is_array(value) ? 0 : wrong(m, path, value, "array");
    }
    return 0;
}

static int obeys(struct meta *m, const json_t *schema, const char *path)
{
    if (json_is_boolean(schema) && m->draft != DRAFT_4)
        return 0;
    if (!json_is_object(schema))
        return wrong(m, path, schema, m->draft == DRAFT_4 ? "object" : "boolean or object");
    if (++m->depth > MAX_DEPTH)
        return err_set(m->err, ERR_INVALID, "- at '%s': nested deeper than %d", path, MAX_DEPTH);
    for (size_t i = 0; i < ARRAY_LEN(keywords); i++) {
        const json_t *value = json_object_get(schema, keywords[i].name);
        auto_free char *below = NULL;

        if (!value || m->draft < keywords[i].from || m->draft > keywords[i].to)
            continue;
        below = mem_printf("%s/%s", path, keywords[i].name);
        if (obey_shape(m, value, keywords[i].shape, below) < 0)
            return -1;
    }
    if (m->draft == DRAFT_4 &&
        ((json_object_get(schema, "exclusiveMaximum") && !json_object_get(schema, "maximum")) ||
         (json_object_get(schema, "exclusiveMinimum") && !json_object_get(schema, "minimum"))))
        return err_set(m->err, ERR_INVALID, "- at '%s': an exclusive bound without the bound",
                       path);
    m->depth--;
    return 0;
}

int schema_obeys(const json_t *schema, enum draft draft, struct err *err)
{
    struct meta m = {.draft = draft, .err = err};

    return obeys(&m, schema, "");
}

int schema_draft(const json_t *schema, enum draft *ret_draft, struct err *err)
{
    static const struct {
        const char *url;
        enum draft draft;
    } drafts[] = {
        {"json-schema.org/schema", DRAFT_2020},
        {"json-schema.org/draft/2020-12/schema", DRAFT_2020},
        {"json-schema.org/draft/2019-09/schema", DRAFT_2019},
        {"json-schema.org/draft-07/schema", DRAFT_7},
        {"json-schema.org/draft-06/schema", DRAFT_6},
        {"json-schema.org/draft-04/schema", DRAFT_4},
    };
    const char *url = json_dig_text(schema, "$schema"), *at = url;
    size_t len;

    *ret_draft = DRAFT_2020;
    if (!url)
        return 0;
    if (strncmp(at, "http://", 7) == 0 || strncmp(at, "https://", 8) == 0)
        at = strstr(at, "//") + 2;
    len = strlen(at);
    len -= len && at[len - 1] == '#';
    for (size_t i = 0; i < ARRAY_LEN(drafts); i++) {
        if (strlen(drafts[i].url) == len && memcmp(drafts[i].url, at, len) == 0) {
            *ret_draft = drafts[i].draft;
            return 0;
        }
    }
    return err_set(err, ERR_INVALID, "$schema \"%s\" is no draft that is known (4 to 2020-12)",
                   url);
}

/* ---- references ---- */

/* %XX of URLs, then ~0 and ~1 of JSON pointers. To be freed. */
static char *pointer_key(const char *s, size_t len)
{
    auto_buf struct buf out = BUF_INIT(LIMIT_MESSAGE);

    for (size_t i = 0; i < len; i++) {
        if (s[i] == '%' && i + 2 < len && isxdigit((unsigned char)s[i + 1]) &&
            isxdigit((unsigned char)s[i + 2])) {
            char digits[3] = {s[i + 1], s[i + 2], '\0'};

            buf_addc(&out, (char)strtol(digits, NULL, 16));
            i += 2;
        } else if (s[i] == '~' && i + 1 < len && (s[i + 1] == '0' || s[i + 1] == '1')) {
            buf_addc(&out, s[++i] == '0' ? '~' : '/');
        } else {
            buf_addc(&out, s[i]);
        }
    }
    return buf_take(&out);
}

static const json_t *at_pointer(const json_t *at, const char *pointer)
{
    while (at && *pointer == '/') {
        size_t len = strcspn(pointer + 1, "/");
        auto_free char *key = pointer_key(pointer + 1, len);

        at =
            json_is_array(at)
                ? (isdigit((unsigned char)*key) ? json_array_get(at, strtoul(key, NULL, 10)) : NULL)
                : json_object_get(at, key);
        pointer += len + 1;
    }
    return at;
}

/* The first schema below `at` whose `keyword` is `name`. */
static const json_t *find_named(const json_t *at, const char *keyword, const char *name,
                                unsigned depth)
{
    const char *own = json_dig_text(at, keyword), *key;
    const json_t *found = NULL;
    json_t *item;
    size_t i;

    if (own && strcmp(own, name) == 0)
        return at;
    if (depth > MAX_DEPTH)
        return NULL;
    json_object_foreach ((json_t *)at, key, item) {
        if (!found && strcmp(key, "enum") != 0 && strcmp(key, "const") != 0)
            found = find_named(item, keyword, name, depth + 1);
    }
    json_array_foreach ((json_t *)at, i, item) {
        if (!found)
            found = find_named(item, keyword, name, depth + 1);
    }
    return found;
}

const json_t *schema_follow(const json_t *root, enum draft draft, const char *reference)
{
    const char *fragment = strchr(reference, '#'), *id = draft == DRAFT_4 ? "id" : "$id";
    auto_free char *url =
        mem_strndup(reference, fragment ? (size_t)(fragment - reference) : strlen(reference));
    const json_t *found;

    if (*url && !(root = find_named(root, id, url, 0)))
        return NULL;
    if (!fragment || !fragment[1])
        return root;
    if (fragment[1] == '/')
        return at_pointer(root, fragment + 1);
    if (draft < DRAFT_2019)
        return find_named(root, id, fragment, 0);
    found = find_named(root, "$anchor", fragment + 1, 0);
    return found ? found : find_named(root, "$dynamicAnchor", fragment + 1, 0);
}

/* ---- what the root can come to ---- */

struct reach {
    const json_t *root;
    json_t *seen; /* references, as keys */
    struct meta meta;
};

static int reach(struct reach *r, const json_t *schema);

static int reach_all(struct reach *r, const json_t *schemas)
{
    const char *key;
    json_t *item;
    size_t i;

    json_object_foreach ((json_t *)schemas, key, item) {
        if (reach(r, item) < 0)
            return -1;
    }
    json_array_foreach ((json_t *)schemas, i, item) {
        if (reach(r, item) < 0)
            return -1;
    }
    return 0;
}

static int reach_reference(struct reach *r, const char *reference)
{
    const json_t *target;

    if (json_object_get(r->seen, reference) || strncmp(reference, "urn:", 4) == 0)
        return 0;
    json_put(r->seen, reference, json_true());
    target = schema_follow(r->root, r->meta.draft, reference);
    if (!target)
        return err_set(r->meta.err, ERR_INVALID, "$ref \"%s\" leads nowhere within the schema",
                       reference);
    return obeys(&r->meta, target, reference) < 0 ? -1 : reach(r, target);
}

static int reach(struct reach *r, const json_t *schema)
{
    static const char *const idle[] = {"$defs", "definitions", "contentSchema"};
    const char *reference = json_dig_text(schema, "$ref");
    int rc = reference ? reach_reference(r, reference) : 0;

    if (!json_is_object(schema) || (reference && r->meta.draft < DRAFT_2019))
        return rc;
    if (++r->meta.depth > MAX_DEPTH)
        return err_set(r->meta.err, ERR_INVALID, "schemas refer to each other deeper than %d",
                       MAX_DEPTH);
    for (size_t i = 0; rc == 0 && i < ARRAY_LEN(keywords); i++) {
        const json_t *value = json_object_get(schema, keywords[i].name);
        bool skip = !value || r->meta.draft < keywords[i].from || r->meta.draft > keywords[i].to;

        for (size_t k = 0; k < ARRAY_LEN(idle); k++)
            skip |= strcmp(keywords[i].name, idle[k]) == 0;
        if (skip || keywords[i].shape > DEPENDENCIES)
            continue;
        rc = keywords[i].shape < SCHEMA_LIST ||
                     (keywords[i].shape == SCHEMA_OR_LIST && json_is_object(value))
                 ? reach(r, value)
                 : reach_all(r, value);
    }
    r->meta.depth--;
    return rc;
}

int schema_reaches(const json_t *root, enum draft draft, struct err *err)
{
    auto_json json_t *seen = json_object();
    struct reach r = {.root = root, .seen = seen, .meta = {.draft = draft, .err = err}};

    return reach(&r, root);
}
