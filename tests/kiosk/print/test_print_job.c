/* A slip is handed over whole, what becomes of it is told, and the program may die or hang. */
#include <poll.h>
#include <string.h>

#include "support.h"

#include "print_job.h"

enum { WAIT_MS = 1000, WAITS_MAX = 120 };

static char program[] = FAKE_PRINT, slip_name[] = "slip";
static char *arguments[5];
static char path[TEMP_PATH_BYTES_MAX];

static void begin(struct print_job *job, const char *folder, char *how)
{
    text_copy(text_of(temp_path(folder, slip_name)), path, sizeof path);
    arguments[0] = program;
    arguments[1] = path; /* as the printer's name */
    arguments[2] = how;
    arguments[3] = slip_name; /* as the folder of fonts */
    print_job_init(job);
    assert_ok(print_job_start(job, arguments, bytes_of_text("a slip"), 0));
    assert_err(ERR_BUSY, print_job_start(job, arguments, bytes_of_text("another"), 0));
}

static void turn_to_its_end(struct print_job *job)
{
    for (int i = 0; job->active; i++) {
        struct pollfd news = {.fd = print_job_fd(job), .events = POLLIN};
        assert_true(i < WAITS_MAX);
        (void)poll(&news, 1, WAIT_MS);
        (void)print_job_turn(job, 1);
    }
}

static void the_slip_arrives_and_its_end_is_told(void **state)
{
    struct print_job job;
    struct arena arena;
    static char fine[] = "fine";

    assert_ok(arena_init(&arena, 64 * 1024));
    begin(&job, *state, fine);
    turn_to_its_end(&job);
    assert_int_equal(job.state, PRINT_DONE);
    struct bytes got = file_bytes(&arena, path);
    assert_text(bytes_text(got), "a slip");
    assert_int_equal(print_job_fd(&job), -1);
    arena_deinit(&arena);
}

static void what_it_told_last_holds_when_it_ends(void **state)
{
    struct print_job job;
    static char jam[] = "jam";

    begin(&job, *state, jam);
    turn_to_its_end(&job);
    assert_int_equal(job.state, PRINT_JAM);
}

static void one_that_dies_or_lies_has_failed(void **state)
{
    struct print_job job;
    static char die[] = "die", lie[] = "lie";

    begin(&job, *state, die);
    turn_to_its_end(&job);
    assert_int_equal(job.state, PRINT_FAILED);
    begin(&job, *state, lie);
    turn_to_its_end(&job);
    assert_int_equal(job.state, PRINT_FAILED);
}

static void one_that_hangs_is_ended(void **state)
{
    struct print_job job;
    static char hang[] = "hang";

    begin(&job, *state, hang);
    assert_false(print_job_turn(&job, PRINT_HANG_MS - 1) && !job.active);
    (void)print_job_turn(&job, PRINT_HANG_MS);
    assert_false(job.active);
    print_job_forget(&job);
}

static void only_known_states_are_believed(void **state)
{
    uint8_t bytes[PRINT_EVENT_BYTES];
    enum print_state got = PRINT_SENT;

    (void)state;
    print_event_encode(PRINT_OPEN, bytes);
    assert_ok(print_event_decode(bytes, &got));
    assert_int_equal(got, PRINT_OPEN);
    bytes[PRINT_EVENT_BYTES - 1] = PRINT_STATES;
    assert_err(ERR_INVALID, print_event_decode(bytes, &got));
    bytes[PRINT_EVENT_BYTES - 1] = 0;
    assert_err(ERR_INVALID, print_event_decode(bytes, &got));
    memcpy(bytes, "....", sizeof bytes);
    assert_err(ERR_INVALID, print_event_decode(bytes, &got));
    assert_true(print_state_is_last(PRINT_DONE) && print_state_is_last(PRINT_FAILED));
    assert_false(print_state_is_last(PRINT_JAM) || print_state_is_last(PRINT_SENT));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_slip_arrives_and_its_end_is_told, temp_folder),
        TEST(what_it_told_last_holds_when_it_ends, temp_folder),
        TEST(one_that_dies_or_lies_has_failed, temp_folder),
        TEST(one_that_hangs_is_ended, temp_folder),
        TEST_PLAIN(only_known_states_are_believed),
    };
    return cmocka_run_group_tests_name("print job", tests, NULL, NULL);
}
