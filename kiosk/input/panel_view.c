/* panel_view.c - see panel_view.h. */
#include "panel_view.h"

#include <string.h>

#include "radicals.h"
#include "utf8.h"
#include "words.h"

enum {
    KEY_MM = 17,
    TAB_H = 84, /* of the reference panel */
    CELL_H = 100,
    KEY_H = 100,
    KEY_ROWS = 4,
    EDGE = 18, /* above and below the keys */
    INK_WIDTH = 11,
    INK_STEP = 5, /* ink is drawn through points so far apart */
    SIDE_W = 190, /* the column of actions */
    SIGN_COLUMNS = 8,
    GRID_COLUMNS = 7,
    STROKE_COLUMNS = 9,
    FULL_ROWS = 3,
};

/* Offsets of ids. */
enum {
    ID_TAB = 0,
    ID_PAD = 8,
    ID_ACT = 16, /* and what PRESS_... stands for */
    ID_CELL = 40,
    ID_KEY = 80, /* and the letter or digit */
    ID_SIGN = 120,
    ID_STROKES = 180,
    ID_CATEGORY = 200,
    ID_SYLLABLE = 208,
    ID_PAGE = 214,
    ID_SCROLL = 218,
    ID_PHRASE = 220,
};

/* What is drawn in this frame. */
struct view {
    struct ui *ui;
    const struct theme *theme;
    struct input_panel *panel;
    struct textfield *field;
    int id, gap;
};

/* ---- keys ---- */

enum key_look { KEY_PLAIN, KEY_STRONG, KEY_CHOSEN, KEY_OFF };

static int key_min(const struct view *view)
{
    return theme_mm_px(view->theme, KEY_MM);
}

static bool key(struct view *view, int id, struct rect rect, enum theme_style style,
                struct text text, enum key_look look)
{
    struct ui *ui = view->ui;
    const struct theme *theme = view->theme;
    bool pressed = false, done = false;

    if (look != KEY_OFF) {
        done = ui_touch(ui, view->id + id, rect, &pressed);
    }
    bool red = look == KEY_CHOSEN;
    enum theme_color fill =
        red ? (pressed ? COLOR_DEEP : COLOR_RED) : (pressed ? COLOR_PRESSED : COLOR_BUTTON);
    enum theme_color edge = red || look == KEY_STRONG ? COLOR_RED : COLOR_EDGE;
    draw_round(ui->list, rect, theme->radius_s, theme->color[fill],
               look == KEY_STRONG ? theme->border + 1 : theme->border, theme->color[edge]);
    ui_label(ui, inset_xy(rect, theme_px(theme, 6), 0), style,
             red               ? COLOR_ON_RED
             : look == KEY_OFF ? COLOR_DISABLED
                               : COLOR_INK,
             ALIGN_CENTRE, text);
    return done;
}

static bool word_key(struct view *view, int id, struct rect rect, enum word label)
{
    return key(view, id, rect, STYLE_BUTTON, word(label), KEY_PLAIN);
}

/* ---- actions that stand beside every way of writing ---- */

enum press {
    PRESS_DELETE,
    PRESS_COMMA,
    PRESS_STOP,
    PRESS_NEWLINE,
    PRESS_REWRITE,
    PRESS_UNDO,
    PRESS_QUESTION,
    PRESS_SPACE,
    PRESS_COUNT
};

static const enum word press_words[PRESS_COUNT] = {
    TX_INPUT_DELETE,  TX_INPUT_COMMA, TX_INPUT_STOP,     TX_INPUT_NEWLINE,
    TX_INPUT_REWRITE, TX_INPUT_UNDO,  TX_INPUT_QUESTION, TX_INPUT_SPACE,
};

