#include <math.h>
#include <string.h>
#include <yaml.h>

#include "base/base64.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/rune.h"
#include "yaml/block.h"
#include "yaml/known.h"
#include "yaml/resolve.h"
#include "yaml/yaml.h"
#include "json/number.h"

struct anchor {
    char *name;
    char *key;     /* a scalar's text as a key, NULL when it cannot be one */
    json_t *value; /* NULL while it is being read */
};

struct reader {
    yaml_parser_t parser;
    int flags;
    size_t nodes, depth, max_nodes, max_depth;
    struct anchor *anchors;
    size_t n_anchors, cap_anchors;
};

static int read_node(struct reader *r, yaml_event_t *event, json_t **ret_value, struct err *err);

static int parser_error(struct reader *r, struct err *err)
{
    yaml_parser_t *p = &r->parser;
    /* go-yaml counts scanner errors from 1, others from 0 */
    size_t line = p->problem_mark.line ? p->problem_mark.line + (p->error == YAML_SCANNER_ERROR)
                                       : p->context_mark.line;
    const char *problem = p->problem ? p->problem : "unknown problem parsing YAML content";

    if (p->error == YAML_MEMORY_ERROR || p->error == YAML_NO_ERROR) /* libyaml names not each */
        return err_set(err, ERR_INTERNAL, "yaml: out of memory");
    if (line == 0)
        return err_set(err, ERR_INVALID, "yaml: %s", problem);
    return err_set(err, ERR_INVALID, "yaml: line %zu: %s", line, problem);
}

static int next_event(struct reader *r, yaml_event_t *event, struct err *err)
{
    if (!yaml_parser_parse(&r->parser, event))
        return parser_error(r, err);
    return 0;
}

static json_t *make_number(const struct reader *r, const struct yaml_scalar *scalar)
{
    if (scalar->kind == YAML_KIND_INT)
        return r->flags & YAML_FLOATS ? json_real((double)scalar->integer)
                                      : json_integer(scalar->integer);
    return json_real(scalar->real);
}

static bool is_short_tag(const yaml_char_t *tag, const char *suffix)
{
    static const char prefix[] = "tag:yaml.org,2002:";
    const char *text = (const char *)tag;

    return text && strncmp(text, prefix, sizeof(prefix) - 1) == 0 &&
           strcmp(text + sizeof(prefix) - 1, suffix) == 0;
}

/* The tags that ask for a kind, and what go-yaml calls each kind. */
static const char *const kind_tags[] = {
    [YAML_KIND_TEXT] = "str", [YAML_KIND_NULL] = "null",   [YAML_KIND_BOOL] = "bool",
    [YAML_KIND_INT] = "int",  [YAML_KIND_FLOAT] = "float", [YAML_KIND_TIME] = "timestamp",
};

/* What a scalar with the tag of a kind means: any spelling of that kind, quoted or not. */
static int resolve_as(const yaml_event_t *event, enum yaml_kind kind, struct yaml_scalar *ret,
                      struct err *err)
{
    const char *text = (const char *)event->data.scalar.value;
    struct yaml_scalar scalar = yaml_resolve(text, event->data.scalar.length);

    if (scalar.kind == YAML_KIND_TIME && kind != YAML_KIND_TIME)
        scalar.kind = YAML_KIND_TEXT;
    if (scalar.kind == YAML_KIND_INT && kind == YAML_KIND_FLOAT)
        scalar = (struct yaml_scalar){YAML_KIND_FLOAT, {.real = (double)scalar.integer}};
    if (scalar.kind != kind)
        return err_set(err, ERR_INVALID, "yaml: cannot decode !!%s `%s` as a !!%s",
                       kind_tags[scalar.kind], text, kind_tags[kind]);
    *ret = scalar;
    return 0;
}

/* How a scalar event is to be taken (go-yaml v2, resolve.go): a plain one is resolved, one whose
 * tag names a kind has to be of that kind, all others are texts. */
