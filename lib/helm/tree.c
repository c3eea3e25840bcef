#include "helm/tree.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/limits.h"
#include "base/mem.h"
#include "gotmpl/value.h"
#include "helm/semver.h"
#include "helm/values.h"

static struct helm_node *add_node(struct helm_tree *tree)
{
    struct helm_node *node = mem_zalloc(sizeof(*node));

    mem_grow(&tree->nodes, &tree->cap_nodes, tree->n_nodes, sizeof(struct helm_node *));
    tree->nodes[tree->n_nodes++] = node;
    return node;
}

static void free_node(struct helm_node *node)
{
    free(node->children);
    free(node->name);
    json_decref(node->values);
    json_decref(node->requirements);
    free(node);
}

void helm_tree_free(struct helm_tree *tree)
{
    if (!tree)
        return;
    for (size_t i = 0; i < tree->n_nodes; i++)
        free_node(tree->nodes[i]);
    free(tree->nodes);
    free(tree);
}

char *helm_tree_path(const struct helm_node *node)
{
    if (!node->parent)
        return mem_strdup(node->name);
    auto_free char *parent = helm_tree_path(node->parent);
    return mem_printf("%s/charts/%s", parent, node->name);
}

static void add_child(struct helm_node *node, struct helm_node *child)
{
    mem_grow(&node->children, &node->cap_children, node->n_children, sizeof(struct helm_node *));
    node->children[node->n_children++] = child;
    child->parent = node;
}

/* The chart as it was loaded, and all that lies in its charts/. */
static struct helm_node *new_node(struct helm_tree *tree, const struct helm_chart *chart)
{
    struct helm_node *node = add_node(tree);
    const json_t *declared = json_object_get(chart->metadata, "dependencies");

    node->chart = chart;
    node->name = mem_strdup(helm_chart_name(chart));
    node->values = json_incref(chart->values);
    node->requirements = json_is_array(declared) ? json_deep_copy(declared) : NULL;
    for (size_t i = 0; i < chart->n_dependencies; i++)
        add_child(node, new_node(tree, chart->dependencies[i]));
    return node;
}

/* The same chart under another name. What it requires and what lies below it is shared with the
 * one it is a copy of, until it gets children of its own. */
static struct helm_node *copy_node(struct helm_tree *tree, const struct helm_node *from,
                                   const char *name)
{
    struct helm_node *node = add_node(tree);

    node->chart = from->chart;
    node->name = mem_strdup(name);
    node->values = json_incref(from->values);
    node->requirements = json_incref(from->requirements);
    for (size_t i = 0; i < from->n_children; i++) {
        mem_grow(&node->children, &node->cap_children, i, sizeof(struct helm_node *));
        node->children[node->n_children++] = from->children[i];
    }
    return node;
}

/* ---- which dependencies are wanted ---- */

static bool fits(const json_t *requirement, const struct helm_node *node)
{
    return strcmp(node->name, json_text_at(requirement, "name")) == 0 &&
           semver_matches(json_text_at(requirement, "version"),
                          helm_chart_text(node->chart, "version"));
}

static bool is_declared(const json_t *requirements, const struct helm_node *node)
{
    size_t i;
    json_t *requirement;

    json_array_foreach ((json_t *)requirements, i, requirement) {
        if (fits(requirement, node))
            return true;
    }
    return false;
}

/* The charts that Chart.yaml does not name stay; each one it names comes once, under its alias. */
static void apply_aliases(struct helm_tree *tree, struct helm_node *node)
{
    auto_free struct helm_node **before = node->children;
    size_t n = node->n_children, i;
    json_t *requirement;

    node->children = NULL;
    node->n_children = node->cap_children = 0;
    for (size_t k = 0; k < n; k++) {
        if (!is_declared(node->requirements, before[k]))
            add_child(node, before[k]);
    }
    json_array_foreach (node->requirements, i, requirement) {
        const char *alias = json_text_at(requirement, "alias");

        for (size_t k = 0; k < n; k++) {
            if (fits(requirement, before[k])) {
                add_child(node, copy_node(tree, before[k], *alias ? alias : before[k]->name));
                break;
            }
        }
        if (*alias)
            json_put_text(requirement, "name", alias);
    }
}

/* tags: one true turns on; only false ones turn off. */
static bool wanted_by_tags(const json_t *requirement, const json_t *tags)
{
    bool has_true = false, has_false = false;
    size_t i;
    json_t *tag;

    json_array_foreach (json_object_get(requirement, "tags"), i, tag) {
        json_t *value = json_is_string(tag) ? json_object_get(tags, json_string_value(tag)) : NULL;

        has_true |= json_is_true(value);
        has_false |= json_is_false(value);
    }
    return has_true || !has_false;
}

