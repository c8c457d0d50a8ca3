/* page_home.c - what a person sees who walks by: the month, the next meeting, today's duty, eight
 * ways on. */
#include "emergency.h"

enum {
    ID_CORNER = UI_ID(PAGE_HOME, 0),
    ID_HERO,
    ID_MEETING,
    ID_DUTY,
    ID_SCALE,
    ID_CONTRAST,
    ID_REACH,
    ID_SCROLL,
    ID_TILE, /* and the tiles after it */
    CORNER_HOLD_MS = 2000,
    TAB_SEEN = 1, /* the emergency has been read */
    TILES = 8,
    BOXES = 3,
};

/* ---- the red card ---- */

struct box {
    unsigned count;
    struct text text;
    bool late;
};

static size_t count_boxes(struct page *page, struct box boxes[BOXES])
{
    const struct board_counts *counts = &page->model->board.counts;
    unsigned worst = 0;
    size_t count = 0;

    for (size_t i = 0; i < ITEM_COUNT; i++) {
        const struct board_row *row = &page->model->board.rows[i];
        if (row->state == BOARD_OVERDUE && row->overdue_days > worst) {
            worst = row->overdue_days;
        }
    }
    boxes[count++] = (struct box){counts->published, word(TX_STATE_PUBLISHED), false};
    if (counts->overdue > 0) {
        boxes[count++] =
            (struct box){counts->overdue, FILL(page, TX_STATE_OVERDUE, NUMBER(page, worst)), true};
    }
    if (counts->unsigned_ > 0) {
        boxes[count++] = (struct box){counts->unsigned_, word(TX_STATE_UNSIGNED), false};
    }
    if (count < BOXES && counts->pending > 0) {
        boxes[count++] = (struct box){counts->pending, word(TX_STATE_PENDING), false};
    }
    if (count < BOXES && counts->withdrawn > 0) {
        boxes[count++] = (struct box){counts->withdrawn, word(TX_STATE_WITHDRAWN), false};
    }
    if (count < BOXES && counts->not_due > 0) {
        boxes[count++] = (struct box){counts->not_due, word(TX_STATE_NOT_DUE), false};
    }
    return count;
}

/* Each box gets what its words need, and an equal share of what is left over; where that is too
 * little all are equal and the words wrap. */
static void box_widths(struct page *page, int width, const struct box *boxes, size_t count,
                       int widths[BOXES])
{
    int room = width - px(page, 18) * ((int)count - 1), sum = 0;

    for (size_t i = 0; i < count; i++) {
        widths[i] = ui_text_width(page->ui, STYLE_SMALL, boxes[i].text) + 2 * px(page, 20);
        sum += widths[i];
    }
    for (size_t i = 0; i < count; i++) {
        widths[i] = sum > room ? room / (int)count : widths[i] + (room - sum) / (int)count;
    }
}

static int boxes_height(struct page *page, int width)
{
    struct box boxes[BOXES];
    size_t count = count_boxes(page, boxes);
    int widths[BOXES], text_h = 0;

    box_widths(page, width, boxes, count, widths);
    for (size_t i = 0; i < count; i++) {
        int height =
            ui_text_height(page->ui, widths[i] - 2 * px(page, 20) + 1, STYLE_SMALL, boxes[i].text);
        text_h = height > text_h ? height : text_h;
    }
    return tx(page, 60) + text_h + 2 * px(page, 11);
}

static void box_draw(struct page *page, struct rect rect, const struct box *box)
{
    struct ui *ui = page->ui;
    enum theme_color ink = box->late ? COLOR_RED_TEXT : COLOR_ON_RED;
    const uint32_t *color = page->theme->color;
    struct rect inside = inset_xy(rect, px(page, 20) - 1, px(page, 11));
    struct text_span spans[] = {
        ui_span(ui, STYLE_NUMBER, ink, NUMBER(page, box->count)),
        ui_span(ui, STYLE_SMALL, ink, word(TX_ITEMS_UNIT)),
    };

    draw_round(ui->list, rect, page->theme->radius_s, color[box->late ? COLOR_WHITE : COLOR_DEEP],
               0, 0);
    ui_rich(ui, cut_top(&inside, tx(page, 60)), ALIGN_LEFT, spans, 2);
    ui_text(ui, inside, STYLE_SMALL, ink, box->text);
}

static struct text hero_day(struct page *page)
{
    int day = page->model->site.disclosure_day;
    struct text numeral = word_numeral((unsigned)day);