static void do_press(struct view *view, enum press press)
{
    struct input_panel *panel = view->panel;
    struct textfield *field = view->field;

    switch (press) {
    case PRESS_DELETE:
        panel_delete(panel, field);
        break;
    case PRESS_NEWLINE:
        panel_insert(panel, field, text_of("\n"));
        break;
    case PRESS_REWRITE:
        panel_rewrite(panel);
        break;
    case PRESS_UNDO:
        panel_undo(panel, field);
        break;
    case PRESS_SPACE:
        if (panel_is_composing(panel)) {
            panel_pick(panel, field, 0);
        } else {
            panel_insert(panel, field, text_of(" "));
        }
        break;
    case PRESS_COMMA:
    case PRESS_STOP:
    case PRESS_QUESTION:
        panel_insert(panel, field, word(press_words[press]));
        break;
    case PRESS_COUNT:
        break;
    }
}

static void press_key(struct view *view, struct rect rect, enum press press)
{
    enum word label = press_words[press];

    if (press == PRESS_SPACE && panel_is_composing(view->panel)) {
        label = TX_INPUT_CHOOSE;
    }
    if (word_key(view, ID_ACT + (int)press, rect, label)) {
        do_press(view, press);
    }
}

/* In two columns where the keys of one would be too low for a finger. */
static void press_column(struct view *view, struct rect rect, const enum press *presses, int count)
{
    int high = (rect.h - (count - 1) * view->gap) / count;
    int columns = high < view->theme->touch_min ? 2 : 1, rows = (count + columns - 1) / columns;

    for (int i = 0; i < count; i++) {
        struct rect row = split_rows(rect, rows, i / columns, view->gap);
        press_key(view, split_columns(row, columns, i % columns, view->gap), presses[i]);
    }
}

static void press_row(struct view *view, struct rect rect, const enum press *presses, int count)
{
    for (int i = 0; i < count; i++) {
        press_key(view, split_columns(rect, count, i, view->gap), presses[i]);
    }
}

static struct rect side_column(struct view *view, struct rect *rest)
{
    int least = key_min(view), width = theme_px(view->theme, SIDE_W);

    width = width < least ? least : width;
    width = width > rest->w / 4 ? rest->w / 4 : width;
    struct rect side = cut_right(rest, width);
    (void)cut_right(rest, view->gap);
    return side;
}

/* ---- candidates ---- */

static struct text candidate_at(const struct view *view, size_t index)
{
    const struct input_candidate *candidate = &view->panel->answer.candidates[index];

    return index < view->panel->answer.count ? (struct text){candidate->text, candidate->size}
                                             : (struct text){0};
}

static void page_keys(struct view *view, struct rect rect)
{
    static const char *const arrows[2] = {"‹", "›"};

    for (int i = 0; i < 2; i++) {
        int by = i == 0 ? -1 : 1;
        enum key_look look = panel_can_turn(view->panel, by) ? KEY_PLAIN : KEY_OFF;
        if (key(view, ID_PAGE + i, split_columns(rect, 2, i, view->gap), STYLE_HEADING,
                text_of(arrows[i]), look)) {
            panel_turn_page(view->panel, by);
        }
    }
}

static void cell(struct view *view, struct rect rect, size_t index, bool best)
{
    struct text text = candidate_at(view, index);

    if (text.size == 0 && !panel_awaits_words(view->panel)) {
        const struct theme *theme = view->theme;
        draw_round(view->ui->list, rect, theme->radius_s, theme->color[COLOR_PAPER], theme->border,
                   theme->color[COLOR_LINE]);
    } else if (key(view, ID_CELL + (int)(index % CANDIDATES_MAX), rect, STYLE_HEADING, text,
                   best ? KEY_STRONG : KEY_PLAIN)) {
        panel_pick(view->panel, view->field, index);
    }
}

/* PANEL_CELLS candidates from `first` of the answer on, and the keys that turn pages. */
static void cells_row(struct view *view, struct rect row, size_t first, bool best)
{
    int least = key_min(view), pages = row.w / 6;

    pages = pages < 2 * least + view->gap ? 2 * least + view->gap : pages;
    page_keys(view, cut_right(&row, pages));
    (void)cut_right(&row, view->gap);
    for (int i = 0; i < PANEL_CELLS; i++) {
        cell(view, split_columns(row, PANEL_CELLS, i, view->gap), first + (size_t)i,
             best && i == 0);
    }
}

