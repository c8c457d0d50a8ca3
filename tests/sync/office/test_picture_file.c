/* Of a photograph only the picture leaves the office, turned as it was taken. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support.h"

#include "file.h"
#include "picture_file.h"

/* A chunk of a PNG; nobody here looks at its checksum. */
static void chunk(struct buffer *b, const char *type, const void *data, size_t size)
{
    uint8_t number[4];

    be32_put(number, (uint32_t)size);
    buffer_add(b, number, 4);
    buffer_add(b, type, 4);
    buffer_add(b, data, size);
    buffer_add(b, "\xde\xad\xbe\xef", 4);
}

static struct bytes png(struct arena *arena, uint32_t w, uint32_t h, bool with_words)
{
    uint8_t head[13] = {0};
    struct bytes made;
    struct buffer b = buffer_begin(arena);

    be32_put(head, w);
    be32_put(head + 4, h);
    buffer_add(&b, "\x89PNG\r\n\x1a\n", 8);
    chunk(&b, "IHDR", head, sizeof head);
    if (with_words) {
        chunk(&b, "tEXt", "Author\0Zheng", 12);
        chunk(&b, "eXIf", "MM\0*GPS", 7);
    }
    chunk(&b, "IDAT", "pixels", 6);
    chunk(&b, "IEND", "", 0);
    if (with_words) {
        buffer_add(&b, "behind", 6);
    }
    assert_ok(buffer_end(&b, &made));
    return made;
}

static struct bytes sample(struct arena *arena, const char *name)
{
    char path[512];
    struct bytes file;
    struct complaint why;

    snprintf(path, sizeof path, "%s/%s", PICTURES, name);
    assert_ok_why(file_read(path, 100000, arena, &file, &why), &why);
    return file;
}

/* The file with a segment put in behind its first two bytes. */
static struct bytes with_segment(struct arena *arena, struct bytes jpeg, uint8_t marker,
                                 const void *body, size_t size)
{
    const uint8_t head[] = {0xff, marker, (uint8_t)((size + 2) >> 8), (uint8_t)(size + 2)};
    struct bytes made;
    struct buffer b = buffer_begin(arena);

    buffer_add(&b, jpeg.data, 2);
    buffer_add(&b, head, sizeof head);
    buffer_add(&b, body, size);
    buffer_add(&b, jpeg.data + 2, jpeg.size - 2);
    assert_ok(buffer_end(&b, &made));
    return made;
}

static void a_png_keeps_its_pixels_and_no_words(void **state)
{
    struct arena *arena = *state;
    struct bytes out, plain = png(arena, 30, 20, false);
    struct complaint why;

    assert_ok_why(picture_clean(png(arena, 30, 20, true), arena, &out, &why), &why);
    assert_true(bytes_equal(out, plain));
    assert_ok_why(picture_clean(plain, arena, &out, &why), &why);
    assert_true(bytes_equal(out, plain));
}

static void a_photograph_does_not_tell_where_it_was_taken(void **state)
{
    struct arena *arena = *state;
    struct bytes out, plain = sample(arena, "plain.jpg");
    struct complaint why;

    assert_ok_why(picture_clean(plain, arena, &out, &why), &why);
    assert_true(bytes_equal(out, plain));
    struct bytes told = with_segment(arena, plain, 0xfe, "39.9N 116.4E", 12); /* a comment */
    told = with_segment(arena, told, 0xe1, "http://ns.adobe.com/xap/1.0/\0<x/>", 33);
    told = with_segment(arena, told, 0xe2, "MPF\0another picture", 19);
    assert_ok_why(picture_clean(told, arena, &out, &why), &why);
    assert_true(bytes_equal(out, plain));
}

static void a_photograph_stays_turned_as_it_was_held(void **state)
{
    struct arena *arena = *state;
    static const char *const names[] = {"sideways.jpg", "sideways-intel.jpg"};
    struct bytes out[2], again;
    struct complaint why;

    for (size_t i = 0; i < 2; i++) {
        assert_ok_why(picture_clean(sample(arena, names[i]), arena, &out[i], &why), &why);
        assert_ok_why(picture_clean(out[i], arena, &again, &why), &why);
        assert_true(bytes_equal(out[i], again)); /* cleaning twice is cleaning once */
    }
    for (size_t i = 0; i < 2; i++) {
        assert_int_equal(out[i].size, sample(arena, "plain.jpg").size + 36);
    }
}

static void what_is_cut_is_refused_wherever_it_is_cut(void **state)
{
    struct arena *arena = *state;
    struct bytes whole[] = {png(arena, 30, 20, false), sample(arena, "sideways.jpg")};
    struct bytes out;
    struct complaint why;
    size_t mark = arena_mark(arena);

    for (size_t i = 0; i < 2; i++) {
        for (size_t size = 0; size < whole[i].size; size++) {
            assert_err(ERR_INVALID,
                       picture_clean(bytes_of(whole[i].data, size), arena, &out, &why));
            arena_rewind(arena, mark);
        }
    }
}

static void what_no_kiosk_shows_is_refused_with_what_to_do(void **state)
{
    struct arena *arena = *state;
    struct bytes out;
    struct complaint why;
    uint8_t *large = calloc(1, PICTURE_BYTES_MAX + 1);
    struct bytes made;

    assert_err(ERR_FULL, picture_clean(png(arena, 9000, 10, false), arena, &out, &why));
    assert_says(&why, "9000×10 个像素");
    assert_err(ERR_FULL, picture_clean(png(arena, 3000, 3000, false), arena, &out, &why));
    assert_true(bytes_equal(out, png(arena, 3000, 3000, false))); /* to be made smaller */
    assert_err(ERR_INVALID, picture_clean(png(arena, 0, 10, false), arena, &out, &why));
    assert_err(ERR_INVALID, picture_clean(bytes_of_text("GIF89a"), arena, &out, &why));
    assert_says(&why, "不是 PNG 或 JPEG");

    struct bytes plain = sample(arena, "plain.jpg");
    struct buffer b = buffer_begin(arena);
    buffer_add(&b, plain.data, plain.size - 2);
    buffer_add(&b, large, PICTURE_BYTES_MAX + 1);
    buffer_add(&b, plain.data + plain.size - 2, 2);
    assert_ok(buffer_end(&b, &made));
    assert_err(ERR_FULL, picture_clean(made, arena, &out, &why));
    assert_says(&why, "最多 400 kB");
    free(large);

    for (size_t at = 2; at + 1 < plain.size; at++) { /* a frame of arithmetic coding */
        if (plain.data[at] == 0xff && plain.data[at + 1] == 0xc0) {
            ((uint8_t *)(uintptr_t)plain.data)[at + 1] = 0xc9;
            break;
        }
    }
    assert_err(ERR_INVALID, picture_clean(plain, arena, &out, &why));
    assert_says(&why, "另存为普通的 JPEG");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_png_keeps_its_pixels_and_no_words, test_arena),
        TEST(a_photograph_does_not_tell_where_it_was_taken, test_arena),
        TEST(a_photograph_stays_turned_as_it_was_held, test_arena),
        TEST(what_is_cut_is_refused_wherever_it_is_cut, test_arena),
        TEST(what_no_kiosk_shows_is_refused_with_what_to_do, test_arena),
    };
    return cmocka_run_group_tests_name("picture_file", tests, NULL, NULL);
}
