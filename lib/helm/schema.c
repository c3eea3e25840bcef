/* Values against a schema: santhosh-tekuri/jsonschema, which Helm uses, in its order. What is wrong
 * with the schema itself is schema_meta.c's. */
#include "helm/schema.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/mem.h"
#include "base/rune.h"
#include "helm/schema_parts.h"

/* $ref and nested schemas: a chart's own have a dozen levels. */
#define MAX_DEPTH 200

struct checker {
    const json_t *root;
    enum draft draft;
    struct buf *faults; /* NULL: only whether it fits is asked */
    unsigned depth;
    size_t steps;
    struct err *err; /* set when the schema itself is broken */
};

/* The schemas that are being asked about one value, the last one first. */
struct scope {
    const json_t *schema;
    const struct scope *outer; /* NULL for the first of a value */
};

/* What no schema has looked at yet: only kept where "unevaluated..." asks for it. */
struct rest {
    json_t *properties; /* an object with the names as keys; NULL when not kept */
    bool *items;
    size_t n_items;
};

static bool fits(struct checker *c, const struct scope *outer, const json_t *schema,
                 const json_t *value, const char *path, struct rest *rest);

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
    auto_regex pcre2_code *code = schema_pattern(pattern);
    auto_match pcre2_match_data *data = NULL;

    if (!code) {
        if (c->err->class == ERR_NONE)
            (void)err_set(c->err, ERR_INVALID, "pattern \"%s\" is no regular expression", pattern);
        return true;
    }
    data = regex_match_data(code);
    return regex_match(code, data, text, len, 0) >= 0;
}

static size_t rune_count(const json_t *text)
{
    const char *s = json_string_value(text);
    size_t n = 0;

    for (; *s; s++)
        n += ((unsigned char)*s & 0xc0) != 0x80;
    return n;
}

/* ---- what was looked at ---- */

static void rest_done(struct rest *rest)
{
    json_decref(rest->properties);
    free(rest->items);
}
#define auto_rest ATTR_CLEANUP(rest_done)

/* All of the value, where the schema or who asks (`outer`, may be NULL) wants to know. */
static struct rest rest_of(const struct checker *c, const json_t *schema, const json_t *value,
                           const struct rest *outer)
{
    struct rest rest = {0};
    const char *key;
    json_t *item;

    if (c->draft < DRAFT_2019)
        return rest;
    if (json_is_object(value) &&
        ((outer && outer->properties) || json_object_get(schema, "unevaluatedProperties"))) {
        rest.properties = json_object();
        json_object_foreach ((json_t *)value, key, item)
            json_put(rest.properties, key, json_true());
    }
    if (json_is_array(value) &&
        ((outer && outer->items) || json_object_get(schema, "unevaluatedItems"))) {
        rest.n_items = json_array_size(value);
        rest.items = mem_alloc(rest.n_items + 1);
        memset(rest.items, true, rest.n_items);
    }
    return rest;
}

static void rest_without(struct rest *rest, const char *property)
{
    if (rest->properties)
        (void)json_object_del(rest->properties, property);
}

static void rest_without_items(struct rest *rest, size_t from, size_t end)
{
    for (size_t i = from; rest->items && i < end && i < rest->n_items; i++)
        rest->items[i] = false;
}

/* What `other` has not left is not left here. */
static void rest_merge(struct rest *rest, const struct rest *other)
{
    const char *key;
    json_t *item;
    void *next;

    json_object_foreach_safe (rest->properties, next, key, item) {
        if (!json_object_get(other->properties, key))
            (void)json_object_del(rest->properties, key);
    }
    for (size_t i = 0; i < rest->n_items && rest->items; i++)
        rest->items[i] = rest->items[i] && (!other->items || other->items[i]);
}

/* The same value by another schema; what that looked at counts when it fits. */
static bool fits_too(struct checker *c, const struct scope *scope, const json_t *schema,
                     const json_t *value, const char *path, struct rest *rest)
{
    auto_rest struct rest own = rest_of(c, schema, value, rest);

    if (!fits(c, scope, schema, value, path, &own))
        return false;
    rest_merge(rest, &own);
    return true;
}