/* ---- handwriting ---- */

/* Polylines of as many points as one command takes, joined end to end. */
static void draw_ink(struct view *view)
{
    const struct hand_ink *ink = &view->panel->ink;
    int width = theme_px(view->theme, INK_WIDTH), step = theme_px(view->theme, INK_STEP);
    uint32_t color = view->theme->color[COLOR_INK];

    for (size_t s = 0; s < ink->stroke_count; s++) {
        struct draw_point points[DRAW_POINTS_MAX];
        size_t count = 0, to = ink->first[s + 1];
        for (size_t i = ink->first[s]; i < to; i++) {
            struct hand_point p = ink->points[i];
            bool last = i + 1 == to;
            int dx = count ? p.x - points[count - 1].x : step,
                dy = count ? p.y - points[count - 1].y : step;
            if (dx * dx + dy * dy < step * step && !last) {
                continue;
            }
            points[count++] = (struct draw_point){p.x, p.y};
            if (count == DRAW_POINTS_MAX) {
                draw_stroke(view->ui->list, points, count, width, color);
                points[0] = points[count - 1];
                count = 1;
            }
        }
        if (count == 1) { /* a dot, or the end: a short line shows as one */
            points[1] = points[0];
            count = 2;
        }
        if (count > 1) {
            draw_stroke(view->ui->list, points, count, width, color);
        }
    }
}

static void feed_pen(struct view *view, struct rect pad, int box)
{
    const struct input *input = view->ui->input;
    struct input_panel *panel = view->panel;

    if (!ui_pen(view->ui, view->id + ID_PAD + box, pad)) {
        if (panel->pen_down && panel->box == box && (input->cancelled || !input->down)) {
            panel_pen(panel, view->field, PEN_UP, input->x, input->y, box, input->now_ms);
        }
        return;
    }
    if (input->pressed) {
        panel_pen(panel, view->field, PEN_DOWN, input->press_x, input->press_y, box, input->now_ms);
    }
    for (size_t i = 0; i < input->path_count; i++) {
        panel_pen(panel, view->field, PEN_MOVE, input->path[i].x, input->path[i].y, box,
                  input->now_ms);
    }
    if (input->released) {
        panel_pen(panel, view->field, PEN_UP, input->x, input->y, box, input->now_ms);
        ui_wake(view->ui, input->now_ms);
    }
}

/* A square with a thin cross, to write into; a sentence at its top, above the cross. */
static void draw_pad(struct view *view, struct rect pad, struct text hint)
{
    const struct theme *theme = view->theme;
    struct draw_list *list = view->ui->list;
    struct rect inside = inset(pad, theme->border);
    int top = 0;

    draw_round(list, pad, theme->radius_s, theme->color[COLOR_BUTTON], theme->border,
               theme->color[COLOR_EDGE]);
    if (hint.size > 0) {
        struct rect place = inset(inside, theme_px(theme, 16));
        top = ui_text_aligned(view->ui, place, STYLE_SMALL, COLOR_MUTED, ALIGN_CENTRE, hint) +
              2 * theme_px(theme, 16);
    }
    if (top < inside.h / 2) {
        draw_fill(
            list,
            (struct rect){inside.x + inside.w / 2, inside.y + top, theme->border, inside.h - top},
            theme->color[COLOR_LINE]);
        draw_fill(list, (struct rect){inside.x, inside.y + inside.h / 2, inside.w, theme->border},
                  theme->color[COLOR_LINE]);
    }
}

