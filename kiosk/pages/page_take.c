/* page_take.c - one thing as QR codes: a meeting for the calendar, a telephone for the contacts,
 * anything else as its own text. */
#include <stddef.h>

#include "paper_slip.h"
#include "parts.h"
#include "take.h"
#include "ui_image.h"

enum {
    ID_BEFORE = UI_ID(PAGE_TAKE, 0),
    ID_NEXT,
    ID_SCROLL,
    ID_PRINT,
    TAKE_TEXT_BYTES = 24 * 1024, /* of what is made into codes; more does not fit twelve anyway */
};

struct taken {
    struct text title, how;
    struct text codes[TAKE_CODES_MAX];
    size_t count;
    bool too_long;
};

/* ---- texts ---- */

static void add_line(struct buffer *out, struct text line)
{
    if (line.size > 0) {
        buffer_add_text(out, line);
        buffer_add_text(out, text_of("\n"));
    }
}

static void add_block(struct buffer *out, const struct block *block)
{
    add_line(out, block->text);
    for (size_t row = 0; row < block->rows; row++) {
        for (size_t column = 0; column < block->columns; column++) {
            buffer_add_text(out, column > 0 ? text_of(" ") : text_of(""));
            buffer_add_text(out, block->cells[row * block->columns + column]);
        }
        buffer_add_text(out, text_of("\n"));
    }
}

static void add_blocks(struct buffer *out, const struct blocks *blocks)
{
    for (size_t i = 0; i < blocks->count; i++) {
        add_block(out, &blocks->at[i]);
    }
}

static void add_ledger(struct page *page, struct buffer *out)
{
    const struct model_item *item = &page->model->item;
    const struct {
        enum word name;
        int64_t sum;
    } sums[] = {{TX_OPENING, item->opening},
                {TX_INCOME, item->income},
                {TX_SPENDING, item->spending},
                {TX_CLOSING, item->closing}};

    for (size_t i = 0; i < 4; i++) {
        add_line(out, FILL(page, TX_TAKE_SUM, word(sums[i].name), sum_word(page, sums[i].sum)));
    }
    for (size_t i = 0; i < item->row_count && buffer_size(out) < TAKE_TEXT_BYTES; i++) {
        const struct ledger_row *row = &item->rows[i];
        int64_t sum = row->income > 0 ? row->income : row->spending;
        add_line(
            out,
            FILL(page, TX_TAKE_LINE, word_day(page->arena, row->date, row->date), row->item,
                 FILL(page, row->income > 0 ? TX_AMOUNT_IN : TX_AMOUNT_OUT, sum_word(page, sum))));
    }
}

/* Sentences are made in the frame's arena meanwhile, so the text grows in a room of its own. */
struct draft_room {
    _Alignas(max_align_t) uint8_t block[TAKE_TEXT_BYTES];
    struct arena arena;
    struct buffer out;
};

static void room_begin(struct draft_room *room)
{
    arena_init_over(&room->arena, room->block, sizeof room->block);
    room->out = buffer_begin(&room->arena);
}

/* Empty: it is longer than the room, and so than all codes. */
static struct text room_end(struct page *page, struct draft_room *room)
{
    struct bytes bytes;

    return buffer_end(&room->out, &bytes) ? text_of("")
                                          : arena_text(page->arena, bytes_text(bytes));
}

static struct text item_text(struct page *page)
{
    const struct model_item *item = &page->model->item;
    struct draft_room room;
    struct buffer *out = &room.out;

    room_begin(&room);

    add_line(out, item->title.size > 0 ? item->title : item_word(page, item->row.item));
    add_line(out, period_word(page, item->row.period, 0));
    if (item->has_ledger) {
        add_ledger(page, out);
    }
    add_blocks(out, &item->text);
    add_line(out, FILL(page, TX_TAKE_FROM, page->model->site.name));
    return room_end(page, &room);
}

static struct text notice_text(struct page *page)
{
    const struct model_notice *notice = &page->model->notice;
    struct draft_room room;
    struct buffer *out = &room.out;
    const struct {
        enum word name;
        struct text value;
    } facts[] = {{TX_HOURS, notice->hours}, {TX_PLACE, notice->place}, {TX_PHONE, notice->phone}};