static int scalar_of(const yaml_event_t *event, struct yaml_scalar *ret, struct err *err)
{
    const yaml_char_t *tag = event->data.scalar.tag;

    *ret = (struct yaml_scalar){.kind = YAML_KIND_TEXT};
    if (!tag) {
        if (event->data.scalar.plain_implicit)
            *ret = yaml_resolve((const char *)event->data.scalar.value, event->data.scalar.length);
        return 0;
    }
    for (size_t kind = YAML_KIND_TEXT + 1; kind < ARRAY_LEN(kind_tags); kind++) {
        if (is_short_tag(tag, kind_tags[kind]))
            return resolve_as(event, (enum yaml_kind)kind, ret, err);
    }
    return 0;
}

/* A scalar's text, to be freed: its own, or what the base64 of !!binary stands for, with U+FFFD
 * for what is no character, as JSON has it. */
static int scalar_text(const yaml_event_t *event, char **ret_text, size_t *ret_len, struct err *err)
{
    const char *value = (const char *)event->data.scalar.value;
    size_t len = event->data.scalar.length, n;
    auto_buf struct buf text = BUF_INIT(LIMIT_YAML_TEXT);
    auto_free char *bytes = NULL;

    if (!is_short_tag(event->data.scalar.tag, "binary")) {
        *ret_text = mem_strndup(value, len);
        *ret_len = len;
        return 0;
    }
    bytes = base64_decode(value, len, &len, NULL);
    if (!bytes)
        return err_set(err, ERR_INVALID, "yaml: !!binary value contains invalid base64 data");
    for (size_t i = 0; i < len; i += n) {
        n = rune_length(bytes + i, len - i);
        if (n)
            buf_add(&text, bytes + i, n);
        else
            buf_adds(&text, "\xef\xbf\xbd");
        n = n ? n : 1;
    }
    *ret_len = text.len;
    *ret_text = buf_take(&text);
    return 0;
}

static int read_scalar(struct reader *r, const yaml_event_t *event, json_t **ret_value,
                       struct err *err)
{
    auto_free char *text = NULL;
    struct yaml_scalar scalar;
    size_t len;

    if (scalar_of(event, &scalar, err) < 0)
        return -1;
    switch (scalar.kind) {
    case YAML_KIND_NULL:
        *ret_value = json_null();
        return 0;
    case YAML_KIND_BOOL:
        *ret_value = json_boolean(scalar.truth);
        return 0;
    case YAML_KIND_FLOAT:
        if (!isfinite(scalar.real)) {
            char number[NUMBER_TEXT_SIZE];

            number[number_go_g(scalar.real, number)] = '\0';
            return err_set(err, ERR_INVALID, "json: unsupported value: %s", number);
        }
        *ret_value = make_number(r, &scalar);
        return 0;
    case YAML_KIND_INT:
        *ret_value = make_number(r, &scalar);
        return 0;
    default:
        if (scalar_text(event, &text, &len, err) < 0)
            return -1;
        *ret_value = json_stringn_nocheck(text, len);
        return 0;
    }
}

/* sigs.k8s.io/yaml writes a key that is a float as a float32. */
static char *float_key(double v)
{
    char number[NUMBER_TEXT_SIZE];

    if (!isfinite(v))
        return mem_strdup(isnan(v) ? ".nan" : v > 0 ? ".inf" : "-.inf");
    return mem_strndup(number, number_go_g32((float)v, number));
}

/* A mapping key as text, to be freed. sigs.k8s.io/yaml: numbers and booleans are written out. */
static int key_text(const yaml_event_t *event, char **ret_key, struct err *err)
{
    struct yaml_scalar scalar;
    size_t line = event->start_mark.line + 1, len;

    if (event->type != YAML_SCALAR_EVENT)
        return err_set(err, ERR_INVALID, "yaml: line %zu: a mapping or sequence cannot be a key",
                       line);
    if (scalar_of(event, &scalar, err) < 0)
        return -1;
    switch (scalar.kind) {
    case YAML_KIND_NULL:
        return err_set(err, ERR_INVALID, "yaml: line %zu: null cannot be a key", line);
    case YAML_KIND_BOOL:
        *ret_key = mem_strdup(scalar.truth ? "true" : "false");
        return 0;
    case YAML_KIND_INT:
        *ret_key = mem_printf("%lld", (long long)scalar.integer);
        return 0;
    case YAML_KIND_FLOAT:
        *ret_key = float_key(scalar.real);
        return 0;
    default:
        if (scalar_text(event, ret_key, &len, err) < 0)
            return -1;
        if (memchr(*ret_key, '\0', len)) {
            free(*ret_key);
            *ret_key = NULL;
            return err_set(err, ERR_INVALID, "yaml: line %zu: NUL in a key", line);
        }
        return 0;
    }
}

