/* A picture too large comes out small enough, showing what it showed; what is none is refused. */
#include "photograph.h"
#include "shrink.h"
#include "support.h"

enum {
    ARENA_BYTES = 64 * 1024 * 1024,
    NEAR = 12, /* of 255: what coding and clipped noise may move a field's colour */
};

static int setup(void **state)
{
    static struct arena arena;
    assert_ok(arena_init(&arena, ARENA_BYTES));
    *state = &arena;
    return 0;
}

static int teardown(void **state)
{
    arena_deinit(*state);
    return 0;
}

static bool is_near(uint32_t colour, uint32_t wanted)
{
    for (unsigned shift = 0; shift < 24; shift += 8) {
        int difference = (int)(colour >> shift & 255) - (int)(wanted >> shift & 255);
        if (difference < -NEAR || difference > NEAR) {
            return false;
        }
    }
    return true;
}

static void assert_shows_the_same(const struct shrunk *shrunk)
{
    static const uint32_t wanted[4] = {0xc82828, 0x28a028, 0x2828c8, 0x808080};
    uint32_t w, h, fields[4];
    photograph_look(bytes_of(shrunk->bytes, shrunk->size), &w, &h, fields);
    assert_int_equal(w, shrunk->w);
    assert_int_equal(h, shrunk->h);
    for (unsigned i = 0; i < 4; i++) {
        assert_true(is_near(fields[i], wanted[i]));
    }
}

static void each_kind_of_file_comes_out_within_the_limits(void **state)
{
    struct arena *arena = *state;
    static const struct {
        enum photograph_kind kind;
        uint32_t w, h;
        unsigned noise;
    } files[] = {
        {PHOTOGRAPH_JPEG, 4000, 3000, 20},        {PHOTOGRAPH_JPEG, 1501, 997, 40},
        {PHOTOGRAPH_PROGRESSIVE, 2000, 3001, 20}, {PHOTOGRAPH_PNG, 1700, 1300, 20},
        {PHOTOGRAPH_PNG, 1080, 9001, 0},
    };
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        const struct shrink_limits *limits = &shrink_limits_kiosk;
        struct shrunk shrunk;
        size_t mark = arena_mark(arena);
        struct bytes file =
            photograph_make(arena, files[i].kind, files[i].w, files[i].h, files[i].noise);
        assert_ok(shrink_picture(file, limits, &shrunk));
        assert_true(shrunk.size <= limits->bytes);
        assert_true((uint64_t)shrunk.w * shrunk.h <= limits->pixels);
        assert_true(shrunk.w <= limits->side_px && shrunk.h <= limits->side_px);
        /* Neither squeezed nor smaller than it must be: a twentieth of what the limit allows. */
        assert_true((uint64_t)shrunk.w * shrunk.h * 20 > limits->pixels ||
                    shrunk.w * 2 > files[i].w);
        int64_t skew = (int64_t)shrunk.w * files[i].h - (int64_t)shrunk.h * files[i].w;
        assert_true(skew > -(int64_t)files[i].w - files[i].h && skew < files[i].w + files[i].h);
        assert_shows_the_same(&shrunk);
        shrink_free(&shrunk);
        arena_rewind(arena, mark);
    }
}

static void what_fits_already_keeps_its_size(void **state)
{
    struct arena *arena = *state;
    struct shrunk shrunk;
    struct bytes file = photograph_make(arena, PHOTOGRAPH_JPEG, 640, 480, 10);
    assert_ok(shrink_picture(file, &shrink_limits_kiosk, &shrunk));
    assert_int_equal(shrunk.w, 640);
    assert_int_equal(shrunk.h, 480);
    assert_shows_the_same(&shrunk);
    shrink_free(&shrunk);
}

static void what_no_eighth_brings_within_the_limits_is_told(void **state)
{
    struct arena *arena = *state;
    struct shrunk shrunk;
    struct bytes file = photograph_make(arena, PHOTOGRAPH_JPEG, 640, 480, 40);
    struct shrink_limits limits = shrink_limits_kiosk;
    limits.bytes = 100;
    assert_err(ERR_FULL, shrink_picture(file, &limits, &shrunk));
    assert_null(shrunk.bytes);
    limits = shrink_limits_kiosk;
    limits.side_px = 79; /* an eighth of 640 is 80 */
    assert_err(ERR_FULL, shrink_picture(file, &limits, &shrunk));
}

static void more_pixels_than_are_read_are_refused(void **state)
{
    struct arena *arena = *state;
    struct shrunk shrunk;
    struct shrink_limits limits = shrink_limits_kiosk;
    limits.read_pixels = 640 * 480 - 1;
    assert_err(ERR_INVALID, shrink_picture(photograph_make(arena, PHOTOGRAPH_JPEG, 640, 480, 0),
                                           &limits, &shrunk));
    assert_err(ERR_INVALID, shrink_picture(photograph_make(arena, PHOTOGRAPH_PNG, 640, 480, 0),
                                           &limits, &shrunk));
}

static void what_is_no_picture_is_refused(void **state)
{
    struct arena *arena = *state;
    struct shrunk shrunk;
    struct bytes png = photograph_make(arena, PHOTOGRAPH_PNG, 64, 48, 40);
    assert_err(ERR_INVALID, shrink_picture(bytes_of_text("GIF89a"), &shrink_limits_kiosk, &shrunk));
    assert_err(ERR_INVALID, shrink_picture((struct bytes){0}, &shrink_limits_kiosk, &shrunk));
    assert_err(ERR_INVALID,
               shrink_picture(bytes_of(png.data, png.size / 2), &shrink_limits_kiosk, &shrunk));
    assert_err(ERR_INVALID, shrink_picture(photograph_make(arena, PHOTOGRAPH_CMYK, 64, 48, 0),
                                           &shrink_limits_kiosk, &shrunk));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(each_kind_of_file_comes_out_within_the_limits, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(what_fits_already_keeps_its_size, setup, teardown),
        cmocka_unit_test_setup_teardown(what_no_eighth_brings_within_the_limits_is_told, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(more_pixels_than_are_read_are_refused, setup, teardown),
        cmocka_unit_test_setup_teardown(what_is_no_picture_is_refused, setup, teardown),
    };
    return cmocka_run_group_tests_name("shrink", tests, NULL, NULL);
}
