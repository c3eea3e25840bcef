/* The last look at an injected Pod: what injection added must be what injection may add.
 *
 * Templates splice annotations into YAML, and annotations are user input; so the result is compared
 * with the Pod that came in. Containers and volumes may be added only under names that the
 * configuration knows; the host's network, processes and files and privileges only where values or
 * the Pod's own author asked. Pure; any thread. */
#ifndef MALHA_WEBHOOK_CHECK_H
#define MALHA_WEBHOOK_CHECK_H

#include "webhook/render.h"

/* INVALID names what was added and must not be. */
int check_additions(const struct render_input *in, const json_t *pod, struct err *err) ATTR_CHECK;

#endif
