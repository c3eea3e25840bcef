/* libFuzzer: a repository's index with a version or constraint in the first line; and the small
 * languages of the command line, versions, TOML and dates. */
#include <stdint.h>
#include <string.h>

#include "base/limits.h"
#include "base/mem.h"
#include "helm/gotime.h"
#include "helm/semver.h"
#include "helm/set.h"
#include "helm/source.h"
#include "helm/toml.h"
#include "yaml/yaml.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void small_languages(const char *line, const char *rest, size_t len)
{
    auto_err struct err err = ERR_INIT;
    auto_json json_t *values = json_object(), *toml = NULL;
    auto_buf struct buf out = BUF_INIT(1u << 20);
    auto_semver struct semver version = {0};
    struct semver_range *range = NULL;
    struct gotime t = {0};
    int64_t duration = 0;

    for (int kind = HELM_SET_TYPED; kind <= HELM_SET_LITERAL; kind++) {
        if (kind != HELM_SET_FILE && helm_set(values, line, (enum helm_set)kind, &err) < 0)
            err_done(&err);
    }
    if (semver_parse(line, &version, &err) < 0)
        err_done(&err);
    if (semver_range_parse(line, &range, &err) == 0 && version.original)
        (void)semver_range_has(range, &version);
    err_done(&err);
    semver_range_free(range);
    if (toml_parse(rest, len, &toml, &err) == 0 && toml_print(&out, toml, &err) < 0 &&
        err.class == ERR_NONE)
        __builtin_trap();
    err_done(&err);
    auto_free char *text = mem_strndup(rest, strnlen(rest, len < 128 ? len : 128));
    if (gotime_parse(line, text, &t, &err) == 0)
        gotime_format(&out, &t, line);
    err_done(&err);
    if (gotime_duration_parse(line, &duration, &err) == 0)
        gotime_duration_print(&out, duration);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *text = (const char *)data, *newline = size ? memchr(text, '\n', size) : NULL;
    auto_err struct err err = ERR_INIT;
    auto_json json_t *index = NULL;
    const json_t *entry = NULL;

    if (size > 8192 || !newline)
        return 0;
    auto_free char *line = mem_strndup(text, strnlen(text, (size_t)(newline - text)));
    const char *rest = newline + 1;
    size_t len = size - (size_t)(rest - text);
    small_languages(line, rest, len);
    if (yaml_parse(rest, len, YAML_PLAIN, &index, &err) == 0)
        (void)!helm_index_pick(index, "app", line, false, &entry, &err);
    return 0;
}
