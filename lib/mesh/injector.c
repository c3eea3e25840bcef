#include "mesh/injector.h"

#include <string.h>

#include "base/mem.h"
#include "helm/funcs.h"
#include "mesh/funcs.h"
#include "mesh/proxyconfig.h"
#include "mesh/view.h"
#include "yaml/yaml.h"
#include "json/arena.h"

static const struct gotmpl_table *const tables[] = {&mesh_funcs, HELM_SPRIG_TABLES};

struct injector *injector_ref(struct injector *injector)
{
    (void)__atomic_add_fetch(&injector->references, 1, __ATOMIC_RELAXED);
    return injector;
}

void injector_unref(struct injector *injector)
{
    if (!injector || __atomic_sub_fetch(&injector->references, 1, __ATOMIC_ACQ_REL) > 0)
        return;
    free(injector->policy);
    json_decref(injector->default_templates);
    json_decref(injector->aliases);
    json_decref(injector->never_inject);
    json_decref(injector->always_inject);
    json_decref(injector->injected_annotations);
    json_decref(injector->values);
    json_decref(injector->mesh);
    json_decref(injector->proxy_config);
    json_decref(injector->parsed_annotations);
    for (size_t i = 0; i < injector->n_templates; i++) {
        free(injector->templates[i].name);
        json_decref(injector->templates[i].text);
        gotmpl_set_free(injector->templates[i].set);
        yaml_known_free(injector->templates[i].known);
    }
    free(injector->templates);
    json_decref(injector->known);
    (void)pthread_mutex_destroy(&injector->parsing);
    free(injector);
}

static json_t *part(const json_t *config, const char *key, json_type type)
{
    json_t *value = json_object_get(config, key);

    if (value && json_typeof(value) == type)
        return json_incref(value);
    return type == JSON_ARRAY ? json_array() : json_object();
}

/* The texts in quotes of an action that parses something: names of annotations, most of all. */
static void note_parsed(struct injector *injector, const char *action, const char *end)
{
    for (const char *s = action; s < end; s++) {
        const char *close;

        if (*s != '"' && *s != '`')
            continue;
        close = memchr(s + 1, *s, (size_t)(end - s - 1));
        if (!close)
            return;
        auto_free char *name = mem_strndup(s + 1, (size_t)(close - s - 1));
        json_put(injector->parsed_annotations, name, json_true());
        s = close;
    }
}

/* What the template does with what it sees, as far as its text tells. */
static void look_at(struct injector *injector, const char *text)
{
    static const char *const commands[] = {".Env", ".Args", ".Command"};
    static const char *const parsers[] = {"fromjson", "fromyaml", "fromtoml"};

    for (size_t i = 0; i < ARRAY_LEN(commands); i++)
        injector->templates_read_commands |= strstr(text, commands[i]) != NULL;
    while ((text = strstr(text, "{{"))) {
        const char *end = strstr(text, "}}");

        end = end ? end : text + strlen(text);
        auto_free char *action = mem_strndup(text, (size_t)(end - text));
        for (size_t i = 0; i < ARRAY_LEN(parsers); i++) {
            if (strcasestr(action, parsers[i]))
                note_parsed(injector, text, end);
        }
        text = end;
    }
}

static struct gotmpl_set *parse_template(const struct injector_template *template, struct err *err)
{
    struct gotmpl_set *set = gotmpl_set_new(tables, ARRAY_LEN(tables));

    if (gotmpl_parse(set, template->name, json_string_value(template->text),
                     json_string_length(template->text), err) == 0)
        return set;
    gotmpl_set_free(set);
    return NULL;
}

static int add_template(struct injector *injector, const char *name, const json_t *text,
                        struct err *err)
{
    struct injector_template *added = &injector->templates[injector->n_templates++];
    struct gotmpl_set *set;

    added->name = mem_strdup(name);
    added->text = json_incref((json_t *)text);
    set = parse_template(added, err);
    if (!set)
        return -1;
    injector->templates_change_data |= gotmpl_changes_data(set);
    look_at(injector, json_string_value(text));
    gotmpl_set_free(set);
    return 0;
}

static int parse_config(struct injector *injector, const char *text, struct err *err)
{
    auto_json json_t *config = NULL;
    const char *name, *policy;
    json_t *templates, *template;

    if (yaml_parse(text, strlen(text), YAML_PLAIN, &config, err) < 0)
        return err_wrap(err, "config");
    if (!json_is_object(config))
        return err_set(err, ERR_INVALID, "config: it is no mapping");
    policy = json_dig_text(config, "policy");
    injector->policy = mem_strdup(policy ? policy : "");
    injector->default_templates = part(config, "defaultTemplates", JSON_ARRAY);
    if (json_array_size(injector->default_templates) == 0)
        json_array_append_new(injector->default_templates, json_string("sidecar"));
    injector->aliases = part(config, "aliases", JSON_OBJECT);
    injector->never_inject = part(config, "neverInjectSelector", JSON_ARRAY);
    injector->always_inject = part(config, "alwaysInjectSelector", JSON_ARRAY);
    injector->injected_annotations = part(config, "injectedAnnotations", JSON_OBJECT);

    templates = json_object_get(config, "templates");
    injector->templates =
        mem_zalloc((json_object_size(templates) + 1) * sizeof(*injector->templates));
    injector->parsed_annotations = json_object();
    json_object_foreach (templates, name, template) {
        if (!json_is_string(template))
            return err_set(err, ERR_INVALID, "config: template %s is no text", name);
        if (add_template(injector, name, template, err) < 0)
            return err_wrap(err, "config");
    }
    return 0;
}

