/* Books grow, are corrected by new entries, and shrink only when retention ends. */
#include "device_fixture.h"

#include "books.h"

enum { DAY_S = 86400 };

static struct book_ref enter(struct device_fixture *f, const char *book, int64_t at_s,
                             const char *sealed)
{
    struct book_ref ref;

    assert_ok(books_append(f->txn, book, at_s, bytes_of_text(sealed), id_of(1), NULL, &ref));
    return ref;
}

static void a_day_is_listed_in_order_of_time(void **state)
{
    struct device_fixture *f = *state;
    struct book_entry entries[8];
    size_t count = 0;

    enter(f, "visit", DAY_S + 500, "b");
    enter(f, "visit", DAY_S - 1, "the day before");
    enter(f, "visit", DAY_S, "a");
    enter(f, "visit", 2 * DAY_S, "the day after");
    enter(f, "visitor", DAY_S, "another book");
    enter(f, "shift", DAY_S, "another book");
    fixture_reopen(f);
    assert_ok(books_list(f->txn, "visit", DAY_S, 2 * DAY_S, &f->arena, entries, 8, &count));
    assert_int_equal(count, 2);
    assert_true(bytes_equal(entries[0].sealed, bytes_of_text("a")));
    assert_true(bytes_equal(entries[1].sealed, bytes_of_text("b")));
    assert_int_equal(entries[1].ref.at_s, DAY_S + 500);
    assert_int_equal(entries[1].ref.n, 1);
    assert_int_equal(entries[1].corrects.n, 0);
    assert_memory_equal(entries[1].id.b, id_of(1).b, UPLOAD_ID_BYTES);
}

static void entries_of_one_second_keep_their_order(void **state)
{
    struct device_fixture *f = *state;
    struct book_entry entries[4];
    size_t count = 0;

    enter(f, "visit", 100, "first");
    enter(f, "visit", 100, "second");
    assert_ok(books_list(f->txn, "visit", 0, 1000, &f->arena, entries, 4, &count));
    assert_int_equal(count, 2);
    assert_true(bytes_equal(entries[0].sealed, bytes_of_text("first")));
}

static void a_correction_names_the_old_entry_and_leaves_it(void **state)
{
    struct device_fixture *f = *state;
    struct book_ref old = enter(f, "visit", 100, "wrong"), fixed;
    struct book_ref none = {.at_s = 100, .n = 77};
    struct book_entry entries[4];
    size_t count = 0;

    assert_ok(books_append(f->txn, "visit", 200, bytes_of_text("right"), id_of(2), &old, &fixed));
    assert_err(ERR_NOT_FOUND,
               books_append(f->txn, "visit", 200, bytes_of_text("x"), id_of(3), &none, &fixed));
    assert_err(ERR_NOT_FOUND,
               books_append(f->txn, "shift", 200, bytes_of_text("x"), id_of(3), &old, &fixed));
    assert_ok(books_list(f->txn, "visit", 0, 1000, &f->arena, entries, 4, &count));
    assert_int_equal(count, 2);
    assert_true(bytes_equal(entries[0].sealed, bytes_of_text("wrong")));
    assert_int_equal(entries[1].corrects.n, old.n);
    assert_int_equal(entries[1].corrects.at_s, old.at_s);
}

static void counting_is_listing_without_copies(void **state)
{
    struct device_fixture *f = *state;
    uint64_t count = 9;

    assert_ok(books_count(f->txn, "visit", 0, INT64_MAX, &count));
    assert_int_equal(count, 0);
    for (int i = 0; i < 5; i++) {
        enter(f, "visit", DAY_S * i, "x");
    }
    assert_ok(books_count(f->txn, "visit", DAY_S, 3 * DAY_S, &count));
    assert_int_equal(count, 2);
    assert_ok(books_count(f->txn, "visit", -5, INT64_MAX, &count));
    assert_int_equal(count, 5);
}

static void a_long_day_is_read_in_parts(void **state)
{
    struct device_fixture *f = *state;
    struct book_entry entries[2];
    size_t count = 0;

    for (int i = 0; i < 3; i++) {
        enter(f, "visit", i, "x");
    }
    assert_ok(books_list(f->txn, "visit", 0, DAY_S, &f->arena, entries, 2, &count));
    assert_int_equal(count, 2);
    assert_ok(
        books_list(f->txn, "visit", entries[1].ref.at_s + 1, DAY_S, &f->arena, entries, 2, &count));
    assert_int_equal(count, 1);
}

static void names_moments_and_sizes_are_checked(void **state)
{
    struct device_fixture *f = *state;
    static uint8_t block[BOOK_SEALED_BYTES_MAX + 1];
    struct bytes x = bytes_of_text("x");
    struct book_ref ref;
    uint64_t count;

    assert_err(ERR_INVALID, books_append(f->txn, "", 1, x, id_of(1), NULL, &ref));
    assert_err(ERR_INVALID, books_append(f->txn, "a/b", 1, x, id_of(1), NULL, &ref));
    assert_err(ERR_INVALID, books_append(f->txn, "abcdefghijklmnopq", 1, x, id_of(1), NULL, &ref));
    assert_err(ERR_INVALID, books_append(f->txn, "visit", -1, x, id_of(1), NULL, &ref));
    assert_err(ERR_INVALID,
               books_append(f->txn, "visit", 1, bytes_of(block, 0), id_of(1), NULL, &ref));
    assert_err(ERR_INVALID, books_append(f->txn, "visit", 1, bytes_of(block, sizeof block),
                                         id_of(1), NULL, &ref));
    assert_ok(books_append(f->txn, "visit", 1, bytes_of(block, BOOK_SEALED_BYTES_MAX), id_of(1),
                           NULL, &ref));
    assert_ok(books_append(f->txn, "abcdefghijklmnop", 1, x, id_of(1), NULL, &ref));
    assert_err(ERR_INVALID, books_count(f->txn, "A", 0, 1, &count));
}

static void retention_takes_the_old_and_never_a_number_again(void **state)
{
    struct device_fixture *f = *state;
    size_t count = 9;
    uint64_t left = 9;

    enter(f, "visit", 100, "old");
    enter(f, "visit", 200, "also old");
    enter(f, "shift", 100, "another book");
    assert_ok(books_purge(f->txn, "visit", 201, &count));
    assert_int_equal(count, 2);
    assert_ok(books_count(f->txn, "shift", 0, INT64_MAX, &left));
    assert_int_equal(left, 1);
    assert_int_equal(enter(f, "visit", 50, "new").n, 3);
    assert_ok(books_purge(f->txn, "visit", 50, &count));
    assert_int_equal(count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_day_is_listed_in_order_of_time, device),
        TEST(entries_of_one_second_keep_their_order, device),
        TEST(a_correction_names_the_old_entry_and_leaves_it, device),
        TEST(counting_is_listing_without_copies, device),
        TEST(a_long_day_is_read_in_parts, device),
        TEST(names_moments_and_sizes_are_checked, device),
        TEST(retention_takes_the_old_and_never_a_number_again, device),
    };
    return cmocka_run_group_tests_name("books", tests, NULL, NULL);
}
