#include "kube/table.h"

#include <string.h>

static void read_columns(const json_t *table, json_t **columns)
{
    const json_t *definitions = json_object_get(table, "columnDefinitions");
    size_t i;
    json_t *definition;

    if (json_array_size(definitions) == 0)
        return;
    json_decref(*columns);
    *columns = json_array();
    json_array_foreach ((json_t *)definitions, i, definition)
        json_array_append_new(*columns, json_string_nocheck(json_text_at(definition, "name")));
}

static json_t *item_of(const json_t *row, const json_t *columns)
{
    const json_t *cells = json_object_get(row, "cells");
    json_t *item = json_object(), *metadata = json_object(), *named = json_object();
    size_t n = json_array_size(columns);

    for (size_t i = 0; i < n && i < json_array_size(cells); i++) {
        const char *name = json_string_value(json_array_get(columns, i));

        json_put(named, name, json_incref(json_array_get(cells, i)));
        if (strcmp(name, "Name") == 0)
            json_put(metadata, "name", json_incref(json_array_get(cells, i)));
    }
    json_put(item, "metadata", metadata);
    json_put(item, "columns", named);
    return item;
}

json_t *table_items(const json_t *table, json_t **columns)
{
    json_t *items = json_array(), *row;
    size_t i;

    read_columns(table, columns);
    json_array_foreach (json_object_get(table, "rows"), i, row)
        json_array_append_new(items, item_of(row, *columns));
    return items;
}
