#include "helm/semver.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/limits.h"
#include "base/mem.h"
#include "gotmpl/fmt.h"
#include "helm/regex.h"

#define VERSION_LEN 256
#define CONSTRAINT_LEN 512
#define MAX_GROUPS 32

/* The library's own patterns: what they let through is what Helm accepts. */
#define RE_VERSION                                                                                 \
    "v?([0-9]+)(\\.[0-9]+)?(\\.[0-9]+)?(-([0-9A-Za-z\\-]+(\\.[0-9A-Za-z\\-]+)*))?"                 \
    "(\\+([0-9A-Za-z\\-]+(\\.[0-9A-Za-z\\-]+)*))?"
#define RE_WILD                                                                                    \
    "v?([0-9|x|X|\\*]+)(\\.[0-9|x|X|\\*]+)?(\\.[0-9|x|X|\\*]+)?"                                   \
    "(-([0-9A-Za-z\\-]+(\\.[0-9A-Za-z\\-]+)*))?(\\+([0-9A-Za-z\\-]+(\\.[0-9A-Za-z\\-]+)*))?"
#define RE_OPS "=||!=|>|<|>=|=>|<=|=<|~|~>|\\^"
#define RE_ONE "^\\s*(" RE_OPS ")\\s*(" RE_WILD ")\\s*$"
#define RE_SPAN "\\s*(" RE_WILD ")\\s+-\\s+(" RE_WILD ")\\s*"
#define RE_FIND "(" RE_OPS ")\\s*(" RE_WILD ")"
#define RE_VALID                                                                                   \
    "^(\\s*(" RE_OPS ")\\s*(" RE_WILD ")\\s*)((?:\\s+|,\\s*)(" RE_OPS ")\\s*(" RE_WILD ")\\s*)*$"

/* One comparison: an operator and a version of which parts may be wild. */
struct constraint {
    struct semver version;
    char op[3];
    bool dirty, minor_dirty, patch_dirty;
};

struct group { /* all must hold */
    struct constraint *items;
    size_t n, cap;
    bool has_pre;
};

struct semver_range { /* one must hold */
    struct group groups[MAX_GROUPS];
    size_t n;
};

/* ---- matching ---- */

#define MATCH_GROUPS 32

struct match {
    size_t at[2 * MATCH_GROUPS];
    unsigned n;
};

enum pattern {
    PATTERN_VERSION,
    PATTERN_ONE,
    PATTERN_SPAN,
    PATTERN_FIND,
    PATTERN_VALID,
    N_PATTERNS
};

static const char *const patterns[N_PATTERNS] = {
    [PATTERN_VERSION] = "^" RE_VERSION "$",
    [PATTERN_ONE] = RE_ONE,
    [PATTERN_SPAN] = RE_SPAN,
    [PATTERN_FIND] = RE_FIND,
    [PATTERN_VALID] = RE_VALID,
};

/* Compiled once: that takes much longer than a match. */
static pcre2_code *compiled[N_PATTERNS];

static void compile_patterns(void)
{
    for (size_t i = 0; i < N_PATTERNS; i++) {
        PCRE2_SIZE offset;
        int fault;

        compiled[i] =
            regex_compile(patterns[i], strlen(patterns[i]), PCRE2_DOLLAR_ENDONLY, &fault, &offset);
    }
}

static const pcre2_code *code_of(enum pattern pattern)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;

    (void)pthread_once(&once, compile_patterns);
    return compiled[pattern];
}

/* The first match of `pattern` in `text` from `from` on. */
static bool find(enum pattern pattern, const char *text, size_t from, struct match *ret)
{
    const pcre2_code *code = code_of(pattern);
    auto_match pcre2_match_data *data = regex_match_data(code);
    int rc = regex_match(code, data, text, strlen(text), from);

    if (rc > 0) {
        const PCRE2_SIZE *groups = pcre2_get_ovector_pointer(data);

        ret->n = rc < MATCH_GROUPS ? (unsigned)rc : MATCH_GROUPS;
        for (unsigned i = 0; i < 2 * ret->n; i++)
            ret->at[i] = groups[i];
    }
    return rc > 0;
}

/* Does `pattern` match at all? What find() would say, without trying each way to part the blanks.
 */
static bool accepts(enum pattern pattern, const char *text)
{
    const pcre2_code *code = code_of(pattern);
    auto_match pcre2_match_data *data = regex_match_data(code);

    return regex_accepts(code, data, text, strlen(text));
}

