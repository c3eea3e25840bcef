#include "helm/schema.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "base/limits.h"
#include "base/mem.h"

/* $ref and nested schemas: a chart's own have a dozen levels. */
#define MAX_DEPTH 200

struct checker {
    const json_t *root;
    struct buf *faults; /* NULL: only whether it fits is asked */
    unsigned depth;
    struct err *err; /* set when the schema itself is broken */
};

static bool fits(struct checker *c, const json_t *schema, const json_t *value, const char *path);

static bool fault(struct checker *c, const char *path, const char *fmt, ...) ATTR_PRINTF(3, 4);

/* Notes what is wrong; always false. */
static bool fault(struct checker *c, const char *path, const char *fmt, ...)
{
    char text[512];
    va_list ap;

    if (!c->faults)
        return false;
    va_start(ap, fmt);
    (void)vsnprintf(text, sizeof(text), fmt, ap);
    va_end(ap);
    buf_addf(c->faults, "\n- at '%s': %s", path, text);
    return false;
}

static const char *type_name(const json_t *value)
{
    switch (json_typeof(value)) {
    case JSON_OBJECT:
        return "object";
    case JSON_ARRAY:
        return "array";
    case JSON_STRING:
        return "string";
    case JSON_INTEGER:
    case JSON_REAL:
        return "number";
    case JSON_TRUE:
    case JSON_FALSE:
        return "boolean";
    default:
        return "null";
    }
}

static bool is_integer(const json_t *value)
{
    return json_is_integer(value) ||
           (json_is_real(value) && json_real_value(value) == trunc(json_real_value(value)));
}

static bool has_type(const json_t *value, const char *type)
{
    return strcmp(type, type_name(value)) == 0 ||
           (strcmp(type, "integer") == 0 && is_integer(value));
}

static bool fits_type(struct checker *c, const json_t *type, const json_t *value, const char *path)
{
    size_t i;
    json_t *one;

    if (json_is_string(type))
        return has_type(value, json_string_value(type)) ||
               fault(c, path, "got %s, want %s", type_name(value), json_string_value(type));
    json_array_foreach ((json_t *)type, i, one) {
        if (json_is_string(one) && has_type(value, json_string_value(one)))
            return true;
    }
    return !json_is_array(type) || fault(c, path, "got %s, want another type", type_name(value));
}

static bool is_one_of(const json_t *list, const json_t *value)
{
    size_t i;
    json_t *one;

    json_array_foreach ((json_t *)list, i, one) {
        if (json_same(one, value))
            return true;
    }
    return false;
}

/* Does the pattern occur in the text? A pattern that does not compile is the schema's fault. */
static bool pattern_matches(struct checker *c, const char *pattern, const char *text, size_t len)
{
    pcre2_match_data *data;
    PCRE2_SIZE offset;
    pcre2_code *code;
    int fault_code, rc;

    code = pcre2_compile((PCRE2_SPTR)pattern, strlen(pattern), PCRE2_UTF | PCRE2_DOLLAR_ENDONLY,
                         &fault_code, &offset, NULL);
    if (!code) {
        if (c->err->class == ERR_NONE)
            (void)err_set(c->err, ERR_INVALID, "pattern \"%s\" is no regular expression", pattern);
        return true;
    }
    data = pcre2_match_data_create_from_pattern(code, NULL);
    rc = pcre2_match(code, (PCRE2_SPTR)text, len, 0, 0, data, NULL);
    pcre2_match_data_free(data);
    pcre2_code_free(code);
    return rc >= 0;
}

static size_t rune_count(const json_t *text)
{
    const char *s = json_string_value(text);
    size_t n = 0;

    for (; *s; s++)
        n += ((unsigned char)*s & 0xc0) != 0x80;
    return n;
}

static bool fits_number(struct checker *c, const json_t *schema, const json_t *value,
                        const char *path)
{
    static const struct {
        const char *keyword, *words;
        int sign; /* 1: at least, -1: at most */
        bool exclusive;
    } bounds[] = {
        {"minimum", "must be >=", 1, false},
        {"maximum", "must be <=", -1, false},
        {"exclusiveMinimum", "must be >", 1, true},
        {"exclusiveMaximum", "must be <", -1, true},
    };
    double v = json_number_value(value);
    const json_t *step = json_object_get(schema, "multipleOf");
    bool good = true;

    for (size_t i = 0; i < ARRAY_LEN(bounds); i++) {
        const json_t *bound = json_object_get(schema, bounds[i].keyword);
        double distance =
            json_is_number(bound) ? (v - json_number_value(bound)) * bounds[i].sign : 1;

        if (distance < 0 || (bounds[i].exclusive && distance == 0))
            good = fault(c, path, "%g %s %g", v, bounds[i].words, json_number_value(bound));
    }
    if (json_is_number(step) && json_number_value(step) > 0 &&
        fmod(v, json_number_value(step)) != 0)
        good = fault(c, path, "%g is not a multiple of %g", v, json_number_value(step));
    return good;
}

