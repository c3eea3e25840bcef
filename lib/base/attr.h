/* Compiler attributes and the ownership helpers built on them. The only place where they are
 * spelled out.
 *
 * auto_free and its siblings (auto_json in json/json.h, auto_buf in buf.h, ...) release a variable
 * when it goes out of scope; STEAL() hands its value over and leaves NULL behind. */
#ifndef MALHA_BASE_ATTR_H
#define MALHA_BASE_ATTR_H

#include <stdlib.h>

#define ATTR_PRINTF(fmt, args) __attribute__((format(printf, fmt, args)))
#define ATTR_CHECK __attribute__((warn_unused_result))
#define ATTR_CLEANUP(fn) __attribute__((cleanup(fn)))
#define ATTR_UNUSED __attribute__((unused))
#define ATTR_NORETURN __attribute__((noreturn))

#define ARRAY_LEN(array) (sizeof(array) / sizeof((array)[0]))

/* The value of `p`, which becomes NULL: ownership moves to whoever takes the result. */
#define STEAL(p)                                                                                   \
    (__extension__({                                                                               \
        __typeof__(p) stolen_ = (p);                                                               \
        (p) = NULL;                                                                                \
        stolen_;                                                                                   \
    }))

static inline void attr_free_(void *p)
{
    free(*(void **)p);
}
#define auto_free ATTR_CLEANUP(attr_free_)

#endif
