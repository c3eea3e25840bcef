/* Trees that others made: what cannot be set, what is too large, where texts are cut. */
#include "base/rune.h"
#include "tests/unit/unit.h"

static void what_cannot_be_set_is_remembered(void **state)
{
    auto_json json_t *object = json_object(), *list = json_array(), *text = json_string("x");
    auto_err struct err err = ERR_INIT;
    json_t *value = json_object();

    (void)state;
    json_put(object, "a", json_true());
    assert_int_equal(json_check_puts(&err), 0);
    json_put(text, "path", value);
    json_put(value, "still", json_true()); /* whoever made it may go on with it */
    json_put(list, "b", json_true());
    json_put(NULL, "c", json_true());
    json_put(object, "d", NULL);
    json_put(object, "e", json_incref(object));
    json_put_text(text, "f", "g");
    assert_int_equal(json_check_puts(&err), -1);
    assert_int_equal(err.class, ERR_INVALID);
    assert_non_null(strstr(err_message(&err), "\"path\""));
    assert_int_equal(json_check_puts(&err), 0);
    assert_int_equal(json_object_size(object), 1);
}

static void broken_text_is_set_and_printed_mended(void **state)
{
    auto_json json_t *object = json_object();

    (void)state;
    json_put_text(object, "a", "x\xc3");
    auto_free char *text = json_text(object);
    assert_string_equal(text, "{\"a\":\"x\\ufffd\"}");
}

static void a_bounded_text_is_counted_first(void **state)
{
    static const struct {
        const char *text;
        size_t nodes, depth; /* that are just enough */
    } rows[] = {
        {"1", 1, 0},
        {"[1,2]", 3, 1},
        {"{\"a\":[1,{\"b\":2}]}", 5, 3},
        {"\"[[[,,,\\\"[[\"", 1, 0},
        {"[[],[]]", 5, 2},
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        size_t len = strlen(rows[i].text), depth = rows[i].depth;
        auto_err struct err err = ERR_INIT;
        auto_json json_t *value = NULL, *none = NULL;

        assert_int_equal(json_parse_bounded(rows[i].text, len, rows[i].nodes, depth, &value, &err),
                         0);
        if (rows[i].nodes > 1)
            assert_int_equal(
                json_parse_bounded(rows[i].text, len, rows[i].nodes / 2, depth, &none, &err), -1);
        if (depth > 0)
            assert_int_equal(
                json_parse_bounded(rows[i].text, len, rows[i].nodes, depth - 1, &none, &err), -1);
        assert_null(none);
    }
}

static void texts_end_between_characters(void **state)
{
    static const char text[] = "a\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80z";
    static const size_t ends[] = {0, 1, 1, 3, 3, 3, 6, 6, 6, 6, 10, 11, 11};

    (void)state;
    for (size_t max = 0; max < ARRAY_LEN(ends); max++)
        assert_int_equal(rune_cut(text, strlen(text), max), ends[max]);
    assert_int_equal(rune_cut("\x80\x80\x80\x80\x80\x80", 6, 5), 5);
}

static void an_element_is_found_by_a_text(void **state)
{
    auto_json json_t *list = NULL;
    auto_err struct err err = ERR_INIT;
    const char text[] = "[{\"name\":3},{\"name\":\"b\"},\"b\",{\"name\":\"b\",\"n\":1},{}]";

    (void)state;
    assert_int_equal(json_parse_bounded(text, strlen(text), 100, 10, &list, &err), 0);
    assert_int_equal(json_index(list, "name", "b"), 1);
    assert_ptr_equal(json_find(list, "name", "b"), json_array_get(list, 1));
    assert_int_equal(json_index(list, "name", ""), 5);
    assert_null(json_find(list, "name", ""));
    assert_int_equal(json_index(NULL, "name", "b"), 0);
    assert_null(json_find(NULL, "name", "b"));
}

static void integers_print_whole(void **state)
{
    static const struct {
        int64_t value;
        const char *want;
    } rows[] = {{0, "0"},
                {7, "7"},
                {-10, "-10"},
                {INT64_MAX, "9223372036854775807"},
                {INT64_MIN, "-9223372036854775808"}};

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        auto_json json_t *value = json_integer(rows[i].value);
        auto_free char *text = json_text(value);

        assert_string_equal(text, rows[i].want);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(integers_print_whole),
        cmocka_unit_test(what_cannot_be_set_is_remembered),
        cmocka_unit_test(broken_text_is_set_and_printed_mended),
        cmocka_unit_test(a_bounded_text_is_counted_first),
        cmocka_unit_test(texts_end_between_characters),
        cmocka_unit_test(an_element_is_found_by_a_text),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
