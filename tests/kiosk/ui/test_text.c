/* Text is laid out by the rules, never lost, and the caches change nothing but the time it takes.
 */
#include <string.h>

#include "golden.h"
#include "support.h"
#include "text.h"
#include "utf8.h"

static int engine_setup(void **state)
{
    *state = golden_text();
    return 0;
}

static int engine_teardown(void **state)
{
    text_close(*state);
    return 0;
}

static struct text_span span_of(const char *utf8)
{
    return (struct text_span){.text = text_of(utf8), .face = FACE_SANS, .size_px = 40};
}

static const struct text_layout *lay(struct text_engine *engine, const char *utf8, int width)
{
    struct text_span span = span_of(utf8);

    return text_lay_out(engine, &span, 1, width, TEXT_LINE_PERMILLE, ALIGN_LEFT);
}

static struct text line_text(const struct text_layout *layout, uint32_t line, const char *utf8)
{
    return (struct text){utf8 + layout->lines[line].byte, layout->lines[line].byte_count};
}

static void no_comma_begins_a_line_and_no_bracket_ends_one(void **state)
{
    const char *text = "居民会议讨论，决定（草案）和办法";
    (void)state;

    for (int width = 80; width < 700; width += 7) {
        const struct text_layout *layout = lay(*state, text, width);
        for (uint32_t i = 0; i < layout->line_count; i++) {
            struct text line = line_text(layout, i, text);
            assert_false(text_starts(line, "，"));
            assert_false(text_starts(line, "）"));
            assert_false(text_ends(line, "（"));
        }
    }
}

static void no_character_is_lost_or_drawn_beyond_the_width(void **state)
{
    const char *text = "第一条 2026年10月，收入12,000.00元（街道拨付），见www.example.org/a/b。好";

    for (int width = 45; width < 900; width += 13) {
        const struct text_layout *layout = lay(*state, text, width);
        uint32_t bytes = 0;
        for (uint32_t i = 0; i < layout->line_count; i++) {
            bytes += layout->lines[i].byte_count;
            assert_true(layout->lines[i].width <= width);
        }
        assert_int_equal(bytes, strlen(text));
    }
}

static void a_closing_mark_may_hang_half_an_em_at_the_end_of_a_line(void **state)
{
    assert_int_equal(lay(*state, "一二三，", 40 * 3 + 20)->line_count, 1);
    assert_int_equal(lay(*state, "一二三，", 40 * 3 + 19)->line_count, 2);
    assert_int_equal(lay(*state, "一二三，", 400)->width, 40 * 3 + 20);
}

static void adjacent_marks_share_one_em(void **state)
{
    assert_int_equal(lay(*state, "好）。好", 400)->width, 40 * 4 - 20);
    assert_int_equal(lay(*state, "好：“好", 400)->width, 40 * 4 - 20);
    assert_int_equal(lay(*state, "（好", 400)->width, 40 * 2 - 20); /* none at the start */
}

static void one_character_is_not_left_alone(void **state)
{
    const char *text = "一二三四五六七八九";
    const struct text_layout *layout = lay(*state, text, 40 * 8);

    assert_int_equal(layout->line_count, 2);
    assert_text(line_text(layout, 1, text), "八九");
}

static void numbers_are_set_at_the_right(void **state)
{
    struct text_span span = span_of("12.50");
    const struct text_layout *layout =
        text_lay_out(*state, &span, 1, 300, TEXT_LINE_PERMILLE, ALIGN_RIGHT);

    assert_int_equal(layout->lines[0].x + layout->lines[0].width, 300);
}

static void a_rare_character_comes_from_the_fallback_face(void **state)
{
    const struct text_layout *layout = lay(*state, "镕㐂", 400);
    struct text_picture picture;

    assert_int_equal(layout->glyph_count, 2);
    assert_true(layout->glyphs[1].id < TEXT_GLYPH_MISSING);
    assert_int_not_equal(layout->glyphs[0].id >> 24, layout->glyphs[1].id >> 24);
    picture = text_glyph_picture(*state, layout->glyphs[1].id, 40, 0);
    assert_non_null(picture.data);
}

