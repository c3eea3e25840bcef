/* Drives lib/kube for the integration tests: one verb a run, results as JSON lines on standard
 * output.
 *
 *   driver KUBECONFIG get PATH
 *   driver KUBECONFIG wait-get PATH              (a line on standard input first)
 *   driver KUBECONFIG list PATH
 *   driver KUBECONFIG apply MANAGER [force]      (the object on standard input)
 *   driver KUBECONFIG delete PATH
 *   driver KUBECONFIG watch PATH                 (until SIGTERM)
 *   driver KUBECONFIG event KIND NAMESPACE NAME REASON MESSAGE
 *   driver KUBECONFIG lease NAMESPACE NAME IDENTITY SECONDS [PATH]
 *                                                (until it is lost or, given back, SIGTERM; what is
 *                                                at PATH is written to all the time, if it may be)
 */
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/limits.h"
#include "base/mem.h"
#include "kube/client.h"
#include "kube/event.h"
#include "kube/lease.h"
#include "kube/watch.h"

static volatile sig_atomic_t stopping;

static void on_signal(int number)
{
    (void)number;
    stopping = 1;
}

static void say(json_t *taken)
{
    auto_free char *text = json_text(taken);

    (void)puts(text);
    (void)fflush(stdout);
    json_decref(taken);
}

static int fail(const struct err *err)
{
    say(json_pack("{s:s,s:s}", "error", err_message(err), "class", err_class_name(err->class)));
    return 1;
}

static void pause_ms(long ms)
{
    const struct timespec ts = {.tv_nsec = ms * 1000000};

    (void)nanosleep(&ts, NULL);
}

static const char *name_of(const json_t *object)
{
    const char *name = json_dig_text(object, "metadata", "name");

    return name ? name : "";
}

static void on_replace(void *context, const json_t *items)
{
    auto_json json_t *names = json_array();
    size_t i;
    json_t *item;

    (void)context;
    json_array_foreach ((json_t *)items, i, item)
        json_array_append_new(names, json_string(name_of(item)));
    say(json_pack("{s:O}", "replace", names));
}

static void on_change(void *context, enum kube_change change, const json_t *object)
{
    static const char *const names[] = {"added", "modified", "deleted"};

    (void)context;
    say(json_pack("{s:s}", names[change], name_of(object)));
}

static void on_failed(void *context, const struct err *err)
{
    (void)context;
    say(json_pack("{s:s}", "failed", err_message(err)));
}

static int verb_watch(const struct kube_config *config, const char *path)
{
    struct kube_watch_handler handler = {on_replace, on_change, on_failed, NULL};
    struct kube_watch *watch =
        kube_watch_start(config, "driver", path, KUBE_WATCH_OBJECTS, &handler);

    while (!stopping)
        pause_ms(20);
    kube_watch_stop(watch);
    return 0;
}

/* Says when the outcome is another than `before`, and gives it. */
static const char *write_at(struct kube *kube, const char *path, const char *before)
{
    auto_json json_t *patch = json_pack("{s:{s:s}}", "data", "at", "");
    auto_err struct err err = ERR_INIT;
    char now[CLOCK_TEXT_SIZE];
    const char *outcome = "done";

    json_put_text(json_object_get(patch, "data"), "at", clock_text(clock_wall_ms(), now));
    if (kube_request(kube, "PATCH", path, KUBE_MERGE_PATCH, patch, NULL, &err) < 0)
        outcome = strstr(err_message(&err), "not sent") ? "refused" : "failed";
    if (!before || strcmp(outcome, before) != 0)
        say(json_pack("{s:s,s:s,s:s}", "write", outcome, "error", err_message(&err), "class",
                      err_class_name(err.class)));
    return outcome;
}

