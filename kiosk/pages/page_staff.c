/* page_staff.c - the desk: what is late, the registers and letters, who came today, how the line
 * is. */
#include "staff_pages.h"

enum {
    ID_SCROLL = UI_ID(PAGE_STAFF, 0),
    ID_OUT,
    ID_SYNC,
    ID_SCALE,
    ID_DUE,
    ID_CLEAN,
    ID_VAULT,
    ID_PANEL,
    ID_TILE = UI_ID(PAGE_STAFF, 16),
    ID_ROW = UI_ID(PAGE_STAFF, 64),
    ID_SECRET = UI_ID(PAGE_STAFF, 600),
    TILES = BOOKS + 2, /* letters and the clock among them */
};

/* ---- warnings ---- */

static struct text line_word(struct page *page, const struct readiness_line *line)
{
    static const enum word words[] = {[READY] = TX_READY,
                                      [READY_UNSIGNED] = TX_STATE_UNSIGNED,
                                      [READY_MISSING] = TX_READY_MISSING,
                                      [READY_WITHDRAWN] = TX_STATE_WITHDRAWN};

    return FILL(page, TX_READY_LINE, word_numeral(line->item), item_word(page, line->item),
                period_word(page, line->period, 0), word(words[line->state]));
}

/* By the 8th: what opens on the 10th and is not here yet. */
static void readiness_cut(struct page *page, struct rect *rest)
{
    const struct readiness *ready = &page->model->staff.readiness;
    struct text day = due_day_word(page, ready->day), list = {0};

    if (ready->missing == 0 || ready->day == 0) {
        if (ready->day > 0) {
            note_card(page, rest, TONE_JADE, FILL(page, TX_READY_ALL, day), text_of(""));
        }
        return;
    }
    for (size_t i = 0; i < ready->count; i++) {
        if (ready->lines[i].state != READY) {
            struct text line = line_word(page, &ready->lines[i]);
            list = list.size > 0 ? FILL(page, TX_TWO_LINES, list, line) : line;
        }
    }
    note_card(page, rest, ready->warn ? TONE_RED : TONE_AMBER,
              FILL(page, TX_READY_TITLE, day, NUMBER(page, ready->days_left),
                   NUMBER(page, ready->missing)),
              list);
}

/* What residents see as late or unsigned, in one line: items that say the same are named together.
 */
static struct text overdue_word(struct page *page)
{
    struct text states[ITEM_COUNT] = {{0}}, items[ITEM_COUNT] = {{0}}, parts[ITEM_COUNT] = {{0}};
    size_t count = 0;

    for (size_t i = 0; i < ITEM_COUNT; i++) {
        const struct board_row *row = &page->model->board.rows[i];
        if (row->state != BOARD_OVERDUE && row->state != BOARD_UNSIGNED) {
            continue;
        }
        struct text state = state_word(page, row).text, item = word_numeral(row->item);
        size_t same = 0;
        while (same < count && !text_equal(states[same], state)) {
            same++;
        }
        states[same] = state;
        items[same] = same < count ? FILL(page, TX_LIST_DOT, items[same], item) : item;
        count += same == count;
    }
    for (size_t i = 0; i < count; i++) {
        parts[i] = FILL(page, TX_ITEM_STATE, items[i], states[i]);
    }
    return word_join(page->arena, parts, count);
}

/* The compass: everything the documents ask, with its day. The board's own lateness stands first,
 * since residents read it. */
static void due_row(struct page *page, struct rect *rest)
{
    const struct compliance_counts *counts = &page->model->staff.compliance.counts;
    size_t bad = counts->overdue + counts->amiss;
    struct text late = overdue_word(page);
    struct text due = bad + counts->today > 0
                          ? FILL(page, TX_DUE_ROW, NUMBER(page, bad), NUMBER(page, counts->today))
                          : word(TX_DUE_ROW_FINE);
    struct ui_row row = {.title = late.size > 0 ? late : due,
                         .second = late.size > 0 ? due : word(TX_DUE_ROW_SECOND),
                         .tone = bad > 0 || late.size > 0 ? TONE_RED : TONE_PLAIN};

    if (row_cut(page, rest, ID_DUE, &row)) {
        go(page, PAGE_STAFF_DUE, text_of(""));
    }
}

