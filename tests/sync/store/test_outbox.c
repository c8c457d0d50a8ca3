/* The outbox loses nothing, repeats nothing and keeps the order of submission. */
#include "device_fixture.h"

enum { DAY_S = 86400 };

static uint64_t waiting(struct txn *txn)
{
    struct outbox_figures figures;

    assert_ok(outbox_figures(txn, &figures));
    return figures.waiting;
}

static void a_sequence_number_is_never_used_twice(void **state)
{
    struct device_fixture *f = *state;

    uint64_t first = append(f->txn, 1, "a");
    acknowledge(f->txn, 1, "a", 100); /* nothing waits any more */
    size_t dropped = 0;
    assert_ok(outbox_purge(f->txn, 1000 * DAY_S, 90, &dropped));
    assert_int_equal(dropped, 1); /* nothing is kept any more */
    fixture_reopen(f);
    uint64_t second = append(f->txn, 2, "b");
    assert_int_equal(first, 1);
    assert_int_equal(second, 2);
}

static void a_number_out_of_turn_is_refused(void **state)
{
    struct device_fixture *f = *state;

    assert_err(ERR_INVALID, outbox_append(f->txn, 2, id_of(1), bytes_of_text("a")));
    assert_err(ERR_INVALID, outbox_append(f->txn, 0, id_of(1), bytes_of_text("a")));
    append(f->txn, 1, "a");
    assert_err(ERR_INVALID, outbox_append(f->txn, 1, id_of(2), bytes_of_text("b")));
    assert_int_equal(waiting(f->txn), 1);
}

static void an_id_is_taken_once(void **state)
{
    struct device_fixture *f = *state;

    append(f->txn, 1, "a");
    assert_err(ERR_EXISTS, outbox_append(f->txn, 2, id_of(1), bytes_of_text("b")));
    acknowledge(f->txn, 1, "a", 100);
    assert_err(ERR_EXISTS, outbox_append(f->txn, 2, id_of(1), bytes_of_text("b")));
}

/* More than have their ids beside the figures, and then some. */
static const uint8_t MANY = 40;

static void fill(struct txn *txn)
{
    for (uint8_t i = 1; i <= MANY; i++) {
        append(txn, i, "x");
    }
}

static void every_id_finds_its_envelope_however_many_came_after_it(void **state)
{
    struct device_fixture *f = *state;
    struct outbox_item item;

    for (uint8_t n = 1; n <= MANY; n++) {
        append(f->txn, n, "x");
        for (uint8_t i = 1; i <= n; i++) {
            assert_ok(outbox_find(f->txn, id_of(i), NULL, &item));
            assert_int_equal(item.seq, i);
            assert_err(ERR_EXISTS, outbox_append(f->txn, n + 1, id_of(i), bytes_of_text("y")));
        }
        assert_err(ERR_NOT_FOUND, outbox_find(f->txn, id_of(n + 1), NULL, &item));
    }
}

static void every_id_can_be_acknowledged_however_many_came_after_it(void **state)
{
    struct device_fixture *f = *state;
    struct outbox_figures figures;

    fill(f->txn);
    fixture_reopen(f);
    for (uint8_t i = MANY; i >= 1; i--) {
        acknowledge(f->txn, i, "x", 100);
    }
    assert_ok(outbox_figures(f->txn, &figures));
    assert_int_equal(figures.done, MANY);
    assert_int_equal(figures.waiting, 0);
    assert_int_equal(figures.last_seq, MANY);
}

/* The envelopes before `kept` are dropped: their ids are free, those behind are not. */
static void drop_before(struct device_fixture *f, uint8_t kept)
{
    struct outbox_item item;
    size_t dropped = 0;

    fill(f->txn);
    for (uint8_t i = 1; i < kept; i++) {
        acknowledge(f->txn, i, "x", 100);
    }
    assert_ok(outbox_purge(f->txn, 1000 * DAY_S, 90, &dropped));
    assert_int_equal(dropped, kept - 1);
    for (uint8_t i = 1; i <= MANY; i++) {
        assert_err(i < kept ? ERR_NOT_FOUND : OK, outbox_find(f->txn, id_of(i), NULL, &item));
    }
    append(f->txn, 1, "again");
    assert_ok(outbox_find(f->txn, id_of(1), NULL, &item));
    assert_int_equal(item.seq, MANY + 1);
}

static void dropping_an_old_envelope_drops_its_id_alone(void **state)
{
    drop_before(*state, 3);
}

static void dropping_all_but_the_newest_drops_their_ids_alone(void **state)
{
    drop_before(*state, MANY);
}

