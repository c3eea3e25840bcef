/* sprig: numeric.go. */
#include <ctype.h>
#include <errno.h>
#include <math.h>
#include <openssl/bn.h>
#include <openssl/crypto.h>
#include <string.h>

#include "base/limits.h"
#include "helm/convert.h"
#include "helm/funcs.h"

static struct value int64_value(int64_t v)
{
    struct value value = value_int(v);

    value.type = &value_type_int64;
    return value;
}

/* Go wraps around on overflow. */
static int64_t wrap(uint64_t v)
{
    return (int64_t)v;
}

HELM_FUNC(fn_int)
{
    *ret = value_int(convert_int(&args[0]));
    return 0;
}

HELM_FUNC(fn_int64)
{
    *ret = int64_value(convert_int(&args[0]));
    return 0;
}

HELM_FUNC(fn_float64)
{
    *ret = value_float(convert_float(&args[0]));
    return 0;
}

HELM_FUNC(fn_atoi)
{
    *ret = value_int(convert_atoi(args[0].text));
    return 0;
}

HELM_FUNC(fn_to_decimal)
{
    auto_buf struct buf text = BUF_INIT(LIMIT_MESSAGE);
    const char *digits;
    char *end;
    int64_t v;

    convert_text(&text, &args[0]);
    digits = buf_text(&text);
    errno = 0;
    v = strtoll(digits, &end, 8);
    *ret = int64_value(*digits && !*end && !isspace((unsigned char)*digits) && !errno ? v : 0);
    return 0;
}

HELM_FUNC(fn_add)
{
    uint64_t sum = 0;

    for (size_t i = 0; i < n; i++)
        sum += (uint64_t)convert_int(&args[i]);
    *ret = int64_value(wrap(sum));
    return 0;
}

HELM_FUNC(fn_add1)
{
    *ret = int64_value(wrap((uint64_t)convert_int(&args[0]) + 1));
    return 0;
}

HELM_FUNC(fn_sub)
{
    *ret = int64_value(wrap((uint64_t)convert_int(&args[0]) - (uint64_t)convert_int(&args[1])));
    return 0;
}

HELM_FUNC(fn_mul)
{
    uint64_t product = (uint64_t)convert_int(&args[0]);

    for (size_t i = 1; i < n; i++)
        product *= (uint64_t)convert_int(&args[i]);
    *ret = int64_value(wrap(product));
    return 0;
}

static int divide(const struct value *args, bool modulo, struct value *ret, struct err *err)
{
    int64_t a = convert_int(&args[0]), b = convert_int(&args[1]);

    if (b == 0)
        return err_set(err, ERR_INVALID, "runtime error: integer divide by zero");
    if (b == -1)
        *ret = int64_value(modulo ? 0 : wrap(0 - (uint64_t)a));
    else
        *ret = int64_value(modulo ? a % b : a / b);
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
    int64_t best = convert_int(&args[0]);

    for (size_t i = 1; i < n; i++) {
        int64_t v = convert_int(&args[i]);

        best = v > best ? v : best;
    }
    *ret = int64_value(best);
    return 0;
}

HELM_FUNC(fn_min)
{
    int64_t best = convert_int(&args[0]);

    for (size_t i = 1; i < n; i++) {
        int64_t v = convert_int(&args[i]);

        best = v < best ? v : best;
    }
    *ret = int64_value(best);
    return 0;
}

HELM_FUNC(fn_maxf)
{
    double best = convert_float(&args[0]);

    for (size_t i = 1; i < n; i++)
        best = fmax(best, convert_float(&args[i]));
    *ret = value_float(best);
    return 0;
}

HELM_FUNC(fn_minf)
{
    double best = convert_float(&args[0]);

    for (size_t i = 1; i < n; i++)
        best = fmin(best, convert_float(&args[i]));
    *ret = value_float(best);
    return 0;
}

HELM_FUNC(fn_ceil)
{
    *ret = value_float(ceil(convert_float(&args[0])));
    return 0;
}

HELM_FUNC(fn_floor)
{
    *ret = value_float(floor(convert_float(&args[0])));
    return 0;
}

HELM_FUNC(fn_round)
{
    double value = convert_float(&args[0]), on = n > 2 ? convert_float(&args[2]) : 0.5;
    double scale = pow(10, (double)args[1].integer), digit = scale * value, whole, fraction;

    fraction = modf(digit, &whole);
    *ret = value_float((fraction >= on ? ceil(digit) : floor(digit)) / scale);
    return 0;
}