    return numeral.size > 0 ? numeral : NUMBER(page, day);
}

enum { HERO_PAD = 38, HERO_TEN = 224, HERO_GAP = 36 };

static struct text hero_title(struct page *page)
{
    int month = page->model->board.month;

    return month > 0 ? FILL(page, TX_MONTH_DISCLOSURE, word_month_name(month))
                     : word(TX_BOARD_TITLE);
}

static int hero_text_height(struct page *page)
{
    return 2 * ui_line_h(page->ui, STYLE_BODY) + tx(page, 104);
}

/* The numeral of the day stands beside the title and the next day where they need not shrink much.
 */
static int hero_ten(struct page *page, int inner_w)
{
    int ten = px(page, HERO_TEN), title = ui_text_width(page->ui, STYLE_HERO, hero_title(page));
    int next = ui_text_width(page->ui, STYLE_BODY, next_disclosure_word(page));
    int room = inner_w - ten - px(page, HERO_GAP);

    return room >= title * 3 / 4 && room >= next * 3 / 4 ? ten : 0;
}

static int hero_height(struct page *page, int width)
{
    int inner = width - 2 * px(page, HERO_PAD);
    int text_h = hero_text_height(page), ten = hero_ten(page, inner);

    return 2 * px(page, HERO_PAD) + (text_h > ten ? text_h : ten) + px(page, 26) +
           boxes_height(page, inner);
}

static void hero_numeral(struct page *page, struct rect rect)
{
    struct text_span numeral = ui_span(page->ui, STYLE_HERO, COLOR_ON_RED, hero_day(page));
    enum theme_color edge =
        page->theme->palette == PALETTE_CONTRAST ? COLOR_ON_RED : COLOR_RED_LINE;

    draw_round(page->ui->list, rect, page->theme->radius, 0, px(page, 7), page->theme->color[edge]);
    numeral.size_px = px(page, 172);
    if (numeral.text.size > 3) { /* more than one character */
        numeral.size_px = px(page, 100);
    }
    int height = ui_rich_height(page->ui, rect.w, &numeral, 1);
    ui_rich(page->ui, centre(rect, rect.w, height), ALIGN_CENTRE, &numeral, 1);
}

static void hero_texts(struct page *page, struct rect rect)
{
    int line = ui_line_h(page->ui, STYLE_BODY);
    struct text day = NUMBER(page, page->model->site.disclosure_day);

    ui_label(page->ui, cut_top(&rect, line), STYLE_BODY, COLOR_ON_RED, ALIGN_LEFT,
             FILL(page, TX_EVERY_MONTH, day));
    ui_label(page->ui, cut_top(&rect, tx(page, 104)), STYLE_HERO, COLOR_ON_RED, ALIGN_LEFT,
             hero_title(page));
    ui_label(page->ui, cut_top(&rect, line), STYLE_BODY, COLOR_ON_RED, ALIGN_LEFT,
             next_disclosure_word(page));
}

static void hero_draw(struct page *page, struct rect rect)
{
    struct rect inside = inset(rect, px(page, HERO_PAD));
    struct box boxes[BOXES];
    size_t count = count_boxes(page, boxes);
    int widths[BOXES], ten = hero_ten(page, inside.w);

    (void)ui_red_card(page->ui, rect);
    if (ui_touch(page->ui, ID_HERO, rect, NULL)) {
        go(page, PAGE_BOARD, text_of(""));
    }
    struct rect low = cut_bottom(&inside, boxes_height(page, inside.w));
    box_widths(page, low.w, boxes, count, widths);
    for (size_t i = 0; i < count; i++) {
        box_draw(page, cut_left(&low, i + 1 < count ? widths[i] : low.w), &boxes[i]);
        (void)cut_left(&low, px(page, 18));
    }
    (void)cut_bottom(&inside, px(page, 26));
    if (ten > 0) {
        struct rect left = cut_left(&inside, ten);
        hero_numeral(page, centre(left, ten, ten));
        (void)cut_left(&inside, px(page, HERO_GAP));
    }
    hero_texts(page, centre(inside, inside.w, hero_text_height(page)));
}

/* ---- the two cards ---- */

struct card {
    enum ui_tone tone;
    struct text tag, beside;
    struct text title, title_beside;
    struct text number;        /* large, may be empty */
    struct text second, third; /* a line each; may be empty */
};

