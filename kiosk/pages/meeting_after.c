/* meeting_after.c - see meeting_after.h. */
#include "meeting_after.h"

/* ---- how it ended ---- */

static struct text grade_word(struct text grade)
{
    static const struct {
        const char *id;
        enum word word;
    } grades[] = {{"excellent", TX_GRADE_EXCELLENT},
                  {"qualified", TX_GRADE_QUALIFIED},
                  {"unqualified", TX_GRADE_UNQUALIFIED}};

    for (size_t i = 0; i < sizeof grades / sizeof grades[0]; i++) {
        if (text_is(grade, grades[i].id)) {
            return word(grades[i].word);
        }
    }
    return text_of("");
}

static void mediation_cut(struct page *page, struct rect *rest)
{
    const struct model_meeting *model = &page->model->meeting;
    struct text outcome = model->record.outcome, title = text_of("");
    bool agreed = text_is(outcome, "agreement");

    if (model->sitting > 0) {
        title =
            FILL(page, TX_SITTING, NUMBER(page, model->sitting), NUMBER(page, model->sittings_max));
    }
    if (outcome.size > 0) {
        note_card(page, rest, agreed ? TONE_JADE : TONE_AMBER,
                  word(agreed ? TX_MEDIATION_AGREED : TX_MEDIATION_NONE), title);
    } else if (title.size > 0) {
        note_card(page, rest, TONE_PLAIN, text_of(""), title);
    }
    ui_paragraph(page->ui, rest, STYLE_SMALL, COLOR_MUTED, word(TX_MEDIATION_PRIVATE));
    space(rest, px(page, 12));
}

void outcome_cut(struct page *page, struct rect *rest)
{
    const struct meeting *meeting = &page->model->meeting.record;
    struct text grade = grade_word(meeting->grade);

    if (meeting_type_of(meeting->type) == MEETING_MEDIATION) {
        mediation_cut(page, rest);
    } else if (grade.size > 0) {
        note_card(page, rest, text_is(meeting->grade, "unqualified") ? TONE_RED : TONE_JADE,
                  FILL(page, TX_GRADE, grade), meeting->reviewed);
    }
}

/* ---- the agenda ---- */

static void agenda_row_cut(struct page *page, struct rect *rest, size_t index)
{
    const struct meeting *meeting = &page->model->meeting.record;
    const struct agenda_row *row = &meeting->agenda.at[index];
    int indent = tx(page, 46), width = rest->w - indent;
    struct text parts[2] = {text_of(agenda_power_name(row->power)), {0}};

    if (row->agreed > 0) {
        parts[1] = FILL(page, agenda_is_carried(meeting, row) ? TX_AGENDA_CARRIED : TX_AGENDA_NOT,
                        NUMBER(page, row->agreed));
    }
    struct text second = word_join(page->arena, parts, 2);
    int text_h = ui_text_height(page->ui, width, STYLE_BODY, row->text);
    struct rect line =
        cut_top(rest, text_h + ui_text_height(page->ui, width, STYLE_NOTE, second) + px(page, 6));
    ui_text(page->ui, cut_left(&line, indent), STYLE_BOLD, COLOR_RED_TEXT, NUMBER(page, index + 1));
    ui_paragraph(page->ui, &line, STYLE_BODY, COLOR_INK, row->text);
    ui_paragraph(page->ui, &line, STYLE_NOTE, COLOR_MUTED, second);
}

bool agenda_cut(struct page *page, struct rect *rest)
{
    const struct meeting *meeting = &page->model->meeting.record;

    if (meeting->agenda.count == 0) {
        return false;
    }
    section(page, rest, word(TX_TOPICS));
    for (size_t i = 0; i < meeting->agenda.count; i++) {
        agenda_row_cut(page, rest, i);
    }
    return true;
}

/* ---- resolutions ---- */

