/* What every unit test includes: cmocka and its prerequisites, in the order it wants them. */
#ifndef MALHA_TESTS_UNIT_H
#define MALHA_TESTS_UNIT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* after the four above */
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/limits.h"
#include "base/mem.h"
#include "json/json.h"

/* The JSON of a file below the tree's root; fails the test when it cannot be read. */
static inline json_t *unit_load_json(const char *path)
{
    json_error_t fault;
    json_t *json = json_load_file(path, JSON_ALLOW_NUL, &fault);

    if (!json)
        fail_msg("%s: %s", path, fault.text);
    return json;
}

/* A JSON text written with ' for ". */
static inline json_t *unit_json(const char *text)
{
    char *quoted = mem_strdup(text);
    json_error_t fault;
    json_t *json;

    for (char *p = quoted; *p; p++) {
        if (*p == '\'')
            *p = '"';
    }
    json = json_loads(quoted, JSON_DECODE_ANY, &fault);
    if (!json)
        fail_msg("%s: %s", quoted, fault.text);
    free(quoted);
    return json;
}

#endif