/* Takes `key`. */
static void remember_anchor(struct reader *r, const yaml_char_t *name, json_t *value, char *key)
{
    if (!name) {
        free(key);
        return;
    }
    for (size_t i = 0; i < r->n_anchors; i++) {
        if (strcmp(r->anchors[i].name, (const char *)name) == 0) {
            json_decref(r->anchors[i].value);
            r->anchors[i].value = json_incref(value);
            free(r->anchors[i].key);
            r->anchors[i].key = key;
            return;
        }
    }
    mem_grow(&r->anchors, &r->cap_anchors, r->n_anchors, sizeof(*r->anchors));
    r->anchors[r->n_anchors++] =
        (struct anchor){mem_strdup((const char *)name), key, json_incref(value)};
}

static unsigned count_nodes(const json_t *value, unsigned limit)
{
    unsigned n = 1;
    const char *key;
    json_t *item;
    size_t i;

    if (json_is_object(value)) {
        json_object_foreach ((json_t *)value, key, item) {
            if (n < limit)
                n += count_nodes(item, limit - n);
        }
    } else if (json_is_array(value)) {
        json_array_foreach ((json_t *)value, i, item) {
            if (n < limit)
                n += count_nodes(item, limit - n);
        }
    }
    return n;
}

static const struct anchor *find_anchor(const struct reader *r, const yaml_event_t *event,
                                        struct err *err)
{
    const char *name = (const char *)event->data.alias.anchor;

    if (r->flags & YAML_NO_ALIASES) {
        (void)err_set(err, ERR_INVALID, "yaml: line %zu: aliases are not allowed here",
                      event->start_mark.line + 1);
        return NULL;
    }
    for (size_t i = 0; i < r->n_anchors; i++) {
        if (strcmp(r->anchors[i].name, name) != 0)
            continue;
        if (r->anchors[i].value)
            return &r->anchors[i];
        (void)err_set(err, ERR_INVALID, "yaml: anchor '%s' value contains itself", name);
        return NULL;
    }
    (void)err_set(err, ERR_INVALID, "yaml: unknown anchor '%s' referenced", name);
    return NULL;
}

static int read_alias(struct reader *r, const yaml_event_t *event, json_t **ret_value,
                      struct err *err)
{
    const struct anchor *anchor = find_anchor(r, event, err);

    if (!anchor)
        return -1;
    r->nodes += count_nodes(anchor->value, r->max_nodes);
    if (r->nodes > r->max_nodes)
        return err_set(err, ERR_INVALID, "yaml: document contains excessive aliasing");
    *ret_value = json_deep_copy(anchor->value);
    return 0;
}

/* << : a mapping, or a sequence of mappings of which the first has the last word. */
static int merge_into(json_t *object, const json_t *value, size_t line, struct err *err)
{
    if (json_is_object(value)) {
        json_object_update((json_t *)object, (json_t *)value);
        return 0;
    }
    if (json_is_array(value)) {
        for (size_t i = json_array_size(value); i-- > 0;) {
            if (!json_is_object(json_array_get(value, i)))
                return err_set(
                    err, ERR_INVALID,
                    "yaml: line %zu: map merge requires map or sequence of maps as the value",
                    line);
            json_object_update(object, json_array_get(value, i));
        }
        return 0;
    }
    return err_set(err, ERR_INVALID,
                   "yaml: line %zu: map merge requires map or sequence of maps as the value", line);
}