/* Parsed, and what depends on the configuration alone is executed now, not for each Pod. */
static struct gotmpl_set *make_set(const struct injector *injector,
                                   const struct injector_template *template)
{
    static const char *const known[] = {"Values", "MeshConfig", NULL};
    struct value data = value_tree(injector->known, &view_root);
    auto_err struct err err = ERR_INIT; /* there was none in injector_parse() */
    struct gotmpl_set *set = parse_template(template, &err);

    if (set)
        gotmpl_fold(set, template->name, &data, known);
    return set;
}

const struct gotmpl_set *injector_set(const struct injector *injector,
                                      struct injector_template *template)
{
    struct gotmpl_set *set = __atomic_load_n(&template->set, __ATOMIC_ACQUIRE);

    if (set)
        return set;
    (void)pthread_mutex_lock((pthread_mutex_t *)&injector->parsing);
    set = template->set;
    if (!set) {
        struct json_arena_hold hold = json_arena_leave(); /* what it makes stays */

        set = make_set(injector, template);
        json_arena_return(hold);
        __atomic_store_n(&template->set, set, __ATOMIC_RELEASE);
    }
    (void)pthread_mutex_unlock((pthread_mutex_t *)&injector->parsing);
    return set;
}

struct injector_template *injector_template(const struct injector *injector, const char *name)
{
    for (size_t i = 0; i < injector->n_templates; i++) {
        if (strcmp(injector->templates[i].name, name) == 0)
            return &injector->templates[i];
    }
    return NULL;
}

/* The charts write JSON, who writes by hand YAML; either way numbers are reals, as in Go. */
static int parse_values(const char *text, json_t **ret_values, struct err *err)
{
    auto_json json_t *values = json_loads(text, JSON_DECODE_INT_AS_REAL, NULL);

    if (!values && yaml_parse(text, strlen(text), YAML_FLOATS, &values, err) < 0)
        return err_wrap(err, "values");
    if (!json_is_object(values))
        return err_set(err, ERR_INVALID, "values: they are no mapping");
    *ret_values = STEAL(values);
    return 0;
}

int injector_parse(const char *config, const char *values, const char *mesh, struct injector **ret,
                   struct err *err)
{
    struct injector *injector = mem_zalloc(sizeof(*injector));

    injector->references = 1;
    (void)pthread_mutex_init(&injector->parsing, NULL);
    view_prepare();
    if (parse_config(injector, config, err) < 0)
        goto broken;
    if (parse_values(values, &injector->values, err) < 0)
        goto broken;
    if (mesh_config_parse(mesh, strlen(mesh), &injector->mesh, err) < 0)
        goto broken;
    injector->proxy_config = proxy_config_of_mesh(injector->mesh);
    injector->known = json_object();
    json_put(injector->known, "Values", json_incref(injector->values));
    json_put(injector->known, "MeshConfig", json_incref(injector->mesh));
    *ret = injector;
    return 0;

broken:
    injector_unref(injector);
    return -1;
}

static bool list_has(const json_t *values, const json_t *value)
{
    for (size_t i = 0; i < json_array_size(values); i++) {
        if (value && json_equal(json_array_get(values, i), value))
            return true;
    }
    return false;
}

int selector_requirement(const json_t *expression, const json_t *labels, bool *ret_holds,
                         struct err *err)
{
    const char *how = json_dig_text(expression, "operator"),
               *name = json_dig_text(expression, "key");
    const json_t *has = name ? json_object_get(labels, name) : NULL;
    const json_t *values = json_object_get(expression, "values");

    if (!how || !name)
        return err_set(err, ERR_INVALID, "label selector: an expression without key or operator");
    if (strcmp(how, "In") == 0)
        *ret_holds = list_has(values, has);
    else if (strcmp(how, "NotIn") == 0)
        *ret_holds = !list_has(values, has);
    else if (strcmp(how, "Exists") == 0)
        *ret_holds = has != NULL;
    else if (strcmp(how, "DoesNotExist") == 0)
        *ret_holds = has == NULL;
    else
        return err_set(err, ERR_INVALID, "label selector: \"%s\" is not a valid operator", how);
    return 0;
}

int selector_matches(const json_t *selector, const json_t *labels, bool *ret_matches,
                     struct err *err)
{
    const json_t *match = json_object_get(selector, "matchLabels");
    const json_t *expressions = json_object_get(selector, "matchExpressions");
    const char *key;
    json_t *value, *expression;
    size_t i;

    *ret_matches = false;
    if (json_object_size(match) == 0 && json_array_size(expressions) == 0)
        return 0;
    json_object_foreach ((json_t *)match, key, value) {
        const json_t *has = json_object_get(labels, key);

        if (!has || !json_equal(has, value))
            return 0;
    }
    json_array_foreach ((json_t *)expressions, i, expression) {
        bool holds;

        if (selector_requirement(expression, labels, &holds, err) < 0)
            return -1;
        if (!holds)
            return 0;
    }
    *ret_matches = true;
    return 0;
}