static void an_outbox_that_lists_more_new_ids_than_numbers_is_damaged(void **state)
{
    struct device_fixture *f = *state;
    static const uint8_t figures[5 * 8 + UPLOAD_ID_BYTES];
    struct outbox_figures got;

    assert_ok(
        txn_put(f->txn, DEVICE_OUTBOX, bytes_of_text("x"), bytes_of(figures, sizeof figures)));
    assert_err(ERR_CORRUPT, outbox_figures(f->txn, &got));
    assert_ok(txn_put(f->txn, DEVICE_OUTBOX, bytes_of_text("x"), bytes_of(figures, 5 * 8 + 1)));
    assert_err(ERR_CORRUPT, outbox_figures(f->txn, &got));
    assert_ok(txn_put(f->txn, DEVICE_OUTBOX, bytes_of_text("x"), bytes_of(figures, 5 * 8 - 1)));
    assert_err(ERR_CORRUPT, outbox_figures(f->txn, &got));
}

static void an_envelope_has_a_size(void **state)
{
    struct device_fixture *f = *state;
    static uint8_t block[OUTBOX_ENVELOPE_BYTES_MAX + 1];
    struct outbox_item item;

    assert_err(ERR_INVALID, outbox_append(f->txn, 1, id_of(1), bytes_of(block, 0)));
    assert_err(ERR_INVALID, outbox_append(f->txn, 1, id_of(1), bytes_of(block, sizeof block)));
    assert_ok(outbox_append(f->txn, 1, id_of(1), bytes_of(block, OUTBOX_ENVELOPE_BYTES_MAX)));
    assert_ok(outbox_find(f->txn, id_of(1), &f->arena, &item));
    assert_int_equal(item.envelope.size, OUTBOX_ENVELOPE_BYTES_MAX);
}

static void items_come_in_the_order_of_submission(void **state)
{
    struct device_fixture *f = *state;
    struct outbox_item items[8];
    size_t count = 0;

    append(f->txn, 9, "first");
    append(f->txn, 1, "second");
    append(f->txn, 5, "third");
    fixture_reopen(f);
    assert_ok(outbox_peek(f->txn, 0, &f->arena, items, 8, &count));
    assert_int_equal(count, 3);
    assert_true(bytes_equal(items[0].envelope, bytes_of_text("first")));
    assert_true(bytes_equal(items[1].envelope, bytes_of_text("second")));
    assert_true(bytes_equal(items[2].envelope, bytes_of_text("third")));
    assert_int_equal(items[2].seq, 3);
    assert_int_equal(items[2].state, OUTBOX_WAITING);
    struct hash hash = hash_of_text("third");
    assert_true(hash_equal(&items[2].hash, &hash));
}

static void peeking_goes_on_from_a_number(void **state)
{
    struct device_fixture *f = *state;
    struct outbox_item items[2];
    size_t count = 0;

    for (uint8_t i = 1; i <= 3; i++) {
        append(f->txn, i, "x");
    }
    assert_ok(outbox_peek(f->txn, 0, &f->arena, items, 2, &count));
    assert_int_equal(count, 2);
    assert_ok(outbox_peek(f->txn, items[1].seq + 1, &f->arena, items, 2, &count));
    assert_int_equal(count, 1);
    assert_int_equal(items[0].seq, 3);
    assert_ok(outbox_peek(f->txn, 4, &f->arena, items, 2, &count));
    assert_int_equal(count, 0);
}

static void what_the_arena_cannot_hold_waits_for_the_next_call(void **state)
{
    struct device_fixture *f = *state;
    static uint8_t envelope[300];
    uint8_t block[700];
    struct arena small;
    struct outbox_item items[4];
    size_t count = 99;

    for (uint8_t i = 1; i <= 3; i++) {
        assert_ok(outbox_append(f->txn, i, id_of(i), bytes_of(envelope, sizeof envelope)));
    }
    arena_init_over(&small, block, sizeof block);
    assert_ok(outbox_peek(f->txn, 0, &small, items, 4, &count));
    assert_int_equal(count, 2);
    arena_init_over(&small, block, 200);
    assert_err(ERR_NOMEM, outbox_peek(f->txn, 0, &small, items, 4, &count));
    assert_int_equal(count, 2); /* written only on OK */
}