static struct card meeting_card(struct page *page)
{
    const struct model_meeting *next = &page->model->meeting;
    const struct meeting *meeting = &next->record;
    struct card card = {.tone = TONE_BLUE};

    if (next->key.size == 0) {
        card.tag = word(TX_MEETINGS_TITLE);
        card.title = word(TX_NO_MEETING_SOON);
        card.second = word(TX_NO_MEETING_SOON_TEXT);
        return card;
    }
    card.tag = meeting_word(meeting_type_of(meeting->type));
    if (!page->model->doubtful) {
        card.beside = word_near_day(meeting->date, page->model->today);
    }
    card.title = meeting->title;
    struct text when = word_day_week(page->arena, meeting->date, page->model->today);
    if (meeting->time.size > 0) {
        when = FILL(page, TX_DAY_WEEK, when, meeting->time);
    }
    card.second = when;
    card.third = meeting->place;
    return card;
}

/* The shift that is on now; before and between shifts the next one, after them the last. */
static const struct duty_row *duty_now(const struct model *model)
{
    const struct model_duty *duty = &model->duty;
    struct civil_time now = civil_time_at(model->now_s, model->offset_min);
    uint64_t minute = (uint64_t)now.hour * 60 + (uint64_t)now.minute;

    for (size_t i = 0; i < duty->today_count; i++) {
        if (minute < duty->today[i].to_min) {
            return &duty->today[i];
        }
    }
    return duty->today_count > 0 ? &duty->today[duty->today_count - 1] : NULL;
}

static struct card duty_card(struct page *page)
{
    const struct duty_row *row = duty_now(page->model);
    struct card card = {.tone = TONE_JADE, .tag = word(TX_DUTY_TODAY)};

    if (!row) {
        card.title = word(page->model->duty.known ? TX_DUTY_NOBODY : TX_DUTY_UNKNOWN);
        card.number = page->model->site.office_phone;
        card.second = page->model->site.office_hours;
        return card;
    }
    card.title = row->person;
    card.title_beside = row->place.size > 0 ? row->place : row->post;
    card.number = row->phone;
    card.second = span_word(page, row->from_min, row->to_min);
    return card;
}

static size_t card_title(struct page *page, const struct card *card, struct text_span spans[2])
{
    spans[0] = ui_span(page->ui, STYLE_BOLD, COLOR_INK, card->title);
    if (card->title_beside.size == 0) {
        return 1;
    }
    spans[1] =
        ui_span(page->ui, STYLE_SMALL, COLOR_MUTED, FILL(page, TX_BESIDE, card->title_beside));
    return 2;
}

static int card_height(struct page *page, int width, const struct card *card)
{
    struct text_span spans[2];
    size_t count = card_title(page, card, spans);
    int height = page->theme->tag_h + px(page, 12) + ui_rich_height(page->ui, width, spans, count);

    if (card->number.size > 0) {
        height += ui_text_height(page->ui, width, STYLE_HEADING, card->number);
    }
    return height + ui_text_height(page->ui, width, STYLE_CELL, card->second) +
           ui_text_height(page->ui, width, STYLE_CELL, card->third);
}

/* `text_h`: height of the texts, the same for cards side by side, so that they begin alike. */
static bool card_draw(struct page *page, int id, struct rect rect, int text_h,
                      const struct card *card)
{
    struct ui *ui = page->ui;
    struct text_span spans[2];
    size_t count = card_title(page, card, spans);

    (void)ui_card(ui, rect, TONE_PLAIN);
    struct rect inside = inset(rect, px(page, 30));
    if (inside.h > text_h) {
        inside = centre(inside, inside.w, text_h);
    }
    struct rect line = cut_top(&inside, page->theme->tag_h);
    ui_tag_left(ui, &line, card->tone, card->tag);
    ui_label(ui, line, STYLE_SMALL, COLOR_MUTED, ALIGN_LEFT, card->beside);
    space(&inside, px(page, 12));
    space(&inside, ui_rich(ui, inside, ALIGN_LEFT, spans, count));
    if (card->number.size > 0) {
        ui_paragraph(ui, &inside, STYLE_HEADING, COLOR_INK, card->number);
    }
    ui_paragraph(ui, &inside, STYLE_CELL, COLOR_MUTED, card->second);
    ui_paragraph(ui, &inside, STYLE_CELL, COLOR_MUTED, card->third);
    return ui_touch(ui, id, rect, NULL);
}

/* ---- the same in little, where the screen is wide: two lines each ---- */