/* The text of a group, "" when it took no part; to be freed. */
static char *group_text(const struct match *m, const char *text, unsigned group)
{
    if (group >= m->n || m->at[2 * group] == PCRE2_UNSET)
        return mem_strdup("");
    return mem_strndup(text + m->at[2 * group], m->at[2 * group + 1] - m->at[2 * group]);
}

/* ---- versions ---- */

void semver_done(struct semver *version)
{
    free(version->pre);
    free(version->metadata);
    free(version->original);
    *version = (struct semver){0};
}

/* What `version` holds, which it gives up. */
static struct semver steal(struct semver *version)
{
    struct semver taken = *version;

    *version = (struct semver){0};
    return taken;
}

static int read_segment(const char *text, uint64_t *ret, struct err *err)
{
    const char *digits = *text == '.' ? text + 1 : text;

    errno = 0;
    *ret = *digits ? strtoull(digits, NULL, 10) : 0;
    if (errno)
        return err_set(err, ERR_INVALID,
                       "error parsing version segment: strconv.ParseUint: parsing \"%s\": value "
                       "out of range",
                       digits);
    return 0;
}

/* The parts of a pre-release are numbers without a leading zero, or words. */
static int check_pre(const char *pre, struct err *err)
{
    for (const char *p = pre; *p;) {
        size_t len = strcspn(p, ".");

        if (len > 1 && *p == '0' && strspn(p, "0123456789") == len)
            return err_set(err, ERR_INVALID, "version segment starts with 0");
        p += len + (p[len] == '.');
    }
    return 0;
}

int semver_parse(const char *text, struct semver *ret_version, struct err *err)
{
    auto_semver struct semver v = {0};
    struct match m = {.n = 0};

    if (strlen(text) > VERSION_LEN)
        return err_set(err, ERR_INVALID, "version string is too long (max %d bytes)", VERSION_LEN);
    if (!find(PATTERN_VERSION, text, 0, &m))
        return err_set(err, ERR_INVALID, "invalid semantic version");
    auto_free char *major = group_text(&m, text, 1), *minor = group_text(&m, text, 2),
                   *patch = group_text(&m, text, 3);
    v.pre = group_text(&m, text, 5);
    v.metadata = group_text(&m, text, 8);
    v.original = mem_strdup(text);
    if (read_segment(major, &v.major, err) < 0 || read_segment(minor, &v.minor, err) < 0 ||
        read_segment(patch, &v.patch, err) < 0 || check_pre(v.pre, err) < 0)
        return -1;
    *ret_version = steal(&v);
    return 0;
}

static bool is_number(const char *s, size_t len)
{
    return len && strspn(s, "0123456789") >= len;
}

/* One identifier of two pre-releases: numbers by value and below words, nothing below everything.
 */
static int compare_part(const char *a, size_t n_a, const char *b, size_t n_b)
{
    bool a_number = is_number(a, n_a), b_number = is_number(b, n_b);
    size_t least = n_a < n_b ? n_a : n_b;
    int order;

    if (n_a == n_b && memcmp(a, b, n_a) == 0)
        return 0;
    if (n_a == 0 || n_b == 0)
        return n_a ? 1 : -1;
    if (a_number != b_number)
        return a_number ? -1 : 1;
    if (a_number && n_a != n_b)
        return n_a > n_b ? 1 : -1;
    order = memcmp(a, b, least);
    return order ? (order > 0 ? 1 : -1) : n_a > n_b ? 1 : -1;
}

static int compare_pre(const char *a, const char *b)
{
    if (strcmp(a, b) == 0)
        return 0;
    if (!*a || !*b)
        return *a ? -1 : 1;
    while (*a || *b) {
        size_t n_a = strcspn(a, "."), n_b = strcspn(b, ".");
        int order = compare_part(a, n_a, b, n_b);

        if (order)
            return order;
        a += n_a + (a[n_a] == '.');
        b += n_b + (b[n_b] == '.');
    }
    return 0;
}

static int compare_numbers(uint64_t a, uint64_t b)
{
    return a < b ? -1 : a > b;
}

int semver_compare(const struct semver *a, const struct semver *b)
{
    int order = compare_numbers(a->major, b->major);

    if (!order)
        order = compare_numbers(a->minor, b->minor);
    if (!order)
        order = compare_numbers(a->patch, b->patch);
    return order ? order : compare_pre(a->pre, b->pre);
}

char *semver_text(const struct semver *v)
{
    return mem_printf("%llu.%llu.%llu%s%s%s%s", (unsigned long long)v->major,
                      (unsigned long long)v->minor, (unsigned long long)v->patch,
                      *v->pre ? "-" : "", v->pre, *v->metadata ? "+" : "", v->metadata);
}

