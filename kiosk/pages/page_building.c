/* page_building.c - 我这栋楼找谁 (W2): tap the building, see whom to call. */
#include "parts.h"

enum {
    ID_SCROLL = UI_ID(PAGE_BUILDING, 0),
    ID_OTHER,
    ID_ORGANISATION,
    ID_TAKE,
    ID_BUILDING = UI_ID(PAGE_BUILDING, 16), /* and the buildings after it */
};

static int columns_of(const struct page *page)
{
    static const int portrait[] = {[SCALE_STANDARD] = 4, [SCALE_LARGE] = 3, [SCALE_XLARGE] = 2};

    return portrait[page->theme->scale] + (page->theme->landscape ? 2 : 0);
}

/* A label may take two lines; a building with a long name makes its row higher. */
static int row_height(struct page *page, int width, size_t from, size_t to)
{
    const struct model_building *model = &page->model->building;
    int height = tx(page, 150);

    for (size_t i = from; i < to; i++) {
        int text_h = ui_text_height(page->ui, width - 2 * page->theme->gap_s, STYLE_BUTTON,
                                    model->names[i]) +
                     2 * page->theme->gap_s;
        height = text_h > height ? text_h : height;
    }
    return height;
}

static void choice_cut(struct page *page, struct rect *rest)
{
    const struct model_building *model = &page->model->building;
    int columns = columns_of(page), gap = page->theme->gap;

    section(page, rest, word(TX_BUILDING_ASK));
    for (size_t from = 0; from < model->count; from += (size_t)columns) {
        size_t to = from + (size_t)columns < model->count ? from + (size_t)columns : model->count;
        int width = split_columns(*rest, columns, 0, gap).w;
        struct rect row = cut_top(rest, row_height(page, width, from, to));
        space(rest, gap);
        for (size_t i = from; i < to; i++) {
            struct rect rect = split_columns(row, columns, (int)(i - from), gap);
            if (ui_is_visible(page->ui, rect) &&
                ui_button(page->ui, ID_BUILDING + (int)i, rect, model->names[i], BUTTON_PLAIN)) {
                go(page, PAGE_BUILDING, model->names[i]);
            }
        }
    }
}

/* ---- whom to call ---- */

static struct text joined(struct page *page, const struct texts *texts)
{
    struct text all = texts->count > 0 ? texts->at[0] : text_of("");

    for (size_t i = 1; i < texts->count; i++) {
        all = FILL(page, TX_LIST_DOT, all, texts->at[i]);
    }
    return all;
}

static void person_cut(struct page *page, struct rect *rest, const struct zone *zone)
{
    struct text asked = FILL(page, TX_ZONE_PERSON, page->model->building.chosen);
    int width = card_width(page, *rest);
    int height = ui_text_height(page->ui, width, STYLE_BODY, asked) +
                 ui_text_height(page->ui, width, STYLE_HERO, zone->person) +
                 ui_text_height(page->ui, width, STYLE_DISPLAY, zone->phone) +
                 ui_text_height(page->ui, width, STYLE_BODY, zone->place);
    struct rect inside = card_cut(page, rest, height, TONE_JADE);

    ui_paragraph(page->ui, &inside, STYLE_BODY, COLOR_INK, asked);
    ui_paragraph(page->ui, &inside, STYLE_HERO, COLOR_INK, zone->person);
    ui_paragraph(page->ui, &inside, STYLE_DISPLAY, COLOR_JADE, zone->phone);
    ui_paragraph(page->ui, &inside, STYLE_BODY, COLOR_INK, zone->place);
}

static void facts_cut(struct page *page, struct rect *rest, const struct zone *zone)
{
    const struct {
        enum word label;
        struct text value;
    } facts[] = {{TX_ZONE_DEPUTY, zone->deputy},
                 {TX_ZONE_NAME, zone->name},
                 {TX_ZONE_BUILDINGS, joined(page, &zone->buildings)}};
    int width = card_width(page, *rest), height = 0;

    for (size_t i = 0; i < 3; i++) {
        height += facts[i].value.size > 0
                      ? pair_height(page, width, word(facts[i].label), facts[i].value)
                      : 0;
    }
    struct text visits = word(TX_ZONE_VISITS);
    struct rect inside = card_cut(
        page, rest, height + ui_text_height(page->ui, width, STYLE_SMALL, visits), TONE_PLAIN);
    for (size_t i = 0; i < 3; i++) {
        if (facts[i].value.size > 0) {
            pair_cut(page, &inside, word(facts[i].label), facts[i].value);
        }
    }
    ui_paragraph(page->ui, &inside, STYLE_SMALL, COLOR_MUTED, visits);
}

static void representatives_cut(struct page *page, struct rect *rest)
{
    const struct model_building *model = &page->model->building;

    if (model->representative_count == 0) {
        return;
    }
    section(page, rest, word(TX_ZONE_REPRESENTATIVES));
    for (size_t i = 0; i < model->representative_count; i++) {
        const struct member *member = &model->representatives[i];
        struct text second[2] = {member->group, member->phone};
        struct ui_row row = {
            .title = member->name, .second = word_join(page->arena, second, 2), .dead = true};
        (void)row_cut(page, rest, 0, &row);
    }
}

static void answer_cut(struct page *page, struct rect *rest)
{
    const struct model_building *model = &page->model->building;

    if (!model->zone) {
        note_card(page, rest, TONE_AMBER, FILL(page, TX_BUILDING_NOBODY, model->chosen),
                  word(TX_BUILDING_NOBODY_TEXT));
        if (page->model->site.office_phone.size > 0) {
            note_card(page, rest, TONE_PLAIN,
                      FILL(page, TX_OFFICE_PHONE, page->model->site.office_phone),
                      page->model->site.office_hours);
        }
        return;
    }
    person_cut(page, rest, model->zone);
    facts_cut(page, rest, model->zone);
    if (model->zone->phone.size > 0 &&
        wide_button(page, rest, ID_TAKE,
                    word(page->model->print.available ? TX_TAKE_CONTACT_PRINT : TX_TAKE_CONTACT),
                    BUTTON_PLAIN)) {
        page->intent = take_intent(page, PAGE_BUILDING, model->chosen);
    }
    representatives_cut(page, rest);
}

void page_building_frame(struct page *page)
{
    const struct model_building *model = &page->model->building;
    bool chosen = model->chosen.size > 0;
    struct head head = {
        .title = word(TX_BUILDING_TITLE), .beside = model->chosen, .controls = !chosen};
    struct ui_frame frame = frame_open(page, &head);
    struct rect rest = scroll_open(page, ID_SCROLL, frame.body, &page->state->scroll);

    space(&rest, px(page, 20));
    if (chosen) {
        answer_cut(page, &rest);
    } else if (model->count > 0) {
        choice_cut(page, &rest);
    } else {
        nothing_cut(page, &rest, word(TX_BUILDING_NONE), word(TX_BUILDING_NOBODY_TEXT));
    }
    space(&rest, px(page, 20));
    scroll_close(page, rest, frame.body, &page->state->scroll);
    struct bar_button middle = {chosen ? ID_OTHER : ID_ORGANISATION,
                                word(chosen ? TX_BUILDING_OTHER : TX_ORGANISATION_TITLE),
                                chosen ? BUTTON_MAIN : BUTTON_PLAIN,
                                true,
                                {.kind = INTENT_GO}};
    middle.intent.place = place_of(chosen ? PAGE_BUILDING : PAGE_ORGANISATION, text_of(""));
    bar_usual(page, frame.bar, &middle, 1);
}
