#include "base/match.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "base/rune.h"

/* A pattern is read in chunks: what is between two stars. */
struct chunk {
    const char *s, *end;
    bool star; /* one or more before it */
};

static struct chunk next_chunk(const char **pattern)
{
    struct chunk chunk = {0};
    bool in_class = false;
    const char *p = *pattern;

    while (*p == '*') {
        chunk.star = true;
        p++;
    }
    for (chunk.s = p; *p && (*p != '*' || in_class); p++) {
        if (*p == '\\' && p[1])
            p++;
        else if (*p == '[')
            in_class = true;
        else if (*p == ']')
            in_class = false;
    }
    *pattern = chunk.end = p;
    return chunk;
}

/* A character of a class; false when there is none, or nothing behind it. */
static bool take_rune(const char **p, const char *end, uint32_t *ret)
{
    size_t len;

    if (*p == end || **p == '-' || **p == ']')
        return false;
    if (**p == '\\' && ++*p == end)
        return false;
    *ret = rune_decode(*p, (size_t)(end - *p), &len);
    if (*ret == RUNE_ERROR && len == 1)
        return false;
    *p += len;
    return *p < end;
}

/* [...] at *p: does it hold `rune`? false with *ret_broken when it is none. */
static bool match_class(const char **p, const char *end, uint32_t rune, bool *ret_broken)
{
    bool negated = false, match = false;

    if (++*p < end && **p == '^') {
        negated = true;
        ++*p;
    }
    for (unsigned n = 0; !(*p < end && **p == ']' && n > 0); n++) {
        uint32_t low, high;

        if (!take_rune(p, end, &low))
            goto broken;
        high = low;
        if (**p == '-') {
            ++*p;
            if (!take_rune(p, end, &high))
                goto broken;
        }
        match |= low <= rune && rune <= high;
    }
    ++*p;
    return match != negated;

broken:
    *ret_broken = true;
    return false;
}

/* What is left of the name behind the chunk; NULL when it does not match. The whole chunk is looked
 * at, whether it matches or not: it may be broken further on. */
static const char *match_chunk(const struct chunk *chunk, const char *name, bool *ret_broken)
{
    const char *p = chunk->s;
    bool good = true;

    while (p < chunk->end) {
        uint32_t rune = RUNE_ERROR;
        size_t len = 1;

        good &= *name != '\0';
        if (*p == '[') {
            if (good)
                rune = rune_decode(name, strlen(name), &len);
            good &= match_class(&p, chunk->end, rune, ret_broken);
            if (*ret_broken)
                return NULL;
        } else if (*p == '?') {
            good &= *name != '/';
            if (good)
                (void)rune_decode(name, strlen(name), &len);
            p++;
        } else {
            if (*p == '\\' && ++p == chunk->end) {
                *ret_broken = true;
                return NULL;
            }
            good &= *p++ == *name;
        }
        if (good)
            name += len;
    }
    return good ? name : NULL;
}

/* The last chunk has to reach the end of the name. */
static bool fits(const char *rest, bool last)
{
    return rest && (!last || !*rest);
}

int match_path(const char *pattern, const char *name)
{
    bool broken = false;

    while (*pattern) {
        struct chunk chunk = next_chunk(&pattern);
        bool last = !*pattern;
        const char *rest;

        if (chunk.star && chunk.s == chunk.end)
            return strchr(name, '/') == NULL;
        rest = match_chunk(&chunk, name, &broken);
        /* a star before it skips anything but a slash */
        while (!broken && !fits(rest, last) && chunk.star && *name && *name != '/')
            rest = match_chunk(&chunk, ++name, &broken);
        if (broken)
            return -1;
        if (!fits(rest, last))
            return 0;
        name = rest;
    }
    return *name == '\0';
}

bool match_end(const char *text, const char *suffix)
{
    size_t n = strlen(text), k = strlen(suffix);

    return n >= k && strcmp(text + n - k, suffix) == 0;
}