    room_begin(&room);
    add_line(out, notice->title);
    for (size_t i = 0; i < 3; i++) {
        if (facts[i].value.size > 0) {
            add_line(out, FILL(page, TX_TAKE_PAIR, word(facts[i].name), facts[i].value));
        }
    }
    add_blocks(out, &notice->text);
    add_line(out, FILL(page, TX_TAKE_FROM, page->model->site.name));
    return room_end(page, &room);
}

/* ---- what is to be taken ---- */

static void take_plain(struct page *page, struct text title, struct text text, struct taken *taken)
{
    taken->title = title;
    taken->how = word(TX_TAKE_HOW);
    taken->too_long = take_text(text, page->arena, taken->codes, &taken->count) != OK;
}

static void take_meeting(struct page *page, struct taken *taken)
{
    const struct model *model = page->model;
    const struct meeting *meeting = &model->meeting.record;
    struct text note = meeting->topics.count > 0 ? meeting->topics.at[0] : text_of("");
    int minutes = 0;

    for (size_t i = 1; i < meeting->topics.count; i++) {
        note = FILL(page, TX_TWO_LINES, note, meeting->topics.at[i]);
    }
    struct take_event event = {
        .id = FILL(page, TX_TAKE_LINE, model->site.kiosk_id, model->meeting.key, text_of("")),
        .title = meeting->title,
        .place = meeting->place,
        .note = note,
        .day = meeting->date,
        .written_s = model->site.issued_s};
    if (meeting->time.size > 0 && !civil_parse_clock(meeting->time, &minutes)) {
        event.start_s = civil_midnight(meeting->date, model->offset_min) + (int64_t)minutes * 60;
    }
    taken->title = meeting->title;
    taken->how = word(TX_TAKE_EVENT);
    taken->count = 1;
    taken->too_long = take_event(&event, page->arena, &taken->codes[0]) != OK;
}

static void take_person(struct page *page, struct taken *taken)
{
    const struct zone *zone = page->model->building.zone;
    struct take_contact contact = {.name = zone->person,
                                   .organisation = page->model->site.name,
                                   .post = zone->name,
                                   .phone = zone->phone,
                                   .note = zone->place};

    taken->title = zone->person;
    taken->how = word(TX_TAKE_CARD);
    taken->count = 1;
    taken->too_long = take_contact(&contact, page->arena, &taken->codes[0]) != OK;
}

/* False: there is nothing (any more). */
static bool take_it(struct page *page, struct taken *taken)
{
    const struct model *model = page->model;
    struct place place;

    *taken = (struct taken){0};
    if (place_parse(text_of(model->place.arg), &place)) {
        return false;
    }
    if (place.page == PAGE_ITEM && model->item.state == ITEM_SHOWN && !model->item.row.expired) {
        struct text title = model->item.title;
        take_plain(page, title.size > 0 ? title : item_word(page, model->item.row.item),
                   item_text(page), taken);
        return true;
    }
    if (place.page == PAGE_MEETING && model->meeting.key.size > 0 && !model->meeting.hidden) {
        take_meeting(page, taken);
        return true;
    }
    if (place.page == PAGE_NOTICE && model->notice.key.size > 0 && !model->notice.hidden) {
        take_plain(page, model->notice.title, notice_text(page), taken);
        return true;
    }
    if (place.page == PAGE_BUILDING && model->building.zone) {
        take_person(page, taken);
        return true;
    }
    return false;
}

/* ---- the screen ---- */

/* Below the codes: the same on paper, where there is a printer. */
static void print_cut(struct page *page, struct rect *body)
{
    const struct model_print *print = &page->model->print;

    if (!print->available || !paper_can(page->model, PAPER_PAGE)) {
        return;
    }
    struct rect line = cut_bottom(body, page->theme->button_h);
    (void)cut_bottom(body, page->theme->gap);
    if (ui_button(page->ui, ID_PRINT, line, word(print->busy ? TX_PRINT_UNDER_WAY : TX_PRINT),
                  print->busy ? BUTTON_DISABLED : BUTTON_PLAIN)) {
        want(page, INTENT_PRINT, PAPER_PAGE);
    }
}

