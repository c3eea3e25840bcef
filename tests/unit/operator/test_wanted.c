/* What is wanted of steps that were not rendered again, since it is known. */
#include "operator/wanted.h"
#include "tests/unit/unit.h"

static struct want known_items[] = {
    {(char *)"v1", (char *)"ConfigMap", (char *)"a", (char *)"here", (char *)"|ConfigMap|here|a",
     (char *)"1"},
    {(char *)"apps/v1", (char *)"Deployment", (char *)"b", (char *)"here",
     (char *)"apps|Deployment|here|b", (char *)"2"},
};
static struct wanted_step known_steps[] = {
    {.input = (char *)"", .items = NULL, .n = 0},
    {.input = (char *)"made of this", .items = known_items, .n = ARRAY_LEN(known_items)},
};
static const struct wanted known = {.steps = known_steps, .n = ARRAY_LEN(known_steps)};

static void a_step_is_found_by_what_it_is_made_of(void **state)
{
    (void)state;
    assert_ptr_equal(wanted_of_input(&known, "made of this"), &known_steps[1]);
    assert_null(wanted_of_input(&known, "made of that"));
    assert_null(wanted_of_input(&known, ""));
}

static void what_is_known_is_wanted_again(void **state)
{
    auto_json json_t *steps = unit_json(
        "[{'component':'x','release':'r','namespace':'there','named':true,'input':'another',"
        "'objects':[]},"
        "{'component':'y','release':'s','namespace':'here','early':true,'input':'made of this',"
        "'objects':null}]");
    auto_err struct err err = ERR_INIT;
    struct wanted wanted;

    (void)state;
    assert_int_equal(wanted_make(steps, &known, NULL, &wanted, &err), 0);
    assert_int_equal(wanted.n, 2);
    assert_int_equal(wanted.steps[0].n, 0);
    assert_true(wanted.steps[0].named && !wanted.steps[0].early);
    assert_true(!wanted.steps[1].named && wanted.steps[1].early);
    assert_string_equal(wanted.steps[1].input, "made of this");
    assert_int_equal(wanted.steps[1].n, ARRAY_LEN(known_items));
    for (size_t i = 0; i < ARRAY_LEN(known_items); i++) {
        const struct want *a = &known_items[i], *b = &wanted.steps[1].items[i];

        assert_ptr_not_equal(a->key, b->key);
        assert_string_equal(a->api_version, b->api_version);
        assert_string_equal(a->kind, b->kind);
        assert_string_equal(a->name, b->name);
        assert_string_equal(a->namespace, b->namespace);
        assert_string_equal(a->key, b->key);
        assert_string_equal(a->digest, b->digest);
        assert_string_equal(json_text_at(wanted.digests, a->key), a->digest);
        assert_true(wanted_has_kind(&wanted, a->kind));
    }
    assert_int_equal(wanted.kinds.n, 3); /* and Namespace */
    wanted_done(&wanted);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_step_is_found_by_what_it_is_made_of),
        cmocka_unit_test(what_is_known_is_wanted_again),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
