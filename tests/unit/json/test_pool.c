/* Trees from pools: the same trees, and what was freed is taken again. A program of its own, for
 * pools are for the whole process. */
#include "tests/unit/unit.h"
#include "json/pool.h"

/* A map of `n` keys of all lengths up to `n`, with texts of the same length. */
static json_t *tree_of(size_t n)
{
    json_t *tree = json_object();

    for (size_t i = 1; i <= n; i++) {
        auto_free char *text = mem_alloc(i + 1);

        memset(text, 'x', i);
        text[i] = '\0';
        json_put(tree, text, json_pack("[s,i,{s:s}]", text, (int)i, text, text));
    }
    return tree;
}

static void trees_from_pools_are_like_others(void **state)
{
    auto_json json_t *tree = tree_of(700);
    auto_json json_t *copy = json_deep_copy(tree);
    auto_free char *text = json_text(tree);
    auto_json json_t *again = json_loads(text, 0, NULL);

    (void)state;
    assert_true(json_equal(tree, copy));
    assert_true(json_equal(tree, again));
    for (size_t i = 0; i < 2000; i++)
        json_decref(tree_of(i % 40));
    assert_true(json_equal(tree, copy));
}

static void what_was_freed_is_taken_again(void **state)
{
    json_t *first = json_object(), *second;

    (void)state;
    json_decref(first);
    second = json_object();
    assert_ptr_equal(first, second);
    json_decref(second);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(trees_from_pools_are_like_others),
        cmocka_unit_test(what_was_freed_is_taken_again),
    };

    json_use_pools();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
