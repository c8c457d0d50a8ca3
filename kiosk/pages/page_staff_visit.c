/* page_staff_visit.c - a visitor is written down; today's visitors below. */
#include "parts.h"

enum {
    ID_SAVE = UI_ID(PAGE_STAFF_VISIT, 0),
    ID_SCROLL,
    ID_VAULT,                               /* 3 */
    ID_FIELD = UI_ID(PAGE_STAFF_VISIT, 16), /* 6 */
    FIELDS = 6,
    FIELD_REASON = 3,
    FIELD_TEXT = 4,
};

static void fields_cut(struct page *page, struct rect *rest)
{
    static const enum word labels[FIELDS] = {TX_VISIT_NAME,   TX_VISIT_ADDRESS, TX_VISIT_PHONE,
                                             TX_VISIT_REASON, TX_VISIT_TEXT,    TX_VISIT_FOLLOW_UP};
    struct model_staff *staff = &page->model->staff;
    bool wide = page->theme->scale == SCALE_STANDARD || page->theme->landscape;
    int columns = wide ? 2 : 1, column = 0;
    struct rect line = {0};

    for (int i = 0; i < FIELDS; i++) {
        struct ui_field look = {.label = word(labels[i])};
        bool whole = i == FIELD_TEXT || columns == 1;
        if (column == 0 || whole) {
            line = cut_top(rest, page->theme->field_h);
            space(rest, page->theme->gap_s);
            column = 0;
        }
        struct rect rect = whole ? line : split_columns(line, columns, column, page->theme->gap_s);
        if (ui_textfield(page->ui, ID_FIELD + i, rect, &look, &staff->visit[i]) == FIELD_ENTER) {
            ui_focus(page->ui, ID_FIELD + (i + 1) % FIELDS);
        }
        column = whole ? 0 : (column + 1) % columns;
    }
    bool ready = text_trim(textfield_text(&staff->visit[FIELD_REASON])).size > 0;
    struct rect save = column == 1 ? split_columns(line, columns, 1, page->theme->gap_s)
                                   : cut_top(rest, page->theme->field_h);
    if (ui_button(page->ui, ID_SAVE, save, word(TX_VISIT_SAVE),
                  ready ? BUTTON_MAIN : BUTTON_DISABLED)) {
        want(page, INTENT_VISIT_SAVE, 0);
    }
    space(rest, page->theme->gap);
}

static void visit_cut(struct page *page, struct rect *rest, const struct model_visit *visit)
{
    struct text parts[5] = {word_time(page->arena, visit->at_s, page->model->offset_min),
                            visit->host.size > 0 ? FILL(page, TX_VISIT_HOST, visit->host)
                                                 : text_of(""),
                            visit->name, visit->address, visit->phone};
    struct ui_row row = {.title = visit->reason, .dead = true};

    row.second = word_join(page->arena, parts, 5);
    row.tags[0].tone = TONE_BLUE;
    row.tags[0].text = word(TX_VISIT_WRITTEN);
    row.tag_count = 1;
    (void)row_cut(page, rest, 0, &row);
}

void page_staff_visit_frame(struct page *page)
{
    const struct model_staff *staff = &page->model->staff;
    struct head head = {.title = word(TX_VISIT_TITLE),
                        .beside = staff->name,
                        .controls = true,
                        .narrow_margin = true};
    struct ui_frame frame = frame_open(page, &head);
    struct rect rest = scroll_open(page, ID_SCROLL, frame.body, &page->state->scroll);

    space(&rest, px(page, 20));
    if (staff->visit_saved) {
        note_card(page, &rest, TONE_JADE, word(TX_VISIT_SAVED), text_of(""));
    }
    section(page, &rest, word(TX_VISIT_NEW));
    ui_paragraph(page->ui, &rest, STYLE_SMALL, COLOR_MUTED, word(TX_VISIT_WHY));
    space(&rest, px(page, 12));
    fields_cut(page, &rest);
    section(page, &rest, FILL(page, TX_VISITS_TITLE, NUMBER(page, staff->visit_count)));
    vault_cut(page, &rest, ID_VAULT);
    for (size_t i = 0; i < staff->visit_count; i++) {
        visit_cut(page, &rest, &staff->visits[i]);
    }
    scroll_close(page, rest, frame.body, &page->state->scroll);
    staff_bar(page, frame.bar, NULL);
}
