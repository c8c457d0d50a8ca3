/* What is written as PNG is read back pixel by pixel. */
#include <string.h>

#include "picture.h"
#include "support.h"

static void a_picture_comes_back_as_it_was(void **state)
{
    static uint32_t pixels[7 * 5];
    struct dice dice = {3};
    struct arena arena;
    struct surface out;
    const char *path = temp_path(*state, "a.png");

    for (size_t i = 0; i < 7 * 5; i++) {
        pixels[i] = (uint32_t)dice_roll(&dice) | 0xff000000u;
    }
    assert_ok(arena_init(&arena, 1 << 20));
    assert_ok(picture_write(path, (struct surface){pixels, 6, 5, 7}, NULL));
    assert_ok(picture_read(path, &arena, &out, NULL));
    assert_int_equal(out.w, 6);
    for (int y = 0; y < 5; y++) {
        assert_memory_equal(out.pixels + y * out.stride, pixels + y * 7, 6 * sizeof *pixels);
    }
    arena_deinit(&arena);
}

static void what_is_no_picture_is_refused(void **state)
{
    struct arena arena;
    struct surface out;
    struct complaint why = {{0}};

    assert_ok(arena_init(&arena, 1 << 20));
    temp_file(*state, "b.png", bytes_of_text("no picture"));
    assert_err(ERR_INVALID, picture_read(temp_path(*state, "b.png"), &arena, &out, &why));
    assert_says(&why, "b.png");
    assert_err(ERR_NOT_FOUND, picture_read(temp_path(*state, "c.png"), &arena, &out, &why));
    arena_deinit(&arena);
}

static void a_folder_that_is_not_there_is_named(void **state)
{
    static uint32_t pixel = 0xff000000;
    struct complaint why = {{0}};

    assert_err(ERR_NOT_FOUND, picture_write(temp_path(*state, "no/a.png"),
                                            (struct surface){&pixel, 1, 1, 1}, &why));
    assert_says(&why, "no/a.png");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_picture_comes_back_as_it_was, temp_folder),
        TEST(what_is_no_picture_is_refused, temp_folder),
        TEST(a_folder_that_is_not_there_is_named, temp_folder),
    };
    return cmocka_run_group_tests_name("picture", tests, NULL, NULL);
}
