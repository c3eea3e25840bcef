#include "program/program.h"

#include <getopt.h>
#include <malloc.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/mem.h"
#include "base/version.h"
#include "http/server.h"
#include "program/process.h"

#define MAX_OPTIONS 24
#define NUMBER_MAX 65535

static const struct metric build_info = {
    "malha_build_info", "Always 1", METRIC_GAUGE, {"version"}, NULL};

/* ---- options ---- */

static void print_option(FILE *to, const struct program_option *option)
{
    auto_free char *left = mem_printf("--%s %s", option->name, option->argument);

    (void)fprintf(to, "  %-24s %s", left, option->help);
    if (option->text && *option->text)
        (void)fprintf(to, " (%s)", **option->text ? *option->text : "none");
    if (option->number)
        (void)fprintf(to, " (%u)", *option->number);
    (void)fputc('\n', to);
}

static int usage(const struct program *program, const struct program_option *options, size_t n)
{
    (void)printf("usage: %s [flags]\n\n", program->name);
    for (size_t i = 0; i < n; i++)
        print_option(stdout, &options[i]);
    return 0;
}

static int wrong(const struct program *program, const char *what, const char *value)
{
    (void)fprintf(stderr, "%s: %s%s%s: see '%s --help'\n", program->name, what, value ? ": " : "",
                  value ? value : "", program->name);
    return 2;
}

static int take(const struct program *program, const struct program_option *option)
{
    char *end;
    unsigned long number;

    if (option->text) {
        *option->text = optarg;
        return -1;
    }
    number = strtoul(optarg, &end, 10);
    if (*optarg < '0' || *optarg > '9' || *end || number > NUMBER_MAX) {
        auto_free char *what = mem_printf("--%s wants a number up to %d", option->name, NUMBER_MAX);

        return wrong(program, what, optarg);
    }
    *option->number = (unsigned)number;
    return -1;
}

int program_options(struct program *program, int argc, char **argv)
{
    const char *level = "info";
    const struct program_option common[] = {
        {"kubeconfig", "FILE", "the API server; by default the Pod's, or ~/.kube/config",
         &program->kubeconfig, NULL},
        {"namespace", "NAME", "its own; by default the Pod's", &program->namespace, NULL},
        {"address", "IP", "listen here only", &program->address, NULL},
        {"metrics-port", "N", "/metrics /healthz /readyz", NULL, &program->metrics_port},
        {"log-level", "LEVEL", "debug, info, warn or error", &level, NULL},
    };
    struct program_option all[MAX_OPTIONS];
    struct option known[MAX_OPTIONS + 2] = {{"help", 0, NULL, 'h'}};
    size_t n = 0;
    int c, rc = -1;

    for (const struct program_option *own = program->options; own->name && n < MAX_OPTIONS; own++)
        all[n++] = *own;
    for (size_t i = 0; i < ARRAY_LEN(common) && n < MAX_OPTIONS; i++)
        all[n++] = common[i];
    for (size_t i = 0; i < n; i++)
        known[i + 1] = (struct option){all[i].name, 1, NULL, 256 + (int)i};
    while (rc < 0 && (c = getopt_long(argc, argv, "h", known, NULL)) != -1) {
        if (c == 'h')
            rc = usage(program, all, n);
        else if (c < 256)
            rc = wrong(program, "this is not understood", NULL);
        else
            rc = take(program, &all[c - 256]);
    }
    if (rc >= 0)
        return rc;
    if (optind < argc)
        return wrong(program, "this is not understood", argv[optind]);
    if (log_level_parse(level) < 0)
        return wrong(program, "--log-level wants debug, info, warn or error", level);
    log_set_level((enum log_level)log_level_parse(level));
    return -1;
}

/* ---- health ---- */

static void on_request(void *context, const struct http_request *request,
                       struct http_response *response)
{
    struct program *program = context;
    const char *text = "ok";

    if (strcmp(request->path, "/metrics") == 0) {
        response->content_type = "text/plain; version=0.0.4";
        process_measure(program->metrics);
        metrics_print(program->metrics, &response->body);
        return;
    }
    if (strcmp(request->path, "/readyz") == 0) {
        const char *why = "not ready";
        bool ready = program->ready(program->context, &why);

        response->status = ready ? 200 : 503;
        text = ready ? "ok" : why;
    } else if (strcmp(request->path, "/healthz") != 0) {
        response->status = 404;
        text = "not found";
    }
    buf_addf(&response->body, "%s\n", text);
}

/* ---- the process ---- */

static sigset_t ends(void)
{
    sigset_t set;

    (void)sigemptyset(&set);
    (void)sigaddset(&set, SIGTERM);
    (void)sigaddset(&set, SIGINT);
    return set;
}

int program_start(struct program *program, struct err *err)
{
    sigset_t set = ends();

    (void)mallopt(M_ARENA_MAX, 2); /* many threads wait for something, few do much */
    (void)pthread_sigmask(SIG_BLOCK, &set, NULL);
    (void)signal(SIGPIPE, SIG_IGN);
    program->agent = mem_printf("%s/%s", program->name, MALHA_VERSION);
    program->metrics = metrics_new();
    metrics_set(program->metrics, &build_info, 1, MALHA_VERSION);
    process_started(program->metrics);
    if (kube_config_load(program->kubeconfig, &program->config, err) < 0)
        return -1;
    if (!program->namespace)
        program->namespace =
            program->config->namespace ? program->config->namespace : "malha-system";
    return 0;
}

int program_serve(struct program *program, struct err *err)
{
    const struct http_options options = {.address = program->address,
                                         .port = (uint16_t)program->metrics_port,
                                         .threads = 1,
                                         .max_body = 4096,
                                         .handle = on_request,
                                         .context = program};

    return http_server_start(&options, &program->server, err);
}

void program_wait(void)
{
    sigset_t set = ends();
    int number;

    (void)sigwait(&set, &number);
    log_info("stopping");
}

void program_unserve(struct program *program)
{
    http_server_stop(program->server);
    program->server = NULL;
}

void program_done(struct program *program)
{
    program_unserve(program);
    metrics_free(program->metrics);
    kube_config_free(program->config);
    free(program->agent);
}
