/* Sleeping ends when something was written, and at a signal. A watch that misses them runs into the
 * test's own time limit. */
#include "desk.h"

#include "watch.h"

enum { LONG_MS = 10 * 60 * 1000 };

static volatile sig_atomic_t stop;

static void a_change_of_the_device_store_wakes(void **state)
{
    struct desk *desk = *state;
    struct watch watch;

    stop = 0;
    watch_begin(&watch, desk->folder, &stop);
    desk_letter(desk, 1);
    assert_true(watch_wait(&watch, LONG_MS));
    assert_false(watch_wait(&watch, 1)); /* it was the only one */
    watch_end(&watch);
}

static void reading_wakes_nobody(void **state)
{
    struct desk *desk = *state;
    struct watch watch;

    stop = 0;
    watch_begin(&watch, desk->folder, &stop);
    (void)desk_figures(desk);
    assert_false(watch_wait(&watch, 1));
    watch_end(&watch);
}

static void a_signal_before_or_while_asleep_ends_the_sleep(void **state)
{
    struct desk *desk = *state;
    struct watch watch;

    stop = 0;
    watch_begin(&watch, desk->folder, &stop);
    raise(SIGTERM);
    assert_int_equal(stop, 1);
    assert_false(watch_wait(&watch, LONG_MS));
    watch_end(&watch);
}

static void a_folder_that_cannot_be_watched_leaves_the_time(void **state)
{
    struct watch watch;
    (void)state;

    stop = 0;
    watch_begin(&watch, "/nonexistent", &stop);
    assert_false(watch_wait(&watch, 1));
    watch_end(&watch);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_change_of_the_device_store_wakes, admitted),
        TEST(reading_wakes_nobody, admitted),
        TEST(a_signal_before_or_while_asleep_ends_the_sleep, admitted),
        TEST(a_folder_that_cannot_be_watched_leaves_the_time, desk),
    };
    return cmocka_run_group_tests_name("agent.watch", tests, NULL, NULL);
}