static void clock_warning(struct page *page, struct rect *rest)
{
    if (page->model->doubtful) {
        note_card(page, rest, TONE_RED, word(TX_CLOCK_DOUBTFUL), word(TX_CLOCK_DOUBTFUL_STAFF));
    }
}

/* ---- tiles ---- */

static struct text letters_second(struct page *page)
{
    const struct model_staff *staff = &page->model->staff;
    size_t open = 0;

    if (!staff->vault_open) {
        return word(TX_VAULT_CLOSED);
    }
    for (size_t i = 0; i < staff->letter_count; i++) {
        open += !staff->letters[i].answered && !staff->letters[i].retracted ? 1 : 0;
    }
    return open > 0 ? FILL(page, TX_LETTERS_OPEN, NUMBER(page, open)) : word(TX_LETTERS_NONE_OPEN);
}

struct tile {
    struct text title, second;
    enum page_id page;
    const char *arg;
    bool urgent;
};

static struct tile book_tile(struct page *page, enum book book)
{
    const struct book_look *look = book_look(book);
    unsigned count = page->model->staff.books[book].count;

    return (struct tile){.title = word(look->title),
                         .second = count > 0 ? FILL(page, look->some, NUMBER(page, count))
                                             : word(look->none),
                         .page = PAGE_STAFF_BOOK,
                         .arg = kind_name(look->kind)};
}

/* Visitors and letters first, then the registers, the clock last. */
static void tiles_make(struct page *page, struct tile tiles[TILES])
{
    size_t count = 0;

    tiles[count++] = book_tile(page, BOOK_visit);
    tiles[count++] = (struct tile){.title = word(TX_MAILBOX_TITLE),
                                   .second = letters_second(page),
                                   .page = PAGE_STAFF_LETTERS};
    for (int book = BOOK_visit + 1; book < BOOKS; book++) {
        tiles[count++] = book_tile(page, (enum book)book);
    }
    tiles[count++] =
        (struct tile){.title = word(TX_CLOCK_TITLE),
                      .second = word(page->model->doubtful ? TX_CLOCK_DOUBTFUL : TX_CLOCK_GOOD),
                      .page = PAGE_STAFF_CLOCK,
                      .urgent = page->model->doubtful};
}

/* Title and second line in the middle; the first is what one comes for most. */
static bool tile_draw(struct page *page, struct rect rect, int id, const struct tile *tile,
                      bool first)
{
    const uint32_t *color = page->theme->color;
    bool pressed;
    bool done = ui_touch(page->ui, id, rect, &pressed);
    enum theme_color fill = pressed ? COLOR_PRESSED : COLOR_CARD, ink = COLOR_INK;
    enum theme_color second = tile->urgent ? COLOR_RED_TEXT : COLOR_MUTED;

    if (first) {
        fill = pressed ? COLOR_DEEP : COLOR_RED;
        ink = second = COLOR_ON_RED;
    }
    draw_round(page->ui->list, rect, page->theme->radius_s, color[fill], page->theme->border,
               color[first ? fill : COLOR_EDGE]);
    int title_h = ui_line_h(page->ui, STYLE_BOLD), second_h = ui_line_h(page->ui, STYLE_NOTE);
    int pad = px(page, 12);
    struct rect texts = centre(inset_xy(rect, pad, 0), rect.w - 2 * pad, title_h + second_h);
    ui_label(page->ui, cut_top(&texts, title_h), STYLE_BOLD, ink, ALIGN_CENTRE, tile->title);
    ui_label(page->ui, texts, STYLE_NOTE, second, ALIGN_CENTRE, tile->second);
    return done;
}