/* A count against two keywords. */
static bool fits_count(struct checker *c, const json_t *schema, const char *min, const char *max,
                       size_t n, const char *path)
{
    const json_t *low = json_object_get(schema, min), *high = json_object_get(schema, max);
    bool good = true;

    if (json_is_number(low) && (double)n < json_number_value(low))
        good = fault(c, path, "%s: got %zu, want %g", min, n, json_number_value(low));
    if (json_is_number(high) && (double)n > json_number_value(high))
        good = fault(c, path, "%s: got %zu, want %g", max, n, json_number_value(high));
    return good;
}

static bool fits_text(struct checker *c, const json_t *schema, const json_t *value,
                      const char *path)
{
    const char *pattern = json_dig_text(schema, "pattern");
    bool good = fits_count(c, schema, "minLength", "maxLength", rune_count(value), path);

    if (pattern &&
        !pattern_matches(c, pattern, json_string_value(value), json_string_length(value)))
        good = fault(c, path, "'%.100s' does not match pattern '%s'", json_string_value(value),
                     pattern);
    return good;
}

static bool fits_array(struct checker *c, const json_t *schema, const json_t *value,
                       const char *path)
{
    const json_t *items = json_object_get(schema, "items");
    const json_t *prefix = json_object_get(schema, "prefixItems");
    const json_t *contains = json_object_get(schema, "contains"), *rest = items;
    bool good = fits_count(c, schema, "minItems", "maxItems", json_array_size(value), path),
         found = false;
    size_t i;
    json_t *item;

    if (json_is_array(items)) {
        prefix = items;
        rest = json_object_get(schema, "additionalItems");
    }
    json_array_foreach ((json_t *)value, i, item) {
        auto_free char *below = mem_printf("%s/%zu", path, i);
        const json_t *own = i < json_array_size(prefix) ? json_array_get(prefix, i) : rest;
        struct checker quiet = {.root = c->root, .depth = c->depth, .err = c->err};

        if (own && !fits(c, own, item, below))
            good = false;
        if (contains && !found)
            found = fits(&quiet, contains, item, below);
        if (json_truth(json_object_get(schema, "uniqueItems"))) {
            for (size_t k = 0; k < i; k++) {
                if (json_same(json_array_get(value, k), item))
                    good = fault(c, path, "items at %zu and %zu are equal", k, i);
            }
        }
    }
    if (contains && !found)
        good = fault(c, path, "no items match contains schema");
    return good;
}

static bool fits_required(struct checker *c, const json_t *required, const json_t *value,
                          const char *path)
{
    bool good = true;
    size_t i;
    json_t *name;

    json_array_foreach ((json_t *)required, i, name) {
        if (json_is_string(name) && !json_object_get(value, json_string_value(name)))
            good = fault(c, path, "missing property '%s'", json_string_value(name));
    }
    return good;
}

static bool fits_property(struct checker *c, const json_t *schema, const char *key,
                          const json_t *value, const char *path)
{
    const json_t *own = json_dig(schema, "properties", key);
    const json_t *additional = json_object_get(schema, "additionalProperties");
    auto_free char *below = mem_printf("%s/%s", path, key);
    bool good = true, covered = own != NULL;
    const char *pattern;
    json_t *by_pattern;

    if (own)
        good = fits(c, own, value, below);
    json_object_foreach (json_object_get(schema, "patternProperties"), pattern, by_pattern) {
        if (pattern_matches(c, pattern, key, strlen(key))) {
            covered = true;
            good &= fits(c, by_pattern, value, below);
        }
    }
    if (covered || !additional)
        return good;
    if (json_is_false(additional))
        return fault(c, path, "additional properties '%s' not allowed", key);
    return fits(c, additional, value, below) && good;
}

static bool fits_object(struct checker *c, const json_t *schema, const json_t *value,
                        const char *path)
{
    const json_t *names = json_object_get(schema, "propertyNames");
    bool good =
        fits_count(c, schema, "minProperties", "maxProperties", json_object_size(value), path);
    const char *key;
    json_t *item, *depends;
    size_t n;
    auto_free const char **keys = json_sorted_keys(value, &n);

    good &= fits_required(c, json_object_get(schema, "required"), value, path);
    for (size_t i = 0; i < n; i++) {
        if (!fits_property(c, schema, keys[i], json_object_get(value, keys[i]), path))
            good = false;
        if (names) {
            auto_json json_t *text = json_string_nocheck(keys[i]);

            good &= fits(c, names, text, path);
        }
    }
    json_object_foreach (json_object_get(schema, "dependencies"), key, depends) {
        item = json_object_get(value, key);
        if (item && json_is_array(depends))
            good &= fits_required(c, depends, value, path);
        else if (item)
            good &= fits(c, depends, value, path);
    }
    return good;
}