static void hand_body(struct view *view, struct rect rest)
{
    static const enum press side[] = {PRESS_DELETE,  PRESS_COMMA,   PRESS_STOP,
                                      PRESS_NEWLINE, PRESS_REWRITE, PRESS_UNDO};
    struct input_panel *panel = view->panel;

    cells_row(view, cut_top(&rest, theme_px(view->theme, CELL_H)), panel->first, true);
    (void)cut_top(&rest, view->gap);
    press_column(view, side_column(view, &rest), side, 6);
    int boxes = rest.w * 10 >= rest.h * 17 ? PANEL_BOXES : 1; /* wide: two to write in turn */
    for (int i = 0; i < boxes; i++) {
        struct rect pad = split_columns(rest, boxes, i, view->gap);
        feed_pen(view, pad, i);
        struct text hint = {0};
        if (panel->absent[PANEL_HAND]) {
            hint = word(TX_INPUT_NO_HAND);
        } else if (!panel_is_composing(panel) && i == 0) {
            hint = word(TX_INPUT_HAND_HINT);
        }
        draw_pad(view, pad, hint);
    }
    draw_clip_push(view->ui->list, rest);
    draw_ink(view);
    draw_clip_pop(view->ui->list);
}

/* ---- pinyin ---- */

/* Two rows: the letters and the whole sentence, then words. */
static void pinyin_rows(struct view *view, struct rect *rest, enum word hint)
{
    struct input_panel *panel = view->panel;
    struct rect top = cut_top(rest, theme_px(view->theme, TAB_H));
    struct text preedit = {panel->answer.preedit.text, panel->answer.preedit.size};

    (void)cut_top(rest, view->gap);
    struct rect row = cut_top(rest, theme_px(view->theme, CELL_H));
    (void)cut_top(rest, view->gap);
    cells_row(view, row, panel->first == 0 ? 1 : 0, false);
    if (panel->keys_size == 0 || panel->absent[panel->mode]) {
        bool absent = panel->absent[panel->mode];
        ui_label(view->ui, top, STYLE_SMALL, COLOR_MUTED, ALIGN_LEFT,
                 word(absent ? TX_INPUT_NO_PINYIN : hint));
        return;
    }
    struct rect left = cut_left(&top, top.w * 2 / 5);
    (void)cut_left(&top, view->gap);
    if (panel->answer.count == 0 || preedit.size == 0) { /* before the first answer */
        preedit = (struct text){panel->keys, panel->keys_size};
    }
    ui_label(view->ui, left, STYLE_BODY, COLOR_INK, ALIGN_LEFT, preedit);
    if (panel->first == 0) {
        cell(view, top, 0, true);
    }
}

static void letter_key(struct view *view, struct rect rect, const char *label, char letter)
{
    if (key(view, ID_KEY + (letter >= 'a' ? letter - 'a' : letter - '\'' + 26), rect, STYLE_HEADING,
            text_of(label), KEY_PLAIN)) {
        panel_key(view->panel, letter);
    }
}

static void letters_row(struct view *view, struct rect rect, const char *letters)
{
    int count = (int)strlen(letters);

    for (int i = 0; i < count; i++) {
        const char label[2] = {letters[i], 0};
        letter_key(view, split_columns(rect, count, i, view->gap), label, letters[i]);
    }
}

static void pinyin_body(struct view *view, struct rect rest)
{
    static const enum press last[] = {PRESS_COMMA, PRESS_STOP, PRESS_SPACE, PRESS_NEWLINE,
                                      PRESS_UNDO};
    struct input_panel *panel = view->panel;

    pinyin_rows(view, &rest, TX_INPUT_PINYIN_HINT);
    struct rect row = split_rows(rest, KEY_ROWS, 0, view->gap);
    int each = (row.w - 9 * view->gap) / 10;
    letters_row(view, row, "qwertyuiop");
    row = split_rows(rest, KEY_ROWS, 1, view->gap);
    letters_row(view, inset_xy(row, (each + view->gap) / 2, 0), "asdfghjkl");
    row = split_rows(rest, KEY_ROWS, 2, view->gap);
    if (key(view, ID_ACT + PRESS_COUNT, cut_left(&row, each * 3 / 2), STYLE_BUTTON,
            word(TX_INPUT_ACCENT), panel->fuzzy ? KEY_CHOSEN : KEY_PLAIN)) {
        panel_choose_fuzzy(panel, !panel->fuzzy);
    }
    press_key(view, cut_right(&row, each * 3 / 2), PRESS_DELETE);
    letters_row(view, inset_xy(row, view->gap, 0), "zxcvbnm");
    press_row(view, split_rows(rest, KEY_ROWS, 3, view->gap), last, 5);
}

