/* What no page may do, looked for on every page: at each scale, on each panel (size and diagonal),
 * with low reach and in each theme, down to the end of what scrolls.
 *
 * Nothing leaves its place (text beyond the screen, its clip or its button), no two texts and no
 * two targets lie over each other, no character is without a face, letters stand out from their
 * ground (7:1, large ones 4.5:1), and a target is 15 mm wide and high. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support.h"

#include "aloud.h"
#include "golden.h"
#include "models.h"
#include "screen.h"

enum {
    TARGET_MM = 15,
    CAPITAL_UM_MIN = 4800,
    SCROLLS_MAX = 12, /* pages of one page that are looked at */
    COMPLAINTS_MAX = 40,
    LARGE_REFERENCE_PX = 48, /* headings, 12 mm: 4.5:1 is enough */
};

static struct {
    struct text_engine *text;
    struct arena arena;
    struct bench bench;
    struct ui_targets targets;
    struct screen *screen; /* for colours; NULL: geometry only */
    unsigned complaints;
    bool quiet; /* the complaints are wanted */
    bool prints;
    enum { MODEL_FULL, MODEL_EMPTY, MODEL_DOUBTFUL } state;
    enum { READ_NOT, READ_NIGHT, READ_ASKED, READ_ON } aloud;
    const char *place;
    const struct panel *panel;
    const char *variant;
} * lint;

struct panel {
    int width, height, tenth_in;
};
static const struct panel panels[] = {{1080, 1920, 215}, {1080, 1920, 320}, {1920, 1080, 215},
                                      {1920, 1080, 320}, {1280, 800, 215},  {2160, 3840, 320}};

static void complain_of(const char *what, const char *detail)
{
    lint->complaints++;
    if (lint->complaints <= COMPLAINTS_MAX && !lint->quiet) {
        print_error("%s, %dx%d %d.%d\" %s scale %d, at %d: %s: %s\n", lint->place,
                    lint->panel->width, lint->panel->height, lint->panel->tenth_in / 10,
                    lint->panel->tenth_in % 10, lint->variant, (int)lint->bench.model->scale,
                    lint->bench.state.scroll.offset, what, detail);
    }
}

/* ---- texts ---- */

struct words {
    const struct draw_command *command;
    struct rect ink; /* from the first glyph's ink to the last one's; a Han character's height */
    struct text text;
    bool hidden; /* something opaque was drawn over it */
};

enum { WORDS_MAX = 1024 };
static struct words words[WORDS_MAX];
static size_t word_count;

static struct rect ink_of(const struct draw_command *command)
{
    const struct draw_list *list = &lint->bench.list;
    int left = 1 << 20, right = -(1 << 20), size = command->size_px;

    for (uint32_t i = 0; i < command->glyph_count; i++) {
        const struct draw_glyph *glyph = &list->glyphs[command->glyph + i];
        struct text_picture picture = text_glyph_picture(lint->text, glyph->id, size, 0);
        int x = command->x + glyph->x + picture.left;
        if (picture.data) {
            left = x < left ? x : left;
            right = x + picture.w > right ? x + picture.w : right;
        }
    }
    return (struct rect){left, command->baseline - size * 80 / 100, right > left ? right - left : 0,
                         size * 84 / 100};
}

static bool is_opaque_over(const struct draw_command *command, struct rect rect)
{
    bool fills = command->kind == DRAW_FILL || command->kind == DRAW_ROUND;

    return fills && command->color >> 24 == 255 &&
           rect_covers(rect_common(command->rect, command->clip), rect);
}

static void words_gather(void)
{
    const struct draw_list *list = &lint->bench.list;

    word_count = 0;
    for (size_t i = 0; i < list->command_count && word_count < WORDS_MAX; i++) {
        const struct draw_command *command = &list->commands[i];
        if (command->kind != DRAW_TEXT || command->turn_deg != 0) {
            continue;
        }
        struct words *it = &words[word_count];
        *it = (struct words){.command = command,
                             .ink = ink_of(command),
                             .text = {list->text + command->text, command->text_size}};
        struct rect seen = rect_common(it->ink, command->clip);
        for (size_t j = i + 1; j < list->command_count && !it->hidden; j++) {
            it->hidden = is_opaque_over(&list->commands[j], seen);
        }
        word_count += it->ink.w > 0 && !rect_is_empty(seen) && !it->hidden;
    }
}

