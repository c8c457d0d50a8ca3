/* page_organisation.c - who sits in the committee and for what, who supervises it, who represents
 * whom. */
#include "parts.h"

enum { ID_SCROLL = UI_ID(PAGE_ORGANISATION, 0), ID_BUILDING };

static void member_cut(struct page *page, struct rect *rest, const struct member *member)
{
    const struct model_organisation *model = &page->model->organisation;
    struct text title[2] = {member->name, member->post};
    struct text second[4] = {member->duties, member->group, member->capacity, member->phone};
    struct ui_row row = {.dead = true};

    row.title = word_join(page->arena, title, 2);
    row.second = word_join(page->arena, second, 4);
    if (model->responsible.size > 0 && text_equal(member->name, model->responsible)) {
        row.tags[0].tone = TONE_JADE;
        row.tags[0].text = word(TX_RESPONSIBLE);
        row.tag_count = 1;
    }
    (void)row_cut(page, rest, 0, &row);
}

static void body_head(struct page *page, struct rect *rest, enum word title,
                      const struct model_body *body)
{
    section(page, rest, FILL(page, title, NUMBER(page, body->count)));
    if (body->hidden) {
        note_card(page, rest, TONE_AMBER, word(TX_HIDDEN_TITLE), text_of(""));
    }
    if (body->vacant > 0) {
        const struct tag_word tag = {TONE_AMBER, FILL(page, TX_VACANT, NUMBER(page, body->vacant))};
        tags_cut(page, rest, &tag, 1);
    }
}

static void body_cut(struct page *page, struct rect *rest, enum word title,
                     const struct model_body *body)
{
    if (body->count == 0 && body->vacant == 0 && !body->hidden) {
        return;
    }
    body_head(page, rest, title, body);
    for (size_t i = 0; i < body->count; i++) {
        member_cut(page, rest, &body->at[i]);
    }
}

/* Many people: their names by group, in one card a group. */
static void groups_cut(struct page *page, struct rect *rest, enum word title,
                       const struct model_body *body)
{
    if (body->count == 0 && body->vacant == 0 && !body->hidden) {
        return;
    }
    body_head(page, rest, title, body);
    for (size_t from = 0; from < body->count;) {
        struct text group = body->at[from].group, names = body->at[from].name;
        size_t to = from + 1;
        while (to < body->count && text_equal(body->at[to].group, group)) {
            names = FILL(page, TX_LIST_DOT, names, body->at[to++].name);
        }
        struct ui_row row = {.title = names, .second = group, .dead = true};
        (void)row_cut(page, rest, 0, &row);
        from = to;
    }
}

/* With its year, also this one's: a term is told in years. */
static struct text dated_word(struct page *page, int32_t day)
{
    struct civil_date date = civil_date_of(day);

    return FILL(page, TX_DAY_OF_YEAR, NUMBER(page, date.year), NUMBER(page, date.month),
                NUMBER(page, date.day));
}

static void organisation_body(struct page *page, struct rect *rest)
{
    const struct model_organisation *model = &page->model->organisation;

    if (model->term_first > 0) {
        ui_paragraph(page->ui, rest, STYLE_SMALL, COLOR_MUTED,
                     FILL(page, TX_TERM_SPAN, dated_word(page, model->term_first),
                          dated_word(page, model->term_last)));
    }
    body_cut(page, rest, TX_BODY_COMMITTEE, &model->committee);
    if (model->responsible.size > 0) {
        check_cut(page, rest, true, FILL(page, TX_RESPONSIBLE_CARD, model->responsible));
    }
    body_cut(page, rest, TX_BODY_SUPERVISION, &model->supervision);
    if (model->supervision.count > 0) {
        ui_paragraph(page->ui, rest, STYLE_SMALL, COLOR_MUTED, word(TX_BODY_SUPERVISION_TEXT));
    }
    body_cut(page, rest, TX_BODY_LEAD, &model->lead);
    body_cut(page, rest, TX_BODY_WORKERS, &model->workers);
    groups_cut(page, rest, TX_BODY_REPRESENTATIVES, &model->representatives);
    body_cut(page, rest, TX_BODY_EX_OFFICIO, &model->ex_officio);
}

void page_organisation_frame(struct page *page)
{
    struct head head = {.title = word(TX_ORGANISATION_TITLE)};
    struct bar_button building = {
        ID_BUILDING, word(TX_BUILDING_TITLE), BUTTON_PLAIN, true, {.kind = INTENT_GO}};
    struct ui_frame frame = frame_open(page, &head);
    struct rect rest = scroll_open(page, ID_SCROLL, frame.body, &page->state->scroll);

    space(&rest, px(page, 20));
    if (page->model->organisation.known) {
        organisation_body(page, &rest);
    } else {
        nothing_cut(page, &rest, word(TX_ORGANISATION_NONE), word(TX_NOTHING_YET_TEXT));
    }
    space(&rest, px(page, 20));
    scroll_close(page, rest, frame.body, &page->state->scroll);
    building.intent.place = place_of(PAGE_BUILDING, text_of(""));
    bar_usual(page, frame.bar, &building, 1);
}
