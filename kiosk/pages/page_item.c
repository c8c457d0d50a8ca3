/* page_item.c - one item of one period: what it says, what it cost, and who answers for it. */
#include "item_beside.h"

enum {
    ID_SCROLL = UI_ID(PAGE_ITEM, 0),
    ID_ASK,
    ID_COMPARE,
    ID_OLDER,
    ID_NEWER,
    ID_TAKE,
    ID_LEDGER,
    ID_PART,               /* and the parts after it */
    LEDGER_ROWS_MAX = 200, /* of one table; more come in another */
    LEDGER_COLUMNS = 4,
    COLUMN_PEOPLE = 2,
    LONG_LEDGER_ROWS = 12,   /* from here on a page of its own helps */
    PEOPLE_PERCENT_MAX = 30, /* of the table's width, for both names in one line */
};

/* ---- what kind of thing this is ---- */

static void item_tags(struct page *page, struct rect *rest)
{
    const struct model_item *item = &page->model->item;
    const struct board_row *row = &item->row;
    struct tag_word tags[8] = {{0}};
    size_t count = 0;

    tags[count++] = (struct tag_word){TONE_PLAIN, period_word(page, row->period, 0)};
    if (row->item >= 1 && row->item <= ITEM_COUNT) {
        tags[count++] =
            (struct tag_word){TONE_PLAIN, often_word(page->model->site.often[row->item])};
    }
    if (item->state == ITEM_SHOWN && row->state == BOARD_PUBLISHED && row->published_day > 0) {
        struct text day = due_day_word(page, row->published_day);
        enum word text = row->late_days > 0 ? TX_PUBLISHED_ON_LATE : TX_PUBLISHED_ON_DONE;
        tags[count++] =
            (struct tag_word){TONE_JADE, FILL(page, text, day, NUMBER(page, row->late_days))};
    } else if (item->state != ITEM_SHOWN || row->state != BOARD_PUBLISHED) {
        tags[count++] = state_word(page, row);
    }
    if (item->nil) {
        tags[count++] = (struct tag_word){TONE_PLAIN, word(TX_NIL)};
    }
    if (item->corrected) {
        tags[count++] = (struct tag_word){TONE_AMBER, word(TX_CORRECTED)};
    }
    struct rect line = *rest;
    if (item->has_ledger && item->state == ITEM_SHOWN) { /* stands apart, at the right */
        struct rect unit = *rest;
        unit.h = page->theme->tag_h;
        ui_tag_right(page->ui, &unit, TONE_PLAIN, word(TX_UNIT_YUAN));
        line.w = unit.w;
    }
    tags_cut(page, &line, tags, count);
    space(rest, line.y - rest->y);
}

/* Other records of the same item and period: 职责、分工、制度 ... */
static void item_parts(struct page *page, struct rect *rest)
{
    const struct model_item *item = &page->model->item;

    for (size_t i = 0; i < item->part_count && item->part_count > 1; i++) {
        bool here = text_equal(item->part_keys[i], item->key);
        struct ui_row row = {.title = item->part_titles[i], .dead = here};
        if (here) {
            row.tags[row.tag_count].tone = TONE_PLAIN;
            row.tags[row.tag_count++].text = word(TX_READING);
        }
        if (item->part_rows[i].item > 0) {
            struct tag_word state = state_word(page, &item->part_rows[i]);
            row.second = period_word(page, item->part_rows[i].period, 0);
            row.tags[row.tag_count].tone = state.tone;
            row.tags[row.tag_count++].text = state.text;
        }
        if (row_cut(page, rest, ID_PART + (int)i, &row)) {
            go(page, PAGE_ITEM, item->part_keys[i]);
        }
    }
}

/* ---- the accounts ---- */

struct sum {
    struct text sign, label, amount;
    bool result;
};

static void sums_of(struct page *page, struct sum sums[4])
{
    const struct model_item *item = &page->model->item;
    bool month = item->row.period.kind == PERIOD_MONTH;

    sums[0] = (struct sum){text_of(""), word(month ? TX_SUM_OPENING_MONTH : TX_SUM_OPENING),
                           sum_word(page, item->opening), false};
    sums[1] = (struct sum){word(TX_PLUS), word(month ? TX_SUM_INCOME_MONTH : TX_SUM_INCOME),
                           sum_word(page, item->income), false};
    sums[2] = (struct sum){word(TX_MINUS), word(month ? TX_SUM_SPENDING_MONTH : TX_SUM_SPENDING),
                           sum_word(page, item->spending), false};
    sums[3] = (struct sum){word(TX_EQUALS), word(month ? TX_SUM_CLOSING_MONTH : TX_SUM_CLOSING),
                           sum_word(page, item->closing), true};
}

