#include "kube/watch.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/limits.h"
#include "base/mem.h"
#include "kube/client.h"
#include "kube/http.h"
#include "kube/table.h"

#define PAUSE_MS 800
#define PAUSE_MAX_MS 30000
/* A pause counter starts over when things went well for so long. */
#define CALM_MS 120000

struct kube_watch {
    struct kube *kube;
    char *path;
    struct kube_watch_handler handler;
    pthread_t thread;
    atomic_bool stop;
    char *version;    /* to watch from; NULL: list first */
    struct buf line;  /* the event that is coming in */
    bool gone;        /* the server no longer knows the version */
    struct err fault; /* what ended the stream, ERR_NONE when it ended by itself */
    long code;        /* of the reply; 0: it was not looked at yet */
};

/* Does a Status say that the version lies in the server's future? So it does when etcd was restored
 * from a backup. */
static bool is_too_large(const char *status, size_t len)
{
    static const char *const words[] = {"ResourceVersionTooLarge", "Too large resource version"};

    for (size_t i = 0; i < ARRAY_LEN(words); i++) {
        if (memmem(status, len, words[i], strlen(words[i])))
            return true;
    }
    return false;
}

static void handle_event(struct kube_watch *w, const char *text, size_t len)
{
    auto_json json_t *event = NULL;
    const char *type, *version;
    const json_t *object;
    enum kube_change change;

    if (json_parse(text, len, &event, &w->fault) < 0) {
        w->fault.class = ERR_TRANSIENT;
        w->gone = true; /* it would come again from the same version */
        return;
    }
    type = json_dig_text(event, "type");
    object = json_object_get(event, "object");
    if (!type)
        return;
    if (strcmp(type, "ERROR") == 0) {
        w->gone = json_number_or(json_dig(object, "code"), 0) == 410 || is_too_large(text, len);
        (void)err_set(&w->fault, ERR_TRANSIENT, "watch %s: %s", w->path,
                      json_dig_text(object, "message") ? json_dig_text(object, "message")
                                                       : "error event");
        return;
    }
    version = json_dig_text(object, "metadata", "resourceVersion");
    if (version) {
        free(w->version);
        w->version = mem_strdup(version);
    }
    if (strcmp(type, "BOOKMARK") == 0)
        return;
    change = strcmp(type, "ADDED") == 0     ? KUBE_ADDED
             : strcmp(type, "DELETED") == 0 ? KUBE_DELETED
                                            : KUBE_MODIFIED;
    if (w->kube->form != KUBE_WATCH_TABLE) {
        w->handler.change(w->handler.context, change, object);
        return;
    }
    auto_json json_t *rows = table_items(object, &w->kube->columns);
    for (size_t i = 0; i < json_array_size(rows); i++)
        w->handler.change(w->handler.context, change, json_array_get(rows, i));
}

static size_t on_data(char *data, size_t size, size_t n, void *context)
{
    struct kube_watch *w = context;
    size_t total = size * n, left = total;

    if (!w->code) {
        (void)curl_easy_getinfo(w->kube->curl, CURLINFO_RESPONSE_CODE, &w->code);
        if (w->code >= 300) {
            w->gone = w->code == 410 || is_too_large(data, total);
            (void)kube_http_error(w->code, data, total, "watch", w->path, &w->fault);
            return 0;
        }
    }
    while (left && !atomic_load(&w->stop)) {
        const char *newline = memchr(data, '\n', left);
        size_t part = newline ? (size_t)(newline - data) : left;

        buf_add(&w->line, data, part);
        if (w->line.overflown) {
            (void)err_set(&w->fault, ERR_TRANSIENT, "watch %s: an event is larger than %u bytes",
                          w->path, LIMIT_WATCH_LINE);
            w->gone = true; /* listing again gets past it */
            return 0;
        }
        if (newline) {
            if (w->line.len)
                handle_event(w, buf_text(&w->line), w->line.len);
            buf_reset(&w->line);
            if (w->fault.class != ERR_NONE)
                return 0;
            part++;
        }
        data += part;
        left -= part;
    }
    return total;
}

