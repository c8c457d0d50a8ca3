/* page_receipt.c - a letter by its receipt: just handed in, on its way, answered, taken back,
 * unknown. */
#include "paper_slip.h"
#include "parts.h"

enum {
    ID_SCROLL = UI_ID(PAGE_RECEIPT, 0),
    ID_RETRACT,
    ID_STAY,
    ID_DONE,
    ID_RETRACT_YES,
    ID_RETRACT_NO,
    ID_AGAIN,
    ID_PRINT_RECEIPT,
    ID_PRINT_ANSWER,
    STEPS = 4,
    GROUP_DIGITS = 4,
};

static bool is_known(const struct model_receipt *receipt)
{
    return !receipt->busy && !receipt->invalid && !receipt->limited &&
           receipt->state != LETTER_UNKNOWN;
}

/* ---- the number ---- */

static struct text group(struct page *page, int index)
{
    const char *digits = page->model->receipt.digits + index * GROUP_DIGITS;

    return arena_printf(page->arena, "%.4s", digits);
}

static void digits_draw(struct page *page, struct rect line)
{
    int width[3], sum = 0, gap = px(page, 46);

    for (int i = 0; i < 3; i++) {
        width[i] = ui_text_width(page->ui, STYLE_RECEIPT, group(page, i));
        sum += width[i];
    }
    if (sum + 2 * gap > line.w) { /* large letters: the groups share the line as they can */
        for (int i = 0; i < 3; i++) {
            ui_label(page->ui, split_columns(line, 3, i, px(page, 16)), STYLE_RECEIPT, COLOR_INK,
                     ALIGN_CENTRE, group(page, i));
        }
        return;
    }
    line = centre(line, sum + 2 * gap, line.h);
    for (int i = 0; i < 3; i++) {
        ui_label(page->ui, cut_left(&line, width[i] + 1), STYLE_RECEIPT, COLOR_INK, ALIGN_LEFT,
                 group(page, i));
        (void)cut_left(&line, gap - 1);
    }
}

static void number_cut(struct page *page, struct rect *rest)
{
    bool fresh = page->model->receipt.just_submitted;
    struct text first = word(fresh ? TX_RECEIPT_WRITE_DOWN : TX_RECEIPT_NUMBER);
    struct text how = word(TX_RECEIPT_HOW), secret = word(TX_RECEIPT_SECRET);
    int width = card_width(page, *rest), digits_h = tx(page, 150);
    int height = ui_text_height(page->ui, width, STYLE_BODY, first) + digits_h;

    if (fresh) {
        height += ui_text_height(page->ui, width, STYLE_BODY, how) +
                  ui_text_height(page->ui, width, STYLE_SMALL, secret);
    }
    struct rect inside = card_cut(page, rest, height, TONE_PLAIN);
    space(&inside, ui_text_aligned(page->ui, inside, STYLE_BODY, COLOR_MUTED, ALIGN_CENTRE, first));
    digits_draw(page, cut_top(&inside, digits_h));
    if (fresh) {
        space(&inside, ui_text_aligned(page->ui, inside, STYLE_BODY, COLOR_INK, ALIGN_CENTRE, how));
        ui_text_aligned(page->ui, inside, STYLE_SMALL, COLOR_MUTED, ALIGN_CENTRE, secret);
    }
}

/* On paper: the number alone, and the answer when its reader asks for that. */
static void print_cut(struct page *page, struct rect *rest)
{
    const struct model_print *print = &page->model->print;
    enum ui_button_kind kind = print->busy ? BUTTON_DISABLED : BUTTON_PLAIN;

    if (!print->available) {
        return;
    }
    if (paper_can(page->model, PAPER_RECEIPT) &&
        wide_button(page, rest, ID_PRINT_RECEIPT, word(TX_PRINT_RECEIPT), kind)) {
        want(page, INTENT_PRINT, PAPER_RECEIPT);
    }
    if (paper_can(page->model, PAPER_ANSWER) &&
        wide_button(page, rest, ID_PRINT_ANSWER, word(TX_PRINT_ANSWER), kind)) {
        want(page, INTENT_PRINT, PAPER_ANSWER);
    }
}

/* ---- how far it is ---- */

static enum ui_step step_state(enum letter_state state, int step)
{
    static const int reached[] = {
        [LETTER_KEPT] = 1,     [LETTER_RECEIVED] = 2,      [LETTER_HANDLING] = 3,
        [LETTER_ANSWERED] = 4, [LETTER_ANSWERED_HERE] = 4, [LETTER_RETRACTED] = 0,
        [LETTER_UNKNOWN] = 0};

    if (step < reached[state]) {
        return STEP_DONE;
    }
    return step == reached[state] ? STEP_NOW : STEP_LATER;
}

static struct text moment_word(struct page *page, int64_t at_s)
{
    return at_s > 0 ? word_moment(page->arena, at_s, page->model->offset_min, page->model->today)
                    : text_of("");
}

