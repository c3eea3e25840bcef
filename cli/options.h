/* What several verbs take: where the chart is, and which values it gets. */
#ifndef MALHA_CLI_OPTIONS_H
#define MALHA_CLI_OPTIONS_H

#include <getopt.h>

#include "helm/source.h"
#include "json/json.h"

enum {
    OPT_REPO = 256,
    OPT_VERSION,
    OPT_DEVEL,
    OPT_USERNAME,
    OPT_PASSWORD,
    OPT_PASS_CREDENTIALS,
    OPT_CA_FILE,
    OPT_INSECURE,
    OPT_PLAIN_HTTP,
    OPT_REGISTRY_CONFIG,
    OPT_SET,
    OPT_SET_STRING,
    OPT_SET_JSON,
    OPT_SET_FILE,
    OPT_SET_LITERAL,
    OPT_NEUTRAL,
    OPT_OWN, /* a verb's own begin here */
};

/* Rows for getopt_long. A flag may be given as --flag or, as in Helm, --flag=true or =false:
 * optional_argument. */
#define CHART_OPTIONS                                                                              \
    {"repo", required_argument, NULL, OPT_REPO},                                                   \
        {"version", required_argument, NULL, OPT_VERSION},                                         \
        {"devel", optional_argument, NULL, OPT_DEVEL},                                             \
        {"username", required_argument, NULL, OPT_USERNAME},                                       \
        {"password", required_argument, NULL, OPT_PASSWORD},                                       \
        {"pass-credentials", optional_argument, NULL, OPT_PASS_CREDENTIALS},                       \
        {"ca-file", required_argument, NULL, OPT_CA_FILE},                                         \
        {"insecure-skip-tls-verify", optional_argument, NULL, OPT_INSECURE},                       \
        {"plain-http", optional_argument, NULL, OPT_PLAIN_HTTP},                                   \
    {                                                                                              \
        "registry-config", required_argument, NULL, OPT_REGISTRY_CONFIG                            \
    }
#define VALUES_OPTIONS                                                                             \
    {"values", required_argument, NULL, 'f'}, {"set", required_argument, NULL, OPT_SET},           \
        {"set-string", required_argument, NULL, OPT_SET_STRING},                                   \
        {"set-json", required_argument, NULL, OPT_SET_JSON},                                       \
        {"set-file", required_argument, NULL, OPT_SET_FILE},                                       \
    {                                                                                              \
        "set-literal", required_argument, NULL, OPT_SET_LITERAL                                    \
    }

/* Flags of helm that change nothing of what is rendered: taken and left aside, so that a script
 * written for helm works. */
#define NEUTRAL_OPTIONS                                                                            \
    {"atomic", optional_argument, NULL, OPT_NEUTRAL},                                              \
        {"create-namespace", optional_argument, NULL, OPT_NEUTRAL},                                \
        {"debug", optional_argument, NULL, OPT_NEUTRAL},                                           \
        {"dependency-update", optional_argument, NULL, OPT_NEUTRAL},                               \
        {"description", required_argument, NULL, OPT_NEUTRAL},                                     \
        {"disable-openapi-validation", optional_argument, NULL, OPT_NEUTRAL},                      \
        {"dry-run", optional_argument, NULL, OPT_NEUTRAL},                                         \
        {"force", optional_argument, NULL, OPT_NEUTRAL},                                           \
        {"hide-notes", optional_argument, NULL, OPT_NEUTRAL},                                      \
        {"keyring", required_argument, NULL, OPT_NEUTRAL},                                         \
        {"kube-context", required_argument, NULL, OPT_NEUTRAL},                                    \
        {"kubeconfig", required_argument, NULL, OPT_NEUTRAL},                                      \
        {"labels", required_argument, NULL, OPT_NEUTRAL},                                          \
        {"render-subchart-notes", optional_argument, NULL, OPT_NEUTRAL},                           \
        {"replace", optional_argument, NULL, OPT_NEUTRAL},                                         \
        {"repository-cache", required_argument, NULL, OPT_NEUTRAL},                                \
        {"repository-config", required_argument, NULL, OPT_NEUTRAL},                               \
        {"skip-crds", optional_argument, NULL, OPT_NEUTRAL},                                       \
        {"take-ownership", optional_argument, NULL, OPT_NEUTRAL},                                  \
        {"timeout", required_argument, NULL, OPT_NEUTRAL},                                         \
        {"wait", optional_argument, NULL, OPT_NEUTRAL},                                            \
    {                                                                                              \
        "wait-for-jobs", optional_argument, NULL, OPT_NEUTRAL                                      \
    }

#define CHART_USAGE                                                                                 \
    "CHART is a folder, a .tgz, a URL, oci://HOST/PATH, or with --repo a name in a repository.\n\n" \
    "      --repo URL             the Helm repository that holds CHART\n"                           \
    "      --version V            exact version or constraint (default: the newest)\n"              \
    "      --devel                pre-releases, too\n"                                              \
    "      --username, --password credentials for the repository or registry\n"                     \
    "      --pass-credentials     to the host of the chart's URL, too\n"                            \
    "      --ca-file FILE         trust this CA (PEM)\n"                                            \
    "      --insecure-skip-tls-verify\n"                                                            \
    "      --plain-http           speak http to the registry\n"                                     \
    "      --registry-config FILE credentials as Docker keeps them\n"
#define VALUES_USAGE                                                                               \
    "  -f, --values FILE[,FILE]   values from a YAML file or URL, - for standard input\n"          \
    "                             (may be repeated)\n"                                             \
    "      --set K=V[,K=V]        values on the command line\n"                                    \
    "      --set-string K=V       the same, always as text\n"                                      \
    "      --set-json K=JSON      a value in JSON\n"                                               \
    "      --set-file K=FILE      the text of a file\n"                                            \
    "      --set-literal K=V      text as it is, commas and all\n"

/* The next option as getopt_long gives it, -1 at the end, '?' for an unknown one (told on standard
 * error). A flag that is neither true nor false is INVALID, with -2. */
int next_option(int argc, char **argv, const char *letters, const struct option *options,
                struct err *err);
/* A flag's argument: NULL and "true" turn it on. */
bool option_truth(const char *argument);
/* The fields of "a,b" or "\"a,b\",c" (a row of RFC 4180, as Helm reads lists), at the end of
 * `list`.
 */
int option_fields(json_t *list, const char *text, struct err *err) ATTR_CHECK;

/* The source of charts that the environment gives: cache and credentials. Free with
 * chart_source_done. */
struct chart_source {
    struct helm_source source;
    char *cache, *registry_config;
};
void chart_source_init(struct chart_source *source);
void chart_source_done(struct chart_source *source);
/* Takes one option of CHART_OPTIONS: true when it was one. */
bool chart_source_option(struct chart_source *source, int option, const char *argument);

/* Values in Helm's order: files, then JSON, --set, --set-string, --set-file, --set-literal. */
struct value_options {
    json_t *given; /* option -> array of arguments */
};
void value_options_init(struct value_options *values);
void value_options_done(struct value_options *values);
/* Takes one option of VALUES_OPTIONS: 1 when it was one, 0 when not. */
int value_options_option(struct value_options *values, int option, const char *argument,
                         struct err *err);
/* All of them merged; the caller owns the result. INVALID names the option or file. */
int value_options_merge(const struct value_options *values, json_t **ret_values, struct err *err)
    ATTR_CHECK;

#endif
