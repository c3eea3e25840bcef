/* malha: the stages of operator and webhook by hand. */
#include <malloc.h>
#include <stdio.h>
#include <string.h>

#include "base/version.h"
#include "cli/verbs.h"
#include "tls/memory.h"
#include "json/pool.h"

static int verb_version(int argc, char **argv, struct err *err);
static int verb_help(int argc, char **argv, struct err *err);

static const struct verb {
    const char *name, *summary;
    int (*run)(int argc, char **argv, struct err *err);
} verbs[] = {
    {"template", "render a chart as `helm template` does", verb_template},
    {"pull", "fetch a chart from a repository or registry", verb_pull},
    {"show", "print a chart's values, Chart.yaml, CRDs or README", verb_show},
    {"inject", "put sidecars into files, as `istioctl kube-inject` does", verb_inject},
    {"admit", "answer a saved AdmissionReview as the webhook would", verb_admit},
    {"explain", "tell why a Pod gets a sidecar or not, and which", verb_explain},
    {"dashboard", "open a way to what an addon or an Envoy shows", verb_dashboard},
    {"version", "print the version", verb_version},
    {"help", "print this text", verb_help},
};

static int verb_version(int argc, char **argv, struct err *err)
{
    (void)argc;
    (void)argv;
    (void)err;
    (void)printf("malha %s\n", MALHA_VERSION);
    return 0;
}

static int verb_help(int argc, char **argv, struct err *err)
{
    (void)argc;
    (void)argv;
    (void)err;
    (void)puts("usage: malha VERB [arguments]\n");
    for (size_t i = 0; i < ARRAY_LEN(verbs); i++)
        (void)printf("  %-12s %s\n", verbs[i].name, verbs[i].summary);
    (void)puts("\n'malha VERB --help' tells a verb's own arguments.");
    return 0;
}

int main(int argc, char **argv)
{
    auto_err struct err err = ERR_INIT;
    const char *name = argc > 1 ? argv[1] : "help";

    memory_init();
    json_use_pools();
    (void)mallopt(M_MMAP_THRESHOLD, 64 << 20); /* grown buffers stay in the heap, page by page */
    (void)mallopt(M_TRIM_THRESHOLD, 256 << 20);

    for (size_t i = 0; i < ARRAY_LEN(verbs); i++) {
        if (strcmp(name, verbs[i].name) != 0)
            continue;
        if (verbs[i].run(argc - 1, argv + 1, &err) == 0)
            return 0;
        (void)fprintf(stderr, "Error: %s\n", err_message(&err));
        return 1;
    }
    (void)fprintf(stderr, "Error: unknown verb \"%s\"; see 'malha help'\n", name);
    return 2;
}
