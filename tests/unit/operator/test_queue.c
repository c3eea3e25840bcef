/* Which mesh is next, and which object is fought over: by a clock that is handed in. */
#include "operator/contention.h"
#include "operator/queue.h"
#include "tests/unit/unit.h"

static const char *take(struct queue *queue, int64_t now_ms)
{
    int64_t wait_ms;
    const char *name = queue_take(queue, now_ms, &wait_ms);

    return name ? name : "";
}

static int64_t wait_of(struct queue *queue, int64_t now_ms)
{
    int64_t wait_ms = 0;

    assert_null(queue_take(queue, now_ms, &wait_ms));
    return wait_ms;
}

static void who_was_served_longest_ago_is_next(void **state)
{
    struct queue queue = {0};

    (void)state;
    assert_int_equal(wait_of(&queue, 1), INT64_MAX);
    queue_mark(&queue, "a", false, 1);
    assert_string_equal(take(&queue, 1), "a");
    queue_mark(&queue, "a", false, 2);
    queue_mark(&queue, "b", false, 3);
    assert_int_equal(queue_due(&queue, 2), 1);
    assert_int_equal(queue_due(&queue, 4), 2);
    assert_string_equal(take(&queue, 4), "b");
    assert_int_equal(queue_due(&queue, 4), 1);
    assert_string_equal(take(&queue, 4), "a");
    assert_string_equal(take(&queue, 4), "");
    queue_mark(&queue, "b", false, 5);
    queue_drop(&queue, "b");
    queue_drop(&queue, "nobody");
    assert_string_equal(take(&queue, 6), "");
    queue_done(&queue);
}

static void one_that_was_marked_while_it_was_worked_on_comes_again(void **state)
{
    struct queue queue = {0};

    (void)state;
    queue_mark(&queue, "a", false, 1);
    assert_string_equal(take(&queue, 1), "a");
    queue_mark(&queue, "a", false, 2);
    queue_again(&queue, "a", 1000, 3);
    assert_string_equal(take(&queue, 3), "a");
    queue_again(&queue, "a", 1000, 4);
    assert_int_equal(wait_of(&queue, 4), 1000);
    assert_string_equal(take(&queue, 1004), "a");
    queue_done(&queue);
}

static void failures_pause_and_keep_nobody_else_waiting(void **state)
{
    static const int64_t pauses[] = {500, 1000, 2000, 4000, 8000, 16000, 32000, 60000, 60000};
    struct queue queue = {0};
    int64_t now = 1;

    (void)state;
    queue_mark(&queue, "a", false, now);
    for (size_t i = 0; i < ARRAY_LEN(pauses); i++) {
        assert_string_equal(take(&queue, now), "a");
        queue_failed(&queue, "a", now);
        assert_int_equal(wait_of(&queue, now), pauses[i]);
        queue_mark(&queue, "b", false, now);
        assert_string_equal(take(&queue, now), "b");
        now += pauses[i];
    }
    /* what happens meanwhile, by its own doing maybe, makes it come earlier, but not at once */
    assert_string_equal(take(&queue, now), "a");
    queue_failed(&queue, "a", now);
    queue_mark(&queue, "a", false, now + 1);
    assert_int_equal(wait_of(&queue, now + 1), QUEUE_PAUSE_MS - 1);
    assert_string_equal(take(&queue, now + QUEUE_PAUSE_MS), "a");
    queue_mark(&queue, "a", false, now + QUEUE_PAUSE_MS);
    queue_failed(&queue, "a", now + QUEUE_PAUSE_MS);
    assert_int_equal(wait_of(&queue, now + QUEUE_PAUSE_MS), QUEUE_PAUSE_MS);
    /* what its user says, does */
    queue_mark(&queue, "a", true, now + QUEUE_PAUSE_MS + 1);
    assert_string_equal(take(&queue, now + QUEUE_PAUSE_MS + 1), "a");
    queue_again(&queue, "a", 7, now);
    assert_int_equal(queue.items[0].failures, 0);
    queue_done(&queue);
}

static void what_is_repaired_again_and_again_is_left_alone_for_longer_and_longer(void **state)
{
    struct contention c = {0};
    int64_t now = 1000;

    (void)state;
    contention_note(&c, now);
    contention_note(&c, now += 2000);
    assert_false(contention_holds(&c, now));
    contention_note(&c, now += 2000); /* the third in a minute */
    assert_true(contention_holds(&c, now));
    assert_true(contention_holds(&c, now + CONTENTION_PAUSE_MS - 1));
    assert_false(contention_holds(&c, now + CONTENTION_PAUSE_MS));
    contention_note(&c, now += CONTENTION_PAUSE_MS); /* it was changed again meanwhile */
    assert_true(contention_holds(&c, now + 2 * CONTENTION_PAUSE_MS - 1));
    assert_false(contention_holds(&c, now + 2 * CONTENTION_PAUSE_MS));
    for (int i = 0; i < 20; i++)
        contention_note(&c, now = c.until_ms);
    assert_int_equal(c.until_ms - now, CONTENTION_PAUSE_MAX_MS);
    /* quiet for long enough: it begins from the beginning */
    contention_note(&c, now = c.until_ms + CONTENTION_WINDOW_MS + 1);
    assert_false(contention_holds(&c, now));
}

static void rare_repairs_are_no_fight(void **state)
{
    struct contention c = {0};

    (void)state;
    for (int64_t now = 1; now < 100 * CONTENTION_WINDOW_MS; now += CONTENTION_WINDOW_MS / 2 + 1) {
        contention_note(&c, now);
        assert_false(contention_holds(&c, now));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_was_served_longest_ago_is_next),
        cmocka_unit_test(one_that_was_marked_while_it_was_worked_on_comes_again),
        cmocka_unit_test(failures_pause_and_keep_nobody_else_waiting),
        cmocka_unit_test(what_is_repaired_again_and_again_is_left_alone_for_longer_and_longer),
        cmocka_unit_test(rare_repairs_are_no_fight),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