static bool is_merge_key(const yaml_event_t *event)
{
    return event->type == YAML_SCALAR_EVENT &&
           (event->data.scalar.plain_implicit || is_short_tag(event->data.scalar.tag, "merge")) &&
           strcmp((const char *)event->data.scalar.value, "<<") == 0;
}

/* One key and its value into `object`. */
static int read_pair(struct reader *r, yaml_event_t *key_event, json_t *object, struct err *err)
{
    bool merge = is_merge_key(key_event);
    size_t line = key_event->start_mark.line + 1;
    auto_free char *key = NULL;
    auto_json json_t *value = NULL;
    yaml_event_t event;
    int rc;

    if (key_event->type == YAML_ALIAS_EVENT) {
        const struct anchor *anchor = find_anchor(r, key_event, err);

        if (!anchor)
            return -1;
        if (!anchor->key)
            return err_set(err, ERR_INVALID, "yaml: line %zu: this cannot be a key", line);
        key = mem_strdup(anchor->key);
    } else if (key_text(key_event, &key, err) < 0) {
        return -1;
    }
    if (key_event->type == YAML_SCALAR_EVENT && key_event->data.scalar.anchor) {
        auto_json json_t *text = NULL;

        if (read_scalar(r, key_event, &text, err) < 0)
            return -1;
        remember_anchor(r, key_event->data.scalar.anchor, text, mem_strdup(key));
    }

    if (next_event(r, &event, err) < 0)
        return -1;
    rc = read_node(r, &event, &value, err);
    yaml_event_delete(&event);
    if (rc < 0)
        return -1;

    if (merge)
        return merge_into(object, value, line, err);
    if ((r->flags & YAML_REPEATED) && json_object_get(object, key)) {
        auto_free char *again = mem_printf("%s" YAML_AGAIN "%zu)", key, json_object_size(object));

        json_put(object, again, STEAL(value));
        return 0;
    }
    json_put(object, key, STEAL(value));
    return 0;
}

static int read_collection(struct reader *r, const yaml_event_t *start, json_t **ret_value,
                           struct err *err)
{
    bool mapping = start->type == YAML_MAPPING_START_EVENT;
    yaml_event_type_t end = mapping ? YAML_MAPPING_END_EVENT : YAML_SEQUENCE_END_EVENT;
    const yaml_char_t *anchor =
        mapping ? start->data.mapping_start.anchor : start->data.sequence_start.anchor;
    auto_json json_t *collection = mapping ? json_object() : json_array();

    remember_anchor(r, anchor, NULL, NULL);
    for (;;) {
        yaml_event_t event;
        int rc;

        if (next_event(r, &event, err) < 0)
            return -1;
        if (event.type == end) {
            yaml_event_delete(&event);
            break;
        }
        if (mapping) {
            rc = read_pair(r, &event, collection, err);
        } else {
            json_t *item = NULL;

            rc = read_node(r, &event, &item, err);
            if (rc == 0)
                json_array_append_new(collection, item);
        }
        yaml_event_delete(&event);
        if (rc < 0)
            return -1;
    }
    remember_anchor(r, anchor, collection, NULL);
    *ret_value = STEAL(collection);
    return 0;
}

static int read_node(struct reader *r, yaml_event_t *event, json_t **ret_value, struct err *err)
{
    int rc;

    if (++r->nodes > r->max_nodes)
        return err_set(err, ERR_INVALID, "yaml: more than %zu nodes", r->max_nodes);
    switch (event->type) {
    case YAML_SCALAR_EVENT:
        rc = read_scalar(r, event, ret_value, err);
        if (rc == 0 && event->data.scalar.anchor) {
            auto_err struct err ignored = ERR_INIT;
            char *key = NULL;

            if (key_text(event, &key, &ignored) < 0)
                key = NULL;
            remember_anchor(r, event->data.scalar.anchor, *ret_value, key);
        }
        return rc;
    case YAML_ALIAS_EVENT:
        return read_alias(r, event, ret_value, err);
    case YAML_MAPPING_START_EVENT:
    case YAML_SEQUENCE_START_EVENT:
        if (r->depth >= r->max_depth)
            return err_set(err, ERR_INVALID, "yaml: line %zu: nested deeper than %zu",
                           event->start_mark.line + 1, r->max_depth);
        r->depth++;
        rc = read_collection(r, event, ret_value, err);
        r->depth--;
        return rc;
    default:
        return err_set(err, ERR_INTERNAL, "yaml: unexpected event %d", (int)event->type);
    }
}

