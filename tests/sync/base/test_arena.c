/* An arena gives what fits, says no to the rest, and is as before when it says no. */
#include "support.h"

#include <stdalign.h>
#include <string.h>

#include "arena.h"

static void blocks_are_zeroed_and_aligned(void **state)
{
    alignas(16) uint8_t block[256];
    struct arena arena;
    (void)state;
    memset(block, 0xAA, sizeof block);
    arena_init_over(&arena, block + 1, sizeof block - 1);
    assert_non_null(arena_copy(&arena, "x", 1).data);
    uint64_t *number = ARENA_NEW(&arena, uint64_t);
    assert_int_equal((uintptr_t)number % alignof(max_align_t), 0);
    assert_true(*number == 0);
}

static void what_does_not_fit_changes_nothing(void **state)
{
    uint8_t block[64];
    struct arena arena;
    (void)state;
    arena_init_over(&arena, block, sizeof block);
    assert_non_null(arena_copy(&arena, "0123456789", 10).data);
    size_t mark = arena_mark(&arena);
    assert_null(arena_alloc(&arena, 64));
    assert_null(arena_array(&arena, SIZE_MAX / 2, 4));
    assert_null(arena_alloc(&arena, SIZE_MAX));
    assert_null(arena_copy(&arena, block, 55).data);
    char text[55];
    memset(text, 'x', sizeof text);
    assert_null(arena_text(&arena, (struct text){text, 54}).data); /* no room for the NUL */
    assert_null(arena_printf(&arena, "%054d", 1).data);
    assert_int_equal(arena_mark(&arena), mark);
    assert_non_null(arena_text(&arena, (struct text){text, 53}).data);
}

static void nothing_is_given_as_a_view_that_is_not_null(void **state)
{
    struct arena arena;
    (void)state;
    arena_init_over(&arena, NULL, 0);
    assert_non_null(arena_alloc(&arena, 0));
    assert_non_null(arena_copy(&arena, NULL, 0).data);
    struct buffer buffer = buffer_begin(&arena);
    struct bytes bytes;
    assert_ok(buffer_end(&buffer, &bytes));
    assert_non_null(bytes.data);
    assert_int_equal(bytes.size, 0);
    assert_null(arena_printf(&arena, "%s", "").data);
}

static void printing_gives_a_terminated_text(void **state)
{
    struct text text = arena_printf(*state, "%s-%02d", "2026", 7);
    assert_text(text, "2026-07");
    assert_int_equal(text.data[text.size], '\0');
}

static void rewinding_gives_the_same_place_again(void **state)
{
    struct arena *arena = *state;
    size_t mark = arena_mark(arena);
    void *first = arena_alloc(arena, 100);
    arena_rewind(arena, mark);
    assert_ptr_equal(arena_alloc(arena, 100), first);
    arena_reset(arena);
    assert_int_equal(arena_mark(arena), 0);
}

static void a_buffer_grows_in_one_piece(void **state)
{
    struct bytes bytes;
    struct buffer buffer = buffer_begin(*state);
    buffer_add_text(&buffer, text_of("a"));
    buffer_printf(&buffer, "%d", 12);
    buffer_add_byte(&buffer, '!');
    assert_int_equal(buffer_size(&buffer), 4);
    assert_ok(buffer_end(&buffer, &bytes));
    assert_text(bytes_text(bytes), "a12!");
}

static void a_buffer_that_failed_once_gives_everything_back(void **state)
{
    uint8_t block[8];
    struct arena arena;
    struct bytes bytes;
    (void)state;
    arena_init_over(&arena, block, sizeof block);
    struct buffer buffer = buffer_begin(&arena);
    buffer_add(&buffer, "12345678", 8);
    buffer_add_byte(&buffer, '9');
    buffer_printf(&buffer, "%s", "");
    assert_err(ERR_NOMEM, buffer_end(&buffer, &bytes));
    assert_int_equal(arena_mark(&arena), 0);
    buffer = buffer_begin(&arena);
    buffer_printf(&buffer, "%s", "12345678"); /* with its NUL it would not fit */
    assert_err(ERR_NOMEM, buffer_end(&buffer, &bytes));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST_PLAIN(blocks_are_zeroed_and_aligned),
        TEST_PLAIN(what_does_not_fit_changes_nothing),
        TEST_PLAIN(nothing_is_given_as_a_view_that_is_not_null),
        TEST(printing_gives_a_terminated_text, test_arena),
        TEST(rewinding_gives_the_same_place_again, test_arena),
        TEST(a_buffer_grows_in_one_piece, test_arena),
        TEST_PLAIN(a_buffer_that_failed_once_gives_everything_back),
    };
    return cmocka_run_group_tests_name("arena", tests, NULL, NULL);
}
