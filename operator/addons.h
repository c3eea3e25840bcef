/* What spec.addons asks for: which of the rows of manifests/addons/addons.yaml, and what is said to
 * the chart of each. Pure: data in, data out. */
#ifndef MALHA_OPERATOR_ADDONS_H
#define MALHA_OPERATOR_ADDONS_H

#include "operator/telemetry.h"

struct addons {
    const json_t *spec, *rows;        /* of the MeshConfig; of addons.yaml */
    const char *namespace, *revision; /* the mesh's */
    struct telemetry telemetry;
};

/* All but `ret->telemetry` is borrowed. INVALID names the path in the resource. */
int addons_find(const json_t *spec, const json_t *rows, const char *namespace, const char *revision,
                struct addons *ret, struct err *err) ATTR_CHECK;
void addons_done(struct addons *addons);

/* To name an addon is to want it, or that it gets the traces; one that is elsewhere is not made. */
bool addons_want(const struct addons *addons, const json_t *row);
/* What is made once with it, unless `values`, of its chart, name another Secret; or NULL. A new
 * reference. */
json_t *addons_secret(const json_t *row, const json_t *values) ATTR_CHECK;
/* Where it is. Borrowed. */
const char *addons_namespace(const struct addons *addons, const char *name);
/* Its chart's values: what is said of it, by the same names, the mesh, the image, where those are
 * that it reads; and its own `values` over all. A new tree. */
json_t *addons_values(const struct addons *addons, const json_t *row) ATTR_CHECK;
/* The same of the chart that says what proxies send and where to. `log_file` is where they log
 * requests themselves; "" or NULL: they do not. A new tree. */
json_t *addons_wiring(const struct addons *addons, const char *log_file) ATTR_CHECK;

#endif
