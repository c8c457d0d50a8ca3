/* page_staff_panel.c - how the picture lies on the panel, and whether touches go where the finger
 * is. Both are tried first: without a word they are as before. */
#include "staff_pages.h"

enum {
    ID_SCROLL = UI_ID(PAGE_STAFF_PANEL, 0),
    ID_TURN,
    ID_AIM,
    ID_KEEP,
    ID_UNDO,
    CROSS_PX = 120, /* across, at the reference panel */
    CROSS_STROKE_PX = 6,
    UNITS = 65536, /* of a panel, across and down (ui/touch_map.h) */
};

static struct text seconds_word(struct page *page)
{
    int64_t seconds = (page->model->staff.panel.left_ms + 999) / 1000;
    return NUMBER(page, seconds > 0 ? seconds : 0);
}

/* ---- aiming: nothing but the cross ---- */

static void cross_draw(struct page *page)
{
    const struct model_panel *panel = &page->model->staff.panel;
    struct rect screen = ui_screen(page->ui);
    int half = px(page, CROSS_PX) / 2, stroke = px(page, CROSS_STROKE_PX);
    int x = screen.x + (int)((int64_t)screen.w * panel->target_x / UNITS);
    int y = screen.y + (int)((int64_t)screen.h * panel->target_y / UNITS);
    uint32_t color = page->theme->color[COLOR_RED];

    draw_fill(page->ui->list, (struct rect){x - half, y - stroke / 2, 2 * half, stroke}, color);
    draw_fill(page->ui->list, (struct rect){x - stroke / 2, y - half, stroke, 2 * half}, color);
}

static void aim_frame(struct page *page)
{
    const struct model_panel *panel = &page->model->staff.panel;
    struct rect screen = ui_screen(page->ui), body = inset_xy(screen, screen.w / 4, 0);
    struct text title = word(TX_PANEL_AIM_TITLE);
    struct text count = FILL(page, TX_PANEL_AIM_COUNT, NUMBER(page, panel->aim + 1));
    struct text left = FILL(page, TX_PANEL_AIM_LEFT, seconds_word(page));

    draw_fill(page->ui->list, screen, page->theme->color[COLOR_PAPER]);
    body.y += screen.h / 4;
    space(&body, ui_text_aligned(page->ui, body, STYLE_HEADING, COLOR_INK, ALIGN_CENTRE, title));
    space(&body, px(page, 16));
    space(&body, ui_text_aligned(page->ui, body, STYLE_BODY, COLOR_INK, ALIGN_CENTRE, count));
    ui_text_aligned(page->ui, body, STYLE_SMALL, COLOR_MUTED, ALIGN_CENTRE, left);
    cross_draw(page);
    if (ui_key(page->ui, KEY_ESCAPE)) {
        want(page, INTENT_PANEL_UNDO, 0);
    } else if (page->ui->input->released) {
        want(page, INTENT_PANEL_POINT, 0);
    }
}

/* ---- what can be done, and whether it was right ---- */

static void said_cut(struct page *page, struct rect *rest)
{
    static const enum word words[] = {[PANEL_SAID_ASTRAY] = TX_PANEL_ASTRAY,
                                      [PANEL_SAID_BACK] = TX_PANEL_WENT_BACK,
                                      [PANEL_SAID_KEPT] = TX_PANEL_KEPT,
                                      [PANEL_SAID_DISK] = TX_PANEL_NOT_KEPT};
    enum panel_said said = page->model->staff.panel.said;

    if (said != PANEL_SAID_NOTHING) {
        note_card(page, rest, said == PANEL_SAID_KEPT ? TONE_JADE : TONE_AMBER, word(words[said]),
                  text_of(""));
    }
}

static void try_cut(struct page *page, struct rect *rest)
{
    const struct model_panel *panel = &page->model->staff.panel;

    note_card(page, rest, TONE_AMBER, word(panel->turned ? TX_PANEL_TURN_ASK : TX_PANEL_AIM_ASK),
              FILL(page, TX_PANEL_BACK_IN, seconds_word(page)));
    if (wide_button(page, rest, ID_KEEP, word(TX_PANEL_KEEP), BUTTON_MAIN)) {
        want(page, INTENT_PANEL_KEEP, 0);
    }
    if (wide_button(page, rest, ID_UNDO, word(TX_PANEL_UNDO), BUTTON_PLAIN)) {
        want(page, INTENT_PANEL_UNDO, 0);
    }
}

void page_staff_panel_frame(struct page *page)
{
    const struct model_panel *panel = &page->model->staff.panel;
    struct head head = staff_head(page, word(TX_PANEL_TITLE));

    if (panel->aiming) {
        aim_frame(page);
        return;
    }
    struct ui_frame frame = frame_open(page, &head);
    struct rect rest = scroll_open(page, ID_SCROLL, frame.body, &page->state->scroll);
    space(&rest, px(page, 24));
    said_cut(page, &rest);
    if (panel->trying) {
        try_cut(page, &rest);
    }
    note_card(page, &rest, TONE_PLAIN, word(TX_PANEL_TURN_TITLE), word(TX_PANEL_TURN_TEXT));
    if (wide_button(page, &rest, ID_TURN, word(TX_PANEL_TURN), BUTTON_PLAIN)) {
        want(page, INTENT_PANEL_TURN, 0);
    }
    note_card(page, &rest, TONE_PLAIN, word(TX_PANEL_AIM), word(TX_PANEL_AIM_TEXT));
    if (wide_button(page, &rest, ID_AIM, word(TX_PANEL_AIM), BUTTON_PLAIN) ||
        ui_key(page->ui, KEY_AIM)) {
        want(page, INTENT_PANEL_AIM, 0);
    }
    scroll_close(page, rest, frame.body, &page->state->scroll);
    staff_bar(page, frame.bar, NULL);
}
