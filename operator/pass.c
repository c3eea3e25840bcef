#include "operator/pass.h"

#include <stdlib.h>

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

int pass_refresh(struct pass *p, struct err *err)
{
    if (mesh_is_current(p->mesh, p->desired))
        return 0;
    json_decref(STEAL(p->steps));
    return pass_render(p, err);
}
