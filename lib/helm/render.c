#include "helm/render.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/limits.h"
#include "base/mem.h"
#include "gotmpl/gotmpl.h"
#include "helm/dot.h"
#include "helm/engine.h"
#include "helm/funcs.h"
#include "helm/manifests.h"
#include "helm/schema.h"
#include "helm/semver.h"
#include "helm/tree.h"
#include "helm/values.h"
#include "yaml/yaml.h"

static const struct gotmpl_table *const tables[] = {&helm_funcs_engine, HELM_SPRIG_TABLES};

struct template
{
    char *path; /* istiod/templates/x.yaml */
    char *base_path;
    const struct helm_file *file;
    json_t *top; /* borrowed: what dot is in it */
    size_t order;
    bool waits; /* is parsed when it is needed: it gives no other template but itself */
};

struct renderer {
    const struct helm_release *release;
    struct helm_engine engine;
    struct gotmpl_set *set;
    struct gotmpl_run run;
    json_t *release_info, *capabilities;
    struct template *templates;
    size_t n_templates, cap_templates;
};

static void template_done(struct template *t)
{
    free(t->path);
    free(t->base_path);
}

/* Collects the templates of `node` and of those below; returns its dot, which the caller takes. */
static json_t *collect(struct renderer *r, const struct helm_node *node, json_t *values)
{
    json_t *top = json_object(), *below = json_object();
    auto_free char *path = helm_tree_path(node);
    bool library = strcasecmp(helm_chart_text(node->chart, "type"), "library") == 0;

    json_put(top, "Chart", dot_chart(&r->run, node));
    json_put(top, "Files", dot_files(&r->run, node->chart));
    json_put(top, "Release", json_incref(r->release_info));
    json_put(top, "Capabilities", json_incref(r->capabilities));
    json_put(top, "Values", json_incref(values));
    json_put(top, "Subcharts", below);
    dot_type(&r->run, top);
    for (size_t i = 0; i < node->n_children; i++) {
        const struct helm_node *child = node->children[i];
        json_t *own = helm_values_table(values, child->name, NULL);
        auto_json json_t *none = json_object();

        json_put(below, child->name, collect(r, child, own ? own : none));
    }
    for (size_t i = 0; i < node->chart->templates.n; i++) {
        const struct helm_file *file = &node->chart->templates.items[i];

        if (library && *helm_base_name(file->name) != '_')
            continue;
        mem_grow(&r->templates, &r->cap_templates, r->n_templates, sizeof(*r->templates));
        r->templates[r->n_templates] = (struct template){
            .path = mem_printf("%s/%s", path, file->name),
            .base_path = mem_printf("%s/templates", path),
            .file = file,
            .top = top,
            .order = r->n_templates,
        };
        r->n_templates++;
    }
    return top;
}

/* ---- execution ---- */

static size_t count_slashes(const char *path)
{
    size_t n = 0;

    for (; *path; path++)
        n += *path == '/';
    return n;
}

/* Deepest path first, then the last of the alphabet: the order in which Helm parses and executes.
 */
static int compare_templates(const void *a, const void *b)
{
    const struct template *x = a, *y = b;
    size_t sx = count_slashes(x->path), sy = count_slashes(y->path);
    int order = strcmp(y->path, x->path);

    if (sx != sy)
        return sx > sy ? -1 : 1;
    if (order != 0)
        return order;
    return x->order > y->order ? -1 : 1;
}

/* Of templates with the same path, those of a chart that stands at two places, the last one stays.
 */
static void sort_templates(struct renderer *r)
{
    size_t n = 0;

    if (r->n_templates)
        qsort(r->templates, r->n_templates, sizeof(*r->templates), compare_templates);
    for (size_t i = 0; i < r->n_templates; i++) {
        struct template *t = &r->templates[i];

        if (n && strcmp(r->templates[n - 1].path, t->path) == 0)
            template_done(t);
        else
            r->templates[n++] = *t;
    }
    r->n_templates = n;
}

