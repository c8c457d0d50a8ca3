/* entry_form_day.c - see entry_form_day.h. */
#include "entry_form_day.h"

enum {
    ID_BEFORE,
    ID_AFTER,
    ID_TODAY,
    ID_NONE,
    ID_CELL, /* of each day of the month */
    WEEK_DAYS = 7,
    WEEKS = 6,
    CALENDAR_ROWS = WEEKS + 2, /* the month, the names of the days, the weeks */
};

static int32_t month_begins(int32_t day)
{
    return day - civil_date_of(day).day + 1;
}

/* ‹ 2026年11月 › */
static void month_row(struct page *page, struct rect line, int first_id, int32_t first)
{
    struct civil_date date = civil_date_of(first);
    int width = line.w / WEEK_DAYS;

    if (ui_button(page->ui, first_id + ID_BEFORE, cut_left(&line, width), word(TX_BEFORE),
                  BUTTON_PLAIN)) {
        page->state->group--;
    }
    if (ui_button(page->ui, first_id + ID_AFTER, cut_right(&line, width), word(TX_AFTER),
                  BUTTON_PLAIN)) {
        page->state->group++;
    }
    ui_label(page->ui, line, STYLE_HEADING, COLOR_INK, ALIGN_CENTRE,
             word_year_month(page->arena, date.year, date.month));
}

static void weeks_draw(struct page *page, struct rect grid, int first_id, int32_t first,
                       struct entry_form_field *field)
{
    struct civil_date date = civil_date_of(first);
    int days = civil_month_days(date.year, date.month), before = civil_weekday(first);

    for (int i = 0; i < days; i++) {
        int32_t day = first + i;
        struct rect row = split_rows(grid, WEEKS, (before + i) / WEEK_DAYS, page->theme->gap_s);
        struct rect cell =
            split_columns(row, WEEK_DAYS, (before + i) % WEEK_DAYS, page->theme->gap_s);
        if (ui_button(page->ui, first_id + ID_CELL + i, cell, NUMBER(page, i + 1),
                      day == field->day ? BUTTON_MAIN : BUTTON_PLAIN)) {
            field->day = day;
            page->state->group = 0;
        }
    }
}

static void calendar_draw(struct page *page, struct rect rect, int first_id,
                          struct entry_form_field *field)
{
    int32_t from = field->day ? field->day : page->model->today;
    int32_t first = month_begins(civil_add_months(month_begins(from), page->state->group));
    int gap = page->theme->gap_s, height = (rect.h - (CALENDAR_ROWS - 1) * gap) / CALENDAR_ROWS;

    month_row(page, cut_top(&rect, height + height / 3), first_id, first);
    struct rect names = cut_top(&rect, height * 2 / 3);
    for (int i = 0; i < WEEK_DAYS; i++) {
        ui_label(page->ui, split_columns(names, WEEK_DAYS, i, gap), STYLE_SMALL, COLOR_MUTED,
                 ALIGN_CENTRE, word((enum word)(TX_WEEKDAY_1 + i)));
    }
    weeks_draw(page, rect, first_id, first, field);
}

/* What is asked for, and what is chosen, in words. */
static void chosen_cut(struct page *page, struct rect *rest, struct text label,
                       const struct entry_form_field *field)
{
    space(rest, px(page, 20));
    ui_paragraph(page->ui, rest, STYLE_SECTION, COLOR_INK, label);
    ui_paragraph(page->ui, rest, STYLE_HEADING, field->day ? COLOR_RED_TEXT : COLOR_MUTED,
                 field->day ? word_day_week(page->arena, field->day, page->model->today)
                            : word(TX_ASK_NO_DAY));
    space(rest, px(page, 14));
}

/* The ways to choose that need no calendar. */
static void short_ways_cut(struct page *page, struct rect *rest, int first_id,
                           struct entry_form_field *field)
{
    int height = tx(page, 88) > page->theme->touch_min ? tx(page, 88) : page->theme->touch_min;
    struct rect line = cut_top(rest, height);

    if (ui_button(page->ui, first_id + ID_TODAY, split_columns(line, 2, 0, page->theme->gap),
                  word(TX_TODAY), BUTTON_PLAIN)) {
        field->day = page->model->today;
        page->state->group = 0;
    }
    if (!field->record.needed &&
        ui_button(page->ui, first_id + ID_NONE, split_columns(line, 2, 1, page->theme->gap),
                  word(TX_ASK_LEAVE_EMPTY), BUTTON_PLAIN)) {
        field->day = 0;
        page->state->group = 0;
    }
    space(rest, px(page, 16));
}

void entry_form_day_draw(struct page *page, struct rect body, int first_id, struct text label,
                         struct entry_form_field *field)
{
    struct rect side = body, calendar = body;

    if (page->theme->landscape) {
        side = cut_left(&calendar, body.w * 2 / 5);
        (void)cut_left(&calendar, page->theme->gap);
        space(&calendar, px(page, 20));
    } else if (page->theme->reach_y > body.y) { /* only what is read stands above */
        side = cut_top(&calendar, page->theme->reach_y - body.y);
    }
    bool apart = page->theme->landscape || page->theme->reach_y > body.y;
    chosen_cut(page, apart ? &side : &calendar, label, field);
    short_ways_cut(page, page->theme->landscape ? &side : &calendar, first_id, field);
    int most = calendar.w * 6 / 5; /* cells that are no towers */
    if (calendar.h > most && !apart) {
        calendar = cut_top(&calendar, most);
    }
    (void)cut_bottom(&calendar, px(page, 16));
    calendar_draw(page, calendar, first_id, field);
}

void entry_form_day_step(struct page *page, struct rect line, int first_id,
                         struct entry_form_field *field)
{
    int width = ui_button_width(page->ui, word(TX_DAY_BEFORE));

    width = width < line.w / 3 ? width : line.w / 3;
    if (ui_button(page->ui, first_id + ID_BEFORE, cut_left(&line, width), word(TX_DAY_BEFORE),
                  BUTTON_PLAIN)) {
        field->day--;
    }
    bool last = field->day >= page->model->today;
    if (ui_button(page->ui, first_id + ID_AFTER, cut_right(&line, width), word(TX_DAY_AFTER),
                  last ? BUTTON_DISABLED : BUTTON_PLAIN)) {
        field->day++;
    }
    ui_label(page->ui, inset_xy(line, page->theme->gap_s, 0), STYLE_BOLD, COLOR_INK, ALIGN_CENTRE,
             word_day_week(page->arena, field->day, page->model->today));
}
