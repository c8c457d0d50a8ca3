/* Pictures: what they claim is checked before a decoder sees them, and room and time have caps. */
#include <stdlib.h>
#include <string.h>

#include "image.h"
#include "picture.h"
#include "support.h"

/* 8 x 16 pixels, the upper half red, the lower white. */
static const char jpeg_hex[] =
    "ffd8ffe000104a46494600010100000100010000ffdb004300030202030202030303030403030405080505040405"
    "0a070706080c0a0c0c0b0a0b0b0d0e12100d0e110e0b0b1016101113141515150c0f171816141812141514ffdb00"
    "430103040405040509050509140d0b0d141414141414141414141414141414141414141414141414141414141414"
    "1414141414141414141414141414141414141414ffc00011080010000803011100021101031101ffc40015000101"
    "00000000000000000000000000000809ffc40014100100000000000000000000000000000000ffc4001501010100"
    "000000000000000000000000000709ffc40014110100000000000000000000000000000000ffda000c0301000211"
    "0311003f003a03154d778e6958ffd9";
enum { JPEG_HEAD_BYTES = 2, JPEG_SIZE_AT = 163 };

struct store {
    struct image_store *images;
    struct arena *arena;
    char folder[TEMP_PATH_BYTES_MAX];
};

static int store_setup(void **state)
{
    struct store *store = calloc(1, sizeof *store);
    void *arena = NULL;

    test_arena_setup(&arena);
    store->arena = arena;
    temp_folder_make(store->folder);
    assert_ok(image_store_new(64 * 1024, &store->images));
    *state = store;
    return 0;
}

static int store_teardown(void **state)
{
    struct store *store = *state;
    void *arena = store->arena;

    image_store_free(store->images);
    folder_remove(store->folder);
    test_arena_teardown(&arena);
    free(store);
    return 0;
}

/* A PNG of one colour. */
static struct bytes png(struct store *store, int w, int h, uint32_t color)
{
    uint32_t *pixels = arena_alloc(store->arena, (size_t)w * (size_t)h * sizeof *pixels);
    const char *path = temp_path(store->folder, "picture.png");
    struct complaint why = {{0}};

    for (int i = 0; i < w * h; i++) {
        pixels[i] = color;
    }
    assert_ok_why(picture_write(path, (struct surface){pixels, w, h, w}, &why), &why);
    return file_bytes(store->arena, path);
}

/* The JPEG with an EXIF segment that says how it is to be turned. */
static struct bytes turned_jpeg(struct store *store, int turning)
{
    static const uint8_t exif[] = {0xff, 0xe1, 0, 34, 'E', 'x',  'i', 'f', 0, 0,  'M', 'M',
                                   0,    42,   0, 0,  0,   8,    0,   1,   1, 18, 0,   3,
                                   0,    0,    0, 1,  0,   0xee, 0,   0,   0, 0,  0,   0};
    struct bytes plain = bytes_of_hex(jpeg_hex);
    uint8_t *all = arena_alloc(store->arena, plain.size + sizeof exif);

    memcpy(all, plain.data, JPEG_HEAD_BYTES);
    memcpy(all + JPEG_HEAD_BYTES, exif, sizeof exif);
    all[JPEG_HEAD_BYTES + 29] = (uint8_t)turning;
    memcpy(all + JPEG_HEAD_BYTES + sizeof exif, plain.data + JPEG_HEAD_BYTES,
           plain.size - JPEG_HEAD_BYTES);
    return bytes_of(all, plain.size + sizeof exif);
}

static void a_head_tells_the_size(void **state)
{
    struct image_head head;

    assert_ok(image_head_read(png(*state, 7, 5, 0xffffffff), &head));
    assert_int_equal(head.kind, IMAGE_PNG);
    assert_int_equal(head.w, 7);
    assert_int_equal(head.h, 5);
    assert_ok(image_head_read(bytes_of_hex(jpeg_hex), &head));
    assert_int_equal(head.kind, IMAGE_JPEG);
    assert_int_equal(head.w, 8);
    assert_int_equal(head.h, 16);
}

static void a_photograph_taken_sideways_has_its_sides_exchanged(void **state)
{
    struct image_head head;

    assert_ok(image_head_read(turned_jpeg(*state, 6), &head));
    assert_int_equal(head.w, 16);
    assert_int_equal(head.h, 8);
    assert_int_equal(head.turning, 6);
    assert_ok(image_head_read(turned_jpeg(*state, 3), &head));
    assert_int_equal(head.w, 8);
    assert_ok(image_head_read(turned_jpeg(*state, 9), &head)); /* no such turning: as stored */
    assert_int_equal(head.turning, 1);
}

