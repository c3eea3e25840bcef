#include "kube/event.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/rune.h"

/* FNV-1a: names only have to differ. */
static uint64_t hash(uint64_t h, const char *text)
{
    for (; *text; text++)
        h = (h ^ (unsigned char)*text) * 0x100000001b3ull;
    return h;
}

int kube_event(struct kube *kube, const char *controller, const json_t *object, const char *type,
               const char *reason, const char *action, const char *message, int64_t now_ms,
               struct err *err)
{
    const char *name = json_dig_text(object, "metadata", "name");
    const char *namespace = json_dig_text(object, "metadata", "namespace");
    const char *uid = json_dig_text(object, "metadata", "uid"),
               *kind = json_dig_text(object, "kind");
    const char *api_version = json_dig_text(object, "apiVersion");
    const char *where = namespace ? namespace : "default", *host = getenv("HOSTNAME");
    uint64_t digest = hash(hash(hash(0xcbf29ce484222325ull, uid ? uid : ""), reason), message);
    size_t name_len = name ? rune_cut(name, strlen(name), 200) : 0;
    auto_free char *event_name =
        mem_printf("%.*s.%016llx%llx", name ? (int)name_len : 7, name ? name : "unknown",
                   (unsigned long long)digest, (unsigned long long)(now_ms / 3600000));
    auto_free char *note =
        mem_strndup(message, rune_cut(message, strlen(message), LIMIT_EVENT_MESSAGE));
    auto_free char *path =
        mem_printf("/apis/events.k8s.io/v1/namespaces/%s/events?fieldManager=malha", where);
    char now[CLOCK_TEXT_SIZE];
    auto_json json_t *event =
        json_pack("{s:s,s:s,s:{s:s,s:s},s:s,s:s,s:s,s:s,s:s,s:s,s:{}}", "apiVersion",
                  "events.k8s.io/v1", "kind", "Event", "metadata", "name", event_name, "namespace",
                  where, "eventTime", clock_text_micro(now_ms, now), "reportingController",
                  controller, "reportingInstance", host && *host ? host : controller, "action",
                  action, "reason", reason, "type", type, "regarding");
    json_t *regarding = json_object_get(event, "regarding");
    auto_err struct err inner = ERR_INIT;

    json_put_text(event, "note", note);
    json_put_text(regarding, "kind", kind ? kind : "");
    json_put_text(regarding, "apiVersion", api_version ? api_version : "");
    json_put_text(regarding, "name", name ? name : "");
    if (namespace)
        json_put_text(regarding, "namespace", namespace);
    if (uid)
        json_put_text(regarding, "uid", uid);
    if (kube_request(kube, "POST", path, NULL, event, NULL, &inner) == 0 ||
        inner.class == ERR_CONFLICT)
        return 0;
    *err = inner;
    inner = ERR_INIT;
    return -1;
}