static bool is_partial(const struct template *t)
{
    return helm_base_name(t->path)[0] == '_';
}

/* Helm's words for a failure: the place, then the message of fail or required alone. */
static int clean_error(struct err *err, bool parsing)
{
    const char *message = err_message(err), *start, *end, *place, *after;

    if (strncmp(message, "template: ", 10) != 0)
        return -1;
    place = message + 10;
    after = strstr(place, ": ");
    if (!after)
        return -1;
    if (parsing) {
        const char *last = after;

        for (const char *p = after; (p = strstr(p, ": ")); p += 2)
            last = p;
        auto_free char *text = mem_strdup(last + 2);
        auto_free char *where = mem_strndup(place, (size_t)(after - place));
        return err_set(err, ERR_INVALID, "parse error at (%s): %s", where, text);
    }
    start = strstr(message, HELM_WARN_START);
    end = NULL;
    for (const char *p = start; p && (p = strstr(p, HELM_WARN_END)); p++)
        end = p;
    if (!start || !end)
        return -1;
    start += strlen(HELM_WARN_START);
    auto_free char *text = mem_strndup(start, (size_t)(end - start));
    auto_free char *where = mem_strndup(place, (size_t)(after - place));
    return err_set(err, ERR_INVALID, "execution error at (%s): %s", where, text);
}

static int parse(const struct template *t, struct gotmpl_set *set, struct err *err)
{
    if (gotmpl_parse_in_place(set, t->path, helm_file_data(t->file), helm_file_len(t->file), err) <
        0)
        return clean_error(err, true);
    return 0;
}

/* Helm parses all templates, then executes. What is seen of that: their definitions, and an error
 * of any of them comes before those of executing. Both are kept where a template that defines
 * nothing is parsed as it is executed, and its tree gone after it. */
static int parse_templates(struct renderer *r, struct err *err)
{
    bool taken = false;

    for (size_t i = 0; i < r->n_templates; i++) {
        struct template *t = &r->templates[i];

        t->waits =
            !is_partial(t) && !gotmpl_may_define(helm_file_data(t->file), helm_file_len(t->file));
        if (!t->waits && parse(t, r->set, err) < 0)
            return -1;
    }
    for (size_t i = 0; i < r->n_templates; i++)
        taken |= r->templates[i].waits && gotmpl_has(r->set, r->templates[i].path);
    if (!taken)
        return 0;
    /* another one defines a template by the path of this: their order decides */
    gotmpl_set_free(r->set);
    r->run.set = r->set = gotmpl_set_new(tables, ARRAY_LEN(tables));
    for (size_t i = 0; i < r->n_templates; i++) {
        r->templates[i].waits = false;
        if (parse(&r->templates[i], r->set, err) < 0)
            return -1;
    }
    return 0;
}

/* The first error of parsing in place of what went wrong, if there is one. */
static int first_error(const struct renderer *r, struct err *err)
{
    struct gotmpl_set *set = gotmpl_set_new(tables, ARRAY_LEN(tables));
    auto_err struct err found = ERR_INIT;
    int rc = 0;

    for (size_t i = 0; i < r->n_templates && rc == 0; i++)
        rc = parse(&r->templates[i], set, &found);
    gotmpl_set_free(set);
    return rc < 0 ? err_set(err, ERR_INVALID, "%s", err_message(&found)) : -1;
}

/* A template that waits is asked for by the path of its file. */
static bool parse_missing(struct gotmpl_run *run, const char *name)
{
    const struct helm_engine *engine = run->user;
    struct renderer *r = engine->owner;
    auto_err struct err ignored = ERR_INIT; /* comes when it is executed */

    for (size_t i = 0; i < r->n_templates; i++) {
        struct template *t = &r->templates[i];

        if (!t->waits || strcmp(t->path, name) != 0)
            continue;
        t->waits = parse(t, r->set, &ignored) < 0;
        return !t->waits;
    }
    return false;
}

