/* Letters taken by an earlier version are all there, in their order and state. */
#include "device_fixture.h"

#include "old_outbox.h"
#include "trust.h"

static void put(struct txn *txn, uint8_t n, enum outbox_state state, int64_t done_s,
                const char *envelope)
{
    assert_ok(old_item_put(txn, n, id_of(n), state, done_s, bytes_of_text(envelope)));
}

/* 1 was dropped; 2 done, 3 in conflict, 4 and 5 wait. */
static struct store *old_device(const char *folder, struct txn **txn)
{
    struct store *device = NULL;
    struct complaint why = {""};

    assert_ok_why(old_device_open(folder, 1, &device, &why), &why);
    assert_ok(txn_begin_write(device, txn));
    put(*txn, 2, OUTBOX_DONE, 200, "two");
    put(*txn, 3, OUTBOX_CONFLICT, 0, "three");
    put(*txn, 4, OUTBOX_WAITING, 0, "four");
    put(*txn, 5, OUTBOX_WAITING, 0, "fives");
    assert_ok(old_figures_put(*txn, &(struct outbox_figures){2, 9, 1, 1, 5}));
    return device;
}

static struct store *open_new(const char *folder, struct txn **txn, bool *started_over)
{
    struct store *device = NULL;
    struct complaint why = {""};

    assert_ok_why(device_open(folder, STORE_WRITE, FIXTURE_MAP_BYTES, &device, started_over, &why),
                  &why);
    assert_ok(txn_begin_write(device, txn));
    return device;
}

static void an_outbox_of_schema_1_is_brought_up_whole(void **state)
{
    static const char *const envelopes[] = {"fives", "four", "three", "two"};
    static const enum outbox_state states[] = {OUTBOX_WAITING, OUTBOX_WAITING, OUTBOX_CONFLICT,
                                               OUTBOX_DONE};
    struct txn *txn = NULL;
    struct store *device = old_device(*state, &txn);
    static uint8_t block[4096];
    struct arena arena;
    struct outbox_item items[8];
    struct outbox_figures figures;
    size_t count = 0;
    bool started_over = true;

    assert_ok(txn_commit(txn));
    store_close(device);
    device = open_new(*state, &txn, &started_over);
    assert_false(started_over);
    arena_init_over(&arena, block, sizeof block);
    assert_ok(outbox_list(txn, 0, &arena, items, 8, &count));
    assert_int_equal(count, 4);
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(items[i].seq, 5 - i);
        assert_int_equal(items[i].state, states[i]);
        assert_int_equal(items[i].done_s, states[i] == OUTBOX_DONE ? 200 : 0);
        assert_true(bytes_equal(items[i].envelope, bytes_of_text(envelopes[i])));
    }
    assert_ok(outbox_peek(txn, 0, &arena, items, 8, &count));
    assert_int_equal(count, 2);
    assert_ok(outbox_figures(txn, &figures));
    assert_int_equal(figures.waiting, 2);
    assert_int_equal(figures.waiting_bytes, 9);
    assert_int_equal(figures.done, 1);
    assert_int_equal(figures.conflicts, 1);
    assert_int_equal(append(txn, 6, "six"), 6);
    acknowledge(txn, 4, "four", 300);
    txn_abort(txn);
    store_close(device);
}

static void an_outbox_of_schema_2_goes_on(void **state)
{
    struct store *device = NULL;
    struct txn *txn = NULL;
    struct complaint why = {""};
    struct outbox_item item;
    struct outbox_figures figures;
    bool started_over = true;

    assert_ok_why(old_device_open(*state, 2, &device, &why), &why);
    assert_ok(txn_begin_write(device, &txn));
    assert_ok(two_item_put(txn, 1, id_of(1), bytes_of_text("one")));
    assert_ok(two_figures_put(txn, &(struct outbox_figures){1, 3, 0, 0, 1}));
    assert_ok(txn_commit(txn));
    store_close(device);
    device = open_new(*state, &txn, &started_over);
    assert_false(started_over);
    assert_int_equal(append(txn, 2, "two"), 2);
    assert_ok(outbox_find(txn, id_of(1), NULL, &item));
    assert_int_equal(item.seq, 1);
    acknowledge(txn, 1, "one", 100);
    acknowledge(txn, 2, "two", 100);
    assert_ok(outbox_figures(txn, &figures));
    assert_int_equal(figures.done, 2);
    assert_int_equal(figures.waiting_bytes, 0);
    txn_abort(txn);
    store_close(device);
}

static void a_device_without_letters_is_brought_up_too(void **state)
{
    struct store *device = NULL;
    struct txn *txn = NULL;
    struct complaint why = {""};
    bool started_over = true;

    assert_ok_why(old_device_open(*state, 1, &device, &why), &why);
    store_close(device);
    device = open_new(*state, &txn, &started_over);
    assert_false(started_over);
    assert_int_equal(append(txn, 1, "a"), 1);
    txn_abort(txn);
    store_close(device);
}

/* Only a fault of ours writes such a thing: nothing is thrown away, and the old program reads on.
 */
static void an_outbox_that_contradicts_itself_stays_as_it_is(void **state)
{
    struct txn *txn = NULL;
    struct store *device = old_device(*state, &txn);
    struct complaint why = {""};
    bool started_over = false;

    assert_ok(old_row_put(txn, 'e', 4, id_of(9), bytes_of_text("not four")));
    assert_ok(txn_commit(txn));
    store_close(device);
    assert_err(ERR_CORRUPT,
               device_open(*state, STORE_WRITE, FIXTURE_MAP_BYTES, &device, &started_over, &why));
    assert_says(&why, "install that version again");
    assert_int_equal(store_damaged(*state), 0);
    assert_ok_why(old_device_open(*state, 1, &device, &why), &why);
    store_close(device);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(an_outbox_of_schema_1_is_brought_up_whole, temp_folder),
        TEST(an_outbox_of_schema_2_goes_on, temp_folder),
        TEST(a_device_without_letters_is_brought_up_too, temp_folder),
        TEST(an_outbox_that_contradicts_itself_stays_as_it_is, temp_folder),
    };
    return cmocka_run_group_tests_name("outbox_migrate", tests, NULL, NULL);
}