static struct text step_second(struct page *page, int step)
{
    const struct model_receipt *receipt = &page->model->receipt;

    switch (step) {
    case 0:
        return moment_word(page, receipt->submitted_s);
    case 1:
        return receipt->state == LETTER_KEPT ? word(TX_STEP_SENT_TEXT) : text_of("");
    case 2:
        return receipt->can_retract ? word(TX_STEP_HANDLED_TEXT) : text_of("");
    default:
        return moment_word(page, receipt->answer_s);
    }
}

static int step_height(struct page *page, int width, struct text second)
{
    int height = tx(page, 60) + px(page, 22);

    if (second.size > 0) {
        height += ui_text_height(page->ui, width - tx(page, 68), STYLE_SMALL, second);
    }
    return height;
}

static void steps_cut(struct page *page, struct rect *rest)
{
    static const enum word words[STEPS] = {TX_STEP_KEPT, TX_STEP_SENT, TX_STEP_HANDLED,
                                           TX_STEP_ANSWERED};
    int width = card_width(page, *rest), height = 0;

    for (int i = 0; i < STEPS; i++) {
        height += step_height(page, width, step_second(page, i));
    }
    struct rect inside = card_cut(page, rest, height, TONE_PLAIN);
    for (int i = 0; i < STEPS; i++) {
        struct text second = step_second(page, i);
        struct rect line = cut_top(&inside, step_height(page, width, second));
        ui_step(page->ui, line, step_state(page->model->receipt.state, i), i + 1 == STEPS,
                word(words[i]), second, text_of(""));
    }
}

static void promise_cut(struct page *page, struct rect *rest)
{
    const struct model *model = page->model;
    int32_t day = model->receipt.promised_by;

    if (day == 0 || model->receipt.state == LETTER_ANSWERED ||
        model->receipt.state == LETTER_ANSWERED_HERE) {
        return;
    }
    struct text by = word_day(page->arena, day, model->today);
    struct text text = model->site.reply_days > 0
                           ? FILL(page, TX_PROMISE, by, NUMBER(page, model->site.reply_days))
                           : FILL(page, TX_PROMISE_PLAIN, by);
    int height = ui_text_height(page->ui, card_width(page, *rest), STYLE_HEADING, text);
    struct rect inside = card_cut(page, rest, height, TONE_JADE);
    ui_text_aligned(page->ui, inside, STYLE_HEADING, COLOR_JADE, ALIGN_CENTRE, text);
}

static void answer_cut(struct page *page, struct rect *rest)
{
    const struct model_receipt *receipt = &page->model->receipt;
    bool here = receipt->state == LETTER_ANSWERED_HERE;
    struct text parts[2] = {receipt->answer_by, moment_word(page, receipt->answer_s)};

    if (here) {
        note_card(page, rest, TONE_AMBER, word(TX_ANSWER_TO_CONFIRM),
                  word(TX_ANSWER_TO_CONFIRM_TEXT));
    }
    note_card(page, rest, TONE_JADE, word(TX_ANSWER_TITLE), receipt->answer);
    ui_paragraph(page->ui, rest, STYLE_SMALL, COLOR_MUTED, word_join(page->arena, parts, 2));
    space(rest, page->theme->gap);
}

static void retract_question(struct page *page, struct rect *rest)
{
    struct text title = word(TX_RETRACT_ASK), text = word(TX_RETRACT_ASK_TEXT);
    int width = card_width(page, *rest), button = page->theme->button_h;
    int height = ui_text_height(page->ui, width, STYLE_BOLD, title) +
                 ui_text_height(page->ui, width, STYLE_BODY, text) + px(page, 20) + button;
    struct rect inside = card_cut(page, rest, height, TONE_RED);

    ui_paragraph(page->ui, &inside, STYLE_BOLD, COLOR_RED_TEXT, title);
    ui_paragraph(page->ui, &inside, STYLE_BODY, COLOR_INK, text);
    space(&inside, px(page, 20));
    struct rect line = cut_top(&inside, button);
    if (ui_button(page->ui, ID_RETRACT_NO, split_columns(line, 2, 0, page->theme->gap),
                  word(TX_RETRACT_NO), BUTTON_PLAIN)) {
        want(page, INTENT_RETRACT_NO, 0);
    }
    if (ui_button(page->ui, ID_RETRACT_YES, split_columns(line, 2, 1, page->theme->gap),
                  word(TX_RETRACT_YES), BUTTON_MAIN)) {
        want(page, INTENT_RETRACT, 0);
    }
}

/* ---- the page ---- */

static void fresh_cut(struct page *page, struct rect *rest)
{
    int mark = px(page, page->theme->landscape ? 110 : 172);

    space(rest, px(page, page->theme->landscape ? 10 : 30));
    ui_done_mark(page->ui, centre(cut_top(rest, mark), mark, mark));
    space(rest, px(page, 16));
    space(rest, ui_text_aligned(page->ui, *rest, STYLE_HEADING, COLOR_INK, ALIGN_CENTRE,
                                word(TX_RECEIPT_SAFE)));
    space(rest, px(page, 24));
}