static int tile_columns(const struct page *page)
{
    if (page->theme->landscape) {
        return page->theme->scale == SCALE_STANDARD ? 5 : 3;
    }
    return page->theme->scale == SCALE_XLARGE ? 2 : 3;
}

static void tiles_cut(struct page *page, struct rect *rest)
{
    struct tile tiles[TILES];
    int columns = tile_columns(page), rows = (TILES + columns - 1) / columns;
    int gap = page->theme->gap, height = tx(page, 140);
    struct rect whole = cut_top(rest, rows * height + (rows - 1) * gap);

    tiles_make(page, tiles);
    for (int i = 0; i < TILES; i++) {
        struct rect row = split_rows(whole, rows, i / columns, gap);
        struct rect at = split_columns(row, columns, i % columns, gap);
        if (ui_is_visible(page->ui, at) && tile_draw(page, at, ID_TILE + i, &tiles[i], i == 0)) {
            go(page, tiles[i].page, text_of(tiles[i].arg ? tiles[i].arg : ""));
        }
    }
    space(rest, page->theme->gap);
}

/* ---- today's visitors ---- */

/* The heading, and beside it the way to the names where there is room. */
static void visitors_head(struct page *page, struct rect *rest)
{
    const struct book_look *look = book_look(BOOK_visit);
    unsigned count = page->model->staff.books[BOOK_visit].count;
    struct text title =
        FILL(page, TX_BOOK_LIST, word(look->title),
             count > 0 ? FILL(page, look->some, NUMBER(page, count)) : word(look->none));
    int button_w = ui_button_width(page->ui, word(TX_VAULT_ASK));

    space(rest, px(page, 6));
    if (page->model->staff.vault_open ||
        button_w + ui_text_width(page->ui, STYLE_SECTION, title) + page->theme->gap > rest->w) {
        section(page, rest, title);
        if (!page->model->staff.vault_open) {
            vault_cut(page, rest, ID_VAULT);
        }
        return;
    }
    struct rect line = cut_top(rest, page->theme->button_h), button = cut_right(&line, button_w);
    struct rect column = {button.x, button.y, button.w, button.h};
    vault_cut(page, &column, ID_VAULT);
    ui_label(page->ui, line, STYLE_SECTION, COLOR_INK, ALIGN_LEFT, title);
    space(rest, page->theme->gap_s);
}

static void visitors_cut(struct page *page, struct rect *rest)
{
    const struct model_staff *staff = &page->model->staff;

    visitors_head(page, rest);
    for (size_t i = 0; i < staff->entry_count && staff->entries_of == BOOK_visit; i++) {
        if (entry_row(page, rest, ID_ROW + (int)i, BOOK_visit, &staff->entries[i])) {
            want(page, INTENT_ENTRY_OPEN, (int64_t)i);
        }
    }
    space(rest, page->theme->gap);
}

/* ---- the line ---- */

static void sync_cut(struct page *page, struct rect *rest)
{
    const struct model *model = page->model;
    const struct model_staff *staff = &model->staff;
    struct text lines =
        model->site.checked_s > 0
            ? FILL(page, TX_SYNC_CHECKED,
                   word_moment(page->arena, model->site.checked_s, model->offset_min, model->today))
            : word(TX_SYNC_NEVER);

    lines =
        FILL(page, TX_TWO_LINES, lines, FILL(page, TX_SYNC_WAITING, NUMBER(page, staff->waiting)));
    if (staff->conflicts > 0) {
        lines = FILL(page, TX_TWO_LINES, lines,
                     FILL(page, TX_SYNC_CONFLICTS, NUMBER(page, staff->conflicts)));
    }
    if (staff->sync_error.size > 0) {
        lines = FILL(page, TX_TWO_LINES, lines, FILL(page, TX_SYNC_ERROR, staff->sync_error));
    }
    lines = FILL(page, TX_TWO_LINES, lines,
                 FILL(page, TX_SYNC_SEQ, NUMBER(page, model->site.seq), model->site.kiosk_id));
    note_card(page, rest,
              staff->conflicts > 0 || staff->sync_error.size > 0 ? TONE_AMBER : TONE_PLAIN,
              word(TX_SYNC_TITLE), lines);
}

