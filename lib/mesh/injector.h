/* Istio's injector configuration: what istiod keeps in the ConfigMaps istio-sidecar-injector[-rev]
 * (policy, templates, values) and istio[-rev] (mesh), parsed once and then shared by requests.
 * Immutable and reference-counted. */
#ifndef MALHA_MESH_INJECTOR_H
#define MALHA_MESH_INJECTOR_H

#include <pthread.h>

#include "gotmpl/gotmpl.h"
#include "yaml/yaml.h"

/* A template by itself: what it defines is seen by no other. */
struct injector_template {
    char *name;
    json_t *text;
    struct gotmpl_set *set;   /* NULL before injector_set() was asked for it */
    struct yaml_known *known; /* of what it renders; NULL: nothing */
};

struct injector {
    char *policy;                         /* "enabled", "disabled" */
    json_t *default_templates;            /* array of names */
    json_t *aliases;                      /* name -> array of names */
    json_t *never_inject, *always_inject; /* arrays of label selectors */
    json_t *injected_annotations;         /* object */
    json_t *values;                       /* numbers as reals */
    json_t *mesh;                         /* with defaults */
    json_t *proxy_config;                 /* proxy_config_of_mesh() */
    struct injector_template *templates;
    size_t n_templates;
    bool templates_change_data;   /* one of them calls functions that change their arguments */
    bool templates_read_commands; /* one of them looks at env, args or commands of containers */
    json_t *known;                /* what templates see that is the same for all Pods */
    json_t *parsed_annotations;   /* object: the annotations that templates parse as JSON or YAML */
    pthread_mutex_t parsing;      /* of templates */
    bool rehearsed;               /* see inject/rehearse.h */
    int references;
};

/* `config` and `values` are the texts of the injector's ConfigMap, `mesh` that of the mesh's.
 * INVALID says which part is broken and where; every template must parse. The result has one
 * reference. */
int injector_parse(const char *config, const char *values, const char *mesh, struct injector **ret,
                   struct err *err) ATTR_CHECK;
struct injector *injector_ref(struct injector *injector);
void injector_unref(struct injector *injector);
/* The template `name`; NULL when the configuration has none of that name. */
struct injector_template *injector_template(const struct injector *injector, const char *name);
/* The template, parsed: it is when it is first asked for, since of those that Istio has most are
 * for few Pods or none, and takes fifteen times the memory of its text. Borrowed; NULL is a fault
 * of this program. */
const struct gotmpl_set *injector_set(const struct injector *injector,
                                      struct injector_template *template);

/* metav1.LabelSelector against labels (an object or NULL). An empty selector matches nothing here,
 * as in istiod's injection policy. INVALID for an operator that does not exist. */
int selector_matches(const json_t *selector, const json_t *labels, bool *ret_matches,
                     struct err *err) ATTR_CHECK;

/* The same of one of matchExpressions. */
int selector_requirement(const json_t *expression, const json_t *labels, bool *ret_holds,
                         struct err *err) ATTR_CHECK;

#endif
