#include "base/log.h"

#include <stdarg.h>
#include <stdatomic.h>
#include <string.h>
#include <unistd.h>

#include "base/attr.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/limits.h"

static const char *const level_names[] = {"debug", "info", "warn", "error"};
static _Atomic int current_level = LOG_INFO;

void log_set_level(enum log_level level)
{
    atomic_store(&current_level, (int)level);
}

int log_level_parse(const char *name)
{
    for (size_t i = 0; i < ARRAY_LEN(level_names); i++) {
        if (strcmp(name, level_names[i]) == 0)
            return (int)i;
    }
    return -1;
}

static void add_json_text(struct buf *b, const char *s)
{
    size_t start = b->len;

    buf_addc(b, '"');
    for (; *s && b->len - start < LIMIT_MESSAGE; s++) {
        unsigned char c = (unsigned char)*s;

        if (c == '"' || c == '\\')
            buf_addf(b, "\\%c", c);
        else if (c == '\n')
            buf_adds(b, "\\n");
        else if (c < 0x20)
            buf_addf(b, "\\u%04x", c);
        else
            buf_addc(b, (char)c);
    }
    buf_addc(b, '"');
}

void log_write(enum log_level level, const char *msg, ...)
{
    auto_buf struct buf line = BUF_INIT(64 * LIMIT_MESSAGE);
    char now[CLOCK_TEXT_SIZE];
    const char *key;
    va_list ap;

    if ((int)level < atomic_load(&current_level))
        return;

    buf_addf(&line, "{\"time\":\"%s\",\"level\":\"%s\",\"msg\":", clock_text(clock_wall_ms(), now),
             level_names[level]);
    add_json_text(&line, msg);
    va_start(ap, msg);
    while ((key = va_arg(ap, const char *))) {
        const char *value = va_arg(ap, const char *);

        if (!value)
            continue;
        buf_addc(&line, ',');
        add_json_text(&line, key);
        buf_addc(&line, ':');
        add_json_text(&line, value);
    }
    va_end(ap);
    buf_adds(&line, "}\n");

    for (size_t done = 0; done < line.len;) {
        ssize_t n = write(STDERR_FILENO, line.data + done, line.len - done);

        if (n <= 0)
            break;
        done += (size_t)n;
    }
}