static size_t slim_title(struct page *page, const struct card *card, struct text_span spans[2])
{
    spans[0] = ui_span(page->ui, STYLE_BOLD, COLOR_INK, card->title);
    if (card->number.size == 0) {
        return 1;
    }
    spans[1] = ui_span(page->ui, STYLE_BOLD, COLOR_INK, FILL(page, TX_BESIDE, card->number));
    return 2;
}

static struct text slim_second(struct page *page, const struct card *card)
{
    struct text when =
        card->beside.size > 0 ? FILL(page, TX_DAY_WEEK, card->beside, card->second) : card->second;
    struct text parts[3] = {when, card->third, card->title_beside};

    return word_join(page->arena, parts, 3);
}

static int slim_tag_width(struct page *page, const struct card *card)
{
    return ui_tag_width(page->ui, card->tag) + page->theme->gap_s;
}

static int slim_height(struct page *page, int width, const struct card *card)
{
    struct text_span spans[2];
    size_t count = slim_title(page, card, spans);

    return ui_rich_height(page->ui, width - slim_tag_width(page, card), spans, count) +
           ui_text_height(page->ui, width, STYLE_SMALL, slim_second(page, card));
}

static bool slim_draw(struct page *page, int id, struct rect rect, const struct card *card)
{
    struct text_span spans[2];
    size_t count = slim_title(page, card, spans);

    (void)ui_card(page->ui, rect, TONE_PLAIN);
    struct rect inside = inset_xy(rect, px(page, 30), 0);
    inside = centre(inside, inside.w, slim_height(page, inside.w, card));
    int title_h = ui_rich_height(page->ui, inside.w - slim_tag_width(page, card), spans, count);
    struct rect line = cut_top(&inside, title_h), tag = line;
    tag.h = ui_line_h(page->ui, STYLE_BODY);
    ui_tag_left(page->ui, &tag, card->tone, card->tag);
    (void)cut_left(&line, slim_tag_width(page, card));
    ui_rich(page->ui, line, ALIGN_LEFT, spans, count);
    ui_text(page->ui, inside, STYLE_SMALL, COLOR_MUTED, slim_second(page, card));
    return ui_touch(page->ui, id, rect, NULL);
}

/* ---- both cards ---- */

enum cards_form { CARDS_BESIDE, CARDS_BELOW, CARDS_SLIM };

static int one_height(struct page *page, int width, enum cards_form form, const struct card *card)
{
    int inner = width - 2 * px(page, 30);

    return form == CARDS_SLIM ? slim_height(page, inner, card) + 2 * px(page, 20)
                              : card_height(page, inner, card) + 2 * px(page, 30);
}

static int cards_height(struct page *page, int width, enum cards_form form)
{
    struct card meeting = meeting_card(page), duty = duty_card(page);
    int card_w = form == CARDS_BESIDE ? (width - px(page, 28)) / 2 : width;
    int a = one_height(page, card_w, form, &meeting), b = one_height(page, card_w, form, &duty);

    return form == CARDS_BESIDE ? (a > b ? a : b) : a + b + page->theme->gap;
}

static void cards_draw(struct page *page, struct rect rect, enum cards_form form)
{
    struct card meeting = meeting_card(page), duty = duty_card(page);
    struct rect first, second;
    bool to_meeting, to_duty;

    if (form == CARDS_BESIDE) {
        first = split_columns(rect, 2, 0, px(page, 28));
        second = split_columns(rect, 2, 1, px(page, 28));
    } else {
        int spare = rect.h - cards_height(page, rect.w, form);
        first = cut_top(&rect, one_height(page, rect.w, form, &meeting) + spare / 2);
        space(&rect, page->theme->gap);
        second = rect;
    }
    if (form == CARDS_SLIM) {
        to_meeting = slim_draw(page, ID_MEETING, first, &meeting);
        to_duty = slim_draw(page, ID_DUTY, second, &duty);
    } else {
        int a = card_height(page, first.w - 2 * px(page, 30), &meeting);
        int b = card_height(page, second.w - 2 * px(page, 30), &duty);
        if (form == CARDS_BESIDE) {
            a = b = a > b ? a : b;
        }
        to_meeting = card_draw(page, ID_MEETING, first, a, &meeting);
        to_duty = card_draw(page, ID_DUTY, second, b, &duty);
    }
    if (to_meeting) {
        bool known = page->model->meeting.key.size > 0;
        go(page, known ? PAGE_MEETING : PAGE_MEETINGS,
           known ? page->model->meeting.key : text_of(""));
    }
    if (to_duty) {
        go(page, PAGE_DUTY, text_of(""));
    }
}

