/* What the client decides before it sends anything; the rest is for the real API server. */
#include "base/clock.h"
#include "kube/client.h"
#include "tests/unit/unit.h"

/* Nobody listens there: what is sent fails as such. */
static struct kube_config nowhere = {.server = (char *)"http://127.0.0.1:1"};

static void a_closed_fence_stops_every_write_and_no_read(void **state)
{
    static const struct {
        const char *method;
        bool sent_closed;
    } rows[] = {
        {"GET", true}, {"POST", false}, {"PUT", false}, {"PATCH", false}, {"DELETE", false}};
    const int64_t now = clock_mono_ms();
    const int64_t closed[] = {0, now, now - 1};
    struct kube_fence fence = {.write_ms = 1000};
    struct kube *kube = kube_new(&nowhere, "test");

    (void)state;
    kube_set_patience(kube, 0, 1000);
    kube_set_fence(kube, &fence);
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        for (size_t k = 0; k < ARRAY_LEN(closed); k++) {
            auto_err struct err err = ERR_INIT;

            atomic_store(&fence.until_ms, closed[k]);
            assert_false(kube_fence_is_open(&fence));
            assert_int_equal(kube_request(kube, rows[i].method, "/x", NULL, NULL, NULL, &err), -1);
            assert_int_equal(err.class, ERR_TRANSIENT);
            assert_int_equal(!strstr(err_message(&err), "not sent"), rows[i].sent_closed);
        }
    }
    assert_int_equal(kube_writes(kube), 0);
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        auto_err struct err err = ERR_INIT;

        atomic_store(&fence.until_ms, clock_mono_ms() + 60000);
        assert_int_equal(kube_request(kube, rows[i].method, "/x", NULL, NULL, NULL, &err), -1);
        assert_null(strstr(err_message(&err), "not sent"));
    }
    assert_int_equal(kube_writes(kube), 4);
    kube_free(kube);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_closed_fence_stops_every_write_and_no_read),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
