#include "operator/spec.h"

#include <string.h>

#include "base/mem.h"

enum type { TEXT, TRUTH, TEXTS, MAPPING, LIST, NUMBER };

struct field {
    const char *name; /* NULL: the end */
    enum type type;
    const struct field *within; /* of a mapping, or of a list's items; NULL: anything */
};

static const struct field values_fields[] = {{"global", MAPPING, NULL},
                                             {"env", MAPPING, NULL},
                                             {"sidecarInjectorWebhook", MAPPING, NULL},
                                             {"revision", TEXT, NULL},
                                             {"revisionTags", TEXTS, NULL},
                                             {NULL, TEXT, NULL}};

static const struct field component_fields[] = {
    {"enabled", TRUTH, NULL}, {"values", MAPPING, values_fields}, {NULL, TEXT, NULL}};

static const struct field gateway_fields[] = {{"name", TEXT, NULL},
                                              {"namespace", TEXT, NULL},
                                              {"enabled", TRUTH, NULL},
                                              {"values", MAPPING, values_fields},
                                              {NULL, TEXT, NULL}};

static const struct field components_fields[] = {{"base", MAPPING, component_fields},
                                                 {"pilot", MAPPING, component_fields},
                                                 {"cni", MAPPING, component_fields},
                                                 {"ztunnel", MAPPING, component_fields},
                                                 {"ingressGateways", LIST, gateway_fields},
                                                 {"egressGateways", LIST, gateway_fields},
                                                 {NULL, TEXT, NULL}};

static const struct field storage_fields[] = {{"size", TEXT, NULL},
                                              {"storageClassName", TEXT, NULL},
                                              {"retain", TRUTH, NULL},
                                              {NULL, TEXT, NULL}};

static const struct field external_fields[] = {{"url", TEXT, NULL}, {NULL, TEXT, NULL}};

static const struct field prometheus_fields[] = {{"enabled", TRUTH, NULL},
                                                 {"namespace", TEXT, NULL},
                                                 {"retention", TEXT, NULL},
                                                 {"storage", MAPPING, storage_fields},
                                                 {"values", MAPPING, NULL},
                                                 {"external", MAPPING, external_fields},
                                                 {"remoteWrite", LIST, external_fields},
                                                 {NULL, TEXT, NULL}};

static const struct field jaeger_fields[] = {
    {"enabled", TRUTH, NULL},  {"namespace", TEXT, NULL},
    {"retention", TEXT, NULL}, {"storage", MAPPING, storage_fields},
    {"values", MAPPING, NULL}, {NULL, TEXT, NULL}};

static const struct field zipkin_fields[] = {{"enabled", TRUTH, NULL},
                                             {"namespace", TEXT, NULL},
                                             {"values", MAPPING, NULL},
                                             {NULL, TEXT, NULL}};

static const struct field grafana_fields[] = {
    {"enabled", TRUTH, NULL},    {"namespace", TEXT, NULL}, {"access", TEXT, NULL},
    {"adminSecret", TEXT, NULL}, {"values", MAPPING, NULL}, {"storage", MAPPING, storage_fields},
    {NULL, TEXT, NULL}};

static const struct field kiali_fields[] = {
    {"enabled", TRUTH, NULL},  {"namespace", TEXT, NULL},        {"access", TEXT, NULL},
    {"values", MAPPING, NULL}, {"signingKeySecret", TEXT, NULL}, {NULL, TEXT, NULL}};

static const struct field tracing_fields[] = {{"enabled", TRUTH, NULL},  {"provider", TEXT, NULL},
                                              {"endpoint", TEXT, NULL},  {"sampling", NUMBER, NULL},
                                              {"values", MAPPING, NULL}, {NULL, TEXT, NULL}};

static const struct field access_logs_fields[] = {{"enabled", TRUTH, NULL},
                                                  {"endpoint", TEXT, NULL},
                                                  {"filter", TEXT, NULL},
                                                  {"values", MAPPING, NULL},
                                                  {NULL, TEXT, NULL}};

static const struct field addons_fields[] = {{"prometheus", MAPPING, prometheus_fields},
                                             {"jaeger", MAPPING, jaeger_fields},
                                             {"zipkin", MAPPING, zipkin_fields},
                                             {"grafana", MAPPING, grafana_fields},
                                             {"kiali", MAPPING, kiali_fields},
                                             {"tracing", MAPPING, tracing_fields},
                                             {"accessLogs", MAPPING, access_logs_fields},
                                             {NULL, TEXT, NULL}};

