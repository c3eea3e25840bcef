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
    {"--", NULL},      {"1mi", NULL},  {"m", "0"},       {".", "0"},         {"-.Mi", "0"},
    {"e3", "0"},       {"e", NULL},    {"Pi", NULL},     {"Ti", "0"},        {"e-10", NULL},
    {"..", NULL},
};

static void quantities_have_their_canonical_form(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(quantities); i++) {
        auto_buf struct buf out = BUF_INIT(100);
        bool valid = quantities[i].canonical != NULL;

        if (quantity_is_valid(quantities[i].text) != valid ||
            (quantity_print(&out, quantities[i].text) == 0) != valid)
            fail_msg("%s", quantities[i].text);
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

static const struct {
    const char *container, *fault; /* NULL: none */
} checked[] = {
    {"{'name':'a','nobody':[{}]}", NULL},
    {"{'name':7}", "name: want a text"},
    {"[]", ": want a mapping"},
    {"{'args':['a',1]}", "args[1]: want a text"},
    {"{'tty':'true'}", "tty: want true or false"},
    {"{'livenessProbe':{'periodSeconds':2147483648}}",
     "livenessProbe.periodSeconds: want a whole number of 32 bits"},
    {"{'livenessProbe':{'periodSeconds':1.5}}", "want a whole number of 32 bits"},
    {"{'livenessProbe':{'periodSeconds':3.0,'httpGet':{'port':'http'}}}",
     NULL}, /* by an embedded struct */
    {"{'livenessProbe':{'httpGet':{'port':[]}}}",
     "livenessProbe.httpGet.port: want a text or a number"},
    {"{'securityContext':{'runAsUser':4294967296}}", NULL},
    {"{'securityContext':{'runAsUser':1e30}}", "want a whole number of 64 bits"},
    {"{'resources':{'limits':{'cpu':'1','memory':5}}}", NULL},
    {"{'resources':{'limits':{'cpu':'one'}}}", "resources.limits.cpu: want a quantity"},
    {"{'resources':{'limits':{'cpu':true}}}", "resources.limits.cpu: want a quantity"},
    {"{'env':null,'ports':[{'name':null}]}", NULL},
};

static void values_are_of_gos_types(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(checked); i++) {
        auto_json json_t *container = unit_json(checked[i].container);
        auto_err struct err err = ERR_INIT;
        int rc = go_check(go_container, container, NULL, &err);

        if ((rc == 0) != !checked[i].fault ||
            (rc < 0 && !strstr(err_message(&err), checked[i].fault)))
            fail_msg("%s: %s", checked[i].container, err_message(&err));
    }
}

static void null_is_nothing_where_it_is_dropped(void **state)
{
    auto_json json_t *one = unit_json("{'env':null,'ports':[{'name':null}]}"),
                     *other = json_deep_copy(one);
    auto_json json_t *bare = unit_json("{'ports':[{}]}"), *same = json_deep_copy(one);
    auto_json json_t *limits = unit_json("{'resources':{'limits':{'cpu':null}}}");
    auto_json json_t *field =
        unit_json("{'env':[{'valueFrom':{'resourceFieldRef':{'resource':'limits.cpu'}}}]}");
    bool open = false;
    auto_err struct err err = ERR_INIT;

    (void)state;
    assert_int_equal(go_check(go_container, one, NULL, &err), 0);
    assert_int_equal(go_check(go_container, other, &open, &err), 0);
    assert_false(open); /* nulls in structs mean nothing */
    assert_int_equal(go_check(go_container, limits, &open, &err), 0);
    assert_true(open);
    open = false;
    assert_int_equal(go_check(go_container, field, &open, &err), 0);
    assert_true(open);
    assert_true(json_equal(one, bare));
    assert_true(json_equal(other, same));
}

static void what_is_null_becomes_what_go_makes_of_it(void **state)
{
    static const struct {
        const char *container, *settled;
    } settles[] = {
        {"{'resources':{'limits':{'cpu':'1','memory':null},'requests':null}}",
         "{'resources':{'limits':{'cpu':'1','memory':'0'}}}"},
        {"{'env':[{'name':'A','valueFrom':{'resourceFieldRef':{'resource':'limits.cpu'}}},"
         "{'name':'B','valueFrom':{'resourceFieldRef':{'resource':'r','divisor':'1'}},'value':null}]}",
         "{'env':[{'name':'A','valueFrom':{'resourceFieldRef':{'resource':'limits.cpu','divisor':'0'}}},"
         "{'name':'B','valueFrom':{'resourceFieldRef':{'resource':'r','divisor':'1'}}}]}"},
        {"{'x':{'y':null},'securityContext':{'seccompProfile':null}}",
         "{'x':{'y':null},'securityContext':{}}"},
        {"{'ports':[null,{'name':null}]}", "{'ports':[null,{}]}"},
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(settles); i++) {
        auto_json json_t *given = unit_json(settles[i].container), *made = json_copy(given);
        auto_json json_t *before = json_deep_copy(given), *want = unit_json(settles[i].settled);

        go_settle(go_container, made);
        if (!json_equal(made, want)) {
            auto_free char *text = json_text(made);

            fail_msg("%s: %s", settles[i].container, text);
        }
        assert_true(json_equal(given, before)); /* with which it shared what is below */
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_are_of_gos_types),
        cmocka_unit_test(null_is_nothing_where_it_is_dropped),
        cmocka_unit_test(what_is_null_becomes_what_go_makes_of_it),
        cmocka_unit_test(quantities_have_their_canonical_form),
        cmocka_unit_test(containers_are_printed_in_the_order_of_go),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
