#include "inject/warnings.h"

#include <string.h>

#include "base/mem.h"
#include "base/rune.h"
#include "inject/annotations.h"
#include "inject/pod.h"
#include "mesh/proxyconfig.h"

/* More would be read by nobody, and the API server cuts after 4 KiB. */
#define MOST 10
#define VALUE_SHOWN 64

static bool is_true_or_false(const char *text)
{
    return strcmp(text, "true") == 0 || strcmp(text, "false") == 0;
}

static bool is_bool(const char *text)
{
    bool ignored;

    return annotations_parse_bool(text, &ignored);
}

static const struct {
    const char *name;
    bool label, annotation; /* where it may be */
    bool (*is_understood)(const char *text);
} rows[] = {
    {"sidecar.istio.io/inject", true, true, is_true_or_false},
    {"sidecar.istio.io/nativeSidecar", false, true, is_true_or_false},
    {"sidecar.istio.io/rewriteAppHTTPProbers", false, true, is_bool},
};

static void warn_value(json_t *warnings, const char *kind, const char *name, const char *value)
{
    auto_free char *sentence =
        mem_printf("%s %s is \"%.*s\", which says nothing: want \"true\" or \"false\"", kind, name,
                   (int)rune_cut(value, strlen(value), VALUE_SHOWN), value);

    json_array_append_new(warnings, json_string_nocheck(sentence));
}

static void warn_fields(json_t *warnings, const char *config)
{
    auto_json json_t *unknown = proxy_config_unknown(config);

    for (size_t i = 0; i < json_array_size(unknown) && json_array_size(warnings) < MOST; i++) {
        const char *field = json_string_value(json_array_get(unknown, i));
        auto_free char *sentence =
            mem_printf("annotation " POD_CONFIG ": there is no field %.*s",
                       (int)rune_cut(field, strlen(field), VALUE_SHOWN), field);

        json_array_append_new(warnings, json_string_nocheck(sentence));
    }
}

void warnings_of(const json_t *pod, json_t *warnings)
{
    const char *config = pod_annotation(pod, POD_CONFIG);

    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        const char *label = rows[i].label ? pod_label(pod, rows[i].name) : NULL;
        const char *annotation = rows[i].annotation ? pod_annotation(pod, rows[i].name) : NULL;

        if (label && !rows[i].is_understood(label))
            warn_value(warnings, "label", rows[i].name, label);
        if (annotation && !rows[i].is_understood(annotation))
            warn_value(warnings, "annotation", rows[i].name, annotation);
    }
    if (config)
        warn_fields(warnings, config);
}