static const struct field images_fields[] = {{"registry", TEXT, NULL},
                                             {"tag", TEXT, NULL},
                                             {"pullPolicy", TEXT, NULL},
                                             {"pullSecrets", TEXTS, NULL},
                                             {NULL, TEXT, NULL}};

static const struct field injection_fields[] = {
    {"provider", TEXT, NULL}, {"failurePolicy", TEXT, NULL}, {NULL, TEXT, NULL}};

static const struct field target_fields[] = {{"group", TEXT, NULL},
                                             {"kind", TEXT, NULL},
                                             {"name", TEXT, NULL},
                                             {"namespace", TEXT, NULL},
                                             {NULL, TEXT, NULL}};

static const struct field patch_fields[] = {{"target", MAPPING, target_fields},
                                            {"patch", MAPPING, NULL},
                                            {"jsonPatch", LIST, NULL},
                                            {NULL, TEXT, NULL}};

static const struct field ignore_fields[] = {
    {"group", TEXT, NULL},     {"kind", TEXT, NULL},          {"name", TEXT, NULL},
    {"namespace", TEXT, NULL}, {"jsonPointers", TEXTS, NULL}, {NULL, TEXT, NULL}};

static const struct field spec_fields[] = {{"profile", TEXT, NULL},
                                           {"version", TEXT, NULL},
                                           {"namespace", TEXT, NULL},
                                           {"platform", TEXT, NULL},
                                           {"images", MAPPING, images_fields},
                                           {"components", MAPPING, components_fields},
                                           {"values", MAPPING, values_fields},
                                           {"addons", MAPPING, addons_fields},
                                           {"injection", MAPPING, injection_fields},
                                           {"patches", LIST, patch_fields},
                                           {"ignoreDifferences", LIST, ignore_fields},
                                           {"paused", TRUTH, NULL},
                                           {NULL, TEXT, NULL}};

static const char *const words[] = {"a string",  "a boolean", "a list of strings",
                                    "a mapping", "a list",    "a number"};

static bool is_of(const json_t *value, enum type type)
{
    switch (type) {
    case TEXT:
        return json_is_string(value);
    case TRUTH:
        return json_is_boolean(value);
    case NUMBER:
        return json_is_number(value);
    case MAPPING:
        return json_is_object(value);
    case LIST:
    case TEXTS:
        return json_is_array(value);
    }
    return false;
}

static int check(const json_t *mapping, const struct field *fields, struct err *err);

/* Without `fields` they are texts. */
static int check_items(const json_t *list, const struct field *fields, struct err *err)
{
    enum type type = fields ? MAPPING : TEXT;
    size_t i;
    json_t *item;

    json_array_foreach ((json_t *)list, i, item) {
        int rc = 0;

        if (!is_of(item, type))
            rc = err_set(err, ERR_INVALID, ": it must be %s", words[type]);
        else if (fields)
            rc = check(item, fields, err);
        if (rc < 0)
            return err_below_index(err, i);
    }
    return 0;
}

/* A null is nothing, as everywhere in Helm's values. */
static int check(const json_t *mapping, const struct field *fields, struct err *err)
{
    for (; fields && fields->name; fields++) {
        const json_t *value = json_object_get(mapping, fields->name);
        int rc = 0;

        if (!value || json_is_null(value))
            continue;
        if (!is_of(value, fields->type))
            rc = err_set(err, ERR_INVALID, ": it must be %s", words[fields->type]);
        else if (fields->type == TEXTS || (fields->type == LIST && fields->within))
            rc = check_items(value, fields->within, err);
        else if (fields->within)
            rc = check(value, fields->within, err);
        if (rc < 0)
            return err_below(err, fields->name);
    }
    return 0;
}

int spec_check(const json_t *mesh_config, struct err *err)
{
    const json_t *spec = json_object_get(mesh_config, "spec");

    if (spec && !json_is_object(spec) && !json_is_null(spec))
        return err_set(err, ERR_INVALID, "spec: it must be a mapping");
    return check(spec, spec_fields, err) < 0 ? err_below(err, "spec") : 0;
}
