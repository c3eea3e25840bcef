/* Which values real helm takes for which values.schema.json (recorded in
 * tests/vectors/schemas.json, see hack/vectors). */
#include "helm/schema.h"
#include "tests/unit/unit.h"

static void schemas_take_what_helm_takes(void **state)
{
    auto_json json_t *rows = unit_load_json("tests/vectors/schemas.json");
    size_t i, failed = 0, taken = 0;
    json_t *row;

    (void)state;
    json_array_foreach (rows, i, row) {
        auto_err struct err err = ERR_INIT;
        bool fits =
            schema_check(json_object_get(row, "schema"), json_object_get(row, "values"), &err) == 0;

        taken += fits;
        if (fits != json_truth(json_object_get(row, "fits"))) {
            auto_free char *text = json_text(row);

            print_message("%s\n  %s\n", text, err_message(&err));
            failed++;
        }
    }
    assert_true(taken > 100 && i - taken > 100);
    assert_int_equal(failed, 0);
}

static void check(const char *schema_text, const char *values_text, const char *want)
{
    auto_json json_t *schema = json_loads(schema_text, 0, NULL),
                     *values = json_loads(values_text, 0, NULL);
    auto_err struct err err = ERR_INIT;

    assert_int_equal(schema_check(schema, values, &err), *want ? -1 : 0);
    assert_string_equal(err_message(&err), want);
}

static void messages_name_the_place(void **state)
{
    (void)state;
    check("{\"properties\": {\"a\": {\"properties\": {\"b\": {\"type\": \"string\"}}}}}",
          "{\"a\": {\"b\": 1}}", "- at '/a/b': got number, want string");
    check(
        "{\"properties\": {\"a\": {\"type\": \"text\"}}}", "{}",
        "values.schema.json is not valid against its meta-schema: - at '/properties/a/type': no type");
    check("{\"$schema\": \"http://x.y\"}", "{}",
          "values.schema.json: $schema \"http://x.y\" is no draft that is known (4 to 2020-12)");
    check("{\"properties\": {\"a\": {\"$ref\": \"#/nope\"}}}", "{}",
          "values.schema.json: $ref \"#/nope\" leads nowhere within the schema");
}

/* 2 to the 60 ways through the schemas: bounded. */
static void schemas_end(void **state)
{
    auto_json json_t *schema = json_pack("{s:{}}", "$defs"), *values = json_object();
    auto_err struct err err = ERR_INIT;

    (void)state;
    for (int i = 0; i < 60; i++) {
        auto_free char *name = mem_printf("s%d", i), *next = mem_printf("#/$defs/s%d", i + 1);

        json_put(json_object_get(schema, "$defs"), name,
                 json_pack("{s:[{s:s}, {s:s}]}", "anyOf", "$ref", next, "$ref", next));
    }
    json_put(json_object_get(schema, "$defs"), "s60", json_pack("{s:s}", "type", "string"));
    json_put_text(schema, "$ref", "#/$defs/s0");
    assert_int_equal(schema_check(schema, values, &err), -1);
    assert_string_equal(err_message(&err), "values.schema.json: takes more than 1000000 steps");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(schemas_take_what_helm_takes),
        cmocka_unit_test(messages_name_the_place),
        cmocka_unit_test(schemas_end),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
