/* Go's JSON: the order of fields, what is left out, quantities. */
#include "mesh/gotypes.h"
#include "mesh/quantity.h"
#include "tests/unit/unit.h"

static const struct {
    const char *text, *canonical; /* NULL: no quantity */
} quantities[] = {
    {"0", "0"},        {"1", "1"},     {"3000m", "3"},   {"0.5", "500m"},    {"1.5Gi", "1536Mi"},
    {"1024Mi", "1Gi"}, {"1e3", "1e3"}, {"2000", "2k"},   {"-100m", "-100m"}, {"0.1", "100m"},
    {"3E", "3E"},      {"1Ki", "1Ki"}, {"0.5Ki", "512"}, {"+5", "5"},        {"5.", "5"},
    {".5", "500m"},    {"1n", "1n"},   {"0.1n", "1n"},   {"-", "0"},         {"", NULL},
    {"x", NULL},       {"1x", NULL},   {"1 ", NULL},     {"1e", NULL},       {"0x1", NULL},
    {"--", NULL},      {"1mi", NULL},  {"m", NULL},
};

static void quantities_have_their_canonical_form(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(quantities); i++) {
        auto_buf struct buf out = BUF_INIT(100);
        bool valid = quantities[i].canonical != NULL;

        assert_int_equal(quantity_is_valid(quantities[i].text), valid);
        assert_int_equal(quantity_print(&out, quantities[i].text) == 0, valid);
        assert_string_equal(buf_text(&out), valid ? quantities[i].canonical : "");
    }
}

static void containers_are_printed_in_the_order_of_go(void **state)
{
    auto_buf struct buf out = BUF_INIT(4096);
    auto_json json_t *container = json_loads(
        "{\"args\":[\"<\"],\"image\":\"i\",\"name\":\"n\",\"unknown\":1,\"resources\":{\"requests\":{"
        "\"memory\":\"1024Mi\",\"cpu\":2}},\"livenessProbe\":{\"timeoutSeconds\":0,\"periodSeconds\":3,"
        "\"grpc\":{\"port\":1}},\"command\":[],\"stdin\":false}",
        0, NULL);

    (void)state;
    go_print(&out, go_container, container);
    assert_string_equal(
        buf_text(&out),
        "{\"name\":\"n\",\"image\":\"i\",\"args\":[\"\\u003c\"],\"resources\":{\"requests\":{"
        "\"cpu\":\"2\",\"memory\":\"1Gi\"}},\"livenessProbe\":{\"grpc\":{\"port\":1,\"service\":"
        "null},\"periodSeconds\":3}}");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(quantities_have_their_canonical_form),
        cmocka_unit_test(containers_are_printed_in_the_order_of_go),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
