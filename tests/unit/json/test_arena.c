/* Trees of one request: what was made in it goes with it, what was made before stays. */
#include <pthread.h>

#include "tests/unit/unit.h"
#include "json/arena.h"

static json_t *large(size_t bytes)
{
    char *text = mem_alloc(bytes + 1);
    json_t *value;

    memset(text, 'x', bytes);
    text[bytes] = '\0';
    value = json_string_nocheck(text);
    free(text);
    return value;
}

static void requests_come_and_go(void **state)
{
    auto_json json_t *kept = unit_json("{'a':[1,2,3]}");

    (void)state;
    for (int i = 0; i < 100; i++) {
        json_arena_begin();
        json_t *made = json_deep_copy(kept), *copy = json_copy(made);

        json_put(made, "b", json_incref(kept));
        assert_int_equal(kept->refcount, 2);
        json_decref(copy);
        json_decref(made);
        json_arena_end();
        if (i % 10 == 0)
            json_arena_rest();
        assert_int_equal(kept->refcount, 1);
    }
    assert_int_equal(json_array_size(json_object_get(kept, "a")), 3);
}

/* More than an arena holds comes from elsewhere, and goes by itself. */
static void a_request_may_be_larger(void **state)
{
    (void)state;
    for (int i = 0; i < 3; i++) {
        json_arena_begin();
        json_t *list = json_array();

        for (int k = 0; k < 10; k++)
            json_array_append_new(list, large(ARENA_BYTES / 4));
        for (int k = 0; k < 10; k++)
            assert_int_equal(json_string_length(json_array_get(list, (size_t)k)), ARENA_BYTES / 4);
        json_decref(list);
        json_arena_end();
    }
}

static void *serve(void *context)
{
    json_t *kept = context;

    for (int i = 0; i < 200; i++) {
        json_arena_begin();
        json_t *made = json_deep_copy(kept);

        json_array_append(json_object_get(made, "a"), kept);
        json_decref(made);
        json_arena_end();
    }
    return NULL;
}

/* Also more of them than have an arena. */
static void threads_do_not_meet(void **state)
{
    auto_json json_t *kept = unit_json("{'a':[{'b':'c'}]}");
    pthread_t threads[ARENA_THREADS + 8];

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(threads); i++)
        assert_int_equal(pthread_create(&threads[i], NULL, serve, kept), 0);
    for (size_t i = 0; i < ARRAY_LEN(threads); i++)
        assert_int_equal(pthread_join(threads[i], NULL), 0);
    assert_int_equal(kept->refcount, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(requests_come_and_go),
        cmocka_unit_test(a_request_may_be_larger),
        cmocka_unit_test(threads_do_not_meet),
    };

    json_use_arenas();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