static const char *quoted(const struct words *a, const struct words *b)
{
    static char text[512];

    snprintf(text, sizeof text, "\"%.*s\" (%d,%d %dx%d)%s%.*s%s", TEXT_ARG(a->text), a->ink.x,
             a->ink.y, a->ink.w, a->ink.h, b ? " and \"" : "", b ? (int)b->text.size : 0,
             b ? b->text.data : "", b ? "\"" : "");
    return text;
}

/* The entry of a register that is being written, NULL: this page has none. */
static struct entry_form *form_shown(struct model *model)
{
    enum book book =
        model->place.page == PAGE_STAFF_BOOK ? book_of_name(text_of(model->place.arg)) : BOOKS;
    return book == BOOKS ? NULL : &model->staff.forms[book];
}

/* A one-line field moves its text so that the caret is in sight; its own clip hides the rest. */
static bool is_written(struct text text)
{
    struct model *model = lint->bench.model;
    const struct textfield *fields[] = {&model->draft.name, &model->draft.phone, &model->draft.text,
                                        &model->staff.secret};

    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++) {
        if (text.size > 0 && fields[i]->size >= text.size &&
            memmem(fields[i]->data, fields[i]->size, text.data, text.size)) {
            return true;
        }
    }
    const struct entry_form *form = form_shown(model);
    const struct textfield *field =
        form && form->writing >= 0 ? &form->fields[form->writing].text : NULL;
    return field && text.size > 0 && field->size >= text.size &&
           memmem(field->data, field->size, text.data, text.size);
}

static void check_clips(void)
{
    for (size_t i = 0; i < word_count; i++) {
        const struct words *it = &words[i];
        struct rect clip = it->command->clip;
        int slack = 1 + it->command->size_px / 20;
        bool across =
            it->ink.x >= clip.x - slack && it->ink.x + it->ink.w <= clip.x + clip.w + slack;
        bool down = it->command->region > 0 || (it->ink.y >= clip.y - slack &&
                                                it->ink.y + it->ink.h <= clip.y + clip.h + slack);
        if ((!across || !down) && !is_written(it->text)) {
            complain_of("is cut", quoted(it, NULL));
        }
    }
}

static void check_words_apart(void)
{
    for (size_t i = 0; i < word_count; i++) {
        for (size_t j = i + 1; j < word_count; j++) {
            struct rect both = rect_common(words[i].ink, words[j].ink);
            both = rect_common(both, rect_common(words[i].command->clip, words[j].command->clip));
            int small = words[i].ink.h < words[j].ink.h ? words[i].ink.h : words[j].ink.h;
            if (both.w > 3 && both.h * 7 > small) {
                complain_of("texts lie over each other", quoted(&words[i], &words[j]));
            }
        }
    }
}

static void check_faces(void)
{
    const struct draw_list *list = &lint->bench.list;

    for (size_t i = 0; i < word_count; i++) {
        const struct draw_command *command = words[i].command;
        for (uint32_t g = 0; g < command->glyph_count; g++) {
            if (list->glyphs[command->glyph + g].id >= TEXT_GLYPH_MISSING) {
                complain_of("has a character without a face", quoted(&words[i], NULL));
            }
        }
    }
}

/* Capitals of 4.8 mm (3/16 inch, US 508), whose height is 73/100 of the size; what is drawn as a
 * sign or a seal is no text to be read. */
static void check_sizes(void)
{
    const struct theme *theme = &lint->bench.theme;

    for (size_t i = 0; i < word_count; i++) {
        int capital_um = words[i].command->size_px * 730 * 1000 / theme->px_per_m;
        if (capital_um < CAPITAL_UM_MIN) {
            complain_of("is too small to read", quoted(&words[i], NULL));
        }
    }
}

/* ---- targets ---- */

