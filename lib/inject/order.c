#include "inject/order.h"

#include <string.h>

static bool holds_application(const struct inject_input *in)
{
    const struct injector *injector = in->injector;
    const json_t *hold = json_object_get(in->config, "holdApplicationUntilProxyStarts");

    if (!hold)
        hold = json_dig(injector->mesh, "defaultConfig", "holdApplicationUntilProxyStarts");
    return json_truth(hold) || json_truth(json_dig(injector->values, "global", "proxy",
                                                   "holdApplicationUntilProxyStarts"));
}

/* The rank of a container in its list; containers of the same rank keep their order. */
static int rank_of(const char *name, bool init, bool native, bool hold)
{
    static const char *const first_native[] = {"istio-init", "istio-validation", "istio-proxy",
                                               "enable-core-dump"};

    if (!init)
        return strcmp(name, "istio-proxy") != 0 ? 0 : hold ? -1 : 1;
    if (native) {
        for (size_t i = 0; i < ARRAY_LEN(first_native); i++) {
            if (strcmp(name, first_native[i]) == 0)
                return (int)i - 10;
        }
        return 0;
    }
    return strcmp(name, "istio-validation") == 0   ? -1
           : strcmp(name, "istio-init") == 0       ? 1
           : strcmp(name, "enable-core-dump") == 0 ? 2
                                                   : 0;
}

/* Does another of the same name follow? */
static bool comes_again(const json_t *list, size_t i)
{
    const char *name = json_text_at(json_array_get(list, i), "name");

    for (i++; i < json_array_size(list); i++) {
        if (strcmp(json_text_at(json_array_get(list, i), "name"), name) == 0)
            return true;
    }
    return false;
}

/* Of those with a place of their own the last of a name stays. */
static void sort_containers(json_t *spec, const char *kind, bool native, bool hold)
{
    json_t *list = json_object_get(spec, kind), *sorted;
    bool init = strcmp(kind, "initContainers") == 0;

    if (!list)
        return;
    sorted = json_array();
    for (int rank = -10; rank <= 2; rank++) {
        size_t i;
        json_t *container;

        json_array_foreach (list, i, container) {
            if (rank_of(json_text_at(container, "name"), init, native, hold) == rank &&
                (rank == 0 || !comes_again(list, i)))
                json_array_append(sorted, container);
        }
    }
    json_put(spec, kind, sorted);
}

void order_containers(const struct inject_input *in, json_t *pod)
{
    json_t *spec = json_own(pod, "spec");
    bool native = json_find(json_object_get(spec, "initContainers"), "name", "istio-proxy") != NULL;

    sort_containers(spec, "containers", native, holds_application(in));
    sort_containers(spec, "initContainers", native, false);
}
