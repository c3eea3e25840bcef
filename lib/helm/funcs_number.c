/* sprig: numeric.go, with spf13/cast's conversions. */
#include <ctype.h>
#include <math.h>
#include <string.h>

#include "base/limits.h"
#include "helm/funcs.h"
#include "json/number.h"

/* cast.ToInt64 of a text: a decimal part is cut off, the rest read with Go's prefixes; 0 when it is
 * no number. */
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
        for (const char *p = dot + 1; *p; p++) {
            if (!isdigit((unsigned char)*p))
                return 0;
        }
        *dot = '\0';
    }
    return number_parse_int(s, &v, &too_large) == NUMBER_OK ? v : 0;
}

int64_t helm_int_of(const struct value *v)
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

double helm_float_of(const struct value *v)
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

/* Go wraps around on overflow. */
static int64_t wrap(uint64_t v)
{
    return (int64_t)v;
}

HELM_FUNC(fn_int)
{
    *ret = value_int(helm_int_of(&args[0]));
    return 0;
}

HELM_FUNC(fn_float64)
{
    *ret = value_float(helm_float_of(&args[0]));
    return 0;
}

HELM_FUNC(fn_atoi)
{
    struct text t = args[0].text;
    char s[32];
    char *end;
    long long v;

    *ret = value_int(0);
    if (t.len == 0 || t.len >= sizeof(s) || isspace((unsigned char)t.s[0]))
        return 0;
    memcpy(s, t.s, t.len);
    s[t.len] = '\0';
    v = strtoll(s, &end, 10);
    if (!*end)
        *ret = value_int(v);
    return 0;
}

HELM_FUNC(fn_to_decimal)
{
    auto_buf struct buf text = BUF_INIT(LIMIT_MESSAGE);

    helm_text_of(&text, &args[0]);
    *ret = value_int(strtoll(buf_text(&text), NULL, 8));
    return 0;
}

HELM_FUNC(fn_add)
{
    uint64_t sum = 0;

    for (size_t i = 0; i < n; i++)
        sum += (uint64_t)helm_int_of(&args[i]);
    *ret = value_int(wrap(sum));
    return 0;
}

HELM_FUNC(fn_add1)
{
    *ret = value_int(wrap((uint64_t)helm_int_of(&args[0]) + 1));
    return 0;
}

HELM_FUNC(fn_sub)
{
    *ret = value_int(wrap((uint64_t)helm_int_of(&args[0]) - (uint64_t)helm_int_of(&args[1])));
    return 0;
}

HELM_FUNC(fn_mul)
{
    uint64_t product = (uint64_t)helm_int_of(&args[0]);

    for (size_t i = 1; i < n; i++)
        product *= (uint64_t)helm_int_of(&args[i]);
    *ret = value_int(wrap(product));
    return 0;
}

static int divide(const struct value *args, bool modulo, struct value *ret, struct err *err)
{
    int64_t a = helm_int_of(&args[0]), b = helm_int_of(&args[1]);

    if (b == 0)
        return err_set(err, ERR_INVALID, "runtime error: integer divide by zero");
    if (b == -1)
        *ret = value_int(modulo ? 0 : wrap(0 - (uint64_t)a));
    else
        *ret = value_int(modulo ? a % b : a / b);
    return 0;
}

HELM_FUNC(fn_div)
{
    return divide(args, false, ret, err);
}

HELM_FUNC(fn_mod)
{
    return divide(args, true, ret, err);
}

HELM_FUNC(fn_max)
{
    int64_t best = helm_int_of(&args[0]);

    for (size_t i = 1; i < n; i++) {
        int64_t v = helm_int_of(&args[i]);

        best = v > best ? v : best;
    }
    *ret = value_int(best);
    return 0;
}

HELM_FUNC(fn_min)
{
    int64_t best = helm_int_of(&args[0]);

    for (size_t i = 1; i < n; i++) {
        int64_t v = helm_int_of(&args[i]);

        best = v < best ? v : best;
    }
    *ret = value_int(best);
    return 0;
}

