#include "operator/addons.h"

#include <string.h>

#include "base/mem.h"
#include "operator/addon.h"

/* Where another one reads it, to be freed: the one that is elsewhere, or ours; NULL: there is none.
 */
static char *url_of(const struct addons *addons, const char *name)
{
    const json_t *row = json_find(addons->rows, "addon", name);
    const char *external = json_dig_text(addon_find(addons->spec, name), "external", "url");

    if (external && addon_is_named(addon_find(addons->spec, name)))
        return mem_strdup(external);
    if (!row || !addons_want(addons, row))
        return NULL;
    return mem_printf("http://%s.%s:%lld", name, addons_namespace(addons, name),
                      (long long)json_number_or(json_object_get(row, "port"), 80));
}

/* What shows nothing without another one. */
static int check_need(const struct addons *addons, const json_t *row, struct err *err)
{
    const char *need = json_dig_text(row, "needs");
    auto_free char *url = need ? url_of(addons, need) : NULL;

    if (!need || url || !addons_want(addons, row))
        return 0;
    return err_set(err, ERR_INVALID,
                   "spec.addons.%s shows what %s has: name spec.addons.%s too, or its external.url",
                   json_text_at(row, "addon"), need, need);
}

int addons_find(const json_t *spec, const json_t *rows, const char *namespace, const char *revision,
                struct addons *ret, struct err *err)
{
    size_t i;
    json_t *row;

    *ret =
        (struct addons){.spec = spec, .rows = rows, .namespace = namespace, .revision = revision};
    if (telemetry_find(spec, rows, namespace, &ret->telemetry, err) < 0)
        return -1;
    json_array_foreach ((json_t *)rows, i, row) {
        if (check_need(ret, row, err) < 0)
            return -1;
    }
    return 0;
}

void addons_done(struct addons *addons)
{
    telemetry_done(&addons->telemetry);
}

bool addons_want(const struct addons *addons, const json_t *row)
{
    const char *name = json_text_at(row, "addon");
    const json_t *addon = addon_find(addons->spec, name);

    if (json_truth(json_object_get(row, "wiring")))
        return addons->telemetry.providers;
    if (addons->telemetry.addon && strcmp(addons->telemetry.addon, name) == 0)
        return true;
    return addon_is_named(addon) && !json_is_object(json_object_get(addon, "external"));
}

const char *addons_namespace(const struct addons *addons, const char *name)
{
    return addon_namespace(addon_find(addons->spec, name), addons->namespace);
}

/* Where the image is: elsewhere by the same name, if all images are (spec.images.registry). */
static char *repository_of(const json_t *image, const json_t *images)
{
    const char *own = json_text_at(image, "repository"), *slash = strrchr(own, '/');
    const char *registry = json_dig_text(images, "registry");

    return registry ? mem_printf("%s/%s", registry, slash ? slash + 1 : own) : mem_strdup(own);
}

static json_t *image_of(const json_t *image, const json_t *images)
{
    json_t *made = json_deep_copy(image);
    const json_t *policy = json_object_get(images, "pullPolicy"),
                 *secrets = json_object_get(images, "pullSecrets");
    auto_free char *repository = repository_of(image, images);

    json_put_text(made, "repository", repository);
    if (policy)
        json_put(made, "pullPolicy", json_incref((json_t *)policy));
    if (json_array_size(secrets) > 0)
        json_put(made, "pullSecrets", json_deep_copy(secrets));
    return made;
}

/* What is said, by the same name: not to Malha alone, and not by null. */
static void put_said(json_t *values, const char *field, const json_t *value)
{
    static const char *const ours[] = {"enabled", "namespace", "external", "values"};

    for (size_t i = 0; i < ARRAY_LEN(ours); i++) {
        if (strcmp(field, ours[i]) == 0)
            return;
    }
    if (value && !json_is_null(value))
        json_put(values, field, json_deep_copy(value));
}

json_t *addons_secret(const json_t *row, const json_t *values)
{
    const json_t *secret = json_object_get(row, "secret");

    return *json_text_at(values, json_text_at(secret, "unless")) ? NULL
                                                                 : json_incref((json_t *)secret);
}

static void put_read(json_t *values, const struct addons *addons, const json_t *row)
{
    size_t i;
    json_t *name;

    json_array_foreach (json_object_get(row, "reads"), i, name) {
        auto_free char *url = url_of(addons, json_string_value(name));

        if (url)
            json_put_text(json_make(values, json_string_value(name)), "url", url);
    }
}

static json_t *values_for(const struct addons *addons)
{
    json_t *values = json_object();

    json_put(values, "mesh",
             json_pack("{s:s,s:s}", "namespace", addons->namespace, "revision", addons->revision));
    return values;
}

static void overlay(json_t *values, const json_t *addon)
{
    const json_t *own = json_object_get(addon, "values");

    if (own)
        json_merge_values(values, own, false);
}

json_t *addons_values(const struct addons *addons, const json_t *row)
{
    const json_t *addon = addon_find(addons->spec, json_text_at(row, "addon"));
    const json_t *image = json_object_get(row, "image");
    json_t *values = values_for(addons), *value;
    const char *field;

    json_object_foreach ((json_t *)addon, field, value)
        put_said(values, field, value);
    if (image)
        json_put(values, "image", image_of(image, json_object_get(addons->spec, "images")));
    put_read(values, addons, row);
    overlay(values, addon);
    return values;
}

json_t *addons_wiring(const struct addons *addons, const char *log_file)
{
    const struct telemetry *telemetry = &addons->telemetry;
    const json_t *tracing = telemetry->tracing ? addon_find(addons->spec, "tracing") : NULL,
                 *logs = telemetry->access_logs ? addon_find(addons->spec, "accessLogs") : NULL;
    json_t *values = values_for(addons);

    if (tracing) {
        json_put_text(values, "provider", TELEMETRY_TRACING);
        put_said(values, "sampling", json_object_get(tracing, "sampling"));
    }
    if (logs) {
        json_t *to = json_make(values, "accessLogs");

        json_put_text(to, "provider", TELEMETRY_ACCESS_LOGS);
        json_put(to, "stdout", json_boolean(log_file && *log_file));
        put_said(to, "filter", json_object_get(logs, "filter"));
    }
    if (telemetry->externals)
        json_put(values, "externals", json_incref(telemetry->externals));
    overlay(values, tracing);
    overlay(values, logs);
    return values;
}
