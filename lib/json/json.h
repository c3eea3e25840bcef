/* JSON trees: jansson, with the paths, ownership and text form that Kubernetes tools need.
 *
 * Kubernetes objects are json_t trees, reached by paths and never modelled. A json_t * parameter is
 * borrowed unless its description says "takes". */
#ifndef MALHA_JSON_JSON_H
#define MALHA_JSON_JSON_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/buf.h"
#include "base/err.h"

/* jansson's own asks five times for each member, where three will do. What is at hand may not be
 * deleted. */
#undef json_object_foreach
#define json_object_foreach(object, key, value)                                                    \
    for (void *json_at_ = json_object_iter(object);                                                \
         json_at_ &&                                                                               \
         ((key) = json_object_iter_key(json_at_), (value) = json_object_iter_value(json_at_),      \
         (void)(key), (void)(value), true);                                                        \
         json_at_ = json_object_iter_next(object, json_at_))

static inline void json_cleanup_(json_t **p)
{
    json_decref(*p);
}
#define auto_json ATTR_CLEANUP(json_cleanup_)

/* The value under the keys, or NULL when a step is missing or no object: json_dig(pod, "metadata",
 * "name"). */
json_t *json_dig_(const json_t *root, ...) __attribute__((sentinel));
#define json_dig(...) json_dig_(__VA_ARGS__, NULL)
/* The text under the keys, or NULL when it is missing or no string. */
const char *json_dig_text_(const json_t *root, ...) __attribute__((sentinel));
#define json_dig_text(...) json_dig_text_(__VA_ARGS__, NULL)
/* The text under one key, or "" when it is missing or no string. */
const char *json_text_at(const json_t *object, const char *key);

/* The object under the keys, made where missing; NULL when something else is in the way. Borrowed.
 */
json_t *json_make_(json_t *root, ...) __attribute__((sentinel));
#define json_make(...) json_make_(__VA_ARGS__, NULL)

/* The value under `key`, or at `i`, to be changed: where others have it too it is replaced by a
 * copy, of which what is below is still shared. `object` and `list` must be nobody else's. NULL
 * when there is none. Borrowed. */
json_t *json_own(json_t *object, const char *key);
json_t *json_own_at(json_t *list, size_t i);

/* Fixes what will never change again, for all threads to share: references to it are no longer
 * counted, and json_own() copies it. Only what holds no null and no key that begins with "$", which
 * mean something where trees are merged, can be fixed; of a tree that holds one, the parts beside
 * it. Who made it frees it, with json_free_fixed(), when nobody has it any more. */
bool json_fix(json_t *tree);
void json_free_fixed(json_t *tree);
static inline bool json_is_fixed(const json_t *value)
{
    return value && value->refcount == (size_t)-1 && !json_is_null(value);
}

/* True for the JSON value true only. */
bool json_truth(const json_t *value);
/* An integer, or a real without fraction; `missing` otherwise. */
int64_t json_number_or(const json_t *value, int64_t missing);

/* Sets `key` to the text, which may be broken UTF-8: printing mends it. */
void json_put_text(json_t *object, const char *key, const char *value);
/* Takes `value`. Where `object` is no object or there is no value nothing is set, and the thread
 * remembers it for json_check_puts(). */
void json_put(json_t *object, const char *key, json_t *value);
/* Was all set, since the last call in this thread? INVALID names the first key that was not.
 * Whoever changes trees that others made asks at the end. */
int json_check_puts(struct err *err) ATTR_CHECK;

/* The first element of `list` whose `key` is the text `value`, and where it stands; NULL, and the
 * list's size, if there is none. Borrowed. */
json_t *json_find(const json_t *list, const char *key, const char *value);
size_t json_index(const json_t *list, const char *key, const char *value);
/* Is `text` one of the list's elements? */
bool json_has_text(const json_t *list, const char *text);

/* Merges `over` into `base` as Helm's values are: objects by key, everything else replaced. With
 * `drop_null` a null in `over` removes the key. `over` is left as it was and shares nothing with
 * `base` afterwards. */
void json_merge_values(json_t *base, const json_t *over, bool drop_null);

/* Deep equality in which 1 and 1.0 are the same number. */
bool json_same(const json_t *a, const json_t *b);

/* The keys of `object` in byte order: an array of `*ret_n` borrowed strings, to be freed with
 * free(). */
const char **json_sorted_keys(const json_t *object, size_t *ret_n);

enum json_print_flags {
    JSON_PRINT_PLAIN = 0,
    JSON_PRINT_HTML = 1,   /* < > & and U+2028/9 as \u00XX, as Go's encoding/json does by default */
    JSON_PRINT_PRETTY = 2, /* two spaces a level */
    JSON_PRINT_AS_IS = 4,  /* keys in the order of the tree: of structs */
};
/* Text as Go's encoding/json writes it: keys sorted, Go's float form. */
void json_print(struct buf *out, const json_t *value, int flags);
/* A text of `len` bytes in quotes, as json_print() has it. */
void json_print_text(struct buf *out, const char *text, size_t len, int flags);
/* The key of a member, behind a comma unless it is the `first`. */
void json_print_key(struct buf *out, const char *key, bool first, int flags);
/* json_print() into a string of its own, to be freed with free(). */
char *json_text(const json_t *value) ATTR_CHECK;

/* Parses one JSON text of `len` bytes (duplicate keys: the last wins, as in Go); INVALID names line
 * and column. */
int json_parse(const char *text, size_t len, json_t **ret_value, struct err *err) ATTR_CHECK;
/* The same of a text whose tree must stay small; that is counted before anything is made of it. */
int json_parse_bounded(const char *text, size_t len, size_t max_nodes, size_t max_depth,
                       json_t **ret_value, struct err *err) ATTR_CHECK;

#endif