static void sum_draw(struct page *page, struct rect rect, const struct sum *sum)
{
    enum theme_color ink = sum->result ? COLOR_JADE : COLOR_INK;
    struct rect inside = inset_xy(rect, px(page, 10), px(page, 10));
    struct text label = FILL(page, TX_SIGNED, sum->sign, sum->label);

    (void)ui_card(page->ui, rect, sum->result ? TONE_JADE : TONE_PLAIN);
    struct rect top = split_rows(inside, 2, 0, 0);
    ui_label(page->ui, top, STYLE_SMALL, sum->result ? COLOR_JADE : COLOR_MUTED, ALIGN_CENTRE,
             sum->sign.size > 0 ? label : sum->label);
    ui_label(page->ui, split_rows(inside, 2, 1, 0), STYLE_NUMBER, ink, ALIGN_CENTRE, sum->amount);
}

/* Opening + income - spending = closing; in two rows when the letters are large. */
static void sums_cut(struct page *page, struct rect *rest)
{
    struct sum sums[4];
    int gap = px(page, 16), columns = 4;

    sums_of(page, sums);
    for (int i = 0; i < 4; i++) {
        int width = ui_text_width(page->ui, STYLE_NUMBER, sums[i].amount);
        if (width * 85 / 100 > (rest->w - 3 * gap) / 4 - px(page, 20)) { /* a label may shrink */
            columns = 2;
        }
    }
    struct rect whole = cut_top(rest, (4 / columns) * tx(page, 132) + (4 / columns - 1) * gap);
    for (int i = 0; i < 4; i++) {
        struct rect row = split_rows(whole, 4 / columns, i / columns, gap);
        sum_draw(page, split_columns(row, columns, i % columns, gap), &sums[i]);
    }
    space(rest, px(page, 26));
}

static void ledger_row(struct page *page, const struct ledger_row *row, bool stacked,
                       struct text cells[])
{
    struct civil_date date = civil_date_of(row->date);
    struct text amount = sum_word(page, row->income > 0 ? row->income : row->spending);

    cells[0] = arena_printf(page->arena, "%02d-%02d", date.month, date.day);
    cells[1] = row->item;
    cells[2] = FILL(page, stacked ? TX_HANDLER_OVER_APPROVER : TX_HANDLER_APPROVER, row->handler,
                    row->approver);
    cells[3] = FILL(page, row->income > 0 ? TX_AMOUNT_IN : TX_AMOUNT_OUT, amount);
}

/* Fills the cells and returns the width of the widest pair of names. */
static int ledger_rows(struct page *page, size_t from, size_t to, bool stacked, struct text *cells)
{
    int widest = 0;

    for (size_t i = from; i < to; i++) {
        struct text *row = cells + (i - from) * LEDGER_COLUMNS;
        ledger_row(page, &page->model->item.rows[i], stacked, row);
        int width = ui_text_width(page->ui, STYLE_CELL, row[COLUMN_PEOPLE]);
        widest = width > widest ? width : widest;
    }
    return widest;
}

static void ledger_part(struct page *page, struct rect *rest, size_t from, size_t to)
{
    const struct model_item *item = &page->model->item;
    bool last = to == item->row_count;
    size_t mark = arena_mark(page->arena), count = to - from + (last ? 1 : 0);
    struct text *cells = ARENA_ARRAY(page->arena, struct text, count * LEDGER_COLUMNS);
    struct ui_table table = {
        .columns = {{word(TX_COLUMN_DATE), ALIGN_LEFT, 0},
                    {word(TX_COLUMN_MATTER), ALIGN_LEFT, 5},
                    {word(TX_COLUMN_PEOPLE), ALIGN_LEFT, 0},
                    {word(TX_COLUMN_AMOUNT), ALIGN_RIGHT, 0}},
        .column_count = LEDGER_COLUMNS,
        .cells = cells,
        .row_count = count,
        .foot = last,
        .style = STYLE_CELL,
    };

    if (!cells) {
        return;
    }
    int room = rest->w * PEOPLE_PERCENT_MAX / 100;
    if (ledger_rows(page, from, to, false, cells) >
        room) { /* a name is not broken: one over the other */
        int widest = ledger_rows(page, from, to, true, cells);
        table.columns[COLUMN_PEOPLE].weight = widest > room ? 4 : 0;
    }
    if (last) {
        struct text *foot = cells + (to - from) * LEDGER_COLUMNS;
        foot[1] =
            word(item->row.period.kind == PERIOD_MONTH ? TX_SUM_CLOSING_MONTH : TX_SUM_CLOSING);
        foot[3] = sum_word(page, item->closing);
    }
    space(rest, ui_table(page->ui, *rest, &table));
    space(rest, px(page, 18));
    arena_rewind(page->arena, mark);
}

