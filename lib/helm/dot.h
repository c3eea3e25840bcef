/* What dot is in a template of a chart: .Chart, .Release, .Capabilities and .Files, with the types
 * that Helm's Go has for them (pkg/chart, pkg/chartutil, pkg/engine of Helm v3). */
#ifndef MALHA_HELM_DOT_H
#define MALHA_HELM_DOT_H

#include "gotmpl/gotmpl.h"
#include "helm/render.h"
#include "helm/tree.h"

/* All are new, the caller's; `run` learns the types of what is in them and must not outlive them.
 */
json_t *dot_release(const struct helm_release *release) ATTR_CHECK;
json_t *dot_capabilities(struct gotmpl_run *run, const struct helm_release *release) ATTR_CHECK;
json_t *dot_chart(struct gotmpl_run *run, const struct helm_node *node) ATTR_CHECK;
json_t *dot_files(struct gotmpl_run *run, const struct helm_chart *of) ATTR_CHECK;

/* Says that `top` is a template's dot: it and its .Values have the type chartutil.Values, with the
 * methods AsMap, Table, PathValue and YAML. */
void dot_type(struct gotmpl_run *run, const json_t *top);

/* .Files: a map of file name to content with methods. */
extern const struct value_type helm_type_files;

#endif
