#include "operator/observe.h"

#include <stdlib.h>

#include "base/mem.h"
#include "operator/object.h"
#include "operator/pods.h"

/* A row of status.components. */
static void add_row(json_t *rows, const char *name, const char *kind, const char *namespace,
                    bool ready, const char *message)
{
    json_t *row = json_object();

    json_put_text(row, "name", name);
    json_put_text(row, "kind", kind);
    json_put_text(row, "namespace", namespace);
    json_put(row, "ready", json_boolean(ready));
    json_put_text(row, "message", ready || !message ? "" : message);
    json_array_append_new(rows, row);
}

static int look_at(struct pass *p, const struct want *want, enum ready_level *ret_level,
                   char **ret_message, struct err *err)
{
    auto_json json_t *live = NULL;

    if (cache_level(p->r->cache, want->key, ret_level, ret_message))
        return 0;
    if (want_find(want, p->r->kube, &live, err) < 0)
        return -1;
    if (live)
        cache_see(p->r->cache, want->key, live, NULL);
    else
        cache_miss(p->r->cache, want->key, p->mesh->id);
    if (!cache_level(p->r->cache, want->key, ret_level, ret_message))
        *ret_level = READY_NOT; /* it was made again in between, which wakes */
    return 0;
}

/* The first of them is told. */
static void note(char **first, const struct want *want, const char *message)
{
    if (!*first)
        *first = mem_printf("%s %s: %s", want->kind, want->name, message ? message : "");
}

int observe_step(struct pass *p, const struct wanted_step *step, bool *ret_ready, struct err *err)
{
    enum ready_level enough = p->settling ? READY_SETTLED : READY_ARRIVED;
    auto_free char *first = NULL;
    bool rowed = false;

    *ret_ready = true;
    for (size_t i = 0; i < step->n; i++) {
        const struct want *want = &step->items[i];
        auto_free char *message = NULL;
        enum ready_level level;

        if (!ready_matters(want->kind))
            continue;
        if (look_at(p, want, &level, &message, err) < 0)
            return -1;
        if (level < enough)
            note(&first, want, message);
        *ret_ready &= level >= enough;
        if (object_is_crd(want->kind))
            continue;
        rowed = true;
        add_row(p->components, want->name, step->component, step->namespace, level >= enough,
                message);
    }
    if (!rowed)
        add_row(p->components, step->release, step->component, step->namespace, *ret_ready, first);
    if (first && !p->waiting)
        p->waiting = STEAL(first);
    return 0;
}

bool observe_is_known(const struct pass *p, const struct wanted_step *step)
{
    for (size_t i = 0; i < step->n; i++) {
        auto_free char *message = NULL;
        enum ready_level level;

        if (ready_matters(step->items[i].kind) &&
            !cache_level(p->r->cache, step->items[i].key, &level, &message))
            return false;
    }
    return true;
}

/* Adds to `first`, if that is NULL yet, the first thing of the step that is not as far as `enough`.
 */
static int find_behind(struct pass *p, const struct wanted_step *step, enum ready_level enough,
                       char **first, struct err *err)
{
    for (size_t i = 0; i < step->n; i++) {
        const struct want *want = &step->items[i];
        auto_free char *message = NULL;
        enum ready_level level;

        if (!ready_matters(want->kind))
            continue;
        if (look_at(p, want, &level, &message, err) < 0)
            return -1;
        if (level < enough)
            note(first, want, message);
    }
    return 0;
}

int observe_addon(struct pass *p, const struct wanted_step *step, const char *fault,
                  struct err *err)
{
    auto_free char *why = fault ? mem_strdup(fault) : NULL, *of_pods = NULL;
    json_t *row = json_pack("{s:s,s:s}", "name", step->component, "namespace", step->namespace);

    json_array_append_new(p->addons, row);
    if (!fault && find_behind(p, step, READY_ARRIVED, &why, err) < 0)
        return -1;
    if (!fault && why && pods_fault(p->r->kube, step->namespace, step->release, &of_pods, err) < 0)
        return -1;
    if (of_pods) {
        free(why);
        why = STEAL(of_pods);
    }
    json_put(row, "ready", json_boolean(!why));
    json_put_text(row, "message", why ? why : "");
    if (why && !p->addon)
        p->addon = mem_printf("%s: %s", step->component, why);
    return 0;
}

const char *observe_told_of(const struct pass *p, const struct wanted_step *step)
{
    return json_text_at(json_find(p->addons, "name", step->component), "message");
}

int observe_service(struct pass *p, struct err *err)
{
    const struct wanted *wanted = &p->mesh->wanted;

    for (size_t i = 0; i < wanted->n; i++) {
        if (!wanted->steps[i].addon &&
            find_behind(p, &wanted->steps[i], READY_SERVES, &p->away, err) < 0)
            return -1;
    }
    return 0;
}
