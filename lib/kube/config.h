/* How to reach an API server: a kubeconfig, or what a Pod finds in its file system.
 *
 * Mirrors client-go's clientcmd (the current context, client certificates, tokens and token files;
 * no exec plugins) and rest.InClusterConfig. Immutable; may be shared between threads. */
#ifndef MALHA_KUBE_CONFIG_H
#define MALHA_KUBE_CONFIG_H

#include <stdbool.h>

#include "base/err.h"

struct kube_config {
    char *server;            /* https://host:port, no slash at the end */
    char *ca;                /* PEM; NULL: the system's */
    char *certificate, *key; /* PEM; NULL without a client certificate */
    char *token;             /* NULL without one */
    char *token_file;        /* read again when the server refuses the token; NULL without one */
    char *namespace;         /* of the context or the Pod; NULL when none is said */
    bool insecure;           /* insecure-skip-tls-verify */
};

/* `path`, or $KUBECONFIG, or in a Pod its ServiceAccount, or ~/.kube/config: the first there is. */
int kube_config_load(const char *path, struct kube_config **ret_config, struct err *err) ATTR_CHECK;
void kube_config_free(struct kube_config *config);

#endif
