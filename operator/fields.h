/* managedFields: who said what of an object (server-side apply; fieldsV1 of structured-merge-diff).
 * Pure; what is given is borrowed. */
#ifndef MALHA_OPERATOR_FIELDS_H
#define MALHA_OPERATOR_FIELDS_H

#include "json/json.h"

/* A place within an object, in the terms of fieldsV1: 'f' a field by its name, 'k' an item of a
 * list by the JSON of its keys. */
struct place {
    char how;
    const char *name; /* borrowed */
};

/* The entry of the manager's Apply; NULL: there was none. */
json_t *fields_entry(const json_t *live, const char *manager);

json_t *fields_at(const json_t *fields, struct place place);
/* Does whoever has these fields have the place? A leaf has all that is below. */
bool fields_have(const json_t *fields, const struct place *places, size_t n);
/* Is there more than the place itself, which is "."? */
bool fields_below(const json_t *fields);

/* The item of a list that has these keys. */
json_t *fields_item(const json_t *list, const json_t *keys);

#endif
