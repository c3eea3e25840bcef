/* Errors: a value on the caller's stack, a class and a message.
 *
 * A function that can fail returns int, 0 or -1, and takes `struct err *err` last (never NULL). On
 * success `err` is untouched, on failure it is set once and the outputs are untouched. A layer that
 * passes an error on may add where it was: return err_wrap(err, "render %s", chart). The class
 * alone decides what happens next: */
#ifndef MALHA_BASE_ERR_H
#define MALHA_BASE_ERR_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attr.h"

enum err_class {
    ERR_NONE,
    ERR_INVALID,   /* what the user gave is wrong: say so, do not retry */
    ERR_TRANSIENT, /* the world was not ready: retry with back-off */
    ERR_CONFLICT,  /* somebody else wrote first: read again, retry */
    ERR_NOT_FOUND,
    ERR_FORBIDDEN,
    ERR_INTERNAL, /* ours */
};

struct err {
    enum err_class class;
    char *message; /* owned; NULL when ERR_NONE */
};

#define ERR_INIT ((struct err){ERR_NONE, NULL})

/* Sets class and message; always -1, so that a failure is one line. A message already there is
 * replaced. Macros, so that compilers and analyzers see the -1. */
#define err_set(...) (err_set_(__VA_ARGS__), -1)
void err_set_(struct err *err, enum err_class class, const char *fmt, ...) ATTR_PRINTF(3, 4);

/* Of a fault within a tree, whose message begins with the place ("[0].name: ...") or with ":",
 * where that is: puts `key` in front. -1. */
int err_below(struct err *err, const char *key);
/* Of an item of a list: puts "[index]" in front. -1. */
int err_below_index(struct err *err, size_t index);

/* Puts "<formatted>: " in front of the message; always -1. */
#define err_wrap(...) (err_wrap_(__VA_ARGS__), -1)
void err_wrap_(struct err *err, const char *fmt, ...) ATTR_PRINTF(2, 3);

/* Frees the message and makes it ERR_NONE. */
void err_done(struct err *err);

/* 0 for an error of this class, which is cleared: to the caller it is none. Else -1. */
int err_forgive(struct err *err, enum err_class class) ATTR_CHECK;

/* The message, never NULL. */
const char *err_message(const struct err *err);

/* The class as a stable word: "Invalid", "Transient", ... */
const char *err_class_name(enum err_class class);

#define auto_err ATTR_CLEANUP(err_done)

#endif