/* ---- constraints ---- */

static bool is_wild(const char *part)
{
    if (*part == '.')
        part++;
    return !*part || strcmp(part, "x") == 0 || strcmp(part, "X") == 0 || strcmp(part, "*") == 0;
}

static int improper(const char *text, struct err *err)
{
    auto_free char *quoted = fmt_quoted(text, strlen(text));

    return err_set(err, ERR_INVALID, "improper constraint: %s", quoted);
}

static int parse_constraint(const char *text, struct constraint *ret, struct err *err)
{
    struct constraint c = {0};
    auto_free char *version = NULL;
    auto_err struct err ignored = ERR_INIT;
    struct match m = {.n = 0};

    if (!*text) { /* nothing is *, too */
        c.dirty = true;
        if (semver_parse("0.0.0", &c.version, err) < 0)
            return -1;
        *ret = c;
        return 0;
    }
    if (!find(PATTERN_ONE, text, 0, &m))
        return improper(text, err);
    auto_free char *op = group_text(&m, text, 1), *whole = group_text(&m, text, 2),
                   *major = group_text(&m, text, 3), *minor = group_text(&m, text, 4),
                   *patch = group_text(&m, text, 5), *pre = group_text(&m, text, 6);
    (void)memcpy(c.op, op, strlen(op) < sizeof(c.op) ? strlen(op) : sizeof(c.op) - 1);
    if (is_wild(major)) {
        c.dirty = true;
        version = mem_printf("0.0.0%s", pre);
    } else if (is_wild(minor)) {
        c.dirty = c.minor_dirty = true;
        version = mem_printf("%s.0.0%s", major, pre);
    } else if (is_wild(patch)) {
        c.dirty = c.patch_dirty = true;
        version = mem_printf("%s%s.0%s", major, minor, pre);
    } else {
        version = STEAL(whole);
    }
    if (semver_parse(version, &c.version, &ignored) < 0)
        return err_set(err, ERR_INVALID, "constraint parser error");
    *ret = c;
    return 0;
}

/* "1.2 - 1.4" becomes ">= 1.2, <= 1.4 "; to be freed. */
static char *rewrite_spans(const char *text)
{
    auto_buf struct buf out = BUF_INIT(8 * CONSTRAINT_LEN);
    struct match m = {.n = 0};
    size_t at = 0;

    while (find(PATTERN_SPAN, text, at, &m) && m.at[1] > at) {
        auto_free char *low = group_text(&m, text, 1), *high = group_text(&m, text, 11);

        buf_add(&out, text + at, m.at[0] - at);
        buf_addf(&out, ">= %s, <= %s ", low, high);
        at = m.at[1];
    }
    buf_adds(&out, text + at);
    return buf_take(&out);
}

static int parse_group(const char *text, struct group *group, struct err *err)
{
    size_t at = 0, len = strlen(text);
    struct match m = {.n = 0};

    if (!accepts(PATTERN_VALID, text))
        return improper(text, err);
    do {
        auto_free char *one = NULL;

        if (find(PATTERN_FIND, text, at, &m)) {
            one = group_text(&m, text, 0);
            at = m.at[1] > m.at[0] ? m.at[1] : m.at[1] + 1;
        } else {
            if (group->n)
                break;
            one = mem_strdup(text);
            at = len;
        }
        mem_grow(&group->items, &group->cap, group->n, sizeof(*group->items));
        if (parse_constraint(one, &group->items[group->n], err) < 0)
            return -1;
        group->has_pre |= *group->items[group->n++].version.pre != '\0';
    } while (at < len);
    return 0;
}

int semver_range_parse(const char *text, struct semver_range **ret_range, struct err *err)
{
    auto_free char *rewritten = NULL;
    struct semver_range *range;
    int rc = 0;

    if (strlen(text) > CONSTRAINT_LEN)
        return err_set(err, ERR_INVALID, "constraint string is too long (max %d bytes)",
                       CONSTRAINT_LEN);
    rewritten = rewrite_spans(text);
    range = mem_zalloc(sizeof(*range));
    for (char *p = rewritten; rc == 0 && p;) {
        char *next = strstr(p, "||");

        if (next)
            *next = '\0';
        if (range->n == MAX_GROUPS)
            rc = err_set(err, ERR_INVALID, "too many constraint groups (max %d)", MAX_GROUPS);
        else
            rc = parse_group(p, &range->groups[range->n++], err);
        p = next ? next + 2 : NULL;
    }
    if (rc < 0) {
        semver_range_free(range);
        return -1;
    }
    *ret_range = range;
    return 0;
}