static int execute(struct renderer *r, const struct template *t, struct helm_text *ret_text,
                   struct err *err)
{
    auto_buf struct buf out = BUF_INIT(LIMIT_TEMPLATE_OUTPUT);
    json_t *about = json_object();
    struct gotmpl_set *own = NULL;
    struct value dot;
    int rc = 0;

    json_put_text(about, "Name", t->path);
    json_put_text(about, "BasePath", t->base_path);
    json_put(t->top, "Template", about);
    dot = gotmpl_value_of(&r->run, t->top, NULL);
    if (t->waits) {
        r->run.set = own = gotmpl_set_child(r->set);
        rc = parse(t, own, err);
    }
    if (rc == 0 && gotmpl_execute(&r->run, t->path, &dot, &out, err) < 0)
        rc = clean_error(err, false);
    gotmpl_run_forget_texts(&r->run);
    helm_engine_forget(&r->engine);
    gotmpl_set_free(own);
    r->run.set = r->set;
    if (rc < 0)
        return -1;
    if (buf_check(&out, t->path, err) < 0)
        return -1;
    helm_drop_no_value(&out);
    ret_text->path = mem_strdup(t->path);
    ret_text->len = out.len;
    ret_text->text = mem_realloc(buf_take(&out), ret_text->len + 1);
    return 0;
}

static int compare_texts(const void *a, const void *b)
{
    return strcmp(((const struct helm_text *)a)->path, ((const struct helm_text *)b)->path);
}

/* Executes in Helm's order; the results come in the order of the alphabet. */
static int render_all(struct renderer *r, struct helm_texts *texts, struct err *err)
{
    size_t total = 0;

    for (size_t i = 0; i < r->n_templates; i++) {
        const struct template *t = &r->templates[i];
        struct helm_text text;

        if (is_partial(t))
            continue;
        if (execute(r, t, &text, err) < 0)
            return -1;
        mem_grow(&texts->items, &texts->cap, texts->n, sizeof(*texts->items));
        texts->items[texts->n++] = text;
        total += text.len;
        if (total > LIMIT_RENDERED)
            return err_set(err, ERR_INVALID, "%s: with it the chart renders more than %u bytes",
                           t->path, LIMIT_RENDERED);
    }
    if (texts->n)
        qsort(texts->items, texts->n, sizeof(*texts->items), compare_texts);
    return 0;
}

/* The values of each chart against its own schema; all that is wrong is told at once. */
static void check_schemas(const struct helm_node *node, const json_t *values, struct buf *faults)
{
    auto_err struct err err = ERR_INIT;

    if (node->chart->schema && schema_check(node->chart->schema, values, &err) < 0)
        buf_addf(faults, "\n%s:\n%s", node->name, err_message(&err));
    for (size_t i = 0; i < node->n_children; i++) {
        const json_t *below = json_object_get(values, node->children[i]->name);

        if (json_is_object(below))
            check_schemas(node->children[i], below, faults);
    }
}

static int check_kube_version(const struct helm_chart *chart, const struct helm_release *release,
                              struct err *err)
{
    const char *wanted = helm_chart_text(chart, "kubeVersion"),
               *version = release->kube_version ? release->kube_version : HELM_KUBE_VERSION;

    if (*wanted && !semver_matches(wanted, version))
        return err_set(err, ERR_INVALID,
                       "chart requires kubeVersion: %s which is incompatible with Kubernetes %s",
                       wanted, version);
    return 0;
}