/* Numbers from `next` towards `stop`, without it. */
struct count {
    int64_t next, stop, step;
    size_t n;
};

/* 1 and the next number, 0 when there is none, -1 when they are too many. A stop below the start
 * wants a negative step, and so on: else there is none. */
static int count_on(struct count *c, int64_t *ret, struct err *err)
{
    if (c->step == 0 || (c->step > 0 ? c->next >= c->stop : c->next <= c->stop))
        return 0;
    if (++c->n > LIMIT_TEMPLATE_NUMBERS)
        return err_set(err, ERR_INVALID, "more than %d numbers", LIMIT_TEMPLATE_NUMBERS);
    *ret = c->next;
    if (__builtin_add_overflow(c->next, c->step, &c->next))
        c->step = 0;
    return 1;
}

static int count_up(struct gotmpl_run *run, struct count count, struct value *ret, struct err *err)
{
    json_t *list = gotmpl_new_list(run);
    int64_t v;
    int rc;

    while ((rc = count_on(&count, &v, err)) > 0) {
        json_array_append_new(list, json_integer(v));
        run->steps++; /* they take memory */
    }
    *ret = value_tree(list, &value_type_int_list);
    return rc;
}

HELM_FUNC(fn_until)
{
    int64_t stop = args[0].integer;

    return count_up(run, (struct count){.stop = stop, .step = stop < 0 ? -1 : 1}, ret, err);
}

HELM_FUNC(fn_until_step)
{
    const struct count count = {
        .next = args[0].integer, .stop = args[1].integer, .step = args[2].integer};

    return count_up(run, count, ret, err);
}

HELM_FUNC(fn_seq)
{
    auto_buf struct buf out = BUF_INIT(LIMIT_TEMPLATE_OUTPUT);
    int64_t start = n > 1 ? args[0].integer : 1, stop = n ? args[n - 1].integer : 0, v;
    int64_t down = stop < start ? -1 : 1, step = n == 3 ? args[1].integer : down;
    struct count count = {
        .next = start, .stop = (int64_t)((uint64_t)stop + (uint64_t)down), .step = step};
    int rc;

    if (n == 0 || n > 3 || (n == 3 && down < 0 && step > 0)) {
        *ret = value_text("", 0);
        return 0;
    }
    while ((rc = count_on(&count, &v, err)) > 0)
        buf_addf(&out, count.n > 1 ? " %lld" : "%lld", (long long)v);
    if (rc == 0)
        *ret = gotmpl_make_buf(run, &out);
    return rc;
}

/* ---- decimals: shopspring/decimal, by libcrypto's big numbers ---- */

/* coefficient * 10^exponent */
struct decimal {
    BIGNUM *coefficient;
    int exponent;
};

/* Digits behind the point of a quotient, as the library cuts it. */
#define DIVISION_DIGITS 16

static BIGNUM *power_of_ten(int n, BN_CTX *context)
{
    BIGNUM *ten = BN_new(), *exponent = BN_new(), *result = BN_new();

    (void)BN_set_word(ten, 10);
    (void)BN_set_word(exponent, (BN_ULONG)n);
    (void)BN_exp(result, ten, exponent, context);
    BN_free(ten);
    BN_free(exponent);
    return result;
}

static void scale_by(struct decimal *d, int digits, BN_CTX *context)
{
    BIGNUM *factor = power_of_ten(digits, context);

    (void)BN_mul(d->coefficient, d->coefficient, factor, context);
    d->exponent -= digits;
    BN_free(factor);
}

/* The shortest decimal that reads as `v`. */
static struct decimal decimal_of(double v, BN_CTX *context)
{
    char text[64], digits[64];
    size_t n = 0;
    struct decimal d = {0};
    const char *p = text;

    for (int precision = 1; precision <= 17; precision++) {
        (void)snprintf(text, sizeof(text), "%.*e", precision - 1, v);
        if (strtod(text, NULL) == v)
            break;
    }
    if (*p == '-')
        digits[n++] = *p++;
    for (bool fraction = false; *p && *p != 'e'; p++) {
        if (*p == '.') {
            fraction = true;
        } else {
            digits[n++] = *p;
            d.exponent -= fraction;
        }
    }
    digits[n] = '\0';
    d.exponent += *p ? atoi(p + 1) : 0;
    (void)BN_dec2bn(&d.coefficient, digits);
    if (d.exponent > 0)
        scale_by(&d, d.exponent, context);
    return d;
}

