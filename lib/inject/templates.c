#include "inject/templates.h"

#include <ctype.h>
#include <string.h>

#include "base/limits.h"
#include "base/mem.h"
#include "inject/pod.h"
#include "inject/view.h"
#include "mesh/view.h"
#include "yaml/yaml.h"

/* More names than anybody configures, and few enough to be rendered for each Pod. */
#define MAX_TEMPLATES 64

int templates_choose(const struct inject_input *in, json_t **ret_names, struct err *err)
{
    const char *asked = pod_annotation(in->pod, "inject.istio.io/templates");
    auto_json json_t *names = json_array(), *resolved = json_array();
    size_t i, k;
    json_t *name, *alias;

    if (asked) {
        while (true) {
            size_t len = strcspn(asked, ","), from = 0, to = len;

            while (from < to && isspace((unsigned char)asked[from]))
                from++;
            while (to > from && isspace((unsigned char)asked[to - 1]))
                to--;
            json_array_append_new(names, json_stringn_nocheck(asked + from, to - from));
            if (!asked[len])
                break;
            asked += len + 1;
        }
    } else {
        (void)json_array_extend(names, in->injector->default_templates);
    }
    json_array_foreach (names, i, name) {
        json_t *targets = json_object_get(in->injector->aliases, json_string_value(name));

        if (!targets)
            json_array_append(resolved, name);
        json_array_foreach (targets, k, alias)
            json_array_append(resolved, alias);
    }
    json_array_foreach (resolved, i, name) {
        const char *text = json_string_value(name);

        if (!text || !injector_template(in->injector, text))
            return err_set(
                err, ERR_INVALID,
                "requested template \"%s\" not found; annotation inject.istio.io/templates must name "
                "templates of the injector's ConfigMap",
                text ? text : "");
    }
    if (json_array_size(resolved) > MAX_TEMPLATES)
        return err_set(err, ERR_INVALID,
                       "annotation inject.istio.io/templates names more than %d templates",
                       MAX_TEMPLATES);
    *ret_names = STEAL(resolved);
    return 0;
}

/* `steps` is what is left of them for the request. */
static int render(const struct inject_input *in, const struct value *dot, const char *name,
                  uint64_t *steps, json_t **ret_text, struct err *err)
{
    const struct gotmpl_set *set =
        injector_set(in->injector, injector_template(in->injector, name));
    auto_buf struct buf out = BUF_INIT(LIMIT_ADMISSION_TEXT);
    struct gotmpl_run run;
    int rc;

    if (!set)
        return err_set(err, ERR_INTERNAL, "template %s cannot be parsed again", name);
    gotmpl_run_init(&run, set, (void *)in->injector);
    run.max_steps = *steps;
    run.max_memory = LIMIT_ADMISSION_MEMORY;
    rc = gotmpl_execute(&run, name, dot, &out, err);
    *steps -= run.steps < *steps ? run.steps : *steps;
    gotmpl_run_done(&run);
    if (rc < 0 || buf_check(&out, name, err) < 0)
        return -1;
    *ret_text = json_stringn_nocheck(buf_text(&out), out.len);
    return 0;
}

int templates_render(const struct inject_input *in, const json_t *names, json_t **ret_texts,
                     struct err *err)
{
    auto_json json_t *texts = json_array(), *data = view_make(in);
    struct value dot = value_tree(data, &view_root);
    uint64_t steps = LIMIT_ADMISSION_STEPS;

    for (size_t i = 0; i < json_array_size(names); i++) {
        json_t *text;

        if (render(in, &dot, json_string_value(json_array_get(names, i)), &steps, &text, err) < 0)
            return -1;
        json_array_append_new(texts, text);
    }
    *ret_texts = STEAL(texts);
    return 0;
}

int templates_parse(const struct inject_input *in, const char *name, const json_t *text, int flags,
                    json_t **ret_patch, struct err *err)
{
    const struct injector_template *template = injector_template(in->injector, name);
    auto_json json_t *patch = NULL;

    if (yaml_parse_known(flags ? NULL : template->known, json_string_value(text),
                         json_string_length(text), TEMPLATES_YAML_FLAGS | flags, &patch, err) < 0)
        return err_wrap(err, "template %s does not render to YAML", name);
    if (json_is_null(patch))
        patch = json_object();
    if (!json_is_object(patch))
        return err_set(err, ERR_INVALID, "template %s does not render to a mapping", name);
    *ret_patch = STEAL(patch);
    return 0;
}
