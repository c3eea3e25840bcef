/* Who takes too long is cut off, whatever he sends. */
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "http/patience.h"
#include "tests/unit/unit.h"

#define LONG_MS 60000

/* Is the other end of the pair cut off within a minute? */
static bool is_cut(int fd)
{
    struct pollfd waiting = {.fd = fd, .events = POLLIN};
    char byte;

    return poll(&waiting, 1, LONG_MS) == 1 && read(fd, &byte, 1) == 0;
}

static bool is_open(int fd)
{
    struct pollfd waiting = {.fd = fd, .events = POLLIN};

    return poll(&waiting, 1, 0) == 0;
}

static void each_state_has_a_limit_of_its_own(void **state)
{
    enum { FIRST, REQUEST, PAUSE };

    (void)state;
    for (int what = FIRST; what <= PAUSE; what++) {
        const struct patience_limits limits = {
            .first_ms = what == FIRST ? 10 : LONG_MS,
            .request_ms = what == REQUEST ? 10 : LONG_MS,
            .pause_ms = what == PAUSE ? 10 : LONG_MS,
        };
        struct patience *p = patience_start(&limits);
        struct patience_connection *c[3];
        int fds[3][2];

        for (int i = 0; i < 3; i++) {
            assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, fds[i]), 0);
            c[i] = patience_add(p, fds[i][0]);
        }
        patience_begin(p, c[REQUEST]);
        patience_begin(p, c[PAUSE]);
        assert_int_equal(patience_busy(p), 2);
        patience_end(p, c[PAUSE]);
        assert_int_equal(patience_busy(p), 1);
        assert_true(is_cut(fds[what][1]));
        for (int i = 0; i < 3; i++) {
            assert_true(i == what || is_open(fds[i][1]));
            patience_forget(p, c[i]);
            (void)close(fds[i][0]);
            (void)close(fds[i][1]);
        }
        assert_int_equal(patience_busy(p), 0);
        patience_stop(p);
    }
}

static void a_request_that_goes_on_sending_is_cut_off_all_the_same(void **state)
{
    const struct patience_limits limits = {
        .first_ms = LONG_MS, .request_ms = 1500, .pause_ms = LONG_MS};
    struct patience *p = patience_start(&limits);
    int64_t until = clock_mono_ms() + LONG_MS;
    struct patience_connection *c;
    int fds[2];

    (void)state;
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, fds), 0);
    c = patience_add(p, fds[0]);
    patience_begin(p, c);
    while (send(fds[1], "x", 1, MSG_NOSIGNAL) == 1 && clock_mono_ms() < until) {
        char byte;

        (void)!recv(fds[0], &byte, 1, MSG_DONTWAIT);
        clock_sleep(10, NULL);
    }
    assert_true(clock_mono_ms() < until);
    patience_forget(p, c);
    (void)close(fds[0]);
    (void)close(fds[1]);
    patience_stop(p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_state_has_a_limit_of_its_own),
        cmocka_unit_test(a_request_that_goes_on_sending_is_cut_off_all_the_same),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
