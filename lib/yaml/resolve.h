/* What both readers share: what a plain YAML scalar means (go-yaml v2's resolve.go), and bounds. */
#ifndef MALHA_YAML_RESOLVE_H
#define MALHA_YAML_RESOLVE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/limits.h"
#include "yaml/yaml.h"

enum yaml_kind {
    YAML_KIND_TEXT,
    YAML_KIND_NULL,
    YAML_KIND_BOOL,
    YAML_KIND_INT,
    YAML_KIND_FLOAT,
    YAML_KIND_TIME
};

struct yaml_scalar {
    enum yaml_kind kind;
    union {
        bool truth;
        int64_t integer;
        double real;
    };
};

/* The bounds that the flags of yaml_parse() mean. */
static inline size_t yaml_max_nodes(int flags)
{
    return flags & YAML_SMALL ? LIMIT_SMALL_NODES : LIMIT_YAML_NODES;
}
static inline size_t yaml_max_depth(int flags)
{
    return flags & YAML_SMALL ? LIMIT_SMALL_DEPTH : LIMIT_YAML_DEPTH;
}

struct yaml_scalar yaml_resolve(const char *text, size_t len);

/* 1:30 and the like, which YAML 1.1 readers other than go-yaml take for a number. */
bool yaml_is_base60(const char *text, size_t len);

#endif
