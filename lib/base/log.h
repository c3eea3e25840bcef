/* Logs: one JSON object a line on standard error, {"time","level","msg", key: value, ...}.
 *
 * Only the programs log; the library returns errors. Values are text; secrets never go here. Any
 * thread. */
#ifndef MALHA_BASE_LOG_H
#define MALHA_BASE_LOG_H

enum log_level { LOG_DEBUG, LOG_INFO, LOG_WARN, LOG_ERROR };

void log_set_level(enum log_level level);
/* "debug", "info", "warn", "error" -> level; -1 for anything else. */
int log_level_parse(const char *name);

/* Key and value pairs of const char *, ended by NULL: log_write(LOG_INFO, "applied", "kind", kind,
 * NULL). A NULL value leaves its key out. */
void log_write(enum log_level level, const char *msg, ...) __attribute__((sentinel));

#define log_debug(...) log_write(LOG_DEBUG, __VA_ARGS__, NULL)
#define log_info(...) log_write(LOG_INFO, __VA_ARGS__, NULL)
#define log_warn(...) log_write(LOG_WARN, __VA_ARGS__, NULL)
#define log_error(...) log_write(LOG_ERROR, __VA_ARGS__, NULL)

#endif
