/* What a program that runs until it is told to end has around its own work: options, signals, the
 * API server it works with, metrics, and for kubelet /healthz and /readyz.
 *
 * In this order: program_options(), program_start(), the program's own parts begin,
 * program_serve(), program_wait(), program_unserve(), those parts end, program_done(). */
#ifndef MALHA_PROGRAM_PROGRAM_H
#define MALHA_PROGRAM_PROGRAM_H

#include <stdbool.h>

#include "http/metrics.h"
#include "kube/config.h"

/* --name ARGUMENT, into one of the two, which has the default before. */
struct program_option {
    const char *name, *argument, *help;
    const char **text;
    unsigned *number; /* up to 65535 */
};

/* May it be sent work? If not `*ret_why` says so in a sentence. Any thread. */
typedef bool program_ready(void *context, const char **ret_why);

struct http_server;

struct program {
    const char *name;                     /* "malha-webhook" */
    const struct program_option *options; /* its own, up to one without a name */
    program_ready *ready;
    void *context;
    /* of options that all programs have */
    const char *kubeconfig, *namespace, *address;
    unsigned metrics_port;
    /* since program_start() */
    char *agent; /* for the API server: "malha-webhook/0.2" */
    struct kube_config *config;
    struct metrics *metrics;
    struct http_server *server;
};

/* Reads the command line. -1: go on; otherwise what main() is to return, for there was --help or a
 * mistake, which is told. */
int program_options(struct program *program, int argc, char **argv);

/* Before any thread is made: they all leave SIGTERM and SIGINT to program_wait(). The namespace is
 * that of the Pod or the kubeconfig if no option said another. */
int program_start(struct program *program, struct err *err) ATTR_CHECK;
/* /metrics, /healthz and /readyz on the metrics port. */
int program_serve(struct program *program, struct err *err) ATTR_CHECK;
/* Until SIGTERM or SIGINT. */
void program_wait(void);
/* Nobody is answered any more: what ready() looks at may end. The last two are good whatever was
 * begun before. */
void program_unserve(struct program *program);
void program_done(struct program *program);

#endif
