/* A chart as one blob is the chart it was; what is no such blob is refused. */
#include "base/gzip.h"
#include "helm/package.h"
#include "tests/unit/unit.h"

#define CHART "charts/malha"

static void assert_same_files(const struct helm_files *a, const struct helm_files *b)
{
    assert_int_equal(a->n, b->n);
    for (size_t i = 0; i < a->n; i++) {
        assert_string_equal(a->items[i].name, b->items[i].name);
        assert_true(json_equal(a->items[i].text, b->items[i].text));
    }
}

static void a_chart_comes_back_as_it_was(void **state)
{
    auto_buf struct buf blob = BUF_INIT(1 << 20), again = BUF_INIT(1 << 20);
    auto_err struct err err = ERR_INIT;
    struct helm_chart *chart = NULL, *unpacked = NULL;

    (void)state;
    assert_int_equal(helm_package(CHART, &blob, &err), 0);
    assert_int_equal(helm_package(CHART, &again, &err), 0);
    assert_int_equal(blob.len, again.len);
    assert_memory_equal(blob.data, again.data, blob.len);
    assert_int_equal(helm_unpack(blob.data, blob.len, &unpacked, &err), 0);
    assert_int_equal(helm_chart_load(CHART, &chart, &err), 0);
    assert_true(chart->templates.n > 3);
    assert_same_files(&chart->templates, &unpacked->templates);
    assert_same_files(&chart->files, &unpacked->files);
    assert_true(json_equal(chart->metadata, unpacked->metadata));
    assert_true(json_equal(chart->values, unpacked->values));
    assert_true(json_equal(chart->schema, unpacked->schema));
    helm_chart_free(chart);
    helm_chart_free(unpacked);
}

static void refuse(const char *data, size_t len, const char *words)
{
    auto_err struct err err = ERR_INIT;
    struct helm_chart *chart = NULL;

    assert_int_equal(helm_unpack(data, len, &chart, &err), -1);
    assert_int_equal(err.class, ERR_INVALID);
    if (!strstr(err_message(&err), words))
        fail_msg("%s: %s", words, err_message(&err));
}

static void what_is_broken_is_refused(void **state)
{
    static const char *const texts[][2] = {
        {"{\"Chart.yaml\": 1}", "Chart.yaml is no text"},
        {"{\"a\"", ""},
        {"{}", "Chart.yaml"},
        {"[]", "Chart.yaml"},
    };
    auto_buf struct buf blob = BUF_INIT(1 << 20);
    auto_err struct err err = ERR_INIT;

    (void)state;
    assert_int_equal(helm_package(CHART, &blob, &err), 0);
    for (size_t len = 0; len < blob.len; len += 97)
        refuse(blob.data, len, "gzip");
    refuse("no gzip", 7, "gzip");
    for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
        auto_buf struct buf packed = BUF_INIT(1 << 20);

        assert_int_equal(gzip_pack(texts[i][0], strlen(texts[i][0]), &packed, &err), 0);
        refuse(packed.data, packed.len, texts[i][1]);
    }
}

static void a_bomb_ends_at_the_bound(void **state)
{
    auto_free char *zeros = mem_zalloc(LIMIT_CHART_BYTES + 1);
    auto_buf struct buf packed = BUF_INIT(1 << 20);
    auto_err struct err err = ERR_INIT;

    (void)state;
    assert_int_equal(gzip_pack(zeros, LIMIT_CHART_BYTES + 1, &packed, &err), 0);
    refuse(packed.data, packed.len, "larger than");
}

static void a_chart_that_is_not_there_is_said(void **state)
{
    auto_buf struct buf blob = BUF_INIT(1 << 20);
    auto_err struct err err = ERR_INIT;

    (void)state;
    assert_int_equal(helm_package("charts/none", &blob, &err), -1);
    assert_int_equal(err.class, ERR_NOT_FOUND);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_chart_comes_back_as_it_was),
        cmocka_unit_test(what_is_broken_is_refused),
        cmocka_unit_test(a_bomb_ends_at_the_bound),
        cmocka_unit_test(a_chart_that_is_not_there_is_said),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
