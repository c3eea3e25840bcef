/* PCRE2 with memory that never fails (base/mem.h), for no memory is no "does not match", and with a
 * bound on the work of one match, where Go's RE2 is linear. */
#ifndef MALHA_HELM_REGEX_H
#define MALHA_HELM_REGEX_H

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"

/* What is wrong with a pattern that uses what PCRE2 has and Go's RE2 has not; NULL when it does
 * not.
 */
const char *regex_foreign(const char *pattern, size_t len);

/* NULL when the pattern is broken: its PCRE2 error and where. Freed with pcre2_code_free. */
pcre2_code *regex_compile(const char *pattern, size_t len, uint32_t options, int *ret_fault,
                          size_t *ret_offset) ATTR_CHECK;
/* The same of a pattern that is read as Go's regexp does. */
pcre2_code *regex_compile_go(const char *pattern, size_t len, int *ret_fault) ATTR_CHECK;
/* Never NULL. Freed with pcre2_match_data_free. */
pcre2_match_data *regex_match_data(const pcre2_code *code) ATTR_CHECK;
static inline void regex_cleanup_(pcre2_code **code)
{
    pcre2_code_free(*code);
}
static inline void match_cleanup_(pcre2_match_data **data)
{
    pcre2_match_data_free(*data);
}
#define auto_regex ATTR_CLEANUP(regex_cleanup_)
#define auto_match ATTR_CLEANUP(match_cleanup_)

/* pcre2_match() from `from` on; PCRE2_ERROR_MATCHLIMIT when it takes too long. */
int regex_match(const pcre2_code *code, pcre2_match_data *data, const char *text, size_t len,
                size_t from) ATTR_CHECK;
/* Does it match, by PCRE2's algorithm that never goes back: the time grows with the text alone, as
 * in Go. For patterns of our own: it knows no back references, and where it would need much memory
 * the answer is no. */
bool regex_accepts(const pcre2_code *code, pcre2_match_data *data, const char *text, size_t len)
    ATTR_CHECK;

#endif
