/* The rows of Go's own text/template tests (tests/vectors/tables.json, see hack/vectors): the same
 * text, or the same error. */
#include "gotmpl/gotmpl.h"
#include "tests/unit/unit.h"

/* What cannot be the same, and why. */
static const char *const different[] = {
    "{{slice .SI 4 5}}", /* a Go slice of three that was grown has room for four */
    "{{1 | call}}",      /* the error quotes a reflect.Value */
};

static bool is_different(const char *text)
{
    for (size_t i = 0; i < ARRAY_LEN(different); i++) {
        if (strcmp(different[i], text) == 0)
            return true;
    }
    return false;
}

static char *render(const json_t *row, int *ret_rc)
{
    auto_err struct err err = ERR_INIT;
    auto_buf struct buf out = BUF_INIT(LIMIT_TEMPLATE_OUTPUT);
    const json_t *text = json_object_get(row, "template");
    struct gotmpl_set *set = gotmpl_set_new(NULL, 0);
    struct value dot = value_of(json_object_get(row, "data"));
    struct gotmpl_run run;

    gotmpl_run_init(&run, set, NULL);
    *ret_rc = gotmpl_parse(set, "t", json_string_value(text), json_string_length(text), &err);
    if (*ret_rc == 0)
        *ret_rc = gotmpl_execute(&run, "t", &dot, &out, &err);
    gotmpl_run_done(&run);
    gotmpl_set_free(set);
    return mem_strdup(*ret_rc == 0 ? buf_text(&out) : err_message(&err));
}

static void rows_give_what_go_gives(void **state)
{
    auto_json json_t *rows = unit_load_json("tests/vectors/tables.json");
    size_t i, failed = 0;
    json_t *row;

    (void)state;
    assert_true(json_array_size(rows) > 500);
    json_array_foreach (rows, i, row) {
        const char *want = json_dig_text(row, "output"), *want_error = json_dig_text(row, "error");
        int rc;

        if (is_different(json_dig_text(row, "template")))
            continue;
        auto_free char *got = render(row, &rc);
        if ((rc == 0) != (want != NULL) || strcmp(got, want ? want : want_error) != 0) {
            print_message("%s: %s\n  want %s\n  got  %s\n", json_dig_text(row, "name"),
                          json_dig_text(row, "template"), want ? want : want_error, got);
            failed++;
        }
    }
    assert_int_equal(failed, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(rows_give_what_go_gives)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