static void what_claims_to_be_too_large_is_refused_unread(void **state)
{
    struct store *store = *state;
    struct bytes file = png(store, 4, 4, 0xff000000);
    struct image_head head;
    uint8_t *copy = arena_alloc(store->arena, file.size);

    memcpy(copy, file.data, file.size);
    copy[18] = 0x20; /* 8196 wide */
    assert_err(ERR_INVALID, image_head_read(bytes_of(copy, file.size), &head));
    memcpy(copy, file.data, file.size);
    copy[18] = copy[22] = 0x0b; /* 2820 x 2820: either side would do, together they do not */
    assert_err(ERR_INVALID, image_head_read(bytes_of(copy, file.size), &head));
    copy[18] = copy[22] = 0; /* as it was */
    assert_ok(image_head_read(bytes_of(copy, file.size), &head));
    uint8_t *vast = calloc(1, IMAGE_FILE_BYTES_MAX + 1);
    memcpy(vast, file.data, file.size);
    assert_ok(image_head_read(bytes_of(vast, IMAGE_FILE_BYTES_MAX), &head));
    assert_err(ERR_INVALID, image_head_read(bytes_of(vast, IMAGE_FILE_BYTES_MAX + 1), &head));
    free(vast);
}

static void a_jpeg_of_endless_scans_is_refused(void **state)
{
    struct store *store = *state;
    struct bytes plain = bytes_of_hex(jpeg_hex);
    uint8_t *all = arena_alloc(store->arena, plain.size + 2 * IMAGE_SCANS_MAX);
    struct image_head head;

    memcpy(all, plain.data, plain.size);
    for (int i = 0; i < IMAGE_SCANS_MAX; i++) {
        all[plain.size + 2 * (size_t)i] = 0xff;
        all[plain.size + 2 * (size_t)i + 1] = 0xda;
    }
    assert_ok(image_head_read(bytes_of(all, plain.size + 2 * (IMAGE_SCANS_MAX - 1)), &head));
    assert_err(ERR_INVALID,
               image_head_read(bytes_of(all, plain.size + 2 * IMAGE_SCANS_MAX), &head));
}

static void every_cut_of_a_head_is_refused(void **state)
{
    struct bytes plain = bytes_of_hex(jpeg_hex);
    struct image_head head;

    (void)state;
    for (size_t size = 0; size < JPEG_SIZE_AT; size++) {
        assert_err(ERR_INVALID, image_head_read(bytes_of(plain.data, size), &head));
    }
    assert_ok(image_head_read(bytes_of(plain.data, plain.size), &head));
}

static enum image_state get(struct store *store, uint64_t key, struct bytes file, int w, int h,
                            struct image_pixels *out)
{
    return image_get(store->images, key, file, w, h, out);
}

static void a_picture_comes_one_frame_after_it_was_asked_for(void **state)
{
    struct store *store = *state;
    struct bytes file = png(store, 4, 4, 0xff336699);
    struct image_pixels pixels;

    image_store_begin(store->images);
    assert_int_equal(get(store, 1, file, 2, 2, &pixels), IMAGE_WAITS);
    assert_int_equal(get(store, 1, file, 2, 2, &pixels), IMAGE_WAITS);
    image_store_begin(store->images);
    assert_int_equal(get(store, 1, file, 2, 2, &pixels), IMAGE_READY);
    for (int i = 0; i < 4; i++) {
        assert_int_equal(pixels.data[i], 0xff336699);
    }
}

static void one_picture_is_decoded_in_a_frame(void **state)
{
    struct store *store = *state;
    struct bytes file = png(store, 4, 4, 0xff336699);
    struct image_pixels pixels;
    int ready[4] = {0};

    for (int frame = 0; frame < 4; frame++) {
        image_store_begin(store->images);
        for (uint64_t key = 1; key <= 3; key++) {
            ready[frame] += get(store, key, file, 3, 3, &pixels) == IMAGE_READY;
        }
        assert_int_equal(ready[frame], frame);
    }
}

static void a_see_through_picture_stands_on_white(void **state)
{
    /* One pixel of black at half strength: rewritten by hand, as our own writer keeps no alpha. */
    static const char half[] =
        "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d4944415478da63"
        "6060606800000085008145ca81970000000049454e44ae426082";
    struct store *store = *state;
    struct image_pixels pixels;

    image_store_begin(store->images);
    (void)get(store, 1, bytes_of_hex(half), 1, 1, &pixels);
    image_store_begin(store->images);
    assert_int_equal(get(store, 1, bytes_of_hex(half), 1, 1, &pixels), IMAGE_READY);
    assert_in_range(pixels.data[0] & 0xff, 0x7d, 0x82);
}

/* Is it rather red than white? */
static bool is_red(uint32_t pixel)
{
    return (pixel >> 16 & 0xff) > 0xc0 && (pixel & 0xff) < 0x60;
}