/* What the digits may mean, beside the nine keys. */
static void syllable_column(struct view *view, struct rect rect)
{
    struct input_panel *panel = view->panel;
    struct text syllables[PANEL_SYLLABLES];
    bool more = false;
    size_t count = panel_syllables(panel, syllables, PANEL_SYLLABLES, &more);

    for (int i = 0; i < PANEL_SYLLABLES; i++) {
        struct rect cell = split_rows(rect, PANEL_SYLLABLES + 1, i, view->gap);
        enum key_look look = (size_t)i < count ? KEY_PLAIN : KEY_OFF;
        struct text text = (size_t)i < count ? syllables[i] : (struct text){0};
        if (key(view, ID_SYLLABLE + i, cell, STYLE_BODY, text, look)) {
            panel_choose_syllable(panel, text);
        }
    }
    struct rect turn = split_rows(rect, PANEL_SYLLABLES + 1, PANEL_SYLLABLES, view->gap);
    bool first = panel->syllables_first == 0;
    if (key(view, ID_SYLLABLE + PANEL_SYLLABLES, turn, STYLE_HEADING,
            text_of(more || first ? "›" : "‹"), more || !first ? KEY_PLAIN : KEY_OFF)) {
        panel->syllables_first = more ? panel->syllables_first + PANEL_SYLLABLES : 0;
    }
}

static void nine_body(struct view *view, struct rect rest)
{
    static const char *const labels[9] = {"",    "abc",  "def", "ghi", "jkl",
                                          "mno", "pqrs", "tuv", "wxyz"};
    static const enum press side[] = {PRESS_DELETE, PRESS_REWRITE, PRESS_UNDO, PRESS_NEWLINE};
    static const enum press last[] = {PRESS_COMMA, PRESS_SPACE, PRESS_STOP};

    pinyin_rows(view, &rest, TX_INPUT_NINE_HINT);
    press_column(view, side_column(view, &rest), side, 4);
    struct rect left = cut_left(&rest, rest.w / 5);
    syllable_column(view, left);
    (void)cut_left(&rest, view->gap);
    for (int i = 0; i < 9; i++) {
        struct rect cell =
            split_columns(split_rows(rest, KEY_ROWS, i / 3, view->gap), 3, i % 3, view->gap);
        if (i > 0) {
            letter_key(view, cell, labels[i], (char)('1' + i));
        } else if (word_key(view, ID_ACT + PRESS_COUNT + 1, cell, TX_INPUT_SPLIT)) {
            panel_key(view->panel, '\'');
        }
    }
    press_row(view, split_rows(rest, KEY_ROWS, 3, view->gap), last, 3);
}

/* ---- stock sentences ---- */

static void phrase_list(struct view *view, struct rect rect)
{
    struct input_panel *panel = view->panel;
    struct ui *ui = view->ui;
    int pad = theme_px(view->theme, 18);
    struct rect mark = cut_right(&rect, theme_px(view->theme, 10));
    (void)cut_right(&rect, view->gap);
    struct rect rest = ui_scroll_begin(ui, view->id + ID_SCROLL, rect, &panel->phrases, COLOR_SAND);

    for (size_t i = 0; i < word_phrase_count(panel->category); i++) {
        struct text phrase = word_phrase(panel->category, i);
        int height = ui_text_height(ui, rest.w - 2 * pad, STYLE_BUTTON, phrase) + 2 * pad;
        height = height < key_min(view) ? key_min(view) : height;
        struct rect button = cut_top(&rest, height);
        (void)cut_top(&rest, view->gap);
        if (ui_is_visible(ui, button) &&
            key(view, ID_PHRASE + (int)i, button, STYLE_BUTTON, phrase, KEY_PLAIN)) {
            panel_insert(panel, view->field, phrase);
        }
    }
    ui_scroll_end(ui, rest);
    ui_scroll_mark(ui, mark, &panel->phrases);
}