static void shares_cut(struct page *page, struct rect *rest)
{
    const struct model_item *item = &page->model->item;
    int row_h = tx(page, 57);

    if (item->share_count == 0 || item->spending == 0) {
        return;
    }
    space(rest, px(page, 12));
    struct text total = FILL(page, TX_SHARES_TOTAL, sum_word(page, item->spending));
    struct rect line = cut_top(rest, ui_line_h(page->ui, STYLE_SECTION));
    struct rect right = cut_right(&line, ui_text_width(page->ui, STYLE_SMALL, total) + 2);
    ui_label(page->ui, line, STYLE_SECTION, COLOR_INK, ALIGN_LEFT, word(TX_SHARES_TITLE));
    ui_label(page->ui, right, STYLE_SMALL, COLOR_MUTED, ALIGN_RIGHT, total);
    for (size_t i = 0; i < item->share_count; i++) {
        struct text percent = FILL(page, TX_PERCENT, NUMBER(page, item->shares[i].percent));
        struct rect rect = cut_top(rest, row_h);
        if (ui_is_visible(page->ui, rect)) {
            ui_bar_row(page->ui, rect, item->shares[i].category, item->shares[i].sum,
                       item->shares[0].sum, percent, sum_word(page, item->shares[i].sum));
        }
    }
    space(rest, px(page, 26));
}

/* The kiosk has added the rows itself; the balance before is compared where it is here. */
static void sums_check_cut(struct page *page, struct rect *rest)
{
    const struct model_item *item = &page->model->item;
    struct text rows = NUMBER(page, item->row_count);

    if (item->before_key.size == 0) {
        check_cut(page, rest, true, FILL(page, TX_SUMS_ADDED, rows));
    } else {
        check_cut(page, rest, item->carries,
                  item->carries ? FILL(page, TX_SUMS_CARRY, rows) : word(TX_SUMS_CARRY_NOT));
    }
}

static void ledger_cut(struct page *page, struct rect *rest)
{
    const struct model_item *item = &page->model->item;

    sums_cut(page, rest);
    for (size_t from = 0; from < item->row_count || from == 0;) {
        size_t to =
            from + LEDGER_ROWS_MAX < item->row_count ? from + LEDGER_ROWS_MAX : item->row_count;
        ledger_part(page, rest, from, to);
        from = to > from ? to : from + 1;
    }
    sums_check_cut(page, rest);
    if (item->row_count >= LONG_LEDGER_ROWS &&
        wide_button(page, rest, ID_LEDGER, FILL(page, TX_SEE_LEDGER, NUMBER(page, item->row_count)),
                    BUTTON_PLAIN)) {
        go(page, PAGE_LEDGER, item->key);
    }
    shares_cut(page, rest);
}

/* ---- who answers for it ---- */

static struct text seal_day(struct page *page)
{
    const struct model_item *item = &page->model->item;

    return word_day(page->arena, civil_day_at(item->leader_signed_s, page->model->offset_min), 0);
}

static void signature_cut(struct page *page, struct rect *rest)
{
    const struct model_item *item = &page->model->item;
    int seal = px(page, 190);
    struct text people[2] = {{0}}, lines[3] = {word(TX_SEAL_1), word(TX_SEAL_2), {0}};

    if (item->leader_signed_s == 0) {
        return;
    }
    lines[2] = seal_day(page);
    if (item->approver.size > 0) {
        people[0] = FILL(page, TX_APPROVER, item->approver);
    }
    if (item->handler.size > 0) {
        people[1] = FILL(page, TX_HANDLER, item->handler);
    }
    bool named = item->leader.size > 0 && !text_equal(item->leader, word(TX_LEADER));
    struct text said =
        named ? FILL(page, TX_LEADER_SIGNED, item->leader) : word(TX_LEADER_SIGNED_NAMELESS);
    struct text by = word_join(page->arena, people, 2);
    int width = rest->w - seal - px(page, 40);
    int text_h = ui_text_height(page->ui, width, STYLE_BOLD, said) +
                 ui_text_height(page->ui, width, STYLE_SMALL, by) +
                 ui_text_height(page->ui, width, STYLE_SMALL, word(TX_SIGNED_UNCHANGED));
    space(rest, px(page, 20));
    struct rect line = cut_top(rest, text_h > seal ? text_h : seal);
    struct rect left = cut_left(&line, seal);
    ui_seal(page->ui, centre(left, seal, seal), lines, 3);
    (void)cut_left(&line, px(page, 40));
    struct rect texts = centre(line, line.w, text_h);
    ui_paragraph(page->ui, &texts, STYLE_BOLD, COLOR_INK, said);
    ui_paragraph(page->ui, &texts, STYLE_SMALL, COLOR_MUTED, by);
    ui_paragraph(page->ui, &texts, STYLE_SMALL, COLOR_MUTED, word(TX_SIGNED_UNCHANGED));
    space(rest, px(page, 30));
}

