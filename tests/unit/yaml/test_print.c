/* YAML out, byte for byte as Helm's toYaml (tests/vectors/gotmpl.json, recorded from Go). */
#include "tests/unit/unit.h"
#include "yaml/yaml.h"

static char *print(json_t *taken)
{
    auto_json json_t *value = taken;
    struct buf out = BUF_INIT(LIMIT_TEMPLATE_OUTPUT);

    (void)yaml_print(&out, value);
    if (out.len && out.data[out.len - 1] == '\n')
        out.data[out.len - 1] = '\0';
    return buf_take(&out);
}

static bool same(const char *got, const char *want, const char *text, const char *where)
{
    if (strcmp(got, want) == 0)
        return true;
    print_error("%s of \"%s\"\n  want %s\n  got  %s\n", where, text, want, got);
    return false;
}

static void text_is_quoted_and_folded_as_in_go(void **state)
{
    auto_json json_t *vectors = unit_load_json("tests/vectors/gotmpl.json");
    size_t i, failed = 0, compared = 0;
    json_t *row;

    (void)state;
    json_array_foreach (json_object_get(vectors, "strings"), i, row) {
        const char *text = json_dig_text(row, "in");

        auto_free char *doc = print(json_string(text));
        auto_free char *item = print(json_pack("[s]", text));
        auto_free char *val = print(json_pack("{s:s}", "k", text));
        auto_free char *key = print(json_pack("{s:s}", text, "v"));

        failed += !same(doc, json_dig_text(row, "doc"), text, "document");
        failed += !same(item, json_dig_text(row, "item"), text, "item");
        failed += !same(val, json_dig_text(row, "val"), text, "value");
        failed += !same(key, json_dig_text(row, "key"), text, "key");
        compared += 4;
    }
    assert_int_equal(failed, 0);
    assert_int_equal(compared, 404);
}

static void keys_are_in_natural_order(void **state)
{
    auto_json json_t *vectors = unit_load_json("tests/vectors/gotmpl.json"), *object = NULL;
    const char *want = json_dig_text(vectors, "keyorder");
    auto_err struct err err = ERR_INIT;

    (void)state;
    assert_int_equal(yaml_parse(want, strlen(want), YAML_PLAIN, &object, &err), 0);
    auto_free char *got = print(json_incref(object));
    assert_string_equal(got, want);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_is_quoted_and_folded_as_in_go),
        cmocka_unit_test(keys_are_in_natural_order),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
