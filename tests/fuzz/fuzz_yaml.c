/* libFuzzer: YAML in by both readers, which must agree; out, and in again, which must be the same.
 */
#include <stdint.h>
#include <string.h>

#include "base/limits.h"
#include "yaml/block.h"
#include "yaml/yaml.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What is known of a text changes nothing of what another means that lacks a line of it, or has one
 * twice. */
static void check_known(const char *text, size_t size)
{
    struct yaml_known *known = yaml_known_new(text, size, YAML_PLAIN);
    size_t start = size / 3, len;

    if (!known)
        return;
    while (start > 0 && text[start - 1] != '\n')
        start--;
    len = (size_t)((char *)memchr(text + start, '\n', size - start) + 1 - (text + start));
    for (int copies = 0; copies < 3; copies++) {
        auto_buf struct buf other = BUF_INIT(1u << 20);
        auto_json json_t *with = NULL, *without = NULL;
        bool can;

        buf_add(&other, text, start);
        for (int i = 0; i < copies; i++)
            buf_add(&other, text + start, len);
        buf_add(&other, text + start + len, size - start - len);
        can = block_parse(buf_text(&other), other.len, YAML_PLAIN, NULL, &without);
        if (block_parse(buf_text(&other), other.len, YAML_PLAIN, known, &with) != can ||
            (can && !json_equal(with, without)))
            __builtin_trap();
    }
    yaml_known_free(known);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *text = (const char *)data;
    auto_buf struct buf out = BUF_INIT(16u << 20), pretty = BUF_INIT(16u << 20);
    auto_err struct err err = ERR_INIT;
    auto_json json_t *fast = NULL, *slow = NULL, *again = NULL;
    int rc;

    if (size > 8192)
        return 0;
    if (memchr(text, '\n', size) && text[size - 1] == '\n')
        check_known(text, size);
    rc = yaml_parse(text, size, YAML_SLOW, &slow, &err);
    if (block_parse(text, size, YAML_PLAIN, NULL, &fast) && (rc < 0 || !json_equal(fast, slow)))
        __builtin_trap();
    if (rc < 0)
        return 0;
    yaml_print_pretty(&pretty, slow);
    if (yaml_print(&out, slow) < 0)
        return 0;
    /* What is written reads as the same; but NEL, which Helm folds, the other breaks of YAML, and
     * "<<", which Helm writes without its quotes. */
    if (memmem(text, size, "<<", 2) || memmem(text, size, "\xc2\x85", 2) ||
        memmem(text, size, "\xe2\x80", 2) || memchr(text, '\\', size) || memchr(text, '\r', size))
        return 0;
    if (yaml_parse(buf_text(&out), out.len, YAML_PLAIN, &again, &err) < 0 ||
        !json_same(slow, again))
        __builtin_trap();
    return 0;
}
