#include "helm/regex.h"

#include <ctype.h>
#include <pthread.h>
#include <stdlib.h>

#include <string.h>

#include "base/buf.h"
#include "base/limits.h"
#include "base/mem.h"

static pthread_once_t once = PTHREAD_ONCE_INIT;
static pcre2_general_context *memory;
static pcre2_compile_context *compiling;
static pcre2_match_context *matching;

#define MATCH_LIMIT 10000000u

static void *take(size_t size, void *context)
{
    (void)context;
    return mem_alloc(size);
}

static void give(void *p, void *context)
{
    (void)context;
    free(p);
}

static void make_contexts(void)
{
    memory = pcre2_general_context_create(take, give, NULL);
    compiling = pcre2_compile_context_create(memory);
    matching = pcre2_match_context_create(memory);
    (void)pcre2_set_match_limit(matching, MATCH_LIMIT);
}

pcre2_code *regex_compile(const char *pattern, size_t len, uint32_t options, int *ret_fault,
                          size_t *ret_offset)
{
    (void)pthread_once(&once, make_contexts);
    return pcre2_compile((PCRE2_SPTR)pattern, len, options, ret_fault, ret_offset, compiling);
}

/* The length of what stands for many characters at the begin of `s` in a class: \w, \pL, \p{Greek},
 * [:alpha:]. 0 when it is one character. */
static size_t class_in_class(const char *s, size_t len)
{
    const char *end = NULL;

    if (len > 3 && s[0] == '[' && s[1] == ':')
        end = memmem(s + 2, len - 2, ":]", 2);
    else if (len > 3 && s[0] == '\\' && strchr("pP", s[1]) && s[2] == '{')
        end = memchr(s, '}', len) ? (const char *)memchr(s, '}', len) - 1 : NULL;
    else if (len > 2 && s[0] == '\\' && strchr("pP", s[1]))
        return 3;
    else if (len > 1 && s[0] == '\\' && strchr("dDsSwW", s[1]))
        return 2;
    return end ? (size_t)(end - s) + 2 : 0;
}

/* From [ to ]: a hyphen behind a class stands for itself in Go, for a broken range in PCRE2. */
static size_t add_class(struct buf *out, const char *s, size_t len)
{
    size_t i = 1, n;

    i += i < len && s[i] == '^';
    i += i < len && s[i] == ']';
    buf_add(out, s, i);
    while (i < len && s[i] != ']') {
        n = class_in_class(s + i, len - i);
        bool hyphen = n && i + n < len && s[i + n] == '-';

        if (n == 0)
            n = s[i] == '\\' && i + 1 < len ? 2 : 1;
        buf_add(out, s + i, n);
        if (hyphen)
            buf_adds(out, "\\-");
        i += n + hyphen;
    }
    return i;
}

pcre2_code *regex_compile_go(const char *pattern, size_t len, int *ret_fault)
{
    const uint32_t options =
        PCRE2_UTF | PCRE2_MATCH_INVALID_UTF | PCRE2_DOLLAR_ENDONLY | PCRE2_NEVER_BACKSLASH_C;
    auto_buf struct buf out = BUF_INIT(LIMIT_TEMPLATE_TEXT);
    size_t at;

    for (size_t i = 0, n; i < len; i += n) {
        const char *s = pattern + i, *end;

        if (*s == '[') {
            n = add_class(&out, s, len - i);
            continue;
        }
        n = *s == '\\' && i + 1 < len ? 2 : 1;
        if (n == 2 && s[1] == 'Q')
            n = (end = memmem(s, len - i, "\\E", 2)) ? (size_t)(end - s) + 2 : len - i;
        buf_add(&out, s, n);
    }
    if (out.overflown) {
        *ret_fault = PCRE2_ERROR_PATTERN_TOO_LARGE;
        return NULL;
    }
    return regex_compile(buf_text(&out), out.len, options, ret_fault, &at);
}

pcre2_match_data *regex_match_data(const pcre2_code *code)
{
    (void)pthread_once(&once, make_contexts);
    return pcre2_match_data_create_from_pattern(code, memory);
}

int regex_match(const pcre2_code *code, pcre2_match_data *data, const char *text, size_t len,
                size_t from)
{
    (void)pthread_once(&once, make_contexts);
    return pcre2_match(code, (PCRE2_SPTR)text, len, from, 0, data, matching);
}

bool regex_accepts(const pcre2_code *code, pcre2_match_data *data, const char *text, size_t len)
{
    int workspace[4096];

    (void)pthread_once(&once, make_contexts);
    return pcre2_dfa_match(code, (PCRE2_SPTR)text, len, 0, PCRE2_DFA_SHORTEST, data, matching,
                           workspace, sizeof(workspace) / sizeof(*workspace)) >= 0;
}

const char *regex_foreign(const char *pattern, size_t len)
{
    bool in_class = false;

    for (size_t i = 0; i + 1 < len; i++) {
        const char *s = pattern + i;

        if (*s == '\\') {
            if (!in_class &&
                ((s[1] >= '1' && s[1] <= '9') || s[1] == 'k' || s[1] == 'g' || s[1] == 'K' ||
                 s[1] == 'R' || s[1] == 'X' || s[1] == 'G' || s[1] == 'Z'))
                return "invalid escape sequence";
            i++;
        } else if (in_class) {
            in_class = *s != ']';
        } else if (*s == '[') {
            in_class = true;
            if (s[1] == '^' && i + 2 < len && s[2] == ']')
                i += 2;
            else if (s[1] == ']')
                i++;
        } else if (*s == '(' && s[1] == '?') {
            char c = i + 2 < len ? s[2] : '\0';
            char d = i + 3 < len ? s[3] : '\0';

            if (c == '=' || c == '!' || c == '>' || c == '|' || c == '#' || c == '(' || c == '&' ||
                c == 'R' || isdigit((unsigned char)c) || (c == '<' && (d == '=' || d == '!')))
                return "invalid or unsupported Perl syntax";
        } else if ((*s == '*' || *s == '+' || *s == '?' || *s == '}') && s[1] == '+') {
            return "invalid nested repetition operator";
        }
    }
    return NULL;
}