/* ---- the tiles ---- */

static const struct {
    enum word mark, title, second;
    enum page_id page;
} tiles[TILES] = {
    {TX_TILE_BOARD_MARK, TX_BOARD_TITLE, TX_TILE_BOARD, PAGE_BOARD},
    {TX_TILE_MEETINGS_MARK, TX_MEETINGS_TITLE, TX_TILE_MEETINGS, PAGE_MEETINGS},
    {TX_TILE_DUTY_MARK, TX_DUTY_TITLE, TX_TILE_DUTY, PAGE_DUTY},
    {TX_TILE_MAILBOX_MARK, TX_MAILBOX_TITLE, TX_TILE_MAILBOX, PAGE_MAILBOX},
    {TX_TILE_REGULATIONS_MARK, TX_REGULATIONS_TITLE, TX_TILE_REGULATIONS, PAGE_REGULATIONS},
    {TX_TILE_NOTICES_MARK, TX_NOTICES_TITLE, TX_TILE_NOTICES, PAGE_NOTICES},
    {TX_TILE_ORGANISATION_MARK, TX_ORGANISATION_TITLE, TX_TILE_ORGANISATION, PAGE_ORGANISATION},
    {TX_TILE_SEARCH_MARK, TX_SEARCH_TITLE, TX_TILE_SEARCH, PAGE_SEARCH},
};

/* Very large letters want the whole width. */
static int tile_columns(const struct page *page)
{
    return page->theme->scale == SCALE_XLARGE ? 1 : 2;
}

static void tiles_draw(struct page *page, struct rect rect)
{
    int columns = tile_columns(page), rows = TILES / columns;

    for (int i = 0; i < TILES; i++) {
        struct rect row = split_rows(rect, rows, i / columns, px(page, 24));
        struct rect tile = split_columns(row, columns, i % columns, px(page, 28));
        enum ui_button_kind kind = tiles[i].page == PAGE_MAILBOX ? BUTTON_MAIN : BUTTON_PLAIN;
        if (ui_tile(page->ui, ID_TILE + i, tile, word(tiles[i].mark), word(tiles[i].title),
                    word(tiles[i].second), kind)) {
            go(page, tiles[i].page, text_of(""));
        }
    }
}

static int tiles_least(struct page *page)
{
    int rows = TILES / tile_columns(page), tile = tx(page, tile_columns(page) == 1 ? 140 : 146);

    return rows * tile + (rows - 1) * px(page, 24);
}

/* ---- the first start: nothing was ever received ---- */

static void first_start(struct page *page, struct rect body)
{
    const struct model_site *site = &page->model->site;
    struct rect rest = scroll_open(page, ID_SCROLL, body, &page->state->scroll);

    space(&rest, px(page, 30));
    if (site->started_over) {
        note_card(page, &rest, TONE_AMBER, word(TX_STARTED_OVER), word(TX_STARTED_OVER_TEXT));
    }
    note_card(page, &rest, TONE_PLAIN, word(TX_FIRST_TITLE), word(TX_FIRST_TEXT));
    note_card(page, &rest, site->enrolled ? TONE_JADE : TONE_PLAIN, word(TX_FIRST_STEP_1),
              word(site->enrolled ? TX_FIRST_STEP_1_DONE : TX_FIRST_STEP_1_TEXT));
    if (site->fingerprint.size > 0) {
        struct text title = word(TX_FIRST_STEP_2);
        int width = card_width(page, rest);
        struct text code = fingerprint_word(page, site->fingerprint);
        int height = ui_text_height(page->ui, width, STYLE_BOLD, title) +
                     ui_text_height(page->ui, width, STYLE_BODY, word(TX_FIRST_STEP_2_TEXT)) +
                     ui_text_height(page->ui, width, STYLE_DISPLAY, code);
        struct rect inside = card_cut(page, &rest, height, TONE_PLAIN);
        ui_paragraph(page->ui, &inside, STYLE_BOLD, COLOR_INK, title);
        ui_paragraph(page->ui, &inside, STYLE_BODY, COLOR_INK, word(TX_FIRST_STEP_2_TEXT));
        ui_paragraph(page->ui, &inside, STYLE_DISPLAY, COLOR_RED_TEXT, code);
    }
    if (site->offer.size > 0) {
        offer_cut(page, &rest);
    } else if (site->kiosk_id.size > 0) {
        note_card(page, &rest, TONE_PLAIN, word(TX_FIRST_STEP_3),
                  FILL(page, TX_FIRST_STEP_3_TEXT, site->kiosk_id));
    }
    scroll_close(page, rest, body, &page->state->scroll);
}

