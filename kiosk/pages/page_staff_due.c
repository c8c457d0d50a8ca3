/* page_staff_due.c - what the documents ask of the committee: by urgency, by person, and as the
 * agenda of the Monday meeting (W3). */
#include "staff_pages.h"

enum {
    ID_SCROLL = UI_ID(PAGE_STAFF_DUE, 0),
    ID_TAB, /* and the tabs after it */
    TABS = 3,
    TAB_URGENT = 0,
    TAB_PERSON = 1,
    TAB_AGENDA = 2,
};

static struct tag_word state_tag(struct page *page, const struct obligation *due)
{
    switch (due->state) {
    case OBLIGATION_OVERDUE:
        return (struct tag_word){TONE_RED, FILL(page, TX_DUE_OVERDUE, NUMBER(page, due->days))};
    case OBLIGATION_TODAY:
        return (struct tag_word){TONE_AMBER, word(TX_DUE_TODAY)};
    case OBLIGATION_AMISS:
        return (struct tag_word){TONE_RED, word(TX_DUE_AMISS)};
    case OBLIGATION_AHEAD:
    default:
        return (struct tag_word){TONE_PLAIN, FILL(page, TX_DUE_LEFT, NUMBER(page, due->days))};
    }
}

static void due_cut(struct page *page, struct rect *rest, const struct obligation *due, bool who)
{
    struct tag_word tag = state_tag(page, due);
    struct text parts[3] = {{0}};
    struct ui_row row = {.title = due->what, .tag_count = 1, .dead = true};

    if (who) {
        parts[0] = due->who.size > 0 ? due->who : word(TX_DUE_COMMITTEE);
    }
    if (due->due_on > 0) {
        parts[1] = FILL(page, TX_DUE_BY, due_day_word(page, due->due_on));
    }
    parts[2] = text_of(due->article ? due->article : "");
    row.second = word_join(page->arena, parts, 3);
    row.tags[0].tone = tag.tone;
    row.tags[0].text = tag.text;
    row.tone = due->state == OBLIGATION_OVERDUE ? TONE_RED : TONE_PLAIN;
    (void)row_cut(page, rest, 0, &row);
}

static void urgent_cut(struct page *page, struct rect *rest)
{
    const struct model_compliance *compliance = &page->model->staff.compliance;

    for (size_t i = 0; i < compliance->count; i++) {
        due_cut(page, rest, &compliance->at[i], true);
    }
}

static void persons_cut(struct page *page, struct rect *rest)
{
    const struct model_compliance *compliance = &page->model->staff.compliance;

    for (size_t p = 0; p < compliance->load_count; p++) {
        const struct person_load *load = &compliance->loads[p];
        struct text who = load->who.size > 0 ? load->who : word(TX_DUE_COMMITTEE);
        section(page, rest,
                FILL(page, TX_DUE_PERSON, who, NUMBER(page, load->overdue + load->amiss),
                     NUMBER(page, load->today + load->ahead)));
        for (size_t i = 0; i < compliance->count; i++) {
            if (text_equal(compliance->at[i].who, load->who)) {
                due_cut(page, rest, &compliance->at[i], false);
            }
        }
    }
}

static void agenda_cut(struct page *page, struct rect *rest)
{
    const struct model_compliance *compliance = &page->model->staff.compliance;
    int indent = tx(page, 60);

    for (size_t i = 0; i < compliance->agenda_count; i++) {
        const struct agenda_line *line = &compliance->agenda[i];
        const struct obligation *due = line->obligation;
        if (i == 0 || compliance->agenda[i - 1].section != line->section) {
            section(page, rest, text_of(agenda_section_name(line->section)));
        }
        struct text parts[3] = {due->who, state_tag(page, due).text,
                                text_of(due->article ? due->article : "")};
        struct text second = word_join(page->arena, parts, 3);
        int width = rest->w - indent;
        int height = ui_text_height(page->ui, width, STYLE_BODY, due->what) +
                     ui_text_height(page->ui, width, STYLE_SMALL, second) + px(page, 12);
        struct rect row = cut_top(rest, height);
        if (!ui_is_visible(page->ui, row)) {
            continue;
        }
        ui_text(page->ui, cut_left(&row, indent), STYLE_BOLD, COLOR_BLUE, NUMBER(page, i + 1));
        ui_paragraph(page->ui, &row, STYLE_BODY, COLOR_INK, due->what);
        ui_paragraph(page->ui, &row, STYLE_SMALL, COLOR_MUTED, second);
    }
}

static void tabs_cut(struct page *page, struct rect *body)
{
    static const enum word words[TABS] = {TX_DUE_TAB_URGENT, TX_DUE_TAB_PERSON, TX_DUE_TAB_AGENDA};
    int height = tx(page, 88) < page->theme->touch_min ? page->theme->touch_min : tx(page, 88);
    struct rect line = cut_top(body, height);

    for (int i = 0; i < TABS; i++) {
        if (ui_button(page->ui, ID_TAB + i, split_columns(line, TABS, i, page->theme->gap),
                      word(words[i]), page->state->tab == i ? BUTTON_MAIN : BUTTON_PLAIN)) {
            page->state->tab = i;
            ui_scroll_to(&page->state->scroll, 0);
        }
    }
    space(body, px(page, 16));
}

static void body_cut(struct page *page, struct rect *rest)
{
    const struct model_compliance *compliance = &page->model->staff.compliance;

    if (!compliance->known) {
        nothing_cut(page, rest, word(TX_NOTHING_YET), word(TX_NOTHING_YET_TEXT));
        return;
    }
    if (compliance->count == 0) {
        note_card(page, rest, TONE_JADE, word(TX_DUE_NOTHING), text_of(""));
    }
    if (page->state->tab == TAB_PERSON) {
        persons_cut(page, rest);
    } else if (page->state->tab == TAB_AGENDA) {
        agenda_cut(page, rest);
    } else {
        urgent_cut(page, rest);
    }
    space(rest, px(page, 12));
    ui_paragraph(page->ui, rest, STYLE_SMALL, COLOR_MUTED, word(TX_DUE_NOT_HERE));
    space(rest, px(page, 20));
}

void page_staff_due_frame(struct page *page)
{
    struct head head = {.title = word(TX_DUE_TITLE), .controls = true, .narrow_margin = true};
    struct ui_frame frame = frame_open(page, &head);
    struct rect body = frame.body;

    space(&body, px(page, 20));
    tabs_cut(page, &body);
    struct rect rest = scroll_open(page, ID_SCROLL, body, &page->state->scroll);
    body_cut(page, &rest);
    scroll_close(page, rest, body, &page->state->scroll);
    staff_bar(page, frame.bar, NULL);
}
