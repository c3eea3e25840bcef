/* Semantic versions and constraints on them, as github.com/Masterminds/semver/v3 reads them: what
 * semverCompare, a chart's kubeVersion, its dependencies' versions and --version mean. Pure. */
#ifndef MALHA_HELM_SEMVER_H
#define MALHA_HELM_SEMVER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"

struct semver {
    uint64_t major, minor, patch;
    char *pre, *metadata; /* without - and +; "" when there is none */
    char *original;       /* as written */
};

struct semver_range;

/* "v1.2.3-pre+meta"; minor and patch may be missing. INVALID: "invalid semantic version". */
int semver_parse(const char *text, struct semver *ret_version, struct err *err) ATTR_CHECK;
void semver_done(struct semver *version);
#define auto_semver ATTR_CLEANUP(semver_done)

/* Below, at or above 0; metadata does not count. */
int semver_compare(const struct semver *a, const struct semver *b);
/* "1.2.3-pre+meta", to be freed. */
char *semver_text(const struct semver *version) ATTR_CHECK;

/* "^1.2", ">= 1.2, < 2.0 || ~3", "1.2 - 1.4", "*". INVALID: "improper constraint: ...". */
int semver_range_parse(const char *text, struct semver_range **ret_range, struct err *err)
    ATTR_CHECK;
void semver_range_free(struct semver_range *range);
bool semver_range_has(const struct semver_range *range, const struct semver *version);

/* Is `version` within `constraint`? False when either cannot be read (chartutil.IsCompatibleRange).
 */
bool semver_matches(const char *constraint, const char *version);

#endif