static void progress_cut(struct page *page, struct rect *rest)
{
    const struct model_receipt *receipt = &page->model->receipt;

    if (receipt->state == LETTER_RETRACTED) {
        note_card(page, rest, TONE_PLAIN, word(TX_RETRACTED_TITLE), word(TX_RETRACTED_TEXT));
        return;
    }
    if (receipt->state == LETTER_ANSWERED || receipt->state == LETTER_ANSWERED_HERE) {
        answer_cut(page, rest);
    }
    promise_cut(page, rest);
    steps_cut(page, rest);
}

/* The number, then how far the letter is: beside it where the screen is wide. */
static void known_cut(struct page *page, struct rect *rest)
{
    const struct model_receipt *receipt = &page->model->receipt;
    int columns = page->theme->landscape ? 2 : 1;
    struct rect left = split_columns(*rest, columns, 0, page->theme->gap);
    struct rect right = split_columns(*rest, columns, columns - 1, page->theme->gap);

    if (receipt->just_submitted) {
        fresh_cut(page, &left);
    }
    if (receipt->retract_asked && receipt->can_retract) {
        retract_question(page, &left);
    }
    number_cut(page, &left);
    print_cut(page, &left);
    if (columns == 1) {
        right = left;
    }
    progress_cut(page, &right);
    space(rest, (left.y > right.y ? left.y : right.y) - rest->y);
}

static void unknown_cut(struct page *page, struct rect *rest)
{
    const struct model *model = page->model;
    const struct model_receipt *receipt = &model->receipt;

    if (receipt->busy) {
        note_card(page, rest, TONE_PLAIN, word(TX_RECEIPT_BUSY), word(TX_RECEIPT_BUSY_TEXT));
    } else if (receipt->limited) {
        note_card(page, rest, TONE_AMBER, word(TX_RECEIPT_LIMITED),
                  FILL(page, TX_RECEIPT_LIMITED_TEXT, NUMBER(page, receipt->wait_s)));
    } else if (receipt->invalid) {
        note_card(page, rest, TONE_AMBER, word(TX_RECEIPT_INVALID), word(TX_RECEIPT_INVALID_TEXT));
    } else {
        note_card(page, rest, TONE_AMBER, word(TX_RECEIPT_UNKNOWN), word(TX_RECEIPT_UNKNOWN_TEXT));
        if (model->site.office_phone.size > 0) {
            note_card(page, rest, TONE_PLAIN, FILL(page, TX_MAILBOX_CALL, model->site.office_phone),
                      model->site.office_hours);
        }
    }
    if (!receipt->busy) {
        number_cut(page, rest);
    }
}

static void receipt_bar(struct page *page, struct rect bar)
{
    const struct model_receipt *receipt = &page->model->receipt;
    struct bar_button buttons[BAR_BUTTONS_MAX];
    size_t count = 0;

    if (is_known(receipt) && receipt->can_retract && !receipt->retract_asked) {
        buttons[count++] = (struct bar_button){
            ID_RETRACT, word(TX_RETRACT), BUTTON_PLAIN, false, {.kind = INTENT_RETRACT_ASK}};
    }
    if (receipt->just_submitted) {
        buttons[count++] =
            (struct bar_button){ID_STAY, word(TX_STAY), BUTTON_PLAIN, false, {.kind = INTENT_STAY}};
    } else if (!receipt->busy) {
        buttons[count] = (struct bar_button){
            ID_AGAIN, word(TX_LOOKUP_AGAIN), BUTTON_PLAIN, false, {.kind = INTENT_GO}};
        buttons[count++].intent.place = place_of(PAGE_LOOKUP, text_of(""));
    }
    buttons[count++] =
        (struct bar_button){ID_DONE, word(TX_DONE_CLEAR), BUTTON_MAIN, true, {.kind = INTENT_DONE}};
    bar_draw(page, bar, buttons, count);
}

void page_receipt_frame(struct page *page)
{
    const struct model *model = page->model;
    struct head head = {
        .title = word(model->receipt.just_submitted ? TX_RECEIPT_TITLE : TX_LOOKUP_TITLE)};

    if (model->site.idle_s > 0) {
        head.under = FILL(page, TX_CLEARS_AFTER, NUMBER(page, model->site.idle_s));
    }
    struct ui_frame frame = frame_open(page, &head);
    struct rect rest = scroll_open(page, ID_SCROLL, frame.body, &page->state->scroll);
    space(&rest, px(page, 24));
    if (is_known(&model->receipt)) {
        known_cut(page, &rest);
    } else {
        unknown_cut(page, &rest);
    }
    scroll_close(page, rest, frame.body, &page->state->scroll);
    receipt_bar(page, frame.bar);
}
