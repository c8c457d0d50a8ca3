/* staff_pages.c - what the staff pages share. */
#include "staff_pages.h"

enum {
    ID_STAFF_BACK = UI_ID(PAGES, 200),
    ID_STAFF_OUT,
    TAB_VAULT = 900, /* page->state->tab: the passphrase is being asked for */
    ID_PANEL = 8,
};

bool secret_cut(struct page *page, struct rect body, struct rect bar, int id, struct text label)
{
    struct ui_field look = {.label = label, .hint = word(TX_PASSPHRASE_HINT)};
    struct textfield *secret = &page->model->staff.secret;

    if (page->ui->focus == 0) {
        ui_focus(page->ui, id);
    }
    panel_draw(page, id + ID_PANEL, panel_cut(page, &body, bar), secret);
    return ui_textfield(page->ui, id, cut_top(&body, page->theme->field_h), &look, secret) ==
           FIELD_ENTER;
}

void secret_state_cut(struct page *page, struct rect *rest)
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

/* ---- the vault ---- */

void vault_cut(struct page *page, struct rect *rest, int id)
{
    if (page->model->staff.vault_open) {
        note_card(page, rest, TONE_JADE, word(TX_VAULT_OPEN), text_of(""));
        return;
    }
    if (wide_button(page, rest, id, word(TX_VAULT_ASK), BUTTON_PLAIN)) {
        page->state->tab = TAB_VAULT;
        page->ui->focus = 0;
    }
}

bool vault_asks(const struct page *page)
{
    return page->state->tab == TAB_VAULT && !page->model->staff.vault_open;
}

void vault_frame(struct page *page, int id)
{
    const struct model_staff *staff = &page->model->staff;
    struct head head = staff_head(page, word(TX_VAULT_ASK_TITLE));
    bool ready = staff->secret.size > 0 && !staff->busy && staff->locked_s == 0;

    head.controls = false;
    struct ui_frame frame = frame_open(page, &head);
    struct rect body = frame.body;
    space(&body, px(page, 20));
    secret_state_cut(page, &body);
    if (!staff->busy && staff->locked_s == 0 && !staff->wrong) {
        ui_paragraph(page->ui, &body, STYLE_BODY, COLOR_INK, word(TX_VAULT_ASK_TEXT));
        space(&body, px(page, 14));
    }
    bool enter = secret_cut(page, body, frame.bar, id, word(TX_PASSPHRASE));
    const struct bar_button buttons[] = {
        {ID_STAFF_BACK, word(TX_BACK), BUTTON_PLAIN, false, {.value = -1}},
        {id + 1,
         word(TX_VAULT_UNLOCK),
         ready ? BUTTON_MAIN : BUTTON_DISABLED,
         true,
         {.kind = INTENT_VAULT_OPEN}},
    };
    bar_draw(page, frame.bar, buttons, 2);
    if (enter && ready) {
        want(page, INTENT_VAULT_OPEN, 0);
    }
    if (page->intent.kind == INTENT_VAULT_OPEN) {
        panel_settle(&page->model->draft.panel, &page->model->staff.secret);
    }
    if (page->intent.value == -1) {
        page->intent.value = 0;
        page->state->tab = 0;
        textfield_wipe(&page->model->staff.secret);
        panel_wipe(&page->model->draft.panel);
    }
}

/* ---- frame ---- */

struct head staff_head(const struct page *page, struct text title)
{
    return (struct head){
        .title = title, .beside = page->model->staff.name, .controls = true, .narrow_margin = true};
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

/* ---- entries ---- */

struct text entry_value(struct page *page, const struct book_look *look, const struct ask *ask,
                        const void *record)
{
    const struct model *model = page->model;
    struct record_field field;

    if (!ask_field(look, ask, &field)) {
        return text_of("");
    }
    const void *at = (const uint8_t *)record + field.offset;
    int64_t sum = field.type == FIELD_INT || field.type == FIELD_TIME ? *(const int64_t *)at : 0;
    switch ((int)field.type) {
    case FIELD_TEXT:
        return ask->how == ASK_CHANGE ? change_word(*(const struct text *)at)
                                      : *(const struct text *)at;
    case FIELD_DATE:
        return due_day_word(page, *(const int32_t *)at);
    case FIELD_TIME:
        if (sum == 0) {
            return text_of("");
        }
        return civil_day_at(sum, model->offset_min) == model->today
                   ? word_time(page->arena, sum, model->offset_min)
                   : word_moment(page->arena, sum, model->offset_min, model->today);
    case FIELD_UINT:
        return *(const uint64_t *)at ? NUMBER(page, *(const uint64_t *)at) : text_of("");
    case FIELD_INT:
        return sum ? sum_word(page, sum) : text_of("");
    default:
        return text_of("");
    }
}

static struct tag_word entry_tag(struct page *page, enum book book, const struct model_entry *entry)
{
    const struct visit *visit = book == BOOK_visit ? entry->record : NULL;

    if (entry->corrected) {
        return (struct tag_word){TONE_PLAIN, word(TX_ENTRY_CORRECTED)};
    }
    if (visit && visit->follow_on) {
        bool late = visit->follow_on < page->model->today;
        return (struct tag_word){late ? TONE_RED : TONE_AMBER,
                                 FILL(page, TX_ENTRY_FOLLOW, due_day_word(page, visit->follow_on))};
    }
    if (visit && text_equal(visit->follow_up, word(TX_FOLLOW_1))) {
        return (struct tag_word){TONE_JADE, visit->follow_up};
    }
    return entry->corrects ? (struct tag_word){TONE_AMBER, word(TX_ENTRY_CORRECTS)}
                           : (struct tag_word){TONE_BLUE, word(TX_ENTRY_WRITTEN)};
}

bool entry_row(struct page *page, struct rect *rest, int id, enum book book,
               const struct model_entry *entry)
{
    const struct book_look *look = book_look(book);
    struct tag_word tag = entry_tag(page, book, entry);
    struct text parts[ENTRY_FORM_FIELDS_MAX];
    struct ui_row row = {.tag_count = 1};
    size_t count = 0;

    for (size_t i = 0; entry->record && i < look->ask_count; i++) {
        const struct ask *ask = &look->asks[i];
        if (ask->where == ASK_TITLE) {
            row.title = entry_value(page, look, ask, entry->record);
        } else if (ask->where == ASK_SECOND) {
            parts[count++] = entry_value(page, look, ask, entry->record);
        }
    }
    row.second = word_join(page->arena, parts, count);
    if (!entry->record) {
        row.title = word(TX_ENTRY_SEALED);
        row.second =
            word_moment(page->arena, entry->at_s, page->model->offset_min, page->model->today);
    }
    row.tags[0].tone = tag.tone;
    row.tags[0].text = tag.text;
    return row_cut(page, rest, id, &row);
}
