/* page_changes.c - what became of each item since the board a month before. */
#include "parts.h"

enum { ID_SCROLL = UI_ID(PAGE_CHANGES, 0), ID_BOARD, ID_ROW = UI_ID(PAGE_CHANGES, 16) };

static struct tag_word change_tag(struct page *page, const struct model_change *change)
{
    switch (change->kind) {
    case CHANGE_NEW_PERIOD:
    case CHANGE_FIRST:
        return (struct tag_word){TONE_BLUE, word(TX_CHANGE_PUBLISHED)};
    case CHANGE_LATE:
        return (struct tag_word){TONE_BLUE, word(TX_CHANGE_LATE)};
    case CHANGE_CORRECTED:
        return (struct tag_word){TONE_AMBER, word(TX_CORRECTED)};
    case CHANGE_WITHDRAWN:
    case CHANGE_MISSING:
        return state_word(page, &change->row);
    case CHANGE_NONE:
    default:
        return change->row.state == BOARD_PUBLISHED
                   ? (struct tag_word){TONE_PLAIN, word(TX_CHANGE_SAME)}
                   : state_word(page, &change->row);
    }
}

/* "支出比上期多 1,200.00 元" */
static struct text sums_word(struct page *page, const struct model_change *change)
{
    int64_t more = change->spending - change->spending_before;

    if (!change->has_sums) {
        return text_of("");
    }
    if (more == 0) {
        return word(TX_CHANGE_SPENT_SAME);
    }
    return FILL(page, more > 0 ? TX_CHANGE_SPENT_MORE : TX_CHANGE_SPENT_LESS,
                sum_word(page, more > 0 ? more : -more));
}

/* What is different says more than the day it came. */
static struct text change_second(struct page *page, const struct model_change *change)
{
    const struct board_row *row = &change->row;
    struct text parts[2] = {period_word(page, row->period, page->model->changes.year)};

    if (change->has_sums) {
        parts[1] = sums_word(page, change);
    } else if (change->added + change->removed + change->altered > 0) {
        parts[1] = FILL(page, TX_CHANGE_LINES, NUMBER(page, change->added),
                        NUMBER(page, change->removed), NUMBER(page, change->altered));
    } else if (row->state == BOARD_PUBLISHED && change->kind != CHANGE_NONE) {
        parts[1] = FILL(page, TX_PUBLISHED_ON, due_day_word(page, row->published_day));
    } else if (row->due_day > 0 && row->state != BOARD_PUBLISHED) {
        parts[1] = FILL(page, TX_DUE_ON, due_day_word(page, row->due_day));
    }
    return word_join(page->arena, parts, 2);
}

static void change_cut(struct page *page, struct rect *rest, size_t index)
{
    const struct model_change *change = &page->model->changes.items[index];
    struct tag_word tag = change_tag(page, change);
    struct ui_row row = {.number = word_numeral(change->row.item),
                         .title = item_word(page, change->row.item),
                         .second = change_second(page, change),
                         .tag_count = 1,
                         .dead = change->row.state == BOARD_NOT_DUE};

    row.tags[0].tone = tag.tone;
    row.tags[0].text = tag.text;
    row.tone =
        change->kind == CHANGE_MISSING || change->kind == CHANGE_WITHDRAWN ? tag.tone : TONE_PLAIN;
    if (row_cut(page, rest, ID_ROW + (int)index, &row)) {
        struct text key = change->key.size > 0 ? change->key : row_key(page, &change->row);
        go(page, change->has_sums ? PAGE_COMPARE : PAGE_ITEM, key);
    }
}

/* Those that changed, then those that did not. */
static void group_cut(struct page *page, struct rect *rest, bool changed)
{
    const struct model_changes *changes = &page->model->changes;
    size_t count = 0;

    for (size_t i = 0; i < changes->count; i++) {
        bool same = changes->items[i].kind == CHANGE_NONE;
        count += same != changed ? 1 : 0;
    }
    if (count == 0) {
        if (changed) {
            note_card(page, rest, TONE_JADE, word(TX_CHANGES_ALL_SAME), text_of(""));
        }
        return;
    }
    section(page, rest,
            FILL(page, changed ? TX_CHANGES_SOME : TX_CHANGES_SAME, NUMBER(page, count)));
    for (size_t i = 0; i < changes->count; i++) {
        bool same = changes->items[i].kind == CHANGE_NONE;
        if (same != changed) {
            change_cut(page, rest, i);
        }
    }
}

void page_changes_frame(struct page *page)
{
    const struct model_changes *changes = &page->model->changes;
    struct head head = {.title = word(TX_CHANGES_TITLE), .controls = true};
    struct bar_button board = {
        ID_BOARD, word(TX_BOARD_TITLE), BUTTON_PLAIN, true, {.kind = INTENT_GO}};

    if (changes->month > 0) {
        head.beside = word_year_month(page->arena, changes->year, changes->month);
        board.intent.place = place_of(PAGE_BOARD, month_arg(page, changes->year, changes->month));
    } else {
        board.intent.place = place_of(PAGE_BOARD, text_of(""));
    }
    struct ui_frame frame = frame_open(page, &head);
    struct rect rest = scroll_open(page, ID_SCROLL, frame.body, &page->state->scroll);
    space(&rest, px(page, 14));
    if (changes->count == 0) {
        nothing_cut(page, &rest, word(TX_CHANGES_NONE), word(TX_CHANGES_NONE_TEXT));
    } else {
        group_cut(page, &rest, true);
        group_cut(page, &rest, false);
    }
    scroll_close(page, rest, frame.body, &page->state->scroll);
    bar_usual(page, frame.bar, &board, 1);
}
