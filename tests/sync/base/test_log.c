/* A fact is one line on standard error, whatever came in with it. */
#include "support.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "log.h"

/* What `act` writes to standard error. */
static struct bytes said(const char *folder, struct arena *arena, void (*act)(void))
{
    const char *path = temp_path(folder, "log");
    int keep = dup(STDERR_FILENO);
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    assert_true(keep >= 0 && fd >= 0);
    dup2(fd, STDERR_FILENO);
    act();
    dup2(keep, STDERR_FILENO);
    close(fd);
    close(keep);
    return file_bytes(arena, path);
}

static void say_two_facts(void)
{
    log_open("noticepoint-test");
    log_info("started %d", 1);
    log_error("the other side said \"%s\"", "a\nnoticepoint-test: b\x1B[2J");
}

static void say_quietly(void)
{
    log_quiet(1);
    log_info("x");
    log_warn("y");
    log_error("z");
    log_quiet(0);
}

static void facts_stay_on_their_line(void **state)
{
    uint8_t block[4096];
    struct arena arena;
    arena_init_over(&arena, block, sizeof block);
    assert_text(bytes_text(said(*state, &arena, say_two_facts)),
                "noticepoint-test: started 1\n"
                "noticepoint-test: error: the other side said \"a noticepoint-test: b [2J\"\n");
}

static void quiet_keeps_errors(void **state)
{
    uint8_t block[4096];
    struct arena arena;
    arena_init_over(&arena, block, sizeof block);
    assert_text(bytes_text(said(*state, &arena, say_quietly)), "noticepoint-test: error: z\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(facts_stay_on_their_line, temp_folder),
        TEST(quiet_keeps_errors, temp_folder),
    };
    return cmocka_run_group_tests_name("log", tests, NULL, NULL);
}