/* ---- states that are not "here it is" ---- */

static void correction_cut(struct page *page, struct rect *rest)
{
    const struct model_item *item = &page->model->item;

    if (!item->corrected) {
        return;
    }
    struct text title = item->corrected_on > 0
                            ? FILL(page, TX_CORRECTED_ON, due_day_word(page, item->corrected_on))
                            : word(TX_CORRECTED_TITLE);
    note_card(page, rest, TONE_AMBER, title, item->correction);
    if (item->older_key.size > 0) {
        struct rect line = cut_top(rest, page->theme->button_h);
        space(rest, page->theme->gap);
        if (ui_button(page->ui, ID_OLDER, line, word(TX_SEE_OLDER), BUTTON_PLAIN)) {
            go(page, PAGE_ITEM, item->older_key);
        }
    }
}

/* An earlier version is read as such. */
static void superseded_cut(struct page *page, struct rect *rest)
{
    const struct model_item *item = &page->model->item;

    if (item->newer_key.size == 0) {
        return;
    }
    note_card(page, rest, TONE_AMBER, word(TX_SUPERSEDED), word(TX_SUPERSEDED_TEXT));
    struct rect line = cut_top(rest, page->theme->button_h);
    space(rest, page->theme->gap);
    if (ui_button(page->ui, ID_NEWER, line, word(TX_SEE_NEWER), BUTTON_MAIN)) {
        go(page, PAGE_ITEM, item->newer_key);
    }
}

static void missing_cut(struct page *page, struct rect *rest)
{
    const struct model *model = page->model;
    const struct board_row *row = &model->item.row;
    struct text due = due_day_word(page, row->due_day), title = word(TX_MISSING_PLAIN);
    enum ui_tone tone = TONE_PLAIN;

    if (row->state == BOARD_OVERDUE && row->overdue_days > 0) {
        title = FILL(page, TX_MISSING_OVERDUE, due, NUMBER(page, row->overdue_days));
        tone = TONE_RED;
    } else if (row->state == BOARD_PENDING) {
        title = word(TX_MISSING_TODAY);
        tone = TONE_BLUE;
    } else if (row->due_day > 0) {
        title = FILL(page, TX_MISSING_DUE, due);
    }
    struct text call = model->site.supervision_phone.size > 0
                           ? FILL(page, TX_MISSING_TEXT, model->site.supervision_office,
                                  model->site.supervision_phone)
                           : word(TX_MISSING_TEXT_PLAIN);
    note_card(page, rest, tone, title, call);
}

static void withdrawn_cut(struct page *page, struct rect *rest)
{
    const struct model_item *item = &page->model->item;
    struct text title = item->withdrawn_on > 0
                            ? FILL(page, TX_WITHDRAWN_ON, due_day_word(page, item->withdrawn_on))
                            : word(TX_WITHDRAWN_TITLE);

    struct text reason = item->withdrawn_reason.size > 0
                             ? FILL(page, TX_WITHDRAWN_REASON, item->withdrawn_reason)
                             : word(TX_HIDDEN_TITLE); /* the gate took it out */

    note_card(page, rest, TONE_RED, title, reason);
}

static void not_open_cut(struct page *page, struct rect *rest)
{
    const struct model_item *item = &page->model->item;
    struct text when =
        word_day(page->arena, civil_day_at(item->opens_s, page->model->offset_min), 0);

    note_card(page, rest, TONE_BLUE, word(TX_STATE_NOT_DUE),
              item->opens_s > 0 ? FILL(page, TX_NOT_OPEN_TEXT, when) : word(TX_NOT_OPEN_PLAIN));
}