static int verb_lease(struct kube *kube, struct kube *writer, int argc, char **argv)
{
    static const char *const states[] = {"waiting", "held", "lost"};
    struct kube_lease lease;
    struct kube_fence fence = {.write_ms = 1000};
    auto_err struct err err = ERR_INIT;
    const char *before = "waiting", *now = before, *outcome = NULL;
    int rc = 0;

    kube_set_patience(kube, 0, 5000);
    kube_set_patience(writer, 0, 5000);
    kube_set_fence(writer, &fence);
    kube_lease_init(&lease, argv[0], argv[1], argv[2], (int)strtol(argv[3], NULL, 10));
    while (!stopping && strcmp(now, "lost") != 0) {
        auto_err struct err fault = ERR_INIT;
        enum kube_lease_state state;

        now = kube_lease_try(&lease, kube, &state, &fault) < 0 ? "unknown" : states[state];
        if (strcmp(now, before) != 0)
            say(json_pack("{s:s,s:s}", "lease", now, "error", err_message(&fault)));
        before = now;
        if (strcmp(now, "held") == 0)
            atomic_store(&fence.until_ms, lease.renewed_ms + 3000);
        if (argc > 4)
            outcome = write_at(writer, argv[4], outcome);
        pause_ms(100);
    }
    if (lease.held && stopping && kube_lease_release(&lease, kube, &err) < 0)
        rc = fail(&err);
    kube_lease_done(&lease);
    return rc;
}

static int read_object(json_t **ret, struct err *err)
{
    auto_buf struct buf text = BUF_INIT(LIMIT_FILE);

    if (buf_read_file(&text, "/dev/stdin", err) < 0)
        return -1;
    return json_parse(buf_text(&text), text.len, ret, err);
}

static int verb_apply(struct kube *kube, int argc, char **argv, struct err *err)
{
    struct kube_apply_options options = {.manager = argv[0], .force = argc > 1};
    auto_json json_t *object = NULL, *result = NULL;

    if (read_object(&object, err) < 0 || kube_apply(kube, object, &options, &result, err) < 0)
        return -1;
    if (kube_warnings(kube))
        json_put(result, "warnings", json_deep_copy(kube_warnings(kube)));
    say(json_incref(result));
    return 0;
}

static int verb_get(struct kube *kube, const char *path, bool wait, struct err *err)
{
    auto_json json_t *object = NULL;

    if (wait) {
        say(json_pack("{s:b}", "waiting", true));
        (void)getchar();
    }
    if (kube_get(kube, path, &object, err) < 0)
        return -1;
    say(json_incref(object));
    return 0;
}

static int verb_list(struct kube *kube, const char *path, struct err *err)
{
    auto_json json_t *items = NULL;
    auto_free char *version = NULL;

    if (kube_list(kube, path, &items, &version, err) < 0)
        return -1;
    say(json_pack("{s:I,s:s,s:s}", "items", (json_int_t)json_array_size(items), "version", version,
                  "kind",
                  json_array_size(items) ? json_dig_text(json_array_get(items, 0), "kind") : ""));
    return 0;
}

static int verb_event(struct kube *kube, char **argv, struct err *err)
{
    auto_json json_t *object =
        json_pack("{s:s,s:s,s:{s:s,s:s}}", "apiVersion", "v1", "kind", argv[0], "metadata",
                  "namespace", argv[1], "name", argv[2]);

    return kube_event(kube, "driver", object, KUBE_EVENT_WARNING, argv[3], "Test", argv[4],
                      clock_wall_ms(), err);
}

int main(int argc, char **argv)
{
    struct sigaction action = {.sa_handler = on_signal};
    auto_err struct err err = ERR_INIT;
    struct kube_config *config = NULL;
    struct kube *kube, *writer;
    const char *verb;
    int rc = -1;

    (void)sigaction(SIGTERM, &action, NULL);
    if (argc < 4)
        return 2;
    verb = argv[2];
    if (kube_config_load(argv[1], &config, &err) < 0)
        return fail(&err);
    kube = kube_new(config, "driver");
    writer = kube_new(config, "driver");
    if (strcmp(verb, "watch") == 0)
        rc = verb_watch(config, argv[3]);
    else if (strcmp(verb, "lease") == 0 && argc >= 7)
        rc = verb_lease(kube, writer, argc - 3, argv + 3);
    else if (strcmp(verb, "get") == 0 || strcmp(verb, "wait-get") == 0)
        rc = verb_get(kube, argv[3], verb[0] == 'w', &err);
    else if (strcmp(verb, "list") == 0)
        rc = verb_list(kube, argv[3], &err);
    else if (strcmp(verb, "delete") == 0)
        rc = kube_delete(kube, argv[3], "Background", &err);
    else if (strcmp(verb, "apply") == 0)
        rc = verb_apply(kube, argc - 3, argv + 3, &err);
    else if (strcmp(verb, "event") == 0 && argc == 8)
        rc = verb_event(kube, argv + 3, &err);
    if (rc < 0)
        rc = fail(&err);
    kube_free(kube);
    kube_free(writer);
    kube_config_free(config);
    return rc;
}
