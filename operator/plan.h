/* From a MeshConfig to the steps of an installation: which chart, as which release, with which
 * values, in which order.
 *
 *   profile < images < platform < spec.values < component values
 *   what an addon says of itself < its values
 *
 * Pure: data in, data out. */
#ifndef MALHA_OPERATOR_PLAN_H
#define MALHA_OPERATOR_PLAN_H

#include "json/json.h"

struct plan_step {
    char *component; /* base, cni, pilot, ztunnel, injection, ingressGateways, egressGateways; or
                        which addon */
    char *release, *namespace;
    char *chart;        /* below the chart folder; NULL for injection, which is ours */
    bool named;         /* the release is what its objects are called: a gateway */
    bool early;         /* of a new mesh it is applied before all others */
    bool addon;         /* the chart is Malha's own, and the mesh does not wait for it */
    bool control_plane; /* istiod's */
    json_t *values;     /* of injection: sidecarInjectorWebhook of istiod's chart */
    json_t *providers;  /* of the control plane: for its MeshConfig.extensionProviders; or NULL */
    json_t *secret; /* of an addon: what its Secret holds that is made once (secret.h); or NULL */
};

struct plan {
    struct plan_step *steps; /* in the order of installation */
    size_t n, cap;
    char *namespace;   /* istiod's */
    char *revision;    /* its spec.values.revision; "" for none */
    json_t *revisions; /* all that istio.io/rev may say to mean this mesh: that name and the tags */
    bool is_default;   /* what asks for no revision is this mesh's */
};

/* `profile` is a file of manifests/profiles, `components` what manifests/components/istio.yaml
 * and manifests/addons/addons.yaml hold, `platform` the cluster's own, for spec.platform: auto;
 * "none". INVALID names the path in the resource, whose types are right (spec_check()). */
int plan_make(const json_t *mesh_config, const json_t *profile, const json_t *components,
              const char *platform, struct plan *ret_plan, struct err *err) ATTR_CHECK;
void plan_done(struct plan *plan);

/* Where istiod goes: spec.namespace, and what the schema makes of none. Of the resource. */
const char *plan_namespace(const json_t *mesh_config);

/* What spec.platform names; NULL: it is to be found out. */
const char *plan_platform(const json_t *mesh_config);

/* Does Malha inject, or has the user given it back to istiod? */
bool plan_injects(const json_t *mesh_config);

#endif