static int list(struct kube_watch *w, struct err *err)
{
    auto_json json_t *items = NULL;

    if (kube_list(w->kube, w->path, &items, &w->version, err) < 0)
        return -1;
    w->handler.replace(w->handler.context, items);
    return 0;
}

/* One stream, until it ends. */
static int watch_once(struct kube_watch *w, struct err *err)
{
    unsigned seconds = 300 + (unsigned)rand_r(&w->kube->seed) % 300;
    auto_free char *path =
        mem_printf("%s%cwatch=true&allowWatchBookmarks=true&timeoutSeconds=%u&resourceVersion=%s",
                   w->path, strchr(w->path, '?') ? '&' : '?', seconds, w->version);
    /* a server that is gone without a word is noticed by then */
    struct curl_slist *headers =
        kube_http_prepare(w->kube, "GET", path, NULL, (seconds + 30) * 1000L, KUBE_HTTP_WATCH);
    CURLcode rc;

    w->gone = false;
    w->code = 0;
    err_done(&w->fault);
    buf_reset(&w->line);
    (void)curl_easy_setopt(w->kube->curl, CURLOPT_WRITEFUNCTION, on_data);
    (void)curl_easy_setopt(w->kube->curl, CURLOPT_WRITEDATA, w);
    rc = kube_http_perform(w->kube);
    curl_slist_free_all(headers);

    if (w->gone) {
        free(w->version);
        w->version = NULL;
    }
    if (w->fault.class != ERR_NONE) {
        *err = w->fault;
        w->fault = ERR_INIT;
        if (w->code == 401)
            (void)kube_http_refresh_token(w->kube);
        return -1;
    }
    if (rc != CURLE_OK)
        return err_set(err, ERR_TRANSIENT, "watch %s: %s", w->path, curl_easy_strerror(rc));
    return 0;
}

static void *run(void *data)
{
    struct kube_watch *w = data;
    unsigned failures = 0;
    int64_t last_failure = 0;

    while (!atomic_load(&w->stop)) {
        auto_err struct err err = ERR_INIT;
        int64_t started = clock_mono_ms();
        int rc = w->version ? watch_once(w, &err) : list(w, &err);

        if (atomic_load(&w->stop))
            break;
        if (rc == 0) {
            /* A stream that ends at once, again and again, is not to become a busy loop. */
            if (w->version && clock_mono_ms() - started < 50)
                clock_sleep(50, &w->stop);
            continue;
        }
        if (w->handler.failed)
            w->handler.failed(w->handler.context, &err);
        if (w->gone && failures == 0) {
            failures = 1;
            last_failure = clock_mono_ms();
            continue; /* 410: list at once, the first time */
        }
        if (clock_mono_ms() - last_failure > CALM_MS)
            failures = 0;
        last_failure = clock_mono_ms();
        clock_sleep(kube_http_pause(w->kube, failures++, PAUSE_MS, PAUSE_MAX_MS), &w->stop);
    }
    return NULL;
}

struct kube_watch *kube_watch_start(const struct kube_config *config, const char *user_agent,
                                    const char *path, enum kube_watch_what what,
                                    const struct kube_watch_handler *handler)
{
    struct kube_watch *w = mem_zalloc(sizeof(*w));

    w->kube = kube_new(config, user_agent);
    kube_set_stop(w->kube, &w->stop);
    kube_set_patience(w->kube, 0, 60000);
    w->kube->form = what;
    w->path = mem_strdup(path);
    w->handler = *handler;
    w->line = BUF_INIT(LIMIT_WATCH_LINE);
    if (pthread_create(&w->thread, NULL, run, w) != 0)
        mem_exhausted(0);
    return w;
}

void kube_watch_cancel(struct kube_watch *w)
{
    atomic_store(&w->stop, true);
    (void)curl_multi_wakeup(w->kube->multi);
}

void kube_watch_stop(struct kube_watch *w)
{
    if (!w)
        return;
    kube_watch_cancel(w);
    (void)pthread_join(w->thread, NULL);
    kube_free(w->kube);
    buf_done(&w->line);
    err_done(&w->fault);
    free(w->version);
    free(w->path);
    free(w);
}
