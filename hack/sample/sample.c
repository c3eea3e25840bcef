/* A small service that plays any part of a sample application.
 *
 * It answers every GET with a JSON object that says who it is and what the services it calls said.
 * Tracing, user and routing headers are passed on. Environment: NAME, VERSION, PORT (9080), CALLS
 * (URLs, comma-separated), STATUS (200; what it answers with, but to /health); TASK: makes its
 * calls once and ends, with 0 when all were answered by 200. */
#include <curl/curl.h>
#include <jansson.h>
#include <microhttpd.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define MAX_REPLY (1u << 20)

/* What Istio and its tracers ask applications to pass on, and what the sample's routes look at. */
static const char *const passed_on[] = {
    "x-request-id",
    "x-b3-traceid",
    "x-b3-spanid",
    "x-b3-parentspanid",
    "x-b3-sampled",
    "x-b3-flags",
    "b3",
    "traceparent",
    "tracestate",
    "x-ot-span-context",
    "end-user",
    "user-agent",
    "authorization",
    "cookie",
};

struct reply {
    char *data;
    size_t len;
};

static size_t on_data(char *data, size_t size, size_t n, void *context)
{
    struct reply *reply = context;
    size_t total = size * n;
    char *grown;

    if (reply->len + total > MAX_REPLY || !(grown = realloc(reply->data, reply->len + total + 1)))
        return 0;
    reply->data = grown;
    memcpy(reply->data + reply->len, data, total);
    reply->len += total;
    reply->data[reply->len] = '\0';
    return total;
}

static struct curl_slist *headers_of(struct MHD_Connection *connection)
{
    struct curl_slist *list = NULL;
    char line[4096];

    for (size_t i = 0; i < sizeof(passed_on) / sizeof(passed_on[0]); i++) {
        const char *value = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, passed_on[i]);

        if (value &&
            snprintf(line, sizeof(line), "%s: %s", passed_on[i], value) < (int)sizeof(line))
            list = curl_slist_append(list, line);
    }
    return list;
}

static json_t *call(const char *url, struct curl_slist *headers)
{
    struct reply reply = {0};
    json_t *result = json_pack("{s:s}", "url", url), *body = NULL;
    CURL *curl = curl_easy_init();
    long status = 0;
    CURLcode rc;

    curl_easy_setopt(curl, CURLOPT_URL, url);
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, 5000L);
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, on_data);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, &reply);
    rc = curl_easy_perform(curl);
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    json_object_set_new(result, "status", json_integer(status));
    if (rc != CURLE_OK)
        json_object_set_new(result, "error", json_string(curl_easy_strerror(rc)));
    if (reply.data && (body = json_loads(reply.data, 0, NULL)))
        json_object_set_new(result, "reply", body);
    else if (reply.data)
        json_object_set_new(result, "text", json_string(reply.data));
    curl_easy_cleanup(curl);
    free(reply.data);
    return result;
}

static const char *setting(const char *name, const char *missing)
{
    const char *value = getenv(name);

    return value && *value ? value : missing;
}

static void call_all(json_t *results, struct curl_slist *headers)
{
    char *list = strdup(setting("CALLS", "")), *save = NULL;

    for (char *one = strtok_r(list, ",", &save); one; one = strtok_r(NULL, ",", &save))
        json_array_append_new(results, call(one, headers));
    free(list);
}

static int do_task(void)
{
    json_t *results = json_array(), *result;
    size_t i, good = 0;
    int rc;

    call_all(results, NULL);
    json_array_foreach (results, i, result)
        good += json_integer_value(json_object_get(result, "status")) == 200;
    json_dumpf(results, stdout, JSON_INDENT(1));
    rc = good == json_array_size(results) ? 0 : 1;
    json_decref(results);
    return rc;
}

static enum MHD_Result on_request(void *context, struct MHD_Connection *connection, const char *url,
                                  const char *method, const char *version, const char *data,
                                  size_t *data_len, void **state)
{
    json_t *answer =
        json_pack("{s:s,s:s,s:s,s:s,s:[]}", "service", setting("NAME", "sample"), "version",
                  setting("VERSION", "v1"), "pod", setting("HOSTNAME", ""), "path", url, "calls");
    bool is_probe = strcmp(url, "/health") == 0;
    struct curl_slist *headers;
    struct MHD_Response *response;
    enum MHD_Result rc;
    char *text;

    (void)context;
    (void)method;
    (void)version;
    (void)data;
    (void)state;
    *data_len = 0;
    headers = headers_of(connection);
    if (!is_probe)
        call_all(json_object_get(answer, "calls"), headers);
    curl_slist_free_all(headers);
    text = json_dumps(answer, JSON_INDENT(1));
    json_decref(answer);
    response = MHD_create_response_from_buffer(strlen(text), text, MHD_RESPMEM_MUST_FREE);
    MHD_add_response_header(response, "Content-Type", "application/json");
    rc = MHD_queue_response(connection, is_probe ? 200 : (unsigned)atoi(setting("STATUS", "200")),
                            response);
    MHD_destroy_response(response);
    return rc;
}

int main(void)
{
    struct MHD_Daemon *daemon;
    sigset_t signals;
    int number;

    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    sigprocmask(SIG_BLOCK, &signals, NULL);
    signal(SIGPIPE, SIG_IGN);
    curl_global_init(CURL_GLOBAL_DEFAULT);
    if (*setting("TASK", ""))
        return do_task();
    daemon = MHD_start_daemon(MHD_USE_THREAD_PER_CONNECTION | MHD_USE_INTERNAL_POLLING_THREAD,
                              (uint16_t)atoi(setting("PORT", "9080")), NULL, NULL, on_request, NULL,
                              MHD_OPTION_END);
    if (!daemon) {
        perror("sample: listen");
        return 1;
    }
    sigwait(&signals, &number);
    MHD_stop_daemon(daemon);
    return 0;
}
