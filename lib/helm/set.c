#include "helm/set.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/limits.h"
#include "base/mem.h"
#include "helm/input.h"

#define MAX_INDEX 65536
#define MAX_NESTING 30

struct setter {
    const char *p, *whole;
    enum helm_set kind;
    unsigned depth;
    struct err *err;
};

static int fail(struct setter *s, const char *problem)
{
    static const char *const flags[] = {"--set", "--set-string", "--set-json", "--set-file",
                                        "--set-literal"};

    return err_set(s->err, ERR_INVALID, "failed parsing %s data: %s in \"%s\"", flags[s->kind],
                   problem, s->whole);
}

/* What strvals makes of the text of one value. */
static json_t *typed_value(const char *text)
{
    char *end;
    long long v;

    if (strcasecmp(text, "true") == 0)
        return json_true();
    if (strcasecmp(text, "false") == 0)
        return json_false();
    if (strcasecmp(text, "null") == 0)
        return json_null();
    if (strcmp(text, "0") == 0)
        return json_integer(0);
    if (*text && *text != '0' && !isspace((unsigned char)*text)) {
        errno = 0;
        v = strtoll(text, &end, 10);
        if (!*end && !errno)
            return json_integer(v);
    }
    return json_string_nocheck(text);
}

/* Reads up to an unescaped character of `stops`; \x stands for x, but not where the value is meant
 * literally. */
static void read_until(struct setter *s, const char *stops, struct buf *out)
{
    while (*s->p && !strchr(stops, *s->p)) {
        if (*s->p == '\\' && s->kind != HELM_SET_LITERAL && !*++s->p)
            break; /* the last one stands for nothing */
        buf_addc(out, *s->p++);
    }
}

static int make_value(struct setter *s, const struct buf *text, json_t **ret)
{
    auto_buf struct buf file = BUF_INIT(LIMIT_FILE);

    if (s->kind == HELM_SET_FILE) {
        if (helm_read_input(buf_text(text), &file, s->err) < 0)
            return -1;
        text = &file;
    }
    *ret = s->kind == HELM_SET_TYPED ? typed_value(buf_text(text))
                                     : json_stringn(buf_text(text), text->len);
    return *ret ? 0 : fail(s, "a value is no UTF-8");
}

/* {a,b} */
static int read_list(struct setter *s, json_t **ret)
{
    auto_json json_t *list = json_array();

    for (s->p++; *s->p && *s->p != '}';) {
        auto_buf struct buf text = BUF_INIT(LIMIT_FILE);
        json_t *item = NULL;

        read_until(s, ",}", &text);
        if (make_value(s, &text, &item) < 0)
            return -1;
        json_array_append_new(list, item);
        if (*s->p == ',')
            s->p++;
    }
    if (*s->p != '}')
        return fail(s, "list must terminate with '}'");
    s->p++;
    *ret = STEAL(list);
    return 0;
}

/* A JSON value, which ends where it ends; nothing stands for null. */
static int read_json(struct setter *s, json_t **ret)
{
    json_error_t fault;

    while (isspace((unsigned char)*s->p))
        s->p++;
    if (!*s->p || *s->p == ',') {
        *ret = json_null();
        return 0;
    }
    *ret = json_loads(
        s->p, JSON_DECODE_ANY | JSON_DECODE_INT_AS_REAL | JSON_DISABLE_EOF_CHECK | JSON_ALLOW_NUL,
        &fault);
    if (!*ret)
        return fail(s, fault.text);
    s->p += fault.position;
    while (isspace((unsigned char)*s->p))
        s->p++;
    return 0;
}

static int read_value(struct setter *s, json_t **ret)
{
    auto_buf struct buf text = BUF_INIT(LIMIT_FILE);

    if (s->kind == HELM_SET_JSON)
        return read_json(s, ret);
    if (s->kind == HELM_SET_LITERAL) {
        buf_adds(&text, s->p);
        s->p += strlen(s->p);
        return make_value(s, &text, ret);
    }
    if (*s->p == '{')
        return read_list(s, ret);
    read_until(s, ",", &text);
    return make_value(s, &text, ret);
}

static int set_key(struct setter *s, json_t *container);

/* "[N]..." behind a key whose list is `list`. */
static int set_index(struct setter *s, json_t *list)
{
    char *end;
    long index = strtol(s->p + 1, &end, 10);
    json_t *item = NULL;

    if (*end != ']' || end == s->p + 1 || index < 0 || index > MAX_INDEX)
        return fail(s, "a bad index");
    s->p = end + 1;
    while (json_array_size(list) <= (size_t)index)
        json_array_append_new(list, json_null());
    if (*s->p == '=') {
        s->p++;
        if (read_value(s, &item) < 0)
            return -1;
        json_array_set_new(list, (size_t)index, item);
        return 0;
    }
    if (*s->p != '.' && *s->p != '[')
        return fail(s, "unexpected data at end of array index");
    item = json_array_get(list, (size_t)index);
    if (*s->p == '.' ? !json_is_object(item) : !json_is_array(item)) {
        item = *s->p == '.' ? json_object() : json_array();
        json_array_set_new(list, (size_t)index, item);
    }
    if (++s->depth > MAX_NESTING)
        return fail(s, "nested too deeply");
    if (*s->p == '[')
        return set_index(s, item);
    s->p++;
    return set_key(s, item);
}

static int set_key(struct setter *s, json_t *container)
{
    auto_buf struct buf key = BUF_INIT(LIMIT_MESSAGE);
    auto_json json_t *made = NULL;
    json_t *value = NULL;
    int rc;

    if (++s->depth > MAX_NESTING)
        return fail(s, "nested too deeply");
    read_until(s, s->kind == HELM_SET_LITERAL ? ".=[" : ".=[,", &key);
    if (*s->p == '\0' || *s->p == ',') {
        auto_free char *problem = mem_printf("key \"%s\" has no value", buf_text(&key));

        return fail(s, problem);
    }
    if (*s->p == '=') {
        s->p++;
        if (read_value(s, &value) < 0)
            return -1;
        if (key.len)
            json_put(container, buf_text(&key), value);
        else
            json_decref(value);
        return 0;
    }
    value = json_object_get(container, buf_text(&key));
    if (value && (*s->p == '[' ? !json_is_array(value) : !json_is_object(value)))
        return fail(s, "unable to parse key: a value of another kind is there");
    if (!value) {
        value = made = *s->p == '[' ? json_array() : json_object();
        if (key.len) /* what is set below a key without a name goes nowhere */
            json_put(container, buf_text(&key), json_incref(made));
    }
    if (*s->p == '[')
        return set_index(s, value);
    s->p++;
    rc = set_key(s, value);
    if (rc == 0 && json_object_size(value) == 0) {
        auto_free char *problem = mem_printf("key map \"%s\" has no value", buf_text(&key));

        return fail(s, problem);
    }
    return rc;
}

int helm_set(json_t *values, const char *expression, enum helm_set kind, struct err *err)
{
    struct setter s = {.p = expression, .whole = expression, .kind = kind, .err = err};

    while (*s.p) {
        s.depth = 0;
        if (set_key(&s, values) < 0)
            return -1;
        if (*s.p == ',')
            s.p++;
        else if (*s.p)
            return fail(&s, "unexpected data behind a value");
    }
    return 0;
}