/* condition: the first of its paths that holds a truth value decides. */
static bool wanted_by_condition(const json_t *requirement, const json_t *values, const char *prefix,
                                bool otherwise)
{
    const char *p = json_text_at(requirement, "condition");

    p += strspn(p, " ");
    while (*p) {
        size_t len = strcspn(p, ","), end = len;

        while (!p[len] && end && p[end - 1] == ' ')
            end--;
        if (end) {
            auto_free char *path = mem_printf("%s%.*s", prefix, (int)end, p);
            const json_t *value = helm_values_at(values, path);

            if (json_is_boolean(value))
                return json_is_true(value);
        }
        p += len + (p[len] == ',');
    }
    return otherwise;
}

static void drop_child(struct helm_node *node, const char *name)
{
    size_t kept = 0;

    for (size_t i = 0; i < node->n_children; i++) {
        if (strcmp(node->children[i]->name, name) != 0)
            node->children[kept++] = node->children[i];
    }
    node->n_children = kept;
}

/* Drops what `values` turn off, here and below; `prefix` is where the node's own values are. */
static int select_children(struct helm_tree *tree, struct helm_node *node, const json_t *values,
                           const char *prefix, struct err *err)
{
    auto_json json_t *all = NULL;
    auto_json json_t *kept = NULL;
    const json_t *tags;
    size_t i;
    json_t *requirement;

    if (!node->requirements)
        return 0;
    apply_aliases(tree, node);
    if (helm_values_coalesce(node, values, &all, err) < 0)
        return -1;
    tags = json_object_get(all, "tags");
    json_array_foreach (node->requirements, i, requirement) {
        bool wanted = wanted_by_condition(
            requirement, all, prefix, !json_is_object(tags) || wanted_by_tags(requirement, tags));

        json_put(requirement, "enabled", json_boolean(wanted));
    }
    kept = json_array();
    json_array_foreach (node->requirements, i, requirement) {
        if (!json_is_true(json_object_get(requirement, "enabled")))
            drop_child(node, json_text_at(requirement, "name"));
    }
    json_array_foreach (node->requirements, i, requirement) {
        bool off = false;
        size_t k;
        json_t *other;

        json_array_foreach (node->requirements, k, other) {
            off |= !json_is_true(json_object_get(other, "enabled")) &&
                   strcmp(json_text_at(other, "name"), json_text_at(requirement, "name")) == 0;
        }
        if (!off)
            json_array_append(kept, requirement);
    }
    for (i = 0; i < node->n_children; i++) {
        auto_free char *below = mem_printf("%s%s.", prefix, node->children[i]->name);

        if (select_children(tree, node->children[i], all, below, err) < 0)
            return -1;
    }
    json_decref(node->requirements);
    node->requirements = json_array_size(kept) ? STEAL(kept) : NULL;
    return 0;
}

/* ---- import-values ---- */

/* `table` at a dotted path, itself unless it is empty; owned by the caller. */
static json_t *map_at(const char *path, json_t *table)
{
    json_t *map = json_object_size(table) ? json_incref(table) : json_object();
    auto_free char *left = mem_strdup(path);

    if (strcmp(path, ".") == 0)
        return map;
    for (;;) {
        char *last = strrchr(left, '.');
        json_t *outer = json_object();

        json_put(outer, last ? last + 1 : left, map);
        map = outer;
        if (!last)
            return map;
        *last = '\0';
    }
}

static char *print_text(const json_t *value)
{
    auto_buf struct buf out = BUF_INIT(LIMIT_MESSAGE);
    struct value v = value_of((json_t *)value);

    value_print(&out, &v, false);
    return buf_take(&out);
}

/* A rule in full: "x" takes what the child exports under x. NULL when it is none. */
static json_t *full_rule(const json_t *rule)
{
    if (json_is_string(rule)) {
        auto_free char *child = mem_printf("exports.%s", json_string_value(rule));

        return json_pack("{s:s,s:s}", "child", child, "parent", ".");
    }
    if (json_is_object(rule)) {
        auto_free char *child = print_text(json_object_get(rule, "child")),
                       *parent = print_text(json_object_get(rule, "parent"));

        return json_pack("{s:s,s:s}", "child", child, "parent", parent);
    }
    return NULL;
}