static void phrases_body(struct view *view, struct rect rest)
{
    static const enum press side[] = {PRESS_DELETE, PRESS_UNDO};
    struct input_panel *panel = view->panel;
    struct rect row = cut_top(&rest, theme_px(view->theme, TAB_H));

    for (int i = 0; i < WORD_CATEGORIES; i++) {
        if (key(view, ID_CATEGORY + i, split_columns(row, WORD_CATEGORIES, i, view->gap),
                STYLE_BUTTON, word_category(i), panel->category == i ? KEY_STRONG : KEY_PLAIN)) {
            panel->category = i;
            ui_scroll_to(&panel->phrases, 0);
        }
    }
    (void)cut_top(&rest, view->gap);
    struct rect column = side_column(view, &rest);
    press_column(view, cut_top(&column, 2 * theme_px(view->theme, KEY_H) + view->gap), side, 2);
    phrase_list(view, rest);
}

/* ---- signs ---- */

static void signs_body(struct view *view, struct rect rest)
{
    static const enum press last[] = {PRESS_DELETE, PRESS_SPACE, PRESS_NEWLINE, PRESS_UNDO};
    struct text signs = word(TX_INPUT_SIGN_LIST), each = signs;
    int count = (int)utf8_count(signs), rows = (count + SIGN_COLUMNS - 1) / SIGN_COLUMNS;

    press_row(view, cut_bottom(&rest, (rest.h - rows * view->gap) / (rows + 1)), last, 4);
    (void)cut_bottom(&rest, view->gap);
    for (int i = 0; i < count; i++) {
        struct text sign = each;
        (void)utf8_next(&each);
        sign.size -= each.size;
        struct rect row = split_rows(rest, rows, i / SIGN_COLUMNS, view->gap);
        if (key(view, ID_SIGN + i, split_columns(row, SIGN_COLUMNS, i % SIGN_COLUMNS, view->gap),
                STYLE_HEADING, sign, KEY_PLAIN)) {
            panel_insert(view->panel, view->field, sign);
        }
    }
}

/* ---- radicals ---- */

static void stroke_keys(struct view *view, struct rect rect)
{
    int rows = (RADICAL_STROKES_MAX + STROKE_COLUMNS - 1) / STROKE_COLUMNS;

    for (int i = 0; i < RADICAL_STROKES_MAX; i++) {
        char block[32];
        struct arena arena;
        arena_init_over(&arena, block, sizeof block);
        struct text text = word_fill(&arena, TX_INPUT_STROKES, word_number(&arena, i + 1));
        struct rect row = split_rows(rect, rows, i / STROKE_COLUMNS, view->gap);
        bool chosen = view->panel->radical_strokes == (uint32_t)i + 1;
        if (key(view, ID_STROKES + i,
                split_columns(row, STROKE_COLUMNS, i % STROKE_COLUMNS, view->gap), STYLE_BUTTON,
                text, chosen ? KEY_STRONG : KEY_PLAIN)) {
            panel_choose_strokes(view->panel, (uint32_t)i + 1);
        }
    }
}

