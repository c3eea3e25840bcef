/* The fast path means what libyaml means: on documents written for it and on what random changes
 * make of them. */
#include "tests/unit/unit.h"
#include "yaml/block.h"
#include "yaml/yaml.h"

/* Documents that the fast path must read itself. */
static const char *const readable[] = {
    "a: 1\nb: x\nc:\n  d: true\n  e: ~\n",
    "list:\n- a\n- b: 1\n  c: 2\n- - x\n  - y\n-\n  z: 1\n",
    "list:\n  - a\n  -   b: 1\n      c: 2\nnext: 1\n",
    "- a\n- b\n",
    "text: first line\n  second line\n\n  after a break\nend: 1\n",
    "- plain of\n  two lines\n- x\n",
    "q: 'it''s\n  folded\n\n  twice'\nd: \"a \\\"b\\\" \\n c\n  d\\ \n  e\"\n",
    "lit: |\n  a\n    b\n\n  c\nstrip: |-\n  x\nkeep: |+\n  y\n\nend: 1\n",
    "two: |2-\n\n\n    x\nend: 1\n",
    "- |\n  x\n- |-\n  y\n",
    "empty:\nnext:\n- 1\n-\n- 2\n",
    "# comment\na: 1 # why\n  # deeper\nb: # nothing\n  c: 1\n",
    "a: {b: 1}\n",
    "a: {\n  x.y/z: \"1, 2\",\n  c: {d: [e, {f: 'g'}], h: {}},\nd: 2.5,\n  }\nb: c\n",
    "- {a: b, 'c': d, \"e\": true}\n- {a:\n  b, a: c}\n",
    "flow: [a, \"b, c\", 'd', [1, 2.5], []]\nnone: {}\nmany:\n  [a,\n   b]\n",
    "---\na: 1\n---\nb: 2\n",
    "\"quoted key\": 1\n'x': 2\nkey/with.dots-and_more: 3\n",
    "url: https://example.com:8080/x?y=z#frag\ntime: 2020-01-02\ndash: --flag=x\nneg: -1\n",
    "a:\n  b:\n    c: deep\n  d: 1\ne: 2\n",
    "plain\n",
    "'quoted'\n",
    "# nothing\n",
    "a: \xc3\xa4\xe2\x82\xac \xf0\x9f\x98\x80\n",
    "key:\n  value on the next line\n  and the one below\n",
    "a: b\n\n\n# end\n",
    "octal: 0644\nhex: 0x1f\nfloat: 1e3\nword: yes\nversion: 1.20\n",
};

/* Documents that it must leave alone. */
static const char *const refused[] = {
    "a: &x 1\nb: *x\n",
    "a: !!str 1\n",
    "a: >\n  folded\n",
    "a: {b: c d}\n",
    "a: {b}\n",
    "a: {b:1}\n",
    "a: {b: }\n",
    "a: {b: 1\n",
    "a: {? b: c}\n",
    "a: {b: 1} c\n",
    "a: {-b: 1}\n",
    "a: {b: 1,, c: 2}\n",
    "a: {b: |\n c}\n",
    "a: {1: b}\n",
    "\ta: 1\n",
    "a: b: c\n",
    "a: 1\n b: 2\n",
    "a: 'open\n",
    "? a\n: b\n",
    "%YAML 1.1\n---\na: 1\n",
    "a: 1\r\nb: 2\r\n",
    "a: .inf\n",
    "<<: {a: 1}\n",
    "a: [1, 2\n",
    "1: a\n",
    "a: \"\\x41\"\n",
    "a: 1\n...\n",
    "a: 1\n- b\n",
    "a: |\n \n  x\n y\n",
    "a:\n- b\n c: 1\n",
};

