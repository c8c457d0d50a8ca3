#include "paper_slip.h"

#include "parts.h"

/* Paper lies about for years: every date on it has its year. No day of ours is in this one's. */
enum { OTHER_YEAR = 1 };

struct writing {
    struct page *page;
    struct slip *slip;
    bool full;
};

static void add(struct writing *w, enum slip_kind kind, struct text text)
{
    slip_add(w->slip, kind, text, &w->full);
}

static void add_pair(struct writing *w, struct text left, struct text right)
{
    add(w, SLIP_PAIR, FILL(w->page, TX_PAPER_PAIR, left, right));
}

static void add_fact(struct writing *w, enum word label, struct text value)
{
    if (value.size > 0) {
        add(w, SLIP_TEXT, FILL(w->page, TX_TAKE_PAIR, word(label), value));
    }
}

/* ---- texts ---- */

static void add_row(struct writing *w, const struct block *block, size_t row)
{
    const struct text *cells = block->cells + row * block->columns;
    struct text left = cells[0], right = {0};

    for (size_t column = 1; column < block->columns; column++) {
        right = right.size > 0 ? FILL(w->page, TX_DAY_WEEK, right, cells[column]) : cells[column];
    }
    add_pair(w, left, right);
}

static void add_blocks(struct writing *w, const struct blocks *blocks)
{
    for (size_t i = 0; i < blocks->count; i++) {
        const struct block *block = &blocks->at[i];
        struct text text = block->text;
        if (block->kind == BLOCK_BULLET) {
            text = FILL(w->page, TX_DAY_WEEK, word(TX_BULLET), text);
        } else if (block->kind == BLOCK_NUMBERED) {
            text = FILL(w->page, TX_PAPER_NUMBERED, NUMBER(w->page, block->number), text);
        }
        add(w, block->kind == BLOCK_HEADING ? SLIP_HEADING : SLIP_TEXT, text);
        for (size_t row = 0; row < block->rows && block->columns > 0; row++) {
            add_row(w, block, row);
        }
    }
}

/* ---- what can be printed ---- */

static void add_ledger(struct writing *w)
{
    const struct model_item *item = &w->page->model->item;
    const struct {
        enum word name;
        int64_t sum;
    } sums[] = {{TX_OPENING, item->opening},
                {TX_INCOME, item->income},
                {TX_SPENDING, item->spending},
                {TX_CLOSING, item->closing}};

    add(w, SLIP_SMALL, word(TX_UNIT_YUAN));
    for (size_t i = 0; i < 4; i++) {
        add_pair(w, word(sums[i].name), sum_word(w->page, sums[i].sum));
    }
    add(w, SLIP_RULE, text_of(""));
    for (size_t i = 0; i < item->row_count; i++) {
        const struct ledger_row *row = &item->rows[i];
        bool in = row->income > 0;
        struct text amount = FILL(w->page, in ? TX_AMOUNT_IN : TX_AMOUNT_OUT,
                                  sum_word(w->page, in ? row->income : row->spending));
        add_pair(
            w,
            FILL(w->page, TX_DAY_WEEK, word_day(w->page->arena, row->date, row->date), row->item),
            amount);
        add(w, SLIP_SMALL, FILL(w->page, TX_HANDLER_APPROVER, row->handler, row->approver));
    }
    add(w, SLIP_RULE, text_of(""));
}