static void a_character_that_no_face_has_is_drawn_as_a_box(void **state)
{
    const struct text_layout *layout = lay(*state, "\U000F1234", 400);
    struct text_picture picture;

    assert_int_equal(layout->glyphs[0].id, TEXT_GLYPH_MISSING | 0xf1234);
    picture = text_glyph_picture(*state, layout->glyphs[0].id, 40, 0);
    assert_non_null(picture.data);
    assert_int_equal(picture.data[0], 255); /* its frame */
    bool has_digits = false;
    for (int x = 6; x < picture.w - 6; x++) {
        has_digits |= picture.data[picture.h / 3 * picture.w + x] > 100;
    }
    assert_true(has_digits);
}

static void characters_without_a_face_are_counted_once_each(void **state)
{
    (void)lay(*state, "\U000F1234\U000F1235\U000F1234", 400);
    assert_int_equal(text_stats(*state).characters_missing, 2);
    (void)lay(*state, "居\U000F1234", 300);
    assert_int_equal(text_stats(*state).characters_missing, 2);
}

/* Where the ink of a glyph has its middle, in 1/100 of the size, y up; -1: it has none. */
static int ink_middle(struct text_engine *engine, const char *utf8, uint32_t *file)
{
    enum { SIZE_PX = 100 };
    struct text_span span = {.text = text_of(utf8), .face = FACE_SANS, .size_px = SIZE_PX};
    const struct text_layout *layout =
        text_lay_out(engine, &span, 1, TEXT_WIDTH_ANY, TEXT_LINE_PERMILLE, ALIGN_LEFT);
    *file = layout->glyphs[0].id >> 24;
    struct text_picture picture = text_glyph_picture(engine, layout->glyphs[0].id, SIZE_PX, 0);
    return picture.data ? picture.top - picture.h / 2 : -1;
}

/* A name with a character from another face stands on one line: the middles of the ink of thirty
 * characters of each face, taken together, differ by less than three hundredths of their size. */
static void characters_of_every_face_stand_on_one_line(void **state)
{
    struct dice dice = {7};
    int sum[8] = {0}, count[8] = {0};

    for (int i = 0; i < 400; i++) {
        static const struct {
            uint32_t first, count;
        } blocks[] = {{0x4e00, 0x51f0}, {0x3400, 0x19b5}, {0x20000, 0xa6d7}};
        uint64_t block = dice_below(&dice, 3);
        char utf8[5] = {0};
        uint32_t file;
        utf8_put(blocks[block].first + (uint32_t)dice_below(&dice, blocks[block].count), utf8);
        int middle = ink_middle(*state, utf8, &file);
        if (file < 8 && middle >= 0) {
            sum[file] += middle;
            count[file]++;
        }
    }
    int faces = 0;
    for (int file = 0; file < 8; file++) {
        if (count[file] >= 30) {
            assert_in_range(sum[file] / count[file] - sum[0] / count[0] + 3, 0, 6);
            faces++;
        }
    }
    print_message("%d faces stand on one line\n", faces);
    assert_true(faces >= 2); /* with rare.otf; three with wide.ttf */
}

/* In the two faces that tables are set in; titles may have their own. */
static void digits_are_of_one_width_so_that_sums_line_up(void **state)
{
    for (int face = FACE_SANS; face <= FACE_SANS_BOLD; face++) {
        int widths[10];
        for (int digit = 0; digit < 10; digit++) {
            char text[9];
            memset(text, '0' + digit, 8);
            text[8] = 0;
            struct text_span span = {.text = text_of(text), .face = (uint8_t)face, .size_px = 36};
            widths[digit] = text_width(*state, &span, 1);
            assert_int_equal(widths[digit], widths[0]);
        }
    }
}

static void a_caret_stands_between_characters(void **state)
{
    const struct text_layout *layout = lay(*state, "一二三四五六", 40 * 4);

    assert_int_equal(text_caret_at(layout, 0).x, 0);
    assert_int_equal(text_caret_at(layout, 6).x, 80);
    assert_int_equal(text_caret_at(layout, 12).line, 1);
    assert_int_equal(text_caret_at(layout, 18).x, 80);
    assert_int_equal(text_offset_at(layout, 50, 10), 3);
    assert_int_equal(text_offset_at(layout, 65, 10), 6);
    assert_int_equal(text_offset_at(layout, 45, layout->lines[1].top + 5), 15);
    assert_int_equal(text_offset_at(layout, 500, 5000), 18);
}

