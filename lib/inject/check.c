#include "inject/check.h"

#include <string.h>

#include "base/limits.h"
#include "base/mem.h"
#include "inject/neutral.h"
#include "inject/templates.h"
#include "yaml/yaml.h"

/* What lies under these gives rights: there values are compared, too. */
static const char *const rights[] = {"securityContext",
                                     "volumes",
                                     "serviceAccountName",
                                     "serviceAccount",
                                     "automountServiceAccountToken",
                                     "hostNetwork",
                                     "hostPID",
                                     "hostIPC",
                                     "shareProcessNamespace",
                                     "hostUsers",
                                     "nodeName",
                                     "nodeSelector",
                                     "tolerations",
                                     "priorityClassName",
                                     "runtimeClassName"};

static bool gives_rights(const char *key)
{
    for (size_t i = 0; i < ARRAY_LEN(rights); i++) {
        if (strcmp(key, rights[i]) == 0)
            return true;
    }
    return strstr(key, YAML_AGAIN) !=
           NULL; /* where one of them counts, and which is not known here */
}

/* A place within the rendered tree, as a chain of the calls that went there. */
struct place {
    const struct place *parent;
    const char *key; /* NULL: an element of a list */
    size_t index;
};

static void print_place(struct buf *out, const struct place *place)
{
    if (!place)
        return;
    print_place(out, place->parent);
    if (place->key)
        buf_addf(out, "%s%s", out->len ? "." : "", place->key);
    else
        buf_addf(out, "[%zu]", place->index);
}

static int differs(const struct place *place, struct err *err)
{
    auto_buf struct buf where = BUF_INIT(LIMIT_MESSAGE);

    print_place(&where, place);
    return err_set(err, ERR_INVALID,
                   "at %s a text of the pod would become more than a text: annotations, labels and "
                   "names that a template prints must not hold quotes, line ends, brackets, '#' or "
                   "': '",
                   where.len ? buf_text(&where) : "its top");
}

static int compare(const json_t *got, const json_t *asked, const struct place *place, bool exact,
                   struct err *err);

static int compare_mappings(const json_t *got, const json_t *asked, const struct place *place,
                            bool exact, struct err *err)
{
    const char *key;
    json_t *value;

    if (json_object_size(got) != json_object_size(asked))
        return differs(place, err);
    json_object_foreach ((json_t *)got, key, value) {
        auto_free char *plain = neutral_text(key, strlen(key));
        const struct place below = {.parent = place, .key = plain};
        const json_t *other = json_object_get(asked, plain);

        if (!other)
            return differs(&below, err);
        if (compare(value, other, &below, exact || gives_rights(plain), err) < 0)
            return -1;
    }
    return 0;
}

static int compare(const json_t *got, const json_t *asked, const struct place *place, bool exact,
                   struct err *err)
{
    bool container = json_is_object(got) || json_is_array(got);

    if (container ? json_typeof(got) != json_typeof(asked)
                  : json_is_object(asked) || json_is_array(asked))
        return differs(place, err);
    if (json_is_object(got))
        return compare_mappings(got, asked, place, exact, err);
    if (!container && exact) {
        auto_json json_t *plain = neutral_tree(got, false);

        return json_same(plain, asked) ? 0 : differs(place, err);
    }
    if (container && json_array_size(got) != json_array_size(asked))
        return differs(place, err);
    for (size_t i = 0; i < json_array_size(got); i++) {
        const struct place below = {.parent = place, .index = i};

        if (compare(json_array_get(got, i), json_array_get(asked, i), &below, exact, err) < 0)
            return -1;
    }
    return 0;
}

int check_additions(const struct inject_input *in, const json_t *names, const json_t *texts,
                    struct err *err)
{
    auto_json json_t *pod = neutral_pod(in), *asked_texts = NULL;

    if (pod == in->pod)
        return 0;
    auto_json json_t *proxy_config = neutral_tree(in->proxy_config, false);
    auto_json json_t *status = neutral_tree(in->status, false);
    auto_json json_t *overrides = neutral_tree(in->overrides, false);
    struct inject_input plain = *in;

    plain.pod = pod;
    plain.proxy_config = proxy_config;
    plain.status = status;
    plain.overrides = overrides;
    if (templates_render(&plain, names, &asked_texts, err) < 0)
        return err_wrap(err, "without the quotes and brackets in the pod's annotations");
    for (size_t i = 0; i < json_array_size(names); i++) {
        const char *name = json_string_value(json_array_get(names, i));
        auto_json json_t *got = NULL, *asked = NULL;

        if (templates_parse(in, name, json_array_get(texts, i), YAML_REPEATED, &got, err) < 0 ||
            templates_parse(in, name, json_array_get(asked_texts, i), YAML_REPEATED, &asked, err) <
                0)
            return -1;
        if (compare(got, asked, NULL, false, err) < 0)
            return err_wrap(err, "template %s", name);
    }
    return 0;
}