static void an_acknowledgement_ends_the_waiting(void **state)
{
    struct device_fixture *f = *state;
    struct outbox_item item;
    struct outbox_figures figures;
    size_t count = 9;

    append(f->txn, 1, "abc");
    acknowledge(f->txn, 1, "abc", 777);
    fixture_reopen(f);
    assert_ok(outbox_peek(f->txn, 0, &f->arena, &item, 1, &count));
    assert_int_equal(count, 0);
    assert_ok(outbox_find(f->txn, id_of(1), &f->arena, &item)); /* kept, sealed */
    assert_int_equal(item.state, OUTBOX_DONE);
    assert_int_equal(item.done_s, 777);
    assert_ok(outbox_figures(f->txn, &figures));
    assert_int_equal(figures.waiting, 0);
    assert_int_equal(figures.waiting_bytes, 0);
    assert_int_equal(figures.done, 1);
    assert_int_equal(figures.last_seq, 1);
}

static void acknowledging_twice_is_fine_and_keeps_the_first_moment(void **state)
{
    struct device_fixture *f = *state;
    struct outbox_item item;

    append(f->txn, 1, "abc");
    acknowledge(f->txn, 1, "abc", 777);
    acknowledge(f->txn, 1, "abc", 888);
    assert_ok(outbox_find(f->txn, id_of(1), NULL, &item));
    assert_int_equal(item.done_s, 777);
    assert_null(item.envelope.data);
}

static void an_acknowledgement_of_other_bytes_changes_nothing(void **state)
{
    struct device_fixture *f = *state;
    struct hash other = hash_of_text("b");

    append(f->txn, 1, "a");
    assert_err(ERR_MISMATCH, outbox_ack(f->txn, id_of(1), &other, 5));
    assert_err(ERR_NOT_FOUND, outbox_ack(f->txn, id_of(2), &other, 5));
    assert_int_equal(waiting(f->txn), 1);
}

static void a_restored_office_gets_everything_again_under_the_old_names(void **state)
{
    struct device_fixture *f = *state;
    struct outbox_item items[4];
    size_t count = 0;

    append(f->txn, 1, "a");
    append(f->txn, 2, "b");
    append(f->txn, 3, "c");
    acknowledge(f->txn, 1, "a", 100);
    acknowledge(f->txn, 3, "c", 100);
    assert_ok(outbox_requeue_all(f->txn, &count));
    assert_int_equal(count, 2);
    fixture_reopen(f);
    assert_ok(outbox_peek(f->txn, 0, &f->arena, items, 4, &count));
    assert_int_equal(count, 3);
    assert_int_equal(items[0].seq, 1);
    assert_memory_equal(items[2].id.b, id_of(3).b, UPLOAD_ID_BYTES);
    assert_true(bytes_equal(items[2].envelope, bytes_of_text("c")));
    acknowledge(f->txn, 1, "a", 200);
    assert_int_equal(waiting(f->txn), 2);
}

static void a_conflict_is_kept_and_not_sent_again(void **state)
{
    struct device_fixture *f = *state;
    struct outbox_item item;
    struct outbox_figures figures;
    size_t count = 9;

    append(f->txn, 1, "a");
    assert_ok(outbox_set_conflict(f->txn, id_of(1)));
    assert_ok(outbox_set_conflict(f->txn, id_of(1)));
    assert_err(ERR_NOT_FOUND, outbox_set_conflict(f->txn, id_of(2)));
    assert_ok(outbox_peek(f->txn, 0, &f->arena, &item, 1, &count));
    assert_int_equal(count, 0);
    assert_ok(outbox_requeue_all(f->txn, &count));
    assert_int_equal(count, 0);
    assert_ok(outbox_purge(f->txn, 10000 * DAY_S, 90, &count));
    assert_int_equal(count, 0);
    assert_ok(outbox_find(f->txn, id_of(1), &f->arena, &item));
    assert_int_equal(item.state, OUTBOX_CONFLICT);
    assert_ok(outbox_figures(f->txn, &figures));
    assert_int_equal(figures.conflicts, 1);
    assert_int_equal(figures.waiting, 0);
}

static void done_envelopes_are_kept_ninety_days_and_waiting_ones_for_ever(void **state)
{
    struct device_fixture *f = *state;
    struct outbox_item item;
    size_t count = 9;

    append(f->txn, 1, "a");
    append(f->txn, 2, "b");
    acknowledge(f->txn, 1, "a", 1000);
    assert_ok(outbox_purge(f->txn, 1000 + 90 * DAY_S, 90, &count));
    assert_int_equal(count, 0);
    assert_ok(outbox_purge(f->txn, 1001 + 90 * DAY_S, 90, &count));
    assert_int_equal(count, 1);
    assert_err(ERR_NOT_FOUND, outbox_find(f->txn, id_of(1), &f->arena, &item));
    assert_ok(outbox_purge(f->txn, 100000LL * DAY_S, 90, &count));
    assert_int_equal(count, 0);
    assert_int_equal(waiting(f->txn), 1);
}