static const char *described(const struct ui_target *a, const struct ui_target *b)
{
    static char text[200];

    snprintf(text, sizeof text, "id %d+%d (%d,%d %dx%d)", a->id / 4096 - 1, a->id % 4096,
             a->whole.x, a->whole.y, a->whole.w, a->whole.h);
    if (b) {
        size_t size = strlen(text);
        snprintf(text + size, sizeof text - size, " and id %d+%d (%d,%d %dx%d)", b->id / 4096 - 1,
                 b->id % 4096, b->whole.x, b->whole.y, b->whole.w, b->whole.h);
    }
    return text;
}

static void check_targets(void)
{
    const struct ui_targets *targets = &lint->targets;
    int least = theme_mm_px(&lint->bench.theme, TARGET_MM) - 1;

    if (targets->count > UI_TARGETS_MAX) {
        complain_of("has more targets than are noted", "");
    }
    size_t count = targets->count < UI_TARGETS_MAX ? targets->count : UI_TARGETS_MAX;
    for (size_t i = 0; i < count; i++) {
        const struct ui_target *a = &targets->at[i];
        if (a->whole.w < least || a->whole.h < least) {
            complain_of("a target is under 15 mm", described(a, NULL));
        }
        for (size_t j = i + 1; j < count && !a->holds; j++) {
            const struct ui_target *b = &targets->at[j];
            struct rect both = rect_common(a->seen, b->seen);
            if (!b->holds && a->id != b->id && !rect_is_empty(both)) {
                complain_of("targets lie over each other", described(a, b));
            }
        }
    }
}

/* A label belongs to the smallest target under its middle, and stays within it. */
static void check_labels(void)
{
    size_t count = lint->targets.count < UI_TARGETS_MAX ? lint->targets.count : UI_TARGETS_MAX;

    for (size_t i = 0; i < word_count; i++) {
        const struct words *it = &words[i];
        int x = it->ink.x + it->ink.w / 2, y = it->ink.y + it->ink.h / 2;
        int slack = 1 + it->command->size_px / 20;
        for (size_t t = 0; t < count; t++) {
            const struct ui_target *target = &lint->targets.at[t];
            bool inside = rect_has(rect_common(target->seen, it->command->clip), x, y);
            if (target->holds || !inside || is_written(it->text)) {
                continue;
            }
            if (!rect_covers(inset(target->whole, -slack), it->ink)) {
                complain_of("a label leaves its target", quoted(it, NULL));
            }
        }
    }
}

/* ---- colours ---- */

static double luminance(uint32_t color)
{
    static const double weights[3] = {0.2126, 0.7152, 0.0722};
    double sum = 0;

    for (int i = 0; i < 3; i++) {
        double part = (color >> (16 - 8 * i) & 0xff) / 255.0;
        sum += weights[i] * (part <= 0.03928 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4));
    }
    return sum;
}

static double contrast(uint32_t a, uint32_t b)
{
    double x = luminance(a), y = luminance(b);

    return x > y ? (x + 0.05) / (y + 0.05) : (y + 0.05) / (x + 0.05);
}

/* The page without its letters. */
static struct surface paint_grounds(void)
{
    static struct draw_list grounds;
    struct surface surface = screen_surface(lint->screen);

    grounds = lint->bench.list;
    for (size_t i = 0; i < grounds.command_count; i++) {
        if (grounds.commands[i].kind == DRAW_TEXT) {
            grounds.commands[i].glyph_count = 0;
        }
    }
    paint(surface, lint->text, &grounds, (struct rect){0, 0, surface.w, surface.h});
    return surface;
}

/* Against the worst of some places under it. */
static double worst_contrast(struct surface surface, const struct words *it)
{
    struct rect seen = rect_common(it->ink, it->command->clip);
    double worst = 21;

    for (int i = 0; i < 9; i++) {
        int x = seen.x + (2 * (i % 3) + 1) * seen.w / 6,
            y = seen.y + (2 * (i / 3) + 1) * seen.h / 6;
        uint32_t under = surface.pixels[(size_t)y * (size_t)surface.stride + (size_t)x];
        double here = contrast(it->command->color, under);
        worst = here < worst ? here : worst;
    }
    return worst;
}

