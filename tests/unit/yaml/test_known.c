/* What is known of one text helps with the next, and changes nothing of what that means. */
#include "tests/unit/unit.h"
#include "yaml/block.h"
#include "yaml/yaml.h"

static json_t *read_text(const struct yaml_known *known, const char *text)
{
    auto_err struct err err = ERR_INIT;
    json_t *tree = NULL;

    if (yaml_parse_known(known, text, strlen(text), YAML_PLAIN, &tree, &err) < 0)
        return json_string(err_message(&err));
    return tree;
}

static void check_same(const struct yaml_known *known, const char *text)
{
    auto_json json_t *with = read_text(known, text), *without = read_text(NULL, text);

    if (!json_equal(with, without)) {
        auto_free char *got = json_text(with), *want = json_text(without);

        fail_msg("%s\n is %s\n and with what is known %s", text, want, got);
    }
}

#define FIRST                                                                                      \
    "spec:\n"                                                                                      \
    "  containers:\n"                                                                              \
    "  - name: a\n"                                                                                \
    "    args:\n"                                                                                  \
    "    - x\n"                                                                                    \
    "    - y\n"                                                                                    \
    "    text: |\n"                                                                                \
    "      one\n"                                                                                  \
    "    kept: |+\n"                                                                               \
    "      two\n"                                                                                  \
    "\n"                                                                                           \
    "    nothing:\n"                                                                               \
    "    'quoted': \"two\n"                                                                        \
    "      lines\"\n"                                                                              \
    "    flow: {a: [1, b]}\n"                                                                      \
    "    word: on\n"                                                                               \
    "  - name: b # why\n"                                                                          \
    "    port: 0x10\n"                                                                             \
    "  volumes:\n"                                                                                 \
    "  - emptyDir:\n"                                                                              \
    "    name: v\n"                                                                                \
    "    $patch: delete\n"                                                                         \
    "  last: word\n"

/* In turn: what is known, and texts that go on otherwise. */
static const char *const rows[][2] = {
    {FIRST, FIRST},
    {FIRST, FIRST "  more: 1\n"},
    {FIRST, FIRST "    more\n"},
    {FIRST, FIRST "\n\n# end\n"},
    {FIRST, FIRST "---\nother: 1\n"},
    {FIRST, "x: 1\n" FIRST},
    {"- a\n- b\n", "- a\n  c\n- b\n"},          /* goes on in the next line */
    {"- a\n- b\n", "- a\n\n  c\n- b\n"},        /* behind an empty one */
    {"- a\n- b\n", "- a\n# c\n- b\n"},          /* a comment ends it */
    {"- a\n- b\n", "- a\n- b"},                 /* no line end */
    {"- a\n- b\n", "- a\n- b  "},               /* blanks at the end */
    {"- a\n- b\n", "- ab\n- b\n"},              /* the beginning of another word */
    {"- a: 1\n- b\n", "- a: 1\n  c: 2\n- b\n"}, /* a mapping that has more */
    {"- a: 1\n- b\n", "- a: 1\n   c\n- b\n"},
    {"k:\nl: 1\n", "k:\n- a\nl: 1\n"}, /* a list in the column of its key */
    {"k:\n- a\nl: 1\n", "k:\n- a\n- b\nl: 1\n"},
    {"k:\n- a\nl: 1\n", "k:\n- a\n  b\nl: 1\n"},
    {"k: a\nl: 1\n", "k: a\n- b\nl: 1\n"},    /* which is wrong */
    {"k: a\nl: 1\n", "k: a\nk: b\n"},         /* the last one wins */
    {"k: a\nl: 1\n", "m:\n  k: a\n  l: 1\n"}, /* another column */
    {"m:\n  k: a\n  l: 1\n", "m:\n  k: a\n   l: 1\n"},
    {"k: |\n  a\nl: 1\n", "k: |\n  a\n\nl: 1\n"},
    {"k: |\n  a\nl: 1\n", "k: |\n  a\n  b\nl: 1\n"},
    {"k: |+\n  a\nl: 1\n", "k: |+\n  a\n\nl: 1\n"},
    {"k: |+\n  a\n\nl: 1\n", "k: |+\n  a\nl: 1\n"},
    {"k: |-\n  a\nl: 1\n", "k: |-\n  a\n ...\nl: 1\n"},
    {"k: 'a'\nl: 1\n", "k: 'a' b\nl: 1\n"},
    {"k: a\nl: 1\n", "k: a\n...\nl: 1\n"},
    {"- - a\n- b\n", "- - a\n  - c\n- b\n"},
    {"- - a\n- b\n", "- - a\n - c\n- b\n"},
    {"k: a\nl: 1\n", "t: |\n  k: a\n  l: 1\n"}, /* within a text it is none */
    {"k: a\nl: 1\n", "t: 'k:\n  k: a\n  l: 1'\n"},
    {"k: &x a\nl: *x\n", "k: &x a\nl: *x\n"}, /* not for this reader */
    {"k: {a: 1}\nl: 1\n", "k: {a: 1}, b\nl: 1\n"},
    {"", "a: 1\n"},
    {"a: 1\n", ""},
};

static void a_text_means_the_same(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct yaml_known *known = yaml_known_new(rows[i][0], strlen(rows[i][0]), YAML_PLAIN);

        check_same(known, rows[i][1]);
        check_same(known, rows[i][0]);
        yaml_known_free(known);
    }
}

static void what_is_known_is_taken(void **state)
{
    struct yaml_known *known = yaml_known_new(FIRST, strlen(FIRST), YAML_PLAIN);
    auto_json json_t *tree = read_text(known, FIRST "  more: 1\n");
    const json_t *spec = json_object_get(tree, "spec");
    const json_t *first = json_array_get(json_object_get(spec, "containers"), 0);
    const json_t *second = json_array_get(json_object_get(spec, "containers"), 1);
    const json_t *volume = json_array_get(json_object_get(spec, "volumes"), 0);

    (void)state;
    assert_false(json_is_fixed(spec));
    assert_true(json_is_fixed(second));
    assert_true(json_is_fixed(json_object_get(spec, "last")));
    assert_false(json_is_fixed(first)); /* it has a null */
    assert_true(json_is_fixed(json_object_get(first, "args")));
    assert_false(json_is_fixed(volume)); /* whose members mean something to a merge */
    assert_true(json_is_fixed(json_object_get(volume, "name")));
    assert_null(json_object_get(spec, "other"));
    json_decref(tree);
    tree = NULL;
    yaml_known_free(known);
}

/* The same text is too much with what is known and without. */
static void bounds_hold(void **state)
{
    auto_buf struct buf text = BUF_INIT(1u << 20);
    struct yaml_known *known;
    int most = 0;

    (void)state;
    buf_adds(&text, "- [1, 2]\n- a: 1\n  b: [3]\n- z\n");
    known = yaml_known_new(buf_text(&text), text.len, YAML_SMALL);
    assert_non_null(known);
    for (int i = 0; i < 10000; i++) {
        auto_json json_t *with = NULL, *without = NULL;
        bool can;

        buf_adds(&text, i % 2 ? "- [1, 2]\n" : "- a: 1\n  b: [3]\n");
        if (i < 1200)
            continue;
        can = block_parse(buf_text(&text), text.len, YAML_SMALL, NULL, &without);
        assert_int_equal(block_parse(buf_text(&text), text.len, YAML_SMALL, known, &with), can);
        if (!can)
            break;
        most = i;
    }
    assert_in_range(most, 1300, 9000);
    yaml_known_free(known);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_text_means_the_same),
        cmocka_unit_test(what_is_known_is_taken),
        cmocka_unit_test(bounds_hold),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
