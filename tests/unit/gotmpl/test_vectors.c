/* What Go itself answered (tests/vectors/gotmpl.json): templates with result or error, and floats.
 */
#include "gotmpl/gotmpl.h"
#include "helm/engine.h"
#include "helm/funcs.h"
#include "tests/unit/unit.h"
#include "yaml/yaml.h"
#include "json/number.h"

static const struct gotmpl_table *const tables[] = {&helm_funcs_engine, HELM_SPRIG_TABLES};

static const char values_text[] =
    "i: 15021\nm: 1000000\nmm: 12345678\nbig: 9007199254740992\nhuge: 1e21\nf: 0.1\nf2: 1.5\nver: 1.20\nneg: -3\n"
    "octal: 0644\nhex: 0x1f\ndate: 2020-01-02\nyes: yes\nt: true\nfa: false\ns: str\nes: \"\"\nz: 0\nem: {}\nel: []\n"
    "list: [1, two, null, {a: 1}]\nmap: {A: 1, a: x, a10: 1, a9: 1, b: 2, c: [1, 2]}\nmore1: 1\nmore2: 1\n";

/* Renders `text`, with what depends on the values executed ahead if `fold` is set; the result or
 * the error's message, to be freed. */
static char *render(const char *text, size_t len, bool fold, int *ret_rc)
{
    static const char *const known[] = {"Values", NULL};
    auto_err struct err err = ERR_INIT;
    auto_buf struct buf out = BUF_INIT(LIMIT_TEMPLATE_OUTPUT);
    auto_json json_t *top = json_object(), *values = NULL, *ann = json_pack("{s:s}", "k", "v");
    struct gotmpl_set *set = gotmpl_set_new(tables, ARRAY_LEN(tables));
    struct helm_engine engine = {0};
    struct gotmpl_run run;
    struct value dot;

    assert_int_equal(yaml_parse(values_text, strlen(values_text), YAML_FLOATS, &values, &err), 0);
    json_put(top, "Values", json_incref(values));
    json_put(top, "Ann", json_incref(ann));
    gotmpl_run_init(&run, set, &engine);
    gotmpl_set_type(&run, ann, &value_type_text_map);
    dot = value_of(top);
    *ret_rc = gotmpl_parse(set, "t", text, len, &err);
    if (*ret_rc == 0 && fold)
        gotmpl_fold(set, "t", &dot, known);
    if (*ret_rc == 0)
        *ret_rc = gotmpl_execute(&run, "t", &dot, &out, &err);
    gotmpl_run_done(&run);
    gotmpl_set_free(set);
    helm_engine_done(&engine);
    return mem_strdup(*ret_rc == 0 ? buf_text(&out) : err_message(&err));
}

static void check_templates(bool fold)
{
    auto_json json_t *vectors = unit_load_json("tests/vectors/gotmpl.json");
    size_t i, failed = 0;
    json_t *row;

    json_array_foreach (json_object_get(vectors, "templates"), i, row) {
        const json_t *tpl = json_object_get(row, "tpl");
        const char *want = json_dig_text(row, "out"), *want_error = json_dig_text(row, "err");
        int rc;
        auto_free char *got = render(json_string_value(tpl), json_string_length(tpl), fold, &rc);

        if (strcmp(got, want ? want : want_error) != 0 || (rc == 0) != (want != NULL)) {
            print_error("%s\n  want %s\n  got  %s\n", json_string_value(tpl),
                        want ? want : want_error, got);
            failed++;
        }
    }
    assert_int_equal(failed, 0);
}

static void templates_give_what_go_gives(void **state)
{
    (void)state;
    check_templates(false);
}

static void folded_templates_give_the_same(void **state)
{
    (void)state;
    check_templates(true);
}

static void floats_print_as_in_go(void **state)
{
    auto_json json_t *vectors = unit_load_json("tests/vectors/gotmpl.json");
    size_t i;
    json_t *row;

    (void)state;
    json_array_foreach (json_object_get(vectors, "floats"), i, row) {
        const char *want = json_dig_text(row, "v");
        double v = strtod(want, NULL);
        char text[NUMBER_TEXT_SIZE];
        auto_json json_t *real = json_real(v);
        auto_buf struct buf out = BUF_INIT(100);

        text[number_go_g(v, text)] = '\0';
        assert_string_equal(text, want);
        text[number_go_json(v, text)] = '\0';
        assert_string_equal(text, json_dig_text(row, "json"));
        (void)yaml_print(&out, real);
        out.data[out.len - 1] = '\0';
        assert_string_equal(buf_text(&out), json_dig_text(row, "yaml"));
    }
}

/* strconv.Unquote: a byte that is no character becomes U+FFFD, but not between backquotes. */
static void quoted_bytes_become_characters(void **state)
{
    static const struct {
        const char *text, *want;
    } rows[] = {
        {"{{ printf \"%x\" \"a\xff\" }}", "61efbfbd"},
        {"{{ printf \"%x\" `a\xff` }}", "61ff"},
        {"{{ '\xff' }}", "65533"},
        {"{{ printf \"%x\" \"\\xff\xc3\\n\" }}", "ffefbfbd0a"},
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        int rc;
        auto_free char *got = render(rows[i].text, strlen(rows[i].text), false, &rc);

        assert_string_equal(got, rows[i].want);
        assert_int_equal(rc, 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(templates_give_what_go_gives),
        cmocka_unit_test(folded_templates_give_the_same),
        cmocka_unit_test(floats_print_as_in_go),
        cmocka_unit_test(quoted_bytes_become_characters),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
