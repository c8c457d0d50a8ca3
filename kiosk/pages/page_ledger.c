/* page_ledger.c - every line of an account with all its columns, however many there are. */
#include "parts.h"

enum {
    ID_SHEET = UI_ID(PAGE_LEDGER, 0),
    ID_ITEM = ID_SHEET + UI_SHEET_IDS,
    ID_UP, /* and the key beside it */
};

enum column { DATE, MATTER, INCOME, SPENDING, CATEGORY, HANDLER, APPROVER, COLUMNS };

static const struct {
    enum word title;
    enum text_align align;
} columns[COLUMNS] = {
    [DATE] = {TX_COLUMN_DATE, ALIGN_LEFT},         [MATTER] = {TX_COLUMN_MATTER, ALIGN_LEFT},
    [CATEGORY] = {TX_COLUMN_CATEGORY, ALIGN_LEFT}, [HANDLER] = {TX_COLUMN_HANDLER, ALIGN_LEFT},
    [APPROVER] = {TX_COLUMN_APPROVER, ALIGN_LEFT}, [INCOME] = {TX_COLUMN_INCOME, ALIGN_RIGHT},
    [SPENDING] = {TX_COLUMN_SPENDING, ALIGN_RIGHT}};

/* What the cells are made of; a text lives until the next cell is asked for. */
struct cells {
    struct page *page;
    size_t mark; /* of the frame's arena */
};

static struct text foot_cell(const struct cells *cells, enum column column)
{
    const struct model_item *item = &cells->page->model->item;

    if (column == MATTER) {
        return word(TX_LEDGER_TOTAL);
    }
    if (column == INCOME || column == SPENDING) {
        return sum_word(cells->page, column == INCOME ? item->income : item->spending);
    }
    return text_of("");
}

static struct text row_cell(const struct cells *cells, const struct ledger_row *row,
                            enum column column)
{
    struct civil_date date = civil_date_of(row->date);

    switch (column) {
    case DATE:
        return arena_printf(cells->page->arena, "%02d-%02d", date.month, date.day);
    case MATTER:
        return row->item;
    case CATEGORY:
        return row->category;
    case HANDLER:
        return row->handler;
    case APPROVER:
        return row->approver;
    case INCOME:
        return row->income > 0 ? sum_word(cells->page, row->income) : text_of("");
    case SPENDING:
        return row->income > 0 ? text_of("") : sum_word(cells->page, row->spending);
    case COLUMNS:
        break;
    }
    return text_of("");
}

static struct text cell(const void *data, size_t row, size_t column)
{
    const struct cells *cells = data;
    const struct model_item *item = &cells->page->model->item;

    arena_rewind(cells->page->arena, cells->mark);
    return row < item->row_count ? row_cell(cells, &item->rows[row], (enum column)column)
                                 : foot_cell(cells, (enum column)column);
}

static void sheet_draw(struct page *page, struct rect rect)
{
    const struct model_item *item = &page->model->item;
    struct cells cells = {page, arena_mark(page->arena)};
    struct ui_sheet sheet = {
        .column_count = COLUMNS,
        .fixed = 2,
        .row_count = item->row_count + 1,
        .foot = true,
        .cell = cell,
        .data = &cells,
        .version = content_hash((uint64_t)item->closing, item->key),
        .back_word = word(TX_TABLE_BACK),
        .on_word = word(TX_TABLE_ON),
    };

    for (size_t i = 0; i < COLUMNS; i++) {
        sheet.columns[i] = (struct ui_column){word(columns[i].title), columns[i].align, 0};
    }
    (void)ui_sheet(page->ui, ID_SHEET, rect, &sheet, &page->state->sheet);
    arena_rewind(page->arena, cells.mark);
}

void page_ledger_frame(struct page *page)
{
    const struct model_item *item = &page->model->item;
    struct head head = {.title = word(TX_LEDGER_TITLE),
                        .beside = period_word(page, item->row.period, 0),
                        .controls = true};
    struct ui_frame frame = frame_open(page, &head);
    struct rect body = frame.body;
    struct bar_button back = {ID_ITEM, word(TX_SEE_ITEM), BUTTON_PLAIN, true, {.kind = INTENT_GO}};

    space(&body, px(page, 22));
    if (item->state != ITEM_SHOWN || !item->has_ledger || item->row.expired) {
        nothing_cut(page, &body, word(TX_NO_LEDGER), word(TX_NO_LEDGER_TEXT));
    } else {
        struct ui_scroll *scroll = &page->state->sheet.scroll;
        (void)cut_bottom(&body, page->theme->gap_s);
        if (ui_scroll_can(scroll, -1) || ui_scroll_can(scroll, 1)) {
            struct rect keys = cut_bottom(&body, page->theme->button_h);
            (void)cut_bottom(&body, page->theme->gap);
            ui_pager(page->ui, ID_UP, keys, scroll, word(TX_PAGE_UP), word(TX_PAGE_DOWN));
        }
        sheet_draw(page, body);
    }
    back.intent.place = place_of(PAGE_ITEM, text_of(page->model->place.arg));
    bar_usual(page, frame.bar, &back, 1);
}
