#include "aloud.h"

#include <string.h>

#include "parts.h"

struct gathering {
    struct page *page;
    struct aloud *aloud;
    size_t bytes;
};

/* ---- pieces ---- */

static void add(struct gathering *g, struct text said, struct text shown, bool yuan)
{
    if (text_trim(said).size == 0 || g->aloud->count == ALOUD_PIECES_MAX ||
        g->bytes + said.size > ALOUD_SAID_BYTES_MAX) {
        return;
    }
    g->bytes += said.size;
    g->aloud->at[g->aloud->count++] = (struct aloud_piece){said, shown, yuan};
}

/* Read as it stands there. */
static void add_text(struct gathering *g, struct text text)
{
    add(g, text, text, false);
}

static void add_fact(struct gathering *g, enum word label, struct text value)
{
    if (value.size > 0) {
        add(g, FILL(g->page, TX_ALOUD_PAIR, word(label), value), value, false);
    }
}

/* ---- texts ---- */

static bool has(struct text text, struct text part)
{
    return part.size > 0 && text.size >= part.size &&
           memmem(text.data, text.size, part.data, part.size) != NULL;
}

/* A row is read with what stands above each of its cells. */
static void add_row(struct gathering *g, const struct block *block, size_t row)
{
    const struct text *heads = block->cells, *cells = block->cells + row * block->columns;
    struct text line = {0};
    bool yuan = false;

    for (size_t column = 0; column < block->columns; column++) {
        if (text_trim(cells[column]).size == 0) {
            continue;
        }
        bool first = column == 0 || heads[column].size == 0;
        struct text cell =
            first ? cells[column] : FILL(g->page, TX_ALOUD_PAIR, heads[column], cells[column]);
        yuan = yuan || has(heads[column], word(TX_ALOUD_YUAN));
        line = line.size > 0 ? FILL(g->page, TX_ALOUD_PAIR, line, cell) : cell;
    }
    add(g, line, cells[0], yuan);
}

static void add_blocks(struct gathering *g, const struct blocks *blocks)
{
    for (size_t i = 0; i < blocks->count; i++) {
        const struct block *block = &blocks->at[i];
        add_text(g, block->text);
        for (size_t row = 1; row < block->rows && block->columns > 0; row++) {
            add_row(g, block, row);
        }
    }
}

static void add_lines(struct gathering *g, struct text text)
{
    for (struct text rest = text, line; text_split(&rest, '\n', &line);) {
        if (line.size > 0 && line.data[line.size - 1] == '\r') {
            line.size--;
        }
        add_text(g, line);
    }
}

/* ---- pages ---- */

static void add_sums(struct gathering *g)
{
    const struct model_item *item = &g->page->model->item;
    bool month = item->row.period.kind == PERIOD_MONTH;
    const struct {
        enum word name;
        int64_t sum;
    } sums[] = {{month ? TX_SUM_OPENING_MONTH : TX_SUM_OPENING, item->opening},
                {month ? TX_SUM_INCOME_MONTH : TX_SUM_INCOME, item->income},
                {month ? TX_SUM_SPENDING_MONTH : TX_SUM_SPENDING, item->spending},
                {month ? TX_SUM_CLOSING_MONTH : TX_SUM_CLOSING, item->closing}};

    for (size_t i = 0; i < 4; i++) {
        struct text sum = sum_word(g->page, sums[i].sum);
        add(g, FILL(g->page, TX_ALOUD_SUM, word(sums[i].name), sum), sum, false);
    }
    for (size_t i = 0; i < item->row_count; i++) {
        const struct ledger_row *row = &item->rows[i];
        int64_t sum = row->income > 0 ? row->income : row->spending;
        struct text amount =
            FILL(g->page, row->income > 0 ? TX_ALOUD_IN : TX_ALOUD_OUT, sum_word(g->page, sum));
        add(g,
            FILL(g->page, TX_ALOUD_ROW, word_day(g->page->arena, row->date, row->date), row->item,
                 amount),
            row->item, false);
    }
}

static void add_item(struct gathering *g)
{
    const struct model_item *item = &g->page->model->item;
    struct text name = item_word(g->page, item->row.item);

    add_text(g, item->title.size > 0 ? item->title : name);
    if (item->title.size > 0 && !has(item->title, period_word(g->page, item->row.period, 0))) {
        add_text(g, period_word(g->page, item->row.period, 0));
    }
    if (item->corrected) {
        add_text(g, item->correction);
    }
    if (item->nil) {
        add_text(g, word(TX_NIL_TEXT));
    }
    if (item->has_ledger) {
        add_sums(g);
    }
    add_blocks(g, &item->text);
    if (item->handler.size > 0 && item->approver.size > 0) {
        add(g, FILL(g->page, TX_ALOUD_PEOPLE, item->handler, item->approver), text_of(""), false);
    }
}