/* ---- all of it ---- */

static void home_portrait(struct page *page, struct rect body)
{
    int gap = px(page, 26), width = body.w;
    int hero = hero_height(page, width);
    enum cards_form form = page->theme->scale == SCALE_XLARGE ? CARDS_BELOW : CARDS_BESIDE;
    int cards = cards_height(page, width, form), tiles_h = tiles_least(page);

    struct rect rest = scroll_open(page, ID_SCROLL, body, &page->state->scroll);
    space(&rest, px(page, 30));
    hero_draw(page, cut_top(&rest, hero));
    int down = page->theme->reach_y - rest.y - page->state->scroll.offset;
    space(&rest, page->theme->reach_y > 0 && down > gap ? down : gap);
    int spare = body.y + body.h - page->state->scroll.offset - rest.y - cards - 2 * gap - tiles_h;
    if (spare > 0) { /* what is left over makes the tiles, and a little the cards, higher */
        int to_cards = spare / 3 < px(page, 60) ? spare / 3 : px(page, 60);
        int to_tiles = spare - to_cards < px(page, 150) ? spare - to_cards : px(page, 150);
        cards += to_cards;
        tiles_h += to_tiles;
    }
    cards_draw(page, cut_top(&rest, cards), form);
    space(&rest, gap);
    tiles_draw(page, cut_top(&rest, tiles_h));
    space(&rest, gap);
    scroll_close(page, rest, body, &page->state->scroll);
}

static void home_landscape(struct page *page, struct rect body)
{
    int gap = px(page, 22), left_w = (body.w - gap) * 48 / 100;
    int room = body.h - 2 * gap;
    int hero = hero_height(page, left_w), cards = cards_height(page, left_w, CARDS_SLIM);
    int left_h = hero + gap + cards, tiles_h = tiles_least(page);
    int height = left_h > tiles_h ? left_h : tiles_h;

    height = height < room ? room : height;
    struct rect rest = scroll_open(page, ID_SCROLL, body, &page->state->scroll);
    space(&rest, gap);
    struct rect right = cut_top(&rest, height);
    struct rect left = cut_left(&right, left_w);
    (void)cut_left(&right, gap);
    hero_draw(page, cut_top(&left, hero));
    space(&left, gap);
    cards_draw(page, left, CARDS_SLIM);
    tiles_draw(page, right);
    space(&rest, gap);
    scroll_close(page, rest, body, &page->state->scroll);
}

static void home_bar(struct page *page, struct rect bar)
{
    const struct model *model = page->model;
    const struct bar_button buttons[] = {
        {ID_SCALE, scale_word(page), BUTTON_PLAIN, true, {.kind = INTENT_SCALE}},
        {ID_CONTRAST,
         word(model->contrast ? TX_CONTRAST_OFF : TX_CONTRAST_ON),
         BUTTON_PLAIN,
         true,
         {.kind = INTENT_CONTRAST}},
        {ID_REACH,
         word(model->low_reach ? TX_LOW_REACH_OFF : TX_LOW_REACH_ON),
         BUTTON_PLAIN,
         true,
         {.kind = INTENT_LOW_REACH}},
    };

    bar_draw(page, bar, buttons, page->theme->landscape ? 2 : 3);
}

void page_home_frame(struct page *page)
{
    const struct model_site *site = &page->model->site;
    struct head head = {.title = site->name.size > 0 ? site->name : word(TX_FIRST_NAME)};

    if (page->model->emergency.key.size > 0 && page->state->tab != TAB_SEEN) {
        page->state->tab = emergency_draw(page) ? TAB_SEEN : page->state->tab;
        return;
    }
    struct ui_frame frame = frame_open(page, &head);
    struct rect corner = {0, 0, tx(page, 200), frame.top.h};

    if (!site->has_content) {
        first_start(page, frame.body);
    } else if (page->theme->landscape) {
        home_landscape(page, frame.body);
    } else {
        home_portrait(page, frame.body);
    }
    home_bar(page, frame.bar);
    if (ui_hold(page->ui, ID_CORNER, corner, CORNER_HOLD_MS)) {
        want(page, INTENT_STAFF, 0);
    }
}