static void check_colours(void)
{
    struct surface surface = paint_grounds();
    const struct theme *theme = &lint->bench.theme;
    struct theme blue = *theme; /* staff pages put on their own colours */
    theme_set_palette(&blue, PALETTE_STAFF);
    bool staff = page_is_staff(lint->bench.model->place.page) && theme->palette == PALETTE_WARM;
    uint32_t off = (staff ? &blue : theme)->color[COLOR_DISABLED];

    for (size_t i = 0; i < word_count; i++) {
        const struct words *it = &words[i];
        bool large = it->command->size_px >= theme_px(theme, LARGE_REFERENCE_PX);
        double least = large || it->command->color == off ? 4.5 : 7; /* off: nothing to be done */
        double got = worst_contrast(surface, it);
        if (got < least - 0.005) {
            char detail[600];
            snprintf(detail, sizeof detail, "%.2f:1, %06x %s", got, it->command->color & 0xffffff,
                     quoted(it, NULL));
            complain_of("does not stand out", detail);
        }
    }
}

/* ---- all of them ---- */

static void check_frame(void)
{
    assert_false(lint->bench.list.overflow);
    words_gather();
    check_clips();
    check_words_apart();
    check_faces();
    check_sizes();
    check_targets();
    check_labels();
    if (lint->screen) {
        check_colours();
    }
}

/* No clock to believe, and nobody has been heard from for a hundred days. */
static void doubt(struct model *model)
{
    model->doubtful = true;
    model->site.freshness = FRESH_WEEKS;
    model->site.checked_s = model->now_s - (int64_t)100 * CIVIL_DAY_S;
    model->site.issued_s = model->site.checked_s;
}

/* The page from its top to its end. */
static void check_page(const char *place, const struct panel *panel,
                       const struct theme_options *options)
{
    struct bench *bench = &lint->bench;

    arena_reset(&lint->arena);
    struct model *model = lint->state == MODEL_EMPTY ? model_empty(&lint->arena, place)
                                                     : model_full(&lint->arena, place);
    if (lint->state == MODEL_DOUBTFUL) {
        doubt(model);
    }
    model->low_reach = options->low_reach;
    model->contrast = options->palette == PALETTE_CONTRAST;
    model->voice = (struct model_voice){.available = lint->aloud != READ_NOT,
                                        .night = lint->aloud == READ_NIGHT,
                                        .asked = lint->aloud == READ_ASKED,
                                        .on = lint->aloud == READ_ON,
                                        .volume = 3};
    model->print.available = lint->prints;
    if (lint->aloud != READ_NOT && !aloud_can(model, NULL)) {
        return; /* the page is as ever */
    }
    lint->place = place;
    lint->panel = panel;
    bench_init(bench, lint->text, model, panel->width, panel->height, options->scale);
    theme_init(&bench->theme, options);
    bench->ui.targets = &lint->targets;
    for (int page = 0; page < SCROLLS_MAX; page++) {
        (void)bench_settle(bench);
        check_frame();
        if (!ui_scroll_can(&bench->state.scroll, 1)) {
            break;
        }
        ui_scroll_page(&bench->state.scroll, 1, bench->state.scroll.view_h / 8);
    }
    struct entry_form *form = form_shown(model);
    for (int i = 0; form && i < (int)form->count; i++) { /* each field with its keys */
        form->writing = i;
        bench->ui.focus = 0;
        (void)bench_settle(bench);
        check_frame();
    }
    struct textfield *field = model->draft.writing ? model->draft.writing : &model->draft.text;
    bool writes = model->place.page == PAGE_WRITE || model->place.page == PAGE_SEARCH;
    for (int mode = 0; writes && mode < PANEL_MODES; mode++) {
        panel_choose_mode(&model->draft.panel, field, (enum panel_mode)mode);
        (void)bench_settle(bench);
        check_frame();
    }
}

static void check_all(const char *variant, const struct panel *panel, enum theme_palette palette,
                      bool low_reach, enum theme_scale scale)
{
    struct theme_options options = {.width_px = panel->width,
                                    .height_px = panel->height,
                                    .diagonal_tenth_in = panel->tenth_in,
                                    .scale = scale,
                                    .palette = palette,
                                    .low_reach = low_reach};

    lint->variant = variant;
    for (size_t i = 0; i < model_place_count; i++) {
        check_page(model_places[i], panel, &options);
    }
}