/* In the bar; a touch brings the card above, which says it all. */
static struct text sync_word(struct page *page)
{
    const struct model *model = page->model;
    const struct model_staff *staff = &model->staff;

    if (staff->conflicts > 0 || staff->sync_error.size > 0) {
        return word(TX_SYNC_LINE_BAD);
    }
    if (model->site.checked_s == 0) {
        return FILL(page, TX_SYNC_LINE_NEVER, NUMBER(page, staff->waiting));
    }
    bool today = civil_day_at(model->site.checked_s, model->offset_min) == model->today;
    return FILL(
        page, TX_SYNC_LINE, NUMBER(page, staff->waiting),
        today ? word_time(page->arena, model->site.checked_s, model->offset_min)
              : word_moment(page->arena, model->site.checked_s, model->offset_min, model->today));
}

static void desk_bar(struct page *page, struct rect bar)
{
    const struct bar_button buttons[] = {
        {ID_OUT, word(TX_STAFF_OUT), BUTTON_PLAIN, false, {.kind = INTENT_STAFF_OUT}},
        {ID_SYNC, sync_word(page), BUTTON_PLAIN, true, {.value = 1}},
        {ID_CLEAN, word(TX_CLEANING), BUTTON_PLAIN, false, {.kind = INTENT_CLEAN}},
        {ID_SCALE, scale_word(page), BUTTON_PLAIN, false, {.kind = INTENT_SCALE}},
    };

    bar_draw(page, bar, buttons, sizeof buttons / sizeof buttons[0]);
    if (page->intent.kind == INTENT_NONE && page->intent.value == 1) {
        page->intent.value = 0;
        ui_scroll_to(&page->state->scroll, page->state->scroll.content_h);
    }
}

static void panel_row(struct page *page, struct rect *rest)
{
    const struct ui_row row = {.title = word(TX_PANEL_TITLE), .second = word(TX_PANEL_ROW)};

    if (row_cut(page, rest, ID_PANEL, &row) || ui_key(page->ui, KEY_AIM)) {
        go(page, PAGE_STAFF_PANEL, text_of(""));
    }
}

void page_staff_frame(struct page *page)
{
    const struct model *model = page->model;
    const struct readiness *ready = &model->staff.readiness;
    struct head head = {.title = FILL(page, TX_STAFF_HEAD, model->staff.name),
                        .controls = true,
                        .narrow_margin = true};

    if (vault_asks(page)) {
        vault_frame(page, ID_SECRET);
        return;
    }
    if (model->site.idle_s > 0) {
        head.under = FILL(page, TX_STAFF_LEAVES_AFTER, NUMBER(page, model->site.idle_s));
    }
    struct ui_frame frame = frame_open(page, &head);
    struct rect rest = scroll_open(page, ID_SCROLL, frame.body, &page->state->scroll);
    space(&rest, px(page, 24));
    clock_warning(page, &rest);
    due_row(page, &rest);
    if (ready->warn) {
        readiness_cut(page, &rest);
    }
    tiles_cut(page, &rest);
    visitors_cut(page, &rest);
    if (!ready->warn) {
        readiness_cut(page, &rest);
    }
    sync_cut(page, &rest);
    panel_row(page, &rest);
    if (model->site.offer.size > 0) {
        offer_cut(page, &rest);
    }
    scroll_close(page, rest, frame.body, &page->state->scroll);
    desk_bar(page, frame.bar);
}