HELM_FUNC(fn_maxf)
{
    double best = helm_float_of(&args[0]);

    for (size_t i = 1; i < n; i++)
        best = fmax(best, helm_float_of(&args[i]));
    *ret = value_float(best);
    return 0;
}

HELM_FUNC(fn_minf)
{
    double best = helm_float_of(&args[0]);

    for (size_t i = 1; i < n; i++)
        best = fmin(best, helm_float_of(&args[i]));
    *ret = value_float(best);
    return 0;
}

HELM_FUNC(fn_ceil)
{
    *ret = value_float(ceil(helm_float_of(&args[0])));
    return 0;
}

HELM_FUNC(fn_floor)
{
    *ret = value_float(floor(helm_float_of(&args[0])));
    return 0;
}

HELM_FUNC(fn_round)
{
    double value = helm_float_of(&args[0]), on = n > 2 ? helm_float_of(&args[2]) : 0.5;
    double scale = pow(10, (double)args[1].integer), digit = scale * value, whole, fraction;

    fraction = modf(digit, &whole);
    *ret = value_float((fraction >= on ? ceil(digit) : floor(digit)) / scale);
    return 0;
}

/* The numbers from `start` towards `stop` as a list of the run; its length is bounded. */
static int count_up(struct gotmpl_run *run, int64_t start, int64_t stop, int64_t step,
                    bool inclusive, struct value *ret, struct err *err)
{
    json_t *list = helm_new_list(run);

    if (step != 0) {
        for (int64_t i = start;
             step > 0 ? (inclusive ? i <= stop : i < stop) : (inclusive ? i >= stop : i > stop);
             i += step) {
            if (json_array_size(list) >= 10000000)
                return err_set(err, ERR_INVALID, "a list of more than 10000000 numbers");
            json_array_append_new(list, json_integer(i));
        }
    }
    *ret = value_tree(list, NULL);
    return 0;
}

HELM_FUNC(fn_until)
{
    int64_t stop = args[0].integer;

    return count_up(run, 0, stop, stop < 0 ? -1 : 1, false, ret, err);
}

HELM_FUNC(fn_until_step)
{
    return count_up(run, args[0].integer, args[1].integer, args[2].integer, false, ret, err);
}

HELM_FUNC(fn_seq)
{
    auto_buf struct buf out = BUF_INIT(LIMIT_TEMPLATE_OUTPUT);
    int64_t start = n > 1 ? args[0].integer : 1, stop = n ? args[n - 1].integer : 0;
    int64_t step = n == 3 ? args[1].integer : stop < start ? -1 : 1;
    struct value list;

    if (n == 0 || n > 3 || (n == 3 && ((stop < start && step > 0) || (stop > start && step < 0)))) {
        *ret = value_text("", 0);
        return 0;
    }
    if (count_up(run, start, stop, step, true, &list, err) < 0)
        return -1;
    for (size_t i = 0; i < json_array_size(list.json); i++)
        buf_addf(&out, i ? " %lld" : "%lld",
                 (long long)json_integer_value(json_array_get(list.json, i)));
    *ret = gotmpl_make_buf(run, &out);
    return 0;
}

static const struct gotmpl_func funcs[] = {
    {"add", "a*", fn_add},        {"add1", "a", fn_add1},
    {"atoi", "s", fn_atoi},       {"biggest", "aa*", fn_max},
    {"ceil", "a", fn_ceil},       {"div", "aa", fn_div},
    {"float64", "a", fn_float64}, {"floor", "a", fn_floor},
    {"int", "a", fn_int},         {"int64", "a", fn_int},
    {"max", "aa*", fn_max},       {"maxf", "aa*", fn_maxf},
    {"min", "aa*", fn_min},       {"minf", "aa*", fn_minf},
    {"mod", "aa", fn_mod},        {"mul", "aa*", fn_mul},
    {"round", "aia*", fn_round},  {"seq", "i*", fn_seq},
    {"sub", "aa", fn_sub},        {"toDecimal", "a", fn_to_decimal},
    {"until", "i", fn_until},     {"untilStep", "iii", fn_until_step},
};

const struct gotmpl_table helm_funcs_number = {funcs, ARRAY_LEN(funcs)};
