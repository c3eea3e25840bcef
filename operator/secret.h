/* A Secret of an addon with what nobody has to think of: a password, a key. It is made once, by a
 * plain POST, and never read again: the operator may not read Secrets. It goes with the addon's
 * ServiceAccount, which owns it. */
#ifndef MALHA_OPERATOR_SECRET_H
#define MALHA_OPERATOR_SECRET_H

#include "kube/client.h"

/* One with the texts of `row` (manifests/addons/addons.yaml: secret) and a random one for each of
 * its `random`, 32 characters; labelled as the release's, owned by `owner`, an object. A new tree;
 * INTERNAL without a source of random numbers. */
int secret_make(const json_t *row, const char *release, const json_t *owner, json_t **ret,
                struct err *err) ATTR_CHECK;

/* Makes it in that namespace, unless one is there, whosever it is, or no ServiceAccount yet. */
int secret_ensure(struct kube *kube, const json_t *row, const char *namespace, const char *release,
                  struct err *err) ATTR_CHECK;

#endif
