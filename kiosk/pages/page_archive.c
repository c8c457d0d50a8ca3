/* page_archive.c - what was disclosed, by volume (year), month and item (G12).
 *
 * All three on one screen: a year's button brings its months, a month's button its items. */
#include "parts.h"

enum {
    ID_SCROLL = UI_ID(PAGE_ARCHIVE, 0),
    ID_OLDER,
    ID_NEWER,
    ID_YEAR, /* and the years after it */
    ID_MONTH = ID_YEAR + 8,
    ID_ROW = ID_MONTH + 16, /* and the rows after it */
    YEARS_SHOWN = 4,
};

static int button_height(const struct page *page)
{
    int height = tx(page, 88);

    return height < page->theme->touch_min ? page->theme->touch_min : height;
}

/* ---- years ---- */

static size_t first_year(struct page *page, size_t shown)
{
    const struct model_archive *archive = &page->model->archive;
    size_t at = 0, last = archive->year_count > shown ? archive->year_count - shown : 0;

    for (size_t i = 0; i < archive->year_count; i++) {
        at = archive->years[i].year == archive->year ? i : at;
    }
    int start = (int)(at / shown * shown) + page->state->group * (int)shown;
    start = start > (int)last ? (int)last : start;
    return start < 0 ? 0 : (size_t)start;
}

static void years_cut(struct page *page, struct rect *rest)
{
    const struct model_archive *archive = &page->model->archive;
    size_t shown = page->theme->scale == SCALE_STANDARD ? YEARS_SHOWN : YEARS_SHOWN - 2;
    size_t start = first_year(page, shown);
    int parts = (int)shown + 2, gap = page->theme->gap;
    struct rect line = cut_top(rest, button_height(page));
    bool older = start + shown<archive->year_count, newer = start> 0;

    if (ui_button(page->ui, ID_OLDER, split_columns(line, parts, 0, gap), word(TX_OLDER),
                  older ? BUTTON_PLAIN : BUTTON_DISABLED)) {
        page->state->group++;
    }
    for (size_t i = 0; i < shown && start + i < archive->year_count; i++) {
        int year = archive->years[start + i].year;
        struct rect rect = split_columns(line, parts, (int)(shown - i), gap);
        if (ui_button(page->ui, ID_YEAR + (int)i, rect, FILL(page, TX_YEAR, NUMBER(page, year)),
                      year == archive->year ? BUTTON_MAIN : BUTTON_PLAIN)) {
            go(page, PAGE_ARCHIVE, arena_printf(page->arena, "%04d", year));
        }
    }
    if (ui_button(page->ui, ID_NEWER, split_columns(line, parts, parts - 1, gap), word(TX_NEWER),
                  newer ? BUTTON_PLAIN : BUTTON_DISABLED)) {
        page->state->group--;
    }
    space(rest, px(page, 14));
}

/* ---- months ---- */

static struct text volume_month(struct page *page, size_t index)
{
    const struct model_archive *archive = &page->model->archive;
    int year = archive->months[index].year, month = archive->months[index].month;
    struct text name = year == archive->year ? FILL(page, TX_MONTH, NUMBER(page, month))
                                             : word_year_month(page->arena, year, month);

    return FILL(page, TX_ARCHIVE_MONTH, name, NUMBER(page, archive->months[index].count));
}

static void months_cut(struct page *page, struct rect *rest)
{
    const struct model_archive *archive = &page->model->archive;
    int columns = page->theme->scale == SCALE_STANDARD ? 4 : 3, gap = page->theme->gap;
    int rows = ((int)archive->month_count + columns - 1) / columns, height = button_height(page);

    if (archive->month_count == 0) {
        return;
    }
    struct rect whole = cut_top(rest, rows * height + (rows - 1) * gap);
    for (size_t i = 0; i < archive->month_count; i++) {
        struct rect row = split_rows(whole, rows, (int)i / columns, gap);
        bool here = archive->months[i].year == archive->month_year &&
                    archive->months[i].month == archive->month;
        if (ui_button(page->ui, ID_MONTH + (int)i,
                      split_columns(row, columns, (int)i % columns, gap), volume_month(page, i),
                      here ? BUTTON_MAIN : BUTTON_PLAIN)) {
            go(page, PAGE_ARCHIVE,
               arena_printf(page->arena, "%04d/%04d-%02d", archive->year, archive->months[i].year,
                            archive->months[i].month));
        }
    }
    space(rest, px(page, 14));
}

/* ---- items ---- */

static void item_cut(struct page *page, struct rect *rest, size_t index)
{
    const struct model_archive *archive = &page->model->archive;
    const struct board_row *row = &archive->items[index].row;
    struct text title = archive->items[index].title;
    struct tag_word state = state_word(page, row);
    struct text parts[3] = {period_word(page, row->period, 0),
                            FILL(page, TX_PUBLISHED_ON, due_day_word(page, row->published_day)),
                            row->nil ? word(TX_NIL) : text_of("")};
    struct ui_row line = {.title = title.size > 0 ? title : item_word(page, row->item)};

    if (row->item <= ITEM_COUNT) { /* the two of G13 have no number on the board */
        line.number = word_numeral(row->item);
    }
    line.second = word_join(page->arena, parts, 3);
    if (row->corrected) {
        line.tags[line.tag_count].tone = TONE_AMBER;
        line.tags[line.tag_count++].text = word(TX_CORRECTED);
    }
    if (row->state != BOARD_PUBLISHED || row->late_days > 0) {
        line.tags[line.tag_count].tone = state.tone;
        line.tags[line.tag_count++].text = state.text;
    }
    if (row_cut(page, rest, ID_ROW + (int)index, &line)) {
        go(page, PAGE_ITEM, archive->items[index].key);
    }
}

static void volume_cut(struct page *page, struct rect *rest)
{
    const struct model_archive *archive = &page->model->archive;
    unsigned count = 0;

    for (size_t i = 0; i < archive->month_count; i++) {
        count += archive->months[i].count;
    }
    struct text until = word_day(page->arena, archive->keep_until, page->model->today);
    ui_paragraph(
        page->ui, rest, STYLE_SMALL, COLOR_MUTED,
        FILL(page, TX_ARCHIVE_KEPT, NUMBER(page, archive->year), NUMBER(page, count), until));
    space(rest, px(page, 14));
    months_cut(page, rest);
    for (size_t i = 0; i < archive->item_count; i++) {
        item_cut(page, rest, i);
    }
    if (archive->more) {
        note_card(page, rest, TONE_AMBER, text_of(""),
                  FILL(page, TX_ARCHIVE_MORE, NUMBER(page, archive->item_count)));
    }
    if (archive->month_count == 0) {
        nothing_cut(page, rest, word(TX_ARCHIVE_EMPTY), text_of(""));
    }
}

void page_archive_frame(struct page *page)
{
    const struct model_archive *archive = &page->model->archive;
    struct head head = {.title = word(TX_ARCHIVE_TITLE), .controls = true};

    if (archive->month > 0) {
        head.beside = word_year_month(page->arena, archive->month_year, archive->month);
    }
    struct ui_frame frame = frame_open(page, &head);
    struct rect rest = scroll_open(page, ID_SCROLL, frame.body, &page->state->scroll);
    space(&rest, px(page, 14));
    if (archive->year_count == 0) {
        nothing_cut(page, &rest, word(TX_ARCHIVE_NONE), word(TX_NOTHING_YET_TEXT));
    } else {
        years_cut(page, &rest);
        volume_cut(page, &rest);
    }
    scroll_close(page, rest, frame.body, &page->state->scroll);
    bar_usual(page, frame.bar, NULL, 0);
}