/* How many of the schemas fit; with `loud` what does not is noted. */
static size_t count_fits(struct checker *c, const json_t *schemas, const json_t *value,
                         const char *path, bool loud)
{
    struct checker quiet = {.root = c->root, .depth = c->depth, .err = c->err};
    size_t n = 0, i;
    json_t *schema;

    json_array_foreach ((json_t *)schemas, i, schema)
        n += fits(loud ? c : &quiet, schema, value, path);
    return n;
}

static bool fits_combined(struct checker *c, const json_t *schema, const json_t *value,
                          const char *path)
{
    struct checker quiet = {.root = c->root, .depth = c->depth, .err = c->err};
    const json_t *all = json_object_get(schema, "allOf"), *any = json_object_get(schema, "anyOf");
    const json_t *one = json_object_get(schema, "oneOf"), *not = json_object_get(schema, "not");
    const json_t *condition = json_object_get(schema, "if");
    bool good = true;

    if (all && count_fits(c, all, value, path, true) != json_array_size(all))
        good = false;
    if (any && count_fits(c, any, value, path, false) == 0)
        good = fault(c, path, "'anyOf' failed, none matched");
    if (one) {
        size_t n = count_fits(c, one, value, path, false);

        if (n != 1)
            good = fault(
                c, path,
                n ? "'oneOf' failed, %zu subschemas matched" : "'oneOf' failed, none matched", n);
    }
    if (not &&fits(&quiet, not, value, path))
        good = fault(c, path, "'not' failed");
    if (condition) {
        const json_t *then =
            json_object_get(schema, fits(&quiet, condition, value, path) ? "then" : "else");

        if (then && !fits(c, then, value, path))
            good = false;
    }
    return good;
}

/* "#/definitions/x" within the schema; NULL and an error when it leads nowhere. */
static const json_t *follow(struct checker *c, const char *reference)
{
    const json_t *at = c->root;

    if (strcmp(reference, "#") == 0)
        return at;
    if (strncmp(reference, "#/", 2) == 0) {
        reference += 1;
        while (at && *reference == '/') {
            size_t len = strcspn(reference + 1, "/");
            auto_free char *key = mem_strndup(reference + 1, len);

            at = json_is_array(at) ? json_array_get(at, strtoul(key, NULL, 10))
                                   : json_object_get(at, key);
            reference += len + 1;
        }
        if (at)
            return at;
    }
    if (c->err->class == ERR_NONE)
        (void)err_set(c->err, ERR_INVALID, "$ref \"%s\" leads nowhere within the schema",
                      reference);
    return NULL;
}

static bool fits(struct checker *c, const json_t *schema, const json_t *value, const char *path)
{
    const json_t *type = json_object_get(schema, "type"),
                 *allowed = json_object_get(schema, "enum");
    const json_t *constant = json_object_get(schema, "const");
    const char *reference = json_dig_text(schema, "$ref");
    bool good = true;

    if (json_is_boolean(schema))
        return json_is_true(schema) || fault(c, path, "nothing is allowed here");
    if (++c->depth > MAX_DEPTH) {
        if (c->err->class == ERR_NONE)
            (void)err_set(c->err, ERR_INVALID, "schemas refer to each other deeper than %d",
                          MAX_DEPTH);
        c->depth--;
        return true;
    }
    if (reference) {
        const json_t *target = follow(c, reference);

        good = !target || fits(c, target, value, path);
    }
    if (type && !fits_type(c, type, value, path)) {
        c->depth--;
        return false;
    }
    if (allowed && !is_one_of(allowed, value))
        good = fault(c, path, "value must be one of the allowed ones");
    if (constant && !json_same(constant, value))
        good = fault(c, path, "value must be the constant one");
    if (json_is_number(value))
        good &= fits_number(c, schema, value, path);
    else if (json_is_string(value))
        good &= fits_text(c, schema, value, path);
    else if (json_is_array(value))
        good &= fits_array(c, schema, value, path);
    else if (json_is_object(value))
        good &= fits_object(c, schema, value, path);
    good &= fits_combined(c, schema, value, path);
    c->depth--;
    return good;
}

int schema_check(const json_t *schema, const json_t *value, struct err *err)
{
    auto_buf struct buf faults = BUF_INIT(LIMIT_MESSAGE);
    auto_err struct err broken = ERR_INIT;
    struct checker c = {.root = schema, .faults = &faults, .err = &broken};
    bool good = fits(&c, schema, value, "");

    if (broken.class != ERR_NONE)
        return err_set(err, ERR_INVALID, "values.schema.json: %s", err_message(&broken));
    return good ? 0
                : err_set(err, ERR_INVALID, "%s", faults.len ? buf_text(&faults) + 1 : "no match");
}
