/* Every field of a spec with every wrong type. */
#include "operator/spec.h"
#include "tests/unit/unit.h"

static const struct {
    const char *path; /* a number is a place in a list */
    const char
        *good; /* of which types it may be: the first letters of text, truth, list, mapping */
} fields[] = {
    {"profile", "s"},
    {"version", "s"},
    {"namespace", "s"},
    {"platform", "s"},
    {"paused", "b"},
    {"values", "m"},
    {"values.global", "m"},
    {"values.env", "m"},
    {"values.sidecarInjectorWebhook", "m"},
    {"values.revision", "s"},
    {"values.revisionTags", "l"},
    {"values.revisionTags.0", "s"},
    {"images", "m"},
    {"images.registry", "s"},
    {"images.tag", "s"},
    {"images.pullPolicy", "s"},
    {"images.pullSecrets", "l"},
    {"injection", "m"},
    {"injection.provider", "s"},
    {"injection.failurePolicy", "s"},
    {"components", "m"},
    {"components.base", "m"},
    {"components.pilot.enabled", "b"},
    {"components.cni.values", "m"},
    {"components.ztunnel", "m"},
    {"components.ingressGateways", "l"},
    {"components.egressGateways.0", "m"},
    {"components.ingressGateways.1.name", "s"},
    {"components.egressGateways.0.namespace", "s"},
    {"components.egressGateways.0.enabled", "b"},
    {"components.ingressGateways.0.values", "m"},
    {"components.egressGateways.0.values.global", "m"},
    {"components.pilot.values.env", "m"},
    {"components.pilot.values.revisionTags.0", "s"},
    {"addons", "m"},
    {"addons.prometheus", "m"},
    {"addons.prometheus.enabled", "b"},
    {"addons.prometheus.namespace", "s"},
    {"addons.prometheus.retention", "s"},
    {"addons.prometheus.storage", "m"},
    {"addons.prometheus.storage.size", "s"},
    {"addons.prometheus.storage.storageClassName", "s"},
    {"addons.prometheus.storage.retain", "b"},
    {"addons.prometheus.external", "m"},
    {"addons.prometheus.external.url", "s"},
    {"addons.prometheus.values", "m"},
    {"addons.jaeger", "m"},
    {"addons.jaeger.retention", "s"},
    {"addons.jaeger.storage.size", "s"},
    {"addons.zipkin", "m"},
    {"addons.zipkin.enabled", "b"},
    {"addons.zipkin.values", "m"},
    {"addons.tracing", "m"},
    {"addons.tracing.enabled", "b"},
    {"addons.tracing.provider", "s"},
    {"addons.tracing.endpoint", "s"},
    {"addons.tracing.sampling", "n"},
    {"addons.tracing.values", "m"},
    {"addons.accessLogs", "m"},
    {"addons.accessLogs.endpoint", "s"},
    {"addons.accessLogs.filter", "s"},
    {"addons.kiali", "m"},
    {"addons.kiali.access", "s"},
    {"addons.kiali.signingKeySecret", "s"},
    {"patches", "l"},
    {"patches.0", "m"},
    {"patches.0.target", "m"},
    {"patches.0.target.group", "s"},
    {"patches.0.target.kind", "s"},
    {"patches.0.target.name", "s"},
    {"patches.0.target.namespace", "s"},
    {"patches.0.patch", "m"},
    {"patches.0.jsonPatch", "l"},
    {"ignoreDifferences", "l"},
    {"ignoreDifferences.0", "m"},
    {"ignoreDifferences.0.group", "s"},
    {"ignoreDifferences.0.kind", "s"},
    {"ignoreDifferences.0.name", "s"},
    {"ignoreDifferences.0.namespace", "s"},
    {"ignoreDifferences.0.jsonPointers", "l"},
    {"ignoreDifferences.0.jsonPointers.0", "s"},
};

static const struct {
    char type;
    const char *text;
} values[] = {{'s', "'x'"}, {'b', "true"}, {'l', "[]"}, {'m', "{}"}, {'n', "7"}};

/* {"spec": ...} with the value at the path. */
static json_t *with(const char *path, json_t *value)
{
    auto_free char *copy = mem_strdup(path);
    char *dot;

    while ((dot = strrchr(copy, '.')) || *copy) {
        const char *key = dot ? dot + 1 : copy;

        if (*key == '0' || *key == '1') {
            json_t *list = *key == '1' ? json_pack("[{s:s}]", "name", "a") : json_array();

            json_array_append_new(list, value);
            value = list;
        } else {
            value = json_pack("{s:o}", key, value);
        }
        if (!dot)
            break;
        *dot = '\0';
    }
    return json_pack("{s:o}", "spec", value);
}

/* "spec.components.egressGateways[0].name" */
static char *shown(const char *path)
{
    struct buf out = BUF_INIT(LIMIT_MESSAGE);

    buf_adds(&out, "spec.");
    for (; *path; path++) {
        if (*path == '.' && (path[1] == '0' || path[1] == '1')) {
            buf_addf(&out, "[%c]", path[1]);
            path++;
        } else {
            buf_addc(&out, *path);
        }
    }
    return buf_take(&out);
}

static void a_wrong_type_is_refused_with_its_path(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(fields); i++) {
        auto_free char *path = shown(fields[i].path);

        for (size_t k = 0; k < ARRAY_LEN(values); k++) {
            auto_json json_t *mesh_config = with(fields[i].path, unit_json(values[k].text));
            auto_err struct err err = ERR_INIT;
            bool good = *fields[i].good == values[k].type;

            if ((spec_check(mesh_config, &err) == 0) != good ||
                (!good &&
                 (err.class != ERR_INVALID || strncmp(err_message(&err), path, strlen(path)) != 0 ||
                  !strstr(err_message(&err), ": it must be "))))
                fail_msg("%s: %s: %s", fields[i].path, values[k].text, err_message(&err));
        }
    }
}

static void what_is_not_there_is_right(void **state)
{
    static const char *const specs[] = {"{}", "{'spec':{}}", "{'spec':null}",
                                        "{'spec':{'profile':null,'components':{'pilot':null}}}",
                                        "{'spec':{'images':{'pullSecrets':['a']},'more':7}}"};

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(specs); i++) {
        auto_json json_t *mesh_config = unit_json(specs[i]);
        auto_err struct err err = ERR_INIT;

        assert_int_equal(spec_check(mesh_config, &err), 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_wrong_type_is_refused_with_its_path),
        cmocka_unit_test(what_is_not_there_is_right),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