static void steps_draw(struct page *page, struct rect line, size_t at, size_t count)
{
    if (ui_button(page->ui, ID_BEFORE, split_columns(line, 2, 0, page->theme->gap),
                  word(TX_TAKE_BEFORE), at > 0 ? BUTTON_PLAIN : BUTTON_DISABLED)) {
        page->state->group--;
    }
    if (ui_button(page->ui, ID_NEXT, split_columns(line, 2, 1, page->theme->gap),
                  word(TX_TAKE_NEXT), at + 1 < count ? BUTTON_MAIN : BUTTON_DISABLED)) {
        page->state->group++;
    }
}

static void words_cut(struct page *page, struct rect *rest, const struct taken *taken, size_t at)
{
    ui_paragraph(page->ui, rest, STYLE_HEADING, COLOR_INK, taken->title);
    ui_paragraph(page->ui, rest, STYLE_BODY, COLOR_MUTED, taken->how);
    if (taken->count > 1) {
        ui_paragraph(page->ui, rest, STYLE_BODY, COLOR_INK,
                     FILL(page, TX_TAKE_SEVERAL, NUMBER(page, taken->count)));
        ui_paragraph(page->ui, rest, STYLE_BOLD, COLOR_RED_TEXT,
                     FILL(page, TX_TAKE_NUMBER, NUMBER(page, at + 1), NUMBER(page, taken->count)));
    }
    space(rest, px(page, 16));
}

/* The code is as large as the screen lets it be: it is read from an arm's length. */
static void code_draw(struct page *page, struct rect rect, const struct taken *taken, size_t at)
{
    int side = rect.w < rect.h ? rect.w : rect.h;
    struct rect square = {rect.x + (rect.w - side) / 2, rect.y, side, side};

    draw_round(page->ui->list, square, page->theme->radius, page->theme->color[COLOR_WHITE],
               page->theme->border, page->theme->color[COLOR_LINE]);
    if (ui_qr(page->ui, inset(square, page->theme->border), text_bytes(taken->codes[at]),
              taken->codes[at])) {
        ui_text(page->ui, inset(square, page->theme->pad), STYLE_BODY, COLOR_AMBER,
                word(TX_TAKE_LONG));
    }
}

static void taken_draw(struct page *page, struct rect body)
{
    struct taken taken;
    bool several;

    if (!take_it(page, &taken)) {
        nothing_cut(page, &body, word(TX_GONE_TITLE), word(TX_GONE_TEXT));
        return;
    }
    if (taken.too_long) {
        note_card(page, &body, TONE_AMBER, word(TX_TAKE_LONG), word(TX_TAKE_LONG_TEXT));
        return;
    }
    several = taken.count > 1;
    int last = (int)taken.count - 1;
    page->state->group = page->state->group > last ? last : page->state->group;
    page->state->group = page->state->group < 0 ? 0 : page->state->group;
    size_t at = (size_t)page->state->group;
    struct rect line = {0};
    if (several) {
        line = cut_bottom(&body, page->theme->button_h);
        (void)cut_bottom(&body, page->theme->gap);
    }
    if (page->theme->landscape) {
        struct rect left = cut_left(&body, body.w / 2);
        words_cut(page, &left, &taken, at);
    } else {
        words_cut(page, &body, &taken, at);
    }
    code_draw(page, body, &taken, at);
    if (several) {
        steps_draw(page, line, at, taken.count);
    }
}

void page_take_frame(struct page *page)
{
    bool prints = page->model->print.available;
    struct head head = {.title = word(prints ? TX_TAKE_TITLE_PRINT : TX_TAKE_TITLE)};
    struct ui_frame frame = frame_open(page, &head);
    struct rect body = frame.body;

    space(&body, px(page, 24));
    (void)cut_bottom(&body, px(page, 20));
    print_cut(page, &body);
    taken_draw(page, body);
    bar_usual(page, frame.bar, NULL, 0);
}