static void every_page_keeps_its_place_on_every_panel_at_every_scale(void **state)
{
    (void)state;
    for (size_t p = 0; p < sizeof panels / sizeof panels[0]; p++) {
        for (int scale = SCALE_STANDARD; scale <= SCALE_XLARGE; scale++) {
            check_all("", &panels[p], PALETTE_WARM, false, (enum theme_scale)scale);
        }
    }
    assert_int_equal(lint->complaints, 0);
}

static void every_empty_and_doubtful_page_keeps_its_place(void **state)
{
    static const char *const names[] = {"", "empty", "doubtful"};

    (void)state;
    for (int kind = MODEL_EMPTY; kind <= MODEL_DOUBTFUL; kind++) {
        lint->state = kind;
        for (size_t p = 0; p < sizeof panels / sizeof panels[0]; p++) {
            check_all(names[kind], &panels[p], PALETTE_WARM, false, SCALE_STANDARD);
            check_all(names[kind], &panels[p], PALETTE_WARM, false, SCALE_XLARGE);
        }
    }
    lint->state = MODEL_FULL;
    assert_int_equal(lint->complaints, 0);
}

static void every_page_keeps_its_place_within_low_reach(void **state)
{
    (void)state;
    for (int scale = SCALE_STANDARD; scale <= SCALE_XLARGE; scale++) {
        check_all("low reach", &panels[0], PALETTE_WARM, true, (enum theme_scale)scale);
        check_all("low reach", &panels[1], PALETTE_WARM, true, (enum theme_scale)scale);
    }
    assert_int_equal(lint->complaints, 0);
}

static void every_page_that_is_read_aloud_keeps_its_place(void **state)
{
    static const char *const names[] = {"", "night", "asked", "read"};

    (void)state;
    for (int aloud = READ_NIGHT; aloud <= READ_ON; aloud++) {
        lint->aloud = aloud;
        for (size_t p = 0; p < sizeof panels / sizeof panels[0]; p++) {
            check_all(names[aloud], &panels[p], PALETTE_WARM, false, SCALE_XLARGE);
        }
        check_all(names[aloud], &panels[0], PALETTE_WARM, true, SCALE_STANDARD);
    }
    lint->aloud = READ_NOT;
    lint->prints = true;
    check_all("prints", &panels[0], PALETTE_WARM, false, SCALE_XLARGE);
    check_all("prints", &panels[4], PALETTE_WARM, false, SCALE_XLARGE);
    lint->prints = false;
    assert_int_equal(lint->complaints, 0);
}

/* Colours do not depend on panel and scale. */
static void letters_stand_out_in_every_theme(void **state)
{
    (void)state;
    assert_ok(screen_open_memory(panels[0].width, panels[0].height, &lint->screen));
    check_all("warm", &panels[0], PALETTE_WARM, false, SCALE_STANDARD);
    check_all("contrast", &panels[0], PALETTE_CONTRAST, false, SCALE_STANDARD);
    lint->aloud = READ_ON;
    check_all("read", &panels[0], PALETTE_WARM, false, SCALE_STANDARD);
    check_all("read, contrast", &panels[0], PALETTE_CONTRAST, false, SCALE_STANDARD);
    lint->aloud = READ_NOT;
    screen_close(lint->screen);
    lint->screen = NULL;
    assert_int_equal(lint->complaints, 0);
}

/* ---- the lint itself ---- */

#define T(literal) text_of(literal)
static const struct rect box = {200, 400, 300, 100};

static void cut_text(struct ui *ui)
{
    draw_clip_push(ui->list, box);
    ui_text(ui, (struct rect){box.x, box.y, 900, 100}, STYLE_BODY, COLOR_INK,
            T("这一行字比它的地方长得多"));
    draw_clip_pop(ui->list);
}

