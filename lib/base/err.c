#include "base/err.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/mem.h"

void err_set_(struct err *err, enum err_class class, const char *fmt, ...)
{
    char *message = NULL;
    va_list ap;

    va_start(ap, fmt);
    if (vasprintf(&message, fmt, ap) < 0)
        message = mem_strdup("out of memory while reporting an error");
    va_end(ap);

    free(err->message);
    err->class = class;
    err->message = message;
}

void err_wrap_(struct err *err, const char *fmt, ...)
{
    auto_free char *context = NULL;
    va_list ap;
    char *message;

    va_start(ap, fmt);
    if (vasprintf(&context, fmt, ap) < 0)
        context = mem_strdup("?");
    va_end(ap);

    message = mem_printf("%s: %s", context, err_message(err));
    free(err->message);
    err->message = message;
}

void err_done(struct err *err)
{
    free(err->message);
    *err = ERR_INIT;
}

int err_forgive(struct err *err, enum err_class class)
{
    if (err->class != class)
        return -1;
    err_done(err);
    return 0;
}

const char *err_message(const struct err *err)
{
    return err->message ? err->message : "no error";
}

const char *err_class_name(enum err_class class)
{
    static const char *const names[] = {
        [ERR_NONE] = "None",         [ERR_INVALID] = "Invalid",    [ERR_TRANSIENT] = "Transient",
        [ERR_CONFLICT] = "Conflict", [ERR_NOT_FOUND] = "NotFound", [ERR_FORBIDDEN] = "Forbidden",
        [ERR_INTERNAL] = "Internal",
    };

    return (size_t) class < ARRAY_LEN(names) ? names[class] : "Unknown";
}

int err_below(struct err *err, const char *key)
{
    bool joins = err->message && (err->message[0] == '[' || err->message[0] == ':');
    char *message = mem_printf("%s%s%s", key, joins ? "" : ".", err_message(err));

    free(err->message);
    err->message = message;
    return -1;
}

int err_below_index(struct err *err, size_t index)
{
    auto_free char *place = mem_printf("[%zu]", index);

    return err_below(err, place);
}
