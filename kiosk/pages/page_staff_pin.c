/* page_staff_pin.c - who are you, then the PIN; the first time the activation code, a new PIN and a
 * passphrase. */
#include "staff_pages.h"
#include "utf8.h"

enum {
    ID_SECRET = UI_ID(PAGE_STAFF_PIN, 0),
    ID_OTHER,
    ID_LEAVE,
    ID_NEXT,
    ID_SCROLL,
    ID_PAD = UI_ID(PAGE_STAFF_PIN, 16),    /* 12 keys */
    ID_PERSON = UI_ID(PAGE_STAFF_PIN, 64), /* and the people after it */
    PIN_DIGITS = 6,
    CODE_DIGITS = 16,
    PASSPHRASE_CHARS_MIN = 10,
};

enum activation_step {
    STEP_CODE,
    STEP_PIN,
    STEP_PIN_AGAIN,
    STEP_PASSPHRASE,
    STEP_PASSPHRASE_AGAIN
};

static bool wants_passphrase(const struct model_staff *staff)
{
    return staff->activating && staff->activation_step >= STEP_PASSPHRASE;
}

static size_t digits_wanted(const struct model_staff *staff)
{
    return staff->activating && staff->activation_step == STEP_CODE ? CODE_DIGITS : PIN_DIGITS;
}

/* ---- who ---- */

/* Roles of kinds.def by their names; any other as it stands. */
static struct text role_word(struct text role)
{
    if (text_is(role, "director")) {
        return word(TX_ROLE_DIRECTOR);
    }
    return text_is(role, "staff") ? word(TX_ROLE_STAFF) : role;
}

static void people_body(struct page *page, struct rect body)
{
    const struct model_staff *staff = &page->model->staff;
    struct rect rest = scroll_open(page, ID_SCROLL, body, &page->state->scroll);

    space(&rest, px(page, 24));
    ui_paragraph(page->ui, &rest, STYLE_SECTION, COLOR_INK, word(TX_STAFF_WHO));
    space(&rest, px(page, 16));
    for (size_t i = 0; i < staff->people_count; i++) {
        struct ui_row row = {.title = staff->people[i].name,
                             .second = role_word(staff->people[i].role)};
        if (!staff->people[i].active) {
            row.tags[0].tone = TONE_BLUE;
            row.tags[0].text = word(TX_STAFF_FIRST_TIME);
            row.tag_count = 1;
        }
        if (row_cut(page, &rest, ID_PERSON + (int)i, &row)) {
            want(page, INTENT_STAFF_PERSON, (int64_t)i);
        }
    }
    if (staff->people_count == 0) {
        nothing_cut(page, &rest, word(TX_STAFF_NOBODY), word(TX_STAFF_NOBODY_TEXT));
    }
    scroll_close(page, rest, body, &page->state->scroll);
}

/* ---- the secret ---- */

static struct text step_title(const struct model_staff *staff)
{
    static const enum word words[] = {[STEP_CODE] = TX_ACTIVATE_CODE,
                                      [STEP_PIN] = TX_ACTIVATE_PIN,
                                      [STEP_PIN_AGAIN] = TX_ACTIVATE_PIN_AGAIN,
                                      [STEP_PASSPHRASE] = TX_ACTIVATE_PASSPHRASE,
                                      [STEP_PASSPHRASE_AGAIN] = TX_ACTIVATE_PASSPHRASE_AGAIN};

    return word(staff->activating ? words[staff->activation_step] : TX_STAFF_PIN);
}

static struct text step_text(const struct model_staff *staff)
{
    static const enum word words[] = {[STEP_CODE] = TX_ACTIVATE_CODE_TEXT,
                                      [STEP_PIN] = TX_ACTIVATE_PIN_TEXT,
                                      [STEP_PIN_AGAIN] = TX_ACTIVATE_PIN_TEXT,
                                      [STEP_PASSPHRASE] = TX_ACTIVATE_PASSPHRASE_TEXT,
                                      [STEP_PASSPHRASE_AGAIN] = TX_ACTIVATE_PASSPHRASE_TEXT};

    return word(staff->activating ? words[staff->activation_step] : TX_STAFF_PIN_TEXT);
}

static struct text wrong_text(struct page *page)
{
    const struct model_staff *staff = &page->model->staff;

    if (staff->activating && staff->activation_step == STEP_CODE) {
        return word(TX_ACTIVATE_CODE_WRONG);
    }
    if (staff->activating) {
        return word(wants_passphrase(staff) ? TX_ACTIVATE_PASSPHRASE_DIFFERS
                                            : TX_ACTIVATE_PIN_DIFFERS);
    }
    return staff->tries_left > 0 ? FILL(page, TX_STAFF_PIN_WRONG, NUMBER(page, staff->tries_left))
                                 : word(TX_STAFF_PIN_WRONG_PLAIN);
}

static void status_cut(struct page *page, struct rect *rest)
{
    const struct model_staff *staff = &page->model->staff;

    if (staff->busy) {
        note_card(page, rest, TONE_PLAIN, word(TX_STAFF_BUSY), text_of(""));
    } else if (staff->locked_s > 0) {
        note_card(page, rest, TONE_AMBER, word(TX_STAFF_LOCKED),
                  FILL(page, TX_STAFF_LOCKED_TEXT, NUMBER(page, staff->locked_s)));
    } else if (staff->wrong) {
        note_card(page, rest, TONE_RED, text_of(""), wrong_text(page));
    }
}

