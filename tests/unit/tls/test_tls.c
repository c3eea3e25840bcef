/* A CA and what it signs: validity, bounds, and every way in which a CA can be unfit. */
#include "base/base64.h"
#include "tests/unit/unit.h"
#include "tls/tls.h"

#define DAY_MS (86400LL * 1000)
static const int64_t now = 1800000000000; /* January 2027 */

static void a_server_certificate_never_outlives_its_ca(void **state)
{
    static const char *const names[] = {"a.b.svc", "a"};
    auto_err struct err err = ERR_INIT;
    struct tls_pair ca = {0}, pair = {0};
    int64_t from, to;

    (void)state;
    assert_int_equal(tls_make_ca("test", now, 10, &ca, &err), 0);
    assert_int_equal(tls_make_server(&ca, names, 2, now, 30, &pair, &err), 0);
    assert_int_equal(tls_validity(pair.certificate, &from, &to, &err), 0);
    assert_true(from < now && to == now + 10 * DAY_MS);
    assert_non_null(strstr(pair.key, "BEGIN PRIVATE KEY"));
    tls_pair_done(&pair);
    assert_int_equal(tls_make_server(&ca, names, 2, now, 3, &pair, &err), 0);
    assert_int_equal(tls_validity(pair.certificate, &from, &to, &err), 0);
    assert_true(to == now + 3 * DAY_MS);
    tls_pair_done(&pair);
    tls_pair_done(&ca);
    assert_null(ca.key);
}

static void an_unfit_ca_is_refused_with_the_reason(void **state)
{
    static const char *const names[] = {"x"};
    struct tls_pair ca = {0}, other = {0}, leaf = {0}, mixed, broken;
    auto_err struct err err = ERR_INIT;

    (void)state;
    assert_int_equal(tls_make_ca("one", now, 10, &ca, &err), 0);
    assert_int_equal(tls_make_ca("two", now, 10, &other, &err), 0);
    assert_int_equal(tls_make_server(&ca, names, 1, now, 5, &leaf, &err), 0);
    assert_int_equal(tls_check_ca(&ca, now, &err), 0);

    assert_int_equal(tls_check_ca(&ca, now + 11 * DAY_MS, &err), -1);
    assert_non_null(strstr(err_message(&err), "not valid now"));
    assert_int_equal(tls_check_ca(&ca, now - DAY_MS, &err), -1);
    mixed = (struct tls_pair){ca.certificate, other.key};
    assert_int_equal(tls_check_ca(&mixed, now, &err), -1);
    assert_non_null(strstr(err_message(&err), "does not belong"));
    assert_int_equal(tls_check_ca(&leaf, now, &err), -1);
    assert_non_null(strstr(err_message(&err), "not one of a CA"));
    broken = (struct tls_pair){(char *)"garbage", ca.key};
    assert_int_equal(tls_check_ca(&broken, now, &err), -1);
    assert_non_null(strstr(err_message(&err), "no PEM"));
    assert_null(strstr(err_message(&err), "PRIVATE"));
    tls_pair_done(&ca);
    tls_pair_done(&other);
    tls_pair_done(&leaf);
}

static void base64_goes_there_and_back(void **state)
{
    (void)state;
    for (size_t len = 0; len < 200; len++) {
        unsigned char data[200];
        size_t got_len;

        for (size_t i = 0; i < len; i++)
            data[i] = (unsigned char)(i * 37 + len);
        auto_free char *text = base64_encode(data, len);
        auto_free char *got = base64_decode(text, strlen(text), &got_len, NULL);
        assert_int_equal(got_len, len);
        assert_memory_equal(got, data, len);
    }
    static const char *const broken[] = {"a",    "ab",   "abc",  "ab=c",
                                         "a===", "ab!d", "====", "ab==cd=="};
    for (size_t i = 0; i < ARRAY_LEN(broken); i++) {
        size_t len, at;

        assert_null(base64_decode(broken[i], strlen(broken[i]), &len, &at));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_server_certificate_never_outlives_its_ca),
        cmocka_unit_test(an_unfit_ca_is_refused_with_the_reason),
        cmocka_unit_test(base64_goes_there_and_back),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