static void photographs_are_turned_upright(void **state)
{
    /* Where the red half of the stored picture (its upper one) is seen: 1 top, 3 bottom, 6 right,
     * 8 left. */
    static const struct {
        int turning, w, h, red_x, red_y, white_x, white_y;
    } cases[] = {{1, 8, 16, 4, 2, 4, 13}, {3, 8, 16, 4, 13, 4, 2}, {6, 16, 8, 13, 4, 2, 4},
                 {8, 16, 8, 2, 4, 13, 4}, {2, 8, 16, 4, 2, 4, 13}, {4, 8, 16, 4, 13, 4, 2},
                 {5, 16, 8, 2, 4, 13, 4}, {7, 16, 8, 13, 4, 2, 4}};
    struct store *store = *state;

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct bytes file = turned_jpeg(store, cases[i].turning);
        struct image_pixels pixels;
        image_store_begin(store->images);
        (void)get(store, i + 1, file, cases[i].w, cases[i].h, &pixels);
        image_store_begin(store->images);
        assert_int_equal(get(store, i + 1, file, cases[i].w, cases[i].h, &pixels), IMAGE_READY);
        assert_true(is_red(pixels.data[cases[i].red_y * cases[i].w + cases[i].red_x]));
        assert_false(is_red(pixels.data[cases[i].white_y * cases[i].w + cases[i].white_x]));
    }
}

static void a_broken_file_is_told_once_and_decoded_once(void **state)
{
    struct store *store = *state;
    struct bytes file = png(store, 40, 40, 0xff336699);
    struct image_pixels pixels;
    uint8_t *cut = arena_alloc(store->arena, file.size);

    memcpy(cut, file.data, file.size);
    memset(cut + 45, 0x55, file.size - 45);
    image_store_begin(store->images);
    (void)get(store, 1, bytes_of(cut, file.size), 10, 10, &pixels);
    for (int frame = 0; frame < 3; frame++) {
        image_store_begin(store->images);
        assert_int_equal(get(store, 1, bytes_of(cut, file.size), 10, 10, &pixels), IMAGE_BROKEN);
    }
}

static void what_is_shown_is_kept_and_what_is_not_makes_room(void **state)
{
    struct store *store = *state; /* 64 KiB: a picture of 100 x 100 takes 40 000 bytes */
    struct bytes file = png(store, 10, 10, 0xff336699);
    struct image_pixels pixels;

    for (int frame = 0; frame < 2; frame++) {
        image_store_begin(store->images);
        (void)get(store, 1, file, 100, 100, &pixels);
    }
    for (int frame = 0; frame < 3; frame++) { /* both in view: the second finds no room */
        image_store_begin(store->images);
        assert_int_equal(get(store, 1, file, 100, 100, &pixels), IMAGE_READY);
        assert_true(get(store, 2, file, 100, 100, &pixels) != IMAGE_READY);
    }
    for (int frame = 0; frame < 2; frame++) { /* the first was left behind */
        image_store_begin(store->images);
        (void)get(store, 2, file, 100, 100, &pixels);
    }
    assert_int_equal(get(store, 2, file, 100, 100, &pixels), IMAGE_READY);
    image_store_begin(store->images);
    assert_int_equal(get(store, 3, file, 200, 200, &pixels), IMAGE_NO_ROOM); /* more than the cap */
}

static void more_pictures_than_the_store_holds_do_not_push_out_each_other(void **state)
{
    struct store *store = *state;
    struct bytes file = png(store, 4, 4, 0xff336699);
    struct image_pixels pixels;
    int ready = 0, refused = 0;

    for (int frame = 0; frame < 2 * IMAGES_MAX; frame++) {
        image_store_begin(store->images);
        ready = refused = 0;
        for (uint64_t key = 1; key <= IMAGES_MAX + 3; key++) {
            enum image_state got = get(store, key, file, 2, 2, &pixels);
            ready += got == IMAGE_READY;
            refused += got == IMAGE_NO_ROOM;
        }
    }
    assert_int_equal(ready, IMAGES_MAX);
    assert_int_equal(refused, 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_head_tells_the_size, store),
        TEST(a_photograph_taken_sideways_has_its_sides_exchanged, store),
        TEST(what_claims_to_be_too_large_is_refused_unread, store),
        TEST(a_jpeg_of_endless_scans_is_refused, store),
        TEST(every_cut_of_a_head_is_refused, store),
        TEST(a_picture_comes_one_frame_after_it_was_asked_for, store),
        TEST(one_picture_is_decoded_in_a_frame, store),
        TEST(a_see_through_picture_stands_on_white, store),
        TEST(photographs_are_turned_upright, store),
        TEST(a_broken_file_is_told_once_and_decoded_once, store),
        TEST(what_is_shown_is_kept_and_what_is_not_makes_room, store),
        TEST(more_pictures_than_the_store_holds_do_not_push_out_each_other, store),
    };
    return cmocka_run_group_tests_name("image", tests, NULL, NULL);
}
