#include "helm/convert.h"

#include <ctype.h>
#include <math.h>
#include <string.h>

#include "base/limits.h"
#include "json/number.h"

/* cast.ToInt64 (v1.10) of a text: a decimal part is cut off, the rest read with Go's prefixes; 0
 * when it is no number. */
static int64_t int_of_text(struct text t)
{
    char s[64];
    uint64_t too_large;
    char *dot;
    int64_t v;

    if (t.len == 0 || t.len >= sizeof(s))
        return 0;
    memcpy(s, t.s, t.len);
    s[t.len] = '\0';
    dot = strchr(s, '.');
    if (dot) {
        if (dot[1 + strspn(dot + 1, "0123456789")])
            return 0;
        *dot = '\0';
    }
    return number_parse_int(s, &v, &too_large) == NUMBER_OK ? v : 0;
}

int64_t convert_int(const struct value *v)
{
    switch (v->kind) {
    case VALUE_BOOL:
        return v->truth;
    case VALUE_INT:
        return v->integer;
    case VALUE_FLOAT:
        return isfinite(v->real) && fabs(v->real) < 9.2e18 ? (int64_t)v->real : INT64_MIN;
    case VALUE_TEXT:
        return int_of_text(v->text);
    default:
        return 0;
    }
}

double convert_float(const struct value *v)
{
    char s[64];
    char *end;
    double d;

    switch (v->kind) {
    case VALUE_BOOL:
        return v->truth;
    case VALUE_INT:
        return (double)v->integer;
    case VALUE_FLOAT:
        return v->real;
    case VALUE_TEXT:
        if (v->text.len == 0 || v->text.len >= sizeof(s))
            return 0;
        memcpy(s, v->text.s, v->text.len);
        s[v->text.len] = '\0';
        d = strtod(s, &end);
        return *end ? 0 : d;
    default:
        return 0;
    }
}

int64_t convert_atoi(struct text t)
{
    char s[32];
    char *end;
    long long v;

    if (t.len == 0 || t.len >= sizeof(s) || isspace((unsigned char)t.s[0]))
        return 0;
    memcpy(s, t.s, t.len);
    s[t.len] = '\0';
    v = strtoll(s, &end, 10);
    return *end ? 0 : v;
}

void convert_text(struct buf *out, const struct value *v)
{
    if (v->kind == VALUE_TEXT && v->type == &value_type_bytes)
        buf_add(out, v->text.s, v->text.len);
    else
        value_print(out, v, false);
}

json_t *convert_texts(struct gotmpl_run *run, const struct value *v)
{
    json_t *list = gotmpl_new_list(run);

    if (value_is_nil(v))
        return list;
    if (v->kind != VALUE_LIST) {
        auto_buf struct buf text = BUF_INIT(LIMIT_TEMPLATE_OUTPUT);

        convert_text(&text, v);
        json_array_append_new(list, json_stringn_nocheck(buf_text(&text), text.len));
        return list;
    }
    for (size_t i = 0; i < json_array_size(v->json); i++) {
        json_t *item = json_array_get(v->json, i);
        auto_buf struct buf text = BUF_INIT(LIMIT_TEMPLATE_OUTPUT);

        if (json_is_null(item))
            continue;
        if (json_is_string(item)) {
            json_array_append(list, item);
            continue;
        }
        value_print_json(&text, item);
        json_array_append_new(list, json_stringn_nocheck(buf_text(&text), text.len));
    }
    return list;
}

bool convert_is_empty(const struct value *v)
{
    if (v->kind == VALUE_MAP && v->type && v->type->is_struct)
        return false;
    return !value_truth(v);
}