static void a_full_outbox_refuses_and_drops_nothing(void **state)
{
    struct device_fixture *f = *state;
    uint64_t seq = 0;

    for (uint64_t i = 1; i <= OUTBOX_WAITING_MAX; i++) {
        struct upload_id id = {{0}};
        be64_put(id.b, i);
        assert_ok(outbox_append(f->txn, i, id, bytes_of_text("x")));
    }
    assert_ok(outbox_next_seq(f->txn, &seq));
    assert_err(ERR_FULL, outbox_append(f->txn, seq, id_of(0xff), bytes_of_text("x")));
    assert_int_equal(waiting(f->txn), OUTBOX_WAITING_MAX);
}

static void its_bytes_have_a_limit_too(void **state)
{
    struct device_fixture *f = *state;
    static uint8_t block[OUTBOX_ENVELOPE_BYTES_MAX];
    uint64_t seq = 1;

    for (; seq <= OUTBOX_WAITING_BYTES_MAX / OUTBOX_ENVELOPE_BYTES_MAX; seq++) {
        struct upload_id id = {{0}};
        be64_put(id.b, seq);
        assert_ok(outbox_append(f->txn, seq, id, bytes_of(block, sizeof block)));
    }
    assert_err(ERR_FULL, outbox_append(f->txn, seq, id_of(0xff), bytes_of(block, 1)));
}

static void all_that_is_kept_is_listed_newest_first(void **state)
{
    struct device_fixture *f = *state;
    struct outbox_item items[4];
    size_t count = 0;

    append(f->txn, 1, "a");
    append(f->txn, 2, "b");
    append(f->txn, 3, "c");
    acknowledge(f->txn, 2, "b", 100);
    assert_ok(outbox_list(f->txn, 0, &f->arena, items, 2, &count));
    assert_int_equal(count, 2);
    assert_int_equal(items[0].seq, 3);
    assert_int_equal(items[1].state, OUTBOX_DONE);
    assert_ok(outbox_list(f->txn, items[1].seq, &f->arena, items, 4, &count));
    assert_int_equal(count, 1);
    assert_int_equal(items[0].seq, 1);
    assert_ok(outbox_list(f->txn, 1, &f->arena, items, 4, &count));
    assert_int_equal(count, 0);
}

static void an_aborted_append_leaves_no_trace(void **state)
{
    struct device_fixture *f = *state;
    uint64_t seq = 0;

    append(f->txn, 1, "a");
    txn_abort(f->txn);
    assert_ok(txn_begin_write(f->device, &f->txn));
    assert_int_equal(waiting(f->txn), 0);
    assert_ok(outbox_next_seq(f->txn, &seq));
    assert_int_equal(seq, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_sequence_number_is_never_used_twice, device),
        TEST(a_number_out_of_turn_is_refused, device),
        TEST(an_id_is_taken_once, device),
        TEST(every_id_finds_its_envelope_however_many_came_after_it, device),
        TEST(every_id_can_be_acknowledged_however_many_came_after_it, device),
        TEST(dropping_an_old_envelope_drops_its_id_alone, device),
        TEST(dropping_all_but_the_newest_drops_their_ids_alone, device),
        TEST(an_outbox_that_lists_more_new_ids_than_numbers_is_damaged, device),
        TEST(an_envelope_has_a_size, device),
        TEST(items_come_in_the_order_of_submission, device),
        TEST(peeking_goes_on_from_a_number, device),
        TEST(what_the_arena_cannot_hold_waits_for_the_next_call, device),
        TEST(an_acknowledgement_ends_the_waiting, device),
        TEST(acknowledging_twice_is_fine_and_keeps_the_first_moment, device),
        TEST(an_acknowledgement_of_other_bytes_changes_nothing, device),
        TEST(a_restored_office_gets_everything_again_under_the_old_names, device),
        TEST(a_conflict_is_kept_and_not_sent_again, device),
        TEST(done_envelopes_are_kept_ninety_days_and_waiting_ones_for_ever, device),
        TEST(a_full_outbox_refuses_and_drops_nothing, device),
        TEST(its_bytes_have_a_limit_too, device),
        TEST(all_that_is_kept_is_listed_newest_first, device),
        TEST(an_aborted_append_leaves_no_trace, device),
    };
    return cmocka_run_group_tests_name("outbox", tests, NULL, NULL);
}
