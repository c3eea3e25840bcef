/* YAML of people who are not to be trusted, by both readers. */
#include "tests/unit/unit.h"
#include "yaml/yaml.h"

static const struct {
    const char *text;
    int flags;
    const char *words; /* of the error; NULL: none */
} rows[] = {
    {"a: &x 1\nb: *x\n", YAML_PLAIN, NULL},
    {"a: &x 1\nb: *x\n", YAML_NO_ALIASES, "line 2: aliases are not allowed"},
    {"a: &x {b: c}\nd:\n  <<: *x\n", YAML_NO_ALIASES, "line 3: aliases are not allowed"},
    {"a: &x b\n*x : c\n", YAML_NO_ALIASES, "aliases are not allowed"},
    {"a: &x 1\nb: '*x'\n", YAML_NO_ALIASES, NULL},
    {"a: 1\na: 2\n", YAML_PLAIN, NULL},
};

static void readers_agree_on_what_is_refused(void **state)
{
    (void)state;
    for (size_t i = 0; i < 2 * ARRAY_LEN(rows); i++) {
        const char *text = rows[i / 2].text, *words = rows[i / 2].words;
        int flags = rows[i / 2].flags | (i % 2 ? YAML_SLOW : 0);
        auto_err struct err err = ERR_INIT;
        auto_json json_t *value = NULL;
        int rc = yaml_parse(text, strlen(text), flags, &value, &err);

        if ((rc < 0) != (words != NULL) || (words && !strstr(err_message(&err), words)))
            fail_msg("%s: %s", text, err_message(&err));
    }
}

static void a_key_that_comes_again_is_kept(void **state)
{
    static const char *const texts[][2] = {
        {"a: 1\na: 2\na: 3\n", "{'a':1,'a (again, 1)':2,'a (again, 2)':3}"},
        {"b:\n- {c: 1, d: 2}\n- c: 1\n  \"c\": 2\n",
         "{'b':[{'c':1,'d':2},{'c':1,'c (again, 1)':2}]}"},
        {"{a: 1, b: 2, a: {}}", "{'a':1,'a (again, 2)':{},'b':2}"},
        {"a: {b: 1}\nc: {b: 1}\n", "{'a':{'b':1},'c':{'b':1}}"},
    };

    (void)state;
    for (size_t i = 0; i < 2 * ARRAY_LEN(texts); i++) {
        int flags = YAML_REPEATED | (i % 2 ? YAML_SLOW : 0);
        auto_json json_t *value = NULL, *wanted = unit_json(texts[i / 2][1]);
        auto_err struct err err = ERR_INIT;

        assert_int_equal(yaml_parse(texts[i / 2][0], strlen(texts[i / 2][0]), flags, &value, &err),
                         0);
        assert_true(json_equal(value, wanted));
    }
}

static void small_is_small(void **state)
{
    (void)state;
    for (size_t i = 0; i < 8; i++) {
        bool large = i & 1, deep = i & 2;
        int flags = YAML_SMALL | (i & 4 ? YAML_SLOW : 0);
        auto_buf struct buf text = BUF_INIT(LIMIT_FILE);
        auto_err struct err err = ERR_INIT;
        auto_json json_t *value = NULL;
        size_t n = deep ? LIMIT_SMALL_DEPTH : LIMIT_SMALL_NODES;

        n = large ? n + 1 : n / 2;
        for (size_t k = 0; k < n; k++) {
            if (deep)
                buf_fill(&text, ' ', k);
            buf_adds(&text, deep ? "a:\n" : "- 1\n");
        }
        assert_int_equal(yaml_parse(buf_text(&text), text.len, flags, &value, &err),
                         large ? -1 : 0);
        if (large)
            assert_non_null(strstr(err_message(&err), deep ? "deeper than 32" : "10000 nodes"));
    }
}

/* Nodes are counted after aliases are followed. */
static void a_bomb_is_not_small(void **state)
{
    auto_buf struct buf text = BUF_INIT(LIMIT_FILE);
    auto_err struct err err = ERR_INIT;
    auto_json json_t *value = NULL;

    (void)state;
    buf_adds(&text, "a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n");
    for (int i = 1; i < 9; i++) {
        buf_addf(&text, "a%d: &a%d [", i, i);
        for (int k = 0; k < 10; k++)
            buf_addf(&text, "%s*a%d", k ? "," : "", i - 1);
        buf_adds(&text, "]\n");
    }
    assert_int_equal(yaml_parse(buf_text(&text), text.len, YAML_SMALL, &value, &err), -1);
    assert_non_null(strstr(err_message(&err), "excessive aliasing"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(readers_agree_on_what_is_refused),
        cmocka_unit_test(a_key_that_comes_again_is_kept),
        cmocka_unit_test(small_is_small),
        cmocka_unit_test(a_bomb_is_not_small),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
