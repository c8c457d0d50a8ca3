/* staff_parts.c - what the staff pages share. */
#include "parts.h"

enum { ID_STAFF_BACK = UI_ID(PAGES, 200), ID_STAFF_OUT };

bool secret_cut(struct page *page, struct rect *rest, int id, struct text label)
{
    struct ui_field look = {.label = label};
    struct rect field = cut_top(rest, page->theme->field_h);

    if (page->ui->focus == 0) {
        ui_focus(page->ui, id);
    }
    space(rest, page->theme->gap);
    return ui_textfield(page->ui, id, field, &look, &page->model->staff.secret) == FIELD_ENTER;
}

static void wrong_cut(struct page *page, struct rect *rest)
{
    const struct model_staff *staff = &page->model->staff;

    if (staff->busy) {
        note_card(page, rest, TONE_PLAIN, word(TX_STAFF_BUSY), text_of(""));
    } else if (staff->locked_s > 0) {
        note_card(page, rest, TONE_AMBER, word(TX_STAFF_LOCKED),
                  FILL(page, TX_STAFF_LOCKED_TEXT, NUMBER(page, staff->locked_s)));
    } else if (staff->wrong) {
        note_card(page, rest, TONE_RED, word(TX_PASSPHRASE_WRONG), word(TX_PASSPHRASE_WRONG_TEXT));
    }
}

void vault_cut(struct page *page, struct rect *rest, int id)
{
    struct model_staff *staff = &page->model->staff;

    if (staff->vault_open) {
        note_card(page, rest, TONE_JADE, word(TX_VAULT_OPEN), text_of(""));
        return;
    }
    struct rect line = cut_top(rest, page->theme->button_h);
    space(rest, page->theme->gap);
    if (page->state->tab == 0) {
        if (ui_button(page->ui, id, line, word(TX_VAULT_ASK), BUTTON_PLAIN)) {
            page->state->tab = 1;
        }
        return;
    }
    if (page->ui->focus == 0) { /* the field is there from this frame on */
        ui_focus(page->ui, id + 1);
    }
    struct rect field_at = line;
    struct rect button = cut_right(&field_at, ui_button_width(page->ui, word(TX_VAULT_UNLOCK)));
    (void)cut_right(&field_at, page->theme->gap);
    field_at.h = page->theme->field_h;
    button.h = page->theme->field_h;
    space(rest, page->theme->field_h - page->theme->button_h);
    struct ui_field look = {.label = word(TX_PASSPHRASE), .hint = word(TX_PASSPHRASE_HINT)};
    bool enter = ui_textfield(page->ui, id + 1, field_at, &look, &staff->secret) == FIELD_ENTER;
    bool ready = staff->secret.size > 0 && !staff->busy && staff->locked_s == 0;
    bool pressed = ui_button(page->ui, id + 2, button, word(TX_VAULT_UNLOCK),
                             ready ? BUTTON_MAIN : BUTTON_DISABLED);
    if (ready && (enter || pressed)) {
        want(page, INTENT_VAULT_OPEN, 0);
    }
    wrong_cut(page, rest);
}

void staff_bar(struct page *page, struct rect bar, const struct bar_button *middle)
{
    struct bar_button buttons[BAR_BUTTONS_MAX];
    size_t count = 0;

    buttons[count++] = (struct bar_button){
        ID_STAFF_BACK, word(TX_BACK), BUTTON_PLAIN, middle == NULL, {.kind = INTENT_BACK}};
    if (middle) {
        buttons[count++] = *middle;
    }
    buttons[count++] = (struct bar_button){
        ID_STAFF_OUT, word(TX_STAFF_OUT), BUTTON_PLAIN, middle == NULL, {.kind = INTENT_STAFF_OUT}};
    bar_draw(page, bar, buttons, count);
}