/* Adds to `imported` what the rules of one requirement take out of `values`, and notes them as
 * followed: a chart that stands at two places shares its requirements, and they are followed once.
 * The tables stay where they are: what a later rule adds to one, its chart sees as well. */
static int import_tables(json_t *imported, json_t *values, json_t *requirement, struct err *err)
{
    auto_json json_t *followed = json_array();
    const char *name = json_text_at(requirement, "name");
    size_t i;
    json_t *rule;

    json_array_foreach (json_object_get(requirement, "import-values"), i, rule) {
        json_t *full = full_rule(rule), *table;

        if (!full)
            continue;
        json_array_append_new(followed, full);
        auto_free char *path = mem_printf("%s.%s", name, json_dig_text(full, "child"));
        table = helm_values_table(values, path, NULL);
        if (table) {
            auto_json json_t *map = map_at(json_dig_text(full, "parent"), table);

            if (helm_values_merge_tables(imported, map, err) < 0)
                return -1;
        }
    }
    (void)json_object_del(requirement, "import-values");
    json_put(requirement, "imported", STEAL(followed));
    return 0;
}

/* Tables that hold themselves would never be freed. */
static void untie(json_t *map)
{
    auto_json json_t *members = NULL;
    const char *key;
    json_t *value;

    if (!json_is_object(map) || json_object_size(map) == 0)
        return;
    members = json_copy(map);
    (void)json_object_clear(map);
    json_object_foreach (members, key, value)
        untie(value);
}

static int import_all(struct helm_node *node, json_t *values, json_t *imported, struct err *err)
{
    auto_json json_t *result = NULL;
    size_t i;
    json_t *requirement;

    json_array_foreach (node->requirements, i, requirement) {
        if (import_tables(imported, values, requirement, err) < 0)
            return -1;
    }
    result = json_deep_copy(values);
    if (!result)
        return err_set(err, ERR_INVALID, "a table would hold itself");
    if (helm_values_merge_tables(result, imported, err) < 0)
        return -1;
    json_decref(node->values);
    node->values = STEAL(result);
    return 0;
}

/* The defaults of a chart with dependencies hold theirs as well, and what it imports of them. */
static int import_values(struct helm_node *node, struct err *err)
{
    auto_json json_t *values = NULL;
    auto_json json_t *imported = NULL;

    for (size_t i = 0; i < node->n_children; i++) {
        if (import_values(node->children[i], err) < 0)
            return -1;
    }
    if (!node->requirements)
        return 0;
    if (helm_values_merge(node, &values, err) < 0)
        return -1;
    imported = json_object();
    if (import_all(node, values, imported, err) == 0)
        return 0;
    untie(values);
    return err_wrap(err, "chart %s: import-values", node->name);
}

/* ---- */

/* Every dependency that Chart.yaml names has to lie in charts/. */
static int check_present(const struct helm_chart *chart, struct err *err)
{
    auto_buf struct buf missing = BUF_INIT(LIMIT_MESSAGE);
    bool complete = true;
    size_t i;
    json_t *requirement;

    json_array_foreach (json_object_get(chart->metadata, "dependencies"), i, requirement) {
        const char *name = json_text_at(requirement, "name");
        bool found = false;

        for (size_t k = 0; k < chart->n_dependencies; k++)
            found |= strcmp(helm_chart_name(chart->dependencies[k]), name) == 0;
        if (!found)
            buf_addf(&missing, "%s%s", complete ? "" : ", ", name);
        complete &= found;
    }
    if (!complete)
        return err_set(err, ERR_INVALID,
                       "An error occurred while checking for chart dependencies. You may need to "
                       "run `helm dependency build` to fetch missing dependencies: found in "
                       "Chart.yaml, but missing in charts/ directory: %s",
                       buf_text(&missing));
    return 0;
}

int helm_tree_new(const struct helm_chart *chart, const json_t *values, struct helm_tree **ret_tree,
                  struct err *err)
{
    struct helm_tree *tree;

    if (strcmp(helm_chart_text(chart, "type"), "library") == 0)
        return err_set(err, ERR_INVALID, "library charts are not installable");
    if (check_present(chart, err) < 0)
        return -1;
    tree = mem_zalloc(sizeof(*tree));
    tree->root = new_node(tree, chart);
    if (select_children(tree, tree->root, values, "", err) < 0 ||
        import_values(tree->root, err) < 0) {
        helm_tree_free(tree);
        return -1;
    }
    *ret_tree = tree;
    return 0;
}
