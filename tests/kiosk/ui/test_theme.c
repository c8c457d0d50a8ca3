/* Sizes are millimetres, and every pair of colours can be read. */
#include "support.h"
#include "theme.h"

static struct theme theme_of(int w, int h, int diagonal, enum theme_scale scale)
{
    struct theme theme;

    theme_init(&theme,
               &(struct theme_options){
                   .width_px = w, .height_px = h, .diagonal_tenth_in = diagonal, .scale = scale});
    return theme;
}

static void at_the_usual_panel_sizes_are_those_of_the_reference(void **state)
{
    struct theme theme = theme_of(1080, 1920, 215, SCALE_STANDARD);
    (void)state;

    assert_in_range(theme.px_per_m, 4025, 4040);
    assert_in_range(theme.unit_permille, 998, 1000);
    assert_int_equal(theme.style[STYLE_BODY].size_px, 40);
    assert_in_range(theme.style[STYLE_NOTE].size_px, 30, 30);
    assert_true(theme.button_h >= theme_mm_px(&theme, 20));
    assert_true(theme.touch_min >= theme_mm_px(&theme, 15));
    assert_true(theme.gap >= theme_mm_px(&theme, 3));
    assert_false(theme.landscape);
}

static void characters_are_ten_millimetres_or_more_on_a_large_panel(void **state)
{
    struct theme theme = theme_of(1080, 1920, 320, SCALE_STANDARD);
    (void)state;

    assert_true(theme.style[STYLE_BODY].size_px >= theme_mm_px(&theme, 10));
    assert_true(theme.button_h >= theme_mm_px(&theme, 20));
    assert_true(theme.style[STYLE_BODY].size_px <= 40);
}

static void a_small_landscape_panel_gets_letters_that_fit(void **state)
{
    struct theme theme = theme_of(1280, 800, 0, SCALE_STANDARD);
    (void)state;

    assert_true(theme.landscape);
    assert_in_range(theme.style[STYLE_BODY].size_px, 25, 29);
    assert_in_range(theme.top_h, 68, 80);
    assert_in_range(theme.bar_h + theme.strip_h, 110, 140);
}

static void larger_scales_enlarge_texts_and_what_holds_them(void **state)
{
    struct theme usual = theme_of(1080, 1920, 215, SCALE_STANDARD);
    struct theme large = theme_of(1080, 1920, 215, SCALE_LARGE);
    struct theme xlarge = theme_of(1080, 1920, 215, SCALE_XLARGE);
    (void)state;

    assert_true(large.style[STYLE_BODY].size_px > usual.style[STYLE_BODY].size_px);
    assert_true(xlarge.style[STYLE_BODY].size_px > large.style[STYLE_BODY].size_px);
    assert_true(xlarge.row_h > usual.row_h);
    assert_true(xlarge.button_h >= xlarge.style[STYLE_BUTTON].size_px * 3 / 2);
}

/* ---- contrast (WCAG 2) ---- */

static double channel(unsigned value)
{
    /* The curve of sRGB, near enough for a limit: squares and cubes instead of a power of 2.4. */
    double c = value / 255.0;

    return c * (c * (c * 0.305306011 + 0.682171111) + 0.012522878);
}

static double luminance(uint32_t color)
{
    return 0.2126 * channel(color >> 16 & 255) + 0.7152 * channel(color >> 8 & 255) +
           0.0722 * channel(color & 255);
}

static double contrast(uint32_t a, uint32_t b)
{
    double la = luminance(a), lb = luminance(b);

    return la > lb ? (la + 0.05) / (lb + 0.05) : (lb + 0.05) / (la + 0.05);
}

static void every_pair_of_colours_has_a_contrast_of_seven_to_one(void **state)
{
    static const enum theme_color pairs[][2] = {
        {COLOR_INK, COLOR_PAPER},         {COLOR_INK, COLOR_CARD},
        {COLOR_MUTED, COLOR_PAPER},       {COLOR_MUTED, COLOR_SAND},
        {COLOR_ON_RED, COLOR_RED},        {COLOR_ON_RED, COLOR_DEEP},
        {COLOR_RED_TEXT, COLOR_RED_TINT}, {COLOR_RED_TEXT, COLOR_CARD},
        {COLOR_JADE, COLOR_JADE_TINT},    {COLOR_AMBER, COLOR_AMBER_TINT},
        {COLOR_BLUE, COLOR_BLUE_TINT},    {COLOR_ON_TOP, COLOR_TOP},
        {COLOR_ON_TOP2, COLOR_TOP},       {COLOR_INK, COLOR_PRESSED},
    };
    struct theme theme = theme_of(1080, 1920, 215, SCALE_STANDARD);
    (void)state;

    for (int palette = PALETTE_WARM; palette <= PALETTE_CONTRAST; palette++) {
        theme_set_palette(&theme, (enum theme_palette)palette);
        for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
            double value = contrast(theme.color[pairs[i][0]], theme.color[pairs[i][1]]);
            if (value < 7.0) {
                fail_msg("palette %d, pair %zu: %.2f", palette, i, value);
            }
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST_PLAIN(at_the_usual_panel_sizes_are_those_of_the_reference),
        TEST_PLAIN(characters_are_ten_millimetres_or_more_on_a_large_panel),
        TEST_PLAIN(a_small_landscape_panel_gets_letters_that_fit),
        TEST_PLAIN(larger_scales_enlarge_texts_and_what_holds_them),
        TEST_PLAIN(every_pair_of_colours_has_a_contrast_of_seven_to_one),
    };
    return cmocka_run_group_tests_name("theme", tests, NULL, NULL);
}
