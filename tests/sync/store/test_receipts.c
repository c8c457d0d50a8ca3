/* A kiosk says of a letter what it knows itself, until the office has spoken. */
#include "device_fixture.h"

#include "receipts.h"

static struct receipt_loc loc_of(uint8_t n)
{
    struct receipt_loc loc;

    memset(loc.b, n, sizeof loc.b);
    return loc;
}

/* A letter number n, submitted at second 50. */
static struct receipt_loc letter(struct device_fixture *f, uint8_t n)
{
    struct receipt_loc loc = loc_of(n);

    append(f->txn, n, "letter");
    assert_ok(receipt_put(f->txn, &loc, id_of(n), 50));
    return loc;
}

static struct receipt_note note_of(struct device_fixture *f, const struct receipt_loc *loc)
{
    struct receipt_note note;

    assert_ok(receipt_get(f->txn, loc, &f->arena, &note));
    return note;
}

static void a_letter_is_kept_and_then_acknowledged(void **state)
{
    struct device_fixture *f = *state;
    struct receipt_loc loc = letter(f, 1), none = loc_of(9);
    struct receipt_note note;

    fixture_reopen(f);
    assert_int_equal(note_of(f, &loc).state, RECEIPT_KEPT);
    assert_int_equal(note_of(f, &loc).submitted_s, 50);
    acknowledge(f->txn, 1, "letter", 100);
    assert_int_equal(note_of(f, &loc).state, RECEIPT_ACKED);
    assert_int_equal(note_of(f, &loc).answer.size, 0);
    assert_err(ERR_NOT_FOUND, receipt_get(f->txn, &none, &f->arena, &note));
}

static void a_loc_is_taken_once(void **state)
{
    struct device_fixture *f = *state;
    struct receipt_loc loc = letter(f, 1);

    assert_err(ERR_EXISTS, receipt_put(f->txn, &loc, id_of(2), 60));
}

static void an_answer_given_here_is_shown_at_once(void **state)
{
    struct device_fixture *f = *state;
    struct receipt_loc loc = letter(f, 1);

    assert_ok(receipt_answer(f->txn, &loc, bytes_of_text("sealed answer"), 200));
    fixture_reopen(f);
    struct receipt_note note = note_of(f, &loc);
    assert_int_equal(note.state, RECEIPT_ANSWERED_HERE);
    assert_int_equal(note.changed_s, 200);
    assert_true(bytes_equal(note.answer, bytes_of_text("sealed answer")));
    assert_ok(receipt_answer(f->txn, &loc, bytes_of_text("better answer"), 300));
    assert_true(bytes_equal(note_of(f, &loc).answer, bytes_of_text("better answer")));
    assert_err(ERR_DENIED, receipt_retract(f->txn, &loc, 400));
    assert_int_equal(note_of(f, &loc).state, RECEIPT_ANSWERED_HERE);
}

static void a_retracted_letter_is_not_answered(void **state)
{
    struct device_fixture *f = *state;
    struct receipt_loc loc = letter(f, 1);

    assert_ok(receipt_retract(f->txn, &loc, 200));
    assert_ok(receipt_retract(f->txn, &loc, 300));
    assert_err(ERR_DENIED, receipt_answer(f->txn, &loc, bytes_of_text("x"), 400));
    assert_int_equal(note_of(f, &loc).state, RECEIPT_RETRACTED_HERE);
    assert_int_equal(note_of(f, &loc).changed_s, 200);
}

static void an_answer_has_a_size_and_a_letter(void **state)
{
    struct device_fixture *f = *state;
    struct receipt_loc loc = letter(f, 1), none = loc_of(9);
    static uint8_t block[RECEIPT_ANSWER_BYTES_MAX + 1];

    assert_err(ERR_INVALID, receipt_answer(f->txn, &loc, bytes_of(block, 0), 1));
    assert_err(ERR_INVALID, receipt_answer(f->txn, &loc, bytes_of(block, sizeof block), 1));
    assert_ok(receipt_answer(f->txn, &loc, bytes_of(block, RECEIPT_ANSWER_BYTES_MAX), 1));
    assert_err(ERR_NOT_FOUND, receipt_answer(f->txn, &none, bytes_of_text("x"), 1));
    assert_err(ERR_NOT_FOUND, receipt_retract(f->txn, &none, 1));
}

static void a_receipt_is_found_by_its_envelope(void **state)
{
    struct device_fixture *f = *state;
    struct receipt_loc second;
    struct receipt_note note;

    letter(f, 1);
    second = letter(f, 2);
    assert_ok(receipt_of_upload(f->txn, id_of(2), &f->arena, &note));
    assert_memory_equal(note.loc.b, second.b, sizeof second.b);
    assert_err(ERR_NOT_FOUND, receipt_of_upload(f->txn, id_of(3), &f->arena, &note));
}

static void a_receipt_leaves_with_its_envelope(void **state)
{
    struct device_fixture *f = *state;
    struct receipt_loc first = letter(f, 1), second = letter(f, 2);
    struct receipt_note note;
    size_t count = 9;

    acknowledge(f->txn, 1, "letter", 100);
    assert_ok(receipt_purge(f->txn, &count));
    assert_int_equal(count, 0);
    assert_ok(outbox_purge(f->txn, 101, 0, &count));
    assert_int_equal(note_of(f, &first).state, RECEIPT_ACKED);
    assert_ok(receipt_purge(f->txn, &count));
    assert_int_equal(count, 1);
    assert_err(ERR_NOT_FOUND, receipt_get(f->txn, &first, &f->arena, &note));
    assert_int_equal(note_of(f, &second).state, RECEIPT_KEPT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_letter_is_kept_and_then_acknowledged, device),
        TEST(a_loc_is_taken_once, device),
        TEST(an_answer_given_here_is_shown_at_once, device),
        TEST(a_retracted_letter_is_not_answered, device),
        TEST(an_answer_has_a_size_and_a_letter, device),
        TEST(a_receipt_is_found_by_its_envelope, device),
        TEST(a_receipt_leaves_with_its_envelope, device),
    };
    return cmocka_run_group_tests_name("receipts", tests, NULL, NULL);
}
