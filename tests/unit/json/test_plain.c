/* The quick reader: what it reads jansson reads alike, and the rest it leaves alone. */
#include "tests/unit/unit.h"
#include "json/plain.h"

static const char *const readable[] = {
    "{}",
    "[]",
    "0",
    "-1",
    "123456789012345",
    "true",
    "false",
    "null",
    "\"\"",
    " [ 1 , 2 ] ",
    "{\"a\":{\"b\":[1,\"c\",null]}}",
    "{\"a\":1,\"a\":2}",
    "\"a\\\"b\\\\c\\/d\\b\\f\\n\\r\\t\"",
    "{\"k\\\"ey\":\"v\\n\",\"b\":\"\\t\"}",
    "[[[]]]\r\n",
    "[\"\\n\",\"\"]",
    "\"\\n\"",
    "{\"\":\"\"}",
};

static const char *const left[] = {
    "",
    " ",
    "{",
    "[",
    "[1",
    "[1,",
    "[1,]",
    "{\"a\"}",
    "{\"a\":}",
    "{\"a\":1,}",
    "{a:1}",
    "1.5",
    "1e3",
    "01",
    "-",
    "-0",
    "--1",
    "+1",
    "1234567890123456",
    "\"\\u0041\"",
    "\"\\x\"",
    "\"a",
    "\"\xc3\xa4\"",
    "\"\x7f\"",
    "\"a\nb\"",
    "tru",
    "nulll",
    "1 2",
    "[1 2]",
    "[,1]",
    "{\"a\" 1}",
    "{,}",
    "]",
    "}",
};

static int compare(const char *text, size_t len)
{
    auto_json json_t *fast = json_read_plain(text, len, 1000, 10), *slow = NULL;

    if (!fast)
        return 0;
    slow = json_loadb(text, len, JSON_DECODE_ANY | JSON_ALLOW_NUL, NULL);
    return slow && json_equal(fast, slow) ? 1 : -1;
}

static void what_it_reads_jansson_reads_alike(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(readable); i++) {
        if (compare(readable[i], strlen(readable[i])) != 1)
            fail_msg("%s", readable[i]);
    }
    for (size_t i = 0; i < ARRAY_LEN(left); i++) {
        if (compare(left[i], strlen(left[i])) != 0)
            fail_msg("%s", left[i]);
    }
}

static uint32_t next_random(uint32_t *seed)
{
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 8;
}

/* Texts with some characters changed: none that jansson does not read, or reads otherwise. */
static void what_is_damaged_is_never_read_otherwise(void **state)
{
    static const char alphabet[] = "{}[]:,\"\\ntfu01-9.eE \n\xc3\xa4x/";
    uint32_t seed = 1;
    size_t read = 0;

    (void)state;
    for (int i = 0; i < 100000; i++) {
        const char *from = readable[next_random(&seed) % ARRAY_LEN(readable)];
        char text[64];
        size_t len = strlen(from);
        int rc;

        memcpy(text, from, len);
        for (uint32_t changes = 1 + next_random(&seed) % 3; changes && len; changes--)
            text[next_random(&seed) % len] = alphabet[next_random(&seed) % (sizeof(alphabet) - 1)];
        rc = compare(text, len);
        if (rc < 0)
            fail_msg("%.*s", (int)len, text);
        read += (size_t)rc;
    }
    assert_true(read > 1000);
}

static void it_is_bounded(void **state)
{
    static const struct {
        const char *text;
        size_t nodes, depth;
        bool reads;
    } rows[] = {{"[1,2,3]", 4, 1, true},
                {"[1,2,3]", 3, 1, false},
                {"[[]]", 9, 2, true},
                {"[[]]", 9, 1, false},
                {"{\"a\":1,\"b\":2}", 3, 1, true},
                {"{\"a\":1,\"b\":2}", 2, 1, false}};

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        auto_json json_t *value =
            json_read_plain(rows[i].text, strlen(rows[i].text), rows[i].nodes, rows[i].depth);
        auto_json json_t *other = NULL;
        auto_err struct err err = ERR_INIT;

        assert_int_equal(value != NULL, rows[i].reads);
        assert_int_equal(json_parse_bounded(rows[i].text, strlen(rows[i].text), rows[i].nodes,
                                            rows[i].depth, &other, &err) == 0,
                         rows[i].reads);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_it_reads_jansson_reads_alike),
        cmocka_unit_test(what_is_damaged_is_never_read_otherwise),
        cmocka_unit_test(it_is_bounded),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