/* What each row's tag says, so that who cannot read hears what is missing too. */
static void add_board(struct gathering *g)
{
    const struct model_board *board = &g->page->model->board;
    struct text month = word_year_month(g->page->arena, board->year, board->month);

    add(g, FILL(g->page, TX_ALOUD_BOARD, month), month, false);
    for (size_t i = 0; i < ITEM_COUNT; i++) {
        const struct board_row *row = &board->rows[i];
        struct text name = item_word(g->page, row->item);
        add(g,
            FILL(g->page, TX_ALOUD_BOARD_ROW, word_numeral(row->item), name,
                 state_word(g->page, row).text),
            name, false);
    }
    for (size_t i = 0; i < sizeof board->others / sizeof board->others[0]; i++) {
        const struct board_row *row = &board->others[i];
        struct text name = item_word(g->page, row->item);
        if (row->item > 0) {
            add(g, FILL(g->page, TX_ALOUD_PAIR, name, state_word(g->page, row).text), name, false);
        }
    }
    if (board->is_current) {
        add_text(g, next_disclosure_word(g->page));
    }
}

static void add_meeting(struct gathering *g)
{
    const struct model_meeting *meeting = &g->page->model->meeting;
    const struct meeting *record = &meeting->record;

    add_text(g, record->title);
    add_text(g, meeting_when(g->page, record->date, record->time));
    add_text(g, record->place);
    add_text(g, record->convener);
    for (size_t i = 0; i < record->topics.count; i++) {
        add_text(g, record->topics.at[i]);
    }
    add_blocks(g, &meeting->text);
    add_blocks(g, &meeting->result);
}

static void add_notice(struct gathering *g)
{
    const struct model_notice *notice = &g->page->model->notice;

    add_text(g, notice->title);
    add_fact(g, TX_HOURS, notice->hours);
    add_fact(g, TX_PLACE, notice->place);
    add_fact(g, TX_PHONE, notice->phone);
    add_blocks(g, &notice->text);
}

static void add_regulation(struct gathering *g)
{
    const struct model_regulation *regulation = &g->page->model->regulation;

    if (regulation->markdown) {
        add_text(g, regulation->title);
        add_blocks(g, &regulation->blocks);
    } else {
        add_lines(g, regulation->text);
    }
}

static void add_emergency(struct gathering *g)
{
    const struct model_emergency *emergency = &g->page->model->emergency;

    add_text(g, emergency->title);
    add_text(g, emergency->text);
    add_fact(g, TX_EMERGENCY_PLACE, emergency->place);
    add_fact(g, TX_PHONE, emergency->phone);
}

static void add_duty(struct gathering *g)
{
    const struct model_duty *duty = &g->page->model->duty;

    add_text(g, word(TX_DUTY_TODAY));
    for (size_t i = 0; i < duty->today_count; i++) {
        const struct duty_row *row = &duty->today[i];
        struct text span = span_word(g->page, row->from_min, row->to_min);
        add(g,
            row->phone.size > 0
                ? FILL(g->page, TX_ALOUD_DUTY, row->person, row->post, span, row->phone)
                : FILL(g->page, TX_ALOUD_ROW, row->person, row->post, span),
            text_of(""), false);
    }
}

bool aloud_can(const struct model *model, bool *is_private)
{
    const struct model_receipt *receipt = &model->receipt;
    bool answered = model->place.page == PAGE_RECEIPT && receipt->answer.size > 0 &&
                    (receipt->state == LETTER_ANSWERED || receipt->state == LETTER_ANSWERED_HERE);

    if (is_private) {
        *is_private = answered;
    }
    switch ((unsigned)model->place.page) {
    case PAGE_BOARD:
        return model->site.has_content && model->board.month > 0;
    case PAGE_ITEM:
        return model->item.state == ITEM_SHOWN && !model->item.row.expired;
    case PAGE_MEETING:
        return model->meeting.key.size > 0 && !model->meeting.hidden;
    case PAGE_NOTICE:
        return model->notice.key.size > 0 && !model->notice.hidden;
    case PAGE_REGULATION:
        return model->regulation.text.size > 0;
    case PAGE_EMERGENCY:
        return model->emergency.key.size > 0;
    case PAGE_DUTY:
        return model->duty.today_count > 0;
    default:
        return answered;
    }
}

void aloud_gather(struct model *model, struct arena *arena, struct aloud *aloud)
{
    struct page page = {.model = model, .arena = arena};
    struct gathering g = {.page = &page, .aloud = aloud};

    *aloud = (struct aloud){.at = ARENA_ARRAY(arena, struct aloud_piece, ALOUD_PIECES_MAX)};
    if (!aloud->at || !aloud_can(model, NULL)) {
        return;
    }
    switch ((unsigned)model->place.page) {
    case PAGE_BOARD:
        add_board(&g);
        break;
    case PAGE_ITEM:
        add_item(&g);
        break;
    case PAGE_MEETING:
        add_meeting(&g);
        break;
    case PAGE_NOTICE:
        add_notice(&g);
        break;
    case PAGE_REGULATION:
        add_regulation(&g);
        break;
    case PAGE_EMERGENCY:
        add_emergency(&g);
        break;
    case PAGE_DUTY:
        add_duty(&g);
        break;
    default:
        add_text(&g, model->receipt.answer);
        break;
    }
}
