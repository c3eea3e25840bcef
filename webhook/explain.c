#include "webhook/explain.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/mem.h"
#include "inject/entries.h"
#include "inject/explain.h"
#include "kube/client.h"

/* How many may wait, and for how long each of the API server's answers. */
#define MAX_WAITING 8
#define PATIENCE_MS 5000
/* Of a name in Kubernetes. */
#define NAME_LEN 253

#define CONFIGURATIONS "/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations"

struct question {
    char *token, *namespace, *pod; /* `pod` NULL: the namespace */
    struct http_later *later;
};

struct explainer {
    struct explainer_options options;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    struct question waiting[MAX_WAITING];
    size_t n;
    bool stopping;
};

static void question_done(struct question *question)
{
    if (question->token)
        explicit_bzero(question->token, strlen(question->token));
    free(question->token);
    free(question->namespace);
    free(question->pod);
}

/* ---- what is asked ---- */

/* The name at `path`, up to a slash or the end, to be freed; NULL when it can be none. */
static char *take_name(const char **path)
{
    size_t len = strspn(*path, "abcdefghijklmnopqrstuvwxyz0123456789-.");
    char *name;

    if (len == 0 || len > NAME_LEN || **path == '.' || ((*path)[len] && (*path)[len] != '/'))
        return NULL;
    name = mem_strndup(*path, len);
    *path += len;
    return name;
}

static bool skip(const char **path, const char *prefix)
{
    size_t len = strlen(prefix);

    if (strncmp(*path, prefix, len) != 0)
        return false;
    *path += len;
    return true;
}

static bool read_question(const struct http_request *request, struct question *ret)
{
    const char *path = request->path, *token = request->authorization;

    if (token && skip(&token, "Bearer ") && *token)
        ret->token = mem_strdup(token);
    if (!skip(&path, "/explain/namespaces/") || !(ret->namespace = take_name(&path)))
        return false;
    return *path == '\0' ||
           (skip(&path, "/pods/") && (ret->pod = take_name(&path)) && *path == '\0');
}

bool explainer_take(struct explainer *e, const struct http_request *request,
                    struct http_response *response)
{
    struct question question = {0};
    const char *path = request->path;
    bool taken = false;

    if (!skip(&path, "/explain") || (*path && *path != '/'))
        return false;
    if (!read_question(request, &question)) {
        http_refuse(response, 404, "not found: /explain/namespaces/NS and .../pods/NAME are");
    } else if (strcmp(request->method, "GET") != 0) {
        http_refuse(response, 405, "want GET");
    } else if (!question.token) {
        http_refuse(
            response, 401,
            "want the header Authorization: Bearer TOKEN, of who may read what is to be explained");
    } else {
        (void)pthread_mutex_lock(&e->lock);
        taken = e->n < MAX_WAITING && !e->stopping;
        if (taken) {
            question.later = http_defer(request);
            e->waiting[e->n++] = question;
            (void)pthread_cond_signal(&e->changed);
        }
        (void)pthread_mutex_unlock(&e->lock);
        if (!taken)
            http_refuse(response, 503,
                        "too many ask at once, or the webhook is stopping: try again");
    }
    if (!taken)
        question_done(&question);
    return true;
}

/* ---- the answer ---- */

/* The API server's refusal is the caller's own, all else is a gateway's. */
static void pass_on(struct http_response *response, const struct kube *kube, const struct err *err)
{
    long status = kube_status(kube);

    http_refuse(response, status == 401 || status == 403 || status == 404 ? (unsigned)status : 502,
                err_message(err));
}

struct world {
    json_t *namespace, *configurations, *pod;
};

static int look(struct kube *kube, const struct question *q, struct world *world, struct err *err)
{
    auto_free char *namespace = mem_printf("/api/v1/namespaces/%s", q->namespace);

    if (kube_get(kube, namespace, &world->namespace, err) < 0)
        return -1;
    /* few but administrators may read them: then it is told without */
    if (kube_list(kube, CONFIGURATIONS, &world->configurations, NULL, err) < 0) {
        if (kube_status(kube) != 403)
            return -1;
        err_done(err);
    }
    if (!q->pod) {
        world->pod = explain_plain_pod();
        return 0;
    }
    auto_free char *pod = mem_printf("%s/pods/%s", namespace, q->pod);
    return kube_get(kube, pod, &world->pod, err);
}