/* True: the record itself may be shown below. */
static bool state_cut(struct page *page, struct rect *rest)
{
    const struct model_item *item = &page->model->item;

    switch (item->state) {
    case ITEM_SHOWN:
        superseded_cut(page, rest);
        correction_cut(page, rest);
        if (item->row.expired) {
            note_card(page, rest, TONE_PLAIN, word(TX_EXPIRED), word(TX_EXPIRED_TEXT));
            return false;
        }
        if (item->nil) {
            note_card(page, rest, TONE_PLAIN, word(TX_NIL), word(TX_NIL_TEXT));
        }
        return true;
    case ITEM_UNSIGNED:
        note_card(page, rest, TONE_AMBER, word(TX_STATE_UNSIGNED), word(TX_UNSIGNED_TEXT));
        return false;
    case ITEM_WITHDRAWN:
        withdrawn_cut(page, rest);
        return false;
    case ITEM_NOT_OPEN:
        not_open_cut(page, rest);
        return false;
    case ITEM_HIDDEN:
        if (item->row.expired) {
            note_card(page, rest, TONE_PLAIN, word(TX_EXPIRED), word(TX_EXPIRED_TEXT));
            return false;
        }
        note_card(page, rest, TONE_AMBER, word(TX_HIDDEN_TITLE), word(TX_HIDDEN_TEXT));
        return false;
    case ITEM_INVALID:
        note_card(page, rest, TONE_RED, word(TX_INVALID_TITLE), word(TX_INVALID_TEXT));
        return false;
    case ITEM_MISSING:
    default:
        missing_cut(page, rest);
        return false;
    }
}

/* The general name stands in the top bar, the period in a tag: they are not said twice. */
static bool has_own_title(struct page *page)
{
    const struct model_item *item = &page->model->item;
    struct text name = word_item(item->row.item);
    struct text dated = FILL(page, TX_TITLE_PERIOD, name, period_word(page, item->row.period, 0));

    return item->title.size > 0 && !text_equal(item->title, name) &&
           !text_equal(item->title, item_word(page, item->row.item)) &&
           !text_equal(item->title, dated);
}

static void item_body(struct page *page, struct rect *rest)
{
    const struct model_item *item = &page->model->item;

    space(rest, px(page, 26));
    item_tags(page, rest);
    if (has_own_title(page)) {
        ui_paragraph(page->ui, rest, STYLE_DISPLAY, COLOR_INK, item->title);
        space(rest, px(page, 14));
    }
    if (state_cut(page, rest)) {
        if (item->has_ledger) {
            ledger_cut(page, rest);
        }
        blocks_cut(page, rest, &item->text, true);
        signature_cut(page, rest);
        if (wide_button(page, rest, ID_TAKE,
                        word(page->model->print.available ? TX_TAKE_ITEM_PRINT : TX_TAKE_ITEM),
                        BUTTON_PLAIN)) {
            page->intent = take_intent(page, PAGE_ITEM, item->key);
        }
        forms_cut(page, rest);
        threads_cut(page, rest);
    }
    if (item->part_count > 1) {
        section(page, rest, word(TX_OTHER_PARTS));
        item_parts(page, rest);
    }
    space(rest, px(page, 20));
}

static void item_bar(struct page *page, struct rect bar)
{
    const struct model_item *item = &page->model->item;
    bool month = item->row.period.kind == PERIOD_MONTH;
    struct bar_button middle[BAR_MIDDLE_MAX] = {{0}};
    size_t count = 0;

    if (item->state == ITEM_SHOWN && item->has_ledger && item->before_key.size > 0) {
        middle[count] = (struct bar_button){ID_COMPARE,
                                            word(month ? TX_COMPARE : TX_COMPARE_PERIOD),
                                            BUTTON_PLAIN,
                                            true,
                                            {.kind = INTENT_GO}};
        middle[count++].intent.place = place_of(PAGE_COMPARE, item->key);
    }
    middle[count] = (struct bar_button){ID_ASK,
                                        word(count > 0 ? TX_ASK_SHORT : TX_ASK_ABOUT),
                                        BUTTON_PLAIN,
                                        true,
                                        {.kind = INTENT_GO}};
    middle[count++].intent.place = place_of(PAGE_WRITE, item->key);
    bar_usual(page, bar, middle, count);
}

void page_item_frame(struct page *page)
{
    const struct model_item *item = &page->model->item;
    struct head head = {.title = item_word(page, item->row.item),
                        .controls = item->part_count > 1 || item->older_key.size > 0 ||
                                    page->model->picture_count > 0};

    if (item->row.item >= 1 && item->row.item <= ITEM_COUNT) {
        head.title = FILL(page, TX_ITEM_TITLE, word_numeral(item->row.item),
                          item_word(page, item->row.item));
    } else if (head.title.size == 0) {
        head.title = word(TX_BOARD_TITLE);
    }
    struct ui_frame frame = frame_open(page, &head);
    struct rect rest = scroll_open(page, ID_SCROLL, frame.body, &page->state->scroll);
    item_body(page, &rest);
    scroll_close(page, rest, frame.body, &page->state->scroll);

    item_bar(page, frame.bar);
}