static void radicals_body(struct view *view, struct rect rest)
{
    struct input_panel *panel = view->panel;
    static const enum press side[] = {PRESS_DELETE, PRESS_UNDO};
    int rows = PANEL_GRID_CELLS / GRID_COLUMNS;

    stroke_keys(view, cut_top(&rest, 2 * theme_px(view->theme, TAB_H) + view->gap));
    (void)cut_top(&rest, view->gap);
    struct rect column = side_column(view, &rest);
    struct rect turn = split_rows(column, KEY_ROWS, 0, view->gap);
    page_keys(view, turn);
    enum key_look look = panel->radical ? KEY_PLAIN : KEY_OFF;
    if (key(view, ID_ACT + PRESS_COUNT + 2, split_rows(column, KEY_ROWS, 1, view->gap),
            STYLE_BUTTON, word(TX_INPUT_OTHER_RADICAL), look)) {
        panel_leave_radical(panel);
    }
    for (int i = 0; i < 2; i++) {
        press_key(view, split_rows(column, KEY_ROWS, 2 + i, view->gap), side[i]);
    }
    if (panel->absent[PANEL_RADICALS]) {
        ui_text(view->ui, rest, STYLE_BODY, COLOR_MUTED, word(TX_INPUT_NO_RADICALS));
        return;
    }
    for (int i = 0; i < PANEL_GRID_CELLS; i++) {
        struct rect row = split_rows(rest, rows, i / GRID_COLUMNS, view->gap);
        cell(view, split_columns(row, GRID_COLUMNS, i % GRID_COLUMNS, view->gap), (size_t)i, false);
    }
}

/* ---- all ---- */

int panel_view_height(const struct ui *ui)
{
    const struct theme *theme = ui->theme;

    return theme_px(theme, 2 * TAB_H + CELL_H + KEY_ROWS * KEY_H) + (KEY_ROWS + 2) * theme->gap_s +
           2 * theme_px(theme, EDGE);
}

/* Draws the panel's ground; returns what is inside its edges. */
static struct rect ground(struct ui *ui, struct rect rect)
{
    draw_fill(ui->list, rect, ui->theme->color[COLOR_SAND]);
    draw_fill(ui->list, (struct rect){rect.x, rect.y, rect.w, ui->theme->border},
              ui->theme->color[COLOR_LINE]);
    return inset_xy(rect, ui->theme->margin * 3 / 4, theme_px(ui->theme, EDGE));
}

void panel_view_digits(struct ui *ui, int first_id, struct rect rect, struct textfield *field)
{
    struct rect inside = ground(ui, rect);

    (void)ui_digit_pad(ui, first_id, inside, field, word(TX_INPUT_DELETE), (struct text){0});
}

static void tabs(struct view *view, struct rect row)
{
    static const enum word words[PANEL_MODES] = {TX_INPUT_HAND,  TX_INPUT_PINYIN,
                                                 TX_INPUT_NINE,  TX_INPUT_PHRASES,
                                                 TX_INPUT_SIGNS, TX_INPUT_RADICALS};

    for (int i = 0; i < PANEL_MODES; i++) {
        if (key(view, ID_TAB + i, split_columns(row, PANEL_MODES, i, view->gap), STYLE_BUTTON,
                word(words[i]), view->panel->mode == (enum panel_mode)i ? KEY_CHOSEN : KEY_PLAIN)) {
            panel_choose_mode(view->panel, view->field, (enum panel_mode)i);
        }
    }
}

void panel_view_draw(struct ui *ui, int first_id, struct rect rect, struct input_panel *panel,
                     struct textfield *field)
{
    static void (*const bodies[PANEL_MODES])(struct view *, struct rect) = {
        hand_body, pinyin_body, nine_body, phrases_body, signs_body, radicals_body};
    struct view view = {ui, ui->theme, panel, field, first_id, ui->theme->gap_s};

    (void)panel_tick(panel, field, ui->input->now_ms);
    struct rect rest = ground(ui, rect);
    struct rect row = cut_top(&rest, theme_px(ui->theme, TAB_H));
    tabs(&view, row);
    (void)cut_top(&rest, view.gap);
    bodies[panel->mode](&view, rest);
    int64_t due_ms = panel_due_ms(panel);
    if (due_ms != INT64_MAX) {
        ui_wake(ui, due_ms);
    }
}
