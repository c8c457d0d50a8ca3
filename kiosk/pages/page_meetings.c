/* page_meetings.c - the meetings ahead, then those that were. */
#include "parts.h"

enum { ID_SCROLL = UI_ID(PAGE_MEETINGS, 0), ID_ROW = UI_ID(PAGE_MEETINGS, 16) };

static void meeting_row(struct page *page, struct rect *rest, size_t index)
{
    const struct model_list_item *item = &page->model->meetings.at[index];
    struct text parts[2] = {meeting_when(page, item->date, item->time), item->second};
    struct ui_row row = {.title = item->title, .tag_count = 1};

    row.second = word_join(page->arena, parts, 2);
    row.tags[0].tone = item->date >= page->model->today ? TONE_BLUE : TONE_PLAIN;
    row.tags[0].text = meeting_word(item->type);
    if (row_cut(page, rest, ID_ROW + (int)index, &row)) {
        go(page, PAGE_MEETING, item->key);
    }
}

/* R12, W5: an assembly in each half of the year. */
static void half_year_cut(struct page *page, struct rect *rest)
{
    const struct half_year *half = &page->model->half_year;
    struct text text = FILL(page, TX_HALF_YEAR_TEXT, due_day_word(page, half->last));

    if (!page->model->half_year_known || page->model->doubtful) {
        return;
    }
    space(rest, px(page, 14));
    if (half->held_on > 0) {
        check_cut(page, rest, true,
                  FILL(page, TX_HALF_YEAR_HELD, due_day_word(page, half->held_on)));
        return;
    }
    if (half->planned_on > 0) {
        note_card(page, rest, TONE_BLUE,
                  FILL(page, TX_HALF_YEAR_PLANNED, due_day_word(page, half->planned_on)), text);
        return;
    }
    note_card(page, rest, half->state == HALF_YEAR_RED ? TONE_RED : TONE_AMBER,
              FILL(page, TX_HALF_YEAR_OPEN, NUMBER(page, half->days_left)), text);
}

/* The list comes newest first; what lies ahead is read the other way round, the nearest first. */
static void meetings_body(struct page *page, struct rect *rest)
{
    const struct model_list *list = &page->model->meetings;
    size_t ahead = 0;

    half_year_cut(page, rest);
    while (ahead < list->count && list->at[ahead].date >= page->model->today) {
        ahead++;
    }
    section(page, rest, word(TX_MEETINGS_AHEAD));
    for (size_t i = ahead; i-- > 0;) {
        meeting_row(page, rest, i);
    }
    if (ahead == 0) {
        note_card(page, rest, TONE_PLAIN, word(TX_NO_MEETING_SOON), word(TX_NO_MEETING_SOON_TEXT));
    }
    if (ahead < list->count) {
        section(page, rest, word(TX_MEETINGS_PAST));
    }
    for (size_t i = ahead; i < list->count; i++) {
        meeting_row(page, rest, i);
    }
}

void page_meetings_frame(struct page *page)
{
    struct head head = {.title = word(TX_MEETINGS_TITLE), .controls = true};
    struct ui_frame frame = frame_open(page, &head);
    struct rect rest = scroll_open(page, ID_SCROLL, frame.body, &page->state->scroll);

    space(&rest, px(page, 10));
    meetings_body(page, &rest);
    scroll_close(page, rest, frame.body, &page->state->scroll);
    bar_usual(page, frame.bar, NULL, 0);
}