void semver_range_free(struct semver_range *range)
{
    if (!range)
        return;
    for (size_t i = 0; i < range->n; i++) {
        for (size_t k = 0; k < range->groups[i].n; k++)
            semver_done(&range->groups[i].items[k].version);
        free(range->groups[i].items);
    }
    free(range);
}

/* ~1.2.3: at least that, the same minor; ~1: the same major; ~*: anything. */
static bool holds_tilde(const struct constraint *c, const struct semver *v)
{
    const struct semver *w = &c->version;

    if (semver_compare(v, w) < 0)
        return false;
    if (w->major == 0 && w->minor == 0 && w->patch == 0 && !c->minor_dirty && !c->patch_dirty)
        return true;
    return v->major == w->major && (v->minor == w->minor || c->minor_dirty);
}

/* ^1.2.3: at least that, the same leftmost number that is not zero. */
static bool holds_caret(const struct constraint *c, const struct semver *v)
{
    const struct semver *w = &c->version;

    if (semver_compare(v, w) < 0)
        return false;
    if (w->major > 0 || c->minor_dirty)
        return v->major == w->major;
    if (v->major > 0)
        return false;
    if (w->minor > 0 || c->patch_dirty)
        return v->minor == w->minor;
    return v->minor == 0 && v->patch == w->patch;
}

static bool holds_unequal(const struct constraint *c, const struct semver *v)
{
    const struct semver *w = &c->version;

    if (c->dirty) {
        if (v->major != w->major)
            return true;
        if (v->minor != w->minor && !c->minor_dirty)
            return true;
        if (c->minor_dirty)
            return false;
        if (v->patch != w->patch && !c->patch_dirty)
            return true;
        if (c->patch_dirty)
            return (*v->pre || *w->pre) && compare_pre(v->pre, w->pre) != 0;
    }
    return semver_compare(v, w) != 0;
}

static bool holds_greater(const struct constraint *c, const struct semver *v)
{
    const struct semver *w = &c->version;

    if (!c->dirty)
        return semver_compare(v, w) > 0;
    if (v->major != w->major)
        return v->major > w->major;
    if (c->minor_dirty)
        return false;
    if (c->patch_dirty)
        return v->minor > w->minor;
    return semver_compare(v, w) > 0;
}

static bool holds_at_most(const struct constraint *c, const struct semver *v)
{
    const struct semver *w = &c->version;

    if (!c->dirty)
        return semver_compare(v, w) <= 0;
    return v->major < w->major ||
           (v->major == w->major && (v->minor <= w->minor || c->minor_dirty));
}

static bool holds(const struct constraint *c, const struct semver *v, bool with_pre)
{
    const struct semver *w = &c->version;

    if (*v->pre && !with_pre)
        return false;
    if (strcmp(c->op, "!=") == 0)
        return holds_unequal(c, v);
    if (strcmp(c->op, ">") == 0)
        return holds_greater(c, v);
    if (strcmp(c->op, "<") == 0)
        return semver_compare(v, w) < 0;
    if (strcmp(c->op, ">=") == 0 || strcmp(c->op, "=>") == 0)
        return semver_compare(v, w) >= 0;
    if (strcmp(c->op, "<=") == 0 || strcmp(c->op, "=<") == 0)
        return holds_at_most(c, v);
    if (*c->op == '~')
        return holds_tilde(c, v);
    if (*c->op == '^')
        return holds_caret(c, v);
    return c->dirty ? holds_tilde(c, v) : semver_compare(v, w) == 0;
}

bool semver_range_has(const struct semver_range *range, const struct semver *version)
{
    for (size_t i = 0; i < range->n; i++) {
        const struct group *group = &range->groups[i];
        bool all = true;

        for (size_t k = 0; k < group->n && all; k++)
            all = holds(&group->items[k], version, group->has_pre);
        if (all)
            return true;
    }
    return false;
}

bool semver_matches(const char *constraint, const char *version)
{
    auto_err struct err ignored = ERR_INIT;
    auto_semver struct semver v = {0};
    struct semver_range *range = NULL;
    bool has;

    if (semver_parse(version, &v, &ignored) < 0 ||
        semver_range_parse(constraint, &range, &ignored) < 0)
        return false;
    has = semver_range_has(range, &v);
    semver_range_free(range);
    return has;
}