static void a_line_feed_at_the_end_gives_an_empty_line(void **state)
{
    const struct text_layout *layout = lay(*state, "一\n", 400);

    assert_int_equal(layout->line_count, 2);
    assert_int_equal(text_caret_at(layout, 4).line, 1);
    assert_int_equal(text_offset_at(layout, 300, 5), 3); /* before the line feed */
}

static void a_tiny_cache_gives_the_same_pictures(void **state)
{
    struct text_options options = {
        .folder = golden_font_folder(), .glyph_bytes = 3000, .layout_bytes = 4096};
    struct text_engine *tiny = NULL;
    const char *text = "居务公开监督小组逾期未公开街道拨付工作经费";

    assert_ok(text_open(&options, &tiny, NULL));
    for (int round = 0; round < 2; round++) {
        uint32_t count = lay(*state, text, 2000)->glyph_count;
        for (uint32_t i = 0; i < count; i++) {
            uint32_t id = lay(*state, text, 2000)->glyphs[i].id;
            assert_int_equal(id, lay(tiny, text, 2000)->glyphs[i].id);
            struct text_picture a = text_glyph_picture(*state, id, 46, 0);
            struct text_picture b = text_glyph_picture(tiny, id, 46, 0);
            assert_int_equal(a.w, b.w);
            assert_int_equal(a.h, b.h);
            assert_memory_equal(a.data, b.data, (size_t)a.w * (size_t)a.h);
        }
    }
    struct text_stats stats = text_stats(tiny);
    assert_true(stats.glyphs_evicted > 10);
    assert_true(stats.glyph_bytes <= 3000);
    assert_int_equal(text_stats(*state).glyphs_evicted, 0);
    text_close(tiny);
}

static void a_layout_is_made_once(void **state)
{
    lay(*state, "同一段话", 300);
    uint64_t made = text_stats(*state).layouts_made;
    lay(*state, "同一段话", 300);
    assert_int_equal(text_stats(*state).layouts_made, made);
    lay(*state, "同一段话", 301);
    assert_int_equal(text_stats(*state).layouts_made, made + 1);
}

static void what_is_forgotten_is_laid_out_anew(void **state)
{
    lay(*state, "一封信", 300);
    text_forget(*state);
    assert_int_equal(text_stats(*state).layout_bytes, 0);
    uint64_t made = text_stats(*state).layouts_made;
    assert_int_equal(lay(*state, "一封信", 300)->glyph_count, 3);
    assert_int_equal(text_stats(*state).layouts_made, made + 1);
}

static void faces_are_opened_when_they_are_needed(void **state)
{
    assert_int_equal(text_stats(*state).faces_open, 0);
    lay(*state, "一", 300);
    assert_int_equal(text_stats(*state).faces_open, 1);
}

static void a_missing_font_is_named_with_its_package(void **state)
{
    struct text_options options = {.folder = "/nowhere"};
    struct text_engine *engine = NULL;
    struct complaint why = {{0}};
    (void)state;

    assert_err(ERR_NOT_FOUND, text_open(&options, &engine, &why));
    assert_says(&why, "/nowhere/sans.otf");
    assert_says(&why, "fonts-noto-cjk");
    assert_null(engine);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(no_comma_begins_a_line_and_no_bracket_ends_one, engine),
        TEST(no_character_is_lost_or_drawn_beyond_the_width, engine),
        TEST(a_closing_mark_may_hang_half_an_em_at_the_end_of_a_line, engine),
        TEST(adjacent_marks_share_one_em, engine),
        TEST(one_character_is_not_left_alone, engine),
        TEST(numbers_are_set_at_the_right, engine),
        TEST(a_rare_character_comes_from_the_fallback_face, engine),
        TEST(a_character_that_no_face_has_is_drawn_as_a_box, engine),
        TEST(characters_without_a_face_are_counted_once_each, engine),
        TEST(characters_of_every_face_stand_on_one_line, engine),
        TEST(digits_are_of_one_width_so_that_sums_line_up, engine),
        TEST(a_caret_stands_between_characters, engine),
        TEST(a_line_feed_at_the_end_gives_an_empty_line, engine),
        TEST(a_tiny_cache_gives_the_same_pictures, engine),
        TEST(a_layout_is_made_once, engine),
        TEST(what_is_forgotten_is_laid_out_anew, engine),
        TEST(faces_are_opened_when_they_are_needed, engine),
        TEST_PLAIN(a_missing_font_is_named_with_its_package),
    };
    return cmocka_run_group_tests_name("text", tests, NULL, NULL);
}