static void add_item(struct writing *w)
{
    const struct model *model = w->page->model;
    const struct model_item *item = &model->item;
    const struct model_board *board = &model->board;
    struct text name = item_word(w->page, item->row.item);

    add(w, SLIP_TITLE, item->title.size > 0 ? item->title : name);
    add(w, SLIP_TEXT, period_word(w->page, item->row.period, 0));
    if (item->corrected) {
        add(w, SLIP_TEXT, FILL(w->page, TX_TAKE_PAIR, word(TX_CORRECTED), item->correction));
    }
    if (item->nil) {
        add(w, SLIP_TEXT, word(TX_NIL_TEXT));
    }
    if (item->has_ledger) {
        add_ledger(w);
    }
    add_blocks(w, &item->text);
    add_fact(w, TX_PAPER_HANDLER, item->handler);
    add_fact(w, TX_PAPER_APPROVER, item->approver);
    if (item->leader_signed_s > 0) {
        int32_t day = civil_day_at(item->leader_signed_s, model->offset_min);
        add(w, SLIP_TEXT,
            FILL(w->page, TX_PAPER_SIGNED, word_day(w->page->arena, day, OTHER_YEAR)));
    }
    if (board->issue > 0 && board->check_code[0] && !board->code_differs) {
        add(w, SLIP_SMALL, word(TX_PAPER_CODE));
        add(w, SLIP_DIGITS,
            FILL(w->page, TX_CHECK_CODE, NUMBER(w->page, board->issue),
                 text_of(board->check_code)));
    }
}

static void add_meeting(struct writing *w)
{
    const struct model_meeting *meeting = &w->page->model->meeting;
    const struct meeting *record = &meeting->record;

    add(w, SLIP_TITLE, record->title);
    add(w, SLIP_HEADING, word_day_week(w->page->arena, record->date, OTHER_YEAR));
    add_fact(w, TX_HOURS, record->time);
    add_fact(w, TX_PLACE, record->place);
    add_fact(w, TX_PAPER_CONVENER, record->convener);
    for (size_t i = 0; i < record->topics.count; i++) {
        add(w, SLIP_TEXT,
            FILL(w->page, TX_PAPER_NUMBERED, NUMBER(w->page, i + 1), record->topics.at[i]));
    }
    add_blocks(w, &meeting->text);
    add_blocks(w, &meeting->result);
}

static void add_notice(struct writing *w)
{
    const struct model_notice *notice = &w->page->model->notice;

    add(w, SLIP_TITLE, notice->title);
    if (notice->date > 0) {
        add(w, SLIP_TEXT, word_day_week(w->page->arena, notice->date, OTHER_YEAR));
    }
    add_fact(w, TX_HOURS, notice->hours);
    add_fact(w, TX_PLACE, notice->place);
    add_fact(w, TX_PHONE, notice->phone);
    add_blocks(w, &notice->text);
}

static void add_contact(struct writing *w)
{
    const struct zone *zone = w->page->model->building.zone;

    add(w, SLIP_TITLE, zone->person);
    add(w, SLIP_DIGITS, zone->phone);
    add(w, SLIP_TEXT, zone->name);
    add(w, SLIP_TEXT, zone->place);
    add_fact(w, TX_PAPER_BUILDING, w->page->model->building.chosen);
}

static void add_receipt(struct writing *w)
{
    const struct model *model = w->page->model;
    const struct model_receipt *receipt = &model->receipt;
    struct text digits = arena_printf(w->page->arena, "%.4s %.4s %.4s", receipt->digits,
                                      receipt->digits + 4, receipt->digits + 8);

    add(w, SLIP_TITLE, word(TX_PAPER_RECEIPT));
    add(w, SLIP_DIGITS, digits);
    if (receipt->submitted_s > 0) {
        add_fact(w, TX_PAPER_WRITTEN,
                 word_moment(w->page->arena, receipt->submitted_s, model->offset_min, OTHER_YEAR));
    }
    if (receipt->promised_by > 0) {
        add(w, SLIP_TEXT,
            FILL(w->page, TX_PROMISE_PLAIN,
                 word_day(w->page->arena, receipt->promised_by, OTHER_YEAR)));
    }
    add(w, SLIP_TEXT, word(TX_RECEIPT_HOW));
    add(w, SLIP_SMALL, word(TX_RECEIPT_SECRET));
    add_fact(w, TX_PHONE, model->site.office_phone);
}

