#include "cli/options.h"

#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/mem.h"
#include "helm/input.h"
#include "helm/set.h"
#include "yaml/yaml.h"

/* ---- flags and lists ---- */

/* Go's strconv.ParseBool: 1, 0, or -1 for what is neither. */
static int parse_truth(const char *text)
{
    static const char *const words[][2] = {{"false", "true"}, {"0", "1"},        {"f", "t"},
                                           {"F", "T"},        {"FALSE", "TRUE"}, {"False", "True"}};

    for (size_t i = 0; i < ARRAY_LEN(words); i++) {
        for (int truth = 0; truth < 2; truth++) {
            if (strcmp(text, words[i][truth]) == 0)
                return truth;
        }
    }
    return -1;
}

bool option_truth(const char *argument)
{
    return !argument || parse_truth(argument) > 0;
}

int next_option(int argc, char **argv, const char *letters, const struct option *options,
                struct err *err)
{
    int index = -1, option = getopt_long(argc, argv, letters, options, &index);

    if (option != -1 && option != '?' && option != OPT_NEUTRAL && index >= 0 &&
        options[index].has_arg == optional_argument && optarg && parse_truth(optarg) < 0) {
        (void)err_set(err, ERR_INVALID, "--%s is either true or false, not \"%s\"",
                      options[index].name, optarg);
        return -2;
    }
    return option;
}

int option_fields(json_t *list, const char *text, struct err *err)
{
    const char *p = text;

    if (!*p)
        return 0;
    for (;;) {
        auto_buf struct buf field = BUF_INIT(LIMIT_FILE);
        bool quoted = *p == '"';

        for (p += quoted; *p && (quoted || *p != ','); p++) {
            if (*p == '"' && !quoted)
                return err_set(err, ERR_INVALID, "%s: a quote within a name", text);
            if (*p == '"' && *++p != '"')
                break;
            buf_addc(&field, *p);
        }
        if (quoted && (p[-1] != '"' || (*p && *p != ',')))
            return err_set(err, ERR_INVALID, "%s: a quote that is not closed", text);
        json_array_append_new(list, json_stringn_nocheck(buf_text(&field), field.len));
        if (!*p)
            return 0;
        p++;
    }
}

/* ---- the chart ---- */

/* The folder that the environment names, or `below` the home folder; NULL without one. */
static char *folder_of(const char *variable, const char *rest, const char *below)
{
    const char *value = getenv(variable), *home = getenv("HOME");

    if (value && *value)
        return mem_printf("%s%s", value, rest);
    return home && *home ? mem_printf("%s/%s%s", home, below, rest) : NULL;
}

void chart_source_init(struct chart_source *source)
{
    const char *config = getenv("HELM_REGISTRY_CONFIG");

    *source = (struct chart_source){0};
    source->cache = folder_of("XDG_CACHE_HOME", "/malha/charts", ".cache");
    source->registry_config = config && *config
                                  ? mem_strdup(config)
                                  : folder_of("DOCKER_CONFIG", "/config.json", ".docker");
    source->source.cache = source->cache;
    source->source.registry_config = source->registry_config;
}

void chart_source_done(struct chart_source *source)
{
    free(source->cache);
    free(source->registry_config);
}

bool chart_source_option(struct chart_source *source, int option, const char *argument)
{
    struct helm_source *s = &source->source;

    switch (option) {
    case OPT_REPO:
        s->repository = argument;
        return true;
    case OPT_VERSION:
        s->version = argument;
        return true;
    case OPT_DEVEL:
        s->devel = option_truth(argument);
        return true;
    case OPT_USERNAME:
        s->username = argument;
        return true;
    case OPT_PASSWORD:
        s->password = argument;
        return true;
    case OPT_PASS_CREDENTIALS:
        s->pass_credentials = option_truth(argument);
        return true;
    case OPT_CA_FILE:
        s->ca_file = argument;
        return true;
    case OPT_INSECURE:
        s->insecure = option_truth(argument);
        return true;
    case OPT_PLAIN_HTTP:
        s->plain_http = option_truth(argument);
        return true;
    case OPT_REGISTRY_CONFIG:
        s->registry_config = argument;
        return true;
    default:
        return false;
    }
}

/* ---- values ---- */

static const struct {
    int option;
    const char *name;
} order[] = {
    {'f', "values"},
    {OPT_SET_JSON, "set-json"},
    {OPT_SET, "set"},
    {OPT_SET_STRING, "set-string"},
    {OPT_SET_FILE, "set-file"},
    {OPT_SET_LITERAL, "set-literal"},
};

void value_options_init(struct value_options *values)
{
    values->given = json_object();
}

void value_options_done(struct value_options *values)
{
    json_decref(values->given);
}

int value_options_option(struct value_options *values, int option, const char *argument,
                         struct err *err)
{
    for (size_t i = 0; i < ARRAY_LEN(order); i++) {
        if (order[i].option != option)
            continue;
        json_t *list = json_object_get(values->given, order[i].name);

        if (!list)
            json_put(values->given, order[i].name, list = json_array());
        if (option == 'f')
            return option_fields(list, argument, err) < 0 ? -1 : 1;
        json_array_append_new(list, json_string_nocheck(argument));
        return 1;
    }
    return 0;
}

static int add_file(json_t *values, const char *path, struct err *err)
{
    auto_buf struct buf text = BUF_INIT(LIMIT_FILE);
    auto_json json_t *file = NULL;

    if (helm_read_input(path, &text, err) < 0)
        return -1;
    if (yaml_parse(buf_text(&text), text.len, YAML_FLOATS, &file, err) < 0)
        return err_wrap(err, "failed to parse %s: error converting YAML to JSON", path);
    if (json_is_null(file))
        return 0;
    if (!json_is_object(file))
        return err_set(err, ERR_INVALID, "failed to parse %s: values must be a mapping", path);
    json_merge_values(values, file, false);
    return 0;
}

static int add(json_t *values, int option, const char *argument, struct err *err)
{
    switch (option) {
    case 'f':
        return add_file(values, argument, err);
    case OPT_SET_JSON:
        return helm_set(values, argument, HELM_SET_JSON, err);
    case OPT_SET_FILE:
        return helm_set(values, argument, HELM_SET_FILE, err);
    case OPT_SET_LITERAL:
        return helm_set(values, argument, HELM_SET_LITERAL, err);
    default:
        return helm_set(values, argument, option == OPT_SET_STRING ? HELM_SET_TEXT : HELM_SET_TYPED,
                        err);
    }
}

int value_options_merge(const struct value_options *values, json_t **ret_values, struct err *err)
{
    auto_json json_t *merged = json_object();

    for (size_t i = 0; i < ARRAY_LEN(order); i++) {
        size_t k;
        json_t *argument;

        json_array_foreach (json_object_get(values->given, order[i].name), k, argument) {
            if (add(merged, order[i].option, json_string_value(argument), err) < 0)
                return -1;
        }
    }
    *ret_values = STEAL(merged);
    return 0;
}