/* A value within this one. */
static bool fits_below(struct checker *c, const json_t *schema, const json_t *value,
                       const char *path)
{
    auto_rest struct rest own = rest_of(c, schema, value, NULL);

    return fits(c, NULL, schema, value, path, &own);
}

/* The same checker, asked without notes of what is wrong. */
static struct checker quiet(const struct checker *c)
{
    struct checker other = *c;

    other.faults = NULL;
    return other;
}

/* ---- keywords by kind of value ---- */

/* Decimal fractions are no binary ones: 0.3 is a multiple of 0.1. */
static bool is_multiple(double v, double step)
{
    long double quotient = (long double)v / (long double)step;

    if (v == trunc(v) && step == trunc(step))
        return fmod(v, step) == 0;
    return fabsl(quotient - rintl(quotient)) <= 1e-12L * fmaxl(1, fabsl(quotient));
}

static bool fits_number(struct checker *c, const json_t *schema, const json_t *value,
                        const char *path)
{
    static const struct {
        const char *keyword, *exclusive, *words, *exclusive_words;
        int sign; /* 1: at least, -1: at most */
    } bounds[] = {
        {"minimum", "exclusiveMinimum", ">=", ">", 1},
        {"maximum", "exclusiveMaximum", "<=", "<", -1},
    };
    double v = json_number_value(value);
    const json_t *step = json_object_get(schema, "multipleOf");
    bool good = true;

    for (size_t i = 0; i < ARRAY_LEN(bounds); i++) {
        const json_t *bound = json_object_get(schema, bounds[i].keyword),
                     *exclusive = json_object_get(schema, bounds[i].exclusive);
        bool strict = c->draft == DRAFT_4 && json_truth(exclusive);
        double limit = json_number_value(bound), strict_limit = json_number_value(exclusive);

        if (json_is_number(bound) && ((v - limit) * bounds[i].sign < 0 || (strict && v == limit)))
            good = fault(c, path, "%s: got %g, want %s %g", bounds[i].keyword, v,
                         strict ? bounds[i].exclusive_words : bounds[i].words, limit);
        if (json_is_number(exclusive) && (v - strict_limit) * bounds[i].sign <= 0)
            good = fault(c, path, "%s: got %g, want %s %g", bounds[i].exclusive, v,
                         bounds[i].exclusive_words, strict_limit);
    }
    if (json_is_number(step) && json_number_value(step) > 0 &&
        !is_multiple(v, json_number_value(step)))
        good = fault(c, path, "multipleOf: got %g, want %g", v, json_number_value(step));
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

/* Of a text in a message. */
static int shown_length(const json_t *text)
{
    return (int)rune_cut(json_string_value(text), json_string_length(text), 100);
}

static bool fits_text(struct checker *c, const json_t *schema, const json_t *value,
                      const char *path)
{
    const char *pattern = json_dig_text(schema, "pattern");
    bool good = fits_count(c, schema, "minLength", "maxLength", rune_count(value), path);

    if (pattern &&
        !pattern_matches(c, pattern, json_string_value(value), json_string_length(value)))
        good = fault(c, path, "'%.*s' does not match pattern '%s'", shown_length(value),
                     json_string_value(value), pattern);
    return good;
}

static bool fits_items(struct checker *c, const json_t *schema, const json_t *value,
                       const char *path, struct rest *rest)
{
    const json_t *items = json_object_get(schema, "items"),
                 *prefix = json_object_get(schema, "prefixItems"), *behind = items;
    bool good = true;
    size_t i;
    json_t *item;

    if (c->draft < DRAFT_2020) {
        prefix = json_is_array(items) ? items : NULL;
        behind = prefix ? json_object_get(schema, "additionalItems") : items;
    }
    rest_without_items(rest, 0, behind ? json_array_size(value) : json_array_size(prefix));
    json_array_foreach ((json_t *)value, i, item) {
        auto_free char *below = mem_printf("%s/%zu", path, i);
        const json_t *own = i < json_array_size(prefix) ? json_array_get(prefix, i) : behind;

        if (own && !fits_below(c, own, item, below))
            good = false;
    }
    return good;
}

static bool fits_contains(struct checker *c, const json_t *schema, const json_t *value,
                          const char *path, struct rest *rest)
{
    const json_t *contains = json_object_get(schema, "contains"),
                 *least = json_object_get(schema, "minContains"),
                 *most = json_object_get(schema, "maxContains");
    struct checker silent = quiet(c);
    double n = 0;
    size_t i;
    json_t *item;

    if (!contains || c->draft < DRAFT_6)
        return true;
    json_array_foreach ((json_t *)value, i, item) {
        if (!fits_below(&silent, contains, item, path))
            continue;
        n++;
        if (c->draft >= DRAFT_2020)
            rest_without_items(rest, i, i + 1);
    }
    c->steps = silent.steps;
    if (c->draft < DRAFT_2019 || !json_is_number(least))
        least = NULL;
    if (n < (least ? json_number_value(least) : 1))
        return fault(c, path, "no items match contains schema");
    if (c->draft >= DRAFT_2019 && json_is_number(most) && n > json_number_value(most))
        return fault(c, path, "maxContains: got %g, want %g", n, json_number_value(most));
    return true;
}

static bool fits_array(struct checker *c, const json_t *schema, const json_t *value,
                       const char *path, struct rest *rest)
{
    bool good = fits_count(c, schema, "minItems", "maxItems", json_array_size(value), path);

    if (json_truth(json_object_get(schema, "uniqueItems"))) {
        for (size_t i = 0; i < json_array_size(value); i++) {
            for (size_t k = 0; k < i; k++) {
                if (json_same(json_array_get(value, k), json_array_get(value, i)))
                    good = fault(c, path, "items at %zu and %zu are equal", k, i);
            }
        }
    }
    good &= fits_items(c, schema, value, path, rest);
    good &= fits_contains(c, schema, value, path, rest);
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
                          const json_t *value, const char *path, struct rest *rest)
{
    const json_t *own = json_dig(schema, "properties", key);
    const json_t *additional = json_object_get(schema, "additionalProperties");
    auto_free char *below = mem_printf("%s/%s", path, key);
    bool good = true, covered = own != NULL;
    const char *pattern;
    json_t *by_pattern;

    if (own)
        good = fits_below(c, own, value, below);
    json_object_foreach (json_object_get(schema, "patternProperties"), pattern, by_pattern) {
        if (pattern_matches(c, pattern, key, strlen(key))) {
            covered = true;
            good &= fits_below(c, by_pattern, value, below);
        }
    }
    if (covered || additional)
        rest_without(rest, key);
    if (covered || !additional)
        return good;
    if (json_is_false(additional))
        return fault(c, path, "additional properties '%s' not allowed", key);
    return fits_below(c, additional, value, below) && good;
}

static bool fits_dependencies(struct checker *c, const struct scope *scope, const json_t *schema,
                              const char *keyword, const json_t *value, const char *path,
                              struct rest *rest)
{
    bool good = true;
    const char *key;
    json_t *depends;

    json_object_foreach (json_object_get(schema, keyword), key, depends) {
        if (!json_object_get(value, key))
            continue;
        if (json_is_array(depends))
            good &= fits_required(c, depends, value, path);
        else
            good &= fits_too(c, scope, depends, value, path, rest);
    }
    return good;
}

static bool fits_object(struct checker *c, const struct scope *scope, const json_t *schema,
                        const json_t *value, const char *path, struct rest *rest)
{
    const json_t *names = c->draft < DRAFT_6 ? NULL : json_object_get(schema, "propertyNames");
    bool good =
        fits_count(c, schema, "minProperties", "maxProperties", json_object_size(value), path);
    size_t n;
    auto_free const char **keys = json_sorted_keys(value, &n);

    good &= fits_required(c, json_object_get(schema, "required"), value, path);
    good &= fits_dependencies(c, scope, schema, "dependencies", value, path, rest);
    for (size_t i = 0; i < n; i++) {
        if (!fits_property(c, schema, keys[i], json_object_get(value, keys[i]), path, rest))
            good = false;
        if (names) {
            auto_json json_t *text = json_string_nocheck(keys[i]);

            good &= fits_below(c, names, text, path);
        }
    }
    if (c->draft >= DRAFT_2019) {
        good &= fits_dependencies(c, scope, schema, "dependentSchemas", value, path, rest);
        good &= fits_dependencies(c, scope, schema, "dependentRequired", value, path, rest);
    }
    return good;
}

/* ---- schemas of schemas ---- */

/* How many of the schemas fit; with `loud` what does not is noted. */
static size_t count_fits(struct checker *c, const struct scope *scope, const json_t *schemas,
                         const json_t *value, const char *path, bool loud, struct rest *rest)
{
    struct checker silent = quiet(c);
    size_t n = 0, i;
    json_t *schema;

    json_array_foreach ((json_t *)schemas, i, schema) {
        n += fits_too(loud ? c : &silent, scope, schema, value, path, rest);
        if (!loud)
            c->steps = silent.steps;
    }
    return n;
}

static bool fits_combined(struct checker *c, const struct scope *scope, const json_t *schema,
                          const json_t *value, const char *path, struct rest *rest)
{
    struct checker silent = quiet(c);
    const json_t *all = json_object_get(schema, "allOf"), *any = json_object_get(schema, "anyOf");
    const json_t *one = json_object_get(schema, "oneOf"), *not = json_object_get(schema, "not");
    const json_t *condition = c->draft < DRAFT_7 ? NULL : json_object_get(schema, "if");
    bool good = true;

    if (not &&fits_too(&silent, scope, not, value, path, rest))
        good = fault(c, path, "'not' failed");
    c->steps = silent.steps;
    if (all && count_fits(c, scope, all, value, path, true, rest) != json_array_size(all))
        good = false;
    if (any && count_fits(c, scope, any, value, path, false, rest) == 0)
        good = fault(c, path, "'anyOf' failed, none matched");
    if (one) {
        size_t n = count_fits(c, scope, one, value, path, false, rest);

        if (n != 1)
            good = fault(
                c, path,
                n ? "'oneOf' failed, %zu subschemas matched" : "'oneOf' failed, none matched", n);
    }
    if (condition) {
        const json_t *then;

        silent.steps = c->steps;
        then = json_object_get(
            schema, fits_too(&silent, scope, condition, value, path, rest) ? "then" : "else");
        c->steps = silent.steps;
        if (then && !fits_too(c, scope, then, value, path, rest))
            good = false;
    }
    return good;
}

static bool fits_rest(struct checker *c, const json_t *schema, const json_t *value,
                      const char *path, struct rest *rest)
{
    const json_t *properties = json_object_get(schema, "unevaluatedProperties"),
                 *items = json_object_get(schema, "unevaluatedItems");
    bool good = true;
    size_t n;
    auto_free const char **keys = json_sorted_keys(rest->properties, &n);

    for (size_t i = 0; properties && i < n; i++) {
        auto_free char *below = mem_printf("%s/%s", path, keys[i]);

        good &= fits_below(c, properties, json_object_get(value, keys[i]), below);
    }
    if (properties && rest->properties)
        (void)json_object_clear(rest->properties);
    for (size_t i = 0; items && rest->items && i < rest->n_items; i++) {
        auto_free char *below = mem_printf("%s/%zu", path, i);

        if (rest->items[i])
            good &= fits_below(c, items, json_array_get(value, i), below);
        rest->items[i] = false;
    }
    return good;
}

static bool fits_reference(struct checker *c, const struct scope *scope, const json_t *schema,
                           const char *keyword, const json_t *value, const char *path,
                           struct rest *rest)
{
    const char *reference = json_dig_text(schema, keyword);
    const json_t *target;

    if (!reference || strncmp(reference, "urn:", 4) == 0) /* Helm takes what it cannot ask for */
        return true;
    target = schema_follow(c->root, c->draft, reference);
    if (target)
        return fits_too(c, scope, target, value, path, rest);
    if (c->err->class == ERR_NONE)
        (void)err_set(c->err, ERR_INVALID, "%s \"%s\" leads nowhere within the schema", keyword,
                      reference);
    return true;
}

/* The schema asks itself about the same value without end. */
static bool is_cycle(const struct scope *outer, const json_t *schema)
{
    for (; outer; outer = outer->outer) {
        if (outer->schema == schema)
            return true;
    }
    return false;
}

static bool fits_keywords(struct checker *c, const struct scope *scope, const json_t *schema,
                          const json_t *value, const char *path, struct rest *rest)
{
    const json_t *type = json_object_get(schema, "type"),
                 *allowed = json_object_get(schema, "enum");
    const json_t *constant = c->draft < DRAFT_6 ? NULL : json_object_get(schema, "const");
    const char *format = c->draft < DRAFT_2019 ? json_dig_text(schema, "format") : NULL;
    bool good = true;

    if (json_dig_text(schema, "$ref")) {
        good = fits_reference(c, scope, schema, "$ref", value, path, rest);
        if (c->draft < DRAFT_2019) /* what stands beside it counts for nothing */
            return good;
    }
    if (type && !fits_type(c, type, value, path))
        return false;
    if (constant && !json_same(constant, value))
        return fault(c, path, "value must be the constant one");
    if (allowed && !is_one_of(allowed, value))
        return fault(c, path, "value must be one of the allowed ones");
    if (format && json_is_string(value) && !schema_format_fits(format, json_string_value(value)))
        return fault(c, path, "'%.*s' is not valid %s", shown_length(value),
                     json_string_value(value), format);
    if (json_is_number(value))
        good &= fits_number(c, schema, value, path);
    else if (json_is_string(value))
        good &= fits_text(c, schema, value, path);
    else if (json_is_array(value))
        good &= fits_array(c, schema, value, path, rest);
    else if (json_is_object(value))
        good &= fits_object(c, scope, schema, value, path, rest);
    if (c->draft == DRAFT_2019)
        good &= fits_reference(c, scope, schema, "$recursiveRef", value, path, rest);
    if (c->draft == DRAFT_2020)
        good &= fits_reference(c, scope, schema, "$dynamicRef", value, path, rest);
    good &= fits_combined(c, scope, schema, value, path, rest);
    if (c->draft >= DRAFT_2019)
        good &= fits_rest(c, schema, value, path, rest);
    return good;
}

static bool fits(struct checker *c, const struct scope *outer, const json_t *schema,
                 const json_t *value, const char *path, struct rest *rest)
{
    struct scope scope = {schema, outer};
    bool good;

    if (json_is_boolean(schema))
        return json_is_true(schema) || fault(c, path, "false schema");
    if (is_cycle(outer, schema))
        return fault(c, path, "the schema refers to itself");
    if (c->depth >= MAX_DEPTH || ++c->steps > LIMIT_SCHEMA_STEPS) {
        if (c->err->class == ERR_NONE)
            (void)err_set(c->err, ERR_INVALID,
                          c->depth >= MAX_DEPTH ? "schemas refer to each other deeper than %d"
                                                : "takes more than %d steps",
                          c->depth >= MAX_DEPTH ? MAX_DEPTH : LIMIT_SCHEMA_STEPS);
        return true;
    }
    c->depth++;
    good = fits_keywords(c, &scope, schema, value, path, rest);
    c->depth--;
    return good;
}

int schema_check(const json_t *schema, const json_t *value, struct err *err)
{
    auto_buf struct buf faults = BUF_INIT(LIMIT_MESSAGE);
    auto_err struct err broken = ERR_INIT;
    struct checker c = {.root = schema, .faults = &faults, .err = &broken};
    bool good;

    if (schema_draft(schema, &c.draft, err) < 0)
        return err_wrap(err, "values.schema.json");
    if (schema_obeys(schema, c.draft, err) < 0)
        return err_wrap(err, "values.schema.json is not valid against its meta-schema");
    if (schema_reaches(schema, c.draft, err) < 0)
        return err_wrap(err, "values.schema.json");
    good = fits_below(&c, schema, value, "");
    if (broken.class != ERR_NONE)
        return err_set(err, ERR_INVALID, "values.schema.json: %s", err_message(&broken));
    return good ? 0
                : err_set(err, ERR_INVALID, "%s", faults.len ? buf_text(&faults) + 1 : "no match");
}