/* 1 when the fast path read it as libyaml does, 0 when it left it, -1 when they differ. */
static int compare(const char *text, size_t len)
{
    auto_err struct err err = ERR_INIT;
    auto_json json_t *fast = NULL, *slow = NULL;

    if (!block_parse(text, len, YAML_PLAIN, NULL, &fast))
        return 0;
    if (yaml_parse(text, len, YAML_SLOW, &slow, &err) == 0 && json_equal(fast, slow))
        return 1;
    auto_free char *a = json_text(fast), *b = slow ? json_text(slow) : NULL;
    print_message("---\n%.*s---\n  fast %s\n  slow %s\n", (int)len, text, a,
                  b ? b : err_message(&err));
    return -1;
}

static void what_it_reads_libyaml_reads_alike(void **state)
{
    size_t failed = 0;

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(readable); i++) {
        int rc = compare(readable[i], strlen(readable[i]));

        if (rc <= 0) {
            print_message("not read alike: %s\n", readable[i]);
            failed++;
        }
    }
    for (size_t i = 0; i < ARRAY_LEN(refused); i++) {
        json_t *value = NULL;

        if (block_parse(refused[i], strlen(refused[i]), YAML_PLAIN, NULL, &value)) {
            print_message("not left alone: %s\n", refused[i]);
            json_decref(value);
            failed++;
        }
    }
    assert_int_equal(failed, 0);
}

static uint32_t next_random(uint32_t *seed)
{
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 8;
}

/* A document with a few of its bytes changed, dropped or doubled. */
static size_t mutate(char *to, const char *from, uint32_t *seed)
{
    static const char alphabet[] = " \n:-#'\"|>[]{},ab1~.&*!?\\+%@x0 \n: - ";
    size_t len = strlen(from);

    memcpy(to, from, len);
    for (uint32_t changes = 1 + next_random(seed) % 3; changes && len; changes--) {
        size_t at = next_random(seed) % len;
        char c = alphabet[next_random(seed) % (sizeof(alphabet) - 1)];

        switch (next_random(seed) % 3) {
        case 0:
            to[at] = c;
            break;
        case 1:
            memmove(to + at, to + at + 1, --len - at);
            break;
        default:
            memmove(to + at + 1, to + at, len++ - at);
            to[at] = c;
        }
    }
    return len;
}

static void changed_at_random_they_still_agree(void **state)
{
    uint32_t seed = 1;
    size_t failed = 0, read = 0;

    (void)state;
    for (int i = 0; i < 60000 && failed < 5; i++) {
        const char *from = readable[next_random(&seed) % ARRAY_LEN(readable)];
        auto_free char *text = mem_alloc(strlen(from) + 8);
        size_t len = mutate(text, from, &seed);
        int rc = compare(text, len);

        failed += rc < 0;
        read += rc > 0;
    }
    assert_int_equal(failed, 0);
    assert_true(read > 10000);
}

/* Of a manifest's head all is there; the rest is read, may be null, and fails as it does otherwise.
 */
static void test_a_head_is_whole(void **state)
{
    static const char text[] =
        "spec:\n  a: [x, {}]\n  metadata: {}\nkind: A\nlist:\n- b: |\n    c\n"
        "metadata:\n  name: n\n  annotations:\n    k: \"v\"\n"
        "data: text\n\"apiVersion\": v1\n",
                      broken[] = "kind: A\nspec:\n  a: b: c\n";
    auto_json json_t *head = NULL, *whole = NULL, *none = NULL;
    auto_err struct err err = ERR_INIT;

    (void)state;
    assert_int_equal(yaml_parse(text, strlen(text), YAML_HEAD, &head, &err), 0);
    assert_int_equal(yaml_parse(text, strlen(text), YAML_PLAIN, &whole, &err), 0);
    assert_string_equal(json_text_at(head, "kind"), "A");
    assert_string_equal(json_text_at(head, "apiVersion"), "v1");
    assert_true(json_equal(json_object_get(head, "metadata"), json_object_get(whole, "metadata")));
    assert_int_equal(json_object_size(head), json_object_size(whole));
    assert_int_equal(yaml_parse(broken, strlen(broken), YAML_HEAD, &none, &err), -1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_head_is_whole),
        cmocka_unit_test(what_it_reads_libyaml_reads_alike),
        cmocka_unit_test(changed_at_random_they_still_agree),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