static struct tag_word resolution_tag(enum resolution_state state)
{
    switch (state) {
    case RESOLUTION_UNDER_WAY:
        return (struct tag_word){TONE_BLUE, word(TX_RESOLUTION_UNDER_WAY)};
    case RESOLUTION_LATE:
        return (struct tag_word){TONE_RED, word(TX_RESOLUTION_LATE)};
    case RESOLUTION_DONE:
        return (struct tag_word){TONE_JADE, word(TX_RESOLUTION_DONE)};
    case RESOLUTION_SUPERSEDED:
        return (struct tag_word){TONE_PLAIN, word(TX_RESOLUTION_SUPERSEDED)};
    case RESOLUTION_OPEN:
    default:
        return (struct tag_word){TONE_AMBER, word(TX_RESOLUTION_OPEN)};
    }
}

static struct text resolution_second(struct page *page, const struct resolution *record)
{
    struct text parts[3] = {{0}};

    if (record->responsible.size > 0) {
        parts[0] = FILL(page, TX_RESOLUTION_BY, record->responsible);
    }
    if (record->done > 0) {
        parts[1] = FILL(page, TX_RESOLUTION_DONE_ON, due_day_word(page, record->done));
    } else if (record->due > 0) {
        parts[1] = FILL(page, TX_RESOLUTION_DUE, due_day_word(page, record->due));
    }
    if (record->superseded_on > 0) {
        parts[2] = FILL(page, TX_SUPERSEDED_ON, due_day_word(page, record->superseded_on));
    }
    return word_join(page->arena, parts, 3);
}

static struct text step_word(struct page *page, const struct step *step)
{
    return FILL(page, TX_DAY_WEEK, due_day_word(page, step->on), step->text);
}

static int resolution_height(struct page *page, int width, const struct resolution *record)
{
    int height = page->theme->tag_h + px(page, 8) +
                 ui_text_height(page->ui, width, STYLE_BODY, record->text) +
                 ui_text_height(page->ui, width, STYLE_SMALL, resolution_second(page, record));

    for (size_t i = 0; i < record->steps.count; i++) {
        height +=
            ui_text_height(page->ui, width, STYLE_SMALL, step_word(page, &record->steps.at[i]));
    }
    return height + (record->superseded_by.size > 0 ? page->theme->button_h + px(page, 14) : 0);
}

static void resolution_cut(struct page *page, struct rect *rest, int id, size_t index)
{
    const struct model_resolution *model = &page->model->meeting.resolutions[index];
    const struct resolution *record = model->record;
    struct tag_word tag = resolution_tag(model->state);
    int width = card_width(page, *rest);
    struct rect inside = card_cut(page, rest, resolution_height(page, width, record), TONE_PLAIN);
    bool over = model->state == RESOLUTION_SUPERSEDED;

    if (!ui_is_visible(page->ui, inside)) {
        return;
    }
    struct rect line = cut_top(&inside, page->theme->tag_h);
    ui_tag_right(page->ui, &line, tag.tone, tag.text);
    ui_label(page->ui, line, STYLE_BOLD, COLOR_INK, ALIGN_LEFT,
             FILL(page, TX_RESOLUTION, NUMBER(page, record->number)));
    space(&inside, px(page, 8));
    ui_paragraph(page->ui, &inside, STYLE_BODY, over ? COLOR_MUTED : COLOR_INK, record->text);
    ui_paragraph(page->ui, &inside, STYLE_SMALL, COLOR_MUTED, resolution_second(page, record));
    for (size_t i = 0; i < record->steps.count; i++) {
        ui_paragraph(page->ui, &inside, STYLE_SMALL, COLOR_JADE,
                     step_word(page, &record->steps.at[i]));
    }
    if (record->superseded_by.size > 0) {
        space(&inside, px(page, 14));
        if (ui_button(page->ui, id, cut_top(&inside, page->theme->button_h),
                      word(TX_SEE_LATER_MEETING), BUTTON_PLAIN)) {
            go(page, PAGE_MEETING, record->superseded_by);
        }
    }
}

void resolutions_cut(struct page *page, struct rect *rest, int id)
{
    const struct model_meeting *model = &page->model->meeting;

    if (model->resolution_count == 0) {
        return;
    }
    section(page, rest, FILL(page, TX_RESOLUTIONS, NUMBER(page, model->resolution_count)));
    for (size_t i = 0; i < model->resolution_count; i++) {
        resolution_cut(page, rest, id + (int)i, i);
    }
}