static void doubled_text(struct ui *ui)
{
    ui_text(ui, box, STYLE_BODY, COLOR_INK, T("上面的字"));
    ui_text(ui, (struct rect){box.x + 20, box.y + 10, box.w, box.h}, STYLE_BODY, COLOR_INK,
            T("下面的字"));
}

static void strange_text(struct ui *ui)
{
    ui_text(ui, box, STYLE_BODY, COLOR_INK, T("\U000F1234"));
}

static void faint_text(struct ui *ui)
{
    ui_text(ui, box, STYLE_BODY, COLOR_EDGE, T("看不清"));
}

static void small_target(struct ui *ui)
{
    (void)ui_touch(ui, UI_ID(1, 1), (struct rect){200, 400, 300, 40}, NULL);
}

static void doubled_targets(struct ui *ui)
{
    (void)ui_touch(ui, UI_ID(1, 1), box, NULL);
    (void)ui_touch(ui, UI_ID(1, 2), (struct rect){box.x + 250, box.y, 300, 100}, NULL);
}

static void label_beside_its_target(struct ui *ui)
{
    (void)ui_touch(ui, UI_ID(1, 1), (struct rect){200, 400, 200, 100}, NULL);
    ui_text(ui, (struct rect){210, 420, 900, 80}, STYLE_BODY, COLOR_INK, T("这个按钮太小了"));
}

static void nothing_wrong(struct ui *ui)
{
    (void)ui_button(ui, UI_ID(1, 1), box, T("好"), BUTTON_PLAIN);
    (void)ui_hold(ui, UI_ID(1, 2), (struct rect){box.x, box.y, 80, 80}, 1000);
}

static void it_finds_what_it_looks_for(void **state)
{
    static const struct {
        void (*draw)(struct ui *ui);
        bool is_fine;
    } cases[] = {{cut_text, false},     {doubled_text, false},           {strange_text, false},
                 {faint_text, false},   {small_target, false},           {doubled_targets, false},
                 {nothing_wrong, true}, {label_beside_its_target, false}};
    struct bench *bench = &lint->bench;

    (void)state;
    lint->panel = &panels[0];
    assert_ok(screen_open_memory(panels[0].width, panels[0].height, &lint->screen));
    lint->quiet = true;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        arena_reset(&lint->arena);
        bench_init(bench, lint->text, model_full(&lint->arena, "home"), panels[0].width,
                   panels[0].height, SCALE_STANDARD);
        bench->ui.targets = &lint->targets;
        draw_list_begin(&bench->list, panels[0].width, panels[0].height,
                        bench->theme.color[COLOR_PAPER]);
        ui_begin(&bench->ui, &bench->list, &bench->input);
        cases[i].draw(&bench->ui);
        ui_end(&bench->ui);
        assert_ok(draw_list_end(&bench->list));
        lint->complaints = 0;
        check_frame();
        assert_int_equal(lint->complaints, cases[i].is_fine ? 0 : 1);
    }
    lint->quiet = false;
    screen_close(lint->screen);
    lint->screen = NULL;
}

static int set_up(void **state)
{
    (void)state;
    lint = calloc(1, sizeof *lint);
    assert_non_null(lint);
    assert_ok(arena_init(&lint->arena, 32 * 1024 * 1024));
    lint->text = golden_text();
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    text_close(lint->text);
    arena_deinit(&lint->arena);
    free(lint);
    return 0;
}

static int start(void **state)
{
    (void)state;
    lint->complaints = 0;
    lint->quiet = false;
    screen_close(lint->screen); /* of a test that failed */
    lint->screen = NULL;
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(it_finds_what_it_looks_for, start),
        cmocka_unit_test_setup(every_page_keeps_its_place_on_every_panel_at_every_scale, start),
        cmocka_unit_test_setup(every_empty_and_doubtful_page_keeps_its_place, start),
        cmocka_unit_test_setup(every_page_keeps_its_place_within_low_reach, start),
        cmocka_unit_test_setup(every_page_that_is_read_aloud_keeps_its_place, start),
        cmocka_unit_test_setup(letters_stand_out_in_every_theme, start),
    };
    return cmocka_run_group_tests_name("pages lint", tests, set_up, tear_down);
}