static void add_answer(struct writing *w)
{
    const struct model_receipt *receipt = &w->page->model->receipt;
    struct text when = receipt->answer_s > 0 ? word_moment(w->page->arena, receipt->answer_s,
                                                           w->page->model->offset_min, OTHER_YEAR)
                                             : text_of("");

    add(w, SLIP_TITLE, word(TX_ANSWER_TITLE));
    add(w, SLIP_TEXT, receipt->answer);
    add(w, SLIP_SMALL, FILL(w->page, TX_DAY_WEEK, receipt->answer_by, when));
    if (receipt->state == LETTER_ANSWERED_HERE) {
        add(w, SLIP_SMALL, word(TX_ANSWER_TO_CONFIRM));
    }
}

/* ---- all of it ---- */

/* What is taken away stands behind "take/". */
static enum page_id page_of(const struct model *model)
{
    struct place place;

    if (model->place.page != PAGE_TAKE) {
        return model->place.page;
    }
    return place_parse(text_of(model->place.arg), &place) ? PAGE_TAKE : place.page;
}

static bool answered(const struct model_receipt *receipt)
{
    return receipt->answer.size > 0 &&
           (receipt->state == LETTER_ANSWERED || receipt->state == LETTER_ANSWERED_HERE);
}

bool paper_can(const struct model *model, enum paper_part part)
{
    bool receipt = model->place.page == PAGE_RECEIPT && model->receipt.digits[0] &&
                   !model->receipt.busy && !model->receipt.invalid && !model->receipt.limited &&
                   model->receipt.state != LETTER_UNKNOWN;

    if (part != PAPER_PAGE) {
        return receipt && (part == PAPER_RECEIPT || answered(&model->receipt));
    }
    switch ((unsigned)page_of(model)) {
    case PAGE_ITEM:
        return model->item.state == ITEM_SHOWN && !model->item.row.expired;
    case PAGE_MEETING:
        return model->meeting.key.size > 0 && !model->meeting.hidden;
    case PAGE_NOTICE:
        return model->notice.key.size > 0 && !model->notice.hidden;
    case PAGE_BUILDING:
        return model->building.zone != NULL;
    default:
        return false;
    }
}

static struct text foot_of(struct page *page)
{
    const struct model *model = page->model;
    struct text issued =
        word_moment(page->arena, model->site.issued_s, model->offset_min, OTHER_YEAR);
    struct text now = model->doubtful
                          ? word(TX_CLOCK_DOUBTFUL)
                          : word_moment(page->arena, model->now_s, model->offset_min, OTHER_YEAR);

    return FILL(page, TX_PAPER_FOOT, model->site.name, issued, now);
}

enum err paper_write(struct model *model, enum paper_part part, struct arena *arena,
                     struct slip *slip)
{
    struct page page = {.model = model, .arena = arena};
    struct writing w = {.page = &page, .slip = slip};
    static void (*const parts[])(struct writing *) = {
        [PAPER_PAGE] = NULL, [PAPER_RECEIPT] = add_receipt, [PAPER_ANSWER] = add_answer};

    if (!paper_can(model, part)) {
        return ERR_NOT_FOUND;
    }
    *slip = (struct slip){.lines = ARENA_ARRAY(arena, struct slip_line, SLIP_LINES_MAX),
                          .is_private = part != PAPER_PAGE};
    if (!slip->lines) {
        return ERR_NOMEM;
    }
    enum page_id of = page_of(model);
    if (parts[part]) {
        parts[part](&w);
    } else if (of == PAGE_ITEM) {
        add_item(&w);
    } else if (of == PAGE_MEETING) {
        add_meeting(&w);
    } else if (of == PAGE_NOTICE) {
        add_notice(&w);
    } else {
        add_contact(&w);
    }
    if (w.full && slip->count > 0) { /* what is missing is told in the last line's place */
        slip->lines[slip->count - 1] = (struct slip_line){SLIP_TEXT, word(TX_PAPER_MORE)};
    }
    slip->foot = foot_of(&page);
    return slip->foot.size > 0 ? OK : ERR_NOMEM;
}
