/* A chart and those within it that one set of values wants: conditions, tags, aliases and
 * import-values applied (pkg/chartutil/dependencies.go of Helm v3).
 *
 *   charts as loaded + the user's values ─► nodes: which chart, under which name, with which
 * defaults
 */
#ifndef MALHA_HELM_TREE_H
#define MALHA_HELM_TREE_H

#include "helm/chart.h"

/* Helm copies a chart that gets an alias, but neither what it requires nor what lies below it: a
 * chart that is used twice meets the traces of its first use, and so it does here. A node may stand
 * below two others. */
struct helm_node {
    const struct helm_chart *chart;
    const struct helm_node *parent; /* the last one it was put below; NULL for the root */
    char *name;                     /* the chart's, or its alias */
    json_t *values;                 /* defaults, with what was imported from below */
    json_t *requirements;           /* the dependencies declared in Chart.yaml that are wanted, with
                                       "imported", the rules of import-values in full; NULL when none is
                                       declared */
    struct helm_node **children;    /* the tree's */
    size_t n_children, cap_children;
};

struct helm_tree {
    struct helm_node *root;
    struct helm_node **nodes; /* all, also those that are no longer part of it */
    size_t n_nodes, cap_nodes;
};

/* The chart must outlive the nodes. INVALID when a dependency is not in charts/, is turned on with
 * a value of a wrong type, or the chart cannot be installed (a library). */
int helm_tree_new(const struct helm_chart *chart, const json_t *values, struct helm_tree **ret_tree,
                  struct err *err) ATTR_CHECK;
void helm_tree_free(struct helm_tree *tree);

/* "parent/charts/child", as template names begin; to be freed. */
char *helm_tree_path(const struct helm_node *node) ATTR_CHECK;

#endif