/* A dot for each digit typed, a ring for each to come; the code in groups of four. */
static void dots_draw(struct page *page, struct rect rect)
{
    const struct model_staff *staff = &page->model->staff;
    size_t wanted = digits_wanted(staff);
    int dot = px(page, wanted > PIN_DIGITS ? 30 : 44), gap = dot * 2 / 3;
    int groups = wanted > PIN_DIGITS ? (int)wanted / 4 - 1 : 0;
    int width = (int)wanted * (dot + gap) - gap + groups * gap;
    struct rect line = centre(rect, width < rect.w ? width : rect.w, dot);

    for (size_t i = 0; i < wanted; i++) {
        struct rect at = cut_left(&line, dot);
        uint32_t ink = page->theme->color[COLOR_RED], edge = page->theme->color[COLOR_EDGE];
        bool typed = i < staff->secret.size;
        draw_ring(page->ui->list, at, typed ? ink : page->theme->color[COLOR_CARD], px(page, 4),
                  typed ? ink : edge);
        (void)cut_left(&line, groups > 0 && i % 4 == 3 ? 2 * gap : gap);
    }
}

static void digits_body(struct page *page, struct rect *side, struct rect pad)
{
    struct model_staff *staff = &page->model->staff;
    bool free = !staff->busy && staff->locked_s == 0;

    status_cut(page, side);
    if (!page->theme->landscape) {
        int least = tx(page, 110), height = tx(page, 760);
        pad = cut_bottom(side, side->h - least < height ? side->h - least : height);
    }
    dots_draw(page, *side); /* in the middle of what is left */
    (void)cut_bottom(&pad, px(page, 16));
    enum ui_field_act act =
        ui_digit_pad(page->ui, ID_PAD, pad, &staff->secret, word(TX_ERASE), word(TX_CONFIRM));
    (void)textfield_take(&staff->secret, page->ui->input);
    bool done = act == FIELD_ENTER || ui_key(page->ui, KEY_ENTER);
    if (done && free && staff->secret.size == digits_wanted(staff)) {
        want(page, INTENT_STAFF_SECRET, 0);
    }
}

static bool passphrase_long_enough(const struct model_staff *staff)
{
    return utf8_count(textfield_text(&staff->secret)) >= PASSPHRASE_CHARS_MIN;
}

static void passphrase_body(struct page *page, struct rect rest, struct rect bar)
{
    const struct model_staff *staff = &page->model->staff;

    ui_paragraph(page->ui, &rest, STYLE_SMALL, COLOR_MUTED,
                 FILL(page, TX_PASSPHRASE_CHARS,
                      NUMBER(page, utf8_count(textfield_text(&staff->secret))),
                      NUMBER(page, PASSPHRASE_CHARS_MIN)));
    space(&rest, px(page, 10));
    status_cut(page, &rest);
    bool enter = secret_cut(page, rest, bar, ID_SECRET, word(TX_PASSPHRASE));
    if (enter && passphrase_long_enough(staff) && !staff->busy) {
        want(page, INTENT_STAFF_SECRET, 0);
    }
}

static void secret_body(struct page *page, struct rect body, struct rect bar)
{
    const struct model_staff *staff = &page->model->staff;
    struct rect side = body, pad = body;

    if (page->theme->landscape && !wants_passphrase(staff)) {
        pad = cut_right(&side, body.w / 2);
        (void)cut_left(&pad, page->theme->gap);
    }
    space(&side, px(page, 20));
    space(&pad, px(page, 14));
    ui_paragraph(page->ui, &side, STYLE_SECTION, COLOR_INK, step_title(staff));
    ui_paragraph(page->ui, &side, STYLE_SMALL, COLOR_MUTED, step_text(staff));
    space(&side, px(page, 12));
    if (wants_passphrase(staff)) {
        passphrase_body(page, side, bar);
    } else {
        digits_body(page, &side, pad);
    }
}

void page_staff_pin_frame(struct page *page)
{
    const struct model_staff *staff = &page->model->staff;
    bool chosen = staff->person >= 0 && staff->person < (int)staff->people_count;
    struct head head = {.title = word(TX_STAFF_TITLE), .controls = true, .narrow_margin = true};
    struct bar_button buttons[BAR_BUTTONS_MAX];
    size_t count = 0;

    if (chosen) {
        head.beside = staff->people[staff->person].name;
    }
    struct ui_frame frame = frame_open(page, &head);
    if (chosen) {
        secret_body(page, frame.body, frame.bar);
    } else {
        people_body(page, frame.body);
    }
    buttons[count++] = (struct bar_button){
        ID_LEAVE, word(TX_STAFF_LEAVE), BUTTON_PLAIN, !chosen, {.kind = INTENT_STAFF_OUT}};
    if (chosen) {
        buttons[count++] = (struct bar_button){ID_OTHER,
                                               word(TX_STAFF_OTHER),
                                               BUTTON_PLAIN,
                                               !wants_passphrase(staff),
                                               {.kind = INTENT_STAFF_PERSON, .value = -1}};
    }
    if (chosen && wants_passphrase(staff)) {
        bool ready = passphrase_long_enough(staff) && !staff->busy && staff->locked_s == 0;
        buttons[count++] = (struct bar_button){ID_NEXT,
                                               word(TX_CONFIRM),
                                               ready ? BUTTON_MAIN : BUTTON_DISABLED,
                                               true,
                                               {.kind = INTENT_STAFF_SECRET}};
    }
    bar_draw(page, frame.bar, buttons, count);
    if (page->intent.kind == INTENT_STAFF_SECRET && wants_passphrase(staff)) {
        panel_settle(&page->model->draft.panel, &page->model->staff.secret);
    }
}
