/* page_duty.c - who is here today, how to reach them, and who comes on the next days. */
#include "parts.h"

enum { ID_SCROLL = UI_ID(PAGE_DUTY, 0), ID_BUILDING, ID_ORGANISATION };

static void today_cut(struct page *page, struct rect *rest, const struct duty_row *row)
{
    struct text parts[3] = {row->post, row->place, span_word(page, row->from_min, row->to_min)};
    struct text second = word_join(page->arena, parts, 3);
    int width = card_width(page, *rest);
    struct text_span spans[2] = {
        ui_span(page->ui, STYLE_HEADING, COLOR_INK, row->person),
        ui_span(page->ui, STYLE_HEADING, COLOR_JADE,
                row->phone.size > 0 ? FILL(page, TX_BESIDE, row->phone) : text_of("")),
    };
    size_t count = row->phone.size > 0 ? 2 : 1;
    int name_h = ui_rich_height(page->ui, width, spans, count);
    int second_h = ui_text_height(page->ui, width, STYLE_SMALL, second);
    struct rect inside = card_cut(page, rest, name_h + second_h, TONE_JADE);

    ui_rich(page->ui, cut_top(&inside, name_h), ALIGN_LEFT, spans, count);
    ui_text(page->ui, inside, STYLE_SMALL, COLOR_INK, second);
}

static void coming_cut(struct page *page, struct rect *rest, const struct duty_row *row)
{
    struct text parts[4] = {word_day_week(page->arena, row->date, page->model->today),
                            span_word(page, row->from_min, row->to_min), row->post, row->place};
    struct text title_parts[2] = {row->person, row->phone};
    struct ui_row line = {.dead = true};

    line.title = word_join(page->arena, title_parts, 2);
    line.second = word_join(page->arena, parts, 4);
    if (civil_weekday(row->date) >= 5) {
        line.tags[0].tone = TONE_BLUE;
        line.tags[0].text = word(TX_WEEKEND);
        line.tag_count = 1;
    }
    (void)row_cut(page, rest, 0, &line);
}

static void duty_body(struct page *page, struct rect *rest)
{
    const struct model *model = page->model;
    const struct model_duty *duty = &model->duty;

    section(page, rest, word(TX_DUTY_TODAY));
    for (size_t i = 0; i < duty->today_count; i++) {
        today_cut(page, rest, &duty->today[i]);
    }
    if (duty->today_count == 0) {
        note_card(page, rest, TONE_PLAIN, word(duty->known ? TX_DUTY_NOBODY : TX_DUTY_UNKNOWN),
                  word(duty->known ? TX_DUTY_NOBODY_TEXT : TX_DUTY_UNKNOWN_TEXT));
    }
    if (model->site.office_phone.size > 0 || model->site.office_hours.size > 0) {
        note_card(page, rest, TONE_PLAIN, FILL(page, TX_OFFICE_PHONE, model->site.office_phone),
                  model->site.office_hours);
    }
    if (duty->coming_count > 0) {
        section(page, rest, word(TX_DUTY_COMING));
    }
    for (size_t i = 0; i < duty->coming_count; i++) {
        coming_cut(page, rest, &duty->coming[i]);
    }
}

void page_duty_frame(struct page *page)
{
    struct head head = {.title = word(TX_DUTY_TITLE)};
    struct bar_button middle[2] = {
        {ID_BUILDING, word(TX_BUILDING_TITLE), BUTTON_MAIN, true, {.kind = INTENT_GO}},
        {ID_ORGANISATION, word(TX_ORGANISATION_TITLE), BUTTON_PLAIN, false, {.kind = INTENT_GO}}};
    struct ui_frame frame = frame_open(page, &head);
    struct rect rest = scroll_open(page, ID_SCROLL, frame.body, &page->state->scroll);

    space(&rest, px(page, 10));
    duty_body(page, &rest);
    scroll_close(page, rest, frame.body, &page->state->scroll);
    middle[0].intent.place = place_of(PAGE_BUILDING, text_of(""));
    middle[1].intent.place = place_of(PAGE_ORGANISATION, text_of(""));
    bar_usual(page, frame.bar, middle, 2);
}