/* The tree and its values, checked. */
static int prepare(const struct helm_chart *chart, const json_t *values,
                   const struct helm_release *release, struct helm_tree **ret_tree,
                   json_t **ret_values, struct err *err)
{
    auto_buf struct buf faults = BUF_INIT(LIMIT_MESSAGE);
    auto_json json_t *all = NULL;
    struct helm_tree *tree;

    if (helm_tree_new(chart, values, &tree, err) < 0)
        return -1;
    if (helm_values_coalesce(tree->root, values, &all, err) < 0)
        goto broken;
    if (!release->skip_schema)
        check_schemas(tree->root, all, &faults);
    if (faults.len) {
        (void)err_set(err, ERR_INVALID,
                      "values don't meet the specifications of the schema(s) in the following "
                      "chart(s):%s",
                      buf_text(&faults));
        goto broken;
    }
    if (check_kube_version(chart, release, err) < 0)
        goto broken;
    *ret_tree = tree;
    *ret_values = STEAL(all);
    return 0;

broken:
    helm_tree_free(tree);
    return -1;
}

static void renderer_done(struct renderer *r)
{
    for (size_t i = 0; i < r->n_templates; i++)
        template_done(&r->templates[i]);
    free(r->templates);
    gotmpl_run_done(&r->run);
    gotmpl_set_free(r->set);
    helm_engine_done(&r->engine);
    json_decref(r->release_info);
    json_decref(r->capabilities);
}

/* All templates of a tree whose values are there. */
static int execute_tree(const struct helm_node *root, json_t *values,
                        const struct helm_release *release, struct helm_texts *ret_texts,
                        struct err *err)
{
    struct renderer r = {.release = release};
    struct helm_texts texts = {0};
    json_t *top;
    int rc;

    r.set = gotmpl_set_new(tables, ARRAY_LEN(tables));
    r.engine.owner = &r;
    gotmpl_run_init(&r.run, r.set, &r.engine);
    r.run.missing = parse_missing;
    r.release_info = dot_release(release);
    r.capabilities = dot_capabilities(&r.run, release);
    top = collect(&r, root, values);
    sort_templates(&r);
    rc = parse_templates(&r, err);
    if (rc == 0)
        rc = render_all(&r, &texts, err);
    if (rc < 0)
        rc = first_error(&r, err);
    renderer_done(&r);
    json_decref(top);
    if (rc < 0) {
        helm_texts_done(&texts);
        return -1;
    }
    *ret_texts = texts;
    return 0;
}

int helm_execute(const struct helm_chart *chart, const json_t *values,
                 const struct helm_release *release, struct helm_texts *ret_texts, struct err *err)
{
    auto_json json_t *all_values = NULL;
    struct helm_tree *tree;
    int rc;

    if (prepare(chart, values, release, &tree, &all_values, err) < 0)
        return -1;
    rc = execute_tree(tree->root, all_values, release, ret_texts, err);
    helm_tree_free(tree);
    return rc;
}

int helm_render(const struct helm_chart *chart, const json_t *values,
                const struct helm_release *release, struct helm_manifests *ret_manifests,
                struct err *err)
{
    struct helm_texts texts = {0};
    auto_json json_t *all_values = NULL;
    struct helm_tree *tree;
    int rc;

    if (prepare(chart, values, release, &tree, &all_values, err) < 0)
        return -1;
    rc = execute_tree(tree->root, all_values, release, &texts, err);
    if (rc == 0)
        rc = manifests_make(tree->root, &texts, release->text_only, ret_manifests, err);
    helm_texts_done(&texts);
    helm_tree_free(tree);
    return rc;
}

int helm_release_name(const char *pattern, char **ret_name, struct err *err)
{
    static const char name[] = "name-template";
    auto_buf struct buf out = BUF_INIT(LIMIT_TEMPLATE_OUTPUT);
    struct gotmpl_set *set = gotmpl_set_new(tables + 1, ARRAY_LEN(tables) - 1);
    struct value dot = value_none();
    struct gotmpl_run run;
    int rc;

    gotmpl_run_init(&run, set, NULL);
    rc = gotmpl_parse(set, name, pattern, strlen(pattern), err);
    if (rc == 0)
        rc = gotmpl_execute(&run, name, &dot, &out, err);
    if (rc == 0)
        rc = buf_check(&out, name, err);
    gotmpl_run_done(&run);
    gotmpl_set_free(set);
    if (rc == 0)
        *ret_name = buf_take(&out);
    return rc;
}
