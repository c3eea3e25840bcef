#include "operator/pass.h"

#include <stdlib.h>
#include <string.h>

void pass_done(struct pass *p)
{
    beside_done(&p->beside);
    sidecars_done(&p->sidecars);
    free(p->waiting);
    free(p->away);
    free(p->contended);
    json_decref(p->steps);
    json_decref(p->components);
    json_decref(p->plan);
}

int64_t pass_generation(const struct pass *p)
{
    return json_number_or(json_dig(p->mesh_config, "metadata", "generation"), 0);
}

int pass_render(struct pass *p, struct err *err)
{
    return p->steps ? 0 : mesh_render(&p->r->meshes, p->mesh, p->desired, &p->steps, err);
}

/* Namespaces are asked for when something is written there. */
static int track(const struct pass *p, struct err *err)
{
    const struct kinds *kinds = &p->mesh->wanted.kinds;

    for (size_t i = 0; i < kinds->n; i++) {
        const struct kind *it = &kinds->items[i];

        if (strcmp(it->kind, "Namespace") != 0 &&
            cache_track(p->r->cache, p->r->kube, it->api_version, it->kind, err) < 0)
            return -1;
    }
    return 0;
}

int pass_refresh(struct pass *p, struct err *err)
{
    if (!mesh_is_current(p->mesh, p->desired)) {
        json_decref(STEAL(p->steps));
        if (pass_render(p, err) < 0)
            return -1;
    }
    return track(p, err);
}