static void tell(const struct explainer *e, const struct question *q, const struct world *world,
                 struct http_response *response)
{
    auto_json json_t *entries =
        entries_explain(world->configurations, json_dig(world->namespace, "metadata", "labels"),
                        json_dig(world->pod, "metadata", "labels"));
    auto_free char *revision = entries_revision(entries);
    auto_free char *title = q->pod ? mem_printf("pod %s", q->pod) : mem_strdup(EXPLAIN_PLAIN);
    const struct inject_request of = {.path = "/inject", .namespace = q->namespace};
    struct inject_snapshot *snapshot =
        state_snapshot(e->options.state, revision ? revision : e->options.revision);

    if (!snapshot) {
        auto_free char *why = mem_printf("no injector configuration of revision %s",
                                         revision && *revision ? revision : "default");

        http_refuse(response, 503, why);
        return;
    }
    auto_json json_t *report = explain_pod(snapshot, &of, world->pod);
    explain_where(report, title, q->namespace, entries);
    inject_snapshot_unref(snapshot);
    response->content_type = "application/json";
    json_print(&response->body, report, JSON_PRINT_PLAIN);
    buf_addc(&response->body, '\n');
}

static void explain(const struct explainer *e, const struct question *q,
                    struct http_response *response)
{
    const struct kube_config *own = e->options.kube;
    const struct kube_config theirs = {
        .server = own->server, .ca = own->ca, .insecure = own->insecure, .token = q->token};
    struct kube *kube = kube_new(&theirs, e->options.user_agent);
    struct world world = {0};
    auto_err struct err err = ERR_INIT;

    kube_set_patience(kube, 0, PATIENCE_MS);
    if (look(kube, q, &world, &err) < 0)
        pass_on(response, kube, &err);
    else
        tell(e, q, &world, response);
    json_decref(world.namespace);
    json_decref(world.configurations);
    json_decref(world.pod);
    kube_free(kube);
}

static void answer(const struct explainer *e, struct question *question, bool stopping)
{
    struct http_response response = {
        .status = 200, .content_type = "text/plain", .body = BUF_INIT(LIMIT_HTTP_REPLY)};

    if (stopping)
        http_refuse(&response, 503, "the webhook is stopping: try again");
    else
        explain(e, question, &response);
    http_answer(question->later, &response);
    question_done(question);
}

static void *work(void *context)
{
    struct explainer *e = context;

    (void)pthread_mutex_lock(&e->lock);
    while (e->n > 0 || !e->stopping) {
        if (e->n == 0) {
            (void)pthread_cond_wait(&e->changed, &e->lock);
            continue;
        }
        struct question question = e->waiting[0];
        bool stopping = e->stopping;

        memmove(e->waiting, e->waiting + 1, --e->n * sizeof(e->waiting[0]));
        (void)pthread_mutex_unlock(&e->lock);
        answer(e, &question, stopping);
        (void)pthread_mutex_lock(&e->lock);
    }
    (void)pthread_mutex_unlock(&e->lock);
    return NULL;
}

struct explainer *explainer_start(const struct explainer_options *options)
{
    struct explainer *e = mem_zalloc(sizeof(*e));

    e->options = *options;
    (void)pthread_mutex_init(&e->lock, NULL);
    (void)pthread_cond_init(&e->changed, NULL);
    if (pthread_create(&e->thread, NULL, work, e) != 0)
        mem_exhausted(0);
    return e;
}

void explainer_stop(struct explainer *e)
{
    if (!e)
        return;
    (void)pthread_mutex_lock(&e->lock);
    e->stopping = true;
    (void)pthread_cond_signal(&e->changed);
    (void)pthread_mutex_unlock(&e->lock);
    (void)pthread_join(e->thread, NULL);
}

void explainer_free(struct explainer *e)
{
    if (!e)
        return;
    (void)pthread_cond_destroy(&e->changed);
    (void)pthread_mutex_destroy(&e->lock);
    free(e);
}
