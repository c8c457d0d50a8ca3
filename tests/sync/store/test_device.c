/* What is precious survives, and when it does not, nobody pretends. */
#include "device_fixture.h"

#include <stdio.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static enum err open_device(const char *folder, enum store_mode mode, struct store **device,
                            bool *started_over)
{
    struct complaint why = {""};

    return device_open(folder, mode, FIXTURE_MAP_BYTES, device, started_over, &why);
}

static void ruin(const char *folder)
{
    static uint8_t rubbish[30000];

    memset(rubbish, 0xa5, sizeof rubbish);
    temp_file(folder, "data.mdb", bytes_of(rubbish, sizeof rubbish));
}

static uint64_t damaged_count(struct store *device)
{
    struct txn *txn = NULL;
    uint64_t count = 99;

    assert_ok(txn_begin_read(device, &txn));
    assert_ok(device_damaged(txn, &count));
    txn_abort(txn);
    return count;
}

static void a_damaged_device_is_kept_and_a_new_one_begun(void **state)
{
    struct store *device = NULL;
    struct stat st;
    bool started_over = false;

    ruin(*state);
    assert_ok(open_device(*state, STORE_WRITE, &device, &started_over));
    assert_true(started_over);
    assert_int_equal(damaged_count(device), 1);
    assert_int_equal(stat(temp_path(*state, "data.mdb.damaged-1"), &st), 0);
    assert_int_equal(st.st_size, 30000);
    store_close(device);
    assert_ok(open_device(*state, STORE_WRITE, &device, &started_over));
    assert_false(started_over); /* it was told */
    assert_int_equal(damaged_count(device), 1);
    store_close(device);
    ruin(*state);
    assert_ok(open_device(*state, STORE_WRITE, &device, &started_over));
    assert_true(started_over);
    assert_int_equal(damaged_count(device), 2);
    store_close(device);
    assert_int_equal(stat(temp_path(*state, "data.mdb.damaged-2"), &st), 0);
}

static void starting_over_is_told_although_the_power_was_cut_between(void **state)
{
    struct store *device = NULL;
    bool started_over = false;

    ruin(*state);
    assert_int_equal(rename(temp_path(*state, "data.mdb"), temp_path(*state, "data.mdb.damaged-1")),
                     0);
    assert_ok(open_device(*state, STORE_WRITE, &device, &started_over));
    assert_true(started_over);
    store_close(device);
}

static void a_reader_sets_nothing_aside(void **state)
{
    struct store *device = NULL;
    bool started_over = false;
    struct stat st;

    ruin(*state);
    assert_err(ERR_CORRUPT, open_device(*state, STORE_READ, &device, &started_over));
    assert_int_equal(stat(temp_path(*state, "data.mdb"), &st), 0);
    assert_int_equal(st.st_size, 30000);
}

/* Holds the device open in another process until told. */
static pid_t hold_open(const char *folder, int *hold)
{
    int ready[2], go[2];
    char byte;

    assert_int_equal(pipe(ready), 0);
    assert_int_equal(pipe(go), 0);
    pid_t pid = fork();
    if (pid == 0) {
        struct store *device = NULL;
        bool started_over;
        close(go[1]);
        bool opened = open_device(folder, STORE_WRITE, &device, &started_over) == OK;
        opened = opened && write(ready[1], "r", 1) == 1;
        opened = opened && read(go[0], &byte, 1) == 0; /* until the parent closes it */
        _exit(opened ? 0 : 1);
    }
    close(go[0]);
    assert_int_equal(read(ready[0], &byte, 1), 1);
    close(ready[0]);
    close(ready[1]);
    *hold = go[1];
    return pid;
}

static void a_device_in_use_is_not_pulled_away(void **state)
{
    struct store *device = NULL;
    bool started_over = false;
    int hold, status;
    struct stat st;

    assert_ok(open_device(*state, STORE_WRITE, &device, &started_over));
    store_close(device);
    pid_t pid = hold_open(*state, &hold);
    ruin(*state);
    assert_err(ERR_BUSY, open_device(*state, STORE_WRITE, &device, &started_over));
    assert_int_equal(stat(temp_path(*state, "data.mdb"), &st), 0);
    close(hold);
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_ok(open_device(*state, STORE_WRITE, &device, &started_over));
    assert_true(started_over);
    store_close(device);
}

static void kiosk_and_agent_share_the_outbox(void **state)
{
    struct device_fixture *f = *state;
    struct outbox_item item;
    int status = 1;

    append(f->txn, 1, "letter");
    assert_ok(txn_commit(f->txn));
    store_close(f->device);
    pid_t pid = fork();
    if (pid == 0) { /* the agent */
        fixture_open(f);
        acknowledge(f->txn, 1, "letter", 500);
        _exit(txn_commit(f->txn) == OK ? 0 : 1);
    }
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_int_equal(status, 0);
    fixture_open(f);
    assert_ok(outbox_find(f->txn, id_of(1), &f->arena, &item));
    assert_int_equal(item.state, OUTBOX_DONE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_damaged_device_is_kept_and_a_new_one_begun, temp_folder),
        TEST(starting_over_is_told_although_the_power_was_cut_between, temp_folder),
        TEST(a_reader_sets_nothing_aside, temp_folder),
        TEST(a_device_in_use_is_not_pulled_away, temp_folder),
        TEST(kiosk_and_agent_share_the_outbox, device),
    };
    return cmocka_run_group_tests_name("device", tests, NULL, NULL);
}