static void forget_anchors(struct reader *r)
{
    for (size_t i = 0; i < r->n_anchors; i++) {
        free(r->anchors[i].name);
        free(r->anchors[i].key);
        json_decref(r->anchors[i].value);
    }
    free(r->anchors);
    r->anchors = NULL;
    r->n_anchors = r->cap_anchors = 0;
}

/* The next document: 1 and its value, or 0 at the end of the stream. */
static int next_document(struct reader *r, json_t **ret_value, struct err *err)
{
    for (;;) {
        yaml_event_t event;
        yaml_event_type_t type;
        int rc = 0;

        if (next_event(r, &event, err) < 0)
            return -1;
        type = event.type;
        if (type == YAML_SCALAR_EVENT || type == YAML_ALIAS_EVENT ||
            type == YAML_MAPPING_START_EVENT || type == YAML_SEQUENCE_START_EVENT)
            rc = read_node(r, &event, ret_value, err) < 0 ? -1 : 1;
        yaml_event_delete(&event);
        if (rc != 0)
            return rc;
        if (type == YAML_STREAM_END_EVENT)
            return 0;
        if (type == YAML_DOCUMENT_START_EVENT)
            forget_anchors(r);
    }
}

static int reader_init(struct reader *r, const char *text, size_t len, int flags, struct err *err)
{
    if (len > LIMIT_YAML_TEXT)
        return err_set(err, ERR_INVALID, "yaml: text is larger than %u bytes", LIMIT_YAML_TEXT);
    *r = (struct reader){
        .flags = flags, .max_nodes = yaml_max_nodes(flags), .max_depth = yaml_max_depth(flags)};
    if (!yaml_parser_initialize(&r->parser))
        return err_set(err, ERR_INTERNAL, "yaml: out of memory");
    yaml_parser_set_input_string(&r->parser, (const unsigned char *)text, len);
    return 0;
}

static void reader_done(struct reader *r)
{
    forget_anchors(r);
    yaml_parser_delete(&r->parser);
}

int yaml_parse(const char *text, size_t len, int flags, json_t **ret_value, struct err *err)
{
    return yaml_parse_known(NULL, text, len, flags, ret_value, err);
}

int yaml_parse_known(const struct yaml_known *known, const char *text, size_t len, int flags,
                     json_t **ret_value, struct err *err)
{
    struct reader r;
    json_t *value = NULL;
    int rc;

    if (!(flags & YAML_SLOW) && len <= LIMIT_YAML_TEXT &&
        block_parse(text, len, flags, known, ret_value))
        return 0;
    if (reader_init(&r, text, len, flags, err) < 0)
        return -1;
    rc = next_document(&r, &value, err);
    reader_done(&r);
    if (rc < 0)
        return -1;
    *ret_value = rc ? value : json_null();
    return 0;
}

struct yaml_known *yaml_known_new(const char *text, size_t len, int flags)
{
    struct yaml_known *known;
    json_t *tree;

    if (len > LIMIT_YAML_TEXT)
        return NULL;
    known = known_new(text, len);
    if (block_learn(known_text(known), len, flags, known, &tree)) {
        known_keep(known, tree);
        return known;
    }
    yaml_known_free(known);
    return NULL;
}

int yaml_parse_file(const char *path, int flags, json_t **ret_value, struct err *err)
{
    auto_buf struct buf text = BUF_INIT(LIMIT_FILE);

    if (buf_read_file(&text, path, err) < 0)
        return -1;
    if (yaml_parse(buf_text(&text), text.len, flags, ret_value, err) < 0)
        return err_wrap(err, "%s", path);
    return 0;
}
