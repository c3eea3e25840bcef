#include "operator/pass.h"

#include <stdlib.h>
#include <string.h>

void pass_done(struct pass *p)
{
    beside_done(&p->beside);
    sidecars_done(&p->sidecars);
    free(p->waiting);
    free(p->addon);
    free(p->away);
    free(p->contended);
    json_decref(p->steps);
    json_decref(p->components);
    json_decref(p->addons);
    json_decref(p->plan);
}

int64_t pass_generation(const struct pass *p)
{
    return json_number_or(json_dig(p->mesh_config, "metadata", "generation"), 0);
}

static int render(struct pass *p, bool whole, struct err *err)
{
    json_decref(STEAL(p->steps));
    return mesh_render(&p->r->meshes, p->mesh, p->desired, whole, &p->steps, err);
}

static const json_t *at_hand(const struct pass *p, size_t step)
{
    const json_t *objects = json_object_get(json_array_get(p->steps, step), "objects");

    return json_is_array(objects) ? objects : NULL;
}

int pass_render(struct pass *p, struct err *err)
{
    size_t i = 0;

    while (i < json_array_size(p->steps) && at_hand(p, i))
        i++;
    return i > 0 && i == json_array_size(p->steps) ? 0 : render(p, true, err);
}

int pass_objects(struct pass *p, size_t step, const json_t **ret, struct err *err)
{
    if (!at_hand(p, step) && render(p, true, err) < 0)
        return -1;
    *ret = at_hand(p, step);
    return 0;
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
    if (!mesh_is_current(p->mesh, p->desired) && render(p, false, err) < 0)
        return -1;
    return track(p, err);
}