static double float_of(const struct decimal *d)
{
    char *digits = BN_bn2dec(d->coefficient);
    auto_free char *text = mem_printf("%se%d", digits, d->exponent);

    OPENSSL_free(digits);
    return strtod(text, NULL);
}

/* To the same exponent, the smaller one. */
static void align(struct decimal *a, struct decimal *b, BN_CTX *context)
{
    if (a->exponent > b->exponent)
        scale_by(a, a->exponent - b->exponent, context);
    else
        scale_by(b, b->exponent - a->exponent, context);
}

/* Half away from zero at DIVISION_DIGITS. */
static void divide_decimal(struct decimal *a, struct decimal *b, BN_CTX *context)
{
    BIGNUM *rest = BN_new();
    bool negative = BN_is_negative(a->coefficient) != BN_is_negative(b->coefficient);

    align(a, b, context);
    a->exponent = 0;
    scale_by(a, DIVISION_DIGITS, context);
    (void)BN_div(a->coefficient, rest, a->coefficient, b->coefficient, context);
    (void)BN_lshift1(rest, rest);
    if (BN_ucmp(rest, b->coefficient) >= 0)
        (void)(negative ? BN_sub_word(a->coefficient, 1) : BN_add_word(a->coefficient, 1));
    BN_free(rest);
}

static int decimals(const struct value *args, size_t n, char op, struct value *ret, struct err *err)
{
    double first = n ? convert_float(&args[0]) : 0; /* addf of nothing is 0 */
    BN_CTX *context = BN_CTX_new();
    struct decimal total = decimal_of(isfinite(first) ? first : 0, context);
    int rc = 0;

    for (size_t i = 1; i < n && rc == 0; i++) {
        double v = convert_float(&args[i]);
        struct decimal d = decimal_of(isfinite(v) ? v : 0, context);

        if (op == '*') {
            (void)BN_mul(total.coefficient, total.coefficient, d.coefficient, context);
            total.exponent += d.exponent;
        } else if (op == '/') {
            if (BN_is_zero(d.coefficient))
                rc = err_set(err, ERR_INVALID, "decimal division by 0");
            else
                divide_decimal(&total, &d, context);
        } else {
            align(&total, &d, context);
            (void)(op == '+' ? BN_add : BN_sub)(total.coefficient, total.coefficient,
                                                d.coefficient);
        }
        BN_free(d.coefficient);
    }
    if (rc == 0)
        *ret = value_float(float_of(&total));
    BN_free(total.coefficient);
    BN_CTX_free(context);
    return rc;
}

HELM_FUNC(fn_addf)
{
    return decimals(args, n, '+', ret, err);
}

HELM_FUNC(fn_add1f)
{
    const struct value pair[] = {args[0], value_int(1)};

    return decimals(pair, 2, '+', ret, err);
}

HELM_FUNC(fn_subf)
{
    return decimals(args, n, '-', ret, err);
}

HELM_FUNC(fn_mulf)
{
    return decimals(args, n, '*', ret, err);
}

HELM_FUNC(fn_divf)
{
    return decimals(args, n, '/', ret, err);
}

static const struct gotmpl_func funcs[] = {
    {"add", "a*", fn_add},
    {"add1", "a", fn_add1},
    {"add1f", "a", fn_add1f},
    {"addf", "a*", fn_addf},
    {"atoi", "s", fn_atoi},
    {"biggest", "aa*", fn_max},
    {"ceil", "a", fn_ceil},
    {"div", "aa", fn_div},
    {"divf", "aa*", fn_divf},
    {"float64", "a", fn_float64},
    {"floor", "a", fn_floor},
    {"int", "a", fn_int},
    {"int64", "a", fn_int64},
    {"max", "aa*", fn_max},
    {"maxf", "aa*", fn_maxf},
    {"min", "aa*", fn_min},
    {"minf", "aa*", fn_minf},
    {"mod", "aa", fn_mod},
    {"mul", "aa*", fn_mul},
    {"mulf", "aa*", fn_mulf},
    {"round", "aif*", fn_round},
    {"seq", "i*", fn_seq},
    {"sub", "aa", fn_sub},
    {"subf", "aa*", fn_subf},
    {"toDecimal", "a", fn_to_decimal},
    {"until", "i", fn_until},
    {"untilStep", "iii", fn_until_step},
};

const struct gotmpl_table helm_funcs_number = {funcs, ARRAY_LEN(funcs)};
