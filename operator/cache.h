/* What is known of the objects that carry a mesh's label: an informer for each kind of ours, for
 * all meshes, which keeps of an object a few words and wakes the loop when one of them changes.
 *
 * An object is settled when it is there, what is ours of it is what it was when it was last looked
 * at (diff_claims()), and that was found, or made, to be as desired. So at rest nothing is asked
 * and nothing written, whatever others write beside our fields; and since the digest of what is
 * ours comes from the server, no mark has to be kept until a repair has succeeded.
 *
 * Informers run in threads of their own; the functions may be called from any. */
#ifndef MALHA_OPERATOR_CACHE_H
#define MALHA_OPERATOR_CACHE_H

#include "kube/client.h"
#include "operator/contention.h"
#include "operator/ready.h"

struct cache;

/* `wake` is called from an informer's thread when something of a mesh is to be looked at. */
struct cache *cache_new(const struct kube_config *config, void (*wake)(void *context),
                        void *context) ATTR_CHECK;
void cache_free(struct cache *cache);

/* Starts the informer of a kind unless there is one. A kind that the server does not have (yet) is
 * no error: it is to be tracked again later. */
int cache_track(struct cache *cache, struct kube *kube, const char *api_version, const char *kind,
                struct err *err) ATTR_CHECK;

/* ---- one object, by its key (object_key()) ---- */

/* It was read, or is what a write of ours gave: so it is now. With a `digest`, which stands for
 * what is desired: and that is as desired. */
void cache_see(struct cache *cache, const char *key, const json_t *object, const char *digest);
/* It was asked for, for a mesh, and is not there. */
void cache_miss(struct cache *cache, const char *key, const char *set);

/* Is it as desired, and labelled as a mesh's that is in `holders` (inventory_id() -> ...)? */
bool cache_is_settled(struct cache *cache, const char *key, const char *digest,
                      const json_t *holders);
/* Was it settled by this digest at any time? If it is not so now somebody else changed it. */
bool cache_was_settled(struct cache *cache, const char *key, const char *digest);

/* How far it is, as ready_level() has it; one that is not there, or is being deleted, is not ready.
 * False when only reading it tells, and then cache_see() or cache_miss(). */
bool cache_level(struct cache *cache, const char *key, enum ready_level *ret, char **ret_message);

/* Forgets what is not there of what was known of a mesh. */
void cache_sweep(struct cache *cache, const char *set);
/* Forgets that anything of a mesh was as desired. */
void cache_forget(struct cache *cache, const char *set);

/* ---- repairs ---- */

/* Is it fought over, and left as it is until `ret_until_ms` (by clock_mono_ms())? `ret_message`, to
 * be freed, says who and where, as told to cache_repaired(). */
bool cache_holds_back(struct cache *cache, const char *key, int64_t now_ms, int64_t *ret_until_ms,
                      char **ret_message);
void cache_repaired(struct cache *cache, const char *key, int64_t now_ms, const char *message);

#endif
