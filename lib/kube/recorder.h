/* Events from a queue: whoever has something to say goes on at once, a thread of its own writes.
 *
 * Bounded: what does not fit is dropped, and so are Events faster than `RECORDER_BURST` and then
 * one a second, as client-go's EventRecorder has it. Any thread. */
#ifndef MALHA_KUBE_RECORDER_H
#define MALHA_KUBE_RECORDER_H

#include "kube/client.h"
#include "kube/config.h"

#define RECORDER_BURST 25

struct recorder;

/* `controller` reports them; `user_agent` asks the API server. Both outlive the recorder. */
struct recorder *recorder_start(const struct kube_config *config, const char *user_agent,
                                const char *controller);
/* What is queued may still be written, for some seconds. */
void recorder_stop(struct recorder *recorder);

/* An Event at `object`, of which apiVersion, kind and metadata count (kube/event.h). Never waits;
 * false when it was dropped. */
bool recorder_post(struct recorder *recorder, const json_t *object, const char *type,
                   const char *reason, const char *action, const char *message);

#endif
