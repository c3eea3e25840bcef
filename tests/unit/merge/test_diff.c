/* JSON Patch: what diff says, patch does. */
#include "merge/diff.h"
#include "merge/patch.h"
#include "tests/unit/unit.h"

static const struct {
    const char *from, *to;
    size_t operations;
} rows[] = {
    {"{}", "{}", 0},
    {"{'a':1}", "{'a':2}", 1},
    {"{'a':1,'b':2}", "{'b':2}", 1},
    {"{'a':{'b':{'c':1}}}", "{'a':{'b':{'c':1,'d':[1]}}}", 1},
    {"{'a':[1,2,3]}", "{'a':[0,1,2,3]}", 1}, /* one insertion, nothing rewritten */
    {"{'a':[1,2,3]}", "{'a':[1,3]}", 1},
    {"{'a':[1,2,3]}", "{'a':[]}", 3},
    {"{'a':[{'n':1},{'n':2}]}", "{'a':[{'n':9},{'n':1},{'n':3}]}", 3},
    {"{'x/y':{'a~b':1}}", "{'x/y':{'a~b':2}}", 1},
    {"{'a':null}", "{'a':0}", 1},
    {"{'a':{}}", "{'a':[]}", 1},
    {"[1]", "{'a':1}", 1},
};

static json_t *patch_of(const json_t *from, const json_t *to)
{
    auto_buf struct buf text = BUF_INIT(1u << 20);
    auto_err struct err err = ERR_INIT;
    json_t *patch;

    diff_patch(from, to, &text);
    assert_int_equal(json_parse(buf_text(&text), text.len, &patch, &err), 0);
    return patch;
}

static void applying_the_difference_gives_the_target(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        auto_json json_t *from = unit_json(rows[i].from), *to = unit_json(rows[i].to);
        auto_json json_t *patch = patch_of(from, to), *got = NULL;
        auto_err struct err err = ERR_INIT;

        if (patch_apply(from, patch, &got, &err) < 0)
            fail_msg("row %zu: %s", i, err_message(&err));
        assert_true(json_equal(got, to));
        if (json_array_size(patch) > rows[i].operations) {
            auto_free char *text = json_text(patch);

            fail_msg("row %zu: %s", i, text);
        }
    }
}

/* Trees grown from a seed: whatever they are, the patch leads from one to the other. */
static json_t *grow(unsigned *seed, unsigned depth)
{
    unsigned kind = (unsigned)rand_r(seed) % (depth ? 6 : 4), n = (unsigned)rand_r(seed) % 4;
    json_t *tree;

    switch (kind) {
    case 0:
        return json_integer(rand_r(seed) % 3);
    case 1:
        return json_string(n % 2 ? "x" : "y");
    case 2:
        return json_boolean(n % 2);
    case 3:
        return json_null();
    case 4:
        tree = json_array();
        for (unsigned i = 0; i < n; i++)
            json_array_append_new(tree, grow(seed, depth - 1));
        return tree;
    default:
        tree = json_object();
        for (unsigned i = 0; i < n; i++) {
            char key[8];

            (void)snprintf(key, sizeof(key), "k%d", rand_r(seed) % 5);
            json_put(tree, key, grow(seed, depth - 1));
        }
        return tree;
    }
}

static void any_two_trees_differ_by_their_patch(void **state)
{
    unsigned seed = 7;

    (void)state;
    for (int i = 0; i < 3000; i++) {
        auto_json json_t *from = grow(&seed, 4), *to = grow(&seed, 4);
        auto_json json_t *patch = patch_of(from, to), *got = NULL;
        auto_err struct err err = ERR_INIT;

        assert_int_equal(patch_apply(from, patch, &got, &err), 0);
        assert_true(json_equal(got, to));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(applying_the_difference_gives_the_target),
        cmocka_unit_test(any_two_trees_differ_by_their_patch),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
