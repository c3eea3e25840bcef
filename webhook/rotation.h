/* Keeps the webhook's certificates good while it runs, in a thread that sleeps until there is
 * something to do: the Secret or a configuration changed, or a certificate's time has come. */
#ifndef MALHA_WEBHOOK_ROTATION_H
#define MALHA_WEBHOOK_ROTATION_H

#include "kube/config.h"
#include "webhook/certs.h"

struct rotation;

struct rotation_options {
    const struct kube_config *kube;
    const char *user_agent;
    struct certs_options certs;
    const json_t *configurations; /* names of those that get the bundle, at least one */
    /* There is a new serving certificate; false when it cannot be used. From the thread. */
    bool (*serve)(void *context, const struct tls_pair *server);
    /* Those who trust the configurations' bundle trust what is served: called once. */
    void (*trusted)(void *context);
    void *context;
};

struct rotation *rotation_start(const struct rotation_options *options) ATTR_CHECK;
void rotation_stop(struct rotation *rotation);

#endif
